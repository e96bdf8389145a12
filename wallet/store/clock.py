"""The only clock of the wallet (R27): everything that needs the time asks `now()`, so a test can hold it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

SKEW = timedelta(seconds=300)  # how far another party's clock may differ from ours


class Frozen:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("the clock knows only times with a zone")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def move(self, step: timedelta) -> datetime:
        """Step forwards (or, with a negative step, backwards). Returns the new time."""
        self._at += step
        return self._at


_frozen: Frozen | None = None


def now() -> datetime:
    """This moment: aware, UTC."""
    return _frozen.now() if _frozen is not None else datetime.now(UTC)


def started() -> datetime:
    """When this computer was started, as its clock is set now. Another answer later (by more than a clock
    drifts) says that the clock was set in between; every process of the computer gets the same answer."""
    return now() - timedelta(seconds=_running())


def _running() -> float:
    """Seconds since the start, those of sleep included where the system counts them."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


@contextmanager
def freeze(at: datetime) -> Iterator[Frozen]:
    """Hold the clock at `at` for every thread of this process; yields it, so that it can be moved."""
    global _frozen
    before, _frozen = _frozen, Frozen(at)
    try:
        yield _frozen
    finally:
        _frozen = before
