"""What packages tell each other belongs to one app: another app in the process has its own."""

from __future__ import annotations

import logging
import shutil
from dataclasses import replace

import pytest

from tests.learners import Learner
from tests.peers.wallet_in_test import open_wallet
from wallet.accounts import proofs
from wallet.accounts import service as accounts
from wallet.collection import holder_labels, signals
from wallet.credentials.proof_kinds import KINDS
from wallet.store import Store
from wallet.store.models.account import EmailProof
from wallet.store.models.credential import HeldCredential


@pytest.fixture
def services(app):
    return app.extensions["wallet"]


@pytest.fixture
def other(sqlite_template, tmp_path, clock):
    """A second wallet in this process, with a database of its own."""
    path = tmp_path / "other.sqlite3"
    shutil.copyfile(sqlite_template, path)
    store = Store(f"sqlite:///{path}")
    yield open_wallet(store)
    store.dispose()


def test_a_change_is_told_to_the_listeners_of_its_own_app_only(app, other, ola, badge):
    kit = Learner(other, other.extensions["wallet"].store, "Kit Moss", "kit@dorobek.example")
    told_here, told_there = [], []
    signals.subscribe(lambda holder, services: told_here.append(holder), services=app.extensions["wallet"])
    signals.subscribe(lambda holder, services: told_there.append(holder), services=other.extensions["wallet"])
    ola.receive(badge)
    assert set(told_here) == {ola.id}
    assert told_there == []
    kit.receive(badge)
    assert set(told_here) == {ola.id}
    assert set(told_there) == {kit.id}


def test_a_new_address_is_told_to_the_listeners_of_its_own_app_only(app, other, ola, services):
    told_here, told_there = [], []
    proofs.subscribe(lambda holder, **_: told_here.append(holder), services=services)
    proofs.subscribe(lambda holder, **_: told_there.append(holder), services=other.extensions["wallet"])
    accounts.remove_email(ola.id, another_address(services, ola), services=services)
    assert (told_here, told_there) == ([ola.id], [])


def test_services_with_another_fetcher_tell_the_same(services):
    other = replace(services, fetcher=None)
    assert other.signals is services.signals


def test_a_listener_that_fails_hinders_neither_the_change_nor_the_next_listener(ola, held, services, caplog):
    """blinker promises no order, so two fail: one of them is called before another listener at least once."""
    told = []

    def failing(holder, *, services):
        told.append("failing")
        raise ValueError("broken")

    def failing_too(holder, *, services):
        told.append("failing too")
        raise ValueError("broken")

    for listener in (failing, failing_too, failing):
        signals.subscribe(listener, services=services)
    with caplog.at_level(logging.ERROR, logger=signals.__name__):
        holder_labels.relabel(ola.id, held, kind=KINDS[0], field="", services=services)
    assert sorted(told) == ["failing", "failing too"]
    assert len(caplog.records) == 2
    with services.store.read() as session:
        assert session.get(HeldCredential, held).own_kind == KINDS[0]


def test_a_listener_inside_the_transaction_may_undo_a_change_of_addresses(ola, services):
    address = another_address(services, ola)

    def failing(holder, *, session, services):
        raise ValueError("broken")

    proofs.subscribe(failing, services=services)
    with pytest.raises(ValueError, match="broken"):
        accounts.remove_email(ola.id, address, services=services)
    with services.store.read() as session:
        assert session.get(EmailProof, address) is not None


def another_address(services, holder: Learner) -> str:
    """A second confirmed address of the holder; its id."""
    with services.store.write() as session:
        proof = EmailProof(
            account_id=holder.id,
            address="second@dorobek.example",
            normalised="second@dorobek.example",
            source="link",
            proven_at=services.clock.now(),
        )
        session.add(proof)
        session.flush()
        return proof.id
