"""What a feature works with: settings, store, job queue, fetcher, clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app


@dataclass(frozen=True)
class Services:
    """Built once by `create_app`. Views ask for it by `services()` and hand it on as an argument."""

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


def services() -> Services:
    """The services of the app that answers the request."""
    return current_app.extensions["wallet"]
