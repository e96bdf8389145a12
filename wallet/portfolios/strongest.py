"""Which credentials speak loudest: a proposal with its reasons, which the holder accepts or not. Pure.

Strong is what checks out, proves more than participation, says what its holder can do (or states how it was
earned), and is in force; of several alike (the same achievement of the same issuer) the newest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wallet.credentials.proof_kinds import proves_participation_only

STATED_ENOUGH = 8  # of the 11 elements


@dataclass(frozen=True)
class Candidate:
    """What the choice needs to know of one credential."""

    id: str
    title: str
    issuer: str
    achievement: str  # its address, or its title where it has none
    verdict: str | None
    kind: str = ""  # of proof
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
    skill = ("skill",) if candidate.kind == "skill" else ()
    return Proposal(candidate.id, True, ("verified", *skill, says, "current"))


def _weakness(candidate: Candidate, at: datetime) -> str:
    """The first reason to leave it out, "" if there is none."""
    if candidate.another:
        return "another"
    if candidate.verdict == "expired" or (candidate.expires_at is not None and candidate.expires_at <= at):
        return "ended"
    if candidate.verdict != "valid":
        return "not-verified"
    if proves_participation_only(candidate.kind):
        return "participation"
    if not candidate.outcomes and (candidate.stated or 0) < STATED_ENOUGH:
        return "says-little"
    return ""


def _newer(one: Candidate, other: Candidate) -> bool:
    return bool(one.issued_at and (other.issued_at is None or one.issued_at > other.issued_at))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
