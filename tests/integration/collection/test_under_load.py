"""While the schedule, imports, a backup, housekeeping and a vacuum run, people get their pages."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable

from sqlalchemy import text

from tests.integration.collection.crowd import add_crowd, of_crowd
from wallet.collection import jobs as work
from wallet.collection import reverify
from wallet.imports import jobs as imports_jobs
from wallet.imports import service as importing
from wallet.store import Store, housekeeping

_log = logging.getLogger(__name__)
FEW, MANY = 2_000, 200_000


def test_no_page_fails_while_everything_else_runs(open_for, store: Store, issuer, tmp_path, long_run: bool):
    ana = open_for(store)
    held = ana.add_one(issuer.token("Sheets"))
    add_crowd(store, held, MANY if long_run else FEW, now=ana.services.clock.now())
    tokens = [issuer.token(f"Import {number}") for number in range(200)]
    rounds = iter(range(1_000))
    stop = threading.Event()

    def schedule() -> None:
        reverify.reverify_due(services=ana.services)
        ana.services.jobs.run_due(10)

    def imports() -> None:
        files = [(f"{number}.jwt", tokens.pop()) for number in range(3) if tokens]
        if files:
            importing.import_files(ana.id, files, services=ana.services)
        ana.services.jobs.run_due(10)

    def backup() -> None:
        store.backup(tmp_path / f"backup-{next(rounds)}.sqlite3")

    def vacuum() -> None:
        if store.is_sqlite:
            connection = store.engine.raw_connection()
            began = time.monotonic()
            try:
                connection.cursor().execute("PRAGMA query_only = OFF")
                connection.cursor().execute("VACUUM")
            finally:
                connection.close()
            _log.info("a vacuum took %.1f s", time.monotonic() - began)
            stop.wait(20)  # nobody vacuums without end
            return
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("RESET statement_timeout"))

    def tidying() -> None:
        housekeeping.tidy(store)
        imports_jobs.mend_imports(services=ana.services)
        work.purge_deleted(services=ana.services)

    problems: list[BaseException] = []
    done: Counter[str] = Counter()
    everything = (schedule, imports, backup, vacuum, tidying)
    threads = [
        threading.Thread(target=again_and_again, args=(what, stop, done, problems)) for what in everything
    ]
    for thread in threads:
        thread.start()
    answers: Counter[int] = Counter()
    slowest = 0.0
    end = time.monotonic() + (300 if long_run else 60)
    while not all(done[what.__name__] for what in everything) or answers.total() < 40:
        if problems or time.monotonic() > end:
            break
        for path in ("/", f"/credentials/{held}", "/paths", "/portfolios", "/me"):
            began = time.monotonic()
            answers[ana.get(path).status_code] += 1
            slowest = max(slowest, time.monotonic() - began)
        answers[ana.upload(("late.jwt", issuer.token(f"Late {answers.total()}"))).status_code] += 1
    stop.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert {status for status in answers if status >= 400} == set(), answers
    assert all(done[what.__name__] for what in everything), done
    assert of_crowd(store) > 0
    _log.info("%d answers, the slowest after %.1f s; %s", answers.total(), slowest, dict(done))


def again_and_again(
    what: Callable[[], None], stop: threading.Event, done: Counter[str], problems: list[BaseException]
) -> None:
    while not stop.is_set():
        try:
            what()
        except BaseException as problem:
            _log.exception("%s failed", what.__name__)
            problems.append(problem)
            return
        done[what.__name__] += 1
