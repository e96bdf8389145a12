"""What a feature works with: settings, store, job queue, fetcher, clock, and what packages tell each
other. Each app has its own: two apps in one process share nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from blinker import Namespace
from flask import current_app

if TYPE_CHECKING:
    from wallet.fetching.clocks import Readings
    from wallet.jobs.queue import Jobs
    from wallet.settings import Settings
    from wallet.store import Store
    from wallet.verification.resources import Resources


class Clock(Protocol):
    def now(self) -> datetime:
        """This moment: aware, UTC."""
        ...


@dataclass(frozen=True)
class Services:
    """Built once by `create_app`. Views ask for it by `services()` and hand it on as an argument."""

    settings: Settings
    store: Store
    jobs: Jobs | None  # None where nothing runs in the background
    fetcher: Resources
    clock: Clock
    readings: Readings | None = None
    signals: Namespace = field(default_factory=Namespace)

    def clock_error(self) -> timedelta | None:
        """How far our clock is ahead (negative: behind), where other servers make it doubtful; else None."""
        return self.readings.clock_error() if self.readings is not None else None


def services() -> Services:
    """The services of the app that answers the request."""
    found: Services = current_app.extensions["wallet"]
    return found
