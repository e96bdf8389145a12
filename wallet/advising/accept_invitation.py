# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""An adviser takes up what a holder has opened: by its code, once. Whatever is wrong with a code is told in
one and the same sentence, so that trying codes teaches nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wallet.accounts.emails import normalise
from wallet.advising import invitation_codes
from wallet.advising.errors import CodeDoesNotOpen
from wallet.advising.grants_in_force import ADVISER
from wallet.errors import WalletError
from wallet.marks import mark
from wallet.services import Services
from wallet.store.models.account import Account, EmailProof
from wallet.store.models.advising import Grant


class NotAnAdviser(WalletError):
    """The account has not the role. Says nothing of anybody's grants."""

    status = 403
    code = "not-an-adviser"
    what = mark("This page is for career advisers")
    means = mark(
        "Your account is not an adviser's, so there is nothing to take up or to see here. Your own things are not affected."
    )
    do = mark("If you are an adviser, ask whoever runs this wallet to give your account that role.")


def take_up(adviser: str, typed: str, *, services: Services) -> str:
    """The id of the grant, in force from now on. NotAnAdviser, or Refused `code-does-not-open` whatever the
    reason: unknown, used, closed, ended, too old, meant for another address, one's own."""
    now = services.clock.now()
    with services.store.write() as session:
        see_an_adviser(session, adviser)
        digest = invitation_codes.digest_of(typed)
        grant = session.scalars(
            select(Grant).where(Grant.secret_hash == digest).with_for_update()
        ).one_or_none()
        if (
            not invitation_codes.read_code(typed)
            or grant is None
            or not _opens(session, grant, adviser, now=now)
        ):
            raise CodeDoesNotOpen()
        taken = session.execute(
            update(Grant)
            .where(Grant.id == grant.id, Grant.secret_hash == digest, Grant.taken_at.is_(None))
            .values(adviser_id=adviser, taken_at=now, secret_hash=None)
        )
        if not taken.rowcount:
            raise CodeDoesNotOpen()
        return str(grant.id)


def see_an_adviser(session: Session, account: str) -> None:
    """Asked in the transaction that acts on it: a role may have been taken away meanwhile (AUTHZ-12)."""
    if session.scalar(select(Account.role).where(Account.id == account)) != ADVISER:
        raise NotAnAdviser()


def _opens(session: Session, grant: Any, adviser: str, *, now: datetime) -> bool:
    leaving = session.scalar(select(Account.erase_at).where(Account.id == grant.account_id))
    return (
        grant.taken_at is None
        and grant.closed_at is None
        and now < min(grant.ends_at, grant.opened_at + invitation_codes.LASTS)
        and grant.account_id != adviser
        and leaving is None
        and (not grant.email or _has_proven(session, adviser, grant.email))
    )


def _has_proven(session: Session, account: str, address: str) -> bool:
    found = session.scalars(
        select(EmailProof.id).where(
            EmailProof.account_id == account,
            EmailProof.normalised == normalise(address),
            EmailProof.proven_at.is_not(None),
        )
    )
    return found.first() is not None
