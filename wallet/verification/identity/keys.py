"""Public keys, checked when they are read, and the closed registry of signature algorithms.

A key that reaches `verify_bytes` is on its curve, canonically encoded, not of small order, not short and not
from a generator known to be broken.
There is no HMAC and no "none" here, so no header can ask for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509 import load_der_x509_certificate

from wallet.errors import WalletError
from wallet.verification.identity import multibase
from wallet.verification.report import Check, Finding, Outcome


class KeyRefused(WalletError):
    """A key we do not use. `code`: key-malformed (we cannot read it), key-weak, key-holds-secret,
    key-ambiguous, algorithm-not-supported (a sound key of a kind we do not verify with), key-not-for-signing.

    Only the last contradicts anybody: its owner says what the key is for. All others prove nothing."""

    code = "key-malformed"

    @property
    def contradicts(self) -> bool:
        return self.code == "key-not-for-signing"


@dataclass(frozen=True)
class PublicKey:
    """`kind` is Ed25519, P-256, P-384 or RSA. `algorithm` is the only one the key may be used with, where
    its owner has said so (RFC 7517 §4.4), else ""."""

    kind: str
    key: ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
    algorithm: str = ""

    def serves(self, algorithm: str) -> bool:
        """Whether its owner lets the key be used with `algorithm`."""
        return not self.algorithm or _NEWEST_NAME.get(self.algorithm, self.algorithm) == _NEWEST_NAME.get(
            algorithm, algorithm
        )

    def encoded(self) -> bytes:
        """SubjectPublicKeyInfo, DER: equal for equal keys, whatever form they came in."""
        return self.key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def same_as(self, other: PublicKey) -> bool:
        return self.encoded() == other.encoded()


# ── Ed25519 (RFC 8032 §5.1.3) ────────────────────────────────────────────────────────────────────────
_P = 2**255 - 19
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_SMALL_ORDER = frozenset({0, 1, _P - 1, _ORDER_8, _P - _ORDER_8})  # y of all points whose order divides 8


def _read_ed25519(raw: bytes) -> PublicKey:
    """OpenSSL takes small-order points, with which one signature fits every message: refuse them here."""
    if len(raw) != 32:
        raise KeyRefused("key-malformed")
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    if y >= _P:
        raise KeyRefused("key-malformed")  # not the canonical encoding
    if y in _SMALL_ORDER:
        raise KeyRefused("key-weak")
    x_squared = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if pow(x_squared, (_P - 1) // 2, _P) != 1:
        raise KeyRefused("key-malformed")  # not on the curve
    return PublicKey("Ed25519", ed25519.Ed25519PublicKey.from_public_bytes(raw))


# ── NIST curves and RSA ──────────────────────────────────────────────────────────────────────────────
_CURVES: dict[str, tuple[ec.EllipticCurve, int]] = {
    "P-256": (ec.SECP256R1(), 32),
    "P-384": (ec.SECP384R1(), 48),
}


def _read_point(kind: str, point: bytes) -> PublicKey:
    curve, _ = _CURVES[kind]
    try:
        return PublicKey(kind, ec.EllipticCurvePublicKey.from_encoded_point(curve, point))
    except ValueError:
        raise KeyRefused("key-malformed") from None


def _read_rsa(key: rsa.RSAPublicKey) -> PublicKey:
    exponent = key.public_numbers().e
    if not 2048 <= key.key_size <= 8192 or exponent < 3 or exponent >= 2**33 or exponent % 2 == 0:
        raise KeyRefused("key-weak")
    modulus = key.public_numbers().n
    if _is_roca(modulus) or any(modulus % prime == 0 for prime in (2, *_SMALL_PRIMES)):
        raise KeyRefused("key-weak")
    return PublicKey("RSA", key)


# Powers of 65537 modulo each odd prime to 167: the remainders that keys of the faulty generator leave.
_SMALL_PRIMES = [p for p in range(3, 168, 2) if all(p % q for q in range(3, p, 2))]
_ROCA_REMAINDERS = {p: frozenset(pow(65537, i, p) for i in range(p)) for p in _SMALL_PRIMES}


def _is_roca(modulus: int) -> bool:
    """Whether the modulus has the fingerprint of CVE-2017-15361: its primes were made as k·M + 65537^a mod M,
    M the product of the first primes, so the modulus has a discrete logarithm to the base 65537 modulo each
    of them. Such keys are broken with modest means. One sound key in 100 million has it by chance."""
    return all(modulus % prime in remainders for prime, remainders in _ROCA_REMAINDERS.items())


def _from_cryptography(key: object) -> PublicKey:
    if isinstance(key, rsa.RSAPublicKey):
        return _read_rsa(key)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return _read_ed25519(key.public_bytes_raw())
    if isinstance(key, ec.EllipticCurvePublicKey):
        for kind, (curve, _) in _CURVES.items():
            if key.curve.name == curve.name:
                return PublicKey(kind, key)
    raise KeyRefused("algorithm-not-supported")


# ── The forms in which keys are written ──────────────────────────────────────────────────────────────
# multicodec prefix -> kind; the supported ones and those we know and refuse by name
_CODECS = {b"\xed\x01": "Ed25519", b"\x80\x24": "P-256", b"\x81\x24": "P-384", b"\x85\x24": "RSA"}
_KNOWN_UNSUPPORTED = (b"\xe7\x01", b"\xec\x01", b"\xeb\x01", b"\x82\x24", b"\xea\x01", b"\xb9\x24")
_LENGTHS = {"P-256": 33, "P-384": 49}


def read_multikey(text: object) -> PublicKey:
    """`publicKeyMultibase` of a Multikey, or the method-specific part of a did:key (CID 1.0 §2.2.2)."""
    try:
        data = multibase.read_multibase(text)
    except ValueError:
        raise KeyRefused("key-malformed") from None
    kind = _CODECS.get(data[:2])
    if kind is None:
        raise KeyRefused("algorithm-not-supported" if data[:2] in _KNOWN_UNSUPPORTED else "key-malformed")
    if kind == "Ed25519":
        return _read_ed25519(data[2:])
    if kind == "RSA":
        return read_der(data[2:])
    if len(data) - 2 != _LENGTHS[kind] or data[2] not in (2, 3):
        raise KeyRefused("key-malformed")  # only the compressed form is allowed
    return _read_point(kind, data[2:])


def read_der(data: bytes) -> PublicKey:
    """SubjectPublicKeyInfo or PKCS#1 RSAPublicKey, DER."""
    try:
        return _from_cryptography(serialization.load_der_public_key(data))
    except UnsupportedAlgorithm:
        raise KeyRefused("algorithm-not-supported") from None
    except ValueError:
        raise KeyRefused("key-malformed") from None


_ARMOUR = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)


def read_pem(text: str) -> PublicKey:
    """A public key or a certificate in PEM (RFC 7468), however its lines are broken: issuers publish it on
    one line, with line breaks written out as two characters, or as its base64 alone. A private key there is
    refused by name."""
    if "PRIVATE KEY" in text:
        raise KeyRefused("key-holds-secret")
    text = text.replace("\\r", "").replace("\\n", "\n")
    blocks = _ARMOUR.findall(text) or [("PUBLIC KEY", text)]
    if len(blocks) > 1:
        raise KeyRefused("key-ambiguous")
    ((label, content),) = blocks
    try:
        data = multibase.read_base64(content)
        if "CERTIFICATE" in label:
            return _from_cryptography(load_der_x509_certificate(data).public_key())
    except UnsupportedAlgorithm:
        raise KeyRefused("algorithm-not-supported") from None
    except ValueError:
        raise KeyRefused("key-malformed") from None
    return read_der(data)


_SECRET_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")


def read_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """A public JSON Web Key (RFC 7517). Symmetric keys and keys with private members are refused."""
    if not isinstance(jwk, Mapping):
        raise KeyRefused("key-malformed")
    if any(member in jwk for member in _SECRET_MEMBERS):
        raise KeyRefused("key-holds-secret")
    if jwk.get("use") not in (None, "sig"):
        raise KeyRefused("key-not-for-signing")
    stated = jwk.get("key_ops")
    operations = stated if isinstance(stated, list) else ["verify" if stated is None else stated]
    if "verify" not in operations:
        # the secret half's purpose beside the public one: we cannot tell what its owner means
        raise KeyRefused("key-malformed" if "sign" in operations else "key-not-for-signing")
    try:
        return _read_jwk_members(jwk)
    except (ValueError, TypeError):
        raise KeyRefused("key-malformed") from None


def _read_jwk_members(jwk: Mapping[str, Any]) -> PublicKey:
    kind, curve = jwk.get("kty"), jwk.get("crv")
    if kind == "OKP" and curve == "Ed25519":
        key = _read_ed25519(_member(jwk, "x"))
    elif kind == "EC" and curve in _CURVES:
        # RFC 7518 §6.2.1.2 wants the full length of a coordinate; some drop its leading zeros
        size = _CURVES[curve][1]
        x, y = (_member(jwk, name).lstrip(b"\0").rjust(size, b"\0") for name in ("x", "y"))
        key = _read_point(curve, b"\x04" + x + y)
    elif kind == "RSA":
        modulus = int.from_bytes(_member(jwk, "n"), "big")
        exponent = int.from_bytes(_member(jwk, "e"), "big")
        key = _read_rsa(rsa.RSAPublicNumbers(exponent, modulus).public_key())
    else:
        raise KeyRefused("algorithm-not-supported")
    wanted = jwk.get("alg")
    if wanted is None:
        return key
    if not isinstance(wanted, str) or wanted not in ALGORITHMS:
        # RFC 7518 §4.1: what encrypts does not sign
        encrypts = str(wanted).startswith(("RSA-OAEP", "RSA1_5", "ECDH-ES"))
        raise KeyRefused("key-not-for-signing" if encrypts else "algorithm-not-supported")
    if ALGORITHMS[wanted] != key.kind:
        raise KeyRefused("key-malformed")
    return replace(key, algorithm=wanted)


def _member(jwk: Mapping[str, Any], name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= 2048:
        raise KeyRefused("key-malformed")
    return multibase.read_base64(value)


def read_verification_method(method: Mapping[str, Any]) -> PublicKey:
    """The one key a verification method holds (CID 1.0 §2.2). Two keys in one method are ambiguous."""
    forms = ("publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "publicKeyPem")
    present = [form for form in forms if method.get(form) is not None]
    if len(present) != 1:
        raise KeyRefused("key-malformed")
    value = method[present[0]]
    if present[0] == "publicKeyJwk":
        return read_jwk(value)
    if not isinstance(value, str):
        raise KeyRefused("key-malformed")
    if present[0] == "publicKeyPem":
        return read_pem(value)
    if present[0] == "publicKeyMultibase":
        return read_multikey(value)
    if method.get("type") not in ("Ed25519VerificationKey2018", "Ed25519VerificationKey2020"):
        raise KeyRefused("algorithm-not-supported")
    try:
        return _read_ed25519(multibase.read_base58(value))
    except ValueError:
        raise KeyRefused("key-malformed") from None


# ── Signatures ───────────────────────────────────────────────────────────────────────────────────────
# algorithm (RFC 7518 §3.1, RFC 8037, RFC 9864) -> kind of key it is for. Closed.
ALGORITHMS = {
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",
    "ES256": "P-256",
    "ES384": "P-384",
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "PS384": "RSA",
    "PS512": "RSA",
}
_NEWEST_NAME = {"EdDSA": "Ed25519"}  # RFC 9864: one algorithm with two names
_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "256": hashes.SHA256(),
    "384": hashes.SHA384(),
    "512": hashes.SHA512(),
}


def verify_bytes(key: PublicKey, *, algorithm: str, signature: bytes, message: bytes) -> bool:
    """Whether `signature` fits. ECDSA signatures are raw r‖s. An algorithm outside the registry raises
    KeyRefused("algorithm-not-supported"); a key of another kind than the algorithm's never fits, nor does one
    whose owner has said that it is for another algorithm."""
    if algorithm not in ALGORITHMS:
        raise KeyRefused("algorithm-not-supported")
    if ALGORITHMS[algorithm] != key.kind or not key.serves(algorithm):
        return False
    try:
        if isinstance(key.key, ed25519.Ed25519PublicKey):
            key.key.verify(signature, message)
        elif isinstance(key.key, ec.EllipticCurvePublicKey):
            size = _CURVES[key.kind][1]
            if len(signature) != 2 * size:
                return False
            r, s = (int.from_bytes(half, "big") for half in (signature[:size], signature[size:]))
            digest = _DIGESTS[algorithm[2:]]
            key.key.verify(encode_dss_signature(r, s), message, ec.ECDSA(digest))
        else:
            _verify_rsa(key.key, algorithm, signature, message)
    except InvalidSignature:
        return False
    return True


def key_for_another(key: PublicKey, algorithm: str) -> Finding:
    """PROOF: refuted, because the key's owner made it for another algorithm than the signature's."""
    params = {"algorithm": algorithm, "wanted": key.algorithm}
    return Finding(Check.PROOF, Outcome.FAIL, "key-for-another-algorithm", params)


def _verify_rsa(key: rsa.RSAPublicKey, algorithm: str, signature: bytes, message: bytes) -> None:
    digest = _DIGESTS[algorithm[2:]]
    if algorithm.startswith("PS"):  # RFC 7518 §3.5: salt as long as the digest
        scheme = padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size)
        key.verify(signature, message, scheme, digest)
    else:
        key.verify(signature, message, padding.PKCS1v15(), digest)
