"""Documents written after the places that domain.md §2.3 names, for the transparency check."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from wallet.credentials.parsing.strict import write_base64url

EQF6 = {
    "type": ["Alignment"],
    "targetType": "ext:EQF",
    "targetName": "EQF level 6",
    "targetFramework": "European Qualifications Framework",
    "targetUrl": "http://data.europa.eu/snb/eqf/6",
}
QUALITY = {
    "type": ["Alignment"],
    "targetType": "ext:QualityAssurance",
    "targetName": "Institutional quality assurance",
    "targetUrl": "https://accreditation.example/decisions/7",
}
SKILLS = [
    {
        "type": ["Alignment"],
        "targetName": name,
        "targetFramework": "ESCO",
        "targetUrl": f"http://data.europa.eu/esco/skill/{number}",
    }
    for number, name in (("aaaa", "analyse data"), ("bbbb", "use spreadsheets software"))
]


def ob3(*, achievement: Any = None, subject: Any = None, issuer: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:college.example", "type": ["Profile"], "name": "Maple College"}
        | (issuer or {}),
        "validFrom": "2026-03-01T10:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://college.example/achievements/data",
                "type": ["Achievement"],
                "name": "Data in a small office",
                "description": "For those who keep tables.",
                "criteria": {"narrative": "Cleans a table and draws a chart from it."},
            }
            | (achievement or {}),
        }
        | (subject or {}),
        **more,
    }


# Higher education, all extensions in use; the country is a placeholder, the learner a key.
HIGHER = ob3(
    subject={"id": "did:key:z6MkExample"},
    issuer={"address": {"type": ["Address"], "addressCountryCode": "XX"}},
    achievement={
        "achievementType": "MicroCredential",
        "inLanguage": "nl_NL",
        "ECTS": 2.5,
        "assessmentType": "testing",
        "participationType": "blended",
        "supervisionType": "supervised with id verification",
        "alignment": [EQF6, QUALITY],
    },
)
# Vocational education: hours instead of points, nothing about quality.
VOCATIONAL = ob3(
    subject={"id": "did:key:z6MkExample"},
    issuer={"address": {"type": ["Address"], "addressCountryCode": "NL"}},
    achievement={
        "SBU": "240",
        "assessmentType": "application of a skill",
        "participationType": "work experience",
        "alignment": [EQF6],
    },
)
# Credits without a unit, a hashed learner, a result without a type, two skills of ESCO.
PLAIN = ob3(
    subject={
        "creditsEarned": 5,
        "identifier": [
            {
                "type": "IdentityObject",
                "identityType": "emailAddress",
                "hashed": True,
                "identityHash": "sha256$ab",
            }
        ],
    },
    achievement={
        "achievementType": "MicroCredential",
        "alignment": SKILLS,
        "resultDescription": [
            {"id": "urn:1", "type": ["ResultDescription"], "name": "Score", "resultType": "Percent"}
        ],
    },
)

MOODLE = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://moodle.example/badges/assertion.php?b=1",
    "recipient": {"type": "email", "hashed": True, "identity": "sha256$ab", "salt": "s"},
    "issuedOn": "2026-03-01T10:00:00Z",
    "verification": {"type": "hosted"},
    "badge": {
        "type": "BadgeClass",
        "id": "https://moodle.example/badges/badge.php?id=1",
        "name": "Safe passwords",
        "description": "Keeps accounts safe.",
        "criteria": {"narrative": "Zaliczony test na koniec kursu."},
        "issuer": {"type": "Profile", "id": "https://moodle.example/issuer", "name": "Maple School"},
    },
}


def _extension(name: str, value: Any) -> dict[str, Any]:
    return {"type": ["Extension", f"extensions:{name}Extension"], name: value}


EDUBADGE = MOODLE | {
    "badge": MOODLE["badge"]
    | {
        "assessmentType": "portfolio",
        "assessmentSupervised": True,
        "assessmentIdVerified": False,
        "participation": "blended",
        "qualityAssuranceName": "Institutional accreditation",
        "qualityAssuranceUrl": "https://accreditation.example",
        "stackable": True,
        "extensions:ECTSExtension": _extension("ECTS", "2,5"),
        "extensions:EQFExtension": _extension("EQF", 6),
        "extensions:LanguageExtension": _extension("Language", "en_EN"),
        "extensions:LearningOutcomeExtension": _extension("LearningOutcome", "Keeps accounts safe."),
    }
}

CLAIMS: dict[str, Any] = {
    "iss": "https://college.example",
    "vct": "urn:example:micro-credential:1",
    "givenName": "Ola",
    "familyName": "Nowak",
    "title": "Data in a small office",
    "issuerCountry": "PL",
    "awardingBody": "Maple College",
    "issuanceDate": "2026-03-01",
    "learningOutcomes": ["cleans a table", "draws a chart"],
    "escoReference": ["http://data.europa.eu/esco/skill/aaaa"],
    "notionalWorkload": {"value": 3, "unit": "ECTS"},
    "level": "EQF-6",
    "typeOfAssessment": "written-examination",
    "formOfParticipation": "online",
    "qualityAssurance": "internal",
    "grade": "5",
    "stackable": True,
}


def disclosure(*parts: Any) -> str:
    return write_base64url(json.dumps(list(parts)).encode())


def digest(written: str) -> str:
    return write_base64url(hashlib.sha256(written.encode()).digest())


def sd_jwt(claims: dict[str, Any], *, hide: tuple[str, ...] = (), keep_back: tuple[str, ...] = ()) -> str:
    """An SD-JWT whose claims named in `hide` are disclosed and those in `keep_back` are not."""
    given = {name: disclosure("salt", name, claims[name]) for name in (*hide, *keep_back)}
    payload = {name: value for name, value in claims.items() if name not in given}
    payload |= {"_sd_alg": "sha-256", "_sd": sorted(digest(one) for one in given.values())}
    parts = (json.dumps({"alg": "ES256", "typ": "dc+sd-jwt"}), json.dumps(payload), "signature")
    token = ".".join(write_base64url(part.encode()) for part in parts)
    return "~".join([token, *(given[name] for name in hide), ""])


def concept(address: str = "", label: str = "", **more: Any) -> dict[str, Any]:
    return {"id": address or "urn:epass:concept:1", "type": "Concept", "prefLabel": {"en": label}, **more}


def elm(*, claim: Any = None, spec: Any = None, subject: Any = None, **more: Any) -> dict[str, Any]:
    """A European Digital Credential with the awarding body in Slovenia; every part can be replaced."""
    body = {
        "id": "urn:epass:org:1",
        "type": "Organisation",
        "legalName": {"en": ["University of Maple"]},
        "location": [
            {
                "type": "Location",
                "address": {
                    "countryCode": concept(
                        "http://publications.europa.eu/resource/authority/country/SVN", "Slovenia"
                    )
                },
            }
        ],
    }
    specification = {"id": "urn:epass:q:1", "type": "Qualification", "title": {"en": "Data"}} | (spec or {})
    stated = {
        "id": "urn:epass:claim:1",
        "type": "LearningAchievement",
        "title": {"en": "Data", "pl": "Dane"},
        "awardedBy": {"type": "AwardingProcess", "awardingBody": [body]},
        "specifiedBy": specification,
    } | (claim or {})
    return {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "http://data.europa.eu/snb/model/context/edc-ap",
        ],
        "id": "urn:credential:1",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "issuer": {"id": "urn:epass:org:2", "type": "Organisation", "legalName": {"en": "Seals Ltd"}},
        "issued": "2026-03-01T10:00:00+01:00",
        "issuanceDate": "2026-03-01T10:00:00+01:00",
        "validFrom": "2026-03-02T10:00:00+01:00",
        "credentialSubject": {
            "id": "urn:epass:person:1",
            "type": "Person",
            "fullName": {"en": "Ola Nowak"},
            "hasClaim": stated,
        }
        | (subject or {}),
        "displayParameter": {"title": {"en": "Micro-Credential"}},
        **more,
    }


# As issuers of 2026 write it: local ids, labels only, lists where others write objects.
LOCAL = elm(
    claim={
        "provenBy": [
            {
                "type": "LearningAssessment",
                "title": {"en": "Final"},
                "specifiedBy": [
                    {
                        "mode": concept("urn:epass:mode:9", "Presential"),
                        "dcType": concept("urn:epass:type:1", "Written examination"),
                    }
                ],
            }
        ],
        "influencedBy": [
            {"type": "LearningActivity", "specifiedBy": {"mode": [concept("urn:epass:mode:1", "Online")]}}
        ],
    },
    spec={
        "eqfLevel": concept("http://data.europa.eu/snb/eqf/5", "Level 5"),
        "learningOutcome": {"type": "LearningOutcome", "title": {"en": "Cleans a table"}},
        "creditPoint": [{"framework": concept("urn:epass:framework:1", "ECTS"), "point": "2,5"}],
    },
)
ATTENDANCE = elm(
    claim={
        "type": "LearningActivity",
        "title": {"en": "An afternoon about data"},
        "specifiedBy": {"type": "LearningActivitySpecification", "title": {"en": "An afternoon about data"}},
    }
)
