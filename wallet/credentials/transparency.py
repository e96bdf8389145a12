"""The transparency check: how much of what Annex I of Council Recommendation 2022/C 243/02 asks for a
credential states. Pure and total: any JSON in, an answer out. It says nothing of whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wallet.credentials.clr.reader import child_documents
from wallet.credentials.concepts import ASSESSMENT, PARTICIPATION, QUALITY, code_of
from wallet.credentials.elements import (
    MANDATORY,
    NUMBERS,
    OPTIONAL,
    STATUSES,
    Element,
    Fact,
    Normalised,
    Transparency,
    gathered,
)
from wallet.credentials.elm.transparency import read_elm_elements
from wallet.credentials.openbadges2.transparency import read_ob2_elements
from wallet.credentials.openbadges3.transparency import read_ob3_elements
from wallet.credentials.parsing import values
from wallet.credentials.parsing.amounts import eqf_level, positive
from wallet.credentials.parsing.countries import country_code, country_named
from wallet.credentials.sdjwt.transparency import read_sdjwt_elements

__all__ = [
    "MANDATORY",
    "NUMBERS",
    "OPTIONAL",
    "RULES_VERSION",
    "STATUSES",
    "Element",
    "Fact",
    "Normalised",
    "Transparency",
    "read_elements",
    "read_own_entry",
]

RULES_VERSION = 3  # a bump makes stored counts due again
# Elements of a record that only the things inside it can state.
_INSIDE = ("outcomes", "workload", "level", "assessment", "participation", "quality")


def read_elements(
    document: Mapping[str, Any],
    *,
    dialect: str,
    at: datetime | None = None,
    children: Sequence[Mapping[str, Any]] | None = None,
) -> Transparency:
    """The sixteen elements of a document that the verifier gave back (or, for what is unproved, that the file
    claims). `at` lets an accreditation that is over be noted; of a learner record, only `children` are heard
    where they are given. Never raises; nothing stated = all missing."""
    if not isinstance(document, Mapping):
        return gathered([])
    if dialect in ("ob1", "ob2"):
        return read_ob2_elements(document)
    if dialect == "elm":
        return read_elm_elements(document, at=at)
    if dialect == "sdjwt":
        return read_sdjwt_elements(document)
    if dialect == "clr":
        return _read_record(document, child_documents(document) if children is None else children)
    return read_ob3_elements(document)


def _read_record(document: Mapping[str, Any], children: Sequence[Mapping[str, Any]]) -> Transparency:
    """A learner record: title, learner, issuer and date are its own; the rest is as well stated as in
    the least well described thing inside. Amounts are not added up: a whole may hold its parts' points."""
    record = read_ob3_elements(document)
    inside = [read_ob3_elements(child) for child in children]
    if not inside:
        return record
    found: list[Element] = []
    for element in record.elements:
        parts = [child.element(element.key) for child in inside]
        if element.key in _INSIDE and element.status != "present":
            found.append(_together(element, parts))
        elif element.key in ("country", "awarding_body") and element.status == "missing":
            found.append(parts[0])
        else:
            found.append(element)
    tags = dict.fromkeys(tag for child in inside for tag in child.languages)
    return gathered(found, (*record.languages, *tags))


def _together(element: Element, parts: list[Element]) -> Element:
    stated = [part for part in parts if part.status in ("present", "weak")]
    if not stated:
        return element
    if len(parts) == 1:
        return parts[0]
    facts = tuple(fact for part in stated for fact in part.value)
    if element.key == "workload":
        facts = tuple(replace(fact, unit=f"{fact.unit}_part") for fact in facts)
    whole = all(part.status == "present" for part in parts)
    return replace(
        stated[0],
        status="present" if whole else "weak",
        value=tuple(_once(facts)),
        path="credentialSubject.verifiableCredential",
        note="" if whole else "in-parts-only",
        quote="",
        provenance="issuer_structured",
    )


def _once(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    seen: list[Fact] = []
    for fact in facts[:200]:
        if fact not in seen:
            seen.append(fact)
            yield fact


# ── What a learner writes themselves ─────────────────────────────────────────────────────────────────
def read_own_entry(details: Mapping[str, Any]) -> Transparency:
    """An entry of one's own: title, country, awarding_body, date, outcomes, workload {hours, ects}, level,
    assessment, participation, quality, learner. All of it self_declared. `level` may be "none": it does not
    apply."""
    if not isinstance(details, Mapping):
        return gathered([])
    return gathered(_own(details))


def _said(key: str, facts: list[Fact], *, status: str = "present", note: str = "") -> Element:
    return Element(key, status, tuple(facts), "self_declared", key, note)


def _own(details: Mapping[str, Any]) -> Iterator[Element]:
    for key in ("learner", "title", "awarding_body", "prerequisites", "grade", "further"):
        if words := values.text(details.get(key)):
            yield _said(key, [Fact(words=words)])
    for written in values.items(details.get("country")):
        said = values.string(written)
        if code := country_code(said) or country_named(said):
            yield _said("country", [Fact(code)])
        elif said:
            yield _said("country", [Fact(words={"": said})], status="weak", note="no-country-code")
    if when := values.time(details.get("date"), lenient=True):
        yield _said("date", [Fact(when.date().isoformat(), unit="day")])
    outcomes = [
        Fact(words=words) for item in values.items(details.get("outcomes")) if (words := values.text(item))
    ]
    if outcomes:
        yield _said("outcomes", outcomes)
    yield from _own_amounts(details)
    for key, vocabulary in (
        ("assessment", ASSESSMENT),
        ("participation", PARTICIPATION),
        ("quality", QUALITY),
    ):
        facts = [
            Fact(code_of(vocabulary, values.string(item)), {"": values.string(item)})
            for item in values.items(details.get(key))
            if values.string(item)
        ]
        if facts:
            yield _said(key, facts)


def _own_amounts(details: Mapping[str, Any]) -> Iterator[Element]:
    stated = values.first_object(details.get("workload"))
    amounts = [
        Fact(amount=amount, unit=unit) for unit in ("ects", "hours") if (amount := positive(stated.get(unit)))
    ]
    if amounts:
        yield _said("workload", amounts)
    written = values.string(details.get("level"))
    level, meant = eqf_level(details.get("level"))
    if written.casefold() in ("none", "not_applicable"):
        yield _said("level", [], status="not_applicable")
    elif level:
        unit = "prk" if "prk" in written.casefold() else "eqf"
        yield _said("level", [Fact(str(level), {"": written}, unit=unit)])
    elif meant or written:
        yield _said("level", [Fact(words={"": written})], status="weak", note="level-out-of-range")
