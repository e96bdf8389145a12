"""The elements in a European Digital Credential (ELM v3, JSON-LD). Who sealed is not who awarded; the mode of
the assessment is not the form of participation; `validFrom` is not the date of issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from wallet.credentials import concepts
from wallet.credentials.elements import Element, Fact, Transparency, derived, gathered, present, weak
from wallet.credentials.elm import reader
from wallet.credentials.parsing import values
from wallet.credentials.parsing.amounts import (
    MANY_ECTS,
    eqf_level,
    is_ects,
    names_prk,
    positive,
    read_duration,
)
from wallet.credentials.parsing.countries import country_code, country_named
from wallet.credentials.parsing.languages import language_tag, spoken
from wallet.credentials.parsing.prose import mine, quoted, texts_of

_CLAIM = "credentialSubject.hasClaim"


def read_elm_elements(document: Mapping[str, Any], *, at: datetime | None = None) -> Transparency:
    """The first achievement (else the first claim), with the seal's own data where that says nothing."""
    claim = reader.main_claim(document)
    spec = values.first_object(claim.get("specifiedBy"))
    activities = values.objects(claim.get("influencedBy"))
    if "LearningActivity" in values.items(claim.get("type")):
        activities = [claim]
    found = [
        *_learner(document),
        *_title(document, claim, spec),
        *_body_and_country(document, claim),
        *_date(document, claim),
        *_outcomes(spec),
        *_workload(claim, spec, activities),
        *_level(spec),
        *_assessment(claim, spec),
        *_participation(spec, activities),
        *_quality(document, claim, spec, at),
        *_optional(claim, spec),
        *mine(
            [
                *texts_of(spoken(spec.get("description")), f"{_CLAIM}.specifiedBy.description"),
                *texts_of(
                    _note(spec, "learningOutcomeSummary"), f"{_CLAIM}.specifiedBy.learningOutcomeSummary"
                ),
            ]
        ),
    ]
    return gathered(found, _languages(spec, activities))


def _note(holder: Mapping[str, Any], name: str) -> Mapping[str, str]:
    """A Note object's words, or plain words."""
    for note in values.items(holder.get(name)):
        said = (
            spoken(note.get("noteLiteral"))
            if isinstance(note, Mapping) and "noteLiteral" in note
            else spoken(note)
        )
        if said:
            return said
    return {}


def _concept_fact(vocabulary: Any, concept: Any, **more: Any) -> Fact:
    label = reader.label_of(concept) if isinstance(concept, Mapping) else {"": values.string(concept)}
    address = values.identifier(concept)
    return Fact(
        concepts.code_of(vocabulary, concept),
        label,
        uri=address if address.startswith("http") else "",
        **more,
    )


def _learner(document: Mapping[str, Any]) -> Iterator[Element]:
    subject = values.first_object(document.get("credentialSubject"))
    if name := reader.full_name(subject):
        yield present("learner", [Fact("name", {"": name})], "credentialSubject.fullName")
    for contact in values.objects(subject.get("contactPoint")):
        for mailbox in values.items(contact.get("emailAddress")):
            if values.identifier(mailbox).removeprefix("mailto:"):
                yield present("learner", [Fact("email")], "credentialSubject.contactPoint")
    for name in ("nationalID", "identifier"):
        for stated in values.objects(subject.get(name)):
            if values.string(stated.get("notation")):
                yield present("learner", [Fact("number")], f"credentialSubject.{name}")
    if values.identifier(subject):
        yield weak("learner", [Fact("key")], "credentialSubject.id", "opaque-id")


def _title(
    document: Mapping[str, Any], claim: Mapping[str, Any], spec: Mapping[str, Any]
) -> Iterator[Element]:
    for holder, path in ((claim, f"{_CLAIM}.title"), (spec, f"{_CLAIM}.specifiedBy.title")):
        if title := spoken(holder.get("title")):
            yield present("title", [Fact(words=title)], path)
    shown = values.first_object(document.get("displayParameter"))
    if title := spoken(shown.get("title")):
        yield weak("title", [Fact(words=title)], "displayParameter.title", "title-of-form")


def _body_and_country(document: Mapping[str, Any], claim: Mapping[str, Any]) -> Iterator[Element]:
    where = f"{_CLAIM}.awardedBy.awardingBody"
    bodies = list(reader.awarding_bodies(claim))
    if names := [Fact(words=name) for body in bodies if (name := reader.legal_name(body))]:
        yield present("awarding_body", names, f"{where}.legalName")
    written = [code for body in bodies for code in reader.countries_in(body)]
    yield from _countries(written, f"{where}.location")
    issuer = values.first_object(document.get("issuer"))
    if name := reader.legal_name(issuer):
        yield weak("awarding_body", [Fact(words=name)], "issuer.legalName", "body-is-sealer")
    codes = [Fact(code) for one in reader.countries_in(issuer) if (code := country_code(one))]
    if codes:
        yield derived("country", codes[:1], "issuer.location", "body-is-sealer")


def _countries(written: list[str], path: str) -> Iterator[Element]:
    codes = [Fact(code) for one in dict.fromkeys(written) if (code := country_code(one))]
    if codes:
        yield present("country", codes, path)
    for one in written:
        named = country_named(one)
        note = "by-name" if named else "no-country-code"
        yield weak("country", [Fact(named, {"": one.rpartition("/")[2]})], path, note)


def _date(document: Mapping[str, Any], claim: Mapping[str, Any]) -> Iterator[Element]:
    places = [(document.get(name), name) for name in ("issued", "issuanceDate")]
    for process in values.objects(claim.get("awardedBy")):
        places.append((process.get("awardingDate"), f"{_CLAIM}.awardedBy.awardingDate"))
    for written, path in places:
        if when := values.time(written, lenient=True):
            yield present("date", [Fact(when.date().isoformat(), unit="day")], path)
    if when := values.time(document.get("validFrom"), lenient=True):
        fact = Fact(when.date().isoformat(), unit="day")
        yield weak("date", [fact], "validFrom", "valid-from-only")


def _outcomes(spec: Mapping[str, Any]) -> Iterator[Element]:
    facts, path = [], f"{_CLAIM}.specifiedBy.learningOutcome"
    for outcome in reader.outcomes_in(spec):
        if title := spoken(outcome.get("title")):
            facts.append(Fact(words=title, uri=_http(values.identifier(outcome))))
        for skill in reader.skills_in(outcome):
            facts.append(
                Fact(words=reader.label_of(skill), uri=_http(values.identifier(skill)), unit="skill")
            )
    if facts:
        yield present("outcomes", facts, path)
    if summary := _note(spec, "learningOutcomeSummary"):
        said = next(iter(summary.values()))
        path = f"{_CLAIM}.specifiedBy.learningOutcomeSummary"
        yield weak("outcomes", [Fact(words=summary)], path, "in-text-only", quote=quoted(said, 0, 160))


def _http(address: str) -> str:
    return address if address.startswith(("http://", "https://")) else ""


def _workload(
    claim: Mapping[str, Any], spec: Mapping[str, Any], activities: list[Mapping[str, Any]]
) -> Iterator[Element]:
    facts: list[Fact] = []
    lesser: list[Fact] = []
    notes: list[str] = []
    for point in [*values.objects(claim.get("creditReceived")), *values.objects(spec.get("creditPoint"))]:
        framework = values.first_object(point.get("framework"))
        amount = positive(point.get("point"))
        if amount and is_ects(values.identifier(framework), reader.labelled(framework)):
            facts.append(Fact(amount=amount, unit="ects"))
            notes += ["above-30-ects"] if amount > MANY_ECTS else []
        elif amount:
            lesser.append(Fact(amount=amount, unit="credits", words=reader.label_of(framework)))
            notes.append("other-than-ects")
    specs = [spec, *(values.first_object(activity.get("specifiedBy")) for activity in activities)]
    for holder in specs:
        for written in values.items(holder.get("volumeOfLearning")):
            hours, problem = read_duration(written)
            if hours:
                facts.append(Fact(amount=hours, unit="hours"))
            elif problem:
                notes.insert(0, problem)
                lesser.append(Fact(words={"": values.string(written)}))
    for activity in activities:
        hours, _ = read_duration(activity.get("workload"))
        if hours:
            lesser.append(Fact(amount=hours, unit="hours_spent"))
            notes.append("actual-hours")
    if facts:
        told = [note for note in notes if note not in ("actual-hours", "other-than-ects")]
        yield present("workload", facts, f"{_CLAIM}.specifiedBy", note=next(iter(told), ""))
    elif lesser:
        yield weak("workload", lesser, f"{_CLAIM}.influencedBy", next(iter(notes)))


def _level(spec: Mapping[str, Any]) -> Iterator[Element]:
    facts: list[Fact] = []
    odd: list[Fact] = []
    for concept in values.items(spec.get("eqfLevel")):
        for written in (values.identifier(concept), *concepts.labels_of(concept)):
            level, meant = eqf_level(written)
            if level or meant:
                fact = Fact(str(level or ""), {"": written}, unit="eqf")
                (facts if level else odd).append(fact)
                break
    for concept in values.objects(spec.get("nqfLevel")):
        label = reader.label_of(concept)
        said = reader.labelled(concept)
        level, _ = eqf_level(said)
        prk = names_prk(said)
        facts.append(Fact(str(level) if prk and level else "", label, unit="prk" if prk else "nqf"))
    if facts:
        yield present("level", facts, f"{_CLAIM}.specifiedBy.eqfLevel")
    if odd:
        yield weak("level", odd, f"{_CLAIM}.specifiedBy.eqfLevel", "level-out-of-range")
    for concept in values.items(spec.get("educationLevel")):
        fact = Fact(words=reader.label_of(concept) if isinstance(concept, Mapping) else {}, unit="nqf")
        yield present("level", [fact], f"{_CLAIM}.specifiedBy.educationLevel")


def _assessments(claim: Mapping[str, Any], spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*values.objects(claim.get("provenBy")), *values.objects(spec.get("provenBy"))]


def _assessment(claim: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Element]:
    types, titles = [], []
    for assessment in _assessments(claim, spec):
        described = values.objects(assessment.get("specifiedBy"))
        for holder in [*described, assessment]:
            types += [_concept_fact(concepts.ASSESSMENT, kind) for kind in values.items(holder.get("dcType"))]
        for holder in [assessment, *described]:
            if title := spoken(holder.get("title")):
                titles.append(Fact(words=title))
    path = f"{_CLAIM}.provenBy"
    types = [fact for fact in types if fact.code or fact.words or fact.uri]
    if types:
        only = all(fact.code == "attendance" for fact in types)
        yield present(
            "assessment", types, f"{path}.specifiedBy.dcType", note="attendance-only" if only else ""
        )
    elif _assessments(claim, spec):
        yield weak("assessment", titles, path, "type-not-stated")


def _participation(spec: Mapping[str, Any], activities: list[Mapping[str, Any]]) -> Iterator[Element]:
    places = [
        (values.first_object(a.get("specifiedBy")), "influencedBy.specifiedBy.mode") for a in activities
    ]
    for holder, path in [*places, (spec, "specifiedBy.mode")]:
        if modes := values.items(holder.get("mode")):
            facts = [_concept_fact(concepts.PARTICIPATION, mode) for mode in modes]
            yield present("participation", facts, f"{_CLAIM}.{path}")
    for activity in activities:
        kinds = [
            *values.items(values.first_object(activity.get("specifiedBy")).get("dcType")),
            *values.items(activity.get("dcType")),
        ]
        if kinds:
            facts = [_concept_fact(concepts.PARTICIPATION, kind) for kind in kinds]
            yield weak("participation", facts, f"{_CLAIM}.influencedBy.dcType", "activity-type-only")


def _quality(
    document: Mapping[str, Any], claim: Mapping[str, Any], spec: Mapping[str, Any], at: datetime | None
) -> Iterator[Element]:
    places = [(spec, f"{_CLAIM}.specifiedBy")]
    places += [(body, f"{_CLAIM}.awardedBy.awardingBody") for body in reader.awarding_bodies(claim)]
    places += [(issuer, "issuer") for issuer in values.objects(document.get("issuer"))]
    places += [(evidence, "evidence") for evidence in values.objects(document.get("evidence"))]
    for holder, path in places:
        facts, overdue = [], True
        for accreditation in values.objects(holder.get("accreditation")):
            kind = values.first_object(accreditation.get("dcType"))
            words = spoken(accreditation.get("title")) or reader.label_of(kind)
            facts.append(Fact(concepts.code_of(concepts.QUALITY, kind) or "other", words))
            overdue &= _is_over(accreditation, at)
        if facts:
            note = "review-overdue" if overdue else ""
            yield present("quality", facts, f"{path}.accreditation", note=note)


def _is_over(accreditation: Mapping[str, Any], at: datetime | None) -> bool:
    ends = [values.time(accreditation.get(name), lenient=True) for name in ("expiryDate", "reviewDate")]
    return at is not None and any(end is not None and end < at for end in ends)


def _optional(claim: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Element]:
    if said := _note(spec, "entryRequirement"):
        yield present("prerequisites", [Fact(words=said)], f"{_CLAIM}.specifiedBy.entryRequirement")
    for assessment in _assessments(claim, spec):
        for concept in values.items(assessment.get("idVerification")):
            fact = _concept_fact(concepts.SUPERVISION, concept)
            yield present("supervision", [fact], f"{_CLAIM}.provenBy.idVerification")
        if said := _note(assessment, "grade"):
            yield present("grade", [Fact(words=said)], f"{_CLAIM}.provenBy.grade")
    for holder, path in ((claim, _CLAIM), (spec, f"{_CLAIM}.specifiedBy")):
        for name, code in (("isPartOf", "stackable"), ("entitlesTo", "stackable"), ("hasPart", "whole")):
            if parts := values.items(holder.get(name)):
                titles = [spoken(p.get("title")) for p in parts if isinstance(p, Mapping)]
                facts = [Fact(code, title) for title in titles] or [Fact(code)]
                yield present("stackability", facts, f"{path}.{name}")
    if spec.get("isPartialQualification") is True:
        yield present("stackability", [Fact("part")], f"{_CLAIM}.specifiedBy.isPartialQualification")
    for holder, path in ((claim, _CLAIM), (spec, f"{_CLAIM}.specifiedBy")):
        for name in ("additionalNote", "supplementaryDocument", "homepage"):
            if values.items(holder.get(name)):
                words = _note(holder, name)
                yield present("further", [Fact(words=words)], f"{path}.{name}")


def _languages(spec: Mapping[str, Any], activities: list[Mapping[str, Any]]) -> tuple[str, ...]:
    holders = [spec, *(values.first_object(activity.get("specifiedBy")) for activity in activities)]
    tags = [
        language_tag(values.identifier(said)) for h in holders for said in values.items(h.get("language"))
    ]
    return tuple(dict.fromkeys(tag for tag in tags if tag))
