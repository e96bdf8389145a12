"""A backup is whole or refused; a restore never touches live data before the backup has proved itself."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from wallet.errors import Misconfigured
from wallet.store import Store, clock
from wallet.store.backup import BackupRefused, check_backup, restore
from wallet.store.models.account import Account, SessionRecord
from wallet.store.models.credential import HeldCredential, Original, VerdictRun
from wallet.store.models.link import ShareLink
from wallet.store.originals import keep_original, read_original
from wallet.store.rows import layout_of, seal_of


def fill(store: Store, *, people: int = 3) -> None:
    with store.write() as session:
        for number in range(people):
            account = Account(
                issuer="https://idp.example", subject=str(number), name="Żółć\0 % :x", picture=None
            )
            session.add(account)
            session.flush()
            digest = keep_original(session, bytes(range(256)) * (number + 1), "application/json")
            credential = HeldCredential(
                account_id=account.id,
                original_digest=digest,
                fingerprint=f"{number:064x}",
                carrier="json",
                dialect="ob3",
                issued_at=clock.now(),
            )
            session.add_all(
                [
                    credential,
                    SessionRecord(id=f"{number:064x}", account_id=account.id, expires_at=clock.now()),
                ]
            )
            session.flush()
            link = ShareLink(account_id=account.id, credential_id=credential.id, name="Acme, HR")
            link.include_original = number == 1  # yes and no, which SQLite keeps as numbers
            link.secret_hash, link.secret_prefix, link.ends_at = f"{number:064x}", "abcdefgh", clock.now()
            session.add(link)
            for minute in range(3):
                session.add(
                    VerdictRun(
                        credential_id=credential.id,
                        at=clock.now() + timedelta(minutes=minute),
                        verdict="valid",
                        report='{"a":"ż"}',
                        verifier_version=1,
                        trigger="import",
                    )
                )


def seal(store: Store) -> dict:
    with store.engine.connect() as connection:
        found = seal_of(connection, layout_of(connection))
    return {table: figures for table, figures in found.items() if table != "session_record"}


@pytest.fixture
def filled(store: Store, clock) -> Store:
    fill(store)
    return store


@pytest.fixture
def made(filled: Store, tmp_path: Path) -> Path:
    path = tmp_path / "backups" / "one.sqlite3"
    filled.backup(path)
    return path


def other(kind: str, tmp_path: Path, new_postgresql: Callable[[], str]) -> Store:
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}" if kind == "sqlite" else new_postgresql()
    return Store(url)


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_what_was_backed_up_comes_back_whole_in_either_database(
    filled: Store, made: Path, into: str, tmp_path: Path, new_postgresql
):
    target = other(into, tmp_path, new_postgresql)
    target.restore(made)
    target.check_schema()
    assert seal(target) == seal(filled)
    with target.write() as session:
        for digest in session.scalars(select(Original.digest)):
            assert read_original(session, digest)
        credential = session.scalars(select(HeldCredential)).first()
        run = VerdictRun(
            credential_id=credential.id,
            at=clock.now(),
            verdict="valid",
            report="{}",
            verifier_version=1,
            trigger="x",
        )
        session.add(run)
        session.flush()
        assert run.id == session.scalar(select(func.max(VerdictRun.id)))
    target.dispose()


def test_nobody_is_signed_in_after_a_restore(filled: Store, made: Path):
    filled.restore(made, force=True)
    with filled.read() as session:
        assert session.scalars(select(SessionRecord)).all() == []
        assert len(session.scalars(select(Account)).all()) == 3


def test_a_store_that_holds_something_is_not_replaced_unless_one_insists(filled: Store, made: Path):
    before = seal(filled)
    with pytest.raises(BackupRefused, match="--force"):
        filled.restore(made)
    fill_more = Account(issuer="i", subject="after the backup")
    with filled.write() as session:
        session.add(fill_more)
    filled.restore(made, force=True)
    assert seal(filled) == before


def test_the_replaced_sqlite_file_is_kept_beside(sqlite_store: Store, tmp_path: Path):
    fill(sqlite_store)
    sqlite_store.backup(tmp_path / "b.sqlite3")
    sqlite_store.restore(tmp_path / "b.sqlite3", force=True)
    (kept,) = tmp_path.glob("wallet.sqlite3.replaced-*")
    assert seal(Store(f"sqlite:///{kept}")) == seal(sqlite_store)


def test_a_backup_never_overwrites_another(filled: Store, made: Path):
    before = made.read_bytes()
    with pytest.raises(BackupRefused, match="exists already"):
        filled.backup(made)
    assert made.read_bytes() == before
    assert made.stat().st_mode & 0o077 == 0


def flip(path: Path, needle: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(needle) + 1] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"no database at all, but long enough to be looked at" * 40),
        lambda path: flip(path, "Żółć".encode()),
        lambda path: flip(path, bytes(range(64, 128))),
        lambda path: flip(path, b"https://idp.example"),
        lambda path: path.unlink(),
    ],
    ids=["cut", "empty", "other", "name", "original", "issuer", "absent"],
)
def test_a_damaged_backup_is_refused_before_anything_is_touched(sqlite_store: Store, tmp_path: Path, damage):
    fill(sqlite_store)
    path = tmp_path / "b.sqlite3"
    sqlite_store.backup(path)
    assert check_backup(path)["account"][0] == 3
    before = seal(sqlite_store)
    damage(path)
    with pytest.raises(BackupRefused):
        sqlite_store.restore(path, force=True)
    assert seal(sqlite_store) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET role = 'operator'",
        "DELETE FROM verdict_run WHERE rowid = 1",
        "DELETE FROM backup_seal WHERE name = 'account'",
        "CREATE TABLE surprise (x)",
        "ALTER TABLE account ADD COLUMN surprise TEXT",
        "DROP TABLE backup_seal",
    ],
)
def test_a_backup_that_somebody_edited_is_refused(sqlite_store: Store, tmp_path: Path, statement: str):
    fill(sqlite_store)
    path = tmp_path / "b.sqlite3"
    sqlite_store.backup(path)
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER verdict_run_no_delete")
    connection.execute(statement)
    connection.commit()
    connection.close()
    with pytest.raises(BackupRefused):
        check_backup(path)


def test_what_else_lies_in_a_backup_stays_behind(sqlite_store: Store, tmp_path: Path):
    fill(sqlite_store)
    path = tmp_path / "b.sqlite3"
    sqlite_store.backup(path)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER evil AFTER INSERT ON account BEGIN DELETE FROM session_record; END")
    connection.commit()
    connection.close()
    target = Store(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    restore(target, path)
    with target.engine.connect() as live:
        names = live.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    assert "evil" not in names
    assert "verdict_run_no_delete" in names


def test_a_backup_of_a_newer_version_is_refused_with_a_sentence(sqlite_store: Store, tmp_path: Path):
    path = tmp_path / "b.sqlite3"
    sqlite_store.backup(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(Misconfigured, match="newer version"):
        check_backup(path)


def test_a_running_wallet_is_not_pulled_away_from_under_its_feet(sqlite_store: Store, tmp_path: Path):
    fill(sqlite_store)
    path = tmp_path / "b.sqlite3"
    sqlite_store.backup(path)
    running = sqlite3.connect(sqlite_store.url.database)
    running.execute("BEGIN")
    running.execute("SELECT count(*) FROM account").fetchone()
    with pytest.raises(BackupRefused, match="running"):
        sqlite_store.restore(path, force=True)
    running.close()


def test_data_15_a_backup_made_at_full_load_is_one_moment_and_comes_back_whole(store: Store, tmp_path: Path):
    """Each write adds one account and one original in one transaction: at any moment there are as many."""
    stop, begun = threading.Event(), threading.Event()

    def writes(name: int) -> None:
        number = 0
        while not stop.is_set():
            with store.write() as session:
                session.add(Account(issuer=str(name), subject=str(number)))
                keep_original(session, f"{name}/{number}".encode(), "text/plain")
            number += 1
            begun.set()

    threads = [threading.Thread(target=writes, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert begun.wait(10)
        for number in range(3):
            store.backup(tmp_path / f"{number}.sqlite3")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    for number in range(3):
        figures = check_backup(tmp_path / f"{number}.sqlite3")
        assert figures["account"][0] == figures["original"][0] > 0
        restored = Store(f"sqlite:///{tmp_path / f'restored-{number}.sqlite3'}")
        restored.restore(tmp_path / f"{number}.sqlite3")
        try:
            with restored.read() as session:
                assert session.query(Account).count() == figures["account"][0]
                kept = session.query(Original.digest, Original.data).all()
            assert len(kept) == figures["original"][0]
            assert all(sha256(data).hexdigest() == digest for digest, data in kept)
        finally:
            restored.dispose()
