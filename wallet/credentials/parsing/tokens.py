"""Compact JWS (RFC 7515 §7.1) taken apart, and the credential its payload speaks of. Nothing is verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wallet.credentials.parsing.strict import MAX_TEXT, read_base64url, read_json, too_large
from wallet.credentials.parsing.times import from_unix
from wallet.errors import Unreadable

# Three parts. Some issuers write them in the standard alphabet of base64 or with its padding (RFC 4648 §4);
# that is read as what it plainly means.
COMPACT_JWS = re.compile(
    r"[A-Za-z0-9_+/-]{2,}={0,2}\.[A-Za-z0-9_+/-]*={0,2}\.[A-Za-z0-9_+/-]*={0,2}\Z", re.ASCII
)
_URL_ALPHABET = str.maketrans("+/", "-_")


@dataclass(frozen=True)
class Token:
    """`signing_input` and `signature` are what a verifier needs; `payload` is exactly the bytes signed.

    `as_written`: the signing input of an issuer that pads its parts, b"" for all others. It spells the very
    same header and payload, so a signature over either is a signature over them."""

    header: Mapping[str, Any]
    payload: bytes
    signing_input: bytes
    signature_text: str
    as_written: bytes = b""

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
    """Three parts, the first a JSON object. Raises Unreadable: damaged-token, bad-base64, too-large, JSON
    codes."""
    if len(text) > MAX_TEXT:
        raise too_large(MAX_TEXT)
    if not COMPACT_JWS.match(text):
        raise Unreadable("damaged-token")
    written, _, signature = text.rpartition(".")
    first, second = (_plain(part) for part in written.split("."))
    header = read_json(read_base64url(first), max_bytes=64_000)
    if not isinstance(header, dict):
        raise Unreadable("damaged-token")
    signing_input = f"{first}.{second}"
    as_written = written.encode() if written != signing_input else b""
    return Token(header, read_base64url(second), signing_input.encode(), _plain(signature), as_written)


def opens_object(text: str) -> bool:
    """Whether the text begins as an object of JSON in base64url does, so that it is a token, whole or not."""
    try:
        start = read_base64url(text.partition(".")[0][:4].rstrip("=").translate(_URL_ALPHABET))
    except Unreadable:
        return False
    return start[:1] == b"{" and start[1:2] in b'"} \t\r\n'


def canonical_token(text: str) -> str:
    """The spelling of RFC 7515 §2 of all three parts, by which two copies are known as the same."""
    return ".".join(part.rstrip("=").translate(_URL_ALPHABET) for part in text.split("."))


def settled(text: str) -> str:
    """A token with its signature in the one spelling of RFC 7515 §2. Header and payload stay as they are:
    they may have been signed so. Raises Unreadable."""
    written, _, signature = text.rpartition(".")
    return f"{written}.{_plain(signature)}"


def _plain(part: str) -> str:
    """One part in base64url without padding. Raises Unreadable: bad-base64 for padding that does not fit."""
    if part.endswith("=") and len(part) % 4:
        raise Unreadable("bad-base64")
    return part.rstrip("=").translate(_URL_ALPHABET)


def credential_in(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The credential or presentation a JWT payload speaks of.

    VC Data Model 1.1 §6.3.1: the `vc` or `vp` member, in which registered claims stand for properties that
    it leaves out; a property that is there is kept as written, so that a verifier can compare the two.
    VC-JOSE-COSE and Open Badges 2.0: the payload itself. In either, what `without_empty` leaves out is not
    stated."""
    claims = without_empty(claims)
    for member in ("vc", "vp"):
        inner = claims.get(member)
        if isinstance(inner, Mapping):
            return _with_registered_claims(dict(inner), claims, presentation=member == "vp")
    return dict(claims)


_IDENTIFIERS = ("id", "iss", "sub", "jti")


def without_empty(value: Any) -> Any:
    """A copy without members that state nothing: null, an empty object, an empty identifier. Some issuers'
    programs write every member that they know. Only for what is signed as a token: there the words are signed
    as they stand, whereas leaving out a member can change what a Data Integrity proof covers."""
    if isinstance(value, Mapping):
        kept = {name: without_empty(member) for name, member in value.items()}
        return {
            name: member
            for name, member in kept.items()
            if member is not None and member != {} and not (name in _IDENTIFIERS and member == "")
        }
    if isinstance(value, list):
        return [without_empty(one) for one in value if one is not None]
    return value


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
        return from_unix(value).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return ""
