"""What a holder's links need of what they show: title and dates, a frozen copy, a warning before closing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wallet.errors import NotFound
from wallet.services import Services
from wallet.shared_page import compose
from wallet.shared_page.audiences import fields_of
from wallet.shared_page.page_model import ShownPage
from wallet.sharing import link_forms, links, passwords
from wallet.store.models.credential import HeldCredential
from wallet.store.models.linkedin import LinkedInPost
from wallet.store.models.portfolio import Portfolio


@dataclass(frozen=True)
class Shared:
    """What a link shows: one credential or one portfolio of the holder's own."""

    id: str
    is_portfolio: bool
    title: str
    audience: str  # of the portfolio; employer for a credential
    expires_at: datetime | None  # the credential's own end: never the link's

    @property
    def place(self) -> dict[str, str]:
        return {"portfolio_id" if self.is_portfolio else "credential_id": self.id}


def shared_thing(
    holder: str, *, services: Services, credential_id: str | None = None, portfolio_id: str | None = None
) -> Shared:
    """NotFound for anybody else's, and for what was deleted."""
    with services.store.read() as session:
        if portfolio_id is not None:
            mine = Portfolio.account_id == holder, Portfolio.deleted_at.is_(None)
            row = session.scalars(select(Portfolio).where(Portfolio.id == portfolio_id, *mine)).one_or_none()
            if row is None:
                raise NotFound()
            return Shared(row.id, True, row.title, row.audience, None)
        held = session.scalars(
            select(HeldCredential).where(
                HeldCredential.id == credential_id,
                HeldCredential.account_id == holder,
                HeldCredential.deleted_at.is_(None),
            )
        ).one_or_none()
        if held is None:
            raise NotFound()
        return Shared(held.id, False, held.title or held.name, "employer", held.expires_there)


def wanted_of(
    form: Mapping[str, str],
    holder: str,
    thing: Shared,
    *,
    services: Services,
    language: str,
    before: links.LinkCard | None = None,
) -> links.Wanted:
    """What the form asks of a new link, or of one that is there (`before`: its end and password stay)."""
    audience = link_forms.asked_audience(form, before.audience if before else thing.audience)
    fields = link_forms.asked_fields(form, audience)
    password = "" if before else form.get("password", "")
    name = links.label_of(form.get("name", ""))
    ends_at = (
        before.ends_at
        if before
        else links.end_of(
            form.get("ends", links.USUAL), form.get("day", ""), now=services.clock.now(), audience=audience
        )
    )
    original = link_forms.asks_for_original(form, audience)
    copied = thing.is_portfolio and form.get("frozen") == "on"
    as_before = before is not None and (before.audience, before.fields) == (audience, fields)
    stays_frozen = copied and as_before and before is not None and before.frozen_at is not None
    stays_frozen = stays_frozen and form.get("freeze") != "again"
    return links.Wanted(
        name=name,
        ends_at=ends_at,
        language=language,
        audience=audience,
        fields=fields,
        include_original=original,
        embeddable=form.get("embeddable") == "on",
        password_hash=passwords.hash_password(password) if password else None,
        frozen=frozen_copy(holder, thing, audience, fields, services=services)
        if copied and not stays_frozen
        else None,
        stays_frozen=stays_frozen,
    )


def frozen_copy(
    holder: str, thing: Shared, audience: str, fields: Mapping[str, Any], *, services: Services
) -> dict[str, Any]:
    """What the portfolio shows to this audience at this moment; verdicts are not part of it."""
    page = compose.compose_portfolio(holder, thing.id, fields=fields_of(audience, fields), services=services)
    return compose.freeze(page)


def preview(
    holder: str,
    thing: Shared,
    *,
    audience: str,
    fields: Mapping[str, Any],
    services: Services,
) -> ShownPage:
    """The page as its reader would get it."""
    given = fields_of(audience, fields)
    if thing.is_portfolio:
        return compose.compose_portfolio(holder, thing.id, fields=given, services=services)
    return compose.compose_credential(holder, thing.id, fields=given, services=services)


def posted_links(holder: str, link_ids: Iterable[str], *, services: Services) -> frozenset[str]:
    """Which of these links stand on LinkedIn, as the holder told: closing one leaves a dead address there."""
    with services.store.read() as session:
        found = session.scalars(
            select(LinkedInPost.link_id).where(
                LinkedInPost.account_id == holder,
                LinkedInPost.link_id.in_(list(link_ids)),
                LinkedInPost.removed_at.is_(None),
            )
        )
        return frozenset(link_id for link_id in found if link_id is not None)
