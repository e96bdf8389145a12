"""The document that an issuer publishes at the address of its own identity: did:web and https.

A document counts only if it is served as JSON, says whose it is, and that is the identity asked for. Anybody
may upload a file to a host that is shared, and a file that says nothing of its owner proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wallet.credentials.parsing.strict import read_json
from wallet.errors import WalletError
from wallet.verification.identity.addresses import same_host
from wallet.verification.identity.controllers import Controller
from wallet.verification.identity.identifiers import did_web_address, is_published, same_identity
from wallet.verification.report import Consulted, Outcome
from wallet.verification.resources import Fetched, Purpose, Resources, Unreachable


@dataclass(frozen=True)
class KeyProblem:
    """Why there is no key, or none to rely on: `outcome` is FAIL or INCONCLUSIVE, for ISSUER_KEY."""

    outcome: Outcome
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    consulted: tuple[Consulted, ...] = ()


class Stop(Exception):
    """Ends the way from an identity to its key."""

    def __init__(
        self, outcome: Outcome, code: str, *, consulted: tuple[Consulted, ...] = (), **params: str
    ) -> None:
        super().__init__(code)
        self.problem = KeyProblem(
            outcome, code, {name: text[:300] for name, text in params.items()}, consulted
        )


def read_published(identifier: str, resources: Resources) -> tuple[Controller, tuple[Consulted, ...]]:
    """The document that a did:web or https identifier stands for. Raises Stop.

    A document of an https issuer that states another identifier is read again there, once: identity and keys
    are then those of the document read last."""
    document, consulted = _read(identifier, resources)
    stated = _stated(document, identifier, consulted)
    if same_identity(stated, identifier):
        return Controller(document, url=identifier), consulted
    if identifier.startswith("did:"):
        raise Stop(
            Outcome.FAIL,
            "did-mismatch",
            url=did_web_address(identifier),
            did=identifier,
            consulted=consulted,
        )
    mismatch = Stop(Outcome.INCONCLUSIVE, "did-mismatch", url=identifier, did=identifier, consulted=consulted)
    if not is_published(stated):
        raise mismatch
    last, more = _read(stated, resources)
    if not same_identity(_stated(last, stated, (*consulted, *more)), stated):
        raise mismatch
    return Controller(last, url=stated, also=identifier), (*consulted, *more)


def read_key_document(address: str, resources: Resources) -> tuple[Controller, tuple[Consulted, ...]]:
    """A JWK, a JWK set or a lone key at its own https address, or the document of a did:web. Raises Stop.

    A JWK has no place to say whose it is: whether the issuer names this address, the caller decides."""
    document, consulted = _read(address, resources)
    if "kty" not in document and not isinstance(document.get("keys"), list):
        stated = _stated(document, address, consulted)
        if not same_identity(stated, address):
            raise Stop(Outcome.INCONCLUSIVE, "did-mismatch", url=address, did=address, consulted=consulted)
    return Controller(document, url=address), consulted


def _stated(document: Mapping[str, Any], identifier: str, consulted: tuple[Consulted, ...]) -> str:
    """What the document says it is; a lone key may name itself with a fragment of the address."""
    stated = document.get("id")
    if not isinstance(stated, str) or not stated:
        raise Stop(Outcome.INCONCLUSIVE, "issuer-document-unnamed", url=identifier, consulted=consulted)
    return stated.partition("#")[0]


def _read(identifier: str, resources: Resources) -> tuple[dict[str, Any], tuple[Consulted, ...]]:
    is_did = identifier.startswith("did:")
    try:
        url = did_web_address(identifier) if is_did else identifier.partition("#")[0]
    except ValueError:
        raise Stop(Outcome.FAIL, "key-identifier-malformed", method=identifier) from None
    answer = resources.fetch(url, Purpose.DID if is_did else Purpose.KEY)
    consulted = (Consulted(url, answer.digest if isinstance(answer, Fetched) else "", answer.at),)
    if isinstance(answer, Unreachable) or answer.status != 200:
        why = answer.code if isinstance(answer, Unreachable) else str(answer.status)
        raise Stop(Outcome.INCONCLUSIVE, "issuer-unreachable", url=url, why=why, consulted=consulted)
    if not same_host(answer.final_url, url) or (answer.insecure and url.startswith("https:")):
        raise Stop(Outcome.INCONCLUSIVE, "issuer-moved", url=url, to=answer.final_url, consulted=consulted)
    if not is_json_type(answer.content_type):
        kind = answer.content_type[:60] or "-"
        raise Stop(Outcome.INCONCLUSIVE, "issuer-document-not-json", url=url, type=kind, consulted=consulted)
    try:
        document = read_json(answer.body)
    except WalletError:
        document = None
    if not isinstance(document, dict):
        raise Stop(Outcome.INCONCLUSIVE, "issuer-document-unreadable", url=url, consulted=consulted)
    return document, consulted


# DID 1.1 §Media types and Controlled Identifiers 1.0 §Media types: JSON, whatever their names end in
_JSON_TYPES = ("application/json", "text/json", "application/did", "application/cid")


def is_json_type(media_type: str) -> bool:
    """Whether a document with this media type (without parameters) is served as JSON (RFC 8259, RFC 6839)."""
    kind = media_type.strip().lower()
    return kind in _JSON_TYPES or kind.endswith("+json")
