"""What a person does with one credential beside showing it: its title, and LinkedIn's addresses for it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from wallet.collection import service as collection
from wallet.collection.cards import CredentialPage
from wallet.errors import NotFound, Refused
from wallet.linkedin.urls import Entry, can_be_reached, copy_lines, post_address, profile_address
from wallet.store.models.credential import HeldCredential
from wallet.web.house import House
from wallet.web.words import another_words, error_words


def title_of(holder: str, credential_id: str, *, house: House) -> str:
    """The title of one's own credential; NotFound for anybody else's."""
    query = select(HeldCredential.title, HeldCredential.name).where(
        HeldCredential.id == credential_id,
        HeldCredential.account_id == holder,
        HeldCredential.deleted_at.is_(None),
    )
    with house.store.read() as session:
        found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound()
    return found.title or found.name


def refusal_words(refused: Refused) -> tuple[str, ...]:
    what, means, do = error_words(refused.code, refused.params)
    return tuple(sentence for sentence in (what, means, do) if sentence)


def see_that_it_may_go_to_linkedin(holder: str, credential_id: str, *, house: House) -> CredentialPage:
    """The page of what may be put there. Refused `not-for-linkedin` for what was revoked, is false or was
    issued to somebody else."""
    page = collection.credential_page(holder, credential_id, house=house)
    if page.card.another:
        raise Refused("not-for-linkedin", verdict=another_words()[0])
    if page.report is not None and page.report.verdict in {"revoked", "suspended", "invalid", "unreadable"}:
        raise Refused("not-for-linkedin", verdict=page.report.word)
    return page


def linkedin_page(holder: str, credential_id: str, *, address: str, house: House) -> dict:
    """Both LinkedIn addresses and the lines to copy. Refused for what was revoked, is false or another's."""
    page = see_that_it_may_go_to_linkedin(holder, credential_id, house=house)
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
        "base_url": house.settings.base_url,
    }
