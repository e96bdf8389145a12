"""From a verification method's identifier to a checked key that is known to be the issuer's.

The key is sought from the issuer's identity; what the message names only selects among the keys found there.
did:key and did:jwk are keys themselves; did:web and https issuers publish a document at an address that
follows from their identifier. A key that only the message brought proves that the message is whole, not who
issued it: `confirmed` is then False.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from wallet.credentials.strict import read_json, without_mark
from wallet.errors import WalletError
from wallet.verification import multibase
from wallet.verification.controllers import Controller, one_key
from wallet.verification.keys import KeyRefused, PublicKey, read_jwk, read_multikey
from wallet.verification.report import Consulted, Outcome
from wallet.verification.resources import Fetched, Purpose, Resources


@dataclass(frozen=True)
class ResolvedKey:
    """`confirmed` is False when nothing but the message connects the key with the issuer."""

    key: PublicKey
    method_id: str
    controller: str
    confirmed: bool
    consulted: tuple[Consulted, ...] = ()


@dataclass(frozen=True)
class KeyProblem:
    """Why there is no key: `outcome` is FAIL or INCONCLUSIVE, for ISSUER_KEY."""

    outcome: Outcome
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    consulted: tuple[Consulted, ...] = ()


class _Stop(Exception):
    def __init__(
        self, outcome: Outcome, code: str, *, consulted: tuple[Consulted, ...] = (), **params: str
    ) -> None:
        self.problem = KeyProblem(outcome, code, params, consulted)


def resolve_key(
    method_id: str, *, issuer: str, resources: Resources, purpose: str = "assertionMethod"
) -> ResolvedKey | KeyProblem:
    """The key that `method_id` names, if it is the issuer's and allowed for `purpose` ("" = any).

    `method_id` may be absolute, a bare `#fragment` of the issuer, or "" (the issuer then has to publish
    exactly one). `issuer` may be "" where the method's own controller is the identity (a presentation
    without a holder)."""
    if method_id.startswith("#") or not method_id:
        method_id, controller = issuer + method_id, issuer
    else:
        controller = method_id.partition("#")[0]
    try:
        if not issuer or controller == issuer:
            return _own_key(method_id, controller=controller, resources=resources, purpose=purpose)
        return _foreign_key(method_id, issuer=issuer, resources=resources, purpose=purpose)
    except _Stop as stop:
        return stop.problem
    except KeyRefused as refusal:
        outcome = Outcome.FAIL if refusal.contradicts else Outcome.INCONCLUSIVE
        return KeyProblem(outcome, refusal.code, {"method": method_id[:300]})


def _own_key(method_id: str, *, controller: str, resources: Resources, purpose: str) -> ResolvedKey:
    """The method is named under the issuer's own identifier."""
    if controller.startswith(("did:key:", "did:jwk:")):
        return ResolvedKey(_self_made(method_id), method_id, controller, confirmed=True)
    fragment = method_id.partition("#")[2]
    if controller.startswith("urn:"):  # a name without a place: nobody can be asked
        nowhere = _Stop(Outcome.INCONCLUSIVE, "issuer-not-confirmed", issuer=controller[:300])
        return _from_fragment(method_id, controller, fragment, nowhere)
    if not _is_web(controller):
        _refuse_identifier(controller)
    try:
        document, consulted = _published(controller, resources)
    except _Stop as problem:
        return _from_fragment(method_id, controller, fragment, problem)
    wanted = method_id if fragment else ""
    methods = document.named(wanted, purpose=purpose)
    if not methods:
        if not document.methods and controller.startswith("http"):
            stop = _Stop(Outcome.INCONCLUSIVE, "issuer-has-no-key", issuer=controller, consulted=consulted)
            return _from_fragment(method_id, controller, fragment, stop)
        raise _Stop(Outcome.INCONCLUSIVE, "key-not-listed", method=method_id[:300], consulted=consulted)
    if any(method.controller not in (document.id, controller) for method in methods):
        raise _Stop(Outcome.FAIL, "issuer-mismatch", method=method_id[:300], consulted=consulted)
    if not any(document.allows(method, purpose) for method in methods):
        outcome = Outcome.INCONCLUSIVE if document.silent else Outcome.FAIL
        raise _Stop(outcome, "key-not-for-purpose", method=method_id[:300], consulted=consulted)
    return ResolvedKey(one_key(methods), method_id, controller, confirmed=True, consulted=consulted)


def _foreign_key(method_id: str, *, issuer: str, resources: Resources, purpose: str) -> ResolvedKey:
    """The method has another controller than the issuer. The issuer's document may still name it; and a key
    document on the issuer's own origin is the issuer's. Anything else is somebody else's key."""
    mismatch = _Stop(Outcome.FAIL, "issuer-mismatch", method=method_id[:300], issuer=issuer[:300])
    if issuer.startswith(("did:key:", "did:jwk:")):
        raise mismatch
    if not issuer.startswith("did:") and not _is_web(issuer):
        # a urn: or a name leads nowhere: neither can it deny the key
        raise _Stop(Outcome.INCONCLUSIVE, "issuer-not-confirmed", issuer=issuer[:300], method=method_id[:300])
    if not _is_web(issuer):
        _refuse_identifier(issuer)
    consulted: tuple[Consulted, ...] = ()
    listed = answered = False
    try:
        document, consulted = _published(issuer, resources)
        answered = True
        entry = document.references.get(method_id, set())
        listed = bool(entry) and (not purpose or purpose in entry)
        if not listed and (document.methods or document.references):
            raise mismatch
    except _Stop as stop:
        if stop.problem.outcome is Outcome.FAIL:
            raise
        answered = stop.problem.code == "issuer-document-unreadable"  # a page for people: there, but silent
    if method_id.startswith(("did:key:", "did:jwk:")):
        return ResolvedKey(
            _self_made(method_id), method_id, method_id.partition("#")[0], listed, consulted=consulted
        )
    if listed or _same_origin(method_id, issuer):
        key = _key_document(method_id, issuer, resources=resources, consulted=consulted)
        return key if answered else replace(key, confirmed=False)  # many may share an origin
    raise mismatch


def _key_document(
    method_id: str, issuer: str, *, resources: Resources, consulted: tuple[Consulted, ...]
) -> ResolvedKey:
    """A JWK, JWK set or lone key at its own https address."""
    address, _, fragment = method_id.partition("#")
    document, more = _published(address, resources)
    consulted += more
    methods = [m for m in document.methods if m.id == method_id or m.id == f"{document.id}#{fragment}"]
    if not methods and (not fragment or len(document.methods) == 1):
        methods = document.methods
    if not methods:
        raise _Stop(Outcome.INCONCLUSIVE, "key-not-listed", method=method_id[:300], consulted=consulted)
    if any(method.controller not in (issuer, document.id) for method in methods):
        raise _Stop(Outcome.FAIL, "issuer-mismatch", method=method_id[:300], issuer=issuer[:300])
    return ResolvedKey(one_key(methods), method_id, address, confirmed=True, consulted=consulted)


def _from_fragment(method_id: str, controller: str, fragment: str, stop: _Stop) -> ResolvedKey:
    """`https://issuer#z6Mk…`: some issuers write the key itself into the fragment. Anyone can, so it proves
    nothing about the issuer; where the issuer's document contradicts, that wins."""
    if stop.problem.outcome is Outcome.FAIL or not controller.startswith(("http", "urn:")):
        raise stop
    try:
        key = read_multikey(fragment)
    except KeyRefused:
        raise stop from None
    return ResolvedKey(key, method_id, controller, confirmed=False, consulted=stop.problem.consulted)


# ── did:key, did:jwk ─────────────────────────────────────────────────────────────────────────────────
def _self_made(method_id: str) -> PublicKey:
    did, _, fragment = method_id.partition("#")
    if did.startswith("did:key:"):
        name = did.removeprefix("did:key:")
        if fragment and fragment != name:
            raise _Stop(Outcome.FAIL, "key-identifier-malformed", method=method_id[:300])
        if not name.startswith("z"):
            raise KeyRefused("key-malformed")
        return read_multikey(name)
    if fragment not in ("", "0"):
        raise _Stop(Outcome.FAIL, "key-identifier-malformed", method=method_id[:300])
    try:
        text = multibase.read_base64url(did.removeprefix("did:jwk:"))
        jwk: Any = read_json(text, max_bytes=multibase.MAX_TEXT, max_depth=4)
    except (ValueError, WalletError):
        raise KeyRefused("key-malformed") from None
    return read_jwk(jwk)


def _refuse_identifier(identifier: str) -> None:
    if re.match(r"did:[a-z0-9]+:", identifier):
        method = identifier.split(":")[1]
        raise _Stop(Outcome.INCONCLUSIVE, "did-method-not-supported", method=method)
    raise _Stop(Outcome.FAIL, "key-identifier-malformed", method=identifier[:300])


# ── did:web and https ────────────────────────────────────────────────────────────────────────────────
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_DID_WEB = re.compile(
    rf"did:web:(?P<host>{_LABEL}(?:\.{_LABEL})*)(?P<port>%3[Aa][1-9][0-9]{{0,4}})?"
    r"(?P<path>(?::[A-Za-z0-9._~-]+)*)\Z"
)


def did_web_address(did: str) -> str:
    """The address of a did:web document (did:web §Read). Raises ValueError unless the identifier is one
    that cannot mean anything but a host, a port and plain path segments."""
    match = _DID_WEB.match(did)
    if match is None or len(did) > 1000:
        raise ValueError("not a did:web identifier")
    port = (match["port"] or "")[3:]
    segments = match["path"].split(":")[1:]
    numeric = match["host"].rpartition(".")[2].isdigit()
    if numeric or (port and int(port) > 65535) or any(set(segment) == {"."} for segment in segments):
        raise ValueError("not a did:web identifier")
    place = "/".join(segments) if segments else ".well-known"
    return f"https://{match['host'].lower()}{':' + port if port else ''}/{place}/did.json"


def _published(identifier: str, resources: Resources) -> tuple[Controller, tuple[Consulted, ...]]:
    """The document that did:web or https identifier stands for. Raises _Stop."""
    is_did = identifier.startswith("did:web:")
    try:
        url = did_web_address(identifier) if is_did else identifier.partition("#")[0]
        urlsplit(url).port  # noqa: B018 - raises on a port that is none
    except ValueError:
        raise _Stop(Outcome.FAIL, "key-identifier-malformed", method=identifier[:300]) from None
    answer = resources.fetch(url, Purpose.DID if is_did else Purpose.KEY)
    digest = answer.digest if isinstance(answer, Fetched) else ""
    consulted = (Consulted(url, digest, answer.at),)
    if not isinstance(answer, Fetched):
        raise _Stop(Outcome.INCONCLUSIVE, "issuer-unreachable", url=url, why=answer.code, consulted=consulted)
    if answer.status != 200:
        raise _Stop(
            Outcome.INCONCLUSIVE, "issuer-unreachable", url=url, why=str(answer.status), consulted=consulted
        )
    if not _same_origin(answer.final_url, url):
        raise _Stop(Outcome.INCONCLUSIVE, "issuer-moved", url=url, to=answer.final_url, consulted=consulted)
    document = _read_document(answer, url, consulted)
    if is_did and document.get("id") != identifier:
        raise _Stop(Outcome.FAIL, "did-mismatch", url=url, did=identifier, consulted=consulted)
    if not is_did and isinstance(document.get("id"), str) and not _same_document(document["id"], identifier):
        raise _Stop(Outcome.FAIL, "did-mismatch", url=url, did=identifier[:300], consulted=consulted)
    return Controller(document, url=identifier), consulted


def _read_document(answer: Fetched, url: str, consulted: tuple[Consulted, ...]) -> dict[str, Any]:
    body = without_mark(answer.body).strip()
    if body.startswith(b"-----BEGIN "):
        return {"publicKeyPem": body.decode("ascii", "replace"), "type": "CryptographicKey"}
    try:
        document = read_json(answer.body)
    except WalletError:
        document = None
    if not isinstance(document, dict):
        raise _Stop(Outcome.INCONCLUSIVE, "issuer-document-unreadable", url=url, consulted=consulted)
    return document


def _is_web(identifier: str) -> bool:
    return identifier.startswith(("did:web:", "https://", "http://"))


def _same_document(named: str, asked: str) -> bool:
    """A lone key may name itself with a fragment of the address it was asked at."""
    return named.partition("#")[0] == asked.partition("#")[0]


def _same_origin(one: str, other: str) -> bool:
    try:
        a, b = urlsplit(one), urlsplit(other)
        return (a.scheme, a.hostname, a.port) == (b.scheme, b.hostname, b.port) and bool(a.hostname)
    except ValueError:
        return False
