"""What a credential proves: a skill, participation, membership, a whole qualification, or something else.
With the reason, so that the holder may disagree and say so. The first rule that fits decides.

Every page asks here: a credential is not a proof of participation on one page and of a skill on another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wallet.credentials.elements import Transparency
from wallet.credentials.elm import reader as elm
from wallet.credentials.openbadges3.reader import subject_of
from wallet.credentials.parsing import values
from wallet.credentials.shapes import types_of

KINDS = ("skill", "participation", "membership", "qualification", "other")
# Reasons: each has words in collection/transparency_texts.py.
REASONS = (
    "type-of-qualification",
    "profile-of-qualification",
    "type-of-membership",
    "type-of-participation",
    "activity-only",
    "attendance-assessed",
    "completed-without-assessment",
    "words-of-participation",
    "type-of-skill",
    "badge-described",
    "assessed",
    "outcomes-stated",
    "not-recognised",
)
_QUALIFICATIONS = frozenset(
    {
        *("Degree", "AssociateDegree", "BachelorDegree", "MasterDegree", "DoctoralDegree"),
        *("ProfessionalDoctorate", "ResearchDoctorate", "Diploma", "SecondarySchoolDiploma"),
        *("GeneralEducationDevelopment", "License", "JourneymanCertificate", "MasterCertificate"),
    }
)
_PARTICIPATION = frozenset({"CoCurricular", "CommunityService", "Fieldwork", "Participation", "Attendance"})
_NO_SKILL = frozenset({"participation", "membership"})
_SKILLS = frozenset(
    {
        *("MicroCredential", "Competency", "Certification", "Certificate", "Badge", "Assessment", "Course"),
        *(
            "LearningProgram",
            "Achievement",
            "Assignment",
            "QualityAssuranceCredential",
            "CertificateOfCompletion",
        ),
    }
)
_AWARD = "http://data.europa.eu/snb/credential/6cf8e68c43"
_SUPPLEMENT = "http://data.europa.eu/snb/credential/6dff8a0f87"
_ATTENDED = "http://data.europa.eu/snb/credential/48b514e72a"
_WORDS = re.compile(r"uczestnictw|\budzia[łl]|attendance|participation|\battended", re.IGNORECASE)
# In a title, where the issuer says what the document is; in a description they may speak of anybody.
_TITLE_WORDS = re.compile(
    r"\bparticipated\b|^\W*(?:participant|attendee|uczestnik|uczestniczka)\b|\buczestniczy[łl]|\bobecno[śs]ci\b",
    re.IGNORECASE | re.MULTILINE,
)
_LARGE = Decimal(60)  # ECTS beyond which an award is a qualification
_MICRO_ECTS, _MICRO_HOURS = Decimal(30), Decimal(900)


def kind_of_proof(document: Mapping[str, Any], dialect: str, elements: Transparency) -> tuple[str, str]:
    """(one of KINDS, one of REASONS). Total over any JSON object."""
    kind = achievement_type(document, dialect)
    if kind in _QUALIFICATIONS:
        return "qualification", "type-of-qualification"
    if dialect == "elm" and _is_award(document, elements):
        return "qualification", "profile-of-qualification"
    if kind == "Membership":
        return "membership", "type-of-membership"
    if kind in _PARTICIPATION:
        return "participation", "type-of-participation"
    if dialect == "elm" and _only_activities(document):
        return "participation", "activity-only"
    if elements.normalised.assessment == ("attendance",):
        return "participation", "attendance-assessed"
    assessed = elements.element("assessment").status == "present"
    outcomes = elements.element("outcomes").status == "present"
    if kind == "CertificateOfCompletion" and not assessed and not outcomes:
        return "participation", "completed-without-assessment"
    titles = _titles(elements)
    if not assessed and (_TITLE_WORDS.search(titles) or _WORDS.search(_words(titles, document))):
        return "participation", "words-of-participation"
    described = {elements.element(key).status for key in ("assessment", "outcomes")} != {"missing"}
    if kind in _SKILLS and described:
        return "skill", "type-of-skill"
    if not kind and (assessed or outcomes):
        return "skill", "assessed" if assessed else "outcomes-stated"
    if dialect in ("ob1", "ob2") and described:  # a BadgeClass is a badge by its standard: §2.7, rule 3
        return "skill", "badge-described"
    return "other", "not-recognised"


def kind_in_force(found: str, own: str | None) -> str:
    """One of KINDS, or "" where nothing was found: the holder's own label goes first."""
    return own if own in KINDS else found


def proves_participation_only(kind: str) -> bool:
    """Whether a credential of this kind says that its holder took part, and not what they can do."""
    return kind in _NO_SKILL


def is_micro_credential(kind: str, elements: Transparency) -> bool:
    """A skill, assessed, after a small volume of learning (or one that is not stated)."""
    stated = elements.normalised
    small = stated.ects <= _MICRO_ECTS if stated.ects is not None else True
    small = small and (stated.hours is None or stated.hours <= _MICRO_HOURS)
    return kind == "skill" and elements.element("assessment").status == "present" and small


def achievement_type(document: Mapping[str, Any], dialect: str) -> str:
    """`achievementType` of Open Badges 3, "" where there is none."""
    if dialect in ("ob1", "ob2", "elm"):
        return ""
    achievement = values.first_object(subject_of(document).get("achievement"))
    return values.string(achievement.get("achievementType")).rpartition(":")[2]


def _profiles(document: Mapping[str, Any]) -> set[str]:
    return {values.identifier(profile) for profile in values.items(document.get("credentialProfiles"))}


def _is_award(document: Mapping[str, Any], elements: Transparency) -> bool:
    profiles = _profiles(document)
    ects = elements.normalised.ects
    large = elements.normalised.eqf is not None and ects is not None and ects > _LARGE
    return bool(profiles & {_AWARD, _SUPPLEMENT}) and large


def _only_activities(document: Mapping[str, Any]) -> bool:
    claims = elm.claims_in(document)
    only = bool(claims) and all("LearningActivity" in types_of(claim) for claim in claims)
    return only or _ATTENDED in _profiles(document)


def _titles(elements: Transparency) -> str:
    """The title in every language, a line each."""
    said = (word for fact in elements.element("title").value for word in fact.words.values())
    return "\n".join(said)[:20_000]


def _words(titles: str, document: Mapping[str, Any]) -> str:
    """Title and description: what the credential calls itself."""
    said = [titles]
    subject = subject_of(document)
    for holder in (
        values.first_object(subject.get("achievement")),
        values.first_object(document.get("badge")),
        document,
    ):
        said += values.text(holder.get("description")).values()
    return " ".join(said)[:20_000]
