"""The demo issuer's key and the two ways it signs: eddsa-rdfc-2022 and a JWT."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wallet.credentials.parsing.strict import write_base64url
from wallet.verification.identity.multibase import write_multibase
from wallet.verification.jsonld import canonicalize, choices
from wallet.verification.resources import Fetched, Purpose, Unreachable

ED25519_PUB = b"\xed\x01"  # multicodec


class _NoWorld:
    """Every context we sign with is packaged; should one be missing, signing fails and asks nobody."""

    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        raise LookupError(f"{url} is not packaged")


class SigningKey:
    """An Ed25519 key with its did:key."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        public = private.public_key().public_bytes_raw()
        self.multikey = write_multibase(ED25519_PUB + public)
        self.did = f"did:key:{self.multikey}"
        self.method = f"{self.did}#{self.multikey}"

    @classmethod
    def kept(cls, folder: Path) -> SigningKey:
        """The key of this instance, made once and readable by its owner only."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "issuer-ed25519.pem"
        if not path.exists():
            pem = Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            _write_once(path, pem)
        private = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(private, Ed25519PrivateKey):
            raise ValueError(f"{path} holds another kind of key")
        return cls(private)

    def sign_document(
        self, document: Mapping[str, Any], *, created: datetime, method: str = ""
    ) -> dict[str, Any]:
        """With a Data Integrity proof (VC Data Integrity EdDSA Cryptosuites 1.0 §3.2, eddsa-rdfc-2022)."""
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": f"{created:%Y-%m-%dT%H:%M:%SZ}",
            "verificationMethod": method or self.method,
            "proofPurpose": "assertionMethod",
        }
        contexts = next(choices(document["@context"], resources=_NoWorld()))
        hashed = b"".join(
            sha256(canonicalize(part, contexts=contexts)).digest()
            for part in ({"@context": document["@context"], **proof}, document)
        )
        return {**document, "proof": {**proof, "proofValue": write_multibase(self._private.sign(hashed))}}

    def sign_token(self, claims: Mapping[str, Any]) -> str:
        """Compact JWS with EdDSA; the header names the key's did:key."""
        header = {"alg": "EdDSA", "typ": "JWT", "kid": self.method}
        signing_input = b".".join(_base64url(_compact(part)) for part in (header, claims))
        return (signing_input + b"." + _base64url(self._private.sign(signing_input))).decode("ascii")


def _write_once(path: Path, data: bytes) -> None:
    """Whole or not at all, also when two processes of the demo start at the same moment."""
    waiting = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    try:
        os.link(waiting, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        waiting.replace(path)
        return
    waiting.unlink()


def _compact(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _base64url(data: bytes) -> bytes:
    return write_base64url(data).encode()
