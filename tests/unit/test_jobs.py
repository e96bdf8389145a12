"""The job table is the truth: nothing is lost, nothing runs for somebody who lost it, poison is set aside."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from wallet.errors import Refused
from wallet.jobs import LEASE, MOST_TRIES, Jobs
from wallet.store import Store
from wallet.store.tables import Account, Job

SECRET = "0123456789abcdef" * 4


@pytest.fixture
def jobs(store: Store, tmp_path: Path, clock) -> Jobs:
    return Jobs(store, SimpleNamespace(jobs_url="sqlite", secret_key=SECRET, instance=tmp_path))


def add(jobs: Jobs, kind: str = "note", **payload) -> str:
    with jobs.store.write() as session:
        return jobs.enqueue(session, kind, payload)


def row(jobs: Jobs, job_id: str) -> Job:
    with jobs.store.read() as session:
        return session.get_one(Job, job_id)


def noting(jobs: Jobs, kind: str = "note") -> list[dict]:
    seen: list[dict] = []
    jobs.register(kind)(lambda payload, *, store: seen.append(dict(payload)))
    return seen


def test_a_job_is_kept_only_if_the_callers_work_is_kept(jobs: Jobs):
    seen = noting(jobs)
    with pytest.raises(RuntimeError), jobs.store.write() as session:
        jobs.enqueue(session, "note", {"n": 1})
        raise RuntimeError
    assert jobs.hints.waiting() == 0
    assert jobs.run_due() == 0
    add(jobs, n=2)
    assert jobs.hints.waiting() == 1
    assert jobs.run_due() == 1
    assert seen == [{"n": 2}]


def test_work_is_done_oldest_first_and_once(jobs: Jobs, clock):
    seen = noting(jobs)
    for number in range(3):
        add(jobs, n=number)
        clock.move(timedelta(seconds=1))
    assert jobs.run_due() == 3
    assert jobs.run_due() == 0
    assert [payload["n"] for payload in seen] == [0, 1, 2]


def test_work_that_is_due_later_waits(jobs: Jobs, clock):
    seen = noting(jobs)
    with jobs.store.write() as session:
        jobs.enqueue(session, "note", {}, clock.now() + timedelta(hours=1))
    assert jobs.run_due() == 0
    clock.move(timedelta(hours=1))
    assert jobs.run_due() == 1
    assert seen == [{}]


def test_what_a_handler_enqueues_is_done_too_within_the_limit(jobs: Jobs):
    @jobs.register("chain")
    def chain(payload, *, store):
        with store.write() as session:
            jobs.enqueue(session, "chain", {})

    add(jobs, "chain")
    assert jobs.run_due(limit=5) == 5


def test_a_job_nobody_here_knows_how_to_do_is_left_for_whoever_does(jobs: Jobs):
    job_id = add(jobs, "of-another-version")
    assert jobs.run_due() == 0
    assert jobs.run(job_id) is False
    assert row(jobs, job_id).state == "queued"


def test_a_named_job_exists_once(jobs: Jobs):
    with jobs.store.write() as session:
        assert jobs.enqueue(session, "note", {}, key="nightly/1")
        assert jobs.enqueue(session, "note", {}, key="nightly/1") is None


def test_a_refusal_fails_the_job_at_once_with_its_code(jobs: Jobs):
    told: list[dict] = []

    @jobs.register("refuse", given_up=lambda payload: told.append(dict(payload)))
    def refuse(payload, *, store):
        raise Refused("too-large")

    job_id = add(jobs, "refuse", n=1)
    jobs.run_due()
    job = row(jobs, job_id)
    assert (job.state, job.error, job.attempts) == ("failed", "too-large", 1)
    assert told == [{"n": 1}]


def test_a_handler_that_stops_is_tried_again_later_and_parked_after_three_times(jobs: Jobs, clock):
    told: list[dict] = []

    @jobs.register("stumble", given_up=lambda payload: told.append(dict(payload)))
    def stumble(payload, *, store):
        raise ZeroDivisionError("anna@example.org")

    seen = noting(jobs)
    job_id = add(jobs, "stumble")
    jobs.run_due()
    assert row(jobs, job_id).state == "queued"
    assert jobs.run_due() == 0  # not at once
    for _ in range(5):
        clock.move(timedelta(hours=1))
        add(jobs, "note")
        jobs.run_due()
    job = row(jobs, job_id)
    assert (job.state, job.attempts) == ("parked", MOST_TRIES)
    assert "ZeroDivisionError at stumble" in job.error
    assert "anna" not in job.error
    assert told == [{}]
    assert len(seen) == 5  # the queue moved on


def test_a_worker_that_died_loses_its_lease_and_the_job_runs_again(jobs: Jobs, clock):
    seen = noting(jobs)
    job_id = add(jobs, n=1)
    assert jobs._claim(job_id) is not None  # and then the worker is killed
    assert jobs.run_due() == 0
    clock.move(LEASE + timedelta(seconds=1))
    assert jobs.run_due() == 1
    assert seen == [{"n": 1}]


def test_a_job_that_kills_its_worker_three_times_is_parked_and_the_queue_moves_on(jobs: Jobs, clock):
    told: list[dict] = []
    jobs.register("poison", given_up=lambda payload: told.append(dict(payload)))(print)
    seen = noting(jobs)
    poison = add(jobs, "poison", n=1)
    for _ in range(MOST_TRIES):
        assert jobs._claim(poison) is not None
        clock.move(LEASE + timedelta(seconds=1))
    add(jobs, n=2)
    jobs.run_due()
    job = row(jobs, poison)
    assert (job.state, job.error) == ("parked", "worker-crashed")
    assert told == [{"n": 1}]
    assert seen == [{"n": 2}]


def test_a_worker_that_slept_past_its_lease_can_write_neither_its_work_nor_its_result(jobs: Jobs, clock):
    others = Jobs(jobs.store, jobs._settings)
    seen = noting(others, "slow")

    @jobs.register("slow")
    def slow(payload, *, store):
        with store.write() as session:
            session.add(Account(issuer="i", subject="before the pause"))
        clock.move(LEASE + timedelta(seconds=1))  # stopped, and woken much later
        thread = threading.Thread(target=others.run_due)  # meanwhile another worker took over
        thread.start()
        thread.join()
        with store.write() as session:
            session.add(Account(issuer="i", subject="after the pause"))

    job_id = add(jobs, "slow")
    jobs.run_due()
    with jobs.store.read() as session:
        assert session.scalars(select(Account.subject)).all() == ["before the pause"]
    assert seen == [{}]
    job = row(jobs, job_id)
    assert (job.state, job.fence, job.error) == ("done", 2, "")


def test_renewing_keeps_a_lease_while_the_work_goes_on(jobs: Jobs, clock):
    others = Jobs(jobs.store, jobs._settings)
    noting(others, "long")
    taken = []

    @jobs.register("long")
    def long(payload, *, store):
        for _ in range(4):
            clock.move(LEASE / 2)
            jobs._renew()
            taken.append(others.run_due())

    add(jobs, "long")
    jobs.run_due()
    assert taken == [0, 0, 0, 0]


def test_two_workers_never_do_the_same_job(jobs: Jobs):
    seen = noting(jobs)
    for number in range(30):
        add(jobs, n=number)
    threads = [threading.Thread(target=jobs.run_due) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(payload["n"] for payload in seen) == list(range(30))


def test_the_schedule_plans_each_period_once_however_many_workers_there_are(jobs: Jobs, clock):
    seen = noting(jobs, "nightly")
    others = Jobs(jobs.store, jobs._settings)
    for each in (jobs, others):
        each.schedule("nightly", every=timedelta(days=1), jitter=timedelta(hours=2))
        each.sweep()
        each.sweep()
    with jobs.store.read() as session:
        planned = session.scalars(select(Job).where(Job.kind == "nightly")).all()
    assert len(planned) == 1
    for _ in range(3):
        clock.move(timedelta(days=1))
        jobs.sweep()
        jobs.run_due()
    assert len(seen) == 4


def test_the_sweeper_says_again_what_a_lost_queue_forgot(jobs: Jobs, clock):
    noting(jobs)
    job_id = add(jobs)
    jobs.hints.forget()
    assert jobs.sweep() == 0  # too young: its own hint may be on the way
    clock.move(timedelta(minutes=1))
    assert jobs.sweep() >= 1
    assert jobs.hints.waiting() >= 1
    jobs.run_due()
    assert row(jobs, job_id).state == "done"


def test_a_queue_that_is_down_stops_nobody(store: Store, tmp_path: Path, clock):
    settings = SimpleNamespace(jobs_url="redis://127.0.0.1:1/0", secret_key=SECRET, instance=tmp_path)
    jobs = Jobs(store, settings)
    seen = noting(jobs)
    add(jobs, n=1)
    assert jobs.run_due() == 1
    assert seen == [{"n": 1}]


def test_the_housekeeping_removes_jobs_done_long_ago_but_no_parked_ones(jobs: Jobs, clock):
    noting(jobs)
    done, parked = add(jobs), add(jobs, "poison")
    jobs.run_due()
    with jobs.store.write() as session:
        session.execute(update(Job).where(Job.id == parked).values(state="parked", finished_at=clock.now()))
    clock.move(timedelta(days=15))
    add(jobs, "housekeeping")
    jobs.run_due()
    with jobs.store.read() as session:
        ids = session.scalars(select(Job.id)).all()
    assert parked in ids
    assert done not in ids
