"""What every room may ask for: the settings, the store, the job queue, the fetcher, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app


@dataclass(frozen=True)
class House:
    """Built once by `create_app`; rooms take it as an argument, views ask `house()`."""

    settings: Any  # wallet.settings.Settings
    store: Any  # wallet.store.Store
    jobs: Any  # wallet.jobs.queue.Jobs
    fetcher: Any  # wallet.fetching.Fetcher
    clock: Any  # wallet.store.clock
    readings: Any = None  # wallet.fetching.clocks.Readings

    def clock_error(self) -> timedelta | None:
        """How far our clock is ahead (negative: behind), where other servers make it doubtful; else None."""
        error: timedelta | None = self.readings.clock_error() if self.readings is not None else None
        return error


def house() -> House:
    return current_app.extensions["wallet"]
