"""Where limits are counted: in Valkey, in the database, or, where one process serves all, in that process.

Several web processes share one count wherever they share anything that can hold it. While that cannot be
reached, each process counts for itself at a tenth of the rate: tight, but the first request of each kind
still passes, so that signing in stays possible (R29, RES-08). No count hangs on a clock that only goes
forwards: a window never lasts longer than it would from now (DEP-11).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from limits.storage import Storage, storage_from_string
from sqlalchemy import case, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from wallet.store import Store, clock
from wallet.store.models.cache import RateCount

log = logging.getLogger(__name__)
Result = TypeVar("Result")

SCHEME = "wallet"
TENTH = 10  # how much a request weighs while each process counts alone
PAUSE = 5.0  # seconds before a store that failed is asked again
MOST_KEYS = 100_000  # counted in one process
VALKEY = ("redis://", "rediss://", "valkey://", "valkeys://")


class Counter(Protocol):
    """Counts within windows. `get_expiry`: when the window ends, in seconds since 1970."""

    def incr(self, key: str, expiry: int, amount: int = 1) -> int: ...

    def get(self, key: str) -> int: ...

    def get_expiry(self, key: str) -> float: ...

    def clear(self, key: str) -> None: ...

    def reset(self) -> int | None: ...


class Local:
    """In this process, by a clock that only goes forwards."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def incr(self, key: str, expiry: int, amount: int = 1, *, weight: int = 1) -> int:
        """`weight`: how often each request counts after the first one of a window."""
        now = time.monotonic()
        with self._lock:
            count, ends = self._windows.get(key, (0, 0.0))
            if ends <= now:
                count, ends = 0, now + expiry
                self._make_room(now)
            count += amount * (weight if count else 1)
            self._windows[key] = (count, ends)
            return count

    def _make_room(self, now: float) -> None:
        if len(self._windows) < MOST_KEYS:
            return
        self._windows = {key: found for key, found in self._windows.items() if found[1] > now}
        while len(self._windows) >= MOST_KEYS:  # the oldest are least likely to be asked for again
            self._windows.pop(next(iter(self._windows)))

    def get(self, key: str) -> int:
        count, ends = self._windows.get(key, (0, 0.0))
        return count if ends > time.monotonic() else 0

    def get_expiry(self, key: str) -> float:
        _, ends = self._windows.get(key, (0, 0.0))
        return time.time() + max(ends - time.monotonic(), 0)

    def clear(self, key: str) -> None:
        self._windows.pop(key, None)

    def reset(self) -> int | None:
        count = len(self._windows)
        self._windows.clear()
        return count


class Table:
    """In a small table of the database that all processes share. A key is kept as its digest only: it names
    an account or an address."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """One statement, so that two processes never read the same count. A window that ends later than one
        that begins now was begun before the clock was set back; it keeps its count, and ends in time."""
        now = clock.now()
        ends = now + timedelta(seconds=expiry)
        insert = sqlite_insert if self._store.is_sqlite else postgresql_insert
        row = insert(RateCount).values(key=_digest(key), count=amount, ends_at=ends)
        new = row.excluded
        over, later = RateCount.ends_at <= now, RateCount.ends_at > new.ends_at
        row = row.on_conflict_do_update(
            index_elements=[RateCount.key],
            set_={
                "count": case((over, new.count), else_=RateCount.count + new.count),
                "ends_at": case((over, new.ends_at), (later, new.ends_at), else_=RateCount.ends_at),
            },
        ).returning(RateCount.count)
        with self._store.write() as session:
            return int(session.execute(row).scalar_one())

    def get(self, key: str) -> int:
        count = select(RateCount.count).where(RateCount.key == _digest(key), RateCount.ends_at > clock.now())
        with self._store.read() as session:
            return session.scalar(count) or 0

    def get_expiry(self, key: str) -> float:
        with self._store.read() as session:
            ends = session.scalar(select(RateCount.ends_at).where(RateCount.key == _digest(key)))
        return (ends or clock.now()).timestamp()

    def clear(self, key: str) -> None:
        with self._store.write() as session:
            session.execute(delete(RateCount).where(RateCount.key == _digest(key)))

    def reset(self) -> int | None:
        with self._store.write() as session:
            return int(session.execute(delete(RateCount)).rowcount)


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def shared_counter(jobs_url: str, store: Store | None) -> Counter | None:
    """What all processes of this wallet share; None where one process alone serves it."""
    if jobs_url.startswith(VALKEY):
        return storage_from_string(jobs_url, socket_timeout=1, socket_connect_timeout=1)  # type: ignore[return-value]
    return Table(store) if store is not None and not store.is_sqlite else None


class Counters(Storage):
    """What Flask-Limiter counts with. It never fails: see the module."""

    STORAGE_SCHEME = [SCHEME]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._shared: Counter | None = options.get("shared")
        self._local = Local()
        self._again_at = 0.0
        self._just = threading.local()  # what this thread counted last, for the headers of its answer

    @property
    def base_exceptions(self) -> type[Exception]:
        return Exception

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        if self._shared is None:
            return self._local.incr(key, expiry, amount)
        alone = lambda: self._local.incr(key, expiry, amount, weight=TENTH)  # noqa: E731
        count = self._ask(lambda shared: shared.incr(key, expiry, amount), alone)
        self._just.count = (key, count, time.monotonic())
        return count

    def get(self, key: str) -> int:
        known, count, at = getattr(self._just, "count", ("", 0, 0.0))
        if known == key and time.monotonic() - at < 1:
            return int(count)
        return self._ask(lambda shared: shared.get(key), lambda: self._local.get(key))

    def get_expiry(self, key: str) -> float:
        return self._ask(lambda shared: shared.get_expiry(key), lambda: self._local.get_expiry(key))

    def _ask(self, ask: Callable[[Counter], Result], alone: Callable[[], Result]) -> Result:
        """What the shared counter says; while it cannot be reached, what this process counts alone."""
        if self._shared is None or time.monotonic() < self._again_at:
            return alone()
        try:
            return ask(self._shared)
        except Exception as problem:
            self._again_at = time.monotonic() + PAUSE
            log.warning("limits are counted by each process alone (%s)", type(problem).__name__)
            return alone()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        self._just = threading.local()
        self._again_at = 0.0
        self._local.reset()
        return self._shared.reset() if self._shared is not None else None

    def clear(self, key: str) -> None:
        self._local.clear(key)
        if self._shared is not None:
            self._shared.clear(key)
