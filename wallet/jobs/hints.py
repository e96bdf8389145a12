"""The queue that carries one sentence, "job N is due", and nothing else (Huey).

Losing every message of it loses no work: the job table is the truth and the sweeper of `wallet.jobs.queue`
says the sentence again. So the queue may be fast and forgetful: Valkey, PostgreSQL or a small file.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer

log = logging.getLogger("wallet.jobs.queue")
NAME = "dorobek"
FULL = 1000  # so many waiting hints are enough; the sweeper repeats what is not said now


class Hints:
    """Says which job is due, and hears it. `url` as in `Settings.jobs_url`."""

    def __init__(self, url: str, *, secret: str, instance: Path) -> None:
        key = hmac.new(secret.encode(), b"wallet.jobs.hints", hashlib.sha256).hexdigest()
        self._huey = _open(url, SignedSerializer(secret=key, salt=NAME), instance)
        self._heard: Callable[[str], object] = lambda job_id: None
        self._task = self._huey.task(name="job_is_due")(self._hear)
        self._consumer: Any = None

    def say(self, job_id: str) -> bool:
        """Best effort: a queue that is down is a slower wallet, not a broken one. Was it taken?"""
        try:
            if self._huey.pending_count() < FULL:
                self._task(job_id)
        except Exception as problem:
            log.warning("the queue did not take a hint (%s); the sweeper will", type(problem).__name__)
            return False
        return True

    def listen(self, heard: Callable[[str], object], *, threads: int) -> None:
        """Call `heard(job_id)` in `threads` threads of this process until `stop`."""
        self._heard = heard
        consumer = self._huey.create_consumer(
            workers=threads,
            periodic=False,
            initial_delay=0.05,
            backoff=1.3,
            max_delay=0.5,
            shutdown_timeout=20,
        )
        # Huey's consumer believes it owns the process; ours is a guest in a web server, or in `wallet work`,
        # and signals belong to the host. The private name is held by a test.
        consumer._set_signal_handlers = lambda: None
        consumer.start()
        self._consumer = consumer

    @property
    def listening(self) -> bool:
        return self._consumer is not None

    def stop(self) -> None:
        """Finish what is being worked on (at most 20 s) and listen no more."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer = None

    def look_after(self) -> None:
        """Replace listeners that have died."""
        if self._consumer is not None:
            self._consumer.check_worker_health()

    def waiting(self) -> int:
        return int(self._huey.pending_count())

    def forget(self) -> None:
        """Lose every hint, as a flushed queue would."""
        self._huey.flush()

    def _hear(self, job_id: str) -> None:
        self._heard(job_id)


def _open(url: str, serializer: SignedSerializer, instance: Path) -> Huey:
    common = {"results": False, "serializer": serializer, "store_intermediate_errors": False}
    scheme, _, rest = url.partition("://")
    if scheme in {"redis", "rediss", "valkey", "valkeys"}:
        scheme = scheme.replace("valkey", "redis")
        patience = ("&" if "?" in rest else "?") + "socket_connect_timeout=2&socket_timeout=5"
        return RedisHuey(NAME, url=f"{scheme}://{rest}{patience}", **common)
    if scheme.partition("+")[0] == "postgresql":
        return PostgresHuey(NAME, dsn=f"postgresql://{rest}", table_prefix="dorobek_hints", **common)
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "hints.sqlite3"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    return SqliteHuey(NAME, filename=str(path), fsync=False, **common)
