"""What the wallet proposes to the holder: only the strongest badges, and skills that badges speak of."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from wallet.collection import service as collection
from wallet.collection.cards import CredentialPage
from wallet.credentials.proof_kinds import proves_participation_only
from wallet.errors import NotFound
from wallet.portfolios.cards import PortfolioPage, Thing
from wallet.portfolios.strongest import Candidate, propose
from wallet.portfolios.texts import reason_words
from wallet.services import Services

READ = 60  # badges that are read through for one proposal
MOST_SKILLS = 40


@dataclass(frozen=True)
class ProposedThing:
    thing: Thing
    keep: bool
    reasons: tuple[str, ...]


def strongest_of(holder: str, page: PortfolioPage, *, services: Services) -> tuple[ProposedThing, ...]:
    """Each badge of the portfolio once: to stay or to go, and why. Nothing is changed by it."""
    badges = _badges(page)
    read = {id: _read(holder, id, services=services) for id in list(badges)[:READ]}
    candidates = [_candidate(found) for found in read.values() if found is not None]
    words_of = {id: _word(found) for id, found in read.items() if found is not None}
    proposed = []
    for proposal in propose(candidates, at=services.clock.now()):
        like = badges[proposal.like].title if proposal.like else ""
        reasons = tuple(
            reason_words(code, **_gaps(code, word=words_of[proposal.id], title=like))
            for code in proposal.reasons
        )
        proposed.append(ProposedThing(badges[proposal.id], proposal.keep, reasons))
    return tuple(proposed)


def _gaps(code: str, *, word: str, title: str) -> dict[str, str]:
    return {"not-verified": {"word": word}, "repeated": {"title": title}}.get(code, {})


def skills_of(holder: str, page: PortfolioPage, *, services: Services) -> tuple[str, ...]:
    """What badges of this portfolio that hold say one can do, once each; without what is listed already."""
    listed = {
        item.thing.title.casefold()
        for section in page.sections
        for item in section.items
        if item.thing.kind == "skill"
    }
    found: dict[str, str] = {}
    for id in list(_badges(page))[:READ]:
        read = _read(holder, id, services=services)
        for outcome in read.statement.outcomes if read and _proves_skills(read) else ():
            name = " ".join(outcome.name.split())
            if 0 < len(name) <= 120 and name.casefold() not in listed:
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MOST_SKILLS]


def _proves_skills(page: CredentialPage) -> bool:
    """Whether what it says its holder can do is proved by it: a proof of participation proves none of it."""
    kind = page.transparency.proves if page.transparency else ""
    return _holds(page) and not proves_participation_only(kind)


def _holds(page: CredentialPage) -> bool:
    """As a reader would see it: it holds, and so does everything inside it that could be signed."""
    return page.card.verdict == "valid" and not page.card.another and _whole(page)


def _whole(page: CredentialPage) -> bool:
    return all(child.verdict == "valid" for child in page.inside if child.own)


def _word(page: CredentialPage) -> str:
    holds = page.card.verdict == "valid"
    return gettext("Not everything inside checks out") if holds and not _whole(page) else page.card.word


def _badges(page: PortfolioPage) -> dict[str, Thing]:
    return {
        item.thing.id: item.thing
        for section in page.sections
        for item in section.items
        if item.thing.kind == "credential"
    }


def _read(holder: str, credential_id: str, *, services: Services) -> CredentialPage | None:
    try:
        return collection.credential_page(holder, credential_id, services=services)
    except NotFound:
        return None


def _candidate(page: CredentialPage) -> Candidate:
    said = page.statement
    return Candidate(
        id=page.card.id,
        title=said.title,
        issuer=said.issuer_id or said.issuer,
        achievement=said.title,
        verdict=page.card.verdict if _whole(page) else "undetermined",
        kind=page.transparency.proves if page.transparency else "",
        outcomes=len(said.outcomes),
        stated=page.transparency.stated if page.transparency and page.transparency.counted else None,
        issued_at=said.issued_at,
        expires_at=said.expires_at,
        another=page.card.another,
    )
