"""Text that holds a credential, and the wrappers other systems put around one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wallet.credentials.sdjwt import read_sd_jwt
from wallet.credentials.shapes import hosted_address, recognise, types_of
from wallet.credentials.strict import read_base64url, read_json, refuse_utf_16, without_mark
from wallet.credentials.tokens import COMPACT_JWS, credential_in, read_token
from wallet.errors import Unreadable

MAX_WRAPPERS = 3
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]{1,2000}\Z")
_ENVELOPED = re.compile(
    r"data:application/(?:(?:vc|vp|vc-ld|vp-ld|vc\+ld)\+jwt|vc\+sd-jwt)(?:;[^,]*)?,(?P<token>.*)\Z"
)
_BRACE = re.compile(r"e[w-z0-3]")  # how an opening brace begins in base64url
_SD_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*~")
_JWE = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){4}\Z")
# Members under which a wallet or an issuer's interface hands over one credential or presentation.
_WRAPPERS = (
    "vp",
    "vc",
    "jwt",
    "credential",
    "verifiableCredential",
    "verifiablePresentation",
    "presentation",
)


@dataclass(frozen=True)
class Content:
    """What was inside. `token` and `url` as in an Envelope; `kind` is json, jwt or url."""

    kind: str
    dialect: str
    payload: bytes
    claimed: Mapping[str, Any] | None = None
    token: str = ""
    url: str = ""
    outer_proof: str = ""


def read_content(payload: bytes) -> Content:
    """JSON, a compact JWS or an address, wrapped or not. Raises Unreadable."""
    refuse_utf_16(payload)
    stripped = without_mark(payload).strip(b" \t\r\n")
    if not stripped:
        raise Unreadable("empty-file")
    if stripped[:1] in (b"{", b"[", b'"'):
        return _of_value(read_json(payload), payload, 0)
    try:
        text = stripped.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("not-recognised") from None
    return _of_text(text)


def _of_text(text: str) -> Content:
    if _ADDRESS.match(text):
        return Content("url", "unknown", text.encode(), url=text)
    if _SD_JWT.match(text):
        return _of_sd_jwt(text)
    if _JWE.match(text):
        raise Unreadable("encrypted-token")
    if COMPACT_JWS.match(text) and _BRACE.match(text):
        return _of_token(text)
    raise Unreadable("not-recognised")


def _of_token(text: str) -> Content:
    token = read_token(text)
    if str(token.header.get("typ", "")).endswith("sd-jwt"):
        raise Unreadable("sd-jwt-not-supported")
    claims = token.claims()
    document = credential_in(claims)
    return Content("jwt", recognise(document), text.encode(), document, token=text)


def _of_sd_jwt(text: str) -> Content:
    """An SD-JWT that says of what type it is (`vct`), or that is a W3C credential (VC-JOSE-COSE §3.2)."""
    claims = read_sd_jwt(text).claims
    if not isinstance(claims.get("vct"), str) and "VerifiableCredential" not in types_of(claims):
        raise Unreadable("sd-jwt-not-supported")
    return Content("jwt", "sdjwt", text.encode(), claims, outer_proof="sd-jwt")


def _of_jws_json(value: Mapping[str, Any], payload: bytes) -> Content:
    """A sealed European Digital Credential: JWS JSON serialisation (RFC 7515 §7.2), its payload as it stands
    (`b64` false, RFC 7797) or in base64url. Nothing else is read in this form."""
    several = value.get("signatures")
    signatures = several if isinstance(several, list) else [value]
    inside = value.get("payload")
    first = signatures[0] if signatures else None
    if (
        not isinstance(inside, str)
        or not isinstance(first, Mapping)
        or not isinstance(first.get("protected"), str)
    ):
        raise Unreadable("jws-json-not-supported")
    header = read_json(read_base64url(first["protected"]))
    plain = isinstance(header, Mapping) and header.get("b64") is False
    document = read_json(inside if plain else read_base64url(inside))
    if not isinstance(document, Mapping) or "EuropeanDigitalCredential" not in types_of(document):
        raise Unreadable("jws-json-not-supported")
    return Content("json", recognise(document), payload, document, outer_proof="jades")


def _of_value(value: Any, payload: bytes, depth: int) -> Content:
    if depth > MAX_WRAPPERS:
        raise Unreadable("not-a-credential")
    if isinstance(value, str):
        return _of_text(value.strip())
    if isinstance(value, list):
        if len(value) == 1:
            return _of_value(value[0], _written(value[0]), depth + 1)
        raise Unreadable("several-in-one-file" if value else "not-a-credential")
    if not isinstance(value, Mapping):
        raise Unreadable("not-a-credential")
    if (enveloped := enveloped_token(value)) is not None:
        return _of_sd_jwt(enveloped) if _SD_JWT.match(enveloped) else _of_token(enveloped)
    if "signatures" in value or {"payload", "protected", "signature"} <= set(value):
        return _of_jws_json(value, payload)
    if "type" not in value and "@context" not in value and "badge" not in value:
        present = [name for name in _WRAPPERS if name in value]
        if len(present) > 1:
            raise Unreadable("several-in-one-file")
        if present:
            return _of_value(value[present[0]], _written(value[present[0]]), depth + 1)
    dialect = recognise(value)
    if dialect == "ob1" and "badge" not in value:  # before OB 1.0 a badge could hold nothing but its address
        return _of_text(hosted_address(value))
    return Content("json", dialect, payload, value)


def enveloped_token(document: Mapping[str, Any]) -> str | None:
    """The JWT or SD-JWT in an EnvelopedVerifiableCredential or -Presentation (VCDM 2.0 §4.12.1, §4.13.1)."""
    kinds = document.get("type")
    names = kinds if isinstance(kinds, list) else [kinds]
    if not {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"}.intersection(
        name for name in names if isinstance(name, str)
    ):
        return None
    match = _ENVELOPED.match(str(document.get("id", "")))
    if match is None:
        raise Unreadable(
            "sd-jwt-not-supported" if "sd-jwt" in str(document.get("id")) else "not-a-credential"
        )
    return match["token"]


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
