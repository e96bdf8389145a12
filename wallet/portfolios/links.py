"""Share links: secret addresses of one credential, with a name and an end date, until closed.

The secret is 256 random bits, shown to the person who opened the link and kept here only as its
SHA-256. Closed, ended, unknown, and a link whose credential is gone all answer alike: `NotFound`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from wallet.errors import NotFound, Refused
from wallet.portfolios.opening import (
    NeedsPassword,
    OpenedLink,
    count_view,
    digest_of,
    resolve_secret,
    state_of,
    with_state,
)
from wallet.store import Store, clock
from wallet.store.tables import HeldCredential, ShareLink

__all__ = ["NeedsPassword", "OpenedLink", "count_view", "list_links", "open_link", "resolve_secret"]

PRESETS = {"30": 30, "90": 90, "180": 180, "365": 365}  # days
DEFAULT_PRESET = "90"
LONGEST = timedelta(days=731)
MOST_OPEN = 200  # per holder; SHARE-18
NAME_LIMIT = 80
# Refusals that a person mends in the form itself.
FORM_PROBLEMS = frozenset(
    {"link-needs-a-name", "link-end-not-a-date", "link-end-in-the-past", "link-end-too-far"}
)


@dataclass(frozen=True)
class LinkCard:
    id: str
    name: str
    credential_id: str
    credential_title: str
    hint: str  # the first letters of the address, to tell links apart
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    views: int
    state: str  # open, ended, closed, gone (its credential was deleted)


def end_of(preset: str, given: str, *, now: datetime) -> datetime:
    """The end a person chose: a preset in days, or a date (that day's end, UTC) within two years."""
    if preset in PRESETS:
        return now + timedelta(days=PRESETS[preset])
    try:
        day = datetime.fromisoformat(given).date()
    except ValueError:
        raise Refused("link-end-not-a-date") from None
    end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=now.tzinfo)
    if end <= now:
        raise Refused("link-end-in-the-past")
    if end > now + LONGEST:
        raise Refused("link-end-too-far")
    return end


def open_link(
    holder: str, credential_id: str, *, store: Store, name: str, ends_at: datetime, language: str
) -> tuple[str, str]:
    """Open a link to one's own credential. Returns (link id, secret): the only time the secret is known."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    label = " ".join(name.split())[:NAME_LIMIT]
    if not label:
        raise Refused("link-needs-a-name")
    with store.write() as session:
        if _own(session, holder, credential_id) is None:
            raise NotFound()
        still_open = select(ShareLink.id).where(
            ShareLink.account_id == holder, ShareLink.closed_at.is_(None), ShareLink.ends_at > now
        )
        if len(session.scalars(still_open.limit(MOST_OPEN)).all()) >= MOST_OPEN:
            raise Refused("too-many-open-links", most=MOST_OPEN)
        link = ShareLink(
            account_id=holder,
            credential_id=credential_id,
            name=label,
            secret_hash=digest_of(secret),
            secret_prefix=secret[:4],
            opened_at=now,
            ends_at=ends_at,
            views=0,
            language=language,
        )
        session.add(link)
        session.flush()
        return link.id, secret


def close_link(holder: str, link_id: str, *, store: Store) -> None:
    """From this moment the address leads nowhere. Closing a closed link changes nothing."""
    with store.write() as session:
        link = session.scalars(
            select(ShareLink).where(ShareLink.id == link_id, ShareLink.account_id == holder)
        ).one_or_none()
        if link is None:
            raise NotFound()
        if link.closed_at is None:
            link.closed_at = clock.now()


def list_links(holder: str, *, store: Store, credential_id: str | None = None) -> list[LinkCard]:
    """My links, open ones first, newest first; of one credential or of all."""
    now = clock.now()
    query = with_state().add_columns(HeldCredential.title, HeldCredential.name)
    query = query.where(ShareLink.account_id == holder).order_by(ShareLink.opened_at.desc())
    if credential_id is not None:
        query = query.where(ShareLink.credential_id == credential_id)
    with store.read() as session:
        cards = [
            LinkCard(
                id=found.ShareLink.id,
                name=found.ShareLink.name,
                credential_id=found.ShareLink.credential_id,
                credential_title=found.title or found.name,
                hint=found.ShareLink.secret_prefix,
                opened_at=found.ShareLink.opened_at,
                ends_at=found.ShareLink.ends_at,
                closed_at=found.ShareLink.closed_at,
                views=found.ShareLink.views,
                state=state_of(found, now),
            )
            for found in session.execute(query)
        ]
    return sorted(cards, key=lambda card: card.state != "open")


def _own(session, holder: str, credential_id: str) -> HeldCredential | None:
    return session.scalars(
        select(HeldCredential).where(
            HeldCredential.id == credential_id,
            HeldCredential.account_id == holder,
            HeldCredential.deleted_at.is_(None),
        )
    ).one_or_none()
