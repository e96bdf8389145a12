"""The only transactions of the wallet.

    with store.read() as session: …     one consistent view; writing in it is refused by the database
    with store.write() as session: …    committed at the end of the block, or, if it raises, not at all
    store.transact(work)                like write(), serialisable, run again when another writer won

**No transaction spans the network.** Fetch first, write afterwards: on SQLite a writer keeps every other
writer waiting, and on PostgreSQL a lock held over a slow stranger is an outage. `in_transaction()` says
whether this thread holds one, so that the fetcher can refuse.
"""

from __future__ import annotations

import errno
import os
import random
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from wallet.store import schema

Result = TypeVar("Result")

BUSY_SECONDS = 30  # how long a SQLite writer waits for another
TRIES = 8  # of transact()
_BEGIN = "wallet_begin"
_WAIT = "wallet_wait"
_AFTER = "wallet_after_commit"
Guard = Callable[[Session], None]
_guards: ContextVar[tuple[Guard, ...]] = ContextVar("guards", default=())
_open: ContextVar[tuple[str, ...]] = ContextVar("open_transactions", default=())


class NestedWrite(RuntimeError):
    """A write() inside a write() would wait for itself."""


def in_transaction() -> bool:
    """Does this thread of work hold a transaction open, reading or writing?"""
    return bool(_open.get())


def after_commit(session: Session, callback: Callable[[], object]) -> None:
    """Call `callback()` once the session's work is committed and its transaction closed; else never."""
    session.info.setdefault(_AFTER, []).append(callback)


class Store:
    """The database at `url` (`sqlite:///path` or `postgresql://…`, psycopg 3)."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        if self.is_sqlite:
            self._reader = self.engine.execution_options(**{_BEGIN: ("BEGIN", True)})
            self._writer: Engine = self.engine.execution_options(**{_BEGIN: ("BEGIN IMMEDIATE", False)})
            self._serial = self._writer
        else:
            self._reader = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._writer = self.engine
            self._serial = self.engine.execution_options(isolation_level="SERIALIZABLE")
        _forget_connections_after_fork(self.engine)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the database and cannot change it."""
        with self._noted("read"), Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, *, wait: float | None = None) -> Iterator[Session]:
        """A session whose work is committed at the end of the block; an exception undoes all of it. On SQLite
        it waits `wait` seconds for another writer (by default 30). A vacuum of a large database may take
        longer; what can be left out says then how long it would wait (`is_conflict`)."""
        engine = self._writer
        if self.is_sqlite and wait is not None:
            engine = engine.execution_options(**{_WAIT: wait})
        with self._writing(engine) as session:
            yield session

    def transact(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in a serialisable transaction, again (≤ 8 times, with a growing pause) when another
        writer won. `work` may therefore run more than once: it touches the session and nothing else."""
        for attempt in range(1, TRIES + 1):
            try:
                with self._writing(self._serial) as session:
                    return work(session)
            except DBAPIError as error:
                if attempt == TRIES or not is_conflict(error):
                    raise
                time.sleep(random.uniform(0.5, 1.5) * 0.01 * 2**attempt)  # noqa: S311 a pause, no secret
        raise AssertionError("unreachable")

    @contextmanager
    def guarded(self, guard: Guard) -> Iterator[None]:
        """Inside this block every write transaction first asks `guard(session)`, which raises to refuse."""
        token = _guards.set((*_guards.get(), guard))
        try:
            yield
        finally:
            _guards.reset(token)

    @contextmanager
    def _writing(self, engine: Engine) -> Iterator[Session]:
        if "write" in _open.get():
            raise NestedWrite("store.write() inside store.write()")
        with self._noted("write"), Session(engine, expire_on_commit=False) as session:
            for guard in _guards.get():
                guard(session)
            yield session
            session.commit()
        for callback in session.info.pop(_AFTER, ()):
            callback()

    @contextmanager
    def _noted(self, kind: str) -> Iterator[None]:
        token = _open.set((*_open.get(), kind))
        try:
            yield
        finally:
            _open.reset(token)

    def upgrade(self) -> None:
        """Bring the database to this program's schema, in one transaction. Idempotent."""
        with self._writer.begin() as connection:
            schema.upgrade(connection)

    def check_schema(self) -> None:
        """Raise `Misconfigured` unless the database has exactly the schema this program speaks."""
        with self._reader.connect() as connection:
            schema.check(connection)

    def revision(self) -> str | None:
        """The schema version of the database; None for an empty one."""
        with self._reader.connect() as connection:
            return schema.current(connection)

    def backup(self, path: Path) -> None:
        """Write a snapshot of everything to `path` (wallet.store.backup)."""
        from wallet.store.backup import backup

        backup(self, path)

    def restore(self, path: Path, *, force: bool = False) -> None:
        """Replace everything by the backup at `path`, once it has proved whole (wallet.store.backup)."""
        from wallet.store.backup import restore

        restore(self, path, force=force)

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def is_conflict(error: DBAPIError) -> bool:
    """Did another writer win, so that the same work may succeed if it is run again?"""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
    return "database is locked" in str(error.orig) or "database table is locked" in str(error.orig)


def is_full(error: BaseException) -> bool:
    """Did the write fail because the disk (or the database's own limit) has no room left?"""
    found = getattr(error, "orig", None) or error
    if isinstance(found, OSError):
        return found.errno in {errno.ENOSPC, errno.EDQUOT}
    if getattr(found, "sqlstate", None) in {"53100", "53000"}:  # disk_full, insufficient_resources
        return True
    return isinstance(found, sqlite3.Error) and (
        getattr(found, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or "disk is full" in str(found)
    )


def _sqlite_engine(url: str) -> Engine:
    memory = make_url(url).database in (None, "", ":memory:")
    pool: dict[str, Any] = {} if memory else {"pool_size": 8, "max_overflow": 24}
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, **pool)

    @event.listens_for(engine, "do_connect")
    def _keep_private(_dialect: Any, _record: Any, arguments: Any, _options: Any) -> None:
        # SQLite gives its log files the rights of the database; so that one must not be for everyone.
        if not memory and not os.path.exists(arguments[0]):  # noqa: PTH110
            with suppress(OSError):  # SQLite's own error says more
                os.close(os.open(arguments[0], os.O_CREAT | os.O_WRONLY, 0o600))

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # Python's driver must not open transactions of its own: it would do so only at the first write,
        # leaving the reads before it outside, and writers would lose each other's changes.
        connection.isolation_level = None
        cursor = connection.cursor()
        _write_ahead(cursor)
        for pragma in (
            "synchronous = FULL",  # an acknowledged import survives a power cut, not only a crash
            "foreign_keys = ON",
            "recursive_triggers = ON",  # so that REPLACE cannot slip past the append-only triggers
            "trusted_schema = OFF",
            "secure_delete = ON",  # what was erased is overwritten, not only forgotten (GDPR-01)
            f"busy_timeout = {BUSY_SECONDS * 1000}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        begin, read_only = options.get(_BEGIN, ("BEGIN IMMEDIATE", False))
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(options.get(_WAIT, BUSY_SECONDS) * 1000)}")
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
        connection.exec_driver_sql(begin)

    return engine


def _write_ahead(cursor: Any) -> None:
    """The switch to a write-ahead log does not wait for whoever else switches it: SQLite's busy time-out
    does not hold there. So we ask again for as long as we would have waited."""
    for _ in range(BUSY_SECONDS * 20):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem):
                raise
            time.sleep(0.05)
        else:
            return
    raise sqlite3.OperationalError("database is locked")


def _postgresql_engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "postgresql":
        raise ValueError("the store speaks sqlite:// and postgresql://")
    return create_engine(
        address.set(drivername="postgresql+psycopg"),
        hide_parameters=True,  # what people hold does not belong into a log
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=24,
        connect_args={
            "connect_timeout": 10,
            "application_name": "dorobek",
            # RES-10: no single statement may hold a connection; 15 s leaves room for the nightly sweep.
            "options": "-c statement_timeout=15000 -c lock_timeout=10000 -c timezone=UTC",
        },
    )


def _forget_connections_after_fork(engine: Engine) -> None:
    """A forked web worker must not speak through its parent's connections."""
    if not hasattr(os, "register_at_fork"):
        return
    reference = weakref.ref(engine)

    def forget() -> None:
        inherited = reference()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
