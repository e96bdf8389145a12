"""Re-verification by schedule: when each is due, and what a new verifier changes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from wallet.collection import reverify
from wallet.collection.reverify import reverify_due
from wallet.store.models.account import Account, EmailProof
from wallet.store.models.credential import HeldCredential, VerdictRun


def due(person):
    with person.services.store.read() as session:
        return session.scalars(select(HeldCredential.due_at)).one()


def triggers(person) -> list[str]:
    with person.services.store.read() as session:
        return list(session.scalars(select(VerdictRun.trigger).order_by(VerdictRun.id)))


def test_it_is_due_between_a_day_and_a_week_after_a_check(ana, issuer, clock):
    ana.add_one(issuer.token("Sheets"))
    assert timedelta(hours=24) <= due(ana) - clock.now() <= timedelta(days=7)
    assert reverify_due(services=ana.services) == 0
    clock.move(timedelta(days=7))
    assert reverify_due(services=ana.services) == 1
    assert reverify_due(services=ana.services) == 0
    ana.work()
    assert triggers(ana) == ["import", "schedule"]
    assert due(ana) > clock.now() + timedelta(hours=23)


def test_it_is_looked_at_the_moment_it_expires(ana, issuer, clock):
    held = ana.add_one(issuer.token("Sheets", validUntil="2026-11-23T12:00:00Z"))
    clock.move(timedelta(days=1, seconds=2))
    assert reverify_due(services=ana.services) == 1
    ana.work()
    assert "Expired" in ana.get(f"/credentials/{held}").text


def test_what_could_not_be_asked_is_asked_again_sooner_and_then_more_rarely(ana, web, clock):
    url = web.host_badge("aid", title="First aid", to="ana@example.org")
    held = ana.add_one(url.encode())
    web.pages.clear()
    pauses = []
    for _ in range(7):
        ana.post(f"/credentials/{held}/check")
        pauses.append(due(ana) - clock.now())
    assert timedelta(hours=1) <= pauses[0] <= timedelta(hours=1.5)
    assert pauses[0] < pauses[2] < pauses[4]
    assert max(pauses) <= timedelta(hours=30)


def test_a_new_verifier_makes_everything_due(ana, issuer, monkeypatch):
    ana.add_one(issuer.token("Sheets"))
    assert reverify_due(services=ana.services) == 0
    monkeypatch.setattr(reverify, "VERIFIER_VERSION", reverify.VERIFIER_VERSION + 1)
    assert reverify_due(services=ana.services) == 1
    assert reverify_due(services=ana.services) == 0


def test_proving_another_address_makes_what_was_anothers_due(ana, issuer, clock):
    held = ana.add_one(issuer.token("Sheets", to="ana.work@example.org"))
    assert "Issued to someone else" in ana.get("/").text
    clock.move(timedelta(hours=1))
    assert reverify_due(services=ana.services) == 0
    with ana.services.store.write() as session:
        session.add(
            EmailProof(
                account_id=ana.id,
                address="ana.work@example.org",
                normalised="ana.work@example.org",
                source="link",
                proven_at=clock.now(),
            )
        )
    assert reverify_due(services=ana.services) == 1
    assert reverify_due(services=ana.services) == 0
    ana.work()
    assert "Issued to someone else" not in ana.get(f"/credentials/{held}").text


def many(person, issuer, count: int) -> list[str]:
    """Held credentials without end: one row, copied, all with the same original."""
    person.add_one(issuer.token("Sheets"))
    with person.services.store.write() as session:
        one = session.scalars(select(HeldCredential)).one()
        values = {column.key: getattr(one, column.key) for column in HeldCredential.__table__.columns}
        for number in range(1, count):
            copied = {"id": f"{number:032x}", "fingerprint": f"{number:064x}"}
            session.add(HeldCredential(**(values | copied)))
    with person.services.store.read() as session:
        return list(session.scalars(select(HeldCredential.id)))


def test_what_is_due_is_handed_out_in_bites_and_no_more_than_the_queue_has_room_for(
    ana, issuer, clock, monkeypatch
):
    monkeypatch.setattr(reverify, "MOST_WAITING", 7)
    many(ana, issuer, 12)
    clock.move(timedelta(days=8))
    assert reverify_due(services=ana.services, limit=5) == 5
    assert reverify_due(services=ana.services, limit=5) == 2
    assert reverify_due(services=ana.services, limit=5) == 0  # the queue is full
    ana.services.jobs.run_due(3)
    assert reverify_due(services=ana.services, limit=5) == 3


def test_the_schedule_comes_back_until_nothing_is_due(ana, issuer, clock, monkeypatch):
    monkeypatch.setattr(reverify, "MOST_WAITING", 3)
    ids = many(ana, issuer, 8)
    clock.move(timedelta(days=8))
    with ana.services.store.write() as session:
        ana.services.jobs.enqueue(session, "reverify-due", {}, long=True)
    for _ in range(6):
        ana.work()
        clock.move(timedelta(seconds=31))
    with ana.services.store.read() as session:
        looked = session.scalars(select(VerdictRun.credential_id).where(VerdictRun.trigger == "schedule"))
        assert set(looked) == set(ids)


def test_no_question_about_what_is_due_looks_at_every_row(store, clock):
    """Each one goes through an index: no table is read from end to end, whatever a planner knows of it."""
    said = []
    with store.read() as session:
        listen = lambda *given: said.append((given[2], given[3]))  # noqa: E731
        event.listen(store.engine, "before_cursor_execute", listen)
        reverify._next_due(session, clock.now(), 50)
        reverify._waiting(session)
        event.remove(store.engine, "before_cursor_execute", listen)
    said = [(statement, values) for statement, values in said if statement.startswith("SELECT")]
    assert len(said) == 4
    with store.engine.connect() as connection:
        if not store.is_sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")
        for statement, values in said:
            explain = "EXPLAIN QUERY PLAN " if store.is_sqlite else "EXPLAIN "
            plan = "\n".join(map(str, connection.exec_driver_sql(explain + statement, values).all()))
            scan = r"SCAN (held_credential|job|email_proof)(?! USING)|Seq Scan on (held|job|email)"
            assert not re.search(scan, plan), plan


def test_what_waits_to_be_erased_is_put_off_without_being_looked_at_again_and_again(ana, issuer, clock):
    ids = many(ana, issuer, 6)
    with ana.services.store.write() as session:
        session.execute(update(Account).values(erase_at=clock.now() + timedelta(days=30)))
    clock.move(timedelta(days=8))
    assert reverify_due(services=ana.services, limit=4) == 0
    with ana.services.store.read() as session:
        assert min(session.scalars(select(HeldCredential.due_at))) > clock.now()
    with ana.services.store.write() as session:
        session.execute(update(Account).values(erase_at=None))
    clock.move(reverify.PUT_OFF)
    assert reverify_due(services=ana.services) == len(ids)  # and looked at, should they stay


def test_what_was_deleted_is_left_alone(ana, issuer, clock):
    held = ana.add_one(issuer.token("Sheets"))
    ana.post(f"/credentials/{held}/delete")
    clock.move(timedelta(days=8))
    assert reverify_due(services=ana.services) == 0


def test_no_transaction_is_open_while_a_stranger_is_asked(ana, web, monkeypatch):
    from wallet.store import in_transaction

    fetch, seen = web.fetch, []

    def watched(url, purpose):
        seen.append(in_transaction())
        return fetch(url, purpose)

    monkeypatch.setattr(web, "fetch", watched)
    ana.add_one(web.host_badge("aid", title="First aid").encode())
    assert seen
    assert not any(seen)


@pytest.mark.parametrize("what", ["UPDATE verdict_run SET verdict='valid'", "DELETE FROM verdict_run"])
def test_history_cannot_be_rewritten(ana, issuer, what):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    ana.add_one(issuer.token("Altered", alter=True))
    with pytest.raises(DBAPIError), ana.services.store.write() as session:
        session.execute(text(what))


def test_the_schedule_does_it_by_itself(ana, issuer, clock):
    ana.add_one(issuer.token("Sheets"))
    clock.move(timedelta(days=8))
    with ana.services.store.write() as session:
        ana.services.jobs.enqueue(session, "reverify-due", {})
    ana.work()
    assert triggers(ana) == ["import", "schedule"]


def test_the_schedule_knows_of_re_verification_and_purging(ana, clock):
    from wallet.store.models.job import Job

    ana.services.jobs.sweep()
    with ana.services.store.read() as session:
        kinds = set(session.scalars(select(Job.kind)))
    assert {"reverify-due", "purge-deleted"} <= kinds
