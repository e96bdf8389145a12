"""read() sees one moment and cannot write; write() is all or nothing; nobody's change is lost."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextvars import copy_context

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from wallet.store import Store, after_commit, in_transaction
from wallet.store.database import BUSY_SECONDS, NestedWrite, is_conflict
from wallet.store.models.account import Account
from wallet.store.models.job import Job
from wallet.store.originals import keep_original


def names(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(Account.subject).order_by(Account.subject)))


def person(subject: str) -> Account:
    return Account(issuer="i", subject=subject)


def test_what_is_written_is_committed_at_the_end_of_the_block(store: Store):
    with store.write() as session:
        session.add(person("a"))
    assert names(store) == ["a"]


def test_an_exception_undoes_all_of_it(store: Store):
    with pytest.raises(RuntimeError), store.write() as session:
        session.add(person("a"))
        session.flush()
        raise RuntimeError
    assert names(store) == []
    with store.write() as session:  # and the connection is fit for the next
        session.add(person("b"))
    assert names(store) == ["b"]


def test_reading_cannot_write(store: Store):
    with pytest.raises(DBAPIError, match=r"read.?only"), store.read() as session:
        session.add(person("a"))
        session.flush()
    with store.write() as session:
        session.add(person("b"))
    assert names(store) == ["b"]


def test_a_reader_sees_one_moment_while_others_write(store: Store):
    with store.read() as session:
        assert session.scalars(select(Account.subject)).all() == []

        def write() -> None:
            with store.write() as other:
                other.add(person("a"))

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        assert session.scalars(select(Account.subject)).all() == []
    assert names(store) == ["a"]


def test_no_increment_of_eight_writers_is_lost(store: Store):
    with store.write() as session:
        session.add(Job(id="counter", kind="count", attempts=0))

    def count() -> None:
        for _ in range(25):

            def once(session) -> None:
                session.get_one(Job, "counter").attempts += 1

            store.transact(once)

    threads = [threading.Thread(target=count) for _ in range(8 if store.is_sqlite else 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert session.get_one(Job, "counter").attempts == 25 * len(threads)


def test_a_transaction_that_lost_to_another_is_run_again(store: Store):
    if store.is_sqlite:
        pytest.skip("BEGIN IMMEDIATE lets nobody lose")
    with store.write() as session:
        session.add(Job(id="counter", kind="count", attempts=0))
    tries = []

    def work(session) -> None:
        job = session.get_one(Job, "counter")
        tries.append(job.attempts)
        if len(tries) == 1:  # somebody else commits between our reading and our writing
            with store.engine.begin() as other:
                other.execute(text("UPDATE job SET attempts = 10"))
        job.attempts += 1

    store.transact(work)
    assert tries == [0, 10]
    with store.read() as session:
        assert session.get_one(Job, "counter").attempts == 11


def test_an_error_that_is_no_conflict_is_raised_at_once(store: Store):
    tries = []

    def work(session) -> None:
        tries.append(1)
        session.execute(text("SELECT * FROM no_such_table"))

    with pytest.raises(DBAPIError) as raised:
        store.transact(work)
    assert len(tries) == 1
    assert not is_conflict(raised.value)


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself(sqlite_store: Store):
    with sqlite_store.write(), pytest.raises(NestedWrite), sqlite_store.write():
        pass
    with sqlite_store.write():
        pass


def test_one_can_ask_whether_a_transaction_is_open_here(sqlite_store: Store):
    seen = []
    assert not in_transaction()
    with sqlite_store.read():
        assert in_transaction()
        thread = threading.Thread(target=lambda: seen.append(in_transaction()))
        thread.start()
        thread.join()
        assert copy_context().run(in_transaction)
    assert not in_transaction()
    assert seen == [False]


def test_what_waits_for_the_commit_happens_after_it_and_only_then(store: Store):
    told = []
    with store.write() as session:
        session.add(person("a"))
        with session.begin_nested():
            after_commit(session, lambda: told.append((names(store), in_transaction())))
        assert told == []
    assert told == [(["a"], False)]
    with pytest.raises(RuntimeError), store.write() as session:
        after_commit(session, lambda: told.append("never"))
        raise RuntimeError
    assert len(told) == 1


def test_a_guard_is_asked_before_every_write_in_its_block(sqlite_store: Store):
    def refuse(session) -> None:
        raise PermissionError

    with sqlite_store.guarded(refuse), pytest.raises(PermissionError), sqlite_store.write() as session:
        session.add(person("a"))
    with sqlite_store.write() as session:
        session.add(person("b"))
    assert names(sqlite_store) == ["b"]


@pytest.mark.parametrize(
    "pragma,expected",
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: a commit is on the disk before it is acknowledged
        ("foreign_keys", 1),
        ("busy_timeout", 30000),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
    ],
)
def test_sqlite_is_opened_for_safety(sqlite_store: Store, pragma: str, expected):
    for transaction in (sqlite_store.read, sqlite_store.write):
        with transaction() as session:
            assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == expected


def test_a_full_disk_undoes_the_write_and_harms_nothing(sqlite_store: Store):
    """RES-03: reading goes on, nothing is half written, and it recovers without a restart."""
    with sqlite_store.write() as session:
        session.add(person("before"))
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(DBAPIError, match="full"), sqlite_store.write() as session:
        session.add(person("lost"))
        session.flush()
        keep_original(session, bytes(1_000_000), "image/png")
    assert names(sqlite_store) == ["before"]
    with sqlite_store.write() as session:
        session.execute(text("PRAGMA max_page_count = 1000000"))
        session.add(person("after"))
        keep_original(session, bytes(1_000_000), "image/png")
    assert names(sqlite_store) == ["after", "before"]


def test_sqlite_writers_take_their_turn_from_the_first_statement_on(sqlite_store: Store):
    with sqlite_store.write() as session:
        session.scalars(select(Account)).all()  # reading, but with a right to write
        other = sqlite3.connect(sqlite_store.url.database, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_an_error_does_not_print_what_people_hold(store: Store):
    with pytest.raises(DBAPIError) as raised, store.write() as session:
        session.add(person("anna@example.org"))
        session.flush()
        session.add(person("anna@example.org"))
        session.flush()
    if store.is_sqlite:  # PostgreSQL's own DETAIL names the key; the SQL and its parameters do not
        assert "anna" not in str(raised.value)
    assert "parameters hidden" in str(raised.value)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_worker_opens_connections_of_its_own(store: Store):
    with store.write() as session:
        session.add(person("parent"))
    child = os.fork()
    if child == 0:
        try:
            with store.write() as session:
                session.add(person("child"))
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status == 0
    assert names(store) == ["child", "parent"]


def test_only_the_two_databases_are_spoken():
    with pytest.raises(ValueError, match="sqlite"):
        Store("mysql://localhost/x")


def test_what_can_be_left_out_does_not_wait_long_for_another_writer(sqlite_store: Store):
    """A vacuum may hold the database longer than a page may take; the next transaction waits as ever."""
    with sqlite_store.engine.connect() as other:  # a writer that does not end
        other.exec_driver_sql("SELECT 1")
        with pytest.raises(DBAPIError) as problem, sqlite_store.write(wait=0.05) as session:
            session.execute(text("SELECT 1"))
        assert is_conflict(problem.value)
    with sqlite_store.write() as session:
        assert session.execute(text("PRAGMA busy_timeout")).scalar_one() == BUSY_SECONDS * 1000
