"""Which field of competence a credential belongs to, suggested from what its issuer aligned it to:
frameworks by their addresses and names, and fields of study. The title is not guessed from here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from wallet.credentials.alignments import kind_of
from wallet.credentials.elm import reader as elm
from wallet.credentials.openbadges3.reader import subject_of
from wallet.credentials.parsing import values

FIELDS = ("digital", "green", "social", "employment")
# Addresses and names of frameworks, and the field each speaks of.
_ADDRESSES = (
    ("data.europa.eu/snb/dcf/", "digital"),  # DigComp
    ("data.europa.eu/snb/digcomp", "digital"),
    ("data.europa.eu/snb/greencomp", "green"),
    ("data.europa.eu/snb/lifecomp", "social"),
    ("data.europa.eu/snb/entrecomp", "employment"),
)
_NAMES = (
    (re.compile(r"dig\s?comp|digital competence|kompetencj\w* cyfrow|e-cf\b|\bICDL|\bECDL", re.I), "digital"),
    (
        re.compile(r"green\s?comp|sustainability competence|zielon\w* kompetencj|kompetencj\w* zielon", re.I),
        "green",
    ),
    (re.compile(r"life\s?comp|personal, social|kompetencj\w* społeczn", re.I), "social"),
    (re.compile(r"entre\s?comp|entrepreneurship competence|przedsiębiorczo", re.I), "employment"),
)
# ISCED-F 2013: broad and narrow fields, the longest code that fits.
_STUDIES: Mapping[str, str] = {
    "06": "digital",
    "0521": "green",
    "0522": "green",
    "0712": "green",
    "003": "social",
    "0923": "social",
    "031": "social",
    "041": "employment",
}
_ISCED = re.compile(r"isced-f/(?P<code>\d{2,4})\Z")


def field_of_competence(document: Mapping[str, Any], *, dialect: str) -> tuple[str, ...]:
    """The fields that the alignments speak of, strongest first; () when they are silent. Total."""
    points: Counter[str] = Counter()
    for address, *names in _aligned(document, dialect):
        if field := _field_of(address, names):
            points[field] += 1
    return tuple(sorted(points, key=lambda field: (-points[field], FIELDS.index(field))))


def _field_of(address: str, names: list[str]) -> str:
    for part, field in _ADDRESSES:
        if part in address:
            return field
    if match := _ISCED.search(address):
        code = match["code"]
        fitting = [start for start in _STUDIES if code.startswith(start)]
        return _STUDIES[max(fitting, key=len)] if fitting else ""
    for pattern, field in _NAMES:
        if any(pattern.search(name) for name in names):
            return field
    return ""


def _aligned(document: Mapping[str, Any], dialect: str) -> Iterator[tuple[str, ...]]:
    """(address, framework, name) of each alignment."""
    if dialect == "elm":
        for claim in elm.claims_in(document):
            spec = values.first_object(claim.get("specifiedBy"))
            for outcome in elm.outcomes_in(spec):
                for skill in elm.skills_in(outcome):
                    yield values.identifier(skill), ""
            for area in values.objects(spec.get("thematicArea")):
                yield values.identifier(area), ""
        return
    badge = values.first_object(document.get("badge"))
    achievement = values.first_object(subject_of(document).get("achievement"))
    for holder in (badge, achievement):
        for alignment in values.objects(holder.get("alignment", holder.get("alignments")))[:200]:
            if kind_of(alignment) in ("skill", "other"):  # a field of study is no skill, and names the field
                address = values.identifier(alignment.get("targetUrl", alignment.get("url")))
                framework = values.plain(alignment.get("targetFramework", alignment.get("framework")))
                yield address, framework
    for item in values.items(document.get("escoReference")):
        yield values.identifier(item), ""
