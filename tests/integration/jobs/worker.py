"""A worker to be killed: enqueues `import` jobs, says so line by line, and does them in threads.

python worker.py DATABASE_URL JOBS_URL INSTANCE PREFIX COUNT
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select

from wallet.jobs.queue import Jobs
from wallet.store import Store
from wallet.store.models.account import Account
from wallet.store.originals import keep_original


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def import_one(payload, *, store) -> None:
    """May run twice, as every handler must."""
    time.sleep(0.01)
    with store.write() as session:
        done = select(Account.id).where(Account.subject == payload["name"])
        if session.scalars(done).one_or_none() is None:
            session.add(Account(issuer="imported", subject=payload["name"]))


def main(database_url: str, jobs_url: str, instance: str, prefix: str, count: str) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    store = Store(database_url)
    jobs = Jobs(store, SimpleNamespace(jobs_url=jobs_url, secret_key="s" * 32, instance=Path(instance)))

    jobs.register("import")(import_one)
    if jobs_url == "sqlite":
        jobs.start_in_process()
    else:
        jobs.start()
    for number in range(int(count)):
        name = f"{prefix}/{number}"
        with store.write() as session:
            keep_original(session, name.encode(), "text/plain")
            jobs.enqueue(session, "import", {"name": name})
        say(f"kept {name}")  # the acknowledgement
    while not jobs.running:
        time.sleep(0.02)
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
    say("running")
    time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
