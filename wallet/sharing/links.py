"""Share links as their holder governs them: opened, renamed, renewed, paused, closed, one or all.

A link shows one credential or one portfolio to whoever has its secret address, until its end. The secret is
256 random bits, shown to the person who opened the link and kept here only as its SHA-256. What a stranger
meets at that address is decided by `opening`, its password by `passwords`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wallet.errors import NotFound
from wallet.shared_page.audiences import AUDIENCES, CHOICES, LINK_DAYS
from wallet.sharing.errors import (
    LinkEndInThePast,
    LinkEndNotADate,
    LinkEndTooFar,
    LinkIsClosed,
    LinkNeedsAName,
    TooManyOpenLinks,
)
from wallet.sharing.resolve_link import (
    NeedsPassword,
    OpenedLink,
    count_view,
    digest_of,
    opened_link,
    resolve_secret,
    state_of,
    with_state,
)
from wallet.store import Store, clock
from wallet.store.models.columns import in_offset
from wallet.store.models.credential import HeldCredential
from wallet.store.models.link import ShareLink
from wallet.store.models.portfolio import Portfolio

__all__ = ["NeedsPassword", "OpenedLink", "count_view", "resolve_secret"]

PRESETS = {"30": 30, "90": 90, "180": 180, "365": 365}  # days
USUAL = "usual"  # as long as is usual for the audience
LONGEST = timedelta(days=731)
MOST_OPEN = 200  # per holder; SHARE-18
NAME_LIMIT = 80
STATES = ("open", "paused", "ended", "closed", "gone")
# Refusals that a person mends in the form itself.
FORM_PROBLEMS = frozenset(
    {
        "link-needs-a-name",
        "link-end-not-a-date",
        "link-end-in-the-past",
        "link-end-too-far",
        "link-password-too-short",
        "link-password-too-long",
        "link-original-not-confirmed",
    }
)


@dataclass(frozen=True)
class LinkCard:
    """A link as its holder sees it. Two dates that are never the same: `ends_at` is the link's own, and
    `credential_expires_at` that of the credential behind it."""

    id: str
    name: str
    credential_id: str | None
    portfolio_id: str | None
    title: str  # of what it shows
    hint: str  # the first letters of the address, to tell links apart
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    paused_at: datetime | None
    frozen_at: datetime | None
    views: int
    state: str  # one of STATES
    audience: str
    fields: dict[str, bool]  # what the holder chose against the audience's preset
    include_original: bool
    embeddable: bool
    has_password: bool
    credential_expires_at: datetime | None


@dataclass(frozen=True)
class Wanted:
    """What a holder asks of a link, whatever it shows."""

    name: str
    ends_at: datetime
    language: str = ""
    audience: str = "employer"
    fields: dict[str, bool] = field(default_factory=dict)
    include_original: bool = False
    embeddable: bool = False
    password_hash: str | None = None
    frozen: dict[str, Any] | None = None
    stays_frozen: bool = False  # of a link that is there: its copy stays the one of its day


def end_of(preset: str, given: str, *, now: datetime, audience: str = "employer") -> datetime:
    """The end a person chose: as is usual for the audience, a preset in days, or a date (that day's end, UTC)
    within two years."""
    if preset == USUAL:
        return now + timedelta(days=LINK_DAYS[audience])
    if preset in PRESETS:
        return now + timedelta(days=PRESETS[preset])
    try:
        day = datetime.fromisoformat(given).date()
    except ValueError:
        raise LinkEndNotADate() from None
    end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=now.tzinfo)
    if end <= now:
        raise LinkEndInThePast()
    if end > now + LONGEST:
        raise LinkEndTooFar()
    return end


def label_of(name: str) -> str:
    """The name of a link as it is kept."""
    label = " ".join(name.split())[:NAME_LIMIT]
    if not label:
        raise LinkNeedsAName()
    return label


def open_link(
    holder: str,
    *,
    store: Store,
    wanted: Wanted,
    credential_id: str | None = None,
    portfolio_id: str | None = None,
) -> tuple[str, str]:
    """Open a link to one's own credential or portfolio. Returns (link id, secret): the only time the secret
    is known."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    with store.write() as session:
        if (credential_id is None) == (portfolio_id is None):
            raise NotFound()
        _see_that_it_is_ones_own(session, holder, credential_id, portfolio_id)
        _see_that_there_is_room(session, holder, now)
        link = ShareLink(
            account_id=holder,
            credential_id=credential_id,
            portfolio_id=portfolio_id,
            secret_hash=digest_of(secret),
            secret_prefix=secret[:4],
            opened_at=now,
            ends_at=wanted.ends_at,
            views=0,
            language=wanted.language,
            password_hash=wanted.password_hash,
            **_shown(wanted, portfolio=portfolio_id is not None),
        )
        session.add(link)
        session.flush()
        return link.id, secret


def change_link(holder: str, link_id: str, *, store: Store, wanted: Wanted) -> None:
    """Another name, audience, choice of fields. The address, the end and the password stay as they are."""
    with store.write() as session:
        link = _mine(session, holder, link_id)
        for column, value in _shown(wanted, portfolio=link.portfolio_id is not None).items():
            if wanted.stays_frozen and column in {"frozen", "frozen_at"}:
                continue
            setattr(link, column, value)
        if link.password_hash is not None:
            link.embeddable = False


def _shown(wanted: Wanted, *, portfolio: bool) -> dict[str, Any]:
    """The columns that say what a link shows. Only what the audience leaves to choose is kept, only a public
    link to one credential can be embedded, and only a portfolio can be frozen."""
    if wanted.audience not in AUDIENCES:
        raise NotFound()
    choices = CHOICES[wanted.audience]
    embeddable = wanted.embeddable and wanted.audience == "public" and not portfolio
    frozen = wanted.frozen if portfolio else None
    return {
        "name": label_of(wanted.name),
        "audience": wanted.audience,
        "fields": {key: bool(wanted.fields[key]) for key in choices if key in wanted.fields},
        "include_original": wanted.include_original and "original" in choices,
        "embeddable": embeddable and wanted.password_hash is None,
        "frozen": frozen,
        "frozen_at": clock.now() if frozen is not None else None,
    }


def set_password(holder: str, link_id: str, *, store: Store, password_hash: str | None) -> None:
    """Lock with a new password, or unlock for good. Whoever had given the old one must give the new one; the
    count of wrong tries begins anew."""
    with store.write() as session:
        link = _mine(session, holder, link_id)
        link.password_hash, link.wrong_tries, link.blocked_until = password_hash, 0, None
        if password_hash is not None:
            link.embeddable = False


def renew_link(holder: str, link_id: str, *, store: Store, ends_at: datetime) -> None:
    """The same address with another end, also after it has ended. A closed link stays closed."""
    with store.write() as session:
        link = _mine(session, holder, link_id)
        if link.closed_at is not None:
            raise LinkIsClosed()
        if link.ends_at <= clock.now():
            _see_that_there_is_room(session, holder, clock.now())
        link.ends_at = ends_at


def pause_link(holder: str, link_id: str, *, store: Store) -> None:
    """From this moment the address leads nowhere, until it is resumed."""
    with store.write() as session:
        link = _mine(session, holder, link_id)
        link.paused_at = link.paused_at or clock.now()


def resume_link(holder: str, link_id: str, *, store: Store) -> None:
    with store.write() as session:
        link = _mine(session, holder, link_id)
        if link.closed_at is not None:
            raise LinkIsClosed()
        link.paused_at = None


def close_link(holder: str, link_id: str, *, store: Store) -> None:
    """From this moment the address leads nowhere, for good. Closing a closed link changes nothing. What it
    kept (a frozen copy, a password) goes with it."""
    with store.write() as session:
        link = _mine(session, holder, link_id)
        link.closed_at = link.closed_at or clock.now()
        link.frozen, link.password_hash = None, None


def close_all(holder: str, *, store: Store) -> int:
    """Close every link, at once. Returns how many that were."""
    with store.write() as session:
        mine = ShareLink.account_id == holder, ShareLink.closed_at.is_(None)
        closed = session.execute(
            update(ShareLink).where(*mine).values(closed_at=clock.now(), frozen=None, password_hash=None)
        )
        return int(closed.rowcount)


def list_links(
    holder: str, *, store: Store, credential_id: str | None = None, portfolio_id: str | None = None
) -> list[LinkCard]:
    """My links by state, open ones first, newest first; of one credential, one portfolio or all."""
    query = _cards(holder).order_by(ShareLink.opened_at.desc())
    if credential_id is not None:
        query = query.where(ShareLink.credential_id == credential_id)
    if portfolio_id is not None:
        query = query.where(ShareLink.portfolio_id == portfolio_id)
    now = clock.now()
    with store.read() as session:
        cards = [_card(found, now) for found in session.execute(query)]
    return sorted(cards, key=lambda card: STATES.index(card.state))


def my_link(holder: str, link_id: str, *, store: Store) -> LinkCard:
    with store.read() as session:
        found = session.execute(_cards(holder).where(ShareLink.id == link_id)).one_or_none()
        if found is None:
            raise NotFound()
        return _card(found, clock.now())


def my_opened_link(holder: str, link_id: str, *, store: Store) -> OpenedLink:
    """What a reader of the link would be given, for its holder's eyes, in whatever state it is."""
    with store.read() as session:
        return opened_link(_mine(session, holder, link_id))


def _cards(holder: str) -> Any:
    return (
        with_state()
        .add_columns(HeldCredential.title, HeldCredential.name.label("file_name"))
        .add_columns(
            HeldCredential.expires_at, HeldCredential.expires_offset, Portfolio.title.label("portfolio_title")
        )
        .where(ShareLink.account_id == holder)
    )


def _card(found: Any, now: datetime) -> LinkCard:
    link: ShareLink = found.ShareLink
    return LinkCard(
        id=link.id,
        name=link.name,
        credential_id=link.credential_id,
        portfolio_id=link.portfolio_id,
        title=found.portfolio_title or found.title or found.file_name or "",
        hint=link.secret_prefix,
        opened_at=link.opened_at,
        ends_at=link.ends_at,
        closed_at=link.closed_at,
        paused_at=link.paused_at,
        frozen_at=link.frozen_at,
        views=link.views,
        state=state_of(found, now),
        audience=link.audience,
        fields=dict(link.fields),
        include_original=link.include_original,
        embeddable=link.embeddable,
        has_password=link.password_hash is not None,
        credential_expires_at=in_offset(found.expires_at, found.expires_offset),
    )


def _mine(session: Session, holder: str, link_id: str) -> ShareLink:
    link = session.scalars(
        select(ShareLink).where(ShareLink.id == link_id, ShareLink.account_id == holder)
    ).one_or_none()
    if link is None:
        raise NotFound()
    return link


def _see_that_it_is_ones_own(
    session: Session, holder: str, credential_id: str | None, portfolio_id: str | None
) -> None:
    table, id = (HeldCredential, credential_id) if credential_id is not None else (Portfolio, portfolio_id)
    query = select(table.id).where(table.id == id, table.account_id == holder, table.deleted_at.is_(None))
    if session.scalar(query) is None:
        raise NotFound()


def _see_that_there_is_room(session: Session, holder: str, now: datetime) -> None:
    still_open = select(ShareLink.id).where(
        ShareLink.account_id == holder, ShareLink.closed_at.is_(None), ShareLink.ends_at > now
    )
    if len(session.scalars(still_open.limit(MOST_OPEN)).all()) >= MOST_OPEN:
        raise TooManyOpenLinks(most=MOST_OPEN)
