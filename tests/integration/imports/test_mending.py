"""No import stays unfinished: what an older version left between two transactions gets a job again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from wallet.imports import jobs as imports_jobs
from wallet.imports import service as imports
from wallet.jobs.queue import INTERRUPTED, LEASE
from wallet.store.models.imports import ImportItem
from wallet.store.models.job import Job


def set_rows(person, table, **values) -> None:
    with person.services.store.write() as session:
        session.execute(update(table).values(**values))


def states(person) -> list[str]:
    with person.services.store.read() as session:
        return list(session.scalars(select(ImportItem.state)))


@pytest.mark.parametrize("state", ["waiting", "running"])
@pytest.mark.parametrize("job", ["parked", "failed", "done", None])
def test_an_unfinished_item_without_a_job_gets_one(ana, issuer, state, job):
    ana.upload(("a.jwt", issuer.token("A")))
    set_rows(ana, ImportItem, state=state)
    if job is None:
        with ana.services.store.write() as session:
            session.execute(delete(Job))
    else:
        set_rows(ana, Job, state=job)
    assert imports_jobs.mend_imports(services=ana.services) == 1
    assert imports_jobs.mend_imports(services=ana.services) == 0  # it has one now
    ana.work()
    assert states(ana) == ["done"]
    assert len(ana.held()) == 1


def test_what_is_under_way_and_what_is_finished_is_left_alone(ana, issuer):
    ana.add(("a.jwt", issuer.token("A")), ("b.txt", b"no badge"))
    ana.upload(("c.jwt", issuer.token("C")))
    assert imports_jobs.mend_imports(services=ana.services) == 0
    assert sorted(states(ana)) == ["done", "refused", "waiting"]


def test_a_file_that_was_refused_only_because_the_server_was_killed_is_read_after_all(ana, issuer):
    """So it was told before: import-stopped, and the job parked as worker-crashed."""
    answer = ana.upload(("a.jwt", issuer.token("A")))
    set_rows(ana, ImportItem, state="refused", code="import-stopped")
    set_rows(ana, Job, state="parked", error=INTERRUPTED)
    assert imports_jobs.mend_imports(services=ana.services) == 1
    ana.work()
    assert "All 1 checked" in ana.get(answer.location).text or len(ana.held()) == 1
    assert imports_jobs.mend_imports(services=ana.services) == 0


def test_a_file_that_our_own_reader_failed_at_stays_refused(ana, issuer):
    ana.upload(("a.jwt", issuer.token("A")))
    set_rows(ana, ImportItem, state="refused", code="import-stopped")
    set_rows(ana, Job, state="parked", error="OSError at read:1")
    assert imports_jobs.mend_imports(services=ana.services) == 0


def test_a_badge_whose_workers_were_killed_is_never_called_refused(ana, issuer, clock):
    """Killed each time, alone as well: the person reads that it was interrupted, and it is tried each day."""
    answer = ana.upload(("a.jwt", issuer.token("A")))
    jobs = ana.services.jobs
    with ana.services.store.read() as session:
        job_id = session.scalars(select(Job.id).where(Job.kind == imports.IMPORT)).one()
    for _ in range(12):
        if jobs._claim(job_id):
            clock.move(LEASE + timedelta(seconds=1))
        clock.move(timedelta(minutes=11))
        assert 'data-state="refused"' not in ana.get(answer.location).text
    page = ana.get(answer.location).text
    assert 'data-state="interrupted"' in page
    assert "tried again" in page or "try again" in page
    assert "hx-trigger" not in page  # nobody needs to look on
    assert imports_jobs.mend_imports(services=ana.services) == 0  # its own job comes back each day
    assert jobs.retry_interrupted() == 1
    ana.work()
    assert states(ana) == ["done"]


def test_the_schedule_mends_by_itself(ana):
    ana.services.jobs.sweep()
    with ana.services.store.read() as session:
        assert imports_jobs.MEND in set(session.scalars(select(Job.kind)))
