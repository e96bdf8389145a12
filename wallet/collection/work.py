"""The collection's background work: what the queue and the schedule may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from wallet.collection import entries, importing, reverify
from wallet.errors import NotFound
from wallet.store import originals
from wallet.store.tables import HeldCredential, ImportBatch
from wallet.web.house import House

REVERIFY = "reverify-due"
PURGE = "purge-deleted"


def register(house: House) -> None:
    """Tell the queue who does what."""

    def gave_up(payload: Mapping[str, Any]) -> None:
        importing.give_up(payload["item"], house=house)

    @house.jobs.register(importing.IMPORT, given_up=gave_up)
    def import_item(payload: Mapping[str, Any], **_: Any) -> None:
        importing.run_item(payload["item"], house=house)

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

    @house.jobs.register(REVERIFY)
    def reverify_due(_payload: Mapping[str, Any], **_: Any) -> None:
        while reverify.reverify_due(house=house):  # each round moves their dates, so it ends
            continue

    @house.jobs.register(PURGE)
    def purge(_payload: Mapping[str, Any], **_: Any) -> None:
        purge_deleted(house=house)

    house.jobs.schedule(REVERIFY, every=timedelta(minutes=30), jitter=timedelta(minutes=10))
    house.jobs.schedule(PURGE, every=timedelta(hours=24), jitter=timedelta(hours=3))


def purge_deleted(*, house: House) -> int:
    """Remove for good what was deleted a week ago, with its history, and old import reports; then the bytes
    that nothing refers to any more. Returns how many credentials went."""
    before = house.clock.now() - importing.UNDO
    with house.store.write() as session:
        gone = session.execute(delete(HeldCredential).where(HeldCredential.deleted_at <= before))
        session.execute(delete(ImportBatch).where(ImportBatch.created_at <= before))
        entries.purge_entries(session, before=before)
    originals.sweep(house.store)
    return int(gone.rowcount)
