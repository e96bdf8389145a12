"""The elements in an Open Badges 3.0 credential, with the extensions that issuers of micro-credentials use.

Credits have no unit there; an endorsement is no quality assurance; `related` is the same achievement in
another language or version, not a step on the way to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from wallet.credentials import concepts
from wallet.credentials.alignments import kind_of
from wallet.credentials.elements import Element, Fact, Transparency, derived, gathered, present, weak
from wallet.credentials.openbadges3.reader import subject_of
from wallet.credentials.parsing import values
from wallet.credentials.parsing.amounts import MANY_ECTS, eqf_level, names_prk, positive
from wallet.credentials.parsing.countries import country_code, country_named
from wallet.credentials.parsing.languages import language_tag, spoken
from wallet.credentials.parsing.prose import mine, plain_words, quoted, texts_of

_ACH = "credentialSubject.achievement"
_LEARNER = {
    "name": "name",
    "emailAddress": "email",
    "ext:email": "email",
    "email": "email",
    "nationalIdentityNumber": "number",
    "username": "number",
    "telephone": "number",
}


def read_ob3_elements(document: Mapping[str, Any]) -> Transparency:
    """Open Badges 3.0, and any other credential of the W3C data model as far as it follows it."""
    subject = subject_of(document)
    achievement = values.first_object(subject.get("achievement"))
    criteria = values.first_object(achievement.get("criteria"))
    alignments = values.objects(achievement.get("alignment", achievement.get("alignments")))
    prose = [
        *texts_of(spoken(criteria.get("narrative")), f"{_ACH}.criteria.narrative"),
        *texts_of(spoken(achievement.get("description")), f"{_ACH}.description"),
    ]
    found = [
        *_learner(subject),
        *_title(document, achievement),
        *_country(document, achievement),
        *_awarding_body(document, achievement),
        *_date(document),
        *_outcomes(achievement, alignments, prose),
        *_workload(subject, achievement),
        *levels(alignments, f"{_ACH}.alignment"),
        *_assessment(achievement),
        *_participation(achievement),
        *_quality(document, achievement, alignments),
        *_optional(document, subject, achievement, alignments),
        *mine(prose),
        *_hints(document, achievement),
    ]
    tags = [language_tag(values.string(tag)) for tag in values.items(achievement.get("inLanguage"))]
    return gathered(found, tuple(dict.fromkeys(tag for tag in tags if tag)))


def own(holder: Mapping[str, Any], *names: str) -> Any:
    """A property of an extension, whatever prefix its context gives it."""
    wanted = {name.casefold() for name in names}
    for key, value in holder.items():
        if key.rpartition(":")[2].casefold() in wanted and value not in (None, "", [], {}):
            return value
    return None


def _learner(subject: Mapping[str, Any]) -> Iterator[Element]:
    """Only a name is repeated; of an address or a number it is said that there is one."""
    for name in ("name", "givenName", "familyName"):
        if said := values.plain(subject.get(name)):
            yield present("learner", [Fact("name", {"": said})], f"credentialSubject.{name}")
    path = "credentialSubject.identifier"
    for item in values.objects(subject.get("identifier")):
        value = values.string(item.get("identityHash")) or values.string(item.get("identifier"))
        kind = values.string(item.get("identityType")) or values.string(item.get("identifierType"))
        fact = Fact(_LEARNER.get(kind, "number"), {"": value} if kind == "name" else {})
        if value and item.get("hashed") is True:
            yield weak("learner", [replace(fact, words={})], path, "hashed")
        elif value and kind in _LEARNER:
            yield present("learner", [fact], path)
        elif value:
            yield weak("learner", [fact], path, "opaque-id")
    id = values.identifier(subject)
    if id.startswith("mailto:"):
        yield present("learner", [Fact("email")], "credentialSubject.id")
    elif id:
        yield weak("learner", [Fact("key")], "credentialSubject.id", "opaque-id")


def _title(document: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[Element]:
    for holder, path in ((achievement, f"{_ACH}.name"), (document, "name")):
        if name := spoken(holder.get("name")):
            yield present("title", [Fact(words=name)], path)


def _country(document: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[Element]:
    written: list[tuple[str, str]] = []
    for holder, path in (
        (values.first_object(achievement.get("creator")), f"{_ACH}.creator"),
        (values.first_object(document.get("issuer")), "issuer"),
    ):
        address = values.first_object(holder.get("address"))
        code = values.string(address.get("addressCountryCode"))
        if found := country_code(code):
            yield present("country", [Fact(found)], f"{path}.address.addressCountryCode")
        written += [(text, path) for text in (code, values.plain(address.get("addressCountry"))) if text]
    yield from named_countries([(text, f"{path}.address.addressCountry") for text, path in written])


def named_countries(written: list[tuple[str, str]]) -> Iterator[Element]:
    """A country in free text: weak, with its code if the name is known."""
    for text, path in written:
        if code := country_named(text) or country_code(text):
            yield weak("country", [Fact(code, {"": text})], path, "by-name")
    for text, path in written:
        yield weak("country", [Fact(words={"": text})], path, "no-country-code")


def _awarding_body(document: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[Element]:
    for holder, path in ((achievement.get("creator"), f"{_ACH}.creator"), (document.get("issuer"), "issuer")):
        profile = values.first_object(holder)
        if name := spoken(profile.get("name")) or spoken(profile.get("legalName")):
            yield present("awarding_body", [Fact(words=name)], f"{path}.name")
    if id := values.identifier(document.get("issuer")):
        yield weak("awarding_body", [Fact(words={"": id})], "issuer.id", "opaque-id")


def _date(document: Mapping[str, Any]) -> Iterator[Element]:
    for name in ("awardedDate", "validFrom", "issuanceDate"):
        if when := values.time(document.get(name), lenient=True):
            yield present("date", [Fact(when.date().isoformat(), unit="day")], name)


def _outcomes(
    achievement: Mapping[str, Any], alignments: list[Mapping[str, Any]], prose: list[tuple[str, str]]
) -> Iterator[Element]:
    facts = []
    for item in values.items(own(achievement, "LearningOutcome")):
        said = spoken(item.get("name")) if isinstance(item, Mapping) and "name" in item else spoken(item)
        facts += [Fact(words=said)] if said else []
    path = f"{_ACH}.alignment" if not facts else f"{_ACH}.LearningOutcome"
    facts += skills(alignments)
    if facts:
        yield present("outcomes", facts, path)
    for where, written in prose[:1]:
        text = plain_words(written)
        yield weak("outcomes", [Fact(words={"": text})], where, "in-text-only", quote=quoted(text, 0, 160))


def skills(alignments: list[Mapping[str, Any]]) -> list[Fact]:
    """What the alignments to competencies name."""
    found = []
    for alignment in alignments:
        url = values.identifier(alignment.get("targetUrl", alignment.get("targetURL", alignment.get("url"))))
        words = spoken(alignment.get("targetName", alignment.get("name")))
        if kind_of(alignment) == "skill" and (url or words):
            found.append(Fact(words=words or {"": url}, uri=url))
    return found


def _workload(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[Element]:
    yield from workload(
        own(achievement, "ECTS"), own(achievement, "SBU", "timeInvestment", "StudyLoad"), _ACH
    )
    for holder, name, path in (
        (subject, "creditsEarned", "credentialSubject"),
        (achievement, "creditsAvailable", _ACH),
    ):
        if amount := positive(holder.get(name)):
            yield weak("workload", [Fact(amount=amount, unit="credits")], f"{path}.{name}", "unit-unknown")


def workload(ects: Any, hours: Any, path: str) -> Iterator[Element]:
    """ECTS points and hours where the issuer has a place for each."""
    facts = [
        Fact(amount=amount, unit=unit)
        for written, unit in ((ects, "ects"), (hours, "hours"))
        if (amount := positive(written))
    ]
    if facts:
        many = any(fact.unit == "ects" and fact.amount and fact.amount > MANY_ECTS for fact in facts)
        yield present("workload", facts, path, note="above-30-ects" if many else "")


def levels(alignments: list[Mapping[str, Any]], path: str) -> Iterator[Element]:
    """Alignments to the European or the Polish framework; each has levels 1 to 8 and nothing between."""
    for alignment in alignments:
        if kind_of(alignment) != "level":
            continue
        words = spoken(alignment.get("targetName"))
        framework = values.plain(alignment.get("targetFramework"))
        places = (
            values.identifier(alignment.get("targetUrl", alignment.get("targetURL"))),
            values.string(alignment.get("targetCode")),
            *words.values(),
        )
        read = [eqf_level(place) for place in places]
        unit = "prk" if names_prk(framework) or any(names_prk(place) for place in places) else "eqf"
        level = next((level for level, _ in read if level), None)
        if level:
            yield present("level", [Fact(str(level), words, unit=unit)], path)
        else:
            yield weak("level", [Fact(words=words, unit=unit)], path, "level-out-of-range")


def _assessment(achievement: Mapping[str, Any]) -> Iterator[Element]:
    described = values.objects(achievement.get("resultDescription"))
    stated = values.items(own(achievement, "assessmentType"))
    inside = [kind for item in described for kind in values.items(own(item, "assessmentType"))]
    yield from coded("assessment", stated, f"{_ACH}.assessmentType")
    yield from coded("assessment", inside, f"{_ACH}.resultDescription.assessmentType")


def coded(key: str, stated: list[Any], path: str) -> Iterator[Element]:
    """Types of assessment or forms of participation in a place of their own; unknown words stay."""
    vocabulary = concepts.ASSESSMENT if key == "assessment" else concepts.PARTICIPATION
    facts = []
    for item in stated:
        code = concepts.code_of(vocabulary, item)
        words = spoken(item.get("prefLabel", item.get("name"))) if isinstance(item, Mapping) else spoken(item)
        if code or words:
            facts.append(Fact(code, words))
    if facts:
        only = key == "assessment" and all(fact.code == "attendance" for fact in facts)
        yield present(key, facts, path, note="attendance-only" if only else "")


def _participation(achievement: Mapping[str, Any]) -> Iterator[Element]:
    stated = values.items(own(achievement, "participationType", "participation"))
    yield from coded("participation", stated, f"{_ACH}.participationType")


def _quality(
    document: Mapping[str, Any], achievement: Mapping[str, Any], alignments: list[Mapping[str, Any]]
) -> Iterator[Element]:
    facts = []
    for alignment in alignments:
        if kind_of(alignment) == "quality":
            words = spoken(alignment.get("targetName"))
            code = concepts.code_of(concepts.QUALITY, next(iter(words.values()), "")) or "other"
            facts.append(Fact(code, words))
    if facts:
        yield present("quality", facts, f"{_ACH}.alignment")
    for holder, path in (
        (values.first_object(achievement.get("creator")), f"{_ACH}.creator"),
        (values.first_object(document.get("issuer")), "issuer"),
    ):
        if stated := values.objects(own(holder, "accreditations")):
            yield present(
                "quality",
                [Fact("external_institutional", spoken(item.get("name"))) for item in stated],
                f"{path}.accreditations",
            )


def _optional(
    document: Mapping[str, Any],
    subject: Mapping[str, Any],
    achievement: Mapping[str, Any],
    alignments: list[Mapping[str, Any]],
) -> Iterator[Element]:
    watched, identified = own(achievement, "supervisionType"), own(achievement, "identityChecked")
    if isinstance(watched, str):
        code = concepts.code_of(concepts.SUPERVISION, watched)
        alone = watched.strip().casefold() in ("none", "unsupervised", "no supervision")
        code = code or concepts.supervision_of(not alone, identified)
        yield present("supervision", [Fact(code, {"": watched})], f"{_ACH}.supervisionType")
    elif code := concepts.supervision_of(watched, identified):
        yield present("supervision", [Fact(code)], f"{_ACH}.supervisionType")
    for result in values.objects(subject.get("result")):
        said = values.string(result.get("value")) or values.string(result.get("status"))
        if said:
            yield present("grade", [Fact(words={"": said})], "credentialSubject.result")
    onwards = [a for a in alignments if kind_of(a) == "onwards"]
    if onwards:
        facts = [Fact("stackable", spoken(a.get("targetName"))) for a in onwards]
        yield present("stackability", facts, f"{_ACH}.alignment")
    criteria = values.first_object(achievement.get("criteria"))
    if document.get("evidence"):
        yield present("further", [Fact()], "evidence")
    elif address := values.identifier(criteria):
        yield present("further", [Fact(words={"": address})], f"{_ACH}.criteria.id")


def _hints(document: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[Element]:
    """Last, so that anything better said elsewhere comes first."""
    for described in values.objects(achievement.get("resultDescription")):
        words = spoken(described.get("name")) or {"": values.string(described.get("resultType"))}
        yield weak("assessment", [Fact(words=words)], f"{_ACH}.resultDescription", "type-not-stated")
    for holder, path in (
        (achievement, _ACH),
        (values.first_object(document.get("issuer")), "issuer"),
        (document, ""),
    ):
        for name in ("endorsement", "endorsementJwt"):
            if values.items(holder.get(name)):
                where = f"{path}.{name}".lstrip(".")
                yield derived("quality", [], where, "endorsement-only")
