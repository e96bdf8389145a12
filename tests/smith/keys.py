"""Private keys of the simulator, and every form in which their public half is written."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from wallet.verification.identity.multibase import write_multibase

_CURVES = {"P-256": (ec.SECP256R1(), 32), "P-384": (ec.SECP384R1(), 48)}
_CODECS = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24", "RSA": b"\x85\x24"}
_HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
ALGORITHM = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@cache
def _rsa(number: int) -> rsa.RSAPrivateKey:
    """RSA keys are slow to make, so tests share a few."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Key:
    kind: str
    private: Any

    @classmethod
    def make(cls, kind: str = "Ed25519", *, number: int = 1) -> Key:
        """A key; `number` tells keys of the same kind apart. The same every time (but RSA)."""
        if kind == "Ed25519":
            return cls(kind, ed25519.Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))
        if kind == "RSA":
            return cls(kind, _rsa(number))
        return cls(kind, ec.derive_private_key(10**20 + number, _CURVES[kind][0]))

    @property
    def public(self) -> Any:
        return self.private.public_key()

    @property
    def algorithm(self) -> str:
        return ALGORITHM[self.kind]

    def multikey(self) -> str:
        if self.kind == "Ed25519":
            raw = self.public.public_bytes_raw()
        elif self.kind == "RSA":
            raw = self.public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        else:
            raw = self.public.public_bytes(
                serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
            )
        return write_multibase(_CODECS[self.kind] + raw)

    def jwk(self) -> dict[str, str]:
        if self.kind == "Ed25519":
            return {"kty": "OKP", "crv": "Ed25519", "x": base64url(self.public.public_bytes_raw())}
        numbers = self.public.public_numbers()
        if self.kind == "RSA":
            return {"kty": "RSA", "n": base64url(numbers.n.to_bytes(256, "big")), "e": "AQAB"}
        size = _CURVES[self.kind][1]
        x, y = (base64url(value.to_bytes(size, "big")) for value in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": self.kind, "x": x, "y": y}

    def pem(self) -> str:
        return self.public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()

    def did_key(self) -> str:
        return f"did:key:{self.multikey()}"

    def did_jwk(self) -> str:
        return f"did:jwk:{base64url(json.dumps(self.jwk()).encode())}"

    def sign(self, message: bytes, *, algorithm: str = "") -> bytes:
        """Raw signature as JWS and Data Integrity want it."""
        algorithm = algorithm or self.algorithm
        if self.kind == "Ed25519":
            return self.private.sign(message)
        digest = _HASHES[algorithm[2:]]
        if self.kind == "RSA":
            if algorithm.startswith("PS"):
                scheme: Any = padding.PSS(padding.MGF1(digest), digest.digest_size)
            else:
                scheme = padding.PKCS1v15()
            return self.private.sign(message, scheme, digest)
        size = _CURVES[self.kind][1]
        r, s = decode_dss_signature(self.private.sign(message, ec.ECDSA(digest)))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    def jws(self, payload: bytes | dict[str, Any], *, header: dict[str, Any] | None = None) -> str:
        """Compact JWS. `header` is taken as it is, on top of `alg` (None removes a member)."""
        members = {"alg": self.algorithm, **(header or {})}
        members = {name: value for name, value in members.items() if value is not None}
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        signed = f"{base64url(json.dumps(members).encode())}.{base64url(body)}"
        algorithm = members.get("alg", "")
        known = algorithm if isinstance(algorithm, str) and algorithm[2:] in _HASHES else ""
        return f"{signed}.{base64url(self.sign(signed.encode(), algorithm=known))}"
