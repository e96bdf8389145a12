"""Our own clock jumps (DEP-11): nothing opens that was closed, nothing stays shut longer than it should.

What a wrong clock does to rate limits is tested in tests/unit/web/test_counters.py.
"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from wallet.accounts import sessions
from wallet.store.models.account import Account
from wallet.store.models.link import ShareLink

JUMPS = [timedelta(hours=1), timedelta(days=730), timedelta(days=365 * 40)]


def sign_in_again(learner, now) -> None:
    with learner.store.write() as session:
        account = session.get(Account, learner.id)
        identity = SimpleNamespace(id_token=None, auth_time=None)
        secret = sessions.open_session(session, account, provider="x", identity=identity, now=now)
    learner.browser.plant("session", secret)


@pytest.mark.parametrize("jump", JUMPS[1:])
def test_dep_11_a_jump_forwards_ends_sign_ins(ola, clock, jump):
    clock.move(jump)
    assert not ola.browser.is_signed_in()


@pytest.mark.parametrize("jump", JUMPS)
def test_dep_11_what_was_opened_while_the_clock_was_ahead_ends_when_it_is_set_right(ola, clock, jump):
    clock.move(jump)
    sign_in_again(ola, clock.now())
    assert ola.browser.is_signed_in()
    clock.move(-jump)
    assert not ola.browser.is_signed_in()  # else it would last for a month after the year 2028


def test_dep_11_a_small_step_back_signs_nobody_out(ola, clock):
    clock.move(timedelta(seconds=-200))
    assert ola.browser.is_signed_in()


def test_dep_11_a_sign_in_under_way_is_not_kept_for_years(sqlite_store, clock):
    clock.move(timedelta(days=730))
    secret, state, _ = sessions.begin_flow(
        sqlite_store, provider="x", redirect_uri="https://w.example/cb", next_place="", now=clock.now()
    )
    clock.move(timedelta(days=-730))
    assert (
        sessions.take_flow(
            sqlite_store, secret, provider="x", redirect_uri="https://w.example/cb", now=clock.now()
        )
        is None
    )
    assert state


@pytest.mark.parametrize("jump", JUMPS[1:])
def test_dep_11_an_ended_link_stays_ended_and_an_open_one_opens_again(ola, held, stranger, clock, jump):
    path = ola.open_link(held, ends="30")
    clock.move(jump)
    assert stranger.get(path).status_code == 404
    clock.move(-jump)
    assert stranger.get(path).status_code == 200  # its end is a date, and that date has not come
    clock.move(timedelta(days=31))
    assert stranger.get(path).status_code == 404
    with ola.store.read() as session:
        assert session.query(ShareLink).one().closed_at is None


def test_dep_11_a_verdict_from_the_future_is_not_taken_for_a_fresh_one(ola, held, stranger, clock):
    """A page says when a check was made; a date that has not come is not hidden."""
    path = ola.open_link(held, ends="365")
    clock.move(timedelta(days=-2))
    page = stranger.get(path)
    assert page.status_code == 200 and "22 Nov" in page.text


@pytest.mark.parametrize("jump", [timedelta(days=-365 * 30), *JUMPS])
def test_dep_11_pages_open_at_any_date(ola, held, clock, jump):
    clock.move(jump)
    sign_in_again(ola, clock.now())
    for path in ("/", f"/credentials/{held}", "/me", "/takeout", "/links", "/skills", "/add"):
        assert ola.browser.get(path).status_code == 200, path
