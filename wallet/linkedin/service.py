"""What may go to LinkedIn, and the addresses and lines it goes there with."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from wallet.collection import service as collection
from wallet.collection.cards import CredentialPage
from wallet.linkedin.errors import NotForLinkedin
from wallet.linkedin.urls import Entry, can_be_reached, copy_lines, post_address, profile_address
from wallet.services import Services
from wallet.web.words import another_words


def check_allowed(holder: str, credential_id: str, *, services: Services) -> CredentialPage:
    """The page of what may be put there. Refused `not-for-linkedin` for what was revoked, is false or was
    issued to somebody else."""
    page = collection.credential_page(holder, credential_id, services=services)
    if page.card.another:
        raise NotForLinkedin(verdict=another_words()[0])
    if page.report is not None and page.report.verdict in {"revoked", "suspended", "invalid", "unreadable"}:
        raise NotForLinkedin(verdict=page.report.word)
    return page


def add_page(holder: str, credential_id: str, *, address: str, services: Services) -> dict[str, Any]:
    """Both LinkedIn addresses and the lines to copy. Refused for what was revoked, is false or another's."""
    page = check_allowed(holder, credential_id, services=services)
    said = page.statement
    entry = Entry(
        name=said.title,
        organization=said.issuer,
        link=address,
        issued_at=said.issued_at,
        expires_at=said.expires_at,
    )
    labels = {
        "name": _("Name"),
        "organization": _("Issuing organisation"),
        "issued": _("Issue date"),
        "expires": _("Expiration date"),
        "address": _("Credential URL"),
    }
    return {
        "title": said.title,
        "profile_address": profile_address(entry),
        "post_address": post_address(address),
        "lines": tuple((labels[field], value) for field, value in copy_lines(entry)),
        "reachable": can_be_reached(address),
        "base_url": services.settings.base_url,
    }
