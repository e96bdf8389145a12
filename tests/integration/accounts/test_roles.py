"""A new role ends every sign-in of its account: what was opened as one role is not carried on as another."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wallet.accounts import service
from wallet.accounts.roles import give_role
from wallet.accounts.sessions import open_session
from wallet.store import clock
from wallet.store.models.account import Account, SessionRecord


def another_browser(learner):
    """A second sign-in of the same person, in the app's own words."""
    with learner.store.write() as session:
        account = session.get(Account, learner.id)
        identity = SimpleNamespace(id_token=None, auth_time=None)
        return open_session(session, account, provider="x", identity=identity, now=clock.now())


@pytest.mark.parametrize("role", ["adviser", "operator"])
def test_every_sign_in_of_the_account_ends_and_nobody_elses(ola, sam, sqlite_store, role):
    another_browser(ola)
    assert ola.browser.is_signed_in()
    assert give_role(sqlite_store, "ola@dorobek.example", role)[2] == "learner"
    assert not ola.browser.is_signed_in()
    assert sam.browser.is_signed_in()
    with sqlite_store.read() as session:
        assert session.query(SessionRecord).filter_by(account_id=ola.id).count() == 0


def test_taking_a_role_away_ends_them_too(ola, sqlite_store):
    give_role(sqlite_store, ola.id, "operator")
    ola.browser.plant("session", another_browser(ola))
    assert ola.browser.is_signed_in()
    give_role(sqlite_store, ola.id, "learner")
    assert not ola.browser.is_signed_in()


def test_the_same_role_again_ends_nothing(ola, sqlite_store):
    give_role(sqlite_store, ola.id, "learner")
    assert ola.browser.is_signed_in()


def test_a_role_that_comes_with_a_sign_in_ends_the_earlier_ones(ola, app, sqlite_store):
    with sqlite_store.read() as session:
        account = session.get(Account, ola.id)
        stated = (account.issuer, account.subject)
    identity = SimpleNamespace(
        issuer=stated[0], subject=stated[1], name="", language="en", role="adviser", email=None,
        id_token=None, auth_time=None, end_session_endpoint="",
    )  # fmt: skip
    services = app.extensions["wallet"]
    secret = service.sign_in(identity, provider="x", old_cookie="", trusts_role=True, services=services)
    assert not ola.browser.is_signed_in()
    ola.browser.plant("session", secret)
    assert ola.browser.is_signed_in()
