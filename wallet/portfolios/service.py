"""What a person shows, put together from what they hold. Everything a stranger gets passes through here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from wallet.collection import service as collection
from wallet.collection.cards import (
    ANOTHER,
    CheckCard,
    CredentialCard,
    CredentialPage,
    ReportCard,
    StatementCard,
)
from wallet.errors import NotFound, Refused
from wallet.portfolios import links
from wallet.portfolios.cardpicture import DRAWING, CardFacts
from wallet.portfolios.linkedin import Entry, can_be_reached, copy_lines, post_address, profile_address
from wallet.store.tables import HeldCredential
from wallet.web import languages
from wallet.web.house import House
from wallet.web.words import error_words

AGAIN_AFTER = timedelta(minutes=1)
PREVIEW_TEXT = 200


@dataclass(frozen=True)
class SharedPage:
    """What a stranger may see of one credential: no address, no hash, no salt, no file name, no history."""

    card: CredentialCard
    statement: StatementCard
    report: ReportCard | None
    preview_title: str
    preview_text: str
    card_version: str


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


def my_link(holder: str, link_id: str, *, house: House) -> links.LinkCard:
    for link in links.list_links(holder, store=house.store):
        if link.id == link_id:
            return link
    raise NotFound()


def refusal_words(refused: Refused) -> tuple[str, ...]:
    what, means, do = error_words(refused.code, refused.params)
    return tuple(sentence for sentence in (what, means, do) if sentence)


def linkedin_page(holder: str, credential_id: str, *, address: str, house: House) -> dict:
    """Both LinkedIn addresses and the lines to copy. Refused for what was revoked, is false or another's."""
    page = collection.credential_page(holder, credential_id, house=house)
    verdict = page.report.verdict if page.report else None
    if verdict in {"revoked", "suspended", "invalid", "unreadable", ANOTHER}:
        raise Refused("not-for-linkedin", verdict=page.report.word if page.report else "")
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


def shared_page(link: links.OpenedLink, *, house: House) -> SharedPage:
    page = _page_behind(link, house=house)
    report = _for_reader(page.report) if page.report else None
    said = page.statement
    preview = f"{said.title} – {said.issuer}" if said.issuer else said.title
    about = said.description or ", ".join(outcome.name for outcome in said.outcomes)
    return SharedPage(
        card=page.card,
        statement=said,
        report=report,
        preview_title=preview,
        preview_text=about if len(about) <= PREVIEW_TEXT else about[: PREVIEW_TEXT - 1] + "…",
        card_version=_version(page),
    )


def _for_reader(report: ReportCard) -> ReportCard:
    """The same findings, told to somebody else than the holder. How the recipient was compared (address,
    hash, salt) stays with the holder; whether it fits is what a reader needs to know."""
    checks = tuple(
        _recipient_for_reader(check) if check.check == "recipient" else check for check in report.checks
    )
    if not report.another:
        return replace(report, checks=checks)
    sentence = _(
        "It is genuine, but it names none of the addresses that whoever shares it has proven to be theirs."
    )
    return replace(report, checks=checks, sentence=sentence)


def _recipient_for_reader(check: CheckCard) -> CheckCard:
    if check.outcome == "not_applicable":
        return replace(check, how="", params={}, sources=())
    told = {
        "pass": (
            _("Issued to whoever shares it"),
            _("It names an address that they have proven to be theirs."),
        ),
        "fail": (
            _("Issued to another person"),
            _("It names none of the addresses that whoever shares it has proven to be theirs."),
        ),
    }
    question, answer = told.get(
        check.outcome,
        (_("Whom it was issued to could not be compared"), _("It says too little about its recipient.")),
    )
    return replace(check, question=question, answer=answer, how="", params={}, sources=())


def shared_picture(link: links.OpenedLink, *, house: House) -> collection.Kept | None:
    return collection.shown_picture_of(link.holder, link.credential_id, house=house)


def card_facts(link: links.OpenedLink, *, house: House) -> CardFacts:
    page = _page_behind(link, house=house)
    word, tone = (page.report.word, page.report.tone) if page.report else (page.card.word, page.card.tone)
    return CardFacts(
        title=page.statement.title,
        issuer=page.statement.issuer,
        verdict=word,
        tone=tone,
        checked=languages.day(page.report.at) if page.report else "",
        picture=collection.picture_of(link.holder, link.credential_id, house=house),
    )


def check_shared(link: links.OpenedLink, *, house: House) -> None:
    """Check again now, unless it was checked within the last minute."""
    page = _page_behind(link, house=house)
    if page.report and house.clock.now() - page.report.at < AGAIN_AFTER:
        return
    collection.check_again(link.holder, link.credential_id, house=house, trigger="visitor")


def _page_behind(link: links.OpenedLink, *, house: House) -> CredentialPage:
    return collection.credential_page(link.holder, link.credential_id, house=house)


def _version(page: CredentialPage) -> str:
    """Changes whenever the drawn card would: scrapers keep pictures by address."""
    shown = (DRAWING, page.statement.title, page.statement.issuer, page.card.verdict, page.card.has_picture)
    day = page.report.at.date().isoformat() if page.report else ""
    return hashlib.sha256(repr((*shown, day)).encode()).hexdigest()[:10]
