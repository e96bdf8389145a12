"""Open Badges 3.0 (OpenBadgeCredential, AchievementCredential) on VC Data Model 1.1 or 2.0 into the model.

1EdTech Open Badges 3.0 §Data Models: AchievementSubject, Achievement, Profile, Result, IdentityObject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wallet.credentials.alignments import kind_of
from wallet.credentials.model import (
    Achievement,
    Alignment,
    Credential,
    Evidence,
    Identifier,
    Profile,
    Result,
    Subject,
    Text,
)
from wallet.credentials.parsing import values
from wallet.credentials.shapes import types_of

MOST_ALIGNMENTS = 300
MOST_EVIDENCE = 100


def read_ob3(document: Mapping[str, Any]) -> Credential:
    """Total over any JSON object."""
    subject = subject_of(document)
    achievement = values.first_object(subject.get("achievement"))
    return Credential(
        id=values.identifier(document),
        dialect="ob3",
        issuer=read_profile(document.get("issuer")),
        achievement=read_achievement(achievement, subject),
        subject=read_subject(subject),
        issued_at=values.first_time(document, "validFrom", "issuanceDate", "awardedDate"),
        expires_at=values.earliest(document, "validUntil", "expirationDate"),
        name=values.text(document.get("name")),
        description=values.prose(document.get("description")),
        evidence=read_evidence(document.get("evidence")),
        results=_read_results(subject, achievement),
        image=values.image(document.get("image")) or values.image(subject.get("image")),
        types=types_of(document),
        raw=document,
    )


def subject_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of several subjects the first that earned something."""
    subjects = values.objects(document.get("credentialSubject"))
    return next((item for item in subjects if item.get("achievement")), subjects[0] if subjects else {})


def read_profile(value: object) -> Profile:
    """OB 3.0 §Profile; the issuer of a VC may be an id alone."""
    item = value[0] if isinstance(value, list) and value else value
    if not isinstance(item, Mapping):
        return Profile(id=values.string(item))
    address = values.first_object(item.get("address"))
    return Profile(
        id=values.identifier(item),
        name=values.text(item.get("name")) or values.text(item.get("legalName")),
        url=values.identifier(item.get("url")),
        email=values.string(item.get("email")),
        description=values.text(item.get("description")),
        image=values.image(item.get("image")),
        country=values.string(address.get("addressCountryCode"))
        or values.string(address.get("addressCountry")),
    )


def read_achievement(achievement: Mapping[str, Any], subject: Mapping[str, Any]) -> Achievement:
    """OB 3.0 §Achievement, with the credits that this subject earned where they are stated."""
    criteria, criteria_url = read_criteria(achievement.get("criteria"))
    creator = achievement.get("creator")
    tags = (values.plain(item) for item in values.items(achievement.get("tag", achievement.get("tags"))))
    outcomes = (
        said
        for name, written in achievement.items()
        if name.rsplit(":", 1)[-1] in ("LearningOutcome", "learningOutcome")
        for said in (values.plain(item) or _labelled(item) for item in values.items(written))
        if said
    )
    return Achievement(
        id=values.identifier(achievement),
        name=values.text(achievement.get("name")),
        description=values.prose(achievement.get("description")),
        criteria=criteria,
        criteria_url=criteria_url,
        kind=values.string(achievement.get("achievementType")),
        image=values.image(achievement.get("image")),
        creator=read_profile(creator) if creator else None,
        alignments=_read_alignments(achievement.get("alignment", achievement.get("alignments"))),
        tags=tuple(tag for tag in tags if tag),
        outcomes=tuple(outcomes),
        credits=values.string(subject.get("creditsEarned"))
        or values.string(achievement.get("creditsAvailable")),
    )


def read_criteria(value: object, language: str = "") -> tuple[Text, str]:
    """(words, address). Criteria are an object with a narrative and an id (OB 3.0 §Criteria, OB 2.0
    §Criteria) or, as issuers write them, a text or an address alone; a narrative that is nothing but an
    address is one."""
    said: dict[str, str] = {}
    address = ""
    for item in values.items(value):
        stated = isinstance(item, Mapping) and ("narrative" in item or "id" in item or "@id" in item)
        told = item.get("narrative") if stated else item
        for tag, text in values.prose(told, language).items():
            if is_address(text):
                address = address or text
            else:
                said.setdefault(tag, text)
        id = values.identifier(item) if stated else ""
        if is_address(id):
            address = id
        elif id and not said and " " in id:
            said.setdefault(language, id)
    return said, address


def is_address(value: str) -> bool:
    return value.startswith(("https://", "http://")) and len(value.split()) == 1


def _labelled(item: object) -> str:
    return values.plain(item.get("name")) if isinstance(item, Mapping) else ""


def _read_alignments(value: object) -> tuple[Alignment, ...]:
    """OB 3.0 §Alignment; issuers who came from OB 1.1 and 2.0 keep the names of these."""
    found = (
        Alignment(
            name=values.plain(item.get("targetName", item.get("name"))),
            url=values.identifier(item.get("targetUrl", item.get("targetURL", item.get("url")))),
            framework=values.plain(item.get("targetFramework")),
            code=values.string(item.get("targetCode")),
            description=values.plain(item.get("targetDescription", item.get("description"))),
            kind=kind_of(item),
        )
        for item in values.objects(value)[:MOST_ALIGNMENTS]
    )
    return tuple(item for item in found if item.name or item.url)


def read_subject(subject: Mapping[str, Any]) -> Subject:
    """`id` and each IdentityObject (OB 3.0 §IdentityObject); `identityHash` holds the plain value too."""
    found = []
    for item in values.objects(subject.get("identifier")):
        value = values.string(item.get("identityHash")) or values.string(item.get("identifier"))
        kind = values.string(item.get("identityType")) or values.string(item.get("identifierType"))
        if value:
            hashed = item.get("hashed") is True
            found.append(Identifier(_kind(kind), value, hashed, values.string(item.get("salt"))))
    id = values.identifier(subject)
    if id.startswith("did:"):
        found.append(Identifier("did", id))
    elif id.startswith("mailto:"):
        found.append(Identifier("email", id.removeprefix("mailto:")))
    names = [item.value for item in found if item.kind == "name" and not item.hashed]
    return Subject(
        id=id, name=values.plain(subject.get("name")) or next(iter(names), ""), identifiers=tuple(found)
    )


def _kind(stated: str) -> str:
    return {"emailAddress": "email", "ext:email": "email", "": "other"}.get(stated, stated)


def read_evidence(value: object) -> tuple[Evidence, ...]:
    """OB 3.0 §Evidence; a bare address is evidence too."""
    found = []
    for item in values.items(value)[:MOST_EVIDENCE]:
        if isinstance(item, Mapping):
            found.append(
                Evidence(
                    url=values.identifier(item),
                    name=values.plain(item.get("name")),
                    description=values.plain_prose(item.get("description")),
                    narrative=values.plain_prose(item.get("narrative")),
                )
            )
        elif values.string(item):
            found.append(Evidence(url=values.string(item)))
    return tuple(item for item in found if item != Evidence())


def _read_results(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> tuple[Result, ...]:
    """Each result with the words of its ResultDescription and of the rubric level reached."""
    described = {
        values.identifier(item): item for item in values.objects(achievement.get("resultDescription"))
    }
    found = []
    for item in values.objects(subject.get("result")):
        description = described.get(values.string(item.get("resultDescription")), {})
        level = values.string(item.get("achievedLevel"))
        levels = {
            values.identifier(each): values.plain(each.get("name"))
            for each in values.objects(description.get("rubricCriterionLevel"))
        }
        value = values.string(item.get("value")) or levels.get(level, "") or values.string(item.get("status"))
        if value or description:
            found.append(Result(values.plain(description.get("name")), value))
    return tuple(found)
