"""GDPR-10: a person asks that badges about them go from wallets of others. The id is of the catalogue."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.learners import Learner
from wallet.cli import main
from wallet.operator import forgetting
from wallet.store.models.account import Erasure
from wallet.store.models.credential import HeldCredential, Original, VerdictRun
from wallet.store.models.imports import ImportItem
from wallet.store.models.link import ShareLink

OLA = "ola@dorobek.example"


def count(store, table, *where) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(table).where(*where))


def test_gdpr_10_a_copy_in_anothers_wallet_goes_and_the_persons_own_stays(
    ola: Learner, sam: Learner, held, badge, stranger, sqlite_store
):
    taken = sam.receive(badge, "Ola Zielinska.png")
    link = sam.open_link(taken)
    assert stranger.get(link).status_code == 200
    found, own = forgetting.badges_about(sqlite_store, OLA.upper())
    assert ([one.credential_id for one in found], own) == ([taken], 1)

    assert forgetting.forget(sqlite_store, OLA) == 1
    assert stranger.get(link).status_code == 404
    assert count(sqlite_store, HeldCredential, HeldCredential.id == taken) == 0
    assert count(sqlite_store, VerdictRun, VerdictRun.credential_id == taken) == 0
    assert count(sqlite_store, ShareLink) == 0
    assert count(sqlite_store, ImportItem, ImportItem.name == "Ola Zielinska.png") == 0
    assert ola.browser.get(f"/credentials/{held}").status_code == 200
    assert ola.browser.get(f"/credentials/{held}/original").status_code == 200
    assert forgetting.forget(sqlite_store, OLA) == 0
    with sqlite_store.read() as session:
        assert session.scalars(select(Erasure.counted)).all() == [{"held_credential": 1}]


def test_gdpr_10_its_bytes_go_where_nobody_else_refers_to_them(sam: Learner, badge, sqlite_store):
    sam.receive(badge)
    assert count(sqlite_store, Original) == 1
    assert forgetting.forget(sqlite_store, OLA) == 1
    assert count(sqlite_store, Original) == 0


def test_gdpr_10_an_address_nobody_was_issued_a_badge_to_removes_nothing(sam: Learner, badge, sqlite_store):
    taken = sam.receive(badge)
    for address in ("ola@dorobek.exampl", "sam@dorobek.example", "", "%", OLA[:-1]):
        assert forgetting.forget(sqlite_store, address) == 0
    assert count(sqlite_store, HeldCredential, HeldCredential.id == taken) == 1


def test_gdpr_10_the_command_only_counts_until_it_is_told_yes(
    sam: Learner, badge, sqlite_store, monkeypatch, capsys
):
    taken = sam.receive(badge)
    monkeypatch.setattr("wallet.cli._settings", lambda _: sam.app.extensions["wallet"].settings)
    assert main(["forget", OLA]) == 0
    assert "1 in wallets of others, 0 in wallets of people who have proven" in capsys.readouterr().out
    assert count(sqlite_store, HeldCredential, HeldCredential.id == taken) == 1
    assert main(["forget", OLA, "--yes"]) == 0
    assert "1 removed for good" in capsys.readouterr().out
    assert count(sqlite_store, HeldCredential, HeldCredential.id == taken) == 0
