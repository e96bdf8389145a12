"""Leaving: at once shown to nobody, undone within a week by signing in, then erased for good.

Asking for it, and making it final early, need a sign-in that is fresh: a stolen session cannot do it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from wallet.accounts import emails, sessions
from wallet.accounts.cards import SignedIn
from wallet.accounts.errors import SignInNotFresh
from wallet.accounts.oidc import Identity
from wallet.errors import NotFound
from wallet.store import clock, erasing
from wallet.store.housekeeping import UNDO
from wallet.store.models.account import Account
from wallet.store.models.export import MadeFile

FRESH = timedelta(minutes=5)
JOB = "erase-due"
EVERY = timedelta(hours=1)


def register(services: Any) -> None:
    """Tell the queue to erase those whose week is over."""

    @services.jobs.register(JOB, long=True)
    def erase_due(_payload: Any, **_: Any) -> None:
        erase_all_due(services=services)

    services.jobs.schedule(JOB, every=EVERY, jitter=timedelta(minutes=10))


def is_fresh(person: SignedIn, *, now: datetime) -> bool:
    """Did they prove within the last minutes who they are, at the sign-in service itself?"""
    return person.auth_time is not None and now - FRESH <= person.auth_time <= now + clock.SKEW


def leave(person: SignedIn, *, services: Any) -> datetime:
    """From this moment nobody sees anything: links are dead, every sign-in is over. Returns when the rest
    goes. Refused `sign-in-not-fresh`."""
    now = services.clock.now()
    if not is_fresh(person, now=now):
        raise SignInNotFresh()
    with services.store.write() as session:
        account = _account(session, person.id)
        account.erase_at = account.erase_at or now + UNDO
        sessions.end_all(session, person.id)
        emails.cancel_pending(session, person.id)
        session.execute(delete(MadeFile).where(MadeFile.account_id == person.id))
        return account.erase_at


def undo(person: SignedIn, *, services: Any) -> None:
    """They stay after all; everything is as it was, open links included."""
    with services.store.write() as session:
        account = _account(session, person.id)
        if account.erase_at is None or account.erase_at <= services.clock.now():
            raise NotFound()
        account.erase_at = None


def erase_now(person: SignedIn, *, services: Any) -> None:
    """Do not wait for the week. NotFound for whoever has not left; Refused `sign-in-not-fresh`."""
    if person.erase_at is None:
        raise NotFound()
    if not is_fresh(person, now=services.clock.now()):
        raise SignInNotFresh()
    erasing.erase_account(services.store, person.id)


def erase_all_due(*, services: Any) -> int:
    """Erase every account whose week is over; how many."""
    due = erasing.due_accounts(services.store)
    for holder in due:
        erasing.erase_account(services.store, holder)
    return len(due)


def erase_if_due(identity: Identity, *, services: Any) -> None:
    """Whoever comes back after the week begins anew, even if the job was late."""
    mine = select(Account.id).where(
        Account.issuer == identity.issuer,
        Account.subject == identity.subject,
        Account.erase_at <= services.clock.now(),
    )
    with services.store.read() as session:
        holder = session.scalars(mine).first()
    if holder is not None:
        erasing.erase_account(services.store, holder)


def _account(session: Any, holder: str) -> Account:
    account = session.get(Account, holder)
    if account is None:
        raise NotFound()
    return account
