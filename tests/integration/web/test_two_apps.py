"""What packages tell and offer each other belongs to one app: another app in the process has its own."""

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
from wallet.errors import NotFound
from wallet.exports.file_jobs import ask_file, made_bytes, offer_maker
from wallet.imports.service import Opener, close_item, import_files, offer_opener
from wallet.shared_page import offered_paths
from wallet.store import Store
from wallet.store.models.account import EmailProof
from wallet.store.models.credential import HeldCredential
from wallet.store.models.imports import ImportItem


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


def take_in(app, holder: Learner, data: bytes) -> str:
    """Import a file; the state in which its item ends."""
    services = app.extensions["wallet"]
    with app.test_request_context():
        batch = import_files(holder.id, [("note.txt", data)], services=services)
        while services.jobs.run_due():
            pass
    with services.store.read() as session:
        return session.query(ImportItem).filter_by(batch_id=batch).one().state


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


def test_a_file_is_made_only_where_its_maker_was_offered(app, other, ola, services):
    kit = Learner(other, other.extensions["wallet"].store, "Kit Moss", "kit@dorobek.example")
    offer_maker("echo", lambda *_: (b"here", "a.txt", "text/plain"), services=services)
    with app.test_request_context():
        file = ask_file(ola.id, "echo", {}, services=services, at_once=True)
        assert made_bytes(ola.id, file, services=services)[0] == b"here"
    with other.test_request_context(), pytest.raises(NotFound):
        ask_file(kit.id, "echo", {}, services=other.extensions["wallet"], at_once=True)


def test_a_kind_of_file_is_opened_only_where_its_opener_was_offered(app, other, ola, services):
    kit = Learner(other, other.extensions["wallet"].store, "Kit Moss", "kit@dorobek.example")

    def opened(item, *, services):
        close_item(item.id, services=services, state="opened", count=0, kind="wallet")

    offer_opener("notes", Opener(lambda data: data.startswith(b"note:"), opened), services=services)
    assert take_in(app, ola, b"note: hello") == "opened"
    assert take_in(other, kit, b"note: hello") == "refused"


def test_paths_are_offered_to_one_app(app, other, services):
    class NoPaths:
        def choices(self, holder, *, services):
            return ()

    usual = offered_paths.paths(other.extensions["wallet"])
    none = NoPaths()
    offered_paths.offer_paths(none, services=services)
    assert offered_paths.paths(services) is none
    assert offered_paths.paths(other.extensions["wallet"]) is usual


def test_services_with_another_fetcher_tell_and_offer_the_same(services):
    other = replace(services, fetcher=None)
    assert other.signals is services.signals
    assert other.offers is services.offers


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
