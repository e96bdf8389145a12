"""What a feature works with: settings, store, job queue, fetcher, clock, and what packages tell and offer
each other. Each app has its own: two apps in one process share nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from blinker import Namespace
from flask import current_app

if TYPE_CHECKING:
    from wallet.fetching.clocks import Readings
    from wallet.jobs.queue import Jobs
    from wallet.settings import Settings
    from wallet.store import Store
    from wallet.verification.resources import Resources

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """This moment: aware, UTC."""
        ...


@dataclass(frozen=True, eq=False)
class Kind(Generic[T]):
    """A kind of thing that packages may offer. The package that asks for it defines it."""

    name: str


class Offers:
    """What packages offer to packages below them. Filled while the app is built, only read afterwards."""

    def __init__(self) -> None:
        self._offered: dict[Kind[Any], dict[str, Any]] = {}

    def add(self, kind: Kind[T], name: str, offer: T) -> None:
        """Offer it from now on; what had this name among its kind goes."""
        self._offered.setdefault(kind, {})[name] = offer

    def of(self, kind: Kind[T]) -> Mapping[str, T]:
        """Everything of this kind by name, in the order in which it was offered."""
        return self._offered.get(kind, {})


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
    offers: Offers = field(default_factory=Offers)

    def clock_error(self) -> timedelta | None:
        """How far our clock is ahead (negative: behind), where other servers make it doubtful; else None."""
        return self.readings.clock_error() if self.readings is not None else None


def services() -> Services:
    """The services of the app that answers the request."""
    found: Services = current_app.extensions["wallet"]
    return found
