"""Which credentials speak loudest: a proposal with its reasons, which the holder accepts or not. Pure.

Strong is what checks out, proves a skill, says what its holder can do (or states how it was earned), and is
in force; of several alike (the same achievement of the same issuer) the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

STATED_ENOUGH = 8  # of the 11 elements
# Kinds of achievement (Open Badges 3.0, achievementType) that say one took part.
_TOOK_PART = {"membership", "participation", "attendance", "ext:participation", "ext:attendance"}
_TOOK_PART_WORDS = re.compile(
    r"\b(participa(tion|ted|nt)|attend(ance|ed|ee)|uczestni|udział|obecnoś)", re.IGNORECASE
)


@dataclass(frozen=True)
class Candidate:
    """What the choice needs to know of one credential."""

    id: str
    title: str
    issuer: str
    achievement: str  # its address, or its title where it has none
    verdict: str | None
    kind: str = ""  # of achievement, as stated
    outcomes: int = 0
    stated: int | None = None  # of the 11 elements, where that was looked at
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    another: bool = False  # issued to somebody else


@dataclass(frozen=True)
class Proposal:
    id: str
    keep: bool
    reasons: tuple[str, ...]  # codes; one is enough to go, all are told to stay
    like: str = ""  # the id of the one that says the same


def proves_skill(kind: str, title: str) -> bool:
    """Is it more than a proof of having been there?"""
    return kind.strip().lower() not in _TOOK_PART and not _TOOK_PART_WORDS.search(title)


def propose(candidates: Iterable[Candidate], *, at: datetime) -> tuple[Proposal, ...]:
    """A proposal for each, in the order given."""
    given = list(candidates)
    weak = {candidate.id: reason for candidate in given if (reason := _weakness(candidate, at))}
    best: dict[tuple[str, str], Candidate] = {}
    for candidate in given:
        alike = (_plain(candidate.issuer), _plain(candidate.achievement or candidate.title))
        if candidate.id not in weak and (alike not in best or _newer(candidate, best[alike])):
            best[alike] = candidate
    return tuple(_proposal(candidate, weak, best) for candidate in given)


def _proposal(candidate: Candidate, weak: dict[str, str], best: dict[tuple[str, str], Candidate]) -> Proposal:
    if candidate.id in weak:
        return Proposal(candidate.id, False, (weak[candidate.id],))
    first = best[(_plain(candidate.issuer), _plain(candidate.achievement or candidate.title))]
    if first.id != candidate.id:
        return Proposal(candidate.id, False, ("repeated",), like=first.id)
    says = "says-what" if candidate.outcomes else "transparent"
    return Proposal(candidate.id, True, ("verified", "skill", says, "current"))


def _weakness(candidate: Candidate, at: datetime) -> str:
    """The first reason to leave it out, "" if there is none."""
    if candidate.another:
        return "another"
    if candidate.verdict == "expired" or (candidate.expires_at is not None and candidate.expires_at <= at):
        return "ended"
    if candidate.verdict != "valid":
        return "not-verified"
    if not proves_skill(candidate.kind, candidate.title):
        return "participation"
    if not candidate.outcomes and (candidate.stated or 0) < STATED_ENOUGH:
        return "says-little"
    return ""


def _newer(one: Candidate, other: Candidate) -> bool:
    return bool(one.issued_at and (other.issued_at is None or one.issued_at > other.issued_at))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
