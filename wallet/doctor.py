"""`wallet doctor`: looks everything over and changes nothing."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from wallet.errors import Misconfigured
from wallet.extras import how_to_install, installed
from wallet.fetching.clocks import Readings
from wallet.jobs.hints import Hints
from wallet.sealing import Sealer, check_sealed
from wallet.settings import Settings
from wallet.store import Store, clock, originals
from wallet.store.models.credential import Original
from wallet.store.models.job import Job

LATE_MINUTES = 15


@dataclass(frozen=True)
class Answer:
    """One question, looked into. `said` is a sentence."""

    question: str
    good: bool
    said: str


def examine(settings: Settings, store: Store) -> Iterator[Answer]:
    """Each answer as soon as it is known; what depends on a bad one is not asked."""
    yield Answer("settings", True, f"{settings.environment}, {settings.base_url}")
    for question, look in (("database", _reach), ("schema", _schema), ("privacy", _privacy)):
        answer = _asked(question, look, store)
        yield answer
        if not answer.good and question != "privacy":
            return
    for question, look in (("integrity", _integrity), ("originals", _originals), ("jobs", _jobs)):
        yield _asked(question, look, store)
    yield _clock(store)
    yield _asked("sealing", lambda store: _sealing(store, settings), store)
    yield _queue(settings)
    yield _printing()


def _asked(question: str, look: Callable[[Store], tuple[bool, str]], store: Store) -> Answer:
    try:
        return Answer(question, *look(store))
    except Misconfigured as problem:
        return Answer(question, False, " ".join(problem.problems))
    except DBAPIError as problem:
        return Answer(question, False, f"The database did not answer ({type(problem.orig).__name__}).")


def _reach(store: Store) -> tuple[bool, str]:
    with store.write() as session:  # a full, a read-only or a locked disk shows here
        session.execute(text("SELECT 1"))
        if not store.is_sqlite:
            return True, "PostgreSQL answers."
        mode = session.execute(text("PRAGMA journal_mode")).scalar_one()
    if mode != "wal":  # a network file system, mostly
        return False, f"SQLite cannot keep its write-ahead log here ({mode}); use a local disk or PostgreSQL."
    return True, "SQLite can be read and written, and keeps its log."


def _schema(store: Store) -> tuple[bool, str]:
    store.check_schema()
    return True, f"Version {store.revision()}, as this program needs it."


def _privacy(store: Store) -> tuple[bool, str]:
    if too_open(store):
        return False, "The database file can be read by everyone on this computer: chmod 600 it."
    if not store.is_sqlite:
        return True, "Not looked into: who may read PostgreSQL's files and backups is set there."
    return True, "Nobody else on this computer can read the database file."


def too_open(store: Store) -> bool:
    """Is the database a file that any account of this computer may read?"""
    path = Path(store.url.database or "")
    return store.is_sqlite and path.is_file() and bool(path.stat().st_mode & stat.S_IROTH)


def _integrity(store: Store) -> tuple[bool, str]:
    if not store.is_sqlite:
        return True, "PostgreSQL looks after its own pages."
    with store.read() as session:
        said = session.execute(text("PRAGMA integrity_check")).scalars().all()
        loose = session.execute(text("PRAGMA foreign_key_check")).first()
    if said == ["ok"] and loose is None:
        return True, "Every page and every reference is sound."
    return False, "The database file is damaged. Restore the newest backup."


def _originals(store: Store) -> tuple[bool, str]:
    damaged = originals.scrub(store)
    if damaged:
        return False, f"{len(damaged)} original(s) are damaged: {', '.join(damaged[:5])}."
    with store.read() as session:
        count = session.scalar(select(func.count()).select_from(Original))
    return True, f"{count} originals are as they were given."


def _jobs(store: Store) -> tuple[bool, str]:
    late = clock.now().timestamp() - LATE_MINUTES * 60
    with store.read() as session:
        rows = session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
        oldest = session.scalar(select(func.min(Job.due_at)).where(Job.state == "queued"))
    count = {row.state: row[1] for row in rows}
    said = ", ".join(f"{number} {state}" for state, number in sorted(count.items())) or "none"
    if count.get("parked"):
        return False, f"{said}. Parked jobs failed, or stopped their worker, again and again; see the log."
    if oldest is not None and oldest.timestamp() < late:
        return False, f"{said}. The oldest has waited more than {LATE_MINUTES} minutes: is a worker running?"
    return True, f"{said}."


def _clock(store: Store) -> Answer:
    error = Readings(store).clock_error()
    if error is None:
        return Answer("clock", True, "No other servers agree that it is wrong.")
    minutes, side = round(abs(error).total_seconds() / 60), "ahead" if error > timedelta(0) else "behind"
    said = f"It is about {minutes} minutes {side} of what other servers agree on. Until it is set right, no "
    return Answer("clock", False, said + "date of a badge is judged.")


def _sealing(store: Store, settings: Settings) -> tuple[bool, str]:
    check_sealed(store, Sealer(settings))
    own = "a key of its own" if settings.sealing_keys else "a key made from WALLET_SECRET_KEY"
    return True, f"Everything sealed can be opened; {own} seals."


def _queue(settings: Settings) -> Answer:
    try:
        waiting = Hints(settings.jobs_url, secret=settings.secret_key, instance=settings.instance).waiting()
    except Exception as problem:
        said = f"The queue does not answer ({type(problem).__name__}). Work goes on, more slowly."
        return Answer("queue", False, said)
    return Answer("queue", True, f"The queue answers; {waiting} hints are waiting.")


def _printing() -> Answer:
    if not installed("pdf"):
        said = f"No PDF can be made: what sets it is not installed. {how_to_install('pdf')}"
        return Answer("printing", False, said)
    return Answer("printing", True, "PDF files can be made.")
