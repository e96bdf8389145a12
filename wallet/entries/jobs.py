"""The background work of entries: what was removed goes for good after a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wallet.entries import service
from wallet.services import Services
from wallet.store import originals
from wallet.store.housekeeping import UNDO

PURGE = "purge-entries"


def register(services: Services) -> None:
    """Tell the queue who does what."""

    @services.jobs.register(PURGE, long=True)
    def purge(_payload: Mapping[str, Any], **_: Any) -> None:
        purge_deleted(services=services)

    services.jobs.schedule(PURGE, every=timedelta(hours=24), jitter=timedelta(hours=3))


def purge_deleted(*, services: Services) -> None:
    """Remove for good what was removed a week ago, with its evidence and the bytes nothing else refers to."""
    with services.store.write() as session:
        service.purge_entries(session, before=services.clock.now() - UNDO)
    originals.sweep(services.store)
