"""Is this ID token the answer to our question? (OpenID Connect Core 1.0, 3.1.3.7 and 3.1.3.8)

The signature is always checked, also when the token came straight from the token endpoint. Keys come
from the provider's key set alone: of the header only `alg` and `kid` are read, and they merely select.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from wallet.accounts.errors import ProviderAnswerRefused
from wallet.credentials.parsing.strict import read_base64url, read_json, write_base64url
from wallet.errors import SignInFailed, Unreadable

SKEW = 300  # seconds two honest clocks may differ
MAX_TOKEN = 64_000  # characters
MAX_SUBJECT = 255  # ASCII characters (Core 1.0, 2)

# Closed: no HMAC (the client secret is no signature), no "none". at_hash is half of the hash named here.
# For EdDSA the halved hash is the one inside the signature: SHA-512 for Ed25519.
ALGORITHMS: Mapping[str, tuple[str, str]] = {
    "RS256": ("RSA", "sha256"),
    "PS256": ("RSA", "sha256"),
    "ES256": ("EC", "sha256"),
    "ES384": ("EC", "sha384"),
    "EdDSA": ("OKP", "sha512"),
}
CURVES = {"ES256": "P-256", "ES384": "P-384", "EdDSA": "Ed25519"}
MIN_RSA_BITS = 2048
_KEY_CLASSES = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_PUBLIC_MEMBERS = {"RSA": ("kty", "n", "e"), "EC": ("kty", "crv", "x", "y"), "OKP": ("kty", "crv", "x")}

KeyFinder = Callable[[str | None, str], Mapping[str, Any]]


def refused(reason: str) -> SignInFailed:
    """The provider's answer does not hold; `reason` goes to the log, the person reads one plain sentence."""
    return ProviderAnswerRefused(reason=reason)


@dataclass(frozen=True)
class Expected:
    """What the answer to one sign-in must say."""

    issuer: str
    client_id: str
    nonce: str
    asked_at: datetime
    now: datetime
    access_token: str = ""
    algorithms: frozenset[str] = frozenset(ALGORITHMS)


def read_id_token(token: object, expected: Expected, *, find_key: KeyFinder) -> dict[str, Any]:
    """The claims of a token that holds; raises SignInFailed otherwise."""
    if not isinstance(token, str) or not 0 < len(token) <= MAX_TOKEN or token.count(".") != 2:
        raise refused("id-token-missing-or-not-a-jws")
    algorithm, kid = _read_header(token, expected.algorithms)
    payload = _verify_signature(token, algorithm, key=find_key(kid, algorithm))
    claims = _object(payload, "id-token-claims-unreadable")
    _check_parties(claims, expected)
    _check_times(claims, expected)
    _check_binding(claims, expected, algorithm=algorithm)
    return claims


def select_key(keys: Iterable[object], kid: str | None, algorithm: str) -> Mapping[str, Any] | None:
    """The one key of the provider's set that fits; None if there is none; refused if there are several."""
    fitting = [key for key in keys if isinstance(key, Mapping) and _fits(key, algorithm)]
    if kid is not None:
        fitting = [key for key in fitting if key.get("kid") == kid]
    if len(fitting) > 1:
        raise refused("several-keys-fit")
    return fitting[0] if fitting else None


def _fits(key: Mapping[str, Any], algorithm: str) -> bool:
    kind = ALGORITHMS[algorithm][0]
    return (
        key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) in ({algorithm, "Ed25519"} if algorithm == "EdDSA" else {algorithm})
        and (algorithm not in CURVES or key.get("crv") == CURVES[algorithm])
        and "d" not in key
    )


def _object(data: bytes, reason: str) -> dict[str, Any]:
    try:
        found = read_json(data, max_bytes=MAX_TOKEN)
    except Unreadable as problem:
        raise refused(f"{reason}: {problem.code}") from problem
    if not isinstance(found, dict):
        raise refused(reason)
    return found


def _read_header(token: str, allowed: frozenset[str]) -> tuple[str, str | None]:
    try:
        header = _object(read_base64url(token.partition(".")[0]), "id-token-header-unreadable")
    except Unreadable as problem:
        raise refused("id-token-header-unreadable") from problem
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in allowed:
        raise refused("id-token-algorithm")
    if kid is not None and not isinstance(kid, str):
        raise refused("id-token-kid")
    if "crit" in header or "b64" in header:
        raise refused("id-token-header-critical")  # RFC 7515, 4.1.11: we understand no extension
    return algorithm, kid


def _verify_signature(token: str, algorithm: str, *, key: Mapping[str, Any]) -> bytes:
    """The payload, once the signature holds. A key is rebuilt from its public members alone."""
    kind = ALGORITHMS[algorithm][0]
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = registry.max_payload_length = MAX_TOKEN
    try:
        public = _KEY_CLASSES[kind].import_key({name: key[name] for name in _PUBLIC_MEMBERS[kind]})
        if kind == "RSA" and public.public_key.key_size < MIN_RSA_BITS:
            raise refused("provider-key-too-short")
        return bytes(jws.deserialize_compact(token, public, registry=registry).payload)
    except (JoseError, KeyError, ValueError, TypeError) as problem:
        raise refused(f"id-token-signature: {type(problem).__name__}") from problem


def _check_parties(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise refused("id-token-iss")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT or not subject.isascii():
        raise refused("id-token-sub")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or expected.client_id not in audiences:
        raise refused("id-token-aud")
    if len(audiences) > 1 and "azp" not in claims:
        raise refused("id-token-azp-missing")
    if "azp" in claims and claims["azp"] != expected.client_id:
        raise refused("id-token-azp")


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refused(f"id-token-{name}")
    return float(value)


def _check_times(claims: Mapping[str, Any], expected: Expected) -> None:
    now = expected.now.timestamp()
    if _seconds(claims, "exp") <= now - SKEW:
        raise refused("id-token-expired")
    issued = _seconds(claims, "iat")
    if issued > now + SKEW:
        raise refused("id-token-from-the-future")
    if issued < expected.asked_at.timestamp() - SKEW:
        raise refused("id-token-older-than-the-question")
    if "nbf" in claims and _seconds(claims, "nbf") > now + SKEW:
        raise refused("id-token-not-yet")


def _check_binding(claims: Mapping[str, Any], expected: Expected, *, algorithm: str) -> None:
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise refused("id-token-nonce")
    if "at_hash" in claims:
        given = claims["at_hash"]
        wanted = half_hash(expected.access_token, algorithm)
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), wanted.encode()):
            raise refused("id-token-at-hash")


def half_hash(text: str, algorithm: str) -> str:
    """The left half of the hash of `text`, base64url without padding (Core 1.0, 3.1.3.6)."""
    digest = hashlib.new(ALGORITHMS[algorithm][1], text.encode()).digest()
    return write_base64url(digest[: len(digest) // 2])
