"""Text that holds credentials, and the wrappers that other systems put around them.

One file may hold several: a list, an answer of an interface, a backup of another wallet. Each credential
in it stands by itself, with its own refusal where it cannot be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

from wallet.credentials.parsing.pasted import address_within, plain_token, read_address, refuse_offer
from wallet.credentials.parsing.strict import (
    BLANKS,
    MAX_TEXT,
    read_base64url,
    read_data_url,
    read_json,
    refuse_utf_16,
    without_mark,
)
from wallet.credentials.parsing.tokens import COMPACT_JWS, credential_in, opens_object, read_token, settled
from wallet.credentials.parsing.values import listed
from wallet.credentials.sdjwt.reader import read_sd_jwt
from wallet.credentials.shapes import hosted_address, recognise, types_of
from wallet.errors import Unreadable

MAX_WRAPPERS = 6
MAX_ITEMS = 200  # as many as a ZIP may hold
MAX_TRIES = 2_000  # texts and objects in an unknown wrapper that might be a credential
_ENVELOPED = re.compile(
    r"data:application/(?:(?:(?:vc|vp|vc-ld|vp-ld|vc\+ld)\+)?jwt|vc\+sd-jwt)(?:;[^,]*)?,.*\Z",
    re.IGNORECASE | re.DOTALL,
)
_SD_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*~")
_TOKEN_LINE = re.compile(rb"eyJ[\w+/-]*={0,2}\.[\w+/-]+={0,2}\.[\w+/-]+={0,2}(?:~[\w~.=-]*)?", re.ASCII)
_ADDRESS_LINE = re.compile(rb"https?://[^\s<>\"\\]{1,2000}", re.IGNORECASE)
# How a link that was saved from a browser lies in a folder
_SHORTCUT = re.compile(rb"\[InternetShortcut\]\s(?:[^\n]*\n)??\s*URL=(?P<address>[!-~]+)", re.IGNORECASE)
_JWE = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){4}\Z")
# Members under which a wallet or an interface hands over credentials: one, a list, or a list of wrappers.
_WRAPPERS = (
    "credential",  # Open Badges 3 API; OpenID4VCI (`credentials: [{credential}]`, and drafts before 1.0)
    "credentials",
    "compactJwsString",  # Open Badges 3 API; its own example has the plural
    "compactJwsStrings",
    "results",  # Badge Connect 2.1
    "result",  # badgr-server
    "assertion",
    "assertions",
    "document",  # walt.id; its `parsedDocument` says the same again, without the proof
    "vc",
    "vp",
    "jwt",
    "vp_token",  # OpenID4VP
    "verifiableCredential",
    "verifiableCredentials",
    "verifiablePresentation",
    "presentation",
)
_BACKUP = "UniversalWallet2020"  # Learner Credential Wallet: credentials lie among keys and profiles
_STANDS_ALONE = frozenset(
    {
        "VerifiableCredential",
        "VerifiablePresentation",
        "EnvelopedVerifiableCredential",
        "EnvelopedVerifiablePresentation",
    }
)
# What an entry of a list is that nobody took for a credential.
_NOTHING = frozenset({"not-a-credential", "not-recognised"})
_LITTER = _NOTHING | {"key-only", "issuer-only", "no-credential-type", "achievement-only"}


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
    """The one credential in a text. Raises Unreadable, several-in-one-file among others."""
    found = read_contents(payload)
    if len(found) > 1:
        raise Unreadable("several-in-one-file")
    if isinstance(found[0], Unreadable):
        raise found[0]
    return found[0]


def read_contents(payload: bytes) -> list[Content | Unreadable]:
    """Every credential in a text, in its order: JSON, compact JWS or addresses, wrapped or not. Never empty.

    What cannot be read stands there as its refusal; a text without any credential is one refusal. Raises
    Unreadable for the whole: empty-file, utf-16-text, not-recognised, and the codes of `read_json`."""
    refuse_utf_16(payload)
    bare = without_mark(payload).strip(b" \t\r\n")
    stripped = bare.strip(BLANKS)
    if not stripped:
        raise Unreadable("not-recognised" if bare else "empty-file")
    if bare != stripped:  # zeros or another mark of an end, which no JSON may hold
        payload = stripped
    if several := _lines(stripped):
        return _listed(several, payload)
    if stripped[:1] in (b"{", b"[", b'"') and not _SHORTCUT.match(stripped):
        return _listed(read_json(payload), payload)
    try:
        text = stripped.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("not-recognised") from None
    if text[:5].lower() == "data:":
        return _listed(text, payload)
    shortcut = _SHORTCUT.match(stripped)
    return [_of_text(shortcut["address"].decode() if shortcut else text, typed=True)]


def _lines(text: bytes) -> list[Any]:
    """What stands in the lines of a text if each of them is a credential or a list of them by itself: JSON of
    an object (JSON Lines, or RFC 7464 with its record separators), a token, or an address; [] if it is one
    thing. A comment (RFC 2483 §5) says nothing. One more than `MAX_ITEMS` is enough to be refused."""
    if len(text) > 2 * MAX_TEXT:
        return []
    pieces = re.split(rb"[\n\r\x1e]+", text)
    lines = [line for piece in pieces if (line := piece.strip(BLANKS)) and not line.startswith(b"#")]
    if len(lines) < 2 and not text.startswith(b"#"):
        return []
    first = list(dict.fromkeys(lines))[: MAX_ITEMS + 2]
    if not all(map(_is_whole, first)):
        return []
    try:
        return [_line(line) for line in first]
    except (Unreadable, UnicodeDecodeError):
        return []


def _is_whole(line: bytes) -> bool:
    """Whether a line can be one thing by itself, without reading it."""
    if line.startswith(b"{"):
        return line.endswith(b"}")
    return bool(_TOKEN_LINE.fullmatch(line) or _ADDRESS_LINE.fullmatch(line))


def _line(line: bytes) -> Any:
    return read_json(line) if line.startswith(b"{") else line.decode()


def _listed(value: Any, payload: bytes) -> list[Content | Unreadable]:
    found: list[Content | Unreadable] = []
    for one, written in _opened(value, payload, 0):
        if len(found) == MAX_ITEMS:
            found.append(Unreadable("too-many-entries", most=MAX_ITEMS))
            break
        if isinstance(one, Unreadable):
            found.append(one)
            continue
        try:
            content = _of_value(one, written)
        except Unreadable as refusal:
            found.append(refusal)
        else:
            if content not in found:
                found.append(content)
    refusals = [one for one in found if isinstance(one, Unreadable)]
    if len(refusals) < len(found):
        if isinstance(value, Mapping) and _BACKUP in types_of(value):
            return [one for one in found if not (isinstance(one, Unreadable) and one.code in _LITTER)]
        return found
    if told := next((one for one in refusals if one.code not in _NOTHING), None):
        return [told]
    if buried := list(islice(_buried(value, 0, count(1)), MAX_ITEMS)):
        return [one for place, one in enumerate(buried) if one not in buried[:place]]
    return found if len(found) == 1 else [Unreadable("not-a-credential")]


def _buried(value: Any, depth: int, tried: Iterator[int]) -> Iterator[Content]:
    """The credentials that lie anywhere in what is none itself, whatever its members are called: the answer
    of an interface that we don't know by name. An address is no credential here: any object may hold some.
    `tried` counts what is looked into: `MAX_TRIES` at most."""
    if depth > MAX_WRAPPERS:
        return
    if isinstance(value, str):
        token = value.strip()
        if (token[:3] == "eyJ" or token[:1] in ("{", "[")) and next(tried) > MAX_TRIES:
            return
        if COMPACT_JWS.match(token) and opens_object(token):
            with suppress(Unreadable):
                yield _of_token(token)
        elif token[:1] in ("{", "["):
            with suppress(Unreadable):
                yield from _buried(read_json(token), depth + 1, tried)
        return
    if isinstance(value, Mapping) and (
        _STANDS_ALONE.intersection(types_of(value)) or {"badge", "recipient"} <= set(value)
    ):
        with suppress(Unreadable):
            if next(tried) <= MAX_TRIES:
                yield _of_value(value, _written(value))
        return
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _buried(part, depth + 1, tried)


def _opened(value: Any, payload: bytes, depth: int) -> Iterator[tuple[Any, bytes]]:
    """What stands in a value when every wrapper around it is taken off, each with its own bytes."""
    if depth > MAX_WRAPPERS:
        yield Unreadable("not-a-credential"), payload
        return
    if isinstance(value, str) and (value.lstrip()[:1] in ("{", "[") or value[:5].lower() == "data:"):
        try:
            inner = _unpacked(value)
        except Unreadable as refusal:
            yield refusal, payload
        else:
            yield from _opened(inner, value.encode(), depth + 1)
        return
    if isinstance(value, Mapping):
        names = _wrapping(value)
        parts = [value[name] for name in names] if names else None
    else:
        parts = value if isinstance(value, list) else None
    if parts is None:
        yield value, payload
        return
    filled = [part for part in parts if part not in (None, "", [], {})]
    if not filled:
        yield Unreadable("empty-list"), payload
    for part in filled:
        yield from _opened(part, _written(part), depth + 1)


def _unpacked(text: str) -> Any:
    """The JSON that a text holds, or the text in a `data:` URL. Raises Unreadable."""
    if text[:5].lower() != "data:":
        return read_json(text)
    inside = without_mark(read_data_url(text))
    try:
        return inside.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Unreadable("not-recognised") from None


def _wrapping(value: Mapping[str, Any]) -> list[str]:
    """The members of an object under which credentials lie, if it is a wrapper and nothing by itself."""
    if _BACKUP in types_of(value):
        return ["contents"] if isinstance(value.get("contents"), list) else []
    if {"@context", "badge", "credentialSubject"} & set(value) or _STANDS_ALONE.intersection(types_of(value)):
        return []
    return [name for name in _WRAPPERS if _promising(value.get(name))]


def _promising(member: object) -> bool:
    if isinstance(member, str):
        start = member.lstrip()[:5].lower()
        return start.startswith(("{", "[", "http", "data:")) or member.count(".") >= 2
    return isinstance(member, Mapping | list)


def _of_text(text: str, *, typed: bool = False) -> Content:
    """`typed`: by a person or as a whole file, so that a link may lack its https:// or have words around
    it; in JSON that would be the name of any file, or any sentence."""
    refuse_offer(text)
    token = plain_token(text)
    if _SD_JWT.match(token):
        return _of_sd_jwt(token)
    if _JWE.match(token):
        raise Unreadable("encrypted-token")
    if COMPACT_JWS.match(token) and opens_object(token):
        return _of_token(token)
    if address := read_address(text, bare=typed):
        return Content("url", "unknown", address.encode(), url=address)
    if typed and (address := address_within(text)):
        refuse_offer(address)
        return Content("url", "unknown", address.encode(), url=address)
    raise Unreadable("not-recognised")


def _of_token(text: str) -> Content:
    text = settled(text)
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


def _of_value(value: Any, payload: bytes) -> Content:
    """One credential without wrappers."""
    if isinstance(value, str):
        return _of_text(value.strip())
    if not isinstance(value, Mapping):
        raise Unreadable("not-a-credential")
    if (enveloped := enveloped_token(value)) is not None:
        return _of_sd_jwt(enveloped) if _SD_JWT.match(enveloped) else _of_token(enveloped)
    if "signatures" in value or {"payload", "protected", "signature"} <= set(value):
        return _of_jws_json(value, payload)
    if "credential_issuer" in value and ("credential_configuration_ids" in value or "grants" in value):
        raise Unreadable("credential-offer")
    if (proving := _proving_token(value)) is not None:
        return _of_token(proving)
    if "EncryptedWallet" in types_of(value):  # Universal Wallet 2020, a locked one
        raise Unreadable("encrypted-backup")
    dialect = recognise(value)
    if dialect == "ob1" and "badge" not in value:  # before OB 1.0 a badge could hold nothing but its address
        return _of_text(hosted_address(value))
    return Content("json", dialect, payload, value)


def _proving_token(document: Mapping[str, Any]) -> str | None:
    """The JWT that some libraries put beside its own decoded form (`JwtProof2020`). It alone is signed: what
    the object around it says is nobody's word."""
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if not isinstance(proof, Mapping) or "JwtProof2020" not in types_of(proof):
        return None
    token = proof.get("jwt")
    return plain_token(token) if isinstance(token, str) else None


def enveloped_token(document: Mapping[str, Any]) -> str | None:
    """The JWT or SD-JWT in an EnvelopedVerifiableCredential or -Presentation (VCDM 2.0 §4.12.1, §4.13.1)."""
    if not {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"}.intersection(
        name for name in listed(document.get("type")) if isinstance(name, str)
    ):
        return None
    address = document.get("id")
    match = _ENVELOPED.match(address) if isinstance(address, str) else None
    if match is None:
        raise Unreadable("sd-jwt-not-supported" if "sd-jwt" in str(address) else "not-a-credential")
    return read_data_url(match[0]).decode("ascii", "replace").strip()


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
