"""European Learning Model v3 (European Digital Credentials for Learning) into the model.

Any property may hold one object or a list; texts are language maps whose values may be lists; concepts carry
an address of the EU's vocabularies or a local id with nothing but a label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wallet.credentials.model import (
    Achievement,
    Alignment,
    Credential,
    Identifier,
    Image,
    Profile,
    Result,
    Subject,
    Text,
)
from wallet.credentials.parsing import values
from wallet.credentials.parsing.languages import spoken
from wallet.credentials.shapes import types_of

MAX_PARTS = 200


def read_elm(document: Mapping[str, Any]) -> Credential:
    """Total over any JSON object. `issuer` is who sealed it; `achievement.creator` who awarded it."""
    subject = values.first_object(document.get("credentialSubject"))
    claim = main_claim(document)
    spec = values.first_object(claim.get("specifiedBy"))
    awarded = next(awarding_bodies(claim), {})
    shown = values.first_object(document.get("displayParameter"))
    return Credential(
        id=values.identifier(document),
        dialect="elm",
        issuer=read_organisation(values.first_object(document.get("issuer"))),
        achievement=Achievement(
            id=values.identifier(spec),
            name=spoken(claim.get("title")) or spoken(spec.get("title")) or spoken(shown.get("title")),
            description=spoken(claim.get("description"), prose=True)
            or spoken(spec.get("description"), prose=True),
            kind=labelled(values.first_object(spec.get("dcType"))),
            image=_picture(shown),
            creator=read_organisation(awarded) if awarded else None,
            alignments=tuple(_alignments(spec)),
            outcomes=tuple(
                said for said in (values.plain(item.get("title")) for item in outcomes_in(spec)) if said
            ),
            credits=_credits(claim, spec),
        ),
        subject=_subject(subject),
        issued_at=values.first_time(document, "issued", "issuanceDate", lenient=True),
        expires_at=values.earliest(document, "validUntil", "expirationDate", lenient=True),
        name=spoken(shown.get("title")),
        description=spoken(shown.get("description"), prose=True),
        results=tuple(_results(claim)),
        types=types_of(document),
        raw=document,
    )


def claims_in(document: Mapping[str, Any], kind: str = "") -> list[Mapping[str, Any]]:
    """The claims about the learner, of one kind where it is named (LearningAchievement…)."""
    subject = values.first_object(document.get("credentialSubject"))
    found = values.objects(subject.get("hasClaim"))[:MAX_PARTS]
    return [claim for claim in found if not kind or kind in types_of(claim)]


def main_claim(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first achievement, else the first claim there is."""
    return next(iter([*claims_in(document, "LearningAchievement"), *claims_in(document)]), {})


def awarding_bodies(claim: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for process in values.objects(claim.get("awardedBy")):
        yield from values.objects(process.get("awardingBody"))


def outcomes_in(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return values.objects(spec.get("learningOutcome"))[:MAX_PARTS]


def skills_in(outcome: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Concepts that an outcome is related to, ESCO's first."""
    for name in ("relatedESCOSkill", "relatedSkill"):
        yield from values.objects(outcome.get(name))[:MAX_PARTS]


def label_of(concept: Mapping[str, Any]) -> Text:
    """A concept's words; labels of EU concepts may exist in one language only."""
    return spoken(concept.get("prefLabel")) or spoken(concept.get("title"))


def labelled(concept: Mapping[str, Any]) -> str:
    label = label_of(concept)
    return label.get("en") or next(iter(label.values()), "")


def legal_name(organisation: Mapping[str, Any]) -> Text:
    return (
        spoken(organisation.get("legalName"))
        or spoken(organisation.get("prefLabel"))
        or spoken(organisation.get("altLabel"))
    )


def countries_in(organisation: Mapping[str, Any]) -> list[str]:
    """Addresses of the EU's country list among the organisation's locations."""
    found = []
    for location in values.objects(organisation.get("location")):
        for address in values.objects(location.get("address")):
            for code in values.objects(address.get("countryCode")):
                found.append(values.identifier(code) or labelled(code))
    return [code for code in found if code]


def read_organisation(organisation: Mapping[str, Any]) -> Profile:
    homepage = values.first_object(organisation.get("homepage"))
    return Profile(
        id=values.identifier(organisation),
        name=legal_name(organisation),
        url=values.string(homepage.get("contentURL")),
        country=next(iter(countries_in(organisation)), "").rpartition("/")[2],
    )


def full_name(subject: Mapping[str, Any]) -> str:
    whole = values.plain(spoken(subject.get("fullName")))
    parts = [values.plain(spoken(subject.get(name))) for name in ("givenName", "familyName")]
    return whole or " ".join(part for part in parts if part)


def _subject(subject: Mapping[str, Any]) -> Subject:
    found = []
    for contact in values.objects(subject.get("contactPoint")):
        for mailbox in values.items(contact.get("emailAddress")):
            if address := values.identifier(mailbox).removeprefix("mailto:"):
                found.append(Identifier("email", address))
    return Subject(id=values.identifier(subject), name=full_name(subject), identifiers=tuple(found))


def _alignments(spec: Mapping[str, Any]) -> Iterator[Alignment]:
    for outcome in outcomes_in(spec):
        for skill in skills_in(outcome):
            uri = values.identifier(skill)
            if labelled(skill) or uri:
                framework = "ESCO" if "/esco/" in uri else "DigComp" if "/snb/dcf/" in uri else ""
                yield Alignment(labelled(skill) or uri, uri if uri.startswith("http") else "", framework)


def _credits(claim: Mapping[str, Any], spec: Mapping[str, Any]) -> str:
    for point in [*values.objects(claim.get("creditReceived")), *values.objects(spec.get("creditPoint"))]:
        framework = labelled(values.first_object(point.get("framework")))
        if amount := values.string(point.get("point")):
            return f"{amount} {framework}".strip()
    return ""


def _results(claim: Mapping[str, Any]) -> Iterator[Result]:
    for assessment in values.objects(claim.get("provenBy"))[:MAX_PARTS]:
        grade = values.first_object(assessment.get("grade"))
        if said := values.plain(spoken(grade.get("noteLiteral"))):
            yield Result(values.plain(spoken(assessment.get("title"))), said)


def _picture(shown: Mapping[str, Any]) -> Image | None:
    """The first page of the certificate, when it is embedded as PNG or JPEG."""
    for display in values.objects(shown.get("individualDisplay")):
        for detail in values.objects(display.get("displayDetail")):
            media = values.first_object(detail.get("image"))
            kind = values.identifier(media.get("contentType")).rpartition("/")[2].lower()
            content = values.string(media.get("content"))
            if content and kind in ("png", "jpeg"):
                return Image(f"data:image/{kind};base64,{content}")
    return None
