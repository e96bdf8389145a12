"""What is over is removed a few rows at a time, and only what is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from wallet.store import Store, housekeeping
from wallet.store.models.account import LoginFlow
from wallet.store.models.cache import CachedDocument
from wallet.store.models.job import Job


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(housekeeping, "AT_ONCE", 2)


def flows(store: Store) -> list[str]:
    with store.read() as session:
        return sorted(session.scalars(select(LoginFlow.id)))


def add_flows(store: Store, *names: str) -> None:
    with store.write() as session:
        for name in names:
            session.add(LoginFlow(id=name, provider="p", state_hash="s", nonce="n", verifier="v"))


def test_no_transaction_removes_more_than_a_few_rows(store: Store, clock):
    add_flows(store, "a", "b", "c", "d", "e")
    clock.move(timedelta(hours=2))
    add_flows(store, "young")
    removed: list[int] = []

    def note(_connection, cursor, statement, *_rest) -> None:
        if statement.startswith("DELETE FROM login_flow"):
            removed.append(cursor.rowcount)

    event.listen(store.engine, "after_cursor_execute", note)
    counted = housekeeping.tidy(store)
    event.remove(store.engine, "after_cursor_execute", note)
    assert counted["sign-ins"] == 5
    assert removed == [2, 2, 1]
    assert flows(store) == ["young"]


def test_of_two_answers_under_one_address_only_the_one_that_is_over_goes(store: Store, clock):
    with store.write() as session:
        for purpose, hours in (("key", 1), ("image", 9)):
            session.add(
                CachedDocument(
                    url="https://a.example/",
                    purpose=purpose,
                    status=200,
                    content_type="",
                    final_url="https://a.example/",
                    body=b"",
                    digest="0" * 64,
                    fetched_at=clock.now(),
                    expires_at=clock.now() + timedelta(hours=hours),
                )
            )
    clock.move(timedelta(hours=2))
    assert housekeeping.tidy(store)["answers"] == 1
    with store.read() as session:
        assert session.scalars(select(CachedDocument.purpose)).all() == ["image"]


def test_a_job_that_waited_long_and_was_done_just_now_is_kept(store: Store, clock):
    with store.write() as session:
        session.add(
            Job(kind="late", state="done", due_at=clock.now(), finished_at=clock.now() + timedelta(days=9))
        )
        session.add(Job(kind="old", state="done", due_at=clock.now(), finished_at=clock.now()))
    clock.move(timedelta(days=9))
    assert housekeeping.tidy(store)["jobs"] == 1
    with store.read() as session:
        assert session.scalars(select(Job.kind)).all() == ["late"]
