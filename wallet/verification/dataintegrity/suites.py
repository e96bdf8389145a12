"""The cryptosuites of Data Integrity proofs: one table, one road from a document and its proof to bytes.

VC Data Integrity 1.0 §4; vc-di-eddsa §3; vc-di-ecdsa §3; Ed25519 Signature 2018 and 2020;
JSON Web Signature 2020; RSA Signature 2018 (the older ones sign a detached JWS over the same two digests).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from wallet.credentials.parsing.strict import read_json
from wallet.credentials.parsing.values import listed, one_of
from wallet.errors import WalletError
from wallet.verification.identity import multibase
from wallet.verification.identity.keys import PublicKey
from wallet.verification.jsonld import Contexts, canonicalize
from wallet.verification.work import LOOK, spend


class SignatureMalformed(ValueError):
    """The value that should be a signature is none, whatever the key."""


@dataclass(frozen=True)
class Suite:
    """`algorithms`: kind of key -> (signature algorithm, digest); `jws`: the signature is a detached JWS."""

    name: str
    algorithms: Mapping[str, tuple[tuple[str, ...], str]]
    jcs: bool = False
    jws: bool = False

    def digest_for(self, key: PublicKey) -> str:
        return self.algorithms[key.kind][1]


_ED25519 = {"Ed25519": (("EdDSA",), "sha256")}
_ECDSA = {"P-256": (("ES256",), "sha256"), "P-384": (("ES384",), "sha384")}
_ANY_JWS = {
    "Ed25519": (("EdDSA",), "sha256"),
    "P-256": (("ES256",), "sha256"),
    "P-384": (("ES384",), "sha256"),
    "RSA": (("PS256", "RS256"), "sha256"),
}
_RSA = {"RSA": (("RS256", "PS256"), "sha256")}

# (type, cryptosuite) -> suite. Closed: everything else is "not supported", which proves and refutes nothing.
SUITES: Mapping[tuple[str, str], Suite] = {
    ("DataIntegrityProof", "eddsa-rdfc-2022"): Suite("eddsa-rdfc-2022", _ED25519),
    ("DataIntegrityProof", "eddsa-2022"): Suite("eddsa-2022", _ED25519),  # its name before the standard
    ("DataIntegrityProof", "eddsa-jcs-2022"): Suite("eddsa-jcs-2022", _ED25519, jcs=True),
    ("DataIntegrityProof", "ecdsa-rdfc-2019"): Suite("ecdsa-rdfc-2019", _ECDSA),
    ("DataIntegrityProof", "ecdsa-jcs-2019"): Suite("ecdsa-jcs-2019", _ECDSA, jcs=True),
    ("Ed25519Signature2020", ""): Suite("Ed25519Signature2020", _ED25519),
    ("Ed25519Signature2018", ""): Suite("Ed25519Signature2018", _ED25519, jws=True),
    ("JsonWebSignature2020", ""): Suite("JsonWebSignature2020", _ANY_JWS, jws=True),
    ("RsaSignature2018", ""): Suite("RsaSignature2018", _RSA, jws=True),
}

_NOT_OPTIONS = ("proofValue", "jws", "signatureValue")


def name_of(proof: Mapping[str, Any]) -> str:
    """What the proof calls its suite, for a sentence."""
    return str(one_of(proof.get("cryptosuite")) or one_of(proof.get("type")) or "")[:100]


def is_base_proof(proof: Mapping[str, Any]) -> bool:
    """A proof from which a holder is to derive others, and which nobody else may take for one (vc-di-ecdsa
    §3.5.2, vc-di-bbs §3.3.1: the CBOR tag 0xd95d and an even number say so)."""
    value = one_of(proof.get("proofValue"))
    if one_of(proof.get("cryptosuite")) not in ("ecdsa-sd-2023", "bbs-2023") or not isinstance(value, str):
        return False
    try:
        start = multibase.read_base64url(value[1:5]) if value.startswith("u") else b""
    except ValueError:
        return False
    return start[:2] == b"\xd9\x5d" and start[2] % 2 == 0


def options_of(proof: Mapping[str, Any]) -> dict[str, Any]:
    """The proof's options: all but the signature."""
    return {name: value for name, value in proof.items() if name not in _NOT_OPTIONS}


def rdf_options(proof: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Options as a document of their own, read with the document's contexts (vc-di-eddsa §3.2.5)."""
    return {**options_of(proof), "@context": document["@context"]}


def rdf_digests(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    contexts: Contexts,
    digest: str,
    base: str | None = None,
) -> bytes:
    """Digest of the canonical options, then of the canonical document (vc-di-eddsa §3.2.4)."""
    hashed = hashlib.new(
        digest, canonicalize(rdf_options(proof, document), contexts=contexts, digest=digest)
    ).digest()
    text = canonicalize(document, contexts=contexts, digest=digest, base=base)
    return hashed + hashlib.new(digest, text).digest()


def jcs_digests(document: Mapping[str, Any], proof: Mapping[str, Any], *, digest: str) -> bytes:
    """The same with RFC 8785. A proof that carries a context fixes the document's: it has to be the
    beginning of the document's own (vc-di-eddsa §3.3.2). Raises SignatureMalformed."""
    own = proof.get("@context")
    if own is not None:
        stated, named = listed(document.get("@context")), listed(own)
        if stated[: len(named)] != named:
            raise SignatureMalformed
        document = {**document, "@context": own}
    spend(LOOK, plain=_parts(document) + _parts(proof))
    try:
        parts = [rfc8785.dumps(options_of(proof)), rfc8785.dumps(dict(document))]
    except (rfc8785.CanonicalizationError, ValueError):
        raise SignatureMalformed from None
    return b"".join(hashlib.new(digest, part).digest() for part in parts)


def _parts(value: object) -> int:
    waiting, number = [value], 0
    while waiting:
        one = waiting.pop()
        number += 1
        waiting.extend(one.values() if isinstance(one, Mapping) else one if isinstance(one, list) else ())
    return number


def covered_by_jcs(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document with the contexts that its JCS proofs cover: those behind them may be anybody's."""
    proofs = [proof for proof in listed(document.get("proof")) if isinstance(proof, Mapping)]
    names = [name for (_, name), suite in SUITES.items() if suite.jcs]
    covered = [
        proof["@context"] for proof in proofs if proof.get("cryptosuite") in names and "@context" in proof
    ]
    return {**document, "@context": min(covered, key=lambda own: len(listed(own)))} if covered else document


def read_signature(proof: Mapping[str, Any], suite: Suite, *, key: PublicKey) -> tuple[str, bytes, bytes]:
    """(algorithm, signature, what precedes the digests in the signed bytes). Raises SignatureMalformed."""
    allowed = suite.algorithms[key.kind][0]
    if suite.jws:
        return _read_detached(one_of(proof.get("jws")), allowed)
    value = one_of(proof.get("proofValue"))
    if not isinstance(value, str) or not value.startswith("z"):
        raise SignatureMalformed
    try:
        return allowed[0], multibase.read_multibase(value), b""
    except ValueError:
        raise SignatureMalformed from None


def _read_detached(jws: object, allowed: tuple[str, ...]) -> tuple[str, bytes, bytes]:
    """A JWS whose payload is not in it and not base64url-coded (RFC 7797): `b64` false and critical."""
    parts = jws.split(".") if isinstance(jws, str) and len(jws) < multibase.MAX_TEXT else []
    if len(parts) != 3 or parts[1]:
        raise SignatureMalformed
    try:
        header = read_json(multibase.read_base64url(parts[0]), max_depth=4)
        signature = multibase.read_base64url(parts[2])
    except (ValueError, WalletError):
        raise SignatureMalformed from None
    if not isinstance(header, dict) or set(header) - {"alg", "b64", "crit", "kid", "typ"}:
        raise SignatureMalformed
    if header.get("b64") is not False or header.get("crit") != ["b64"] or header.get("alg") not in allowed:
        raise SignatureMalformed
    return header["alg"], signature, parts[0].encode() + b"."
