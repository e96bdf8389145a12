"""The Dorobek Demo Academy: what it says about itself, its achievements, its learners and its revocations."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wallet.credentials.parsing.strict import write_base64url
from wallet.demo.achievements import ACADEMY, ACADEMY_IS, ESCO, Subject
from wallet.demo.signing import SigningKey
from wallet.fetching.policy import DEMO_DOWN

VC = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# Of this one only a single text was ever published, so when a proof fails no other one is looked for.
OB3_SETTLED = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
OB2 = "https://w3id.org/openbadges/v2"
STATUS_BITS = 131_072  # Bitstring Status List §6.1: the herd that a single index hides in
REVOKED = frozenset({94_567})
LIST_SIGNED = datetime(2025, 1, 2, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Learner:
    """A learner of the demo; names and addresses are those of its sign-in provider."""

    key: str
    name: str
    email: str
    language: str


LEARNERS = (
    Learner("ola", "Ola Zielińska", "ola@dorobek.example", "pl"),
    Learner("sam", "Sam Reed", "sam@dorobek.example", "en"),
)


@dataclass(frozen=True)
class Award:
    """One issuing: who earned what, when, for how long, and at which place of the status list, if any."""

    learner: Learner
    subject: Subject
    at: datetime
    good_for: timedelta | None = None
    status_index: int | None = None

    @property
    def id(self) -> str:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'dorobek-demo/{self.learner.key}/{self.subject.slug}')}"

    @property
    def salt(self) -> str:
        return sha256(self.id.encode()).hexdigest()[:16]

    @property
    def hashed_email(self) -> str:
        """Open Badges IdentityHash over the address and the salt."""
        return "sha256$" + sha256((self.learner.email + self.salt).encode()).hexdigest()


@dataclass(frozen=True)
class Academy:
    """`base` is the wallet's own address: the academy's pages hang below it."""

    key: SigningKey
    base: str

    @property
    def home(self) -> str:
        return f"{self.base}/demo-issuer"

    @property
    def status_url(self) -> str:
        return f"{self.home}/status/1"

    def picture_url(self, subject: Subject) -> str:
        return f"{self.home}/pictures/{subject.slug}.png"

    # ── Open Badges 3.0 ──────────────────────────────────────────────────────────────────────────────
    def profile(self, language: str, *, did: str = "") -> dict[str, Any]:
        return {
            "id": did or self.key.did,
            "type": ["Profile"],
            "name": ACADEMY[language],
            "url": self.home,
            "description": ACADEMY_IS[language],
        }

    def credential(self, award: Award, *, issuer: str = "", context: str = OB3) -> dict[str, Any]:
        """An unsigned OpenBadgeCredential (VC 2.0)."""
        language = award.learner.language
        document: dict[str, Any] = {
            "@context": [VC, context],
            "id": award.id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": award.subject.words(language).name,
            "issuer": self.profile(language, did=issuer),
            "validFrom": _time(award.at),
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [
                    {
                        "type": "IdentityObject",
                        "identityType": "emailAddress",
                        "hashed": True,
                        "identityHash": award.hashed_email,
                        "salt": award.salt,
                    }
                ],
                "achievement": self._achievement(award.subject, language, context),
            },
        }
        if award.good_for is not None:
            document["validUntil"] = _time(award.at + award.good_for)
        if award.status_index is not None:
            document["credentialStatus"] = {
                "id": f"{self.status_url}#{award.status_index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": str(award.status_index),
                "statusListCredential": self.status_url,
            }
        return document

    def _achievement(self, subject: Subject, language: str, context: str) -> dict[str, Any]:
        words = subject.words(language)
        hours = f"{subject.hours} godz." if language == "pl" else f"{subject.hours} h"
        achievement: dict[str, Any] = {
            "id": f"{self.home}/achievements/{subject.slug}",
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": words.name,
            "description": f"{words.description} ({hours})",
            "criteria": {"narrative": words.criteria},
            "image": {"id": self.picture_url(subject), "type": "Image", "caption": words.name},
            "tag": list(words.tags),
        }
        if context == OB3:  # the term is newer than 3.0.2
            achievement["inLanguage"] = language
        if subject.esco:
            achievement["alignment"] = [
                {
                    "type": ["Alignment"],
                    "targetName": words.skill,
                    "targetUrl": ESCO + subject.esco,
                    "targetFramework": "ESCO",
                    "targetType": "ext:ESCOSkill",
                }
            ]
        return achievement

    def signed(self, award: Award, *, context: str = OB3) -> dict[str, Any]:
        return self.key.sign_document(self.credential(award, context=context), created=award.at)

    def signed_by_a_silent_server(self, award: Award) -> dict[str, Any]:
        """Issued under a did:web whose server never answers: the key cannot be asked for."""
        did = "did:web:" + DEMO_DOWN.replace(":", "%3A") + ":academy"
        document = self.credential(award, issuer=did)
        return self.key.sign_document(document, created=award.at, method=f"{did}#key-1")

    def token(self, award: Award) -> str:
        """The credential as a JWT (Open Badges 3.0 §8.2.4.1)."""
        credential = self.credential(award)
        claims: dict[str, Any] = {"iss": self.key.did, "jti": award.id, "nbf": int(award.at.timestamp())}
        if award.good_for is not None:
            claims["exp"] = int((award.at + award.good_for).timestamp())
        return self.key.sign_token({**credential, **claims})

    @cached_property
    def status_list(self) -> Mapping[str, Any]:
        """The signed BitstringStatusListCredential; all clear but the revoked."""
        bits = bytearray(STATUS_BITS // 8)
        for index in REVOKED:
            bits[index // 8] |= 0x80 >> index % 8
        packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
        packed = packer.compress(bytes(bits)) + packer.flush()
        document = {
            "@context": [VC],
            "id": self.status_url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.key.did,
            "validFrom": _time(LIST_SIGNED),
            "credentialSubject": {
                "id": f"{self.status_url}#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": "u" + write_base64url(packed),
            },
        }
        return self.key.sign_document(document, created=LIST_SIGNED)

    # ── Open Badges 2.0, hosted ──────────────────────────────────────────────────────────────────────
    def hosted_issuer(self, language: str) -> dict[str, Any]:
        return {
            "@context": OB2,
            "type": "Issuer",
            "id": f"{self.home}/issuer-{language}.json",
            "name": ACADEMY[language],
            "url": self.home,
            "email": "academy@dorobek.example",
            "description": ACADEMY_IS[language],
        }

    def hosted_badge(self, subject: Subject, language: str) -> dict[str, Any]:
        words = subject.words(language)
        return {
            "@context": OB2,
            "type": "BadgeClass",
            "id": f"{self.home}/badges/{subject.slug}-{language}.json",
            "name": words.name,
            "description": words.description,
            "image": self.picture_url(subject),
            "criteria": {"narrative": words.criteria},
            "issuer": f"{self.home}/issuer-{language}.json",
            "tags": list(words.tags),
        }

    def hosted_assertion(self, award: Award) -> dict[str, Any]:
        slug, learner = award.subject.slug, award.learner
        return {
            "@context": OB2,
            "type": "Assertion",
            "id": f"{self.home}/assertions/{learner.key}-{slug}.json",
            "recipient": {
                "type": "email",
                "hashed": True,
                "salt": award.salt,
                "identity": award.hashed_email,
            },
            "badge": f"{self.home}/badges/{slug}-{learner.language}.json",
            "verification": {"type": "HostedBadge"},
            "issuedOn": _time(award.at),
        }


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
