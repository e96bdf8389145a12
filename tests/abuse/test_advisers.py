# ruff: noqa: F811 (fixtures come in by import)
"""The career adviser as one more actor (AUTHZ-01, 02, 06, 12): drawn from the app's own map of addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.abuse.test_authz import (
    ADVISERS,
    MADE_UP,
    OWNED,
    ask,
    methods_of,
    plain,
    snapshot,
    things,  # noqa: F401 (a fixture)
)
from tests.integration.advising.advised import OPEN, Adviser, invite
from wallet import create_app
from wallet.advising import access as advising
from wallet.advising import invitation_codes
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account
from wallet.store.models.advising import Grant, GrantLook
from wallet.store.models.path import Path
from wallet.web import limits

# What an adviser does under a grant may write these, and nothing else.
WRITTEN = {
    "grant_look",
    "comment",
    "meeting",
    "proposal",
    "diagnosis",
    "step",
    "path_snapshot",
    "win",
    "path",
}
# What the granted portfolio does not show has no address under it; what it shows: test_advised_portfolios.
NOT_SHOWN = {"advising.portfolio_picture", "advising.portfolio_file"}


@pytest.fixture
def jan(app, sqlite_store) -> Adviser:
    return Adviser(app, sqlite_store)


@pytest.fixture
def grant(ola, jan, things, sqlite_store) -> Callable[..., None]:
    """Call it to make the one grant from Ola to Jan what a case needs."""
    now = wallet_clock.now()
    scope = {"paths": [things.ids["path"]], "credentials": [things.ids["credential"]]}
    scope["portfolios"] = [things.ids["portfolio"]]
    given = {"scope": scope, "taken_at": now, "ends_at": now + timedelta(days=90), "closed_at": None}

    def make(*, role: str = "adviser", erase_at: Any = None, there: bool = True, **changed: Any) -> None:
        with sqlite_store.write() as session:
            session.get(Account, jan.id).role = role
            session.get(Account, ola.id).erase_at = erase_at
            for row in session.scalars(select(Grant).where(Grant.adviser_id == jan.id)):
                session.delete(row)
            if there:
                values = {**given, **changed}
                session.add(Grant(account_id=ola.id, adviser_id=jan.id, name="Jan", **values))

    return make


def states(ola_id: str, sqlite_store) -> dict[str, dict[str, Any]]:
    now = wallet_clock.now()
    with sqlite_store.write() as session:
        other = Path(account_id=ola_id, title="Another path of hers", goal="other")
        session.add(other)
        session.flush()
        nothing = {"paths": [other.id], "portfolios": [], "credentials": []}
    return {
        "no grant": {"there": False},
        "for another thing": {"scope": nothing},
        "closed": {"closed_at": now},
        "ended": {"ends_at": now},
        "not taken up": {"taken_at": None},
        "no adviser any more": {"role": "learner"},
        "the holder is leaving": {"erase_at": now + timedelta(days=7)},
    }


def cells(app) -> list[tuple[str, str]]:
    """Every endpoint whose address names a thing, and each of its methods."""
    named = [*OWNED, *(endpoint for endpoint, values in ADVISERS.items() if values.keys() - {"code"})]
    unasked = {"OPTIONS", "HEAD"}  # HEAD is GET without its body
    return [
        (endpoint, method) for endpoint in named for method in sorted(methods_of(app, endpoint) - unasked)
    ]


def test_authz_01_without_a_grant_in_force_an_adviser_reaches_nothing_to_the_byte(
    app,
    ola,
    jan,
    things,
    grant,
    sqlite_store,
):
    jan.browser.form_token()
    known = [*things.ids.values(), *MADE_UP.values(), "f" * 32]
    absent: dict[tuple[str, str, bool], tuple[str, set[str]]] = {}
    for state, values in states(ola.id, sqlite_store).items():
        page = state == "closed"  # one whole page for each address; else, as a program would ask, few words
        headers = {} if page else {"Accept": "application/json"}
        grant(**values)
        before = snapshot(sqlite_store)
        for endpoint, method in cells(app):
            told = (endpoint, method, page)
            if told not in absent:
                none = things.address(app, endpoint, made_up=True)
                answer = ask(jan.browser, method, none, headers=headers)
                assert answer.status_code == 404, (endpoint, method)
                absent[told] = plain(answer.text, *known), set(answer.headers.keys())
            answer = ask(jan.browser, method, things.address(app, endpoint), headers=headers)
            assert answer.status_code == 404, (state, endpoint, method)
            assert (plain(answer.text, *known), set(answer.headers.keys())) == absent[told], (state, endpoint)
        assert snapshot(sqlite_store) == before, state


def test_authz_01_under_a_grant_in_force_an_adviser_reaches_the_declared_cells_alone(
    app,
    ola,
    jan,
    things,
    grant,
    sqlite_store,
):
    grant()
    before = snapshot(sqlite_store)
    for endpoint, method in cells(app):
        answer = ask(jan.browser, method, things.address(app, endpoint))
        if (
            endpoint in ADVISERS.keys() - NOT_SHOWN
        ):  # 400: reached, and this empty form was refused for a reason of its own
            assert answer.status_code in {200, 303, 400}, (endpoint, method, answer.text)
        else:
            assert answer.status_code == 404, (endpoint, method)
            assert "Ola" not in answer.text, endpoint
    after = snapshot(sqlite_store)
    assert {name for name in before if before[name] != after[name]} <= WRITTEN
    with sqlite_store.read() as session:
        looked = set(session.scalars(select(GrantLook.what)))
    assert {"path", "credential", "evidence"} <= looked


def test_authz_01_a_learner_is_told_that_these_pages_are_for_advisers_and_learns_nothing(sam, ola, things):
    for address in ("/advise", "/advise/people.csv", "/advise/take", "/advise/take/ABCD"):
        answer = sam.browser.get(address)
        assert answer.status_code == 403
        assert "for career advisers" in answer.text
        assert "Ola" not in answer.text
    _, code = invite(ola, paths=things.ids["path"])
    for tried in (code, invitation_codes.new_code()):
        assert sam.browser.post("/advise/take", {"code": tried}).status_code == 403


def test_authz_02_one_foreign_id_among_ones_own_refuses_the_whole_invitation(ola, sam, things, sqlite_store):
    theirs = sam.browser.post("/paths/new", {"goal": "other", "title": "Sam's"}).headers["Location"][-32:]
    before = snapshot(sqlite_store)
    for deed in ("preview", "open"):
        for scope in (
            {"paths": [things.ids["path"], theirs]},
            {"paths": [things.ids["path"]], "credentials": ["f" * 32]},
            {"credentials": [things.ids["path"]]},
            {"portfolios": [theirs]},
        ):
            answer = ola.browser.post("/advisers/new", {**OPEN, "deed": deed, **scope})
            assert answer.status_code == 404, scope
    assert snapshot(sqlite_store) == before


def test_authz_06_every_code_that_does_not_open_is_told_in_the_same_bytes(ola, jan, things, sqlite_store):
    scope = {"paths": things.ids["path"]}
    _, used = invite(ola, **scope)
    assert jan.take(used).status_code == 303
    closed_id, closed = invite(ola, **scope)
    ola.browser.post(f"/advisers/{closed_id}/close")
    _, elsewhere = invite(ola, **scope, email="another@dorobek.example")
    renewed_id, replaced = invite(ola, **scope)
    ola.browser.post(f"/advisers/{renewed_id}/renew", {"ends": "30"})
    old_id, old = invite(ola, **scope)
    ended_id, ended = invite(ola, **scope)
    jans_path = jan.browser.post("/paths/new", {"goal": "other", "title": "Jan's"}).headers["Location"][-32:]
    _, own = invite(jan, paths=jans_path)
    with sqlite_store.write() as session:
        session.get(Grant, old_id).opened_at -= invitation_codes.LASTS
        session.get(Grant, ended_id).ends_at = wallet_clock.now()
    before = snapshot(sqlite_store)
    tried = {
        "used": used,
        "closed": closed,
        "another address": elsewhere,
        "replaced": replaced,
        "too old": old,
        "ended": ended,
    }
    tried |= {
        "one's own": own,
        "unknown": invitation_codes.new_code(),
        "no code": "hello",
        "nothing": "",
        "long": "A" * 5000,
    }
    answers = {}
    for why, code in tried.items():
        answer = jan.take(code)
        told = answer.text.replace(f'value="{code[:40]}"', 'value=""')  # what was typed may be mended
        answers[why] = (answer.status_code, plain(told, "f" * 32))
    assert set(answers.values()) == {answers["unknown"]}
    assert answers["unknown"][0] == 400
    assert snapshot(sqlite_store) == before


def test_authz_12_what_is_closed_while_a_page_is_drawn_is_not_shown(
    ola, jan, things, grant, sqlite_store, monkeypatch
):
    grant()
    draw = advising.seen_path

    def closed_meanwhile(*given, **more):
        with sqlite_store.write() as session:
            session.scalars(
                select(Grant).where(Grant.adviser_id == jan.id)
            ).one().closed_at = wallet_clock.now()
        return draw(*given, **more)

    monkeypatch.setattr(advising, "seen_path", closed_meanwhile)
    assert jan.browser.get(f"/advise/paths/{things.ids['path']}").status_code == 404
    with sqlite_store.read() as session:
        assert session.scalars(select(GrantLook)).all() == []


def test_res_06_codes_are_not_tried_in_great_number(app, ola, things, sqlite_store):
    _, code = invite(ola, paths=things.ids["path"])
    settings = app.extensions["wallet"].settings.model_copy(update={"environment": "demo"})
    limited = create_app(settings, store=sqlite_store)
    limits.limiter.reset()
    try:
        eva = Adviser(limited, sqlite_store, "Eva", "eva@dorobek.example")
        assert {eva.take(invitation_codes.new_code()).status_code for _ in range(10)} == {400}
        assert eva.take(code).status_code == 429  # not even the right one is looked at
        assert eva.browser.get("/advise").status_code == 200
    finally:
        limits.limiter.reset()
        limits.limiter.enabled = False
