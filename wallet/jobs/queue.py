"""Background work: one job table, one schedule, turns by holder.

    @jobs.register("import-item")
    def import_item(payload, *, store): ...

    with store.write() as session:
        session.add(item)
        # kept if, and only if, the item is kept
        jobs.enqueue(session, "import-item", {"item": item.id}, holder=holder)

The row is the truth; a queue (`wallet.jobs.hints`) only says that something is due. A worker takes a *lease*
with a *fence* number and renews it while it works. A worker that died loses its lease and the job runs again,
so a handler must be able to run twice; one that was merely asleep finds its fence passed, and the store
refuses every write of it.

**Order.** A worker takes the job whose turn it is, not the one it heard of. Turns are start-time fair
queueing: a holder's next job has the turn after their last one, and never one before what is being served. So
two hundred files of one holder and one file of another alternate. One holder has at most `MOST_OF_ONE` jobs
under way. Long work (archives, made files, the schedule) has a lane of its own with at most half of a
process's threads, so a thread is free for short work. A job that would wait for a stranger's crowded host
goes back into the queue until that host has a place (`wallet.fetching.patience`).

**Crashes.** A handler that raises three times is parked. A worker that died says nothing about the job: the
first time the job runs again at once, then after growing pauses and *alone*, with nothing else under way in
its process. Three times dead alone, it is parked as `INTERRUPTED`, and tried once more each day for a week.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import threading
import time
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wallet.errors import WalletError
from wallet.fetching.patience import HostBusy, patient_for
from wallet.jobs.hints import Hints
from wallet.jobs.locks import FileLock
from wallet.store import Store, after_commit, clock, housekeeping
from wallet.store.models.columns import new_id
from wallet.store.models.job import Job

log = logging.getLogger("wallet.jobs.queue")

Handler = Callable[..., Any]
GivenUp = Callable[[Session, Mapping[str, Any], str], Any]
LEASE = timedelta(seconds=60)
AHEAD = timedelta(minutes=5)  # as far as the clocks of several processes may differ
HEARTBEAT = 15.0  # seconds between renewals, and between two looks of the sweeper
MOST_TRIES = 3
RETRY_AFTER = (timedelta(seconds=10), timedelta(minutes=2))
THREADS = 8
MOST_OF_ONE = 2  # jobs of one holder under way at once, over all workers
PATIENCE = 1.0  # seconds a job waits for a place at a stranger's host
LOOK = 0.1  # seconds between two looks of whoever waits for a job
HINTS_AT_ONCE = 50  # a worker that heard one takes whatever is due, so few are enough
ALONE, SHORT, LONG = 0, 1, 2  # lanes
INTERRUPTED = "worker-crashed"
OPEN = ("queued", "running")
SHARED_CRASHES = 1  # so often a job whose worker died runs again beside others
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))  # before each run alone
DAILY_FOR = timedelta(days=7)
HOUSEKEEPING = "housekeeping"
RETRY_INTERRUPTED = "retry-interrupted"
_TURNS = "wallet_turns"


class LeaseLost(RuntimeError):
    """Another worker has taken this job over; whatever this one found is not to be written."""


@dataclass(frozen=True)
class Lease:
    job_id: str
    fence: int
    kind: str
    payload: Mapping[str, Any]
    attempt: int
    lane: int = SHORT
    holder: str = ""


@dataclass(frozen=True)
class Work:
    run: Handler
    given_up: GivenUp | None = None
    long: bool = False


class Jobs:
    """The jobs of one store. `settings` gives jobs_url, secret_key and instance; `busy_hosts()` names the
    strangers' hosts that have no place free for this process."""

    def __init__(
        self, store: Store, settings: Any, *, busy_hosts: Callable[[], Collection[str]] = tuple
    ) -> None:
        self.store = store
        self.busy_hosts = busy_hosts
        self._settings = settings
        self._work: dict[str, Work] = {}
        self._schedule: dict[str, tuple[timedelta, timedelta]] = {}
        self._planned: dict[str, str] = {}
        self._leases: dict[str, Lease] = {}
        self._hints: Hints | None = None
        self._unsaid = 0  # due, and the queue would not take the hint
        self._opening = threading.Lock()
        self._taking = threading.Lock()  # one thread of this process chooses at a time
        self._stopping = threading.Event()
        self._supervisor: threading.Thread | None = None
        self._threads = 1
        self.running = False  # do threads of this process take jobs?
        self.register(HOUSEKEEPING, long=True)(lambda payload, *, store: housekeeping.tidy(store))
        self.schedule(HOUSEKEEPING, every=timedelta(hours=6), jitter=timedelta(minutes=30))
        self.register(RETRY_INTERRUPTED, long=True)(lambda payload, *, store: self.retry_interrupted())
        self.schedule(RETRY_INTERRUPTED, every=timedelta(hours=24), jitter=timedelta(hours=2))

    # What there is to do

    def register(
        self, kind: str, *, given_up: GivenUp | None = None, long: bool = False
    ) -> Callable[[Handler], Handler]:
        """Name the function that does jobs of `kind`: `handler(payload, *, store)`. It may run twice for one
        job. A `WalletError` fails the job for good; anything else is tried again, three times in all.
        `given_up(session, payload, error)` is called in the transaction that fails or parks a job. `error` is
        INTERRUPTED where only its workers died: the job is then tried again, daily for a week. `long`: nobody
        waits for it, or it takes more than a moment."""

        def keep(handler: Handler) -> Handler:
            self._work[kind] = Work(handler, given_up, long)
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
        holder: str = "",
        long: bool | None = None,
    ) -> str | None:
        """Add a job inside the caller's write transaction; its id, or None where `key` was used before.
        `holder` is the account whose turn it takes, "" for the wallet's own work; `long` where this one job
        is longer or shorter than its kind."""
        if key is not None and session.scalars(select(Job.id).where(Job.key == key)).first() is not None:
            return None
        now = clock.now()
        if long is None:
            long = kind in self._work and self._work[kind].long
        lane = LONG if long else SHORT
        job = Job(
            id=new_id(),
            kind=kind,
            payload=dict(payload),
            due_at=due_at or now,
            created_at=now,
            key=key,
            holder=holder,
            lane=lane,
            turn=_next_turn(session, lane, holder),
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

    def wait_for(self, job_id: str, seconds: float) -> bool:
        """Wait until a job has ended, in whichever process; False if it has not within that time."""
        until = time.monotonic() + seconds
        while True:
            with self.store.read() as session:
                if session.scalar(select(Job.state).where(Job.id == job_id)) not in OPEN:
                    return True
            if time.monotonic() >= until:
                return False
            time.sleep(LOOK)

    # Doing it

    def run_due(self, limit: int = 100) -> int:
        """Do what is due, in turn, in this thread; also what that work enqueues. Returns how many."""
        done = 0
        while done < limit and self.run_next():
            done += 1
        return done

    def run_next(self) -> bool:
        """Do the job whose turn it is. False if nothing is due that this process may take now."""
        lease = self._take()
        if lease is None:
            return False
        self._do(lease)
        return True

    def run(self, job_id: str) -> bool:
        """Do this very job if it is due and nobody else has it. Returns whether it was ours to do."""
        lease = self._claim(job_id)
        if lease is None:
            return False
        self._leases[job_id] = lease
        self._do(lease)
        return True

    def _heard(self, _job_id: str) -> None:
        """Something is due: work until nothing is. Which job was named does not matter."""
        while not self._stopping.is_set() and self.run_next():
            continue

    def _do(self, lease: Lease) -> None:
        try:
            with self.store.guarded(lambda session: _hold(session, lease)), patient_for(PATIENCE):
                self._work[lease.kind].run(lease.payload, store=self.store)
        except LeaseLost:
            log.warning("job %s (%s) was taken over by another worker", lease.job_id, lease.kind)
        except HostBusy as busy:
            again = {"host": busy.host, "attempts": lease.attempt - 1}
            self._finish(lease, "queued", due_at=clock.now(), **again)
        except WalletError as refusal:
            self._finish(lease, "failed", error=refusal.code)
        except Exception as problem:
            log.exception("job %s (%s) stopped at try %d", lease.job_id, lease.kind, lease.attempt)
            self._again_or_park(lease, problem)
        else:
            self._finish(lease, "done")
        finally:
            self._leases.pop(lease.job_id, None)
            if lease.lane == ALONE:
                self._wake()

    def _wake(self) -> None:
        """The other threads went to sleep while one job ran alone."""
        try:
            self._say_again(HINTS_AT_ONCE, clock.now())
        except Exception as problem:
            log.warning("nobody was woken (%s); the sweeper will", type(problem).__name__)

    # Whose turn it is

    def _take(self) -> Lease | None:
        with self._taking:
            for _ in range(HINTS_AT_ONCE):  # another process may take what we have chosen
                job_id = self._choose()
                if job_id is None:
                    return None
                lease = self._claim(job_id)
                if lease is not None:
                    self._leases[job_id] = lease
                    return lease
        return None

    def _choose(self) -> str | None:
        """The job that this process should take now; None if there is none."""
        under_way = list(self._leases.values())
        if any(lease.lane == ALONE for lease in under_way):
            return None
        now = clock.now()
        with self.store.read() as session:
            known = Job.kind.in_(self._work)
            dead = select(Job.id).where(Job.state == "running", Job.lease_until < now, known).limit(1)
            if (found := session.scalar(dead)) is not None:
                return found
            due = select(Job.id).where(Job.state == "queued", Job.due_at <= now, known)
            due = due.order_by(Job.turn, Job.created_at).limit(1)
            alone = session.scalar(due.where(Job.lane == ALONE))
            if alone is not None:  # what is under way is finished first, and nothing new is begun
                return None if under_way else alone
            due = self._fairly(session, due, now)
            own = sum(lease.lane == LONG and not lease.holder for lease in under_way)
            for lane in self._lanes(under_way):
                allowed = due.where(Job.lane == lane)
                if lane == LONG and own >= MOST_OF_ONE:
                    allowed = allowed.where(Job.holder != "")
                if (found := session.scalar(allowed)) is not None:
                    return found
        return None

    def _fairly(self, session: Session, due: Select[Any], now: datetime) -> Select[Any]:
        """Without those who have their share under way, and without hosts that have no place."""
        alive = and_(Job.state == "running", Job.lease_until >= now, Job.holder != "")
        served = select(Job.holder).where(alive).group_by(Job.holder).having(func.count() >= MOST_OF_ONE)
        if full := session.scalars(served).all():
            due = due.where(Job.holder.not_in(full))
        if busy := list(self.busy_hosts()):
            due = due.where(Job.host.not_in(busy))
        return due

    def _lanes(self, under_way: Collection[Lease]) -> tuple[int, ...]:
        """Short before long; but one thread of several is always at long work, and never more than half."""
        if self._threads == 1:
            return (SHORT, LONG)
        long = sum(lease.lane == LONG for lease in under_way)
        if long == 0:
            return (LONG, SHORT)
        return (SHORT, LONG) if long < self._threads // 2 else (SHORT,)

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
            now = clock.now()
            if job.state == "running":
                self._interrupted(session, job, now)
                if job.state != "running":
                    return None
            if job.holder and not self._has_room(session, job, now):
                return None
            job.state = "running"
            job.attempts += 1
            job.fence += 1
            job.lease_until = now + LEASE
            return Lease(job.id, job.fence, job.kind, job.payload, job.attempts, job.lane, job.holder)

    def _has_room(self, session: Session, job: Job, now: datetime) -> bool:
        """Asked once more inside the transaction; on PostgreSQL two workers may choose at the same moment."""
        if not self.store.is_sqlite:
            number = int.from_bytes(hashlib.sha256(job.holder.encode()).digest()[:8], signed=True)
            session.execute(select(func.pg_advisory_xact_lock(number)))
        alive = (Job.state == "running", Job.lease_until >= now, Job.holder == job.holder, Job.id != job.id)
        return (session.scalar(select(func.count()).where(*alive)) or 0) < MOST_OF_ONE

    def _interrupted(self, session: Session, job: Job, now: datetime) -> None:
        """Its worker died. That is nothing the job has done, until it happens again and again, alone."""
        job.interruptions += 1
        job.attempts = max(0, job.attempts - 1)
        alone = job.interruptions - SHARED_CRASHES
        if alone <= 0:
            return
        log.warning("job %s (%s) was interrupted %d times", job.id, job.kind, job.interruptions)
        job.lease_until = None
        if alone > len(PAUSES):
            job.state, job.error, job.finished_at = "parked", INTERRUPTED, now
            self._tell_given_up(session, job.kind, job.payload, INTERRUPTED)
        else:
            job.state, job.lane, job.due_at = "queued", ALONE, now + PAUSES[alone - 1]

    def _finish(
        self, lease: Lease, state: str, *, error: str = "", due_at: datetime | None = None, **more: Any
    ) -> None:
        changes: dict[str, Any] = {"state": state, "error": error, "lease_until": None, **more}
        if due_at is None:
            changes["finished_at"] = clock.now()
        else:
            changes["due_at"] = due_at
        with self.store.write() as session:
            still_ours = (Job.id == lease.job_id, Job.fence == lease.fence, Job.state == "running")
            written = session.execute(update(Job).where(*still_ours).values(**changes))
            ours = written.rowcount == 1  # type: ignore[attr-defined]
            if ours and state in {"failed", "parked"}:
                self._tell_given_up(session, lease.kind, lease.payload, error)
        if not ours:
            log.warning("job %s (%s) was taken over; its result is not written", lease.job_id, lease.kind)

    def _again_or_park(self, lease: Lease, problem: Exception) -> None:
        place = traceback.extract_tb(problem.__traceback__)[-1]
        error = f"{type(problem).__name__} at {place.name}:{place.lineno}"  # no message: it may name people
        if lease.attempt >= MOST_TRIES:
            self._finish(lease, "parked", error=error)
        else:
            pause = RETRY_AFTER[min(lease.attempt, len(RETRY_AFTER)) - 1]
            self._finish(lease, "queued", error=error, due_at=clock.now() + pause)

    def _tell_given_up(self, session: Session, kind: str, payload: Mapping[str, Any], error: str) -> None:
        """In the transaction that gives the job up: whoever reads sees both, or neither."""
        log.error("a job (%s) was given up: %s", kind, error)
        work = self._work.get(kind)
        if work is None or work.given_up is None:
            return
        try:
            with session.begin_nested():
                work.given_up(session, payload, error)
        except Exception:
            log.exception("after giving up a job (%s)", kind)

    # Looking after it

    def sweep(self, *, limit: int = HINTS_AT_ONCE) -> int:
        """Plan what the schedule asks for, and say again what is due and was not taken. Returns how many."""
        self._after_clock_went_back()
        self._plan()
        return self._say_again(limit, clock.now() - timedelta(seconds=HEARTBEAT / 3))

    def _after_clock_went_back(self) -> None:
        """Rows that were written while the clock was ahead (DEP-11) would wait until it gets there again: a
        queued job keeps its distance, counted from now, and a lease that cannot be has ended."""
        now = clock.now()
        ahead = (Job.state == "queued", Job.due_at > now, Job.created_at > now + AHEAD)
        held = (Job.state == "running", Job.lease_until > now + LEASE + AHEAD)
        with self.store.read() as session:
            found = select(Job.id).where(or_(and_(*ahead), and_(*held))).limit(1)
            if session.scalar(found) is None:
                return
        with self.store.write() as session:
            for job in session.scalars(select(Job).where(*ahead).limit(HINTS_AT_ONCE)):
                job.due_at, job.created_at = now + (job.due_at - job.created_at), now
            session.execute(update(Job).where(*held).values(lease_until=now))
        log.warning("the clock went back: jobs that were written ahead of it are due as if written now")

    def _say_again(self, limit: int, before: datetime) -> int:
        known = Job.kind.in_(self._work)
        queued = select(Job.id).where(Job.state == "queued", Job.due_at <= before, known)
        dead = select(Job.id).where(Job.state == "running", Job.lease_until < clock.now(), known)
        with self.store.read() as session:
            due = [
                *session.scalars(queued.order_by(Job.due_at).limit(limit)),
                *session.scalars(dead.limit(limit)),
            ]
        self._unsaid = sum(not self._hint(job_id) for job_id in due)
        return len(due)

    def requeue_orphans(self) -> int:
        """Take back every lease at once. Only for whoever knows that nobody else works on this store."""
        with self.store.write() as session:
            taken = update(Job).where(Job.state == "running").values(lease_until=clock.now() - LEASE)
            return int(session.execute(taken).rowcount)  # type: ignore[attr-defined]

    def retry_interrupted(self) -> int:
        """Try once more, alone, what is parked only because its workers died. Returns how many."""
        now = clock.now()
        lately = (Job.state == "parked", Job.error == INTERRUPTED, Job.created_at > now - DAILY_FOR)
        again = {"state": "queued", "lane": ALONE, "due_at": now, "finished_at": None}
        with self.store.write() as session:
            retried = session.execute(
                update(Job)
                .where(*lately, Job.kind.in_(self._work))
                .values(interruptions=SHARED_CRASHES + len(PAUSES), **again)
            )
            return int(retried.rowcount)  # type: ignore[attr-defined]

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
            self._threads = 1

    def _start(self, threads: int, *, only_with: FileLock | None) -> None:
        if self._supervisor is not None:
            return
        self._threads = threads
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
            while self._unsaid > 0 and not self._stopping.is_set():  # without a queue: slowly, here
                self._unsaid -= 1
                self.run_next()
                self._renew()
            if not listening:
                self.hints.listen(self._heard, threads=threads)
            self.hints.look_after()
        except Exception:
            log.exception("the sweeper will try again")


def _next_turn(session: Session, lane: int, holder: str) -> int:
    """The turn of the holder's next job: after their last one, and not before what is being served now, so
    that nobody saves up turns and nobody waits behind another's backlog."""
    turns: dict[tuple[int, str], int] = session.info.setdefault(_TURNS, {})
    if (lane, holder) not in turns:
        waiting = select(Job.turn).where(Job.state == "queued", Job.lane == lane)
        open_ones = Job.state.in_(OPEN)
        mine = select(func.max(Job.turn)).where(open_ones, Job.lane == lane, Job.holder == holder)
        served = select(func.max(Job.turn)).where(Job.state == "running", Job.lane == lane)
        with session.no_autoflush:
            last = session.scalar(mine)
            first = session.scalar(waiting.order_by(Job.turn).limit(1))
            now_served = session.scalar(served)
        turns[lane, holder] = max(-1 if last is None else last, (first or 0) - 1, (now_served or 0) - 1)
    turns[lane, holder] += 1
    return turns[lane, holder]


def _hold(session: Session, lease: Lease) -> None:
    """Refuse to write for a lease that was lost; and while we write, nobody can take it."""
    fence = session.scalars(
        select(Job.fence).where(Job.id == lease.job_id, Job.state == "running").with_for_update(read=True)
    ).one_or_none()
    if fence != lease.fence:
        raise LeaseLost(lease.job_id)
