"""From a verification method's identifier to a checked key that is known to be the issuer's.

The key is sought from the issuer's identity; what the message names only selects among the keys found there.
did:key and did:jwk are keys themselves; did:web and https issuers publish a document at an address that
follows from their identifier (`published.py`). A key that only the message brought proves that the message is
whole, not who issued it: `confirmed` is then False, as it is for a key that its owner no longer stands by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wallet.credentials.parsing.strict import read_json
from wallet.errors import WalletError
from wallet.verification.identity import multibase
from wallet.verification.identity.addresses import is_web_address, same_host
from wallet.verification.identity.controllers import Controller, Method, ended, one_key
from wallet.verification.identity.identifiers import is_published, same_identity
from wallet.verification.identity.keys import KeyRefused, PublicKey, read_jwk, read_multikey
from wallet.verification.identity.published import KeyProblem, Stop, read_key_document, read_published
from wallet.verification.report import Check, Consulted, Finding, Outcome
from wallet.verification.resources import Resources

_KEY_ONLY = ("did:key:", "did:jwk:")
MOST_TRIED = 8


@dataclass(frozen=True)
class ResolvedKey:
    """`confirmed` is False when nothing but the message connects the key with the issuer, or when there is a
    `doubt`: why a key of the issuer is none to rely on."""

    key: PublicKey
    method_id: str
    controller: str
    confirmed: bool
    consulted: tuple[Consulted, ...] = ()
    doubt: KeyProblem | None = None


@dataclass(frozen=True)
class _Wanted:
    """`at` is the moment for which a key must be in force, `signed` when the signer says that it signed."""

    method_id: str
    issuer: str
    purpose: str
    resources: Resources
    at: datetime | None
    signed: datetime | None


def resolve_key(
    method_id: str,
    *,
    issuer: str,
    resources: Resources,
    purpose: str = "assertionMethod",
    at: datetime | None = None,
    signed: datetime | None = None,
) -> ResolvedKey | KeyProblem:
    """The key that `method_id` names, if it is the issuer's and allowed for `purpose` ("" = any).

    `method_id` may be absolute, a bare `#fragment` of the issuer, or "" (the issuer then has to publish
    exactly one). `issuer` may be "" where the method's own controller is the identity (a presentation
    without a holder). A key that was revoked or has expired by `at` is not confirmed; if it was so already
    when the message says that it was signed (`signed`), it contradicts."""
    if method_id.startswith("#") or not method_id:
        method_id, controller = issuer + method_id, issuer
    elif method_id.startswith("did:web:"):
        controller = re.split("[/?#]", method_id, maxsplit=1)[0]  # a DID URL (DID 1.0 §3.2)
    else:
        controller = method_id.partition("#")[0]
    wanted = _Wanted(method_id, issuer or controller, purpose, resources, at, signed)
    try:
        if controller == wanted.issuer or (
            is_published(wanted.issuer) and same_identity(controller, wanted.issuer)
        ):
            return _own_key(wanted)
        return _foreign_key(wanted)
    except Stop as stop:
        return stop.problem
    except KeyRefused as refusal:
        outcome = Outcome.FAIL if refusal.contradicts else Outcome.INCONCLUSIVE
        return KeyProblem(outcome, refusal.code, {"method": method_id[:300]})


def keys_of(
    issuer: str,
    *,
    resources: Resources,
    purpose: str = "assertionMethod",
    at: datetime | None = None,
    signed: datetime | None = None,
) -> list[ResolvedKey]:
    """Every key that the issuer publishes for the purpose under a name of its own, for a message that names
    none of them: the one that fits is meant. At most `MOST_TRIED`; empty where nobody can be asked."""
    if not is_published(issuer):
        return []
    wanted = _Wanted("", issuer, purpose, resources, at, signed)
    found: list[ResolvedKey] = []
    try:
        document, consulted = read_published(issuer, resources)
    except Stop:
        return []
    for name in dict.fromkeys(method.id for method in document.named("", purpose=purpose)):
        methods = document.named(name, purpose=purpose) if name else []
        try:
            _refuse_foreign(methods, document, wanted, consulted)
            found.append(_resolved(methods, replace(wanted, method_id=name), document.id, consulted))
        except (Stop, KeyRefused):
            continue  # a key that we cannot use is not the one that fits
    return found[:MOST_TRIED]


def key_finding(found: ResolvedKey | KeyProblem, *, issuer: str, code: str) -> Finding:
    """ISSUER_KEY: `code` where the key is the issuer's, else why that is not known."""
    if isinstance(found, KeyProblem):
        return Finding(Check.ISSUER_KEY, found.outcome, found.code, found.params, found.consulted)
    params = {"issuer": (issuer or found.controller)[:300], "method": found.method_id[:300]}
    if found.doubt is not None:
        params |= found.doubt.params
        return Finding(Check.ISSUER_KEY, found.doubt.outcome, found.doubt.code, params, found.consulted)
    if found.confirmed:
        return Finding(Check.ISSUER_KEY, Outcome.PASS, code, params, found.consulted)
    return Finding(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-not-confirmed", params, found.consulted)


# ── the method is named under the issuer's own identifier ────────────────────────────────────────────
def _own_key(wanted: _Wanted) -> ResolvedKey:
    method_id, identity = wanted.method_id, wanted.issuer
    fragment = method_id.partition("#")[2]
    if identity.startswith(_KEY_ONLY):
        return ResolvedKey(_self_made(method_id), method_id, identity, confirmed=True)
    if identity.startswith("urn:"):  # a name without a place: nobody can be asked
        nowhere = Stop(Outcome.INCONCLUSIVE, "issuer-not-confirmed", issuer=identity)
        return _from_fragment(wanted, nowhere)
    if not is_published(identity):
        _refuse_identifier(identity)
    try:
        document, consulted = read_published(identity, wanted.resources)
    except Stop as problem:
        return _from_fragment(wanted, problem)
    asked = document.id + "#" + fragment if fragment else ""
    methods = document.named(asked, purpose=wanted.purpose)
    if not asked:  # among its own: a method of another controller beside them is not meant
        methods = [method for method in methods if document.is_self(method.controller)] or methods
    if not methods:
        if not document.methods and not document.id.startswith("did:"):
            return _from_fragment(wanted, _no_key(wanted, consulted))
        raise Stop(Outcome.INCONCLUSIVE, "key-not-listed", method=method_id, consulted=consulted)
    _refuse_foreign(methods, document, wanted, consulted)
    if not any(document.allows(method, wanted.purpose) for method in methods):
        outcome = Outcome.INCONCLUSIVE if document.silent else Outcome.FAIL
        raise Stop(outcome, "key-not-for-purpose", method=method_id, consulted=consulted)
    return _resolved(methods, wanted, document.id, consulted)


def _refuse_foreign(
    methods: list[Method], document: Controller, wanted: _Wanted, consulted: tuple[Consulted, ...]
) -> None:
    """A method counts only for its controller (Controlled Identifiers 1.0 §2.2)."""
    for method in methods:
        if not method.controller:
            raise KeyRefused("key-malformed")
        if not document.is_self(method.controller) and not same_identity(method.controller, wanted.issuer):
            raise Stop(
                Outcome.FAIL,
                "issuer-mismatch",
                method=wanted.method_id,
                issuer=wanted.issuer,
                consulted=consulted,
            )


def _resolved(
    methods: list[Method], wanted: _Wanted, controller: str, consulted: tuple[Consulted, ...]
) -> ResolvedKey:
    """The key of an issuer's own methods, with the doubt that comes of its being revoked or expired."""
    doubts = [
        doubt
        for method in methods
        if (
            doubt := doubt_of(
                method.definition,
                at=wanted.at,
                signed=wanted.signed,
                method=wanted.method_id,
                consulted=consulted,
            )
        )
    ]
    doubt = doubts[0] if doubts else None
    return ResolvedKey(one_key(methods), wanted.method_id, controller, doubt is None, consulted, doubt)


def doubt_of(
    definition: Mapping[str, Any],
    *,
    at: datetime | None,
    signed: datetime | None,
    method: str,
    consulted: tuple[Consulted, ...],
) -> KeyProblem | None:
    """Why a published key is none to rely on: it was revoked or has expired by `at`. That contradicts a
    message that says it was signed (`signed`) after that; one that says it was signed before may be genuine,
    or be written today by whoever has the key."""
    end = ended(definition, at=at)
    if end is None:
        return None
    after = at is not None and end.since is not None and signed is not None and signed >= end.since
    params = {"method": method[:300], "since": end.since.isoformat() if end.since else "?"}
    return KeyProblem(Outcome.FAIL if after else Outcome.INCONCLUSIVE, end.code, params, consulted)


def _from_fragment(wanted: _Wanted, stop: Stop) -> ResolvedKey:
    """`https://issuer#z6Mk…`: some issuers write the key itself into the fragment. Anyone can, so it proves
    nothing about the issuer; where the issuer's document contradicts, that wins."""
    if stop.problem.outcome is Outcome.FAIL or wanted.issuer.startswith("did:"):
        raise stop
    try:
        key = read_multikey(wanted.method_id.partition("#")[2])
    except KeyRefused:
        raise stop from None
    return ResolvedKey(key, wanted.method_id, wanted.issuer, False, stop.problem.consulted)


def _no_key(wanted: _Wanted, consulted: tuple[Consulted, ...]) -> Stop:
    return Stop(Outcome.INCONCLUSIVE, "issuer-has-no-key", issuer=wanted.issuer, consulted=consulted)


# ── the method has another controller than the issuer ────────────────────────────────────────────────
def _foreign_key(wanted: _Wanted) -> ResolvedKey:
    """The issuer's own document may name a key of another controller, or one at an address of its own. A key
    that it does not name is somebody else's where it names others; where it names none, or cannot be asked,
    nobody has said whose the key is. That it lies on the issuer's host says nothing: others may have places
    there."""
    method_id, issuer = wanted.method_id, wanted.issuer
    if issuer.startswith(_KEY_ONLY):
        raise Stop(Outcome.FAIL, "issuer-mismatch", method=method_id, issuer=issuer)
    if not issuer.startswith("did:") and not is_published(issuer):
        # a urn: or a name leads nowhere: neither can it deny the key
        raise Stop(Outcome.INCONCLUSIVE, "issuer-not-confirmed", issuer=issuer, method=method_id)
    if not is_published(issuer):
        _refuse_identifier(issuer)
    try:
        document, consulted = read_published(issuer, wanted.resources)
    except Stop as stop:
        if stop.problem.outcome is Outcome.FAIL:
            raise
        return _unconfirmed(wanted, stop)
    if document.lists(method_id, wanted.purpose):
        return _listed_key(wanted, document, consulted)
    if document.speaks_of(wanted.purpose):
        raise Stop(Outcome.FAIL, "issuer-mismatch", method=method_id, issuer=issuer, consulted=consulted)
    return _unconfirmed(wanted, _no_key(wanted, consulted))


def _listed_key(wanted: _Wanted, document: Controller, consulted: tuple[Consulted, ...]) -> ResolvedKey:
    """The key that the issuer's document names and that stands elsewhere, or is written out there."""
    method_id = wanted.method_id
    if method_id.startswith(_KEY_ONLY):
        return ResolvedKey(_self_made(method_id), method_id, method_id.partition("#")[0], True, consulted)
    written_out = document.named(method_id, purpose=wanted.purpose)
    if written_out:
        _refuse_foreign(written_out, document, wanted, consulted)
        return _resolved(written_out, wanted, document.id, consulted)
    return _key_document(wanted, also=document.id, consulted=consulted)


def _unconfirmed(wanted: _Wanted, stop: Stop) -> ResolvedKey:
    """The key that the message names, of which the issuer says nothing. It is asked for only on the issuer's
    own host (JOSE-04), and shows no more than that the message is whole."""
    method_id, consulted = wanted.method_id, stop.problem.consulted
    if not method_id.startswith(("did:", "urn:")) and not is_web_address(method_id):
        raise Stop(Outcome.FAIL, "key-identifier-malformed", method=method_id, consulted=consulted)
    if method_id.startswith(_KEY_ONLY):
        return ResolvedKey(_self_made(method_id), method_id, method_id.partition("#")[0], False, consulted)
    if not same_host(method_id, wanted.issuer):
        raise stop
    key = _key_document(wanted, also=wanted.issuer, consulted=consulted)
    return key if key.doubt is not None else replace(key, confirmed=False)


def _key_document(wanted: _Wanted, *, also: str, consulted: tuple[Consulted, ...]) -> ResolvedKey:
    """A JWK, JWK set or lone key at its own https address, or a method of another did:web."""
    method_id = wanted.method_id
    address, _, fragment = method_id.partition("#")
    document, more = read_key_document(address, wanted.resources)
    consulted += more
    methods = document.named(method_id, purpose="")
    if not methods and (not fragment or len(document.methods) == 1):
        methods = document.methods
    if not methods:
        raise Stop(Outcome.INCONCLUSIVE, "key-not-listed", method=method_id, consulted=consulted)
    for method in methods:
        owners = (wanted.issuer, also, document.id)
        if not any(same_identity(method.controller, owner) for owner in owners):
            raise Stop(
                Outcome.FAIL,
                "issuer-mismatch",
                method=method_id,
                issuer=wanted.issuer,
                consulted=consulted,
            )
    return _resolved(methods, wanted, address, consulted)


# ── did:key, did:jwk ─────────────────────────────────────────────────────────────────────────────────
def _self_made(method_id: str) -> PublicKey:
    did, _, fragment = method_id.partition("#")
    if did.startswith("did:key:"):
        name = did.removeprefix("did:key:")
        if fragment and fragment != name:
            raise Stop(Outcome.FAIL, "key-identifier-malformed", method=method_id)
        if not name.startswith("z"):
            raise KeyRefused("key-malformed")
        return read_multikey(name)
    if fragment not in ("", "0"):
        raise Stop(Outcome.FAIL, "key-identifier-malformed", method=method_id)
    try:
        text = multibase.read_base64url(did.removeprefix("did:jwk:"))
        jwk: Any = read_json(text, max_bytes=multibase.MAX_TEXT, max_depth=4)
    except (ValueError, WalletError):
        raise KeyRefused("key-malformed") from None
    return read_jwk(jwk)


def _refuse_identifier(identifier: str) -> None:
    if re.match(r"did:[a-z0-9]+:", identifier):
        method = identifier.split(":")[1]
        raise Stop(Outcome.INCONCLUSIVE, "did-method-not-supported", method=method)
    raise Stop(Outcome.FAIL, "key-identifier-malformed", method=identifier)
