"""E-mail addresses: attributes of an account, each with its own proof, age and source.

An address never finds, joins or opens an account (that is done by issuer and subject alone). Two accounts
may both prove the same one; nothing moves between them.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from wallet.accounts.errors import (
    AddressNotUsable,
    AddressProvenAlready,
    ConfirmationLinkNotValid,
    TooManyAddresses,
    TooManySpellings,
)
from wallet.accounts.oidc import digest, new_secret
from wallet.errors import NotFound, Refused
from wallet.store.models.account import EmailProof
from wallet.verification.recipient import Recipient
from wallet.verification.spellings import fold

LINK_LIFETIME = timedelta(minutes=30)
MAX_PENDING = 3
MAX_ADDRESSES = 20
MAX_SPELLINGS = 10  # of one address
MAX_LENGTH = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
_ADDRESS = re.compile(
    r"[^\s@<>(),;:\\\"\[\]]{1,64}@[^\s@<>(),;:\\\"\[\]/?#]+\.[^\s@<>(),;:\\\"\[\]/?#.]{2,63}"
)


def read_address(text: object) -> str:
    """The address as given, without surrounding blanks; raises Refused `address-not-usable`."""
    address = unicodedata.normalize("NFC", text.strip()) if isinstance(text, str) else ""
    usable = len(address) <= MAX_LENGTH and _ADDRESS.fullmatch(address) and ".." not in address
    if not usable or not address.isprintable():
        raise AddressNotUsable()
    return address


def normalise(address: str) -> str:
    """For comparing: case folded (a mailbox that tells `A` from `a` is not met in practice)."""
    return unicodedata.normalize("NFC", address).casefold()


def _of(holder: str):
    return select(EmailProof).where(EmailProof.account_id == holder)


def record_provider_proof(session: Any, holder: str, address: str, *, now: datetime) -> bool:
    """The provider said, literally, that this address is verified (in the caller's transaction). Whether that
    is news: another address, or another spelling of a confirmed one."""
    try:
        address = read_address(address)
    except Refused:
        return False
    wanted = normalise(address)
    row = session.scalars(_of(holder).where(EmailProof.normalised == wanted)).first()
    if row is None:
        row = EmailProof(account_id=holder, address=address, normalised=wanted, created_at=now)
        session.add(row)
    if row.proven_at is None:
        row.address, row.source, row.proven_at = address, "provider", now
        row.secret_hash = row.secret_expires_at = None
        return True
    known = address in (row.address, *row.spellings) or len(row.spellings) >= MAX_SPELLINGS
    if not known:
        row.spellings = [*row.spellings, address]
    return not known


def ask_for_proof(
    store: Any, holder: str, text: object, *, session_id: str, now: datetime
) -> tuple[str, str, str]:
    """(id, address, secret) of a pending address. The secret is shown once, in the letter, and works in this
    sign-in only: what is stored is the hash of both."""
    address = read_address(text)
    secret = new_secret()
    with store.write() as session:
        _drop_outdated(session, now)
        rows = session.scalars(_of(holder)).all()
        same = [row for row in rows if row.normalised == normalise(address)]
        if any(row.proven_at for row in same):
            raise AddressProvenAlready(address=address)
        others = [row for row in rows if row not in same]
        if len(others) >= MAX_ADDRESSES or sum(not row.proven_at for row in others) >= MAX_PENDING:
            raise TooManyAddresses()
        row = (
            same[0] if same else EmailProof(account_id=holder, normalised=normalise(address), created_at=now)
        )
        row.address, row.source, row.proven_at = address, "link", None
        row.secret_hash, row.secret_expires_at = _bound(secret, session_id), now + LINK_LIFETIME
        session.add(row)
        session.flush()
        return row.id, address, secret


def add_spelling(session: Any, holder: str, text: object) -> str | None:
    """The address, if it is a confirmed one in a spelling that was not known: it is tried from now on, and no
    letter is needed, because a mailbox is the same in capitals. None for every other address. Refused:
    address-not-usable, too-many-spellings. In the caller's transaction."""
    address = read_address(text)
    for row in session.scalars(_of(holder).where(EmailProof.proven_at.is_not(None))):
        if row.normalised != normalise(address) or fold(row.address) != fold(address):
            continue
        if address in (row.address, *row.spellings):
            return None
        if len(row.spellings) >= MAX_SPELLINGS:
            raise TooManySpellings(address=row.address, most=MAX_SPELLINGS)
        row.spellings = [*row.spellings, address]
        return address
    return None


def _bound(secret: str, session_id: str) -> str:
    return digest(f"{secret}:{session_id}")


def _drop_outdated(session: Any, now: datetime) -> None:
    session.execute(
        delete(EmailProof).where(EmailProof.proven_at.is_(None), EmailProof.secret_expires_at <= now)
    )


def _pending(session: Any, holder: str, secret: str, *, session_id: str, now: datetime) -> EmailProof:
    row = session.scalars(
        _of(holder).where(
            EmailProof.proven_at.is_(None),
            EmailProof.secret_hash == _bound(secret[:200], session_id),
            EmailProof.secret_expires_at > now,
        )
    ).first()
    if row is None:
        raise ConfirmationLinkNotValid()
    return row


def pending_address(store: Any, holder: str, secret: str, *, session_id: str, now: datetime) -> str:
    """The address a link is for; looking proves nothing (mail scanners look, too)."""
    with store.read() as session:
        return _pending(session, holder, secret, session_id=session_id, now=now).address


def prove(session: Any, holder: str, secret: str, *, session_id: str, now: datetime) -> str:
    """The link was used, once; the address is proven from now on (in the caller's transaction)."""
    row = _pending(session, holder, secret, session_id=session_id, now=now)
    row.proven_at, row.secret_hash, row.secret_expires_at = now, None, None
    return row.address


def remove(session: Any, holder: str, email_id: str) -> None:
    """The holder no longer wants this address here (in the caller's transaction)."""
    row = session.scalars(_of(holder).where(EmailProof.id == email_id)).first()
    if row is None:
        raise NotFound()
    session.delete(row)


def cancel_pending(session: Any, holder: str) -> None:
    """Whatever waits for a confirmation waits no longer (in the caller's transaction)."""
    session.execute(delete(EmailProof).where(EmailProof.account_id == holder, EmailProof.proven_at.is_(None)))


def proven_recipient(session: Any, holder: str) -> Recipient:
    """Under which identities credentials may have been issued to the holder: proven ones only, each in the
    spellings that are known of it."""
    rows = session.execute(
        select(EmailProof.address, EmailProof.spellings)
        .where(EmailProof.account_id == holder, EmailProof.proven_at.is_not(None))
        .order_by(EmailProof.proven_at, EmailProof.id)
    ).all()
    addresses = [row.address for row in rows] + [spelling for row in rows for spelling in row.spellings]
    return Recipient(emails=tuple(addresses), dids=())
