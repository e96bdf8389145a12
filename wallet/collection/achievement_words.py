"""The kinds of achievement that Open Badges 3.0 knows (AchievementType), in the reader's words."""

from __future__ import annotations

from flask_babel import gettext

from wallet.marks import mark

KINDS: dict[str, str] = {
    "Achievement": mark("achievement"),
    "ApprenticeshipCertificate": mark("apprenticeship certificate"),
    "Assessment": mark("assessment"),
    "Assignment": mark("assignment"),
    "Award": mark("award"),
    "BachelorDegree": mark("bachelor’s degree"),
    "Badge": mark("badge"),
    "Certificate": mark("certificate"),
    "CertificateOfCompletion": mark("certificate of completion"),
    "Certification": mark("certification"),
    "CoCurricular": mark("activity beside a course of study"),
    "CommunityService": mark("work for the community"),
    "Competency": mark("competency"),
    "Course": mark("course"),
    "Degree": mark("degree"),
    "Diploma": mark("diploma"),
    "DoctoralDegree": mark("doctoral degree"),
    "Fieldwork": mark("fieldwork"),
    "LearningProgram": mark("learning programme"),
    "License": mark("licence"),
    "MasterDegree": mark("master’s degree"),
    "Membership": mark("membership"),
    "MicroCredential": mark("micro-credential"),
    "SecondarySchoolDiploma": mark("secondary school diploma"),
}


def kind_of_achievement(kind: str) -> str:
    """The kind in words; one that the standard does not list (`ext:…`) as its issuer wrote it."""
    return gettext(KINDS[kind]) if kind in KINDS else kind.removeprefix("ext:")
