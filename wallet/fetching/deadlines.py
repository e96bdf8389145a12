"""One moment by which everything must be done, and the two gates that keep us from flooding anybody."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wallet.fetching.patience import HostBusy, patience
from wallet.fetching.problems import FetchProblem


class Deadline:
    """A total on the monotonic clock: many small reads cannot stretch it."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than zero. FetchProblem("timeout") when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise FetchProblem("timeout")
        return left

    def sooner(self, seconds: float) -> Deadline:
        """The earlier of this one and `seconds` from now."""
        other = Deadline(seconds)
        other.end = min(other.end, self.end)
        return other


@dataclass
class _Door:
    inside: int
    tokens: float
    seen: float


class HostGate:
    """At most `concurrency` at once and, after a burst, `rate` a second for each key. Waiting counts.

    Background work does not stand in line for long: after its patience (wallet.fetching.patience) it goes
    back to its queue by `HostBusy`, so that one silent host cannot hold every worker (SSRF-22)."""

    def __init__(self, *, concurrency: int, burst: int, rate: float) -> None:
        self._concurrency, self._burst, self._rate = concurrency, burst, rate
        self._doors: dict[str, _Door] = {}
        self._changed = threading.Condition()

    @contextmanager
    def enter(self, key: str, deadline: Deadline, *, rated: bool = True) -> Iterator[None]:
        """FetchProblem("too-many-fetches") when no place comes free before the deadline; HostBusy for
        background work, when none comes free within its patience."""
        self._wait(key, deadline, rated)
        try:
            yield
        finally:
            with self._changed:
                self._doors[key].inside -= 1
                self._changed.notify_all()

    def full(self) -> list[str]:
        """The keys that have no place at this moment."""
        with self._changed:
            now = time.monotonic()
            return [key for key, door in self._doors.items() if not self._has_place(door, now)]

    def _has_place(self, door: _Door, now: float) -> bool:
        return door.inside < self._concurrency and door.tokens + (now - door.seen) * self._rate >= 1

    def _wait(self, key: str, deadline: Deadline, rated: bool) -> None:
        seconds = patience()
        patient_until = None if seconds is None else time.monotonic() + seconds
        with self._changed:
            while True:
                now = time.monotonic()
                door = self._door(key, now)
                if door.inside < self._concurrency and (not rated or door.tokens >= 1):
                    door.inside += 1
                    door.tokens -= 1 if rated else 0
                    return
                if patient_until is not None and patient_until <= now:
                    raise HostBusy(key)
                if deadline.end <= now:
                    raise FetchProblem("too-many-fetches", f"queue for {key}")
                pause = min(deadline.end, patient_until or deadline.end) - now
                if door.inside < self._concurrency:  # only the rate is in the way: it frees by time alone
                    pause = min(pause, max(0.001, (1 - door.tokens) / self._rate))
                self._changed.wait(pause)

    def _door(self, key: str, now: float) -> _Door:
        door = self._doors.get(key)
        if door is None:
            if len(self._doors) > 2000:
                self._forget_idle(now)
            door = self._doors[key] = _Door(0, float(self._burst), now)
        door.tokens = min(float(self._burst), door.tokens + (now - door.seen) * self._rate)
        door.seen = now
        return door

    def _forget_idle(self, now: float) -> None:
        refill = self._burst / self._rate
        idle = [key for key, door in self._doors.items() if not door.inside and now - door.seen > refill]
        for key in idle:
            del self._doors[key]


class CallerQuota:
    """So many fetches an hour for one caller (an account, an address), counted over a sliding refill."""

    def __init__(self, an_hour: int, *, most_callers: int = 10_000) -> None:
        self._an_hour, self._most = an_hour, most_callers
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str) -> None:
        """FetchProblem("too-many-fetches") when the caller has used the hour up."""
        with self._lock:
            now = time.monotonic()
            left, seen = self._left.pop(caller, (float(self._an_hour), now))
            left = min(float(self._an_hour), left + (now - seen) * self._an_hour / 3600)
            self._left[caller] = (max(0.0, left - 1), now)
            while len(self._left) > self._most:
                self._left.popitem(last=False)
            if left < 1:
                raise FetchProblem("too-many-fetches", "quota of the caller")

    def give_back(self, caller: str) -> None:
        """The fetch that was taken did not happen."""
        with self._lock:
            if caller in self._left:
                left, seen = self._left[caller]
                self._left[caller] = (min(float(self._an_hour), left + 1), seen)
