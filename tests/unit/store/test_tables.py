"""Both databases keep the same promises: ids, times, text, ownership, history that cannot be rewritten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from wallet.store import Store
from wallet.store.models.account import Account, EmailProof, SessionRecord
from wallet.store.models.credential import HeldCredential, OwnDocument, VerdictRun
from wallet.store.models.imports import ImportBatch, ImportItem
from wallet.store.models.job import Job
from wallet.store.models.link import ShareLink
from wallet.store.originals import keep_original


def hold(session, account: Account, name: str = "badge") -> HeldCredential:
    credential = HeldCredential(
        account_id=account.id,
        original_digest=keep_original(session, name.encode(), "application/json"),
        fingerprint=name,
        name=name,
        carrier="json",
        dialect="ob3",
    )
    session.add(credential)
    session.flush()
    return credential


def run_of(credential: HeldCredential, at: datetime) -> VerdictRun:
    return VerdictRun(
        credential_id=credential.id, at=at, verdict="valid", report="{}", verifier_version=1, trigger="import"
    )


@pytest.fixture
def held(store: Store, clock) -> tuple[str, str]:
    """(account id, credential id) of a holder with one credential that was verified once."""
    with store.write() as session:
        account = Account(issuer="https://idp.example", subject="1")
        session.add(account)
        session.flush()
        credential = hold(session, account)
        session.add(run_of(credential, clock.now()))
        return account.id, credential.id


def test_ids_are_128_random_bits(store: Store):
    with store.write() as session:
        people = [Account(issuer="i", subject=str(number)) for number in range(20)]
        session.add_all(people)
        session.flush()
        ids = {person.id for person in people}
    assert len(ids) == 20
    assert all(len(name) == 32 and int(name, 16) >= 0 for name in ids)


def test_a_time_comes_back_aware_in_utc_and_to_the_microsecond(store: Store, clock):
    warsaw = timezone(timedelta(hours=1))
    moment = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=warsaw)
    with store.write() as session:
        session.add(Account(issuer="i", subject="s", created_at=moment))
    with store.read() as session:
        account = session.scalars(select(Account)).one()
    assert account.created_at == moment
    assert account.created_at.utcoffset() == timedelta(0)
    assert account.last_seen_at == clock.now()


def test_times_are_compared_as_moments_whatever_zone_they_were_given_in(store: Store, clock):
    east = timezone(timedelta(hours=14))
    early, late = clock.now() - timedelta(microseconds=1), clock.now() + timedelta(microseconds=1)
    with store.write() as session:
        session.add(Account(issuer="i", subject="early", created_at=early.astimezone(east)))
        session.add(Account(issuer="i", subject="late", created_at=late))
    with store.read() as session:
        query = select(Account.subject).where(Account.created_at <= clock.now().astimezone(east))
        assert session.scalars(query).all() == ["early"]
        ordered = session.scalars(select(Account.subject).order_by(Account.created_at.desc())).all()
        assert ordered == ["late", "early"]


def test_a_time_without_a_zone_is_refused(store: Store):
    with pytest.raises((StatementError, ValueError), match="zone"), store.write() as session:
        session.add(Account(issuer="i", subject="s", created_at=datetime(2026, 1, 1)))


def test_text_that_no_database_could_hold_is_kept_readable(store: Store):
    with store.write() as session:
        session.add(Account(issuer="i", subject="s", name="Zo\u0144\0\ud83c \U0001f393"))
    with store.read() as session:
        assert session.scalars(select(Account.name)).one() == "Zo\u0144\ufffd\ufffd \U0001f393"


def test_json_comes_back_as_it_was(store: Store):
    payload = {"b": [1, "ż", None], "a": {"x": "\0 \ud800"}}
    with store.write() as session:
        session.add(Job(kind="test", payload=payload))
    with store.read() as session:
        assert session.scalars(select(Job)).one().payload == payload


def test_the_same_person_of_the_same_provider_is_one_account(store: Store):
    with store.write() as session:
        session.add(Account(issuer="i", subject="s"))
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(Account(issuer="i", subject="s"))
    with store.write() as session:
        session.add(Account(issuer="another", subject="s"))


def test_the_same_credential_is_held_once_by_one_holder_and_once_by_another(store: Store, held):
    account_id, _ = held
    with pytest.raises(IntegrityError), store.write() as session:
        hold(session, session.get_one(Account, account_id))
    with store.write() as session:
        other = Account(issuer="i", subject="other")
        session.add(other)
        session.flush()
        hold(session, other)


def test_a_reference_to_nothing_is_refused(store: Store):
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(
            SessionRecord(id="0" * 64, account_id="nobody", expires_at=datetime(2027, 1, 1, tzinfo=UTC))
        )


@pytest.mark.parametrize("statement", [update(VerdictRun).values(verdict="valid"), delete(VerdictRun)])
def test_verdict_history_can_be_neither_changed_nor_thinned_out(store: Store, held, statement):
    with pytest.raises(DBAPIError, match="append-only"), store.write() as session:
        session.execute(statement)
    with store.read() as session:
        assert session.scalars(select(VerdictRun.verdict)).all() == ["valid"]


def test_verdict_history_cannot_be_replaced_or_emptied_by_other_words(store: Store, held):
    statement = (
        "REPLACE INTO verdict_run SELECT * FROM verdict_run" if store.is_sqlite else "TRUNCATE verdict_run"
    )
    with pytest.raises(DBAPIError, match="append-only"), store.write() as session:
        session.execute(text(statement))


def test_original_bytes_cannot_be_changed(store: Store, held):
    with pytest.raises(DBAPIError, match="never changed"), store.write() as session:
        session.execute(text("UPDATE original SET data = '' "))


def test_runs_are_numbered_upwards_and_a_number_never_returns(store: Store, held, clock):
    account_id, credential_id = held
    with store.write() as session:
        first = session.scalars(select(VerdictRun.id)).one()
        session.delete(session.get_one(HeldCredential, credential_id))
    with store.write() as session:
        credential = hold(session, session.get_one(Account, account_id), "another")
        later = run_of(credential, clock.now())
        session.add(later)
        session.flush()
        assert later.id > first


def test_erasing_an_account_takes_everything_of_it_and_nothing_else(store: Store, held, clock):
    account_id, credential_id = held
    with store.write() as session:
        stays = Account(issuer="i", subject="stays")
        session.add(stays)
        session.flush()
        kept = hold(session, stays)
        session.add(run_of(kept, clock.now()))
        batch = ImportBatch(account_id=account_id)
        session.add(batch)
        session.flush()
        digest = keep_original(session, b"document", "application/pdf")
        session.add_all(
            [
                ImportItem(
                    batch_id=batch.id, position=0, original_digest=digest, credential_id=credential_id
                ),
                OwnDocument(account_id=account_id, original_digest=digest, name="d", media_type="m"),
                EmailProof(account_id=account_id, address="A@x", normalised="a@x", source="link"),
                SessionRecord(id="a" * 64, account_id=account_id, expires_at=clock.now()),
                ShareLink(
                    account_id=account_id,
                    credential_id=credential_id,
                    name="n",
                    secret_hash="b" * 64,
                    secret_prefix="abcd",
                    ends_at=clock.now(),
                ),
            ]
        )
    with store.write() as session:
        session.execute(delete(Account).where(Account.id == account_id))
    with store.read() as session:
        for table in (ImportBatch, ImportItem, OwnDocument, EmailProof, SessionRecord, ShareLink):
            assert session.scalars(select(table)).all() == []
        assert session.scalars(select(HeldCredential.account_id)).all() == [stays.id]
        assert session.scalars(select(VerdictRun.credential_id)).all() == [kept.id]
