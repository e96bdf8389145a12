"""The collection's background work: what the queue and the schedule may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wallet.collection import reverify
from wallet.errors import NotFound
from wallet.services import Services
from wallet.store import originals
from wallet.store.housekeeping import UNDO, delete_some
from wallet.store.models.credential import HeldCredential

REVERIFY = "reverify-due"
PURGE = "purge-deleted"
AGAIN_AFTER = timedelta(seconds=30)  # between two looks while more is due than the queue has room for


def register(services: Services) -> None:
    """Tell the queue who does what."""

    @services.jobs.register(reverify.CHECK)
    def check(payload: Mapping[str, Any], **_: Any) -> None:
        try:
            reverify.verify_held(
                payload["holder"],
                payload["credential"],
                services=services,
                trigger=payload["trigger"],
                fresh=bool(payload.get("fresh")),
            )
        except NotFound:
            return  # deleted since it was handed out

    @services.jobs.register(REVERIFY, long=True)
    def reverify_due(_payload: Mapping[str, Any], **_: Any) -> None:
        handed = 0
        while bite := reverify.reverify_due(services=services):  # each one moves their dates, so it ends
            handed += bite
        if handed:  # there may be more than the queue has room for
            soon = services.clock.now() + AGAIN_AFTER
            with services.store.write() as session:
                key = f"{REVERIFY}/again/{int(soon.timestamp()) // int(AGAIN_AFTER.total_seconds())}"
                services.jobs.enqueue(session, REVERIFY, {}, soon, key=key)

    @services.jobs.register(PURGE, long=True)
    def purge(_payload: Mapping[str, Any], **_: Any) -> None:
        purge_deleted(services=services)

    services.jobs.schedule(REVERIFY, every=timedelta(minutes=30), jitter=timedelta(minutes=10))
    services.jobs.schedule(PURGE, every=timedelta(hours=24), jitter=timedelta(hours=3))


def purge_deleted(*, services: Services) -> int:
    """Remove for good what was deleted a week ago, with its history, some at a time; then the bytes that
    nothing refers to any more. Returns how many credentials went."""
    before = services.clock.now() - UNDO
    gone = delete_some(services.store, HeldCredential.id, HeldCredential.deleted_at <= before)
    originals.sweep(services.store)
    return gone
