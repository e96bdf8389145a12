"""Original bytes are sacred: kept once, given back as they were, never swept while anybody refers to them."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from wallet.errors import NotFound
from wallet.store import Store, originals
from wallet.store.housekeeping import tidy
from wallet.store.models.account import Account, LoginFlow, SessionRecord
from wallet.store.models.credential import HeldCredential, Original, OwnDocument, Picture
from wallet.store.models.imports import ImportBatch, ImportItem

BYTES = bytes(range(256)) * 40


def keep(store: Store, data: bytes = BYTES) -> str:
    with store.write() as session:
        return originals.keep_original(session, data, "image/png")


def count(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Original))


def test_bytes_come_back_as_they_were_given(store: Store):
    digest = keep(store)
    assert digest == hashlib.sha256(BYTES).hexdigest()
    with store.read() as session:
        assert originals.read_original(session, digest) == BYTES
        kept = session.get_one(Original, digest)
        assert (kept.size, kept.media_type) == (len(BYTES), "image/png")


def test_the_same_bytes_are_kept_once(store: Store):
    assert keep(store) == keep(store)
    assert count(store) == 1


def test_writers_of_the_same_bytes_at_the_same_moment_both_succeed(store: Store):
    """DATA-04: every caller gets the same digest, there is one row."""
    start, digests, problems = threading.Barrier(6), [], []

    def write() -> None:
        try:
            start.wait()
            for number in range(10):
                digests.append(keep(store, BYTES + bytes([number])))
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(digests) == 60
    assert len(set(digests)) == count(store) == 10


def test_unknown_bytes_are_not_found(store: Store):
    with store.read() as session, pytest.raises(NotFound):
        originals.read_original(session, "0" * 64)


def damage(store: Store, digest: str) -> None:
    with store.write() as session:
        if store.is_sqlite:
            session.execute(text("DROP TRIGGER original_no_update"))
        else:
            session.execute(text("ALTER TABLE original DISABLE TRIGGER original_no_update"))
        statement = text("UPDATE original SET data = :data WHERE digest = :digest")
        session.execute(statement, {"data": b"other bytes", "digest": digest})
        if not store.is_sqlite:
            session.execute(text("ALTER TABLE original ENABLE TRIGGER original_no_update"))


def test_damaged_bytes_are_named_and_never_handed_out(store: Store):
    """DATA-20, DEP-13"""
    digest = keep(store)
    sound = keep(store, b"sound")
    assert originals.scrub(store) == []
    damage(store, digest)
    with store.read() as session:
        with pytest.raises(originals.DamagedOriginal):
            originals.read_original(session, digest)
        assert originals.read_original(session, sound) == b"sound"
    assert originals.scrub(store) == [digest]


def test_only_bytes_that_nobody_refers_to_are_swept_and_only_after_a_day(store: Store, clock):
    with store.write() as session:
        account = Account(issuer="i", subject="s")
        session.add(account)
        session.flush()
        batch = ImportBatch(account_id=account.id)
        session.add(batch)
        session.flush()
        digests = [originals.keep_original(session, bytes([n]), "x/y") for n in range(4)]
        picture = originals.keep_picture(session, b"png", width=1, height=2)
        originals.keep_picture(session, b"unused", width=1, height=2)
        session.add_all(
            [
                HeldCredential(
                    account_id=account.id,
                    original_digest=digests[0],
                    fingerprint="f",
                    carrier="json",
                    dialect="ob3",
                    picture_digest=picture,
                ),
                OwnDocument(account_id=account.id, original_digest=digests[1], name="n", media_type="m"),
                ImportItem(batch_id=batch.id, position=0, original_digest=digests[2]),
            ]
        )
    assert originals.sweep(store) == 0
    clock.move(timedelta(days=1, seconds=1))
    young = keep(store, b"just arrived")
    assert originals.sweep(store) == 2
    with store.read() as session:
        assert set(session.scalars(select(Original.digest))) == {*digests[:3], young}
        assert session.scalars(select(Picture.digest)).all() == [picture]
    with store.write() as session:
        session.delete(session.get_one(Account, account.id))
    clock.move(timedelta(days=2))
    assert originals.sweep(store) == 5
    assert count(store) == 0


def test_bytes_that_somebody_begins_to_use_during_the_sweep_stay(store: Store, clock, monkeypatch):
    """Between finding the unused and removing them, an import refers to them: the import wins."""
    digest = keep(store)
    clock.move(timedelta(days=2))
    found = originals._unreferenced

    calls = []

    def then_use(table):
        conditions = list(found(table))
        if not calls:
            calls.append(table)
            with store.write() as session:
                account = Account(issuer="i", subject="s")
                session.add(account)
                session.flush()
                again = originals.keep_original(session, BYTES, "x/y")
                session.add(
                    OwnDocument(account_id=account.id, original_digest=again, name="n", media_type="m")
                )
            return []  # as if the query had been asked before
        return conditions

    monkeypatch.setattr(originals, "_unreferenced", then_use)
    originals.sweep(store)
    with store.read() as session:
        assert originals.read_original(session, digest) == BYTES


def test_the_housekeeping_ends_what_is_over(store: Store, clock):
    with store.write() as session:
        account = Account(issuer="i", subject="s")
        session.add(account)
        session.flush()
        for number, hours in enumerate((1, 48)):
            session.add(
                SessionRecord(
                    id=str(number), account_id=account.id, expires_at=clock.now() + timedelta(hours=hours)
                )
            )
        session.add(LoginFlow(id="f", provider="p", state_hash="s", nonce="n", verifier="v"))
    clock.move(timedelta(hours=2))
    ended = tidy(store)
    assert {name: number for name, number in ended.items() if number} == {"sessions": 1, "sign-ins": 1}
    with store.read() as session:
        assert session.scalars(select(SessionRecord.id)).all() == ["1"]
