"""The collection's background work: what the queue and the schedule may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wallet.collection import reverify
from wallet.errors import NotFound
from wallet.store import originals
from wallet.store.housekeeping import UNDO, delete_some
from wallet.store.models.credential import HeldCredential
from wallet.web.house import House

REVERIFY = "reverify-due"
PURGE = "purge-deleted"
AGAIN_AFTER = timedelta(seconds=30)  # between two looks while more is due than the queue has room for


def register(house: House) -> None:
    """Tell the queue who does what."""

    @house.jobs.register(reverify.CHECK)
    def check(payload: Mapping[str, Any], **_: Any) -> None:
        try:
            reverify.verify_held(
                payload["holder"],
                payload["credential"],
                house=house,
                trigger=payload["trigger"],
                fresh=bool(payload.get("fresh")),
            )
        except NotFound:
            return  # deleted since it was handed out

    @house.jobs.register(REVERIFY, long=True)
    def reverify_due(_payload: Mapping[str, Any], **_: Any) -> None:
        handed = 0
        while bite := reverify.reverify_due(house=house):  # each one moves their dates, so it ends
            handed += bite
        if handed:  # there may be more than the queue has room for
            soon = house.clock.now() + AGAIN_AFTER
            with house.store.write() as session:
                key = f"{REVERIFY}/again/{int(soon.timestamp()) // int(AGAIN_AFTER.total_seconds())}"
                house.jobs.enqueue(session, REVERIFY, {}, soon, key=key)

    @house.jobs.register(PURGE, long=True)
    def purge(_payload: Mapping[str, Any], **_: Any) -> None:
        purge_deleted(house=house)

    house.jobs.schedule(REVERIFY, every=timedelta(minutes=30), jitter=timedelta(minutes=10))
    house.jobs.schedule(PURGE, every=timedelta(hours=24), jitter=timedelta(hours=3))


def purge_deleted(*, house: House) -> int:
    """Remove for good what was deleted a week ago, with its history, some at a time; then the bytes that
    nothing refers to any more. Returns how many credentials went."""
    before = house.clock.now() - UNDO
    gone = delete_some(house.store, HeldCredential.id, HeldCredential.deleted_at <= before)
    originals.sweep(house.store)
    return gone
