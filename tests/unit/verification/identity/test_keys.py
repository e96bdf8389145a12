"""Keys are refused when they are read, and only the registry's algorithms verify."""

from __future__ import annotations

import base64
import math
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from hypothesis import given
from hypothesis import strategies as st

from tests.ldsigner import Issuer, multikey, secret
from wallet.verification.identity import multibase
from wallet.verification.identity.keys import (
    ALGORITHMS,
    KeyRefused,
    read_jwk,
    read_multikey,
    read_pem,
    read_verification_method,
    verify_bytes,
)

P = 2**255 - 19


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int, size: int = 0) -> str:
    return b64(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


def public_jwk(public: Any) -> dict[str, str]:
    if isinstance(public, ed25519.Ed25519PublicKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes_raw())}
    numbers = public.public_numbers()
    if isinstance(public, rsa.RSAPublicKey):
        return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
    size = (public.curve.key_size + 7) // 8
    curve = {"secp256r1": "P-256", "secp384r1": "P-384", "secp256k1": "secp256k1"}[public.curve.name]
    return {"kty": "EC", "crv": curve, "x": number(numbers.x, size), "y": number(numbers.y, size)}


def pem(public: Any) -> str:
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def refused(read: Any, value: Any) -> str:
    with pytest.raises(KeyRefused) as caught:
        read(value)
    return caught.value.code


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384", "RSA"])
def test_every_form_of_a_key_is_the_same_key(kind: str) -> None:
    public = secret(kind).public_key()
    keys = [
        read_multikey(multikey(public)),
        read_jwk(public_jwk(public)),
        read_pem(pem(public)),
        read_verification_method({"type": "JsonWebKey", "publicKeyJwk": public_jwk(public)}),
        read_verification_method({"type": "Multikey", "publicKeyMultibase": multikey(public)}),
    ]
    assert {key.kind for key in keys} == {kind}
    assert len({key.encoded() for key in keys}) == 1


@pytest.mark.parametrize(
    ("kind", "algorithm"), [("Ed25519", "EdDSA"), ("P-256", "ES256"), ("P-384", "ES384"), ("RSA", "RS256")]
)
def test_a_signature_fits_its_message_and_no_other(kind: str, algorithm: str) -> None:
    issuer = Issuer(kind)
    key, signature = read_multikey(issuer.multikey), issuer.raw(b"message")
    fits = lambda message, signed: verify_bytes(key, algorithm=algorithm, signature=signed, message=message)  # noqa: E731
    assert fits(b"message", signature)
    assert not fits(b"massage", signature)
    assert not fits(b"message", signature[:-1])
    assert not fits(b"message", signature + b"\0")
    assert not fits(b"message", b"\0" * len(signature))
    assert not fits(b"message", b"")


def test_pss_wants_a_salt_as_long_as_the_digest() -> None:
    private = secret("RSA")
    key = read_jwk(public_jwk(private.public_key()))
    for length, expected in ((32, True), (20, False)):
        scheme = PSS(mgf=MGF1(hashes.SHA256()), salt_length=length)
        signature = private.sign(b"m", scheme, hashes.SHA256())
        assert verify_bytes(key, algorithm="PS256", signature=signature, message=b"m") is expected


def test_an_ecdsa_signature_in_der_does_not_fit() -> None:
    private = secret("P-256")
    key = read_jwk(public_jwk(private.public_key()))
    der = private.sign(b"m", ec.ECDSA(hashes.SHA256()))
    assert not verify_bytes(key, algorithm="ES256", signature=der, message=b"m")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES256K", "ES512", "RSA1_5", "", "rs256"])
def test_the_registry_is_closed(algorithm: str) -> None:
    key = read_multikey(Issuer().multikey)
    with pytest.raises(KeyRefused) as caught:
        verify_bytes(key, algorithm=algorithm, signature=b"x" * 64, message=b"m")
    assert caught.value.code == "algorithm-not-supported"
    assert algorithm not in ALGORITHMS


def test_a_key_of_another_kind_never_fits() -> None:
    issuer = Issuer("P-256")
    key, signature = read_multikey(issuer.multikey), issuer.raw(b"m")
    for algorithm in set(ALGORITHMS) - {"ES256"}:
        assert not verify_bytes(key, algorithm=algorithm, signature=signature, message=b"m")


def test_the_small_order_list_is_all_points_of_order_dividing_eight() -> None:
    """Doubled thrice (RFC 8032 §5.1.4) each is the neutral element, and doubling stays in the list."""
    from wallet.verification.identity.keys import _D, _SMALL_ORDER

    def double_y(y: int) -> int:
        x2 = (y * y - 1) * pow(_D * y * y + 1, P - 2, P) % P
        return (y * y + x2) * pow(1 - _D * x2 * y * y, P - 2, P) % P

    assert len(_SMALL_ORDER) == 5
    for y in _SMALL_ORDER:
        assert double_y(y) in _SMALL_ORDER
        assert double_y(double_y(double_y(y))) == 1


def test_a_key_with_its_secret_is_refused() -> None:
    private = secret("P-256")
    jwk = public_jwk(private.public_key()) | {"d": number(private.private_numbers().private_value, 32)}
    assert refused(read_jwk, jwk) == "key-holds-secret"
    text = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    assert refused(read_pem, text) == "key-holds-secret"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"use": "enc"}, "key-not-for-signing"),
        ({"key_ops": ["encrypt"]}, "key-not-for-signing"),
        ({"key_ops": []}, "key-not-for-signing"),
        ({"alg": "ECDH-ES"}, "key-not-for-signing"),
        ({"key_ops": ["sign"]}, "key-malformed"),  # of the secret half: who wrote it is not contradicted
        ({"alg": "ES256K"}, "algorithm-not-supported"),
        ({"alg": ["EdDSA"]}, "algorithm-not-supported"),
    ],
)
def test_a_key_for_something_else_is_refused(change: dict[str, Any], code: str) -> None:
    jwk = public_jwk(secret("Ed25519").public_key()) | change
    with pytest.raises(KeyRefused) as caught:
        read_jwk(jwk)
    assert caught.value.code == code
    assert caught.value.contradicts is (code == "key-not-for-signing")


@pytest.mark.parametrize(
    "change", [{"use": "sig"}, {"use": None}, {"key_ops": "verify"}, {"key_ops": ["sign", "verify"]}]
)
def test_a_key_that_may_verify_is_read(change: dict[str, Any]) -> None:
    public = secret("Ed25519").public_key()
    assert read_jwk(public_jwk(public) | change).same_as(read_multikey(multikey(public)))


@pytest.mark.parametrize("wanted", ["RS256", "PS256"])
def test_a_key_serves_only_the_algorithm_that_its_owner_names(wanted: str) -> None:
    """RFC 7517 §4.4: `alg` says which algorithm the key is for."""
    issuer = Issuer("RSA")
    key = read_jwk(public_jwk(issuer.key.public_key()) | {"alg": wanted})
    signature = issuer.key.sign(b"m", PKCS1v15(), hashes.SHA256())
    assert verify_bytes(key, algorithm="RS256", signature=signature, message=b"m") is (wanted == "RS256")


def test_the_two_names_of_ed25519_are_one_algorithm() -> None:
    """RFC 9864 renamed EdDSA."""
    issuer = Issuer()
    for wanted in ("EdDSA", "Ed25519"):
        key = read_jwk(public_jwk(issuer.key.public_key()) | {"alg": wanted})
        for algorithm in ("EdDSA", "Ed25519"):
            assert verify_bytes(key, algorithm=algorithm, signature=issuer.raw(b"m"), message=b"m")


SPELLINGS = [
    lambda text: text.replace("-", "+").replace("_", "/"),
    lambda text: text + "=" * (-len(text) % 4),
    lambda text: text[:10] + "\r\n" + text[10:],
]


@pytest.mark.parametrize("spell", SPELLINGS, ids=["standard", "padded", "wrapped"])
@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384", "RSA"])
def test_base64_in_every_spelling_is_the_same_key(kind: str, spell: Any) -> None:
    jwk = public_jwk(secret(kind).public_key())
    spelled = {name: spell(value) if name in ("x", "y", "n") else value for name, value in jwk.items()}
    assert read_jwk(spelled).same_as(read_jwk(jwk))


def test_a_coordinate_may_have_lost_or_gained_leading_zeros() -> None:
    """Java's BigInteger adds a zero before a high bit and drops those in front."""
    private = next(
        key
        for number_ in range(1, 2000)
        if (key := ec.derive_private_key(number_, ec.SECP256R1())).public_key().public_numbers().x < 2**248
    )
    public = private.public_key()
    jwk, numbers = public_jwk(public), public.public_numbers()
    assert read_jwk(jwk | {"x": number(numbers.x)}).same_as(read_jwk(jwk))
    assert read_jwk(jwk | {"x": number(numbers.x, 33)}).same_as(read_jwk(jwk))


PEM_SPELLINGS = {
    "line breaks written out": lambda text: text.replace("\n", "\\n"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "one line": lambda text: text.replace("\n", ""),
    "indented": lambda text: text.replace("\n", "\n   "),
    "no armour": lambda text: "".join(text.splitlines()[1:-1]),
    "text before": lambda text: "Key of the university\n" + text,
    "byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("spell", PEM_SPELLINGS.values(), ids=PEM_SPELLINGS.keys())
@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "RSA"])
def test_pem_is_read_however_its_lines_are_broken(kind: str, spell: Any) -> None:
    public = secret(kind).public_key()
    assert read_pem(spell(pem(public))).same_as(read_pem(pem(public)))


def test_pem_of_a_certificate_or_of_pkcs1_is_its_key() -> None:
    private = secret("RSA")
    pkcs1 = private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "University")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), 1, day, day + timedelta(days=9))
        .sign(private, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    for text in (pkcs1, certificate):
        assert read_pem(text.decode()).same_as(read_pem(pem(private.public_key())))


@pytest.mark.parametrize("text", ["", " ", "-----BEGIN PUBLIC KEY-----", "no key", "ssh-rsa AAAA", "\ufeff"])
def test_pem_that_is_none_cannot_be_read_and_contradicts_nobody(text: str) -> None:
    assert refused(read_pem, text) == "key-malformed"
    assert not KeyRefused("key-malformed").contradicts


def test_two_keys_in_one_pem_are_ambiguous() -> None:
    assert refused(read_pem, pem(secret("RSA").public_key()) + pem(secret("P-256").public_key())) == (
        "key-ambiguous"
    )


def _roca_prime(chance: random.Random, product: int) -> int:
    """A prime as the faulty generator of CVE-2017-15361 makes it: k·M + 65537^a mod M."""
    while True:
        k = chance.randrange(3 * 2**1022 // product + 1, 2**1024 // product)
        candidate = k * product + pow(65537, chance.randrange(2**60), product)
        if pow(2, candidate - 1, candidate) == 1:
            return candidate


def test_cve_2017_15361_a_key_of_the_faulty_generator_is_refused() -> None:
    chance = random.Random(15361)
    primes = [p for p in range(2, 702) if all(p % q for q in range(2, p))]
    product = math.prod(primes)
    modulus = _roca_prime(chance, product) * _roca_prime(chance, product)
    assert modulus.bit_length() == 2048
    roca = rsa.RSAPublicNumbers(65537, modulus).public_key()
    assert refused(read_jwk, public_jwk(roca)) == "key-weak"
    assert refused(read_pem, pem(roca)) == "key-weak"


def test_no_sound_key_is_taken_for_one_of_the_faulty_generator() -> None:
    from wallet.verification.identity.keys import _is_roca

    chance = random.Random(1)
    assert not _is_roca(secret("RSA").public_key().public_numbers().n)
    assert not any(_is_roca(chance.getrandbits(2048) | 1) for _ in range(20_000))


def test_short_or_odd_rsa_keys_are_refused() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    assert refused(read_jwk, public_jwk(short)) == "key-weak"
    assert refused(read_pem, pem(short)) == "key-weak"
    sound = public_jwk(secret("RSA").public_key())
    assert refused(read_jwk, sound | {"e": "AQ"}) in ("key-weak", "key-malformed")
    assert refused(read_jwk, sound | {"e": number(2**40 + 1)}) in ("key-weak", "key-malformed")


@pytest.mark.parametrize(
    "change",
    [{"crv": "P-384"}, {"x": "AA"}, {"y": b64(b"\1" * 32)}, {"x": None}, {"alg": "RS256"}, {"x": "A=="}],
)
def test_a_point_that_is_none_is_refused(change: dict[str, Any]) -> None:
    jwk = public_jwk(secret("P-256").public_key()) | change
    assert refused(read_jwk, jwk) == "key-malformed"


@pytest.mark.parametrize("jwk", [{"kty": "oct"}, {"kty": "OKP", "crv": "X25519", "x": "AA"}, {}])
def test_kinds_outside_the_registry_prove_nothing(jwk: dict[str, Any]) -> None:
    assert refused(read_jwk, jwk) == "algorithm-not-supported"


def test_secp256k1_is_named_as_not_supported_in_every_form() -> None:
    public = ec.generate_private_key(ec.SECP256K1()).public_key()
    point = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    assert refused(read_jwk, public_jwk(public)) == "algorithm-not-supported"
    assert refused(read_pem, pem(public)) == "algorithm-not-supported"
    assert refused(read_multikey, multibase.write_multibase(b"\xe7\x01" + point)) == "algorithm-not-supported"


def test_two_keys_in_one_method_are_ambiguous() -> None:
    public = secret("Ed25519").public_key()
    method = {"publicKeyMultibase": multikey(public), "publicKeyJwk": public_jwk(public)}
    assert refused(read_verification_method, method) == "key-malformed"
    assert refused(read_verification_method, {}) == "key-malformed"


def test_the_raw_base58_form_of_2018_is_read() -> None:
    public = secret("Ed25519").public_key()
    text = multibase.write_base58(public.public_bytes_raw())
    key = read_verification_method({"type": "Ed25519VerificationKey2018", "publicKeyBase58": text})
    assert key.same_as(read_multikey(multikey(public)))
    assert (
        refused(read_verification_method, {"type": "X", "publicKeyBase58": text}) == "algorithm-not-supported"
    )


@given(st.binary(max_size=80))
def test_base58_gives_back_what_was_written(data: bytes) -> None:
    if data:
        assert multibase.read_base58(multibase.write_base58(data)) == data


@pytest.mark.parametrize(
    "text", ["", "z", "0OIl", "z0", "m123", "u=", "uA", "uAB", None, 7, "z" + "2" * 9000]
)
def test_what_is_not_multibase_is_refused(text: object) -> None:
    with pytest.raises(ValueError):
        multibase.read_multibase(text)
