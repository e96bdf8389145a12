"""The one gate: from the secret in an address to the link behind it, if that is open this very moment.

Every address that a stranger can ask passes `resolve_secret`, and nothing of a link is kept between two
requests: what the row says now decides. Unknown, closed, ended, paused, something deleted, an account about
to leave: all are the same `NotFound`. `NeedsPassword` is one of them too, so that whoever does not catch it
(only the page itself does, to ask) answers like for a link that never was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from wallet.errors import NotFound
from wallet.shared_page.audiences import Fields, fields_of
from wallet.sharing.errors import LinkLeadsNowhere
from wallet.store import Store, clock
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential
from wallet.store.models.link import ShareLink
from wallet.store.models.portfolio import Portfolio

LEADS_NOWHERE = "link-leads-nowhere"

# (link id, password hash) → whether whoever asks has shown that they know the password.
Unlocked = Callable[[str, str], bool]


@dataclass(frozen=True)
class OpenedLink:
    """A link that leads somewhere now: to exactly one credential or one portfolio."""

    id: str
    holder: str
    credential_id: str | None
    portfolio_id: str | None
    opened_at: datetime
    ends_at: datetime
    language: str
    fields: Fields
    include_original: bool
    embeddable: bool
    frozen: dict[str, Any] | None  # what composing.freeze kept; the verdict is live all the same
    frozen_at: datetime | None


class NeedsPassword(NotFound):
    """The link is open, and has a password that was not given."""

    code = LEADS_NOWHERE


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def nobody(link_id: str, password_hash: str) -> bool:
    return False


def resolve_secret(secret: str, *, store: Store, unlocked: Unlocked = nobody) -> OpenedLink:
    """The link behind an address. NotFound if it leads nowhere, NeedsPassword if it is locked."""
    link = open_row(secret, store=store)
    if link.password_hash is not None and not unlocked(link.id, link.password_hash):
        raise NeedsPassword()
    return opened_link(link)


def open_row(secret: str, *, store: Store) -> ShareLink:
    """The row behind an address, if it leads somewhere now; its password is not asked here."""
    if not 20 <= len(secret) <= 64:
        raise LinkLeadsNowhere()
    with store.read() as session:
        found = session.execute(with_state().where(ShareLink.secret_hash == digest_of(secret))).one_or_none()
        if found is None or state_of(found, clock.now()) != "open":
            raise LinkLeadsNowhere()
        link: ShareLink = found.ShareLink
        session.expunge(link)
    return link


def opened_link(link: ShareLink) -> OpenedLink:
    """What a reader of the link gets, by its audience and what the holder chose."""
    fields = fields_for(link)
    return OpenedLink(
        id=link.id,
        holder=link.account_id,
        credential_id=link.credential_id,
        portfolio_id=link.portfolio_id,
        opened_at=link.opened_at,
        ends_at=link.ends_at,
        language=link.language,
        fields=fields,
        include_original=fields.original,
        embeddable=link.embeddable and link.audience == "public" and link.password_hash is None,
        frozen=link.frozen,
        frozen_at=link.frozen_at,
    )


def fields_for(link: ShareLink) -> Fields:
    """The signed original is only ever offered when the holder ticked it, whatever the audience's preset."""
    return fields_of(link.audience, {**link.fields, "original": link.include_original})


def with_state() -> Select[Any]:
    """Links with everything that decides whether they lead somewhere."""
    return (
        select(
            ShareLink,
            Account.erase_at,
            HeldCredential.deleted_at.label("credential_deleted_at"),
            Portfolio.deleted_at.label("portfolio_deleted_at"),
        )
        .join(Account, Account.id == ShareLink.account_id)
        .outerjoin(HeldCredential, HeldCredential.id == ShareLink.credential_id)
        .outerjoin(Portfolio, Portfolio.id == ShareLink.portfolio_id)
    )


def state_of(found: Any, now: datetime) -> str:
    """open, paused, ended, closed, or gone (what it showed was deleted, or its account is leaving)."""
    link: ShareLink = found.ShareLink
    if link.closed_at is not None:
        return "closed"
    if link.ends_at <= now:
        return "ended"
    aimless = link.credential_id is None and link.portfolio_id is None
    if aimless or found.erase_at or found.credential_deleted_at or found.portfolio_deleted_at:
        return "gone"
    return "paused" if link.paused_at is not None else "open"


def count_view(link: OpenedLink, *, store: Store) -> None:
    """One more opening. No address, no agent, no time is kept of whoever looked."""
    with store.write() as session:
        session.execute(update(ShareLink).where(ShareLink.id == link.id).values(views=ShareLink.views + 1))
