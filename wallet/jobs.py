"""Background work: one job table, one schedule.

    @jobs.register("import-item")
    def import_item(payload, *, store): ...

    with store.write() as session:
        session.add(item)
        jobs.enqueue(session, "import-item", {"item": item.id})    # kept if, and only if, the item is kept

The row is the truth; a queue (`wallet.hints`) only says that it is due. A worker takes a *lease* with a
*fence* number and renews it while it works. A worker that died loses its lease and the job runs again, so a
handler must be able to run twice; one that was merely asleep finds its fence passed, and the store refuses
every write of it. Three crashes, and the job is parked with its reason while the others go on.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wallet.errors import WalletError
from wallet.hints import Hints
from wallet.locks import FileLock
from wallet.store import Store, after_commit, clock, housekeeping
from wallet.store.columns import new_id
from wallet.store.tables import Job

log = logging.getLogger("wallet.jobs")

Handler = Callable[..., Any]
LEASE = timedelta(seconds=60)
HEARTBEAT = 15.0  # seconds between renewals, and between two looks of the sweeper
MOST_TRIES = 3
RETRY_AFTER = (timedelta(seconds=10), timedelta(minutes=2))
THREADS = 4
HOUSEKEEPING = "housekeeping"


class LeaseLost(RuntimeError):
    """Another worker has taken this job over; whatever this one found is not to be written."""


@dataclass(frozen=True)
class Lease:
    job_id: str
    fence: int
    kind: str
    payload: Mapping[str, Any]
    attempt: int


@dataclass(frozen=True)
class Work:
    run: Handler
    given_up: Callable[[Mapping[str, Any]], Any] | None = None


class Jobs:
    """The jobs of one store. `settings` gives jobs_url, secret_key and instance."""

    def __init__(self, store: Store, settings: Any) -> None:
        self.store = store
        self._settings = settings
        self._work: dict[str, Work] = {}
        self._schedule: dict[str, tuple[timedelta, timedelta]] = {}
        self._planned: dict[str, str] = {}
        self._leases: dict[str, Lease] = {}
        self._hints: Hints | None = None
        self._unsaid: list[str] = []  # due, and the queue would not take the hint
        self._opening = threading.Lock()
        self._stopping = threading.Event()
        self._supervisor: threading.Thread | None = None
        self.running = False  # do threads of this process take jobs?
        self.register(HOUSEKEEPING)(lambda payload, *, store: housekeeping.tidy(store))
        self.schedule(HOUSEKEEPING, every=timedelta(hours=6), jitter=timedelta(minutes=30))

    # What there is to do

    def register(
        self, kind: str, *, given_up: Callable[[Mapping[str, Any]], Any] | None = None
    ) -> Callable[[Handler], Handler]:
        """Name the function that does jobs of `kind`: `handler(payload, *, store)`. It may run twice for one
        job. A `WalletError` fails the job for good; anything else is tried again, three times in all.
        `given_up(payload)` is told when a job failed or was parked."""

        def keep(handler: Handler) -> Handler:
            self._work[kind] = Work(handler, given_up)
            return handler

        return keep

    def schedule(self, kind: str, *, every: timedelta, jitter: timedelta = timedelta(0)) -> None:
        """Do `kind` once in each period, at a moment of its first `jitter` that this installation keeps to
        (so that not every wallet asks the same issuer at the same second)."""
        self._schedule[kind] = (every, jitter)

    def enqueue(
        self,
        session: Session,
        kind: str,
        payload: Mapping[str, Any],
        due_at: datetime | None = None,
        *,
        key: str | None = None,
    ) -> str | None:
        """Add a job inside the caller's write transaction; its id, or None where `key` was used before."""
        if key is not None and session.scalars(select(Job.id).where(Job.key == key)).first() is not None:
            return None
        now = clock.now()
        job = Job(
            id=new_id(), kind=kind, payload=dict(payload), due_at=due_at or now, created_at=now, key=key
        )
        session.add(job)
        if job.due_at <= now:
            after_commit(session, lambda: self._hint(job.id))
        return job.id

    def _hint(self, job_id: str) -> bool:
        try:
            return self.hints.say(job_id)
        except Exception as problem:  # it cannot even be opened; the sweeper of a worker will find the row
            log.warning("there is no queue to take a hint (%s)", type(problem).__name__)
            return False

    @property
    def hints(self) -> Hints:
        with self._opening:
            if self._hints is None:
                self._hints = Hints(
                    self._settings.jobs_url,
                    secret=self._settings.secret_key,
                    instance=self._settings.instance,
                )
            return self._hints

    # Doing it

    def run_due(self, limit: int = 100) -> int:
        """Do what is due, oldest first, in this thread; also what that work enqueues. Returns how many."""
        done = 0
        while done < limit:
            with self.store.read() as session:
                job_id = session.scalars(
                    select(Job.id).where(self._claimable()).order_by(Job.due_at, Job.created_at).limit(1)
                ).first()
            if job_id is None:
                break
            done += self.run(job_id)
        return done

    def run(self, job_id: str) -> bool:
        """Do this job if it is due and nobody else has it. Returns whether it was ours to do."""
        lease = self._claim(job_id)
        if lease is None:
            return False
        self._leases[job_id] = lease
        try:
            with self.store.guarded(lambda session: _hold(session, lease)):
                self._work[lease.kind].run(lease.payload, store=self.store)
        except LeaseLost:
            log.warning("job %s (%s) was taken over by another worker", job_id, lease.kind)
        except WalletError as refusal:
            self._finish(lease, "failed", error=refusal.code)
        except Exception as problem:
            log.exception("job %s (%s) stopped at try %d", job_id, lease.kind, lease.attempt)
            self._again_or_park(lease, problem)
        else:
            self._finish(lease, "done")
        finally:
            self._leases.pop(job_id, None)
        return True

    def _claimable(self) -> Any:
        now = clock.now()
        return and_(
            Job.kind.in_(self._work),
            or_(
                and_(Job.state == "queued", Job.due_at <= now),
                and_(Job.state == "running", Job.lease_until < now),
            ),
        )

    def _claim(self, job_id: str) -> Lease | None:
        with self.store.write() as session:
            job = session.scalars(
                select(Job).where(Job.id == job_id, self._claimable()).with_for_update(skip_locked=True)
            ).one_or_none()
            if job is None:
                return None
            if job.attempts >= MOST_TRIES:
                _park(job, "worker-crashed")
            else:
                job.state = "running"
                job.attempts += 1
                job.fence += 1
                job.lease_until = clock.now() + LEASE
            lease = Lease(job.id, job.fence, job.kind, job.payload, job.attempts)
            parked = job.state == "parked"
        if parked:
            self._tell_given_up(lease)
            return None
        return lease

    def _finish(self, lease: Lease, state: str, *, error: str = "", due_at: datetime | None = None) -> None:
        changes: dict[str, Any] = {"state": state, "error": error, "lease_until": None}
        if due_at is None:
            changes["finished_at"] = clock.now()
        else:
            changes["due_at"] = due_at
        with self.store.write() as session:
            still_ours = (Job.id == lease.job_id, Job.fence == lease.fence, Job.state == "running")
            written = session.execute(update(Job).where(*still_ours).values(**changes))
        if written.rowcount != 1:  # type: ignore[attr-defined]
            log.warning("job %s (%s) was taken over; its result is not written", lease.job_id, lease.kind)
        elif state in {"failed", "parked"}:
            self._tell_given_up(lease)

    def _again_or_park(self, lease: Lease, problem: Exception) -> None:
        place = traceback.extract_tb(problem.__traceback__)[-1]
        error = f"{type(problem).__name__} at {place.name}:{place.lineno}"  # no message: it may name people
        if lease.attempt >= MOST_TRIES:
            self._finish(lease, "parked", error=error)
        else:
            pause = RETRY_AFTER[min(lease.attempt, len(RETRY_AFTER)) - 1]
            self._finish(lease, "queued", error=error, due_at=clock.now() + pause)

    def _tell_given_up(self, lease: Lease) -> None:
        log.error("job %s (%s) was given up", lease.job_id, lease.kind)
        work = self._work.get(lease.kind)
        if work is not None and work.given_up is not None:
            try:
                work.given_up(lease.payload)
            except Exception:
                log.exception("after giving up job %s", lease.job_id)

    # Looking after it

    def sweep(self, *, limit: int = 200) -> int:
        """Plan what the schedule asks for, and say again what is due and was not taken. Returns how many."""
        self._plan()
        patience = Job.due_at <= clock.now() - timedelta(seconds=HEARTBEAT / 3)
        query = select(Job.id).where(self._claimable(), patience).order_by(Job.due_at).limit(limit)
        with self.store.read() as session:
            due = session.scalars(query).all()
        self._unsaid = [job_id for job_id in due if not self._hint(job_id)]
        return len(due)

    def requeue_orphans(self) -> int:
        """Take back every lease at once. Only for whoever knows that nobody else works on this store."""
        with self.store.write() as session:
            taken = update(Job).where(Job.state == "running").values(lease_until=clock.now() - LEASE)
            return int(session.execute(taken).rowcount)  # type: ignore[attr-defined]

    def _plan(self) -> None:
        now = clock.now()
        for kind, (every, jitter) in self._schedule.items():
            number = int(now.timestamp() // every.total_seconds())
            key = f"{kind}/{int(every.total_seconds())}/{number}"
            if self._planned.get(kind) == key:
                continue
            share = hashlib.sha256(f"{kind}{self._settings.secret_key}".encode()).digest()[0] / 256
            start = datetime.fromtimestamp(number * every.total_seconds(), UTC)
            try:
                with self.store.write() as session:
                    self.enqueue(session, kind, {}, start + jitter * share, key=key)
            except IntegrityError:
                pass  # a sibling planned it at the same moment
            self._planned[kind] = key

    def _renew(self) -> None:
        for lease in list(self._leases.values()):
            with self.store.write() as session:
                ours = (Job.id == lease.job_id, Job.fence == lease.fence, Job.state == "running")
                session.execute(update(Job).where(*ours).values(lease_until=clock.now() + LEASE))

    # Threads

    def start_in_process(self, *, threads: int = THREADS) -> None:
        """Work inside this process, if it is the one among its siblings that holds the lock; a sibling takes
        over when it dies. No signal handler is touched."""
        lock = FileLock(self._settings.instance / "jobs.lock")
        self._start(threads, only_with=lock)

    def start(self, *, threads: int = THREADS) -> None:
        """Work inside this process beside any number of other workers (`wallet work` on a shared queue)."""
        self._start(threads, only_with=None)

    def stop(self) -> None:
        """Finish what is under way and stop; what was not begun stays in the table."""
        atexit.unregister(self.stop)
        self._stopping.set()
        if self._supervisor is not None:
            self._supervisor.join(timeout=30)
            self._supervisor = None

    def _start(self, threads: int, *, only_with: FileLock | None) -> None:
        if self._supervisor is not None:
            return
        self._stopping.clear()
        atexit.register(self.stop)  # a web server that is told to stop lets us finish
        self._supervisor = threading.Thread(
            target=self._supervise, args=(threads, only_with), name="jobs", daemon=True
        )
        self._supervisor.start()

    def _supervise(self, threads: int, lock: FileLock | None) -> None:
        try:
            while lock is not None and not lock.take():
                if self._stopping.wait(2):
                    return
            while not self._stopping.is_set():
                self._look_after(threads, alone=lock is not None)
                self.running = True
                self._stopping.wait(HEARTBEAT if self._leases else HEARTBEAT / 3)
        finally:
            self.running = False
            if self._hints is not None:
                self._hints.stop()
            if lock is not None:
                lock.give_back()

    def _look_after(self, threads: int, *, alone: bool) -> None:
        """One round. A database or a queue that is away for a minute must not end the supervision."""
        listening = self._hints is not None and self._hints.listening
        try:
            if alone and not listening:  # nobody works on this store, not even we, yet
                self.requeue_orphans()
            self._renew()
            self.sweep()
            while self._unsaid and not self._stopping.is_set():  # without a queue: slowly, here
                self.run(self._unsaid.pop(0))
                self._renew()
            if not listening:
                self.hints.listen(self.run, threads=threads)
            self.hints.look_after()
        except Exception:
            log.exception("the sweeper will try again")


def _hold(session: Session, lease: Lease) -> None:
    """Refuse to write for a lease that was lost; and while we write, nobody can take it."""
    fence = session.scalars(
        select(Job.fence).where(Job.id == lease.job_id, Job.state == "running").with_for_update(read=True)
    ).one_or_none()
    if fence != lease.fence:
        raise LeaseLost(lease.job_id)


def _park(job: Job, error: str) -> None:
    job.state, job.error, job.lease_until, job.finished_at = "parked", error, None, clock.now()
