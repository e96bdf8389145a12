"""Sign-ins under way and sign-ins that last: both are rows on the server, keyed by a cookie of this browser.

The cookie holds 256 random bits; the row's id is their SHA-256, so whoever reads the database cannot sign
in. The row alone is the truth: when it is gone, so is the sign-in. A new id is made at every sign-in.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError

from wallet.accounts.cards import SignedIn
from wallet.accounts.oidc import Question, digest, new_secret
from wallet.sealing import SealBroken, Sealer
from wallet.store.clock import SKEW
from wallet.store.database import is_conflict
from wallet.store.models.account import Account, LoginFlow, SessionRecord

# An installed app is opened now and then: a week without a visit, or a month in all, ends the sign-in.
# Advisers and operators see other people's things: half a day, an hour without a visit.
LIFETIME, IDLE = timedelta(days=30), timedelta(days=7)
STAFF_LIFETIME, STAFF_IDLE = timedelta(hours=12), timedelta(hours=1)
SEEN_EVERY = timedelta(minutes=5)  # a visit is written down at most this often
FLOW_LIFETIME = timedelta(minutes=10)
MAX_SIGN_INS = 20  # of one account; the oldest ends first
MAX_SECRET = 128  # characters of a cookie worth looking at


def cookie_name(purpose: str, *, secure: bool) -> str:
    """`__Host-` keeps subdomains from planting it; browsers allow the prefix with https only."""
    return f"__Host-{purpose}" if secure else f"dorobek-{purpose}"


def _limits(role: str) -> tuple[timedelta, timedelta]:
    return (LIFETIME, IDLE) if role == "learner" else (STAFF_LIFETIME, STAFF_IDLE)


# -- sign-ins under way -------------------------------------------------------------------------------


def begin_flow(store: Any, *, provider: str, redirect_uri: str, next_place: str, now: datetime):
    """(cookie secret, state, question) of a new sign-in; those that ran out are swept away."""
    secret, state = new_secret(), new_secret()
    question = Question(
        redirect_uri=redirect_uri,
        state_hash=digest(state),
        nonce=new_secret(),
        verifier=new_secret() + new_secret(),
        asked_at=now,
    )
    with store.write() as session:
        session.execute(delete(LoginFlow).where(LoginFlow.created_at < now - FLOW_LIFETIME))
        session.add(
            LoginFlow(
                id=digest(secret),
                provider=provider,
                state_hash=question.state_hash,
                nonce=question.nonce,
                verifier=question.verifier,
                next=next_place,
                created_at=now,
            )
        )
    return secret, state, question


def take_flow(store: Any, secret: str, *, provider: str, redirect_uri: str, now: datetime):
    """(question, next place) of this browser's sign-in with this provider, once; None otherwise."""
    if not secret or len(secret) > MAX_SECRET:
        return None
    with store.write() as session:
        row = session.get(LoginFlow, digest(secret))
        if row is None:
            return None
        question = Question(
            redirect_uri=redirect_uri,
            state_hash=row.state_hash,
            nonce=row.nonce,
            verifier=row.verifier,
            asked_at=row.created_at,
        )
        usable = row.provider == provider and now - FLOW_LIFETIME <= row.created_at <= now + SKEW
        next_place = row.next
        taken = session.execute(delete(LoginFlow).where(LoginFlow.id == digest(secret))).rowcount
    return (question, next_place) if usable and taken == 1 else None


# -- sign-ins that last -------------------------------------------------------------------------------


def open_session(
    session: Any,
    account: Account,
    *,
    provider: str,
    identity: Any,
    now: datetime,
    sealer: Sealer | None = None,
) -> str:
    """The cookie secret of a new sign-in, in the caller's transaction. The provider's token is kept sealed,
    or not at all."""
    secret = new_secret()
    lifetime, idle = _limits(account.role)
    older = session.scalars(
        select(SessionRecord.id)
        .where(SessionRecord.account_id == account.id)
        .order_by(SessionRecord.seen_at.desc())
        .offset(MAX_SIGN_INS - 1)
    ).all()
    session.execute(
        delete(SessionRecord).where((SessionRecord.id.in_(older)) | (SessionRecord.expires_at <= now))
    )
    session.add(
        SessionRecord(
            id=digest(secret),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + min(lifetime, idle),
            id_token=_sealed_hint(digest(secret), identity.id_token, sealer),
            provider=provider,
            auth_time=identity.auth_time or now,
        )
    )
    return secret


def _sealed_hint(session_id: str, id_token: str | None, sealer: Sealer | None) -> str | None:
    if not id_token or sealer is None:
        return None
    return b64encode(sealer.seal("session_record", session_id, "id_token", id_token.encode())).decode()


def hint_of(ended: SessionRecord, sealer: Sealer) -> str:
    """The token by which the provider recognises the sign-in that ends; "" if there is none to be opened."""
    try:
        sealed = b64decode(ended.id_token or "", validate=True)
        return sealer.unseal("session_record", ended.id, "id_token", sealed).decode()
    except (ValueError, SealBroken):
        return ""


def who(store: Any, secret: str, *, now: datetime) -> SignedIn | None:
    """Who is signed in with this cookie; None once the row is gone or its time is over."""
    if not secret or len(secret) > MAX_SECRET:
        return None
    with store.read() as session:
        found = session.execute(
            select(SessionRecord, Account)
            .join(Account, Account.id == SessionRecord.account_id)
            # What was opened later than now was opened before the clock was set back: its end is no end.
            .where(
                SessionRecord.id == digest(secret),
                SessionRecord.expires_at > now,
                SessionRecord.created_at <= now + SKEW,
            )
        ).first()
        if found is None:
            return None
        record, account = found
        person = SignedIn(
            id=account.id,
            name=account.name,
            language=account.language,
            role=account.role,
            session_id=record.id,
            provider=record.provider,
            since=record.created_at,
            auth_time=record.auth_time,
            erase_at=account.erase_at,
        )
        stale = now - record.seen_at >= SEEN_EVERY
    if stale:
        _note_visit(store, person, now=now)
    return person


def _note_visit(store: Any, person: SignedIn, *, now: datetime) -> None:
    """Write the visit down, unless the database is busy: then the next one is, and nobody waits for it."""
    try:
        _write_visit(store, person, now=now)
    except DBAPIError as problem:
        if not is_conflict(problem):
            raise


def _write_visit(store: Any, person: SignedIn, *, now: datetime) -> None:
    lifetime, idle = _limits(person.role)
    with store.write(wait=0.5) as session:
        record = session.get(SessionRecord, person.session_id)
        account = session.get(Account, person.id)
        if record is not None and account is not None:  # it may have been ended in between
            record.seen_at = account.last_seen_at = now
            record.expires_at = min(record.created_at + lifetime, now + idle)


def end_session(store: Any, holder: str, handle: str) -> SessionRecord | None:
    """End one sign-in of the holder, named by its id or the start of it; the row as it was."""
    if len(handle) < 16:
        return None
    with store.write() as session:
        row = session.scalars(
            select(SessionRecord).where(
                SessionRecord.account_id == holder, SessionRecord.id.startswith(handle, autoescape=True)
            )
        ).first()
        if row is not None:
            session.delete(row)
        return row


def end_by_cookie(session: Any, secret: str) -> None:
    """Whatever sign-in this browser still had is over (in the caller's transaction)."""
    if secret and len(secret) <= MAX_SECRET:
        session.execute(delete(SessionRecord).where(SessionRecord.id == digest(secret)))


def end_all(session: Any, holder: str) -> int:
    """Every sign-in of the holder is over (in the caller's transaction); how many there were."""
    return session.execute(delete(SessionRecord).where(SessionRecord.account_id == holder)).rowcount
