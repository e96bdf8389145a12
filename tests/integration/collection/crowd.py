"""Very many credentials of very many people, written as fast as the database takes them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, select

from wallet.store import Store
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential, VerdictRun

AT_ONCE = 2_000
EACH = 100  # credentials of one account


def add_crowd(
    store: Store, like: str, count: int, *, now: datetime, version: int = 0, every: int = 10
) -> None:
    """`count` copies of the credential `like`, of other people; one in `every` is due, the others within a
    week. They were checked by the verifier of `version`; by default by an older one than today's."""
    with store.read() as session:
        one = session.get_one(HeldCredential, like)
        values = {column.key: getattr(one, column.key) for column in HeldCredential.__table__.columns}
    run = {"at": now, "verdict": "valid", "report": "{}", "verifier_version": version, "trigger": "import"}
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        accounts = [
            {"id": f"c{number // EACH:031x}", "issuer": "crowd", "subject": str(number // EACH)}
            for number in numbers
            if number % EACH == 0
        ]
        held = [
            values
            | {
                "id": f"c{number:031x}",
                "account_id": f"c{number // EACH:031x}",
                "fingerprint": f"c{number:063x}",
                "due_at": now + timedelta(minutes=61 + number % 9999 if number % every else -1),
                "verifier_version": version,
            }
            for number in numbers
        ]
        with store.write() as session:
            if accounts:
                session.execute(insert(Account), accounts)
            session.execute(insert(HeldCredential), held)
            session.execute(insert(VerdictRun), [run | {"credential_id": row["id"]} for row in held])


def of_crowd(store: Store) -> int:
    """How many of the crowd were checked by today's verifier."""
    with store.read() as session:
        query = select(VerdictRun.credential_id).where(VerdictRun.trigger == "schedule").distinct()
        return len(session.scalars(query).all())
