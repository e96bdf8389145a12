"""How long background work waits for a stranger's host before it lets other work go first.

A job sets its patience; whoever would have to wait longer for a place at a host raises `HostBusy`, and the
job goes back into the queue until the host has a place. Requests of people set none and wait as long as their
deadline allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seconds: ContextVar[float | None] = ContextVar("patience", default=None)


class HostBusy(BaseException):
    """As many requests as we allow are under way to `host`.

    No `Exception`: verification turns each of those into a finding about the issuer, and this one says
    nothing about the issuer. It must reach the queue."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


@contextmanager
def patient_for(seconds: float) -> Iterator[None]:
    """Inside this block, waiting for a place at a host ends with `HostBusy` after so many seconds."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


def patience() -> float | None:
    """Seconds that the work under way would wait; None: as long as its deadline allows."""
    return _seconds.get()
