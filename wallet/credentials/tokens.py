"""Compact JWS (RFC 7515 §7.1) taken apart, and the credential its payload speaks of. Nothing is verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wallet.credentials.strict import read_base64url, read_json
from wallet.errors import Unreadable

COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\Z")


@dataclass(frozen=True)
class Token:
    """`signing_input` and `signature` are what a verifier needs; `payload` is exactly the bytes signed."""

    header: Mapping[str, Any]
    payload: bytes
    signing_input: bytes
    signature_text: str

    @property
    def signature(self) -> bytes:
        """Decoded only when asked: a garbled signature is a signature that fails, not an unreadable file.
        Raises Unreadable bad-base64."""
        return read_base64url(self.signature_text)

    def claims(self) -> dict[str, Any]:
        """The payload as a JSON object. Raises Unreadable."""
        value = read_json(self.payload)
        if not isinstance(value, dict):
            raise Unreadable("not-a-credential")
        return value


def read_token(text: str) -> Token:
    """Three parts, the first a JSON object. Raises Unreadable: damaged-token, bad-base64, JSON codes."""
    if not COMPACT_JWS.match(text):
        raise Unreadable("damaged-token")
    first, second, third = text.split(".")
    header = read_json(read_base64url(first), max_bytes=64_000)
    if not isinstance(header, dict):
        raise Unreadable("damaged-token")
    return Token(header, read_base64url(second), f"{first}.{second}".encode(), third)


def credential_in(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The credential or presentation a JWT payload speaks of.

    VC Data Model 1.1 §6.3.1: the `vc` or `vp` member, in which registered claims stand for properties that
    it leaves out; a property that is there is kept as written, so that a verifier can compare the two.
    VC-JOSE-COSE and Open Badges 2.0: the payload itself."""
    for member in ("vc", "vp"):
        inner = claims.get(member)
        if isinstance(inner, Mapping):
            return _with_registered_claims(dict(inner), claims, presentation=member == "vp")
    return dict(claims)


def _with_registered_claims(
    document: dict[str, Any], claims: Mapping[str, Any], *, presentation: bool
) -> dict[str, Any]:
    if isinstance(claims.get("jti"), str):
        document.setdefault("id", claims["jti"])
    if presentation:
        if isinstance(claims.get("iss"), str):
            document.setdefault("holder", claims["iss"])
        return document
    if isinstance(claims.get("iss"), str):
        issuer = document.setdefault("issuer", claims["iss"])
        if isinstance(issuer, Mapping) and "id" not in issuer:
            document["issuer"] = {"id": claims["iss"], **issuer}
    subject = document.get("credentialSubject")
    if isinstance(claims.get("sub"), str) and isinstance(subject, Mapping) and "id" not in subject:
        document["credentialSubject"] = {"id": claims["sub"], **subject}
    for claim, old, new in (("nbf", "issuanceDate", "validFrom"), ("exp", "expirationDate", "validUntil")):
        if old not in document and new not in document and (written := _numeric_date(claims.get(claim))):
            document[old] = written
    return document


def _numeric_date(value: object) -> str:
    """RFC 7519 §2 NumericDate as RFC 3339, "" when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return ""
