"""Who else may see what: the grants a holder gave to a career adviser, asked anew at every request.

A grant is in force when it was taken up, neither closed nor past its end, its adviser still is an adviser,
and the holder is not about to leave. Ask inside the transaction that acts on the answer: a grant closed
meanwhile then opens nothing (AUTHZ-12).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from wallet.errors import NotFound
from wallet.store.models.account import Account
from wallet.store.models.advising import Grant, GrantLook

Kind = Literal["paths", "portfolios", "credentials"]
Deed = Literal["see", "comment", "propose"]
ADVISER = "adviser"
SAME_LOOK = timedelta(minutes=30)  # looking at a thing again within this is the same look


@dataclass(frozen=True)
class Granted:
    """What one adviser may do with one holder's things, at this moment."""

    grant_id: str
    holder: str
    holder_name: str
    adviser: str
    adviser_name: str
    paths: tuple[str, ...]
    portfolios: tuple[str, ...]
    credentials: tuple[str, ...]
    may_comment: bool
    may_propose: bool
    taken_at: datetime
    ends_at: datetime

    def allows(self, deed: Deed) -> bool:
        return {"see": True, "comment": self.may_comment, "propose": self.may_propose}[deed]


def grants_in_force(session: Session, adviser: str, *, now: datetime) -> tuple[Granted, ...]:
    """All that the adviser may see, oldest first. One query."""
    rows = session.execute(_in_force(adviser, now).order_by(Grant.taken_at)).all()
    return tuple(_granted(grant, holder, counsellor) for grant, holder, counsellor in rows)


def granted(
    session: Session, adviser: str, kind: Kind, ref: str, *, now: datetime, to: Deed = "see"
) -> Granted:
    """The grant under which the adviser may do this with the thing `ref`: of several the one that ends last,
    with what any of them allows. NotFound if there is none.

    It says whose grant it is, not whose thing: look the thing up as `holder`'s.
    """
    found = [one for one in grants_in_force(session, adviser, now=now) if ref in getattr(one, kind)]
    fitting = [one for one in found if one.allows(to)]
    if not fitting:
        raise NotFound()
    last = max(fitting, key=lambda one: one.ends_at)
    of_theirs = [one for one in found if one.holder == last.holder]
    return replace(
        last,
        may_comment=any(one.may_comment for one in of_theirs),
        may_propose=any(one.may_propose for one in of_theirs),
    )


def note_look(session: Session, grant: Granted, what: str, ref: str, *, now: datetime) -> None:
    """Write down that the adviser looked, for the holder to see: once for looks close together."""
    lately = select(GrantLook.id).where(
        GrantLook.grant_id == grant.grant_id,
        GrantLook.what == what,
        GrantLook.ref == ref,
        GrantLook.at > now - SAME_LOOK,
    )
    if session.scalars(lately.limit(1)).first() is None:
        session.add(GrantLook(grant_id=grant.grant_id, what=what, ref=ref, at=now))


def _in_force(adviser: str, now: datetime) -> Any:
    holder, counsellor = aliased(Account), aliased(Account)
    return (
        select(Grant, holder.name, counsellor.name)
        .join(holder, holder.id == Grant.account_id)
        .join(counsellor, counsellor.id == Grant.adviser_id)
        .where(
            Grant.adviser_id == adviser,
            Grant.taken_at.is_not(None),
            Grant.closed_at.is_(None),
            Grant.ends_at > now,
            counsellor.role == ADVISER,
            holder.erase_at.is_(None),
        )
    )


def _granted(grant: Grant, holder_name: str, adviser_name: str) -> Granted:
    scope = grant.scope
    assert grant.adviser_id is not None and grant.taken_at is not None  # the query asked for it
    return Granted(
        grant_id=grant.id,
        holder=grant.account_id,
        holder_name=holder_name,
        adviser=grant.adviser_id,
        adviser_name=adviser_name,
        paths=tuple(scope.get("paths", ())),
        portfolios=tuple(scope.get("portfolios", ())),
        credentials=tuple(scope.get("credentials", ())),
        may_comment=grant.may_comment,
        may_propose=grant.may_propose,
        taken_at=grant.taken_at,
        ends_at=grant.ends_at,
    )
