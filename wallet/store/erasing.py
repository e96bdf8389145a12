"""Erasing an account: every row that goes with it, every byte only it referred to, every job that names it.

Which rows those are is read from the schema (`personal.owned_tables`), so a new table cannot be forgotten.
What is left is one row of `erasure`: when, and how many rows of each table went.

SQLite overwrites what it deletes (`secure_delete`), and its log is emptied at the end. PostgreSQL gives the
space of deleted rows to new ones when it vacuums. Backups made before keep what they hold until they are
thrown away (docs/privacy.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, text, update
from sqlalchemy.orm import Session

from wallet.credentials.parsing.strict import read_json
from wallet.errors import WalletError
from wallet.store import clock, originals, personal
from wallet.store.database import Store
from wallet.store.models.account import Account, Erasure
from wallet.store.models.base import Base
from wallet.store.models.cache import CachedDocument
from wallet.store.models.credential import VerdictRun
from wallet.store.models.imports import ImportItem
from wallet.store.models.job import Job

HOSTED = "assertion"  # the purpose under which answers about one person's badge are kept
REPORT_BYTES = 50_000_000
AT_ONCE = 500


def due_accounts(store: Store) -> list[str]:
    """The accounts whose week is over."""
    with store.read() as session:
        due = select(Account.id).where(Account.erase_at <= clock.now()).order_by(Account.erase_at)
        return list(session.scalars(due))


def erase_account(store: Store, holder: str) -> dict[str, int]:
    """Erase it now, all or nothing. Returns how many rows of each table went, if it was there."""
    began = clock.now()
    with store.read() as session:  # every job is looked at, so not while others wait to write
        named = _jobs_of(session, _ids(session, holder))
    with store.write() as session:
        if not store.is_sqlite:
            session.execute(text("SET LOCAL statement_timeout = 0"))  # a large wallet takes its time, once
        if session.get(Account, holder) is None:
            return {}
        digests = _digests(session, holder)
        counted = _count(session, holder)
        _forget_jobs(session, named, _ids(session, holder), since=began)
        _forget_answers(session, holder)
        _forget_names(session, holder)
        session.execute(delete(Account).where(Account.id == holder))
        session.add(Erasure(at=clock.now(), counted=counted))
    originals.sweep(store, only=digests)
    empty_log(store)
    return counted


def empty_log(store: Store) -> None:
    """SQLite: move its log into the database file and cut it to nothing, where nobody is reading just now."""
    if not store.is_sqlite:
        return
    connection = store.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _count(session: Session, holder: str) -> dict[str, int]:
    counted = {}
    for name in personal.owned_tables():
        table = Base.metadata.tables[name]
        query = select(func.count()).select_from(table).where(personal.of_account(table, holder))
        counted[name] = session.scalar(query) or 0
    return {name: count for name, count in counted.items() if count}


def _digests(session: Session, holder: str) -> set[str]:
    """Of every original and picture that a row of the account refers to."""
    found: set[str] = set()
    for name in personal.owned_tables():
        table = Base.metadata.tables[name]
        for key in table.foreign_keys:
            if key.column.table.name in {"original", "picture"}:
                mine = select(key.parent).where(personal.of_account(table, holder), key.parent.is_not(None))
                found.update(session.scalars(mine.distinct()))
    return found


def _ids(session: Session, holder: str) -> set[str]:
    """Of every row of the account: by them a job says what it is about."""
    found: set[str] = set()
    for name in personal.owned_tables():
        table = Base.metadata.tables[name]
        if name != VerdictRun.__tablename__ and "id" in table.c:
            found.update(session.scalars(select(table.c.id).where(personal.of_account(table, holder))))
    return found


def _jobs_of(session: Session, ids: set[str], *which: ColumnElement[bool]) -> set[str]:
    """The jobs that name one of these rows."""
    rows = session.execute(select(Job.id, Job.payload, Job.key, Job.holder).where(*which))
    return {
        row.id
        for row in rows
        if row.holder in ids or _names(row.payload, ids) or _names((row.key or "").split("/"), ids)
    }


def _forget_jobs(session: Session, found: set[str], ids: set[str], *, since: datetime) -> None:
    """`found` before this transaction began; what was asked for since then is looked for now."""
    newer = or_(Job.state.in_(("queued", "running")), Job.due_at >= since)
    named = sorted(found | _jobs_of(session, ids, newer))
    for start in range(0, len(named), AT_ONCE):
        session.execute(delete(Job).where(Job.id.in_(named[start : start + AT_ONCE])))


def _names(value: Any, ids: set[str]) -> bool:
    if isinstance(value, dict):
        return any(_names(item, ids) for item in value.values())
    if isinstance(value, list):
        return any(_names(item, ids) for item in value)
    return isinstance(value, str) and value in ids


def _forget_answers(session: Session, holder: str) -> None:
    """Kept copies of hosted badges: whatever the person's reports and imports say was asked."""
    for url in set(_asked(session, holder)):
        session.execute(
            delete(CachedDocument).where(CachedDocument.url == url, CachedDocument.purpose == HOSTED)
        )


def _forget_names(session: Session, holder: str) -> None:
    """What they wrote in another's wallet belongs to that person and stays there; their name does not."""
    for table in Base.metadata.sorted_tables:
        if {"author_id", "author_name"} <= set(table.c.keys()):
            session.execute(update(table).where(table.c.author_id == holder).values(author_name=""))


def _asked(session: Session, holder: str) -> Iterator[str]:
    runs = select(VerdictRun.report).where(personal.of_account(Base.metadata.tables["verdict_run"], holder))
    for report in session.scalars(runs.execution_options(yield_per=20)):
        try:
            yield from _consulted(read_json(report, max_bytes=REPORT_BYTES, max_depth=200))
        except WalletError:
            continue
    items = select(ImportItem.params).where(personal.of_account(Base.metadata.tables["import_item"], holder))
    for params in session.scalars(items):
        if isinstance(params.get("url"), str):
            yield params["url"]


def _consulted(report: Any) -> Iterator[str]:
    for finding in report.get("findings", ()):
        yield from (source["url"] for source in finding.get("consulted", ()))
    for nested in report.get("nested", ()):
        yield from _consulted(nested)
