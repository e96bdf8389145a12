"""One door to the dialects: a document and its dialect in, the wallet's own Credential out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import rfc8785

from wallet.credentials.clr.reader import read_clr
from wallet.credentials.elm.reader import read_elm
from wallet.credentials.envelope import Envelope
from wallet.credentials.model import Credential
from wallet.credentials.openbadges2.reader import read_ob2
from wallet.credentials.openbadges3.reader import read_ob3
from wallet.credentials.parsing.tokens import canonical_token
from wallet.credentials.sdjwt.reader import read_sdjwt
from wallet.credentials.shapes import hosted_address, recognise
from wallet.credentials.vc import read_vc
from wallet.errors import Unreadable

__all__ = ["fingerprint", "read_credential", "recognise", "stated_credential"]

_READERS: dict[str, Callable[[Mapping[str, Any]], Credential]] = {
    "ob3": read_ob3,
    "clr": read_clr,
    "elm": read_elm,
    "sdjwt": read_sdjwt,
    "vc": read_vc,
}


def read_credential(document: Mapping[str, Any], *, dialect: str) -> Credential:
    """The credential that `document` states. Missing or odd parts are None or empty.

    An Open Badges 1 or 2 document has `badge` and `badge.issuer` embedded by then; where they are still
    addresses the achievement and the issuer have an id and no name. Raises Unreadable when there is no
    credential at all: not-a-credential, presentation-only."""
    if not isinstance(document, Mapping):
        raise Unreadable("not-a-credential")
    if dialect in ("ob1", "ob2"):
        return read_ob2(document, dialect=dialect)
    if dialect in _READERS:
        return _READERS[dialect](document)
    raise Unreadable("presentation-only" if dialect == "vp" else "not-a-credential")


def stated_credential(document: Mapping[str, Any] | None, *, dialect: str) -> Credential | None:
    """The credential that `document` states, as `read_credential` reads it; None where it states none."""
    if document is None:
        return None
    try:
        return read_credential(document, dialect=dialect)
    except Unreadable:
        return None


def fingerprint(envelope: Envelope) -> str:
    """The same for the same credential, whatever carried it; SHA-256 hex.

    A hosted badge is its address, because the copy there is the one that counts. A token is itself. A JSON
    document is its canonical form (RFC 8785) with its proof, so that a signed copy is not taken for an
    unsigned one that came before it; where the proof stands around the document, all that it surrounds,
    without the holder's own part. What was refused is its bytes."""
    if envelope.refusal is not None:
        return envelope.digest
    if envelope.outer_proof:
        whole = envelope.payload
        return _digest(
            envelope.outer_proof, whole.rpartition(b"~")[0] if envelope.dialect == "sdjwt" else whole
        )
    if envelope.token:
        return _digest("token", canonical_token(envelope.token).encode())
    if envelope.url:
        return _digest("hosted", envelope.url.encode())
    document = envelope.claimed or {}
    if envelope.dialect in ("ob1", "ob2") and (address := hosted_address(document)):
        return _digest("hosted", address.encode())
    return _digest("document", _canonical(document))


def _canonical(document: Mapping[str, Any]) -> bytes:
    try:
        return bytes(rfc8785.dumps(dict(document)))
    except (rfc8785.CanonicalizationError, ValueError, RecursionError):
        return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def _digest(kind: str, data: bytes) -> str:
    return hashlib.sha256(kind.encode() + b"\0" + data).hexdigest()
