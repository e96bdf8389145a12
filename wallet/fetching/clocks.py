"""Whether our clock can be right, by what the servers that we ask state as the time (DEP-11).

Every answer over https says when it was made (`Date`, RFC 9110 §6.6.1). One server may be wrong or lie, so
our clock is in doubt only while several organisations, and most of those that were asked, agree on another
time. The doubt takes certainty away and never gives any: nothing is judged by a time that a stranger states.
"""

from __future__ import annotations

import logging
import statistics
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from wallet.fetching.addresses import is_linkable
from wallet.store import Store, clock
from wallet.store.models.cache import ClockReading

LEAST = 3  # organisations that have to agree
LATELY = timedelta(hours=24)
DRIFT = timedelta(minutes=1)  # by which a clock that nobody sets may move in that time
AGAIN = 600.0  # seconds before what an organisation has just stated is written down again
PAUSE = 30.0  # seconds for which a judgement holds, unless something new was written down
MOST_NOTED = 10_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """One organisation's time and ours at the same moment. `started_at` is `clock.started()` of then."""

    stated_at: datetime
    seen_at: datetime
    started_at: datetime

    @property
    def ahead(self) -> timedelta:
        """How far our clock was ahead of theirs; negative where it was behind."""
        return self.seen_at - self.stated_at


def organisation_of(host: str) -> str:
    """Whose server it is, by the last two labels of its name; "" for an address or a local name.

    Names below one public suffix of two labels (`edu.pl`) so count as one organisation: too few rather than
    too many, because one organisation must not outvote a clock by names that cost it nothing."""
    return ".".join(host.lower().rstrip(".").split(".")[-2:]) if is_linkable(f"https://{host}/") else ""


def clock_error(readings: Iterable[Reading], *, now: datetime, started: datetime) -> timedelta | None:
    """How far our clock is ahead (negative: behind) of what most of these organisations agree on, if they are
    enough and it is more than clocks differ; else None. `readings` holds one for each organisation. Only
    those count that were made lately and, by `started`, since the clock was last set."""
    ahead = [
        one.ahead
        for one in readings
        if now - LATELY <= one.seen_at <= now + DRIFT and abs(one.started_at - started) <= DRIFT
    ]
    if len(ahead) < LEAST:
        return None
    middle = statistics.median(ahead)
    agreeing = [one for one in ahead if abs(one - middle) <= clock.SKEW]
    most = len(agreeing) >= LEAST and 2 * len(agreeing) > len(ahead)
    return middle if most and abs(middle) > clock.SKEW else None


class Readings:
    """What organisations state, kept in the store, where the web processes and the workers share it.

    A store that cannot answer is one that knows of no doubt: never a reason for a fetch or a page to fail."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._noted: dict[str, tuple[timedelta, float]] = {}
        self._error: timedelta | None = None
        self._judged_at: float | None = None
        self._lock = threading.Lock()

    def note(self, host: str, stated_at: datetime, seen_at: datetime) -> None:
        """Keep what `host` stated in an answer over https that came at `seen_at`. Many answers of one
        organisation that say the same are one write."""
        organisation, ahead = organisation_of(host), seen_at - stated_at
        if not organisation or self._just_noted(organisation, ahead):
            return
        row = ClockReading(
            organisation=organisation, stated_at=stated_at, seen_at=seen_at, started_at=clock.started()
        )
        try:
            with self._store.write(wait=1) as session:
                session.merge(row)
        except SQLAlchemyError as problem:  # two at the same moment: either will do
            _log.info("a clock reading was not kept: %s", type(problem).__name__)
            return
        with self._lock:
            if len(self._noted) >= MOST_NOTED:
                self._noted.clear()
            self._noted[organisation] = (ahead, time.monotonic())
            self._judged_at = None

    def clock_error(self) -> timedelta | None:
        """How far our clock is ahead (negative: behind), where it is in doubt; else None."""
        judged = self._judged_at
        if judged is None or time.monotonic() - judged > PAUSE:
            self._judged_at = time.monotonic()
            self._error = self._judge()
        return self._error

    def _judge(self) -> timedelta | None:
        now = clock.now()
        lately = select(ClockReading).where(ClockReading.seen_at >= now - LATELY)
        try:
            with self._store.read() as session:
                readings = [
                    Reading(row.stated_at, row.seen_at, row.started_at) for row in session.scalars(lately)
                ]
        except SQLAlchemyError as problem:
            _log.warning("the clock readings could not be read: %s", type(problem).__name__)
            return None
        return clock_error(readings, now=now, started=clock.started())

    def _just_noted(self, organisation: str, ahead: timedelta) -> bool:
        before, at = self._noted.get(organisation, (ahead, float("-inf")))
        return abs(ahead - before) <= DRIFT and time.monotonic() - at < AGAIN
