"""The elements in an SD-JWT micro-credential (claims of the WE BUILD rulebook draft). What is not disclosed
is withheld: surely where a claim stands there with nothing but digests in it, perhaps where a digest stands
beside claims, for it does not say of what (RFC 9901 §4.2.7: decoys are allowed)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from wallet.credentials import concepts
from wallet.credentials.elements import MANDATORY, Element, Fact, Transparency, gathered, present, weak
from wallet.credentials.openbadges3.transparency import coded, named_countries, read_ob3_elements
from wallet.credentials.parsing import values
from wallet.credentials.parsing.amounts import MANY_ECTS, eqf_level, names_prk, positive
from wallet.credentials.parsing.countries import country_code
from wallet.credentials.parsing.languages import language_tag, spoken
from wallet.credentials.sdjwt.reader import badge_shape, is_badge_shaped, withholds
from wallet.credentials.shapes import types_of


def read_sdjwt_elements(document: Mapping[str, Any]) -> Transparency:
    """Of the claims that are disclosed; for a payload in the shape of Open Badges 3, as there."""
    if types_of(document) or is_badge_shaped(document):
        stated = read_ob3_elements(badge_shape(document))
    else:
        tags = [language_tag(values.string(tag)) for tag in values.items(document.get("language"))]
        stated = gathered(_found(document), tuple(tag for tag in tags if tag))
    return _withheld(stated, document)


# Where a claim of an element stands. A digest beside these names may be any of them that is missing.
_CLAIMS: Mapping[str, tuple[str, ...]] = {
    "learner": ("familyName", "givenName", "family_name", "given_name"),
    "title": ("title",),
    "country": ("issuerCountry",),
    "awarding_body": ("awardingBody",),
    "date": ("issuanceDate",),
    "outcomes": ("learningOutcomes", "escoReference", "learningOutcomeSummary"),
    "workload": ("notionalWorkload",),
    "level": ("level", "nationalQualificationsFrameworkLevel", "educationLevelDescriptor"),
    "assessment": ("typeOfAssessment",),
    "participation": ("formOfParticipation",),
    "quality": ("qualityAssurance", "accreditation"),
}
_OF_ACHIEVEMENT = ("title", "outcomes", "workload", "level", "assessment", "participation", "quality")


def _withheld(stated: Transparency, document: Mapping[str, Any]) -> Transparency:
    """A missing element is withheld if its claim is there and holds only digests; it may be withheld if there
    are digests in a place where its claim would stand. How many digests there are says nothing."""
    badge = types_of(document) or is_badge_shaped(document)
    kept = set() if badge else {key for key, names in _CLAIMS.items() if _keeps_back(document, names)}
    perhaps = _beside_digests(document) if badge else set(MANDATORY if withholds(document) else ())
    if not kept and not perhaps:
        return stated
    return replace(
        stated,
        elements=tuple(
            replace(
                element, status="withheld", note="kept-back" if element.key in kept else "may-be-withheld"
            )
            if element.status == "missing" and element.key in kept | perhaps and element.key in MANDATORY
            else element
            for element in stated.elements
        ),
    )


def _keeps_back(document: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    """A claim by one of these names has an undisclosed part: an object with digests, or such a list."""
    return any(
        isinstance(one, Mapping) and ("..." in one or withholds(one) > 0)
        for name in names
        for one in values.items(document.get(name))
    )


def _beside_digests(document: Mapping[str, Any]) -> set[str]:
    """Of a payload in the shape of a badge: the elements that stand where digests are left."""
    subject = values.first_object(document.get("credentialSubject"))
    achievement = values.first_object(subject.get("achievement"))
    found: set[str] = set()
    if withholds(document):
        found |= set(MANDATORY)
    if withholds(subject):
        found |= {"learner", *_OF_ACHIEVEMENT}
    if withholds(achievement):
        found |= set(_OF_ACHIEVEMENT)
    issuer = document.get("issuer", document.get("Issuer"))
    if withholds(values.first_object(issuer)):
        found |= {"country", "awarding_body"}
    return found


def _found(document: Mapping[str, Any]) -> Iterator[Element]:
    for name in ("familyName", "givenName", "family_name", "given_name"):
        if said := values.plain(document.get(name)):
            yield present("learner", [Fact("name", {"": said})], name)
    if values.string(document.get("sub")):
        yield weak("learner", [Fact("key")], "sub", "opaque-id")
    if title := spoken(document.get("title")):
        yield present("title", [Fact(words=title)], "title")
    yield from _country(document)
    body = document.get("awardingBody")
    for one in values.items(body):
        named = spoken(one.get("name", one.get("legalName"))) if isinstance(one, Mapping) else spoken(one)
        if named:
            yield present("awarding_body", [Fact(words=named)], "awardingBody")
    if when := values.time(document.get("issuanceDate"), lenient=True):
        yield present("date", [Fact(when.date().isoformat(), unit="day")], "issuanceDate")
    yield from _outcomes(document)
    yield from _workload(document)
    yield from _level(document)
    yield from coded("assessment", values.items(document.get("typeOfAssessment")), "typeOfAssessment")
    yield from coded(
        "participation", values.items(document.get("formOfParticipation")), "formOfParticipation"
    )
    yield from _quality(document)
    yield from _optional(document)


def _country(document: Mapping[str, Any]) -> Iterator[Element]:
    for written in values.items(document.get("issuerCountry")):
        said = values.string(written)
        if code := country_code(said):
            yield present("country", [Fact(code)], "issuerCountry")
        elif said:
            yield from named_countries([(said, "issuerCountry")])


def _outcomes(document: Mapping[str, Any]) -> Iterator[Element]:
    facts = []
    for item in values.items(document.get("learningOutcomes")):
        inside = item.get("title", item.get("name")) if isinstance(item, Mapping) else None
        if said := spoken(inside if inside is not None else item):
            facts.append(Fact(words=said))
    path = "learningOutcomes" if facts else "escoReference"
    for item in values.items(document.get("escoReference")):
        if address := values.identifier(item):
            words = spoken(item.get("title", item.get("prefLabel"))) if isinstance(item, Mapping) else {}
            facts.append(Fact(words=words, uri=address, unit="skill"))
    if facts:
        yield present("outcomes", facts, path)
    if summary := spoken(document.get("learningOutcomeSummary")):
        text = next(iter(summary.values()))
        yield weak(
            "outcomes", [Fact(words=summary)], "learningOutcomeSummary", "in-text-only", quote=text[:160]
        )


def _workload(document: Mapping[str, Any]) -> Iterator[Element]:
    for stated in values.objects(document.get("notionalWorkload")):
        amount = positive(stated.get("value"))
        unit = values.string(stated.get("unit")).casefold()
        if amount and unit in ("ects", "hours", "hour", "h", "godziny"):
            unit = unit if unit == "ects" else "hours"
            note = "above-30-ects" if unit == "ects" and amount > MANY_ECTS else ""
            yield present("workload", [Fact(amount=amount, unit=unit)], "notionalWorkload", note=note)
        elif amount:
            yield weak("workload", [Fact(amount=amount, unit="credits")], "notionalWorkload", "unit-unknown")


def _level(document: Mapping[str, Any]) -> Iterator[Element]:
    stated = document.get("level")
    level, meant = eqf_level(stated)
    written = values.string(stated)
    if level:
        unit = "prk" if names_prk(written) else "eqf"
        yield present("level", [Fact(str(level), {"": written}, unit=unit)], "level")
    elif meant:
        yield weak("level", [Fact(words={"": written}, unit="eqf")], "level", "level-out-of-range")
    for name in ("nationalQualificationsFrameworkLevel", "educationLevelDescriptor"):
        if said := spoken(document.get(name)):
            written = next(iter(said.values()))
            level, _ = eqf_level(written)
            prk = names_prk(written) and level is not None
            yield present(
                "level", [Fact(str(level) if prk else "", said, unit="prk" if prk else "nqf")], name
            )


def _quality(document: Mapping[str, Any]) -> Iterator[Element]:
    for name in ("qualityAssurance", "accreditation"):
        facts = []
        for item in values.items(document.get(name)):
            inside = (
                item.get("type", item.get("title", item.get("name"))) if isinstance(item, Mapping) else item
            )
            words = spoken(inside)
            code = concepts.code_of(concepts.QUALITY, next(iter(words.values()), ""))
            if words or isinstance(item, Mapping):
                facts.append(Fact(code or "other", words))
        if facts:
            yield present("quality", facts, name)


def _optional(document: Mapping[str, Any]) -> Iterator[Element]:
    for key, name in (
        ("prerequisites", "entryRequirements"),
        ("grade", "grade"),
        ("further", "additionalNote"),
    ):
        if said := spoken(document.get(name)):
            yield present(key, [Fact(words=said)], name)
    if method := document.get("idVerificationMethod"):
        words = spoken(method) if not isinstance(method, Mapping) else {}
        yield present(
            "supervision",
            [Fact(concepts.code_of(concepts.SUPERVISION, method), words)],
            "idVerificationMethod",
        )
    if whole := spoken(document.get("partOfQualification")):
        yield present("stackability", [Fact("stackable", whole)], "partOfQualification")
    if document.get("stackable") is True:
        yield present("stackability", [Fact("stackable")], "stackable", note="no-target")
    elif document.get("stackable") is False:
        yield present("stackability", [Fact("standalone")], "stackable")
