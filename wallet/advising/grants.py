"""What a holder lets a career adviser see, until when: opened, renewed, closed, and who looked.

Nothing is seen before the adviser has taken up the grant with its code (`taking`); what they see then is
drawn by `advising`, which asks for the grant at every request.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wallet.accounts.emails import read_address
from wallet.advising import invitation_codes
from wallet.advising.errors import (
    GrantEndInThePast,
    GrantEndNotADate,
    GrantEndTooFar,
    GrantHasTooManyThings,
    GrantIsClosed,
    GrantNeedsAName,
    GrantNeedsAThing,
    TooManyGrants,
)
from wallet.advising.grants_in_force import ADVISER
from wallet.errors import NotFound
from wallet.portfolios.service import portfolio_choices
from wallet.services import Services
from wallet.store.models.account import Account
from wallet.store.models.advising import Grant, GrantLook
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import Path

PRESETS = (30, 90, 180)  # days
LONGEST = timedelta(days=366)
MOST_OPEN = 50
MOST_THINGS = 200  # of one kind in one grant
MOST_LOOKS = 30  # shown of one grant
NAME_LIMIT = 120
KINDS = ("paths", "portfolios", "credentials")
# Refusals that a person mends in the form itself.
FORM_PROBLEMS = frozenset(
    {
        "grant-needs-a-name",
        "grant-needs-a-thing",
        "grant-end-not-a-date",
        "grant-end-in-the-past",
        "grant-end-too-far",
        "address-not-usable",
    }
)


@dataclass(frozen=True)
class GrantWish:
    """What the form of an invitation says. `paths`, `portfolios`, `credentials` are ids."""

    name: str
    ends_at: datetime
    email: str = ""
    paths: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    may_comment: bool = True
    may_propose: bool = True


@dataclass(frozen=True)
class Look:
    """That the adviser looked."""

    at: datetime
    what: str  # board, path, credential, portfolio, evidence
    title: str  # of what was looked at, "" if it is gone


@dataclass(frozen=True)
class GrantCard:
    """A grant as its holder sees it."""

    id: str
    name: str
    email: str
    adviser: str  # the name of the account that took it up
    state: str  # waiting, lapsed, open, ended, closed
    still_adviser: bool
    opened_at: datetime
    taken_at: datetime | None
    ends_at: datetime
    closed_at: datetime | None
    code_until: datetime
    may_comment: bool
    may_propose: bool
    things: dict[str, tuple[str, ...]]  # titles by kind
    looks: tuple[Look, ...] = field(default=())


def end_of(preset: str, given: str, *, now: datetime) -> datetime:
    """The end a person chose: days from now, or a date (that day's end, UTC) within a year."""
    if preset.isdecimal() and int(preset) in PRESETS:
        return now + timedelta(days=int(preset))
    try:
        day = datetime.fromisoformat(given).date()
    except ValueError:
        raise GrantEndNotADate() from None
    end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=now.tzinfo)
    if end <= now:
        raise GrantEndInThePast()
    if end > now + LONGEST:
        raise GrantEndTooFar()
    return end


def check_wish(holder: str, wish: GrantWish, *, services: Services) -> GrantWish:
    """The wish as it will be kept. Refused: FORM_PROBLEMS. NotFound if one thing is not the holder's."""
    name = " ".join(wish.name.split())[:NAME_LIMIT]
    if not name:
        raise GrantNeedsAName()
    email = read_address(wish.email) if wish.email.strip() else ""
    scope = {kind: tuple(dict.fromkeys(getattr(wish, kind))) for kind in KINDS}
    if not any(scope.values()):
        raise GrantNeedsAThing()
    if any(len(ids) > MOST_THINGS for ids in scope.values()):
        raise GrantHasTooManyThings(most=MOST_THINGS)
    portfolios = (
        {id for id, _ in portfolio_choices(holder, services=services)} if scope["portfolios"] else set()
    )
    if not set(scope["portfolios"]) <= portfolios:
        raise NotFound()
    with services.store.read() as session:
        _see_that_they_are_ones_own(session, holder, scope)
    return GrantWish(
        name, wish.ends_at, email, **scope, may_comment=wish.may_comment, may_propose=wish.may_propose
    )


def _see_that_they_are_ones_own(session: Session, holder: str, scope: dict[str, tuple[str, ...]]) -> None:
    for table, kind in ((Path, "paths"), (HeldCredential, "credentials")):
        mine = (
            select(func.count())
            .select_from(table)
            .where(table.account_id == holder, table.deleted_at.is_(None), table.id.in_(scope[kind]))
        )
        if session.scalar(mine) != len(scope[kind]):
            raise NotFound()


def open_grant(holder: str, wish: GrantWish, *, services: Services) -> tuple[str, str]:
    """(id, code): the only time the code is known. Nobody sees anything before it is taken up."""
    wish = check_wish(holder, wish, services=services)
    now, code = services.clock.now(), invitation_codes.new_code()
    with services.store.write() as session:
        _see_that_they_are_ones_own(session, holder, {kind: getattr(wish, kind) for kind in KINDS})
        there = (
            select(func.count())
            .select_from(Grant)
            .where(Grant.account_id == holder, Grant.closed_at.is_(None), Grant.ends_at > now)
        )
        if (session.scalar(there) or 0) >= MOST_OPEN:
            raise TooManyGrants(most=MOST_OPEN)
        grant = Grant(
            account_id=holder,
            name=wish.name,
            email=wish.email,
            secret_hash=invitation_codes.digest_of(code),
            scope={kind: list(getattr(wish, kind)) for kind in KINDS},
            may_comment=wish.may_comment,
            may_propose=wish.may_propose,
            opened_at=now,
            ends_at=wish.ends_at,
        )
        session.add(grant)
        session.flush()
        return grant.id, code


def close_grant(holder: str, grant_id: str, *, services: Services) -> None:
    """From the next request on nothing is seen. A closed grant stays closed, its code is worth nothing."""
    with services.store.write() as session:
        grant = _own(session, holder, grant_id)
        if grant.closed_at is None:
            grant.closed_at, grant.secret_hash = services.clock.now(), None


def renew_grant(holder: str, grant_id: str, ends_at: datetime, *, services: Services) -> str:
    """Another end. What nobody has taken up yet gets a new code, which is returned (else "")."""
    with services.store.write() as session:
        grant = _own(session, holder, grant_id)
        if grant.closed_at is not None:
            raise GrantIsClosed()
        grant.ends_at = ends_at
        if grant.taken_at is not None:
            return ""
        code = invitation_codes.new_code()
        grant.secret_hash, grant.opened_at = invitation_codes.digest_of(code), services.clock.now()
        return code


def my_grant(holder: str, grant_id: str, *, services: Services) -> GrantCard:
    """One of the holder's own; NotFound otherwise."""
    for card in list_grants(holder, services=services):
        if card.id == grant_id:
            return card
    raise NotFound()


def list_grants(holder: str, *, services: Services) -> tuple[GrantCard, ...]:
    """All of the holder's, the newest first, each with who looked at what when."""
    now = services.clock.now()
    with services.store.read() as session:
        rows = session.execute(
            select(Grant, Account.name, Account.role)
            .outerjoin(Account, Account.id == Grant.adviser_id)
            .where(Grant.account_id == holder)
            .order_by(Grant.opened_at.desc(), Grant.id)
        ).all()
        looks = session.scalars(
            select(GrantLook)
            .join(Grant, Grant.id == GrantLook.grant_id)
            .where(Grant.account_id == holder)
            .order_by(GrantLook.at.desc(), GrantLook.id)
            .limit(MOST_LOOKS * MOST_OPEN)
        ).all()
        titles = _titles(session, holder)
    titles |= dict(portfolio_choices(holder, services=services))
    return tuple(
        _card(row, name or "", role, titles, [look for look in looks if look.grant_id == row.id], now=now)
        for row, name, role in rows
    )


@dataclass(frozen=True)
class Reader:
    """Somebody who can read a path at this moment."""

    name: str
    ends_at: datetime
    looked_at: datetime | None


def readers_of(holder: str, path_id: str, *, services: Services) -> tuple[Reader, ...]:
    """Which advisers the holder lets read this path just now, and when each last looked at it."""
    query = (
        select(Grant.id, Grant.scope, Grant.ends_at, Account.name)
        .join(Account, Account.id == Grant.adviser_id)
        .where(
            Grant.account_id == holder,
            Grant.taken_at.is_not(None),
            Grant.closed_at.is_(None),
            Grant.ends_at > services.clock.now(),
            Account.role == ADVISER,
        )
        .order_by(Grant.taken_at, Grant.id)
    )
    with services.store.read() as session:
        rows = [row for row in session.execute(query) if path_id in row.scope.get("paths", ())]
        looks = (
            select(GrantLook.grant_id, func.max(GrantLook.at))
            .where(GrantLook.grant_id.in_([row.id for row in rows]), GrantLook.ref == path_id)
            .group_by(GrantLook.grant_id)
        )
        looked = dict(session.execute(looks).all()) if rows else {}
    return tuple(Reader(row.name, row.ends_at, looked.get(row.id)) for row in rows)


def _titles(session: Session, holder: str) -> dict[str, str]:
    paths = session.execute(
        select(Path.id, Path.title).where(Path.account_id == holder, Path.deleted_at.is_(None))
    )
    held = session.execute(
        select(HeldCredential.id, HeldCredential.title, HeldCredential.name).where(
            HeldCredential.account_id == holder, HeldCredential.deleted_at.is_(None)
        )
    )
    return dict(paths.all()) | {id: title or name for id, title, name in held}


def _card(
    row: Grant,
    adviser: str,
    role: str | None,
    titles: dict[str, str],
    looks: list[GrantLook],
    *,
    now: datetime,
) -> GrantCard:
    return GrantCard(
        id=row.id,
        name=row.name,
        email=row.email,
        adviser=adviser,
        state=_state(row, now),
        still_adviser=row.taken_at is None or role == ADVISER,
        opened_at=row.opened_at,
        taken_at=row.taken_at,
        ends_at=row.ends_at,
        closed_at=row.closed_at,
        code_until=min(row.opened_at + invitation_codes.LASTS, row.ends_at),
        may_comment=row.may_comment,
        may_propose=row.may_propose,
        things={kind: tuple(titles[id] for id in row.scope.get(kind, ()) if id in titles) for kind in KINDS},
        looks=tuple(Look(look.at, look.what, titles.get(look.ref, "")) for look in looks[:MOST_LOOKS]),
    )


def _state(row: Grant, now: datetime) -> str:
    if row.closed_at is not None:
        return "closed"
    if row.ends_at <= now:
        return "ended"
    if row.taken_at is not None:
        return "open"
    return "waiting" if now < row.opened_at + invitation_codes.LASTS else "lapsed"


def _own(session: Session, holder: str, grant_id: str) -> Any:
    row = session.scalars(
        select(Grant).where(Grant.account_id == holder, Grant.id == grant_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row
