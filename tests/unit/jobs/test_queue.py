"""The job table is the truth: nothing is lost, nothing runs for somebody who lost it, poison is set aside."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from wallet.errors import Refused
from wallet.fetching.patience import HostBusy, patience
from wallet.jobs.queue import (
    ALONE,
    INTERRUPTED,
    LEASE,
    LONG,
    MOST_OF_ONE,
    MOST_TRIES,
    PATIENCE,
    SHORT,
    Jobs,
    Lease,
)
from wallet.store import Store
from wallet.store.models.account import Account
from wallet.store.models.job import Job

SECRET = "0123456789abcdef" * 4


@pytest.fixture
def jobs(store: Store, tmp_path: Path, clock) -> Jobs:
    return Jobs(store, SimpleNamespace(jobs_url="sqlite", secret_key=SECRET, instance=tmp_path))


def add(jobs: Jobs, kind: str = "note", holder: str = "", long: bool | None = None, **payload) -> str:
    with jobs.store.write() as session:
        return jobs.enqueue(session, kind, payload, holder=holder, long=long)


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

    @jobs.register("refuse", given_up=lambda session, payload, error: told.append(dict(payload)))
    def refuse(payload, *, store):
        raise Refused("too-large")

    job_id = add(jobs, "refuse", n=1)
    jobs.run_due()
    job = row(jobs, job_id)
    assert (job.state, job.error, job.attempts) == ("failed", "too-large", 1)
    assert told == [{"n": 1}]


def test_a_handler_that_stops_is_tried_again_later_and_parked_after_three_times(jobs: Jobs, clock):
    told: list[dict] = []

    @jobs.register("stumble", given_up=lambda session, payload, error: told.append(dict(payload)))
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


def killed(jobs: Jobs, clock) -> str | None:
    """A worker takes the next job and dies under it; the job's id."""
    lease = jobs._take()
    if lease is None:
        return None
    jobs._leases.clear()  # the process is gone, and what it knew with it
    clock.move(LEASE + timedelta(seconds=1))
    return lease.job_id


def test_a_job_whose_worker_died_is_tried_again_alone_and_its_own_tries_are_not_used_up(jobs: Jobs, clock):
    told: list[str] = []
    jobs.register("hard", given_up=lambda session, payload, error: told.append(error))(
        lambda payload, *, store: None
    )
    hard = add(jobs, "hard", holder="ana")
    assert killed(jobs, clock) == hard
    assert killed(jobs, clock) == hard  # the first time it runs again at once, beside others
    assert jobs._take() is None  # then it pauses
    clock.move(timedelta(seconds=11))
    assert row(jobs, hard).lane == ALONE
    assert row(jobs, hard).attempts == 0
    assert jobs.run_due() == 1
    assert row(jobs, hard).state == "done"
    assert told == []


def test_a_job_that_kills_its_worker_alone_three_times_is_parked_and_the_queue_moves_on(jobs: Jobs, clock):
    """DATA-10: parked with its reason and told in the same transaction; tried again each day, for a week."""
    told: list[tuple[str, str]] = []

    def given_up(session, payload, error) -> None:
        told.append((error, session.get_one(Job, poison).state))

    jobs.register("poison", given_up=given_up)(lambda payload, *, store: None)
    seen = noting(jobs)
    poison = add(jobs, "poison", n=1)
    deaths = 0
    while row(jobs, poison).state != "parked":
        deaths += killed(jobs, clock) is not None
        clock.move(timedelta(minutes=11))
    assert deaths == 5  # twice beside others, three times alone
    add(jobs, n=2)
    jobs.run_due()
    job = row(jobs, poison)
    assert (job.state, job.error) == ("parked", INTERRUPTED)
    assert told == [(INTERRUPTED, "parked")]
    assert seen == [{"n": 2}]
    assert jobs.retry_interrupted() == 1
    jobs.run_due()
    assert row(jobs, poison).state == "done"


def test_what_stays_parked_by_crashes_is_left_after_a_week(jobs: Jobs, clock):
    noting(jobs)
    job_id = add(jobs)
    with jobs.store.write() as session:
        session.execute(update(Job).where(Job.id == job_id).values(state="parked", error=INTERRUPTED))
    clock.move(timedelta(days=8))
    assert jobs.retry_interrupted() == 0


def test_while_a_job_runs_alone_nothing_else_is_begun_and_it_waits_for_what_is_under_way(jobs: Jobs, clock):
    noting(jobs)
    alone = add(jobs, n=1)
    with jobs.store.write() as session:
        session.execute(update(Job).where(Job.id == alone).values(lane=ALONE, interruptions=2))
    other = add(jobs, n=2)
    jobs._leases["elsewhere"] = Lease("elsewhere", 1, "note", {}, 1)
    assert jobs._take() is None  # somebody is at work here
    jobs._leases.clear()
    assert jobs._take().job_id == alone
    assert jobs._take() is None
    jobs._leases.clear()
    assert jobs._take().job_id == other


def test_giving_up_and_telling_of_it_are_one_transaction(jobs: Jobs):
    """A crash between the two would leave somebody waiting for ever."""

    def given_up(session, payload, error) -> None:
        session.add(Account(issuer="told", subject=error))
        raise OSError("killed here")

    jobs.register("refuse", given_up=given_up)(refusing)
    job_id = add(jobs, "refuse")
    finishing = jobs.store.write
    jobs.run_due()
    assert row(jobs, job_id).state == "failed"  # what the other side does wrong cannot keep the job alive
    with finishing() as session:
        assert session.scalars(select(Account.subject)).all() == []

    def dying(session, payload, error) -> None:
        session.add(Account(issuer="told", subject=error))
        session.flush()
        raise SystemExit  # the process ends inside the transaction

    jobs.register("refuse", given_up=dying)(refusing)
    job_id = add(jobs, "refuse")
    with pytest.raises(SystemExit):
        jobs.run_due()
    assert row(jobs, job_id).state == "running"  # neither: its lease runs out, and it is done again
    with jobs.store.read() as session:
        assert session.scalars(select(Account.subject)).all() == []


def refusing(payload, *, store) -> None:
    raise Refused("too-large")


# Turns


def test_holders_take_turns_however_much_one_of_them_has(jobs: Jobs, clock):
    seen = noting(jobs)
    for number in range(6):
        add(jobs, holder="ana", n=f"ana {number}")
    clock.move(timedelta(seconds=1))
    for number in range(2):
        add(jobs, holder="bob", n=f"bob {number}")
    jobs.run_due()
    order = [payload["n"] for payload in seen]
    assert order == ["ana 0", "bob 0", "ana 1", "bob 1", "ana 2", "ana 3", "ana 4", "ana 5"]


def test_whoever_comes_late_waits_neither_behind_a_backlog_nor_gets_back_turns_they_did_not_use(
    jobs: Jobs, clock
):
    seen = noting(jobs)
    for number in range(20):
        add(jobs, holder="ana", n=f"ana {number}")
    jobs.run_due(limit=10)
    clock.move(timedelta(seconds=1))
    for number in range(5):
        add(jobs, holder="bob", n=f"bob {number}")
    jobs.run_due(limit=8)
    order = [payload["n"] for payload in seen[10:]]
    assert order == ["ana 10", "bob 0", "ana 11", "bob 1", "ana 12", "bob 2", "ana 13", "bob 3"]


def test_short_work_is_done_before_long_work(jobs: Jobs):
    seen = noting(jobs)
    for number in range(3):
        add(jobs, holder=f"holder {number}", long=True, n=f"long {number}")
    add(jobs, holder="ana", n="short")
    jobs.run_due()
    assert seen[0]["n"] == "short"


def test_one_holder_has_no_more_than_their_share_under_way(jobs: Jobs):
    noting(jobs)
    for _ in range(5):
        add(jobs, holder="ana")
    bobs = add(jobs, holder="bob")
    others = Jobs(jobs.store, jobs._settings)  # another process on the same queue
    noting(others)
    taken = [jobs._take(), others._take(), jobs._take(), others._take()]
    assert [lease.holder for lease in taken if lease] == ["ana", "bob", "ana"]
    assert taken[3] is None
    assert MOST_OF_ONE == 2
    jobs._do(taken[0])
    assert others._take().holder == "ana"  # a place came free
    assert row(jobs, bobs).state == "running"


def test_long_work_leaves_half_of_the_threads_free_but_always_goes_on(jobs: Jobs):
    noting(jobs)
    jobs._threads = 4
    for number in range(6):
        add(jobs, holder=f"l{number}", long=True)
        add(jobs, holder=f"s{number}")
    lanes = [jobs._take().lane for _ in range(8)]
    assert lanes[0] == LONG  # one thread is always at it
    assert lanes[1:7] == [SHORT] * 6
    assert lanes[7] == LONG  # only when nothing short waits
    assert jobs._take() is None  # and never more than half
    add(jobs, holder="late")
    assert jobs._take().holder == "late"


def test_the_wallets_own_work_leaves_room_for_the_long_work_of_people(jobs: Jobs):
    noting(jobs)
    jobs._threads = 8
    for _ in range(6):
        add(jobs, long=True)
    assert [jobs._take().holder for _ in range(MOST_OF_ONE)] == [""] * MOST_OF_ONE
    assert jobs._take() is None
    add(jobs, long=True, holder="ana")
    assert jobs._take().holder == "ana"


def test_a_job_that_would_wait_for_a_crowded_host_goes_back_until_the_host_has_room(jobs: Jobs):
    """SSRF-22: a silent issuer holds as many workers as it may have requests, and no more."""
    busy, tries = ["silent.example"], []
    jobs.busy_hosts = lambda: busy

    @jobs.register("ask")
    def ask(payload, *, store) -> None:
        tries.append(patience())
        if busy:
            raise HostBusy("silent.example")

    seen = noting(jobs)
    job_id = add(jobs, "ask", holder="ana")
    add(jobs, holder="bob", n=1)
    assert jobs.run_due() == 2
    job = row(jobs, job_id)
    assert (job.state, job.host, job.attempts) == ("queued", "silent.example", 0)
    assert seen == [{"n": 1}]
    busy.clear()
    assert jobs.run_due() == 1
    assert row(jobs, job_id).state == "done"
    assert tries == [PATIENCE, PATIENCE]
    assert patience() is None


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
    jobs.sweep()
    jobs.run_due()
    job_id = add(jobs)
    jobs.hints.forget()
    assert jobs.sweep() == 0  # too young: its own hint may be on the way
    clock.move(timedelta(minutes=1))
    assert jobs.sweep() >= 1
    assert jobs.hints.waiting() >= 1
    jobs.run_due()
    assert row(jobs, job_id).state == "done"


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=730)])
def test_dep_11_jobs_written_while_the_clock_was_ahead_do_not_wait_for_it(jobs: Jobs, clock, jump):
    seen = noting(jobs)
    clock.move(jump)
    add(jobs, n="now")
    with jobs.store.write() as session:
        later = jobs.enqueue(session, "note", {"n": "in a week"}, clock.now() + timedelta(days=7))
    held = add(jobs, n="held")
    with jobs.store.write() as session:  # its worker is gone with the wrong clock
        session.execute(
            update(Job).where(Job.id == held).values(state="running", lease_until=clock.now() + LEASE)
        )
    clock.move(-jump)
    jobs.sweep()
    clock.move(timedelta(seconds=1))
    while jobs.run_due():
        pass
    assert {"n": "now"} in seen and {"n": "in a week"} not in seen
    assert row(jobs, later).due_at - clock.now() == timedelta(days=7, seconds=-1)
    clock.move(timedelta(minutes=20))  # what a worker died under runs again, in its own time
    while jobs.run_due():
        pass
    assert {"n": "held"} in seen


def test_dep_11_a_small_step_back_moves_no_job(jobs: Jobs, clock):
    with jobs.store.write() as session:
        later = jobs.enqueue(session, "note", {}, clock.now() + timedelta(minutes=10))
    due_at = row(jobs, later).due_at
    clock.move(timedelta(minutes=-4))
    jobs.sweep()
    assert row(jobs, later).due_at == due_at


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
