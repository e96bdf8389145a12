"""SD-JWT (RFC 9901): taken apart, disclosures put back in their places. No signature is checked here.

A digest that nobody disclosed stays in `_sd` (or as `{"...": digest}` in an array): that something is
withheld is part of what the document says. Claims of micro-credentials follow the WE BUILD rulebook draft."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wallet.credentials.model import Achievement, Alignment, Credential, Profile, Result, Subject
from wallet.credentials.openbadges3.reader import read_ob3
from wallet.credentials.parsing import values
from wallet.credentials.parsing.languages import spoken
from wallet.credentials.parsing.strict import read_base64url, read_json, write_base64url
from wallet.credentials.parsing.tokens import Token, read_token
from wallet.credentials.shapes import types_of
from wallet.errors import Unreadable

MAX_DISCLOSURES = 1000
MAX_DEPTH = 40
_HASHES = {"sha-256": hashlib.sha256, "sha-384": hashlib.sha384, "sha-512": hashlib.sha512}
_TECHNICAL = frozenset({"_sd", "_sd_alg"})
SD_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*~(?:[A-Za-z0-9_.~-]*)\Z")


@dataclass(frozen=True)
class SdJwt:
    """`claims` are the payload with every disclosed claim in its place; `key_binding` is a JWT or ""."""

    token: Token
    disclosures: tuple[str, ...]
    key_binding: str
    claims: Mapping[str, Any]


def read_sd_jwt(text: str) -> SdJwt:
    """Compact form, with or without key binding (§4). Raises Unreadable: damaged-token for a disclosure that
    is malformed, used twice or belongs to no digest (§7.1), sd-jwt-not-supported for another hash."""
    if not SD_JWT.match(text):
        raise Unreadable("damaged-token")
    issued, *disclosures, key_binding = text.split("~")
    if len(disclosures) > MAX_DISCLOSURES:
        raise Unreadable("too-many-parts", most=MAX_DISCLOSURES)
    token = read_token(issued)
    claims = token.claims()
    algorithm = claims.get("_sd_alg", "sha-256")
    if not isinstance(algorithm, str) or algorithm not in _HASHES:
        raise Unreadable("sd-jwt-not-supported")
    digest = _HASHES[algorithm]
    given: dict[str, list[Any]] = {}
    for disclosure in disclosures:
        parts = read_json(read_base64url(disclosure))
        key = write_base64url(digest(disclosure.encode()).digest())
        if not isinstance(parts, list) or len(parts) not in (2, 3) or key in given:
            raise Unreadable("damaged-token")
        given[key] = parts
    places = _Places(given)
    restored = places.restore(claims, 0)
    if not isinstance(restored, dict) or len(places.used) != len(given):
        raise Unreadable("damaged-token")
    restored.pop("_sd_alg", None)
    return SdJwt(token, tuple(disclosures), key_binding, restored)


class _Places:
    """Where the disclosures belong. Each may be used once."""

    def __init__(self, given: Mapping[str, list[Any]]):
        self.given = given
        self.used: set[str] = set()

    def restore(self, value: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise Unreadable("too-deep", most=MAX_DEPTH)
        if isinstance(value, list):
            return [self._element(item, depth + 1) for item in value]
        if not isinstance(value, dict):
            return value
        found = {key: self.restore(item, depth + 1) for key, item in value.items() if key != "_sd"}
        hidden = []
        listed = value.get("_sd", [])
        if not isinstance(listed, list) or not all(isinstance(digest, str) for digest in listed):
            raise Unreadable("damaged-token")
        for digest in listed:
            parts = self._take(digest, 3)
            if parts is None:
                hidden.append(digest)
                continue
            name = parts[1]
            if not isinstance(name, str) or name in ("_sd", "...") or name in found:
                raise Unreadable("damaged-token")
            found[name] = self.restore(parts[2], depth + 1)
        if hidden:
            found["_sd"] = hidden
        return found

    def _element(self, item: Any, depth: int) -> Any:
        if isinstance(item, dict) and set(item) == {"..."} and isinstance(item["..."], str):
            parts = self._take(item["..."], 2)
            return item if parts is None else self.restore(parts[1], depth)
        return self.restore(item, depth)

    def _take(self, digest: str, size: int) -> list[Any] | None:
        if digest not in self.given:
            return None
        parts = self.given[digest]
        if digest in self.used or len(parts) != size:
            raise Unreadable("damaged-token")
        self.used.add(digest)
        return parts


def withholds(document: Mapping[str, Any]) -> int:
    """How many claims of the document itself stay undisclosed (decoys among them: nobody can tell)."""
    listed = document.get("_sd")
    return len(listed) if isinstance(listed, list) else 0


def is_badge_shaped(document: Mapping[str, Any]) -> bool:
    """Some issuers put an Open Badges 3 subject into the claims (DC4EU)."""
    subject = values.first_object(document.get("credentialSubject"))
    return bool(values.first_object(subject.get("achievement")))


def badge_shape(document: Mapping[str, Any]) -> dict[str, Any]:
    """The claims as Open Badges 3 would write them: `Issuer.Name` and registered claims in their places."""
    written = dict(document)
    issuer = values.first_object(document.get("Issuer"))
    if issuer and "issuer" not in written:
        name = values.string(issuer.get("Name")) or values.string(issuer.get("name"))
        written["issuer"] = {
            "id": values.string(issuer.get("ID")) or values.string(document.get("iss")),
            "name": name,
        }
    written.setdefault("issuer", values.string(document.get("iss")))
    return written


def read_sdjwt(document: Mapping[str, Any]) -> Credential:
    """Total over any JSON object."""
    if types_of(document) or is_badge_shaped(document):
        return replace(read_ob3(badge_shape(document)), dialect="sdjwt", raw=document)
    return _read_claims(document)


def _read_claims(document: Mapping[str, Any]) -> Credential:
    kind = values.string(document.get("vct"))
    body = document.get("awardingBody")
    name = spoken(body.get("name", body.get("legalName"))) if isinstance(body, Mapping) else spoken(body)
    awarding = Profile(
        id=values.string(document.get("iss")), name=name, country=values.string(document.get("issuerCountry"))
    )
    names = [values.plain(document.get(part)) for part in ("givenName", "familyName")]
    grade = values.plain(document.get("grade"))
    title = spoken(document.get("title")) or spoken(document.get("name"))
    return Credential(
        id=values.string(document.get("jti")) or values.string(document.get("id")),
        dialect="sdjwt",
        issuer=awarding,
        achievement=Achievement(
            id="",
            name=title or _kind_in_words(kind),
            description=spoken(document.get("description"), prose=True)
            or spoken(document.get("learningOutcomeSummary"), prose=True),
            alignments=_skills(document.get("escoReference")),
            outcomes=tuple(outcomes_of(document)),
            credits=_workload(document.get("notionalWorkload")),
        ),
        subject=Subject(id=values.string(document.get("sub")), name=" ".join(part for part in names if part)),
        issued_at=values.first_time(document, "issuanceDate", lenient=True),
        expires_at=values.earliest(document, "expiryDate", "validUntil", lenient=True),
        results=(Result("", grade),) if grade else (),
        types=(kind,) if kind else (),
        raw=document,
    )


def _kind_in_words(kind: str) -> Mapping[str, str]:
    """The last part of the type's name that is a word: a version is none."""
    parts = [part for part in re.split(r"[/:#]", kind) if re.search(r"[A-Za-z]{2}", part)]
    return {"": parts[-1]} if parts else {}


def outcomes_of(document: Mapping[str, Any]) -> list[str]:
    """Learning outcomes, as texts."""
    found = []
    for item in values.items(document.get("learningOutcomes")):
        if isinstance(item, Mapping) and ("title" in item or "name" in item):
            found.append(values.plain(item.get("title", item.get("name"))))
        elif not (isinstance(item, Mapping) and "..." in item):
            found.append(values.plain(item))
    return [said for said in found if said]


def _skills(value: object) -> tuple[Alignment, ...]:
    found = []
    for item in values.items(value):
        if isinstance(item, Mapping):
            label = values.plain(item.get("title", item.get("prefLabel", item.get("name"))))
            found.append(Alignment(label or values.identifier(item), values.identifier(item), "ESCO"))
        elif values.string(item):
            found.append(Alignment(values.string(item), values.string(item), "ESCO"))
    return tuple(item for item in found if item.name or item.url)


def _workload(value: object) -> str:
    stated = values.first_object(value)
    amount, unit = values.string(stated.get("value")), values.string(stated.get("unit"))
    return f"{amount} {unit}".strip() if amount else ""
