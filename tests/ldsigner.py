"""An issuer that signs JSON-LD documents with Data Integrity proofs, for tests of the verifier.

It shares the verifier's canonicalisation on purpose (that has its own tests against published vectors); what
it makes by itself are the keys, the proofs and, on request, the lies.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import rfc8785
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.vectors import Documents
from wallet.verification.identity.multibase import write_multibase
from wallet.verification.jsonld import canonicalize, choices, context_urls

VC1 = "https://www.w3.org/2018/credentials/v1"
VC2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SUITE2018 = "https://w3id.org/security/suites/ed25519-2018/v1"
SUITE2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
JWS2020 = "https://w3id.org/security/suites/jws-2020/v1"


def secret(kind: str) -> Any:
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "RSA":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key({"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}[kind])


def multikey(public: Any) -> str:
    if isinstance(public, ed25519.Ed25519PublicKey):
        return write_multibase(b"\xed\x01" + public.public_bytes_raw())
    if isinstance(public, rsa.RSAPublicKey):
        der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        return write_multibase(b"\x85\x24" + der)
    point = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    return write_multibase((b"\x80\x24" if public.curve.name == "secp256r1" else b"\x81\x24") + point)


@dataclass
class Issuer:
    """`did` is a did:key unless given; `method` names the key in proofs."""

    kind: str = "Ed25519"
    did: str = ""
    method: str = ""
    key: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.key = self.key or secret(self.kind)
        name = multikey(self.key.public_key())
        self.multikey = name
        self.did = self.did or f"did:key:{name}"
        self.method = self.method or f"{self.did}#{name}"

    def credential(self, **members: Any) -> dict[str, Any]:
        """A small Open Badge of this issuer, unsigned."""
        return {
            "@context": [VC2, OB3],
            "id": "urn:uuid:11111111-1111-1111-1111-111111111111",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": self.did, "type": ["Profile"], "name": "Example University"},
            "validFrom": "2026-01-01T00:00:00Z",
            "name": "Short course",
            "credentialSubject": {
                "id": "did:example:alice",
                "type": ["AchievementSubject"],
                "achievement": {
                    "id": "https://uni.example/ach/1",
                    "type": ["Achievement"],
                    "name": "Teamwork",
                    "description": "Works with others",
                    "criteria": {"narrative": "Took part"},
                },
            },
            **members,
        }

    def proof(self, cryptosuite: str, **members: Any) -> dict[str, Any]:
        old = not cryptosuite[0].islower()
        named = {"type": cryptosuite} if old else {"type": "DataIntegrityProof", "cryptosuite": cryptosuite}
        return {
            **named,
            "created": "2026-01-02T00:00:00Z",
            "verificationMethod": self.method,
            "proofPurpose": "assertionMethod",
            **members,
        }

    def sign(self, document: dict[str, Any], cryptosuite: str = "eddsa-rdfc-2022", **members: Any) -> dict:
        """The document with a proof (beside those it has)."""
        proof = self.proof(cryptosuite, **members)
        bare = {name: value for name, value in document.items() if name != "proof"}
        digest = "sha384" if self.kind == "P-384" and proof["type"] == "DataIntegrityProof" else "sha256"
        if "-jcs-" in cryptosuite:
            parts = [rfc8785.dumps(proof), rfc8785.dumps(bare)]
        else:
            contexts = next(choices(context_urls(bare), resources=Documents()))
            options = {**proof, "@context": bare["@context"]}
            parts = [canonicalize(part, contexts=contexts, digest=digest) for part in (options, bare)]
        signed = b"".join(hashlib.new(digest, part).digest() for part in parts)
        if cryptosuite in ("Ed25519Signature2018", "JsonWebSignature2020", "RsaSignature2018"):
            proof["jws"] = self._detached(signed)
        else:
            proof["proofValue"] = write_multibase(self.raw(signed))
        others = document.get("proof", [])
        others = others if isinstance(others, list) else [others]
        return {**bare, "proof": [*others, proof] if others else proof}

    def _detached(self, signed: bytes) -> str:
        algorithm = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}[self.kind]
        header = json.dumps({"alg": algorithm, "b64": False, "crit": ["b64"]}).encode()
        start = base64.urlsafe_b64encode(header).rstrip(b"=")
        end = base64.urlsafe_b64encode(self.raw(start + b"." + signed)).rstrip(b"=")
        return f"{start.decode()}..{end.decode()}"

    def raw(self, message: bytes) -> bytes:
        if self.kind == "Ed25519":
            return self.key.sign(message)
        if self.kind == "RSA":
            return self.key.sign(message, PKCS1v15(), hashes.SHA256())
        size, digest = (32, hashes.SHA256()) if self.kind == "P-256" else (48, hashes.SHA384())
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(digest)))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")
