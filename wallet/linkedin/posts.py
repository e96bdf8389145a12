"""What a person put on LinkedIn and when, so that we can warn before it leads nowhere or says what no longer
holds. LinkedIn tells us nothing: we know only that a button was pressed here, and what has happened since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from wallet.errors import NotFound
from wallet.services import Services
from wallet.store import Store, clock
from wallet.store.models.credential import HeldCredential
from wallet.store.models.link import ShareLink
from wallet.store.models.linkedin import LinkedInPost
from wallet.web.languages import day
from wallet.web.notices import Notice, Way

KINDS = ("profile", "post")
SOON = timedelta(days=30)
GONE_BAD = frozenset({"revoked", "suspended", "invalid"})
# What is wrong with a post, worst first; "" is nothing. Each has words in `notice_of`.
TROUBLES = ("link-closed", "link-ended", "revoked", "another", "expired", "link-paused", "link-ends")


@dataclass(frozen=True)
class PostCard:
    """One thing put on LinkedIn: an entry in the profile, or a post."""

    id: str
    kind: str  # profile, post
    credential_id: str | None
    credential_title: str
    link_id: str | None
    link_name: str
    link_ends_at: datetime | None
    at: datetime
    removed_at: datetime | None
    trouble: str  # one of TROUBLES, or ""


def record_post(holder: str, credential_id: str, *, kind: str, link_id: str, store: Store) -> None:
    """The button was pressed (`kind` is one of KINDS). Pressed again for the same, only the day is newer."""
    now = clock.now()
    with store.write() as session:
        mine = select(ShareLink.id).where(
            ShareLink.id == link_id,
            ShareLink.account_id == holder,
            ShareLink.credential_id == credential_id,
        )
        if session.scalars(mine).one_or_none() is None:
            raise NotFound()
        there = session.scalars(
            select(LinkedInPost).where(
                LinkedInPost.account_id == holder,
                LinkedInPost.link_id == link_id,
                LinkedInPost.kind == kind,
                LinkedInPost.removed_at.is_(None),
            )
        ).first()
        if there is not None:
            there.at = now
            return
        session.add(
            LinkedInPost(account_id=holder, credential_id=credential_id, link_id=link_id, kind=kind, at=now)
        )


def list_posts(holder: str, *, store: Store, credential_id: str = "") -> tuple[PostCard, ...]:
    """What stands there still, as far as the holder told us; the latest first. One query."""
    query = _posts(holder).where(LinkedInPost.removed_at.is_(None))
    if credential_id:
        query = query.where(LinkedInPost.credential_id == credential_id)
    with store.read() as session:
        return tuple(_card(row, clock.now()) for row in session.execute(query))


def posts_of_link(holder: str, link_id: str, *, store: Store) -> tuple[PostCard, ...]:
    """What on LinkedIn leads to this link: to be told before it is closed."""
    query = _posts(holder).where(LinkedInPost.link_id == link_id, LinkedInPost.removed_at.is_(None))
    with store.read() as session:
        return tuple(_card(row, clock.now()) for row in session.execute(query))


def mark_removed(holder: str, post_id: str, *, store: Store) -> str | None:
    """The holder says that it is no longer there. Returns its credential's id."""
    with store.write() as session:
        row = session.scalars(
            select(LinkedInPost).where(LinkedInPost.account_id == holder, LinkedInPost.id == post_id)
        ).one_or_none()
        if row is None:
            raise NotFound()
        row.removed_at = row.removed_at or clock.now()
        return row.credential_id


def _posts(holder: str) -> Any:
    return (
        select(LinkedInPost, HeldCredential, ShareLink)
        .join(HeldCredential, HeldCredential.id == LinkedInPost.credential_id, isouter=True)
        .join(ShareLink, ShareLink.id == LinkedInPost.link_id, isouter=True)
        .where(LinkedInPost.account_id == holder)
        .order_by(LinkedInPost.at.desc(), LinkedInPost.id)
    )


def _card(row: Any, now: datetime) -> PostCard:
    post, held, link = row
    return PostCard(
        id=post.id,
        kind=post.kind,
        credential_id=post.credential_id,
        credential_title=(held.title or held.name) if held else "",
        link_id=post.link_id,
        link_name=link.name if link else "",
        link_ends_at=link.ends_at if link else None,
        at=post.at,
        removed_at=post.removed_at,
        trouble=_trouble(post, held, link, now),
    )


def _trouble(post: Any, held: Any, link: Any, now: datetime) -> str:
    """The worst that has happened since it was put there."""
    if link is None or link.closed_at is not None or held is None or held.deleted_at is not None:
        return "link-closed"
    if link.ends_at <= now:
        return "link-ended"
    if held.verdict in GONE_BAD:
        return "revoked"
    if held.another:
        return "another"
    if held.expires_at is not None and post.at < held.expires_at <= now:  # an end known then is written there
        return "expired"
    if link.paused_at is not None:
        return "link-paused"
    return "link-ends" if link.ends_at <= now + SOON else ""


def notices(holder: str, *, services: Services, about: str = "") -> tuple[Notice, ...]:
    """What to tell the holder, worst first; of all credentials or of one."""
    cards = [card for card in list_posts(holder, store=services.store, credential_id=about) if card.trouble]
    return tuple(notice_of(card) for card in sorted(cards, key=lambda card: TROUBLES.index(card.trouble)))


def notice_of(card: PostCard) -> Notice:
    """What happened, what it means, what to do."""
    title, sentence = _words(card)
    renewable = card.trouble in {"link-ends", "link-ended", "link-paused"}
    ways = [Way(_("To your links"), url_for("sharing.links"), "link")] if renewable else []
    ways.append(Way(_("I took it down there"), url_for("linkedin.removed", id=card.id), "trash-2", post=True))
    return Notice(
        tone="fail" if card.trouble in {"link-closed", "link-ended", "revoked"} else "warn",
        icon="linkedin",
        title=title,
        sentence=sentence,
        about=card.credential_id or "",
        ways=tuple(ways),
    )


def _words(card: PostCard) -> tuple[str, str]:
    name, ends, put = card.credential_title, day(card.link_ends_at), day(card.at)
    if card.trouble == "link-closed":
        return (
            _("“%(name)s” on LinkedIn leads nowhere.", name=name),
            _(
                "You put it there on %(day)s and have closed its link since. Take it down on LinkedIn.",
                day=put,
            ),
        )
    if card.trouble == "link-ended":
        return (
            _("“%(name)s” on LinkedIn leads nowhere.", name=name),
            _("Its link ended on %(day)s. Renew the link, or take it down on LinkedIn.", day=ends),
        )
    if card.trouble == "revoked":
        return (
            _("“%(name)s” no longer holds, but it is on LinkedIn.", name=name),
            _("Whoever follows the link sees that it does not check out. Take it down on LinkedIn."),
        )
    if card.trouble == "another":
        return (
            _("“%(name)s” is on LinkedIn, but was issued to someone else.", name=name),
            _("Add the address it names to your own, or take it down on LinkedIn."),
        )
    if card.trouble == "expired":
        return (
            _("“%(name)s” has expired, but it is on LinkedIn.", name=name),
            _("Whoever follows the link sees that its time is over. Correct it there, or take it down."),
        )
    if card.trouble == "link-paused":
        return (
            _("“%(name)s” on LinkedIn leads nowhere for now.", name=name),
            _("You have paused its link. Resume it, or take it down on LinkedIn."),
        )
    return (
        _("“%(name)s” is on LinkedIn, and its link ends soon.", name=name),
        _("After %(day)s it leads nowhere. Renew the link, or take it down on LinkedIn.", day=ends),
    )
