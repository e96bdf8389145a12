"""A holder's skills, read from what is held and declared, in the words of the vocabulary in use."""

from __future__ import annotations

from dataclasses import dataclass

from wallet.collection.holdings import HeldFacts
from wallet.entries import service as entries
from wallet.paths.measuring import holdings_today
from wallet.paths.progress import Counted, Holdings
from wallet.services import Services
from wallet.skills.service import AREA_OF_FIELD, Declared, Skill, Sum, skills_of, sum_of
from wallet.vocabulary import service as vocabulary


@dataclass(frozen=True)
class Having:
    skills: tuple[Skill, ...]
    ects: Sum
    hours: Sum
    esco: bool  # some identifier or name comes from ESCO: the credits line is due


def having(holder: str, *, services: Services, language: str) -> Having:
    """Everything the holder can show or says."""
    holdings, held = holdings_today(holder, services=services)
    pairs = _pairs(holdings, held)
    uris = {skill for _, counted in pairs for skill in counted.skills}
    known = vocabulary.concepts(services.store, sorted(uris), language=language)
    skills = skills_of(
        pairs,
        _declared(holder, services=services),
        today=holdings.today,
        labels={uri: found.label for uri, found in known.items()},
    )
    return Having(
        skills=tuple(_with_areas(skill, known) for skill in skills),
        ects=sum_of("ects", pairs, holdings.excludes, today=holdings.today),
        hours=sum_of("hours", pairs, holdings.excludes, today=holdings.today),
        esco=any(skill.key.startswith(vocabulary.ESCO) for skill in skills),
    )


def _pairs(holdings: Holdings, held: dict[str, HeldFacts]) -> list[tuple[HeldFacts, Counted]]:
    return [(held[key], counted) for key, counted in holdings.all.items()]


def _declared(holder: str, *, services: Services) -> list[Declared]:
    return [
        Declared(
            id=card.id,
            title=card.title,
            by=card.organisation,
            outcomes=card.outcomes,
            area=AREA_OF_FIELD.get(card.field, card.field),
        )
        for card in entries.list_entries(holder, services=services)
    ]


def _with_areas(skill: Skill, known: dict[str, vocabulary.Found]) -> Skill:
    """What the vocabulary says of a skill's field decides; a credential's own field is only near it."""
    found = known.get(skill.key)
    if found is None or not found.fields:
        return skill
    return Skill(skill.key, skill.label, skill.state, skill.proofs, frozenset(found.fields))
