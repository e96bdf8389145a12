"""The background work of imports: each item by itself, a sweep for what was left, old reports removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wallet.imports import service as imports
from wallet.jobs.queue import INTERRUPTED, OPEN
from wallet.services import Services
from wallet.store.housekeeping import UNDO, delete_some
from wallet.store.models.imports import ImportBatch, ImportItem
from wallet.store.models.job import Job

MEND = "mend-imports"
PURGE = "purge-imports"
UNFINISHED = ("waiting", "running", imports.INTERRUPTED)


def register(services: Services) -> None:
    """Tell the queue who does what."""

    def gave_up(session: Session, payload: Mapping[str, Any], error: str) -> None:
        imports.give_up(session, payload["item"], interrupted=error == INTERRUPTED)

    @services.jobs.register(imports.IMPORT, given_up=gave_up)
    def import_item(payload: Mapping[str, Any], **_: Any) -> None:
        imports.run_item(payload["item"], services=services)

    @services.jobs.register(MEND, long=True)
    def mend(_payload: Mapping[str, Any], **_: Any) -> None:
        mend_imports(services=services)

    @services.jobs.register(PURGE, long=True)
    def purge(_payload: Mapping[str, Any], **_: Any) -> None:
        purge_reports(services=services)

    services.jobs.schedule(MEND, every=timedelta(hours=1))
    services.jobs.schedule(PURGE, every=timedelta(hours=24), jitter=timedelta(hours=3))


def mend_imports(*, services: Services) -> int:
    """Give a job to every item of an import that is not finished and has none: an older version parked a job
    in one transaction and told its item in another, and told people that a file was refused when only the
    server had been stopped. Returns how many."""
    with services.store.read() as session:
        missing = _without_job(session)
    mended = 0
    for item_id in missing:
        with services.store.write() as session:
            item = session.get(ImportItem, item_id)
            if item is None or (item.state in imports.FINISHED and not _was_interrupted(item)):
                continue
            item.state, item.code = "waiting", ""
            day = services.clock.now().date().isoformat()  # two workers may look at the same moment
            imports.enqueue_item(session, services, item, key=f"{MEND}/{item.id}/{day}")
            mended += 1
    return mended


def _was_interrupted(item: ImportItem) -> bool:
    return (item.state, item.code) == ("refused", "import-stopped")


def _without_job(session: Session) -> list[str]:
    """Unfinished items that no job is about; and refused ones whose job was parked by crashes alone."""
    about = {
        payload.get("item")
        for payload in session.scalars(
            select(Job.payload).where(Job.kind == imports.IMPORT, Job.state.in_(OPEN))
        )
    }
    parked = {
        payload.get("item")
        for payload in session.scalars(
            select(Job.payload).where(
                Job.kind == imports.IMPORT, Job.state == "parked", Job.error == INTERRUPTED
            )
        )
    }
    open_items = session.execute(
        select(ImportItem.id, ImportItem.state, ImportItem.params).where(ImportItem.state.in_(UNFINISHED))
    ).all()
    unfinished = {row.id for row in open_items}
    missing = []
    for row in open_items:
        waits_for_its_copy = row.params.get("copy") in unfinished  # portfolios.moving_in: its job comes later
        tried_daily = row.state == imports.INTERRUPTED and row.id in parked
        if row.id not in about and not waits_for_its_copy and not tried_daily:
            missing.append(row.id)
    blamed = select(ImportItem.id).where(
        ImportItem.state == "refused", ImportItem.code == "import-stopped", ImportItem.id.in_(sorted(parked))
    )
    return missing + list(session.scalars(blamed))


def purge_reports(*, services: Services) -> None:
    """Remove the reports of imports after a week; what was imported stays."""
    delete_some(services.store, ImportBatch.id, ImportBatch.created_at <= services.clock.now() - UNDO)
