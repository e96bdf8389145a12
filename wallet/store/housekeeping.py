"""What is thrown away by itself: things whose time is over and to which nothing refers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select

from wallet.store import clock, originals
from wallet.store.database import Store
from wallet.store.models.account import LoginFlow, SessionRecord
from wallet.store.models.cache import CachedDocument, ClockReading, RateCount
from wallet.store.models.export import MadeFile
from wallet.store.models.job import Job

KEEP_DONE_JOBS = timedelta(days=3)
KEEP_LOGIN_FLOWS = timedelta(hours=1)
KEEP_CLOCK_READINGS = timedelta(hours=24)
AT_ONCE = 500  # rows removed in one transaction, so that no page waits for the others

UNDO = timedelta(days=7)  # so long a deletion can be undone, and an import's report is kept


def tidy(store: Store) -> dict[str, int]:
    """Remove ended sessions, stale sign-ins, expired answers, old readings of clocks, files made a day ago,
    jobs done long ago, and unused bytes. Parked and failed jobs stay until somebody looks. Returns how many
    of each."""
    now = clock.now()
    # A done job was due before it was finished, and "due" has an index.
    done_long_ago = (Job.state == "done", Job.due_at < now - KEEP_DONE_JOBS)
    ended: dict[str, tuple[Any, ...]] = {
        "sessions": (SessionRecord.id, SessionRecord.expires_at < now),
        "sign-ins": (LoginFlow.id, LoginFlow.created_at < now - KEEP_LOGIN_FLOWS),
        "counts": (RateCount.key, RateCount.ends_at < now),
        "clock readings": (ClockReading.organisation, _long_from(ClockReading.seen_at, now)),
        "answers": (CachedDocument.url, CachedDocument.expires_at < now),
        "files": (MadeFile.id, MadeFile.expires_at < now),
        "jobs": (Job.id, *done_long_ago, Job.finished_at < now - KEEP_DONE_JOBS),
    }
    removed = {name: delete_some(store, key, *over) for name, (key, *over) in ended.items()}
    removed["originals"] = originals.sweep(store)
    return removed


def _long_from(seen_at: Any, now: datetime) -> ColumnElement[bool]:
    """A reading of long ago, or one of a clock that was far ahead and has been set right since."""
    return or_(seen_at < now - KEEP_CLOCK_READINGS, seen_at > now + KEEP_CLOCK_READINGS)


def delete_some(store: Store, key: Any, *over: ColumnElement[bool]) -> int:
    """Delete the rows of `key`'s table for which all of `over` holds, some in each transaction; how many.
    They are looked for outside it. What does no longer hold when its turn comes stays."""
    table = key.class_
    removed = 0
    while True:
        with store.read() as session:
            some = session.scalars(select(key).where(*over).limit(AT_ONCE)).all()
        if not some:
            return removed
        with store.write() as session:
            gone = session.execute(delete(table).where(key.in_(some), *over))
        removed += int(gone.rowcount)  # type: ignore[attr-defined]
        if len(some) < AT_ONCE:
            return removed
