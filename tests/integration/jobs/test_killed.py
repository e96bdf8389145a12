"""`kill -9` at any moment: what was acknowledged is kept whole, each job of it runs (DATA-01, -09, -23)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select

from tests.integration.collection.issuer import Web
from tests.integration.collection.people import open_app
from tests.integration.jobs.worker import import_one
from wallet.imports import jobs as imports_jobs
from wallet.imports import service as imports
from wallet.jobs.queue import Jobs
from wallet.store import Store
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential, Original
from wallet.store.models.imports import ImportItem
from wallet.store.models.job import Job

WORKER = Path(__file__).with_name("worker.py")
IMPORTER = Path(__file__).with_name("importer.py")
LONG_KILLS = 110  # on each database
ROOT = Path(__file__).parents[3]
KILLS = 5


def acknowledged_before_kill(database_url: str, instance: Path, prefix: str, *, acks: int) -> list[str]:
    """Run a worker, kill it soon after `acks` acknowledgements; the names it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, str(WORKER), database_url, "sqlite", str(instance), prefix, "400"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    lines = []
    for line in child.stdout:
        lines.append(line)
        if len(lines) >= acks:
            break
    time.sleep(random.uniform(0, 0.05))
    child.send_signal(signal.SIGKILL)
    lines += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    return [line.split()[1] for line in lines if line.startswith("kept ") and line.endswith("\n")]


def finish(jobs: Jobs, clock: wallet_clock.Frozen) -> None:
    """As the next process does: take back every lease, do what is due, and what pauses after its pause."""
    jobs.requeue_orphans()
    for _ in range(6):
        while jobs.run_due(limit=10_000):
            pass
        clock.move(timedelta(minutes=11))


def test_whenever_a_wallet_is_killed_every_acknowledged_file_is_finished_and_none_is_called_refused(
    database_url: str, tmp_path: Path, long_run: bool
):
    """The whole road of an upload: kept, opened, checked. Kills hit a process at any moment after it said
    that it keeps something, those of the long form also while it is still starting."""
    store = Store(database_url)
    with store.write() as session:
        account = Account(issuer="https://id.example", subject="ana", language="en")
        session.add(account)
        session.flush()
        holder = account.id
    acknowledged = imported_under_kills(database_url, tmp_path, holder, LONG_KILLS if long_run else 3)
    assert acknowledged
    app = open_app(store, Web(wallet_clock), tmp_path)
    services = app.extensions["wallet"]
    with wallet_clock.freeze(wallet_clock.now()) as clock, app.test_request_context():
        finish(services.jobs, clock)
        assert imports_jobs.mend_imports(services=services) == 0  # nothing was left between two transactions
        services.jobs.retry_interrupted()
        finish(services.jobs, clock)
    with store.read() as session:
        items = session.scalars(select(ImportItem)).all()
        jobs = session.scalars(select(Job.state).where(Job.kind == imports.IMPORT)).all()
        titles = session.scalars(select(HeldCredential.name)).all()
    assert {item.batch_id for item in items} >= {batch for batch, _ in acknowledged}
    assert {item.state for item in items} <= {"done", "opened", "duplicate"}
    assert set(jobs) == {"done"}
    assert {f"{title}.jwt" for _, title in acknowledged} <= set(titles)
    store.dispose()


def imported_under_kills(database_url: str, instance: Path, holder: str, kills: int) -> list[tuple[str, str]]:
    """(batch, title) of everything that wallets acknowledged, each of which was killed after a while."""
    server = subprocess.Popen(
        [sys.executable, str(IMPORTER), database_url, str(instance), holder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    kept: list[tuple[str, str]] = []
    try:
        for number in range(kills):
            server.stdin.write(f"t{number}\n")
            server.stdin.flush()
            starting = number % 7 == 6
            child = None
            while (line := server.stdout.readline().split()) != ["over"]:
                if line[0] == "kept":
                    kept.append((line[1], line[2]))
                else:
                    child = int(line[1])
                if child is not None and (starting or line[0] == "kept"):
                    time.sleep(random.uniform(0, 0.2 if starting else 1.0))
                    os.kill(child, signal.SIGKILL)
                    child = None
    finally:
        server.kill()
        server.communicate()
    return kept


def test_five_kills_lose_no_acknowledged_import(sqlite_url: str, tmp_path: Path):
    acknowledged: list[str] = []
    for number in range(KILLS):
        acknowledged += acknowledged_before_kill(sqlite_url, tmp_path, str(number), acks=10 + 8 * number)
    assert len(acknowledged) >= 10 * KILLS

    store = Store(sqlite_url)
    with store.read() as session:
        kept = {bytes(data).decode() for data in session.scalars(select(Original.data))}
        named = {job.payload["name"] for job in session.scalars(select(Job).where(Job.kind == "import"))}
    assert set(acknowledged) <= kept
    assert kept == named  # never bytes without their job, never a job without its bytes

    jobs = Jobs(store, SimpleNamespace(jobs_url="sqlite", secret_key="s" * 32, instance=tmp_path))

    jobs.register("import")(import_one)
    with wallet_clock.freeze(wallet_clock.now()) as clock:
        finish(jobs, clock)
    with store.read() as session:
        assert set(session.scalars(select(Account.subject))) == named
        assert set(session.scalars(select(Job.state).where(Job.kind == "import"))) == {"done"}
    store.dispose()
