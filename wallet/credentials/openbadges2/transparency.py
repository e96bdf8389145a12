"""The elements in an Open Badges 0.5 to 2.1 assertion with the extensions of the Dutch edubadges, which
others use too. The core itself knows four of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wallet.credentials import concepts
from wallet.credentials.alignments import kind_of
from wallet.credentials.elements import Element, Fact, Transparency, derived, gathered, present, weak
from wallet.credentials.openbadges3.transparency import coded, levels, named_countries, own, skills, workload
from wallet.credentials.parsing import values
from wallet.credentials.parsing.amounts import eqf_level
from wallet.credentials.parsing.countries import country_code
from wallet.credentials.parsing.languages import language_tag, spoken
from wallet.credentials.parsing.prose import mine, plain_words, quoted, texts_of

_BADGE = "badge"


def read_ob2_elements(document: Mapping[str, Any]) -> Transparency:
    """`badge` and `badge.issuer` embedded; what is only an address states nothing."""
    badge = values.first_object(document.get("badge"))
    alignments = values.objects(badge.get("alignment", badge.get("alignments")))
    criteria = [item.get("narrative") for item in values.objects(badge.get("criteria"))]
    prose = [
        *(pair for said in criteria for pair in texts_of(spoken(said), f"{_BADGE}.criteria.narrative")),
        *texts_of(spoken(badge.get("description")), f"{_BADGE}.description"),
    ]
    found = [
        *_learner(document),
        *_identity(document, badge),
        *_country(badge),
        *_outcomes(badge, alignments, prose),
        *workload(
            extension(badge, "ECTSExtension", "ECTS"),
            extension(badge, "StudyLoadExtension", "StudyLoad")
            or extension(badge, "TimeInvestmentExtension", "TimeInvestment"),
            f"{_BADGE}.extensions",
        ),
        *_level(badge, alignments),
        *coded("assessment", values.items(_assessment_type(badge)), f"{_BADGE}.assessmentType"),
        *coded("participation", values.items(own(badge, "participation")), f"{_BADGE}.participation"),
        *_quality(badge, alignments),
        *_optional(document, badge),
        *mine(prose),
    ]
    tag = language_tag(
        values.string(extension(badge, "LanguageExtension", "Language"))
        or values.string(badge.get("@language"))
    )
    return gathered(found, (tag,) if tag else ())


def extension(holder: Mapping[str, Any], name: str, member: str) -> Any:
    """A member of `extensions:<name>`, however the prefix is written; None when it is not there."""
    stated = values.first_object(own(holder, name))
    return own(stated, member)


def _assessment_type(badge: Mapping[str, Any]) -> Any:
    return own(badge, "assessmentType") or extension(badge, "AssessmentExtension", "assessmentType")


def _learner(document: Mapping[str, Any]) -> Iterator[Element]:
    if name := values.plain(extension(document, "recipientProfile", "name")):
        yield present("learner", [Fact("name", {"": name})], "extensions:recipientProfile.name")
    for recipient in values.items(document.get("recipient")):
        stated = recipient if isinstance(recipient, Mapping) else {"identity": recipient}
        identity = values.string(stated.get("identity"))
        if not identity:
            continue
        if stated.get("hashed") is True or identity.startswith(("sha256$", "md5$")):
            yield weak("learner", [Fact("email")], "recipient.identity", "hashed")
        else:
            yield present("learner", [Fact("email" if "@" in identity else "number")], "recipient.identity")


def _identity(document: Mapping[str, Any], badge: Mapping[str, Any]) -> Iterator[Element]:
    """Title, awarding body, date: what the core of Open Badges 2 has a place for."""
    if name := spoken(badge.get("name")):
        yield present("title", [Fact(words=name)], f"{_BADGE}.name")
    issuer = badge.get("issuer", document.get("issuer"))
    if name := spoken(values.first_object(issuer).get("name")):
        yield present("awarding_body", [Fact(words=name)], f"{_BADGE}.issuer.name")
    elif address := values.identifier(issuer):
        yield weak("awarding_body", [Fact(words={"": address})], f"{_BADGE}.issuer", "opaque-id")
    when = values.time(document.get("issuedOn", document.get("issued_on")), lenient=True)
    if when:
        yield present("date", [Fact(when.date().isoformat(), unit="day")], "issuedOn")


def _country(badge: Mapping[str, Any]) -> Iterator[Element]:
    issuer = values.first_object(badge.get("issuer"))
    address = values.first_object(issuer.get("address"))
    path = f"{_BADGE}.issuer.address"
    if code := country_code(values.string(address.get("addressCountryCode"))):
        yield present("country", [Fact(code)], f"{path}.addressCountryCode")
    if written := values.plain(address.get("addressCountry")):
        yield from named_countries([(written, f"{path}.addressCountry")])


def _outcomes(
    badge: Mapping[str, Any], alignments: list[Mapping[str, Any]], prose: list[tuple[str, str]]
) -> Iterator[Element]:
    stated = values.items(extension(badge, "LearningOutcomeExtension", "LearningOutcome"))
    facts = [Fact(words=said) for item in stated if (said := spoken(item))]
    path = f"{_BADGE}.extensions:LearningOutcomeExtension" if facts else f"{_BADGE}.alignment"
    facts += skills(alignments)
    if facts:
        yield present("outcomes", facts, path)
    for where, written in prose[:1]:
        text = plain_words(written)
        yield weak("outcomes", [Fact(words={"": text})], where, "in-text-only", quote=quoted(text, 0, 160))


def _level(badge: Mapping[str, Any], alignments: list[Mapping[str, Any]]) -> Iterator[Element]:
    path = f"{_BADGE}.extensions:EQFExtension"
    stated = extension(badge, "EQFExtension", "EQF")
    level, meant = eqf_level(stated)
    if level:
        yield present("level", [Fact(str(level), {"": values.string(stated)}, unit="eqf")], path)
    elif meant:
        yield weak("level", [Fact(words={"": values.string(stated)}, unit="eqf")], path, "level-out-of-range")
    yield from levels(alignments, f"{_BADGE}.alignment")


def _quality(badge: Mapping[str, Any], alignments: list[Mapping[str, Any]]) -> Iterator[Element]:
    name = values.plain(own(badge, "qualityAssuranceName"))
    if name:
        code = concepts.code_of(concepts.QUALITY, name) or "other"
        address = values.string(own(badge, "qualityAssuranceUrl"))
        yield present("quality", [Fact(code, {"": name}, uri=address)], f"{_BADGE}.qualityAssuranceName")
    facts = [Fact("other", spoken(a.get("targetName"))) for a in alignments if kind_of(a) == "quality"]
    if facts:
        yield present("quality", facts, f"{_BADGE}.alignment")
    issuer = values.first_object(badge.get("issuer"))
    if accredited := values.objects(own(issuer, "accreditations")):
        facts = [Fact("external_institutional", spoken(item.get("name"))) for item in accredited]
        yield present("quality", facts, f"{_BADGE}.issuer.accreditations")
    for holder, path in ((badge, _BADGE), (issuer, f"{_BADGE}.issuer")):
        if values.items(holder.get("endorsement")):
            yield derived("quality", [], f"{path}.endorsement", "endorsement-only")


def _optional(document: Mapping[str, Any], badge: Mapping[str, Any]) -> Iterator[Element]:
    watched, identified = own(badge, "assessmentSupervised"), own(badge, "assessmentIdVerified")
    if code := concepts.supervision_of(watched, identified):
        yield present("supervision", [Fact(code)], f"{_BADGE}.assessmentSupervised")
    if grade := values.string(own(badge, "grade_achieved") or own(document, "grade_achieved")):
        yield present("grade", [Fact(words={"": grade})], f"{_BADGE}.grade_achieved")
    stackable = own(badge, "stackable")
    if stackable is True:
        yield present("stackability", [Fact("stackable")], f"{_BADGE}.stackable", note="no-target")
    elif stackable is False:
        yield present("stackability", [Fact("standalone")], f"{_BADGE}.stackable")
    if document.get("evidence"):
        yield present("further", [Fact()], "evidence")
    elif address := next((values.identifier(item) for item in values.items(badge.get("criteria"))), ""):
        yield present("further", [Fact(words={"": address})], f"{_BADGE}.criteria.id")
