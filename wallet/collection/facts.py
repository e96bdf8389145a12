"""The few facts of a credential that progress, skills and comparing count. Pure: a document in, JSON out.

Taken from what the proof covers; where there is none, from what the file claims, and then it is the verdict
that says whether it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from wallet.collection.nested import Child, children_of, doubt_in
from wallet.credentials.competence import field_of_competence
from wallet.credentials.dialects import read_credential
from wallet.credentials.elements import Fact, Transparency
from wallet.credentials.elm.reader import claims_in
from wallet.credentials.model import words
from wallet.credentials.openbadges3.reader import subject_of
from wallet.credentials.parsing import values
from wallet.credentials.parsing.names import normal
from wallet.credentials.proof_kinds import kind_of_proof
from wallet.credentials.transparency import RULES_VERSION, read_elements
from wallet.errors import Unreadable
from wallet.verification.report import Report

MOST_SKILLS = 200
MOST_PARTS = 200
LONGEST = 500  # characters of a name
# Open Badges 3.0 §ResultStatusType: what was begun, but not achieved.
_NOT_ACHIEVED = frozenset({"failed", "withdrew", "inprogress", "enrolled"})


def facts_of(
    document: Mapping[str, Any], *, dialect: str, at: datetime, report: Report | None = None
) -> dict[str, Any]:
    """Everything that is counted of one credential. Total over any JSON. Of what a learner record holds, only
    those children count of which the report says that they hold by themselves."""
    document = document if isinstance(document, Mapping) else {}
    children = children_of(document, dialect=dialect, report=report)
    found = read_elements(document, dialect=dialect, at=at)
    kind, reason = kind_of_proof(document, dialect, found)
    good = [child.document for child in children if child.holds]
    proved = found
    if len(good) < len(children):  # what a forgery inside states is stated, but counts for nothing
        proved = read_elements(document, dialect=dialect, at=at, children=good)
    stated = proved.normalised
    skills, names = _skills(good, proved)
    assessment = proved.element("assessment")
    return {
        "rules": RULES_VERSION,
        "id": values.identifier(document)[:LONGEST],
        "achievement": _achievement(document, dialect),
        "skills": skills,
        "skill_names": names,
        "ects": _decimal(stated.ects),
        "hours": _decimal(stated.hours),
        "eqf": stated.eqf,
        "kind": kind,
        "kind_reason": reason,
        "transparency": found.stated,
        "missing": list(found.missing),
        "weak": list(found.weak),
        "areas": list(field_of_competence(document, dialect=dialect)),
        "assessed": assessment.status == "present" and stated.assessment != ("attendance",),
        "failed": _failed(document),
        "doubt": doubt_in(children),
        "part_names": list(dict.fromkeys(_part_names(document, dialect, children)))[:MOST_PARTS],
        "parts": [],  # ids held: known only beside everything else that is held (collection.holdings)
    }


def _achievement(document: Mapping[str, Any], dialect: str) -> str:
    try:
        return read_credential(document, dialect=dialect).achievement.id[:LONGEST]
    except Unreadable:
        return ""


def _decimal(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _skills(inside: list[Mapping[str, Any]], found: Transparency) -> tuple[list[str], dict[str, str]]:
    """All names that a rule may use, normalised: addresses, and labels of those too; and each skill once,
    by its address or, if it has none, its label, with the words to show."""
    facts = _outcomes(found)
    for child in inside:
        facts += _outcomes(read_elements(child, dialect="ob3"))
    keys: dict[str, None] = {}
    names: dict[str, str] = {}
    for fact in facts[:MOST_SKILLS]:
        address, label = normal(fact.uri[:LONGEST]), words(fact.words)[:LONGEST]
        keys |= dict.fromkeys(key for key in (address, normal(label)) if key)
        if key := address or normal(label):
            names.setdefault(key, label or key)
    return list(keys), names


def _outcomes(found: Transparency) -> list[Fact]:
    """Only what stands in a place made for it: prose that mentions a skill does not prove it."""
    element = found.element("outcomes")
    return list(element.value) if element.status == "present" else []


def _failed(document: Mapping[str, Any]) -> bool:
    """Whether the result itself says that it was not achieved (yet)."""
    stated = (values.string(result.get("status")) for result in values.objects(_results(document)))
    return any(status.replace("_", "").replace(" ", "").casefold() in _NOT_ACHIEVED for status in stated)


def _results(document: Mapping[str, Any]) -> Any:
    return subject_of(document).get("result")


def _part_names(document: Mapping[str, Any], dialect: str, children: tuple[Child, ...]) -> Iterator[str]:
    """What the document says it is made of: the identifiers, to be looked for among what is held."""
    for child in children:
        yield from _identifiers(child.document)
        yield from _identifiers(values.first_object(subject_of(child.document).get("achievement")))
    subject = values.first_object(document.get("credentialSubject"))
    achievement = values.first_object(subject.get("achievement"))
    badge = values.first_object(document.get("badge"))
    claims = claims_in(document) if dialect == "elm" else []
    specs = [values.first_object(claim.get("specifiedBy")) for claim in claims]
    for whole in (document, subject, achievement, badge, *claims, *specs):
        for part in values.items(whole.get("hasPart"))[:MOST_PARTS]:
            yield from _identifiers(part)
            if isinstance(part, Mapping):
                yield from _identifiers(values.first_object(part.get("specifiedBy")))
    for link in values.objects(subject.get("association", subject.get("associations")))[:MOST_PARTS]:
        if values.string(link.get("associationType")) in ("isChildOf", "isPartOf"):
            yield from _identifiers(link.get("sourceId", link.get("source")))


def _identifiers(part: object) -> Iterator[str]:
    if address := values.identifier(part)[:LONGEST]:
        yield address
