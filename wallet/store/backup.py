"""Backup and restore, in one format for both databases: an SQLite file with the same tables and a seal.

The seal says how many rows each table has and what they are; a restore recomputes it, and the SHA-256 of
every original, before it touches anything. A restore carries rows, never the file itself: whatever else
somebody put into a backup (triggers, views) stays behind. Hence a backup of SQLite can be restored into
PostgreSQL and the reverse.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from wallet.errors import WalletError
from wallet.store import clock, schema
from wallet.store.database import Store
from wallet.store.originals import is_whole
from wallet.store.rows import Layout, Seal, copy_rows, layout_of, seal_of


class BackupRefused(WalletError):
    """Nothing was changed. `params["why"]` is a sentence for the operator."""

    code = "backup-refused"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
        self.why = why

    def __str__(self) -> str:
        return self.why


def backup(store: Store, path: Path) -> Seal:
    """Write a snapshot of everything to `path`, which must not exist, while the wallet goes on working."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise BackupRefused(f"{path} exists already; a backup never overwrites one.")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        (_copy_sqlite if store.is_sqlite else _copy_postgresql)(store, part)
        seal = _write_seal(part)
        _settle(part)
        _name(part, path)
    except FileExistsError:
        raise BackupRefused(f"{path} exists already; a backup never overwrites one.") from None
    finally:
        part.unlink(missing_ok=True)
    return seal


def check_backup(path: Path) -> Seal:
    """Raise `BackupRefused` unless `path` is a whole, unchanged backup that this program can read."""
    with _opened(path) as connection:
        _, _, seal = _examine(connection)
        return seal


def restore(store: Store, path: Path, *, force: bool = False) -> Seal:
    """Replace what the store holds by the backup at `path`, after examining it. Everyone signs in anew.

    A store that holds something is left alone unless `force`; what was there is then kept beside (SQLite: the
    old file, renamed; PostgreSQL: the caller backs it up first)."""
    with _opened(path) as source:
        revision, layout, seal = _examine(source)
        if not force and _holds_something(store):
            raise BackupRefused("The wallet holds data. To replace it by the backup, say --force.")
        if store.is_sqlite:
            _restore_sqlite(store, source, revision=revision, layout=layout, seal=seal)
        else:
            with store.engine.begin() as target:
                target.execute(text("SET LOCAL statement_timeout = 0"))
                _clear_postgresql(target)
                _fill(source, target, revision=revision, layout=layout, seal=seal)
    return seal


def _copy_sqlite(store: Store, part: Path) -> None:
    connection = store.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA query_only = OFF")
        connection.cursor().execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()


def _copy_postgresql(store: Store, part: Path) -> None:
    copy = Store(f"sqlite:///{part}")
    try:
        with (
            store.engine.connect().execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            ) as source,
            copy.engine.begin() as target,
        ):
            source.execute(text("SET LOCAL statement_timeout = 0"))
            schema.upgrade(target, to=schema.current(source) or "head")
            copy_rows(source, target, layout_of(target))
    finally:
        copy.dispose()


def _write_seal(part: Path) -> Seal:
    engine = create_engine(f"sqlite:///{part}")
    with engine.begin() as connection:
        seal = seal_of(connection, layout_of(connection))
        connection.execute(
            text("CREATE TABLE backup_seal (name TEXT PRIMARY KEY, rows INTEGER, digest TEXT)")
        )
        for name, (rows, digest) in seal.items():
            statement = text("INSERT INTO backup_seal VALUES (:name, :rows, :digest)")
            connection.execute(statement, {"name": name, "rows": rows, "digest": digest})
    engine.dispose()
    return seal


def _name(part: Path, path: Path) -> None:
    try:
        os.link(part, path)  # unlike a rename, never over another's file
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        part.rename(path)


def _settle(part: Path) -> None:
    """One file, whole on the disk."""
    connection = sqlite3.connect(part)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    descriptor = os.open(part, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    if not path.is_file():
        raise BackupRefused(f"There is no file {path}.")
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _examine(connection: Connection) -> tuple[str, Layout, Seal]:
    try:
        connection.exec_driver_sql("PRAGMA trusted_schema = OFF")
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        revision = schema.current(connection)
        if sound != ["ok"] or loose is not None or revision is None:
            raise BackupRefused("The file is damaged, or is no backup of this wallet. Nothing was changed.")
        schema.refuse_the_future(revision)
        layout = _layout_at(revision)
        if layout_of(connection) != layout:
            raise BackupRefused("The tables of the backup are not those of its version. Nothing was changed.")
        rows = connection.execute(text("SELECT name, rows, digest FROM backup_seal"))
        sealed = {name: (count, digest) for name, count, digest in rows}
        if seal_of(connection, layout) != sealed:
            raise BackupRefused("The backup was changed after it was made. Nothing was changed here.")
        for digest, data in connection.execute(text("SELECT digest, data FROM original")):
            if not is_whole(data, digest):
                raise BackupRefused("An original in the backup is damaged. Nothing was changed.")
    except (DBAPIError, sqlite3.Error):
        raise BackupRefused(
            "The file is damaged, or is no backup of this wallet. Nothing was changed."
        ) from None
    return revision, layout, sealed


def _layout_at(revision: str) -> Layout:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        schema.upgrade(connection, to=revision)
        return layout_of(connection)


def _holds_something(store: Store) -> bool:
    with store.engine.connect() as connection:
        layout = layout_of(connection) if inspect(connection).has_table("alembic_version") else {}
        return any(
            connection.execute(text(f'SELECT 1 FROM "{table}" LIMIT 1')).first() is not None  # noqa: S608
            for table in layout
            if table not in {"job", "cached_document", "login_flow"} and not table.startswith("dorobek_hints")
        )


def _restore_sqlite(store: Store, source: Connection, *, revision: str, layout: Layout, seal: Seal) -> None:
    live = Path(store.url.database or "")
    part = live.with_name(live.name + ".restoring")
    for leftover in live.parent.glob(part.name + "*"):
        leftover.unlink()
    fresh = Store(f"sqlite:///{part}")
    with fresh.engine.begin() as target:
        _fill(source, target, revision=revision, layout=layout, seal=seal)
    fresh.dispose()
    _settle(part)
    part.chmod(0o600)
    store.dispose()
    if live.exists():
        _make_single_file(live)
        live.rename(live.with_name(f"{live.name}.replaced-{clock.now():%Y%m%dT%H%M%S%f}"))
    part.rename(live)


def _make_single_file(live: Path) -> None:
    """Fold the write-ahead log into the file; refused by SQLite while anybody else has it open."""
    connection = sqlite3.connect(live, timeout=1)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        raise BackupRefused("The wallet is running. Stop it, then restore.") from None
    finally:
        connection.close()


def _clear_postgresql(target: Connection) -> None:
    for table in reversed(list(layout_of(target))):
        if not table.startswith("dorobek_hints"):
            target.execute(text(f'DROP TABLE "{table}" CASCADE'))
    target.execute(text("DROP TABLE IF EXISTS alembic_version"))
    for name in ("refuse_change", "verdict_run_leaves_with_credential"):
        target.execute(text(f"DROP FUNCTION IF EXISTS {name}()"))


def _fill(source: Connection, target: Connection, *, revision: str, layout: Layout, seal: Seal) -> None:
    schema.upgrade(target, to=revision)
    copy_rows(source, target, layout)
    if seal_of(target, layout) != seal:
        raise BackupRefused("The copy does not equal the backup. Nothing was changed.")
    # A browser that signed out after the backup was made must not find itself signed in again.
    target.execute(text("DELETE FROM session_record"))
    target.execute(text("DELETE FROM login_flow"))
    if target.dialect.name == "postgresql":
        following = "(SELECT coalesce(max(id), 0) + 1 FROM verdict_run)"
        numbered = f"SELECT setval('verdict_run_id_seq', {following}, false)"
        target.execute(text(numbered))
    schema.upgrade(target)
