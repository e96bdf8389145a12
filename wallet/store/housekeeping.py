"""What is thrown away by itself: things whose time is over and to which nothing refers."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from wallet.store import clock, originals
from wallet.store.database import Store
from wallet.store.shown import MadeFile
from wallet.store.tables import CachedDocument, Job, LoginFlow, SessionRecord

KEEP_DONE_JOBS = timedelta(days=14)
KEEP_LOGIN_FLOWS = timedelta(hours=1)


def tidy(store: Store) -> dict[str, int]:
    """Remove ended sessions, stale sign-ins, expired answers, files made a day ago, jobs done long ago, and
    unused bytes. Parked and failed jobs stay until somebody looks. Returns how many of each."""
    now = clock.now()
    ended = {
        "sessions": delete(SessionRecord).where(SessionRecord.expires_at < now),
        "sign-ins": delete(LoginFlow).where(LoginFlow.created_at < now - KEEP_LOGIN_FLOWS),
        "answers": delete(CachedDocument).where(CachedDocument.expires_at < now),
        "files": delete(MadeFile).where(MadeFile.expires_at < now),
        "jobs": delete(Job).where(Job.state == "done", Job.finished_at < now - KEEP_DONE_JOBS),
    }
    removed = {}
    for name, statement in ended.items():
        with store.write() as session:
            removed[name] = int(session.execute(statement).rowcount)  # type: ignore[attr-defined]
    removed["originals"] = originals.sweep(store)
    return removed
