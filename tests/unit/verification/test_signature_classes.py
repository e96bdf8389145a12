"""JOSE-23: the classes of faulty signatures, keys and tokens that the Wycheproof project collects.

Its vectors come in no package of this project's registries, so these are made here, one or more of each class
that concerns an algorithm of our registry: Ed25519, ECDSA in raw form, RSA PKCS#1 v1.5 and PSS, JWS and JWK.
None is accepted; each sound neighbour is."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256, sha512
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.smith import Issuer, Key, Web
from tests.smith.asking import ask
from wallet.verification.identity.keys import KeyRefused, read_jwk, verify_bytes
from wallet.verification.report import Verdict

MESSAGE = b"welding"
Faulty = tuple[str, bytes]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def accepts(key: Key, signature: bytes, *, algorithm: str = "", message: bytes = MESSAGE) -> bool:
    jwk = key.jwk()
    if key.kind == "RSA":
        exponent = key.public.public_numbers().e
        jwk["e"] = b64(exponent.to_bytes(3, "big").lstrip(b"\0"))
    public = read_jwk(jwk)
    return verify_bytes(public, algorithm=algorithm or key.algorithm, signature=signature, message=message)


def common(sound: bytes) -> Iterator[Faulty]:
    """Faults that any kind of signature can have."""
    yield "empty", b""
    yield "nothing but zeros", bytes(len(sound))
    yield "nothing but ones", b"\xff" * len(sound)
    yield "cut off", sound[:-1]
    yield "a byte more at the end", sound + b"\0"
    yield "a byte more in front", b"\0" + sound
    yield "twice", sound * 2
    for place in (0, len(sound) // 2, len(sound) - 1):
        for bit in (0x01, 0x80):
            changed = bytearray(sound)
            changed[place] ^= bit
            yield f"bit {bit} of byte {place} changed", bytes(changed)


# ── Ed25519 (RFC 8032 §5.1.7) ────────────────────────────────────────────────────────────────────────
L = 2**252 + 27742317777372353535851937790883648493
P25519 = 2**255 - 19


def ed25519_faults() -> Iterator[Faulty]:
    sound = Key.make().sign(MESSAGE)
    yield from common(sound)
    point, scalar = sound[:32], int.from_bytes(sound[32:], "little")
    for times in (1, 2, 4, 8, 15):  # the same scalar, not reduced
        yield f"S + {times}L", point + (scalar + times * L).to_bytes(32, "little")
    yield "S = L", point + L.to_bytes(32, "little")
    yield "S = 0", point + bytes(32)
    yield "S negated", point + (L - scalar).to_bytes(32, "little")
    for name, y in (("0", 0), ("1", 1), ("-1", P25519 - 1), ("p", P25519), ("p + 1", P25519 + 1)):
        yield f"R with y = {name}", y.to_bytes(32, "little") + sound[32:]
        yield f"R with y = {name}, S = 0", y.to_bytes(32, "little") + bytes(32)
    yield "R with its other x", point[:31] + bytes([point[31] ^ 0x80]) + sound[32:]
    yield "halves swapped", sound[32:] + point
    yield "of another message", Key.make().sign(b"massage")
    yield "of another key", Key.make(number=2).sign(MESSAGE)
    yield "of the message's digest", Key.make().sign(sha512(MESSAGE).digest())


# ── ECDSA, r‖s (RFC 7518 §3.4) ───────────────────────────────────────────────────────────────────────
ORDERS = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16
    ),
}


def ecdsa_faults(kind: str) -> Iterator[Faulty]:
    key, order = Key.make(kind), ORDERS[kind]
    sound = key.sign(MESSAGE)
    yield from common(sound)
    size = len(sound) // 2
    r, s = int.from_bytes(sound[:size], "big"), int.from_bytes(sound[size:], "big")

    def raw(first: int, second: int) -> bytes:
        return first.to_bytes(size, "big") + second.to_bytes(size, "big")

    limits = {
        "0": 0,
        "1": 1,
        "n - 1": order - 1,
        "n": order,
        "n + 1": order + 1,
        "2^k - 1": 2 ** (8 * size) - 1,
    }
    for one, first in limits.items():
        yield f"r = {one}", raw(first, s)
        yield f"s = {one}", raw(r, first)
        for other, second in limits.items():
            yield f"r = {one}, s = {other}", raw(first, second)
    yield "r negated", raw(order - r, s)
    yield "halves swapped", raw(s, r)
    if r + order < 2 ** (8 * size):
        yield "r + n", raw(r + order, s)
    yield "ASN.1", encode_dss_signature(r, s)
    yield "a zero in front of either half", b"\0" + sound[:size] + b"\0" + sound[size:]
    yield "of another message", key.sign(b"massage")
    yield "of another key", Key.make(kind, number=2).sign(MESSAGE)
    yield "with another digest", key.sign(MESSAGE, algorithm="ES512")


# ── RSA (RFC 8017 §8) ────────────────────────────────────────────────────────────────────────────────
SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")
SHA_256_WITHOUT_NULL = bytes.fromhex("302f300b0609608648016503040201" + "0420")
SHA_512 = bytes.fromhex("3051300d060960864801650304020305000440")


@cache
def rsa_key(exponent: int) -> Key:
    return Key("RSA", rsa.generate_private_key(public_exponent=exponent, key_size=2048))


def power(key: Key, block: bytes) -> bytes:
    """The secret operation on a block of one's own making."""
    numbers = key.private.private_numbers()
    return pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n).to_bytes(256, "big")


def pkcs1_faults(key: Key) -> Iterator[Faulty]:
    sound, modulus = key.sign(MESSAGE), key.public.public_numbers().n
    yield from common(sound)
    digest = sha256(MESSAGE).digest()
    info = SHA_256 + digest
    ones = b"\xff" * (256 - 3 - len(info))
    blocks = {
        "block type 0": b"\0\0" + bytes(len(ones)) + b"\0" + info,
        "block type 2": b"\0\2" + ones + b"\0" + info,
        "first byte not 0": b"\1\1" + ones + b"\0" + info,
        "padding with another byte": b"\0\1" + ones[:-1] + b"\xfe\0" + info,
        "padding of zeros": b"\0\1" + bytes(len(ones)) + b"\0" + info,
        "no zero before the digest": b"\0\1" + ones + b"\xff" + info,
        "short padding, rubbish behind": b"\0\1"
        + b"\xff" * 8
        + b"\0"
        + info
        + b"\x5a" * (256 - 11 - len(info)),
        "no padding, rubbish behind": (b"\0\1\0" + info).ljust(256, b"\x5a"),
        "digest without its algorithm": b"\0\1" + b"\xff" * (253 - 32) + b"\0" + digest,
        "algorithm without NULL": b"\0\1" + ones + b"\xff\xff\0" + SHA_256_WITHOUT_NULL + digest,
        "another algorithm": b"\0\1" + b"\xff" * (253 - 83) + b"\0" + SHA_512 + sha512(MESSAGE).digest(),
        "another algorithm's name": b"\0\1" + ones + b"\0" + SHA_512[:19] + digest,
        "of another message": b"\0\1" + ones + b"\0" + SHA_256 + sha256(b"massage").digest(),
        "digest cut off": b"\0\1" + ones + b"\xff\0" + SHA_256 + digest[:-1],
    }
    for name, block in blocks.items():
        yield name, power(key, block)
    number = int.from_bytes(sound, "big")
    yield "s + n", (number + modulus).to_bytes(257, "big")
    yield "n - s", (modulus - number).to_bytes(256, "big")
    for name, value in (("1", 1), ("n - 1", modulus - 1), ("n", modulus)):
        yield f"s = {name}", value.to_bytes(256, "big")
    yield "PSS instead", key.sign(MESSAGE, algorithm="PS256")
    yield "with another digest", key.sign(MESSAGE, algorithm="RS512")
    yield "of another key", Key.make("RSA", number=2).sign(MESSAGE)


def cube_root_forgery() -> bytes:
    """Bleichenbacher 2006: with e = 3 a verifier that ignores what lies behind the digest can be given a cube
    root that anybody can take."""
    info = SHA_256 + sha256(MESSAGE).digest()
    wanted = int.from_bytes((b"\0\1\xff\xff\xff\xff\xff\xff\xff\xff\0" + info).ljust(256, b"\xff"), "big")
    low, high = 0, 2**700
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= wanted else (low, middle - 1)
    return low.to_bytes(256, "big")


def pss_faults(key: Key) -> Iterator[Faulty]:
    yield from common(key.sign(MESSAGE, algorithm="PS256"))

    def pss(
        salt: int, mask: hashes.HashAlgorithm | None = None, digest: hashes.HashAlgorithm | None = None
    ) -> bytes:
        scheme = padding.PSS(padding.MGF1(mask or hashes.SHA256()), salt)
        return key.private.sign(MESSAGE, scheme, digest or hashes.SHA256())

    for salt in (0, 1, 20, 31, 33, 64):
        yield f"salt of {salt} bytes", pss(salt)
    yield "another mask", pss(32, hashes.SHA1())
    yield "another mask of the same family", pss(32, hashes.SHA512())
    yield "another digest", pss(32, hashes.SHA256(), hashes.SHA512())
    yield "PKCS#1 v1.5 instead", key.sign(MESSAGE)
    yield "of another message", key.sign(b"massage", algorithm="PS256")
    yield "of another key", Key.make("RSA", number=2).sign(MESSAGE, algorithm="PS256")


FAULTS: list[tuple[str, Callable[[], Iterator[Faulty]], Callable[[], Key], str]] = [
    ("Ed25519", ed25519_faults, Key.make, "EdDSA"),
    ("P-256", lambda: ecdsa_faults("P-256"), lambda: Key.make("P-256"), "ES256"),
    ("P-384", lambda: ecdsa_faults("P-384"), lambda: Key.make("P-384"), "ES384"),
    ("PKCS#1 v1.5", lambda: pkcs1_faults(rsa_key(65537)), lambda: rsa_key(65537), "RS256"),
    ("PKCS#1 v1.5, e = 3", lambda: pkcs1_faults(rsa_key(3)), lambda: rsa_key(3), "RS256"),
    ("PSS", lambda: pss_faults(rsa_key(65537)), lambda: rsa_key(65537), "PS256"),
]


@pytest.mark.parametrize(
    ("faults", "make", "algorithm"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_jose_23_no_faulty_signature_is_accepted(
    faults: Callable[[], Iterator[Faulty]], make: Callable[[], Key], algorithm: str
) -> None:
    key = make()
    for message in (MESSAGE, b"", b"x" * 5000):
        assert accepts(key, key.sign(message, algorithm=algorithm), algorithm=algorithm, message=message)
    tried = list(faults())
    assert len(tried) > 20
    assert [name for name, signature in tried if accepts(key, signature, algorithm=algorithm)] == []


def test_jose_23_a_cube_root_is_no_signature() -> None:
    assert not accepts(rsa_key(3), cube_root_forgery(), algorithm="RS256")


@pytest.mark.parametrize("kind", ["P-256", "P-384"])
def test_jose_22_a_high_s_is_the_same_signature(kind: str) -> None:
    """JWS asks for no low s (RFC 7518 §3.4)."""
    key = Key.make(kind)
    sound = key.sign(MESSAGE)
    size = len(sound) // 2
    other = ORDERS[kind] - int.from_bytes(sound[size:], "big")
    assert accepts(key, sound[:size] + other.to_bytes(size, "big"))


# ── JWK (RFC 7517, RFC 7518 §6) ──────────────────────────────────────────────────────────────────────
KEY_FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("a point off its curve", "P-256", {"y": b64(bytes([7] * 32))}),
    ("the point at infinity", "P-256", {"x": b64(bytes(32)), "y": b64(bytes(32))}),
    ("a coordinate beyond the field", "P-256", {"x": b64(b"\xff" * 32)}),
    ("a coordinate too long", "P-256", {"x": b64(bytes([7] * 33))}),
    ("no y", "P-256", {"y": None}),
    ("a point of another curve", "P-384", {"crv": "P-256"}),
    ("the kind of another key", "P-256", {"kty": "OKP"}),
    ("a curve of agreement", "Ed25519", {"crv": "X25519"}),
    ("an unknown curve", "P-256", {"crv": "P-512"}),
    ("a curve given as a number", "P-256", {"crv": 256}),
    ("no kind", "P-256", {"kty": None}),
    ("a short key", "Ed25519", {"x": b64(bytes([7] * 31))}),
    ("a long key", "Ed25519", {"x": b64(bytes([7] * 33))}),
    ("trailing bits in base64", "Ed25519", {"x": b64(bytes(32))[:-1] + "B"}),
    ("no base64", "Ed25519", {"x": "?" * 43}),
    ("exponent 1", "RSA", {"e": "AQ"}),
    ("an even exponent", "RSA", {"e": "Ag"}),
    ("exponent 0", "RSA", {"e": "AA"}),
    ("a huge exponent", "RSA", {"e": b64(b"\xff" * 256)}),
    ("a modulus of 1,024 bits", "RSA", {"n": b64(b"\xc1" * 128)}),
    ("an even modulus", "RSA", {"n": b64(b"\xc0" * 256)}),
    ("a modulus with a small factor", "RSA", {"n": b64((3 * (2**2047 // 3)).to_bytes(256, "big"))}),
    ("a secret key", "P-256", {"d": b64(bytes([7] * 32))}),
    ("a secret prime", "RSA", {"p": b64(bytes([7] * 128))}),
    ("a shared secret", "P-256", {"kty": "oct", "k": b64(b"secret")}),
    ("for encryption", "RSA", {"use": "enc"}),
    ("for wrapping keys", "RSA", {"key_ops": ["wrapKey"]}),
    ("an algorithm of encryption", "RSA", {"alg": "RSA-OAEP-256"}),
    ("an algorithm of another kind of key", "RSA", {"alg": "ES256"}),
    ("no algorithm at all", "RSA", {"alg": "none"}),
]


@pytest.mark.parametrize(
    ("kind", "change"), [row[1:] for row in KEY_FAULTS], ids=[row[0] for row in KEY_FAULTS]
)
def test_jose_23_no_faulty_key_is_used(kind: str, change: dict[str, Any]) -> None:
    jwk = Key.make(kind).jwk()
    assert read_jwk(jwk).kind == kind
    with pytest.raises(KeyRefused):
        read_jwk({name: value for name, value in {**jwk, **change}.items() if value is not None})


# ── JWS (RFC 7515) ───────────────────────────────────────────────────────────────────────────────────
HEADERS = {
    "the algorithm twice": '{"alg":"none","alg":"EdDSA"}',
    "an algorithm that is no text": '{"alg":["EdDSA"]}',
    "an algorithm in other letters": '{"alg":"eddsa"}',
    "no algorithm": "{}",
    "a header that is a list": '["EdDSA"]',
    "a header that is no JSON": "{alg:EdDSA}",
    "a header with more behind it": '{"alg":"EdDSA"}{}',
    "the header of nobody": '{"alg":"none"}',
    "another header": '{"alg":"EdDSA","x":1}',
}


TOKEN_FAULTS: list[tuple[str, Callable[[str, str, str], str]]] = [
    *((name, lambda h, p, s, text=text: f"{b64(text.encode())}.{p}.{s}") for name, text in HEADERS.items()),
    ("four parts", lambda h, p, s: f"{h}.{p}.{s}.{s}"),
    ("two parts", lambda h, p, s: f"{h}.{p}"),
    ("no payload", lambda h, p, s: f"{h}..{s}"),
    ("no signature", lambda h, p, s: f"{h}.{p}."),
    ("no header", lambda h, p, s: f".{p}.{s}"),
    ("trailing bits in the signature", lambda h, p, s: f"{h}.{p}.{s[:-1]}{_next(s[-1])}"),
    ("a character more in the signature", lambda h, p, s: f"{h}.{p}.{s}A"),
    ("a sign inside the signature", lambda h, p, s: f"{h}.{p}.{s[:9]}?{s[9:]}"),
    ("a sign inside the payload", lambda h, p, s: f"{h}.{p[:9]}!{p[9:]}.{s}"),
    ("header and payload swapped", lambda h, p, s: f"{p}.{h}.{s}"),
    ("JSON with an empty list of signatures", lambda h, p, s: json.dumps({"payload": p, "signatures": []})),
    (
        "JSON whose unprotected header names the algorithm",
        lambda h, p, s: json.dumps(
            {"payload": p, "header": {"alg": "EdDSA"}, "protected": "", "signature": s}
        ),
    ),
]


def _next(character: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return alphabet[alphabet.index(character) + 1]  # 64 bytes leave four bits over, which are zero


@pytest.mark.parametrize("spoil", [row[1] for row in TOKEN_FAULTS], ids=[row[0] for row in TOKEN_FAULTS])
def test_jose_23_no_faulty_token_is_valid(spoil: Callable[[str, str, str], str]) -> None:
    web = Web()
    issuer = Issuer(web, did="web")
    token = issuer.sign_jwt(issuer.credential())
    assert ask(token, web).verdict is Verdict.VALID
    assert ask(spoil(*token.split(".")), web).verdict is not Verdict.VALID
