"""A long path over many badges: few queries on both databases, and what is remembered is up to date."""

from __future__ import annotations

import random
from types import SimpleNamespace

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import event, select

from bench.paths import fill
from wallet.collection.holdings import holdings_again, holdings_of
from wallet.paths import measuring, pages
from wallet.store import clock as wallet_clock
from wallet.store.models.credential import HeldCredential
from wallet.web import languages


def test_a_path_with_fifty_steps_takes_few_queries(store, clock):
    holder, path = fill(store, 120, 50)
    services = SimpleNamespace(store=store, clock=wallet_clock)
    queries: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: queries.append(given[2]))
    measuring._KEPT.clear()
    app = Flask("words")
    languages.set_up(app)
    with app.app_context(), force_locale("en_GB"):
        for most in (11, 10):  # the first time the badges themselves are read
            queries.clear()
            assert len(pages.path_page(holder, path, services=services).steps) == 50
            asked = [text for text in queries if text.lstrip().upper().startswith("SELECT")]
            assert len(asked) <= most, "\n".join(asked)
    queries.clear()
    measuring._KEPT.clear()
    measuring.measure_paths(holder, services=services, path_id=path)
    assert sum(text.lstrip().upper().startswith("SELECT") for text in queries) <= 6


def test_what_is_remembered_of_badges_is_what_reading_them_all_would_give(sqlite_store, clock):
    holder, path = fill(sqlite_store, 60, 12)
    services = SimpleNamespace(store=sqlite_store, clock=wallet_clock)
    dice, known = random.Random(5), {}
    for _ in range(12):
        with sqlite_store.write() as session:
            rows = session.scalars(select(HeldCredential).order_by(HeldCredential.id)).all()
            for row in dice.sample(rows, 3):
                _change(row, dice, rows, now=clock.now())
        found = holdings_again({holder: known}, services=services)[holder]
        assert found == holdings_of(holder, services=services)
        kept = sum(known.get(one.id) is one for one in found)
        assert not known or kept >= len(found) - 9  # the rest was not read again
        known = {one.id: one for one in found}
        (after,) = measuring.measure_paths(holder, services=services, path_id=path)
        measuring._KEPT.clear()
        (anew,) = measuring.measure_paths(holder, services=services, path_id=path)
        assert (after.progress, after.held) == (anew.progress, anew.held)


def _change(row, dice, rows, *, now):
    row.version += 1
    change = dice.choice(("verdict", "part", "gone", "skill"))
    if change == "verdict":
        row.verdict = dice.choice(["valid", "revoked", "expired"])
    elif change == "part":
        row.facts = {**row.facts, "part_names": [one.facts["achievement"] for one in dice.sample(rows, 2)]}
    elif change == "gone":
        row.deleted_at = None if row.deleted_at else now
    else:
        row.facts = {**row.facts, "skills": ["skill 1"]}
