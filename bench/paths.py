"""How long the progress of a path takes: 50 steps over 5,000 credentials.

    python bench/paths.py [--credentials 5000] [--steps 50] [--rounds 9]

Prints medians in milliseconds: the pure measuring (holdings already built), building the holdings, and the
whole from an SQLite database with its number of queries: when nothing has changed since it was last asked,
after one of the credentials has changed, and when nothing of the holder is known yet. Then the whole page,
with its sentences and proofs. Beside it, as the peer: reading the same rows as plain tuples without measuring
anything.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import event, insert, select, update

from wallet.collection.holdings import _COLUMNS, holdings_of
from wallet.paths import measuring
from wallet.paths.measuring import counted, holdings_today, measure_paths, step_facts
from wallet.paths.pages import path_page
from wallet.paths.progress import Deeds, Holdings, measure_path
from wallet.store import Store, clock
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential, Original
from wallet.store.models.path import Path as PathRow
from wallet.store.models.path import Step
from wallet.web import languages

TODAY = date(2026, 11, 22)
SKILLS = [f"skill {n}" for n in range(400)]


def rule(dice: random.Random) -> dict:
    kinds = (
        {"type": "skill", "any_of": dice.sample(SKILLS, 2)},
        {"type": "credential", "title_contains": f"badge {dice.randint(1, 99)}"},
        {"type": "sum", "unit": "ects", "min": dice.randint(1, 30), "skills": dice.sample(SKILLS, 3)},
        {
            "type": "n_of",
            "n": 2,
            "of": [{"type": "skill", "any_of": [one]} for one in dice.sample(SKILLS, 3)],
        },
        {"type": "skill", "any_of": dice.sample(SKILLS, 1), "where": {"verified_only": True, "min_eqf": 3}},
    )
    return dice.choice(kinds)


def fill(store: Store, credentials: int, steps: int) -> tuple[str, str]:
    dice = random.Random(7)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    with store.write() as session:
        account = Account(issuer="i", subject="s")
        session.add_all([account, Original(digest="0" * 64, size=1, media_type="x", data=b"x")])
        session.flush()
        rows = [
            {
                "account_id": account.id,
                "original_digest": "0" * 64,
                "fingerprint": f"{n:064x}",
                "carrier": "json",
                "dialect": "ob3",
                "title": f"badge {n}",
                "issuer_name": f"issuer {n % 40}",
                "issuer_id": f"https://issuer{n % 40}.example",
                "issued_at": now - timedelta(days=dice.randint(1, 3000)),
                "verdict": dice.choice(["valid", "valid", "valid", "undetermined", "revoked"]),
                "facts": {
                    "achievement": f"urn:a:{n}",
                    "skills": dice.sample(SKILLS, 3),
                    "ects": dice.choice([None, "1", "2.5"]),
                    "eqf": dice.choice([None, 3, 4, 6]),
                    "kind": "skill",
                    "transparency": dice.randint(2, 11),
                },
            }
            for n in range(credentials)
        ]
        session.execute(insert(HeldCredential), rows)
        path = PathRow(account_id=account.id, title="Data analyst", goal="reskilling")
        session.add(path)
        session.flush()
        session.execute(
            insert(Step),
            [
                {"path_id": path.id, "position": n, "title": f"step {n}", "rule": rule(dice)}
                for n in range(steps)
            ],
        )
        return account.id, path.id


def median_ms(work, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--credentials", type=int, default=5000)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        store.upgrade()
        holder, path_id = fill(store, asked.credentials, asked.steps)
        services = SimpleNamespace(store=store, clock=clock)
        holdings, _ = holdings_today(holder, services=services)
        with store.read() as session:
            steps = session.scalars(select(Step).order_by(Step.position)).all()
            facts = [step_facts(step, Deeds(), {}) for step in steps]
            session.expunge_all()
        held = holdings_of(holder, services=services)
        queries: list[str] = []
        event.listen(store.engine, "before_cursor_execute", lambda *args: queries.append(args[2]))
        measuring._KEPT.clear()
        measure_paths(holder, services=services, path_id=path_id)
        count = sum(text.lstrip().upper().startswith("SELECT") for text in queries)

        def rows() -> None:
            with store.read() as session:
                session.execute(select(*_COLUMNS).where(HeldCredential.account_id == holder)).all()

        def fresh() -> None:
            measure_path(facts, Holdings(holdings.all.values(), today=TODAY))

        pure = median_ms(lambda: measure_path(facts, holdings), asked.rounds)
        built = median_ms(fresh, asked.rounds)
        convert = median_ms(lambda: [counted(one) for one in held], asked.rounds)
        whole = median_ms(lambda: measure_paths(holder, services=services, path_id=path_id), asked.rounds)

        def changed() -> None:
            with store.write() as session:
                session.execute(
                    update(HeldCredential)
                    .where(HeldCredential.title == "badge 7")
                    .values(version=HeldCredential.version + 1)
                )
            begun = time.perf_counter()
            measure_paths(holder, services=services, path_id=path_id)
            after.append((time.perf_counter() - begun) * 1000)

        def cold() -> None:
            measuring._KEPT.clear()
            measure_paths(holder, services=services, path_id=path_id)

        after: list[float] = []
        median_ms(changed, asked.rounds)
        one = statistics.median(after)
        first = median_ms(cold, asked.rounds)
        app = Flask("bench")
        languages.set_up(app)
        with app.app_context(), force_locale("en_GB"):
            page = median_ms(lambda: path_page(holder, path_id, services=services), asked.rounds)
        peer = median_ms(rows, asked.rounds)
        print(f"{asked.steps} steps over {asked.credentials} credentials, median of {asked.rounds} rounds")
        print(f"measuring alone                 {pure:8.1f} ms")
        print(f"with the indexes built anew     {built:8.1f} ms")
        print(f"rows to facts                   {convert:8.1f} ms")
        print(f"whole, nothing changed since    {whole:8.1f} ms")
        print(f"whole, one credential changed   {one:8.1f} ms")
        print(f"whole, nothing known yet        {first:8.1f} ms, {count} queries")
        print(f"the page, nothing changed since {page:8.1f} ms")
        print(f"peer: reading the rows alone    {peer:8.1f} ms")
        ratios = ", ".join(f"{time / peer:.2f}" for time in (whole, one, first, page))
        print(f"ratios to the peer              {ratios}")
        store.dispose()


if __name__ == "__main__":
    main()
