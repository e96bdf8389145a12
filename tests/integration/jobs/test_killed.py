"""`kill -9` at any moment: what was acknowledged is kept whole, each job of it runs (DATA-01, -09, -23)."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select

from tests.integration.jobs.worker import import_one
from wallet.jobs import Jobs
from wallet.store import Store
from wallet.store.tables import Account, Job, Original

WORKER = Path(__file__).with_name("worker.py")
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
    jobs.requeue_orphans()
    jobs.run_due(limit=10_000)
    with store.read() as session:
        assert set(session.scalars(select(Account.subject))) == named
        assert set(session.scalars(select(Job.state).where(Job.kind == "import"))) == {"done"}
    store.dispose()
