"""The key and DID lines of the abuse catalogue, named by their ids."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from tests.ldsigner import Issuer, multikey
from tests.vectors import NOON, Documents
from wallet.verification.dataintegrity.proofs import check_proofs
from wallet.verification.identity import multibase
from wallet.verification.identity.dids import resolve_key
from wallet.verification.identity.keys import KeyRefused, read_jwk, read_multikey
from wallet.verification.identity.published import KeyProblem
from wallet.verification.report import Check, Finding, Outcome


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def signed(issuer: Issuer) -> dict[str, Any]:
    return issuer.sign(issuer.credential())


def findings(document: dict[str, Any], issuer: str) -> dict[Check, Finding]:
    return {f.check: f for f in check_proofs(document, issuer=issuer, at=NOON, resources=Documents())}


def proof(document: dict[str, Any], issuer: str) -> tuple[str, str]:
    finding = findings(document, issuer)[Check.PROOF]
    return finding.outcome.name, finding.code


# ── CRY ──────────────────────────────────────────────────────────────────────────────────────────────
P = 2**255 - 19
ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL = [
    y | sign << 255
    for y in (0, 1, P - 1, ORDER_8, P - ORDER_8, P, P + 1)  # the last two are not canonical
    for sign in (0, 1)
]


@pytest.mark.parametrize("encoded", SMALL)
def test_cry_01_small_order_and_non_canonical_ed25519_keys(encoded: int) -> None:
    raw = encoded.to_bytes(32, "little")
    name = multibase.write_multibase(b"\xed\x01" + raw)
    result = resolve_key(f"did:key:{name}#{name}", issuer=f"did:key:{name}", resources=Documents())
    assert isinstance(result, KeyProblem)
    assert result.outcome is Outcome.INCONCLUSIVE and result.code in ("key-weak", "key-malformed")


def test_cry_01_a_signature_that_fits_every_message_is_never_asked_about() -> None:
    """With the neutral element as key, R = identity and S = 0 fit anything: the library would say yes."""
    raw = (1).to_bytes(32, "little")
    ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(raw + b"\0" * 32, b"any message at all")
    did = "did:key:" + multibase.write_multibase(b"\xed\x01" + raw)
    forger = Issuer(did=did)
    forged = forger.credential()
    forged["proof"] = forger.proof(
        "eddsa-rdfc-2022",
        verificationMethod=f"{did}#{did.removeprefix('did:key:')}",
        proofValue=multibase.write_multibase(raw + b"\0" * 32),
    )
    found = findings(forged, did)
    assert found[Check.ISSUER_KEY].code == "key-weak"
    assert found[Check.PROOF].outcome is not Outcome.PASS


def test_cry_02_a_signature_with_s_beyond_the_order(signed: dict[str, Any], issuer: Issuer) -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    raw = multibase.read_multibase(signed["proof"]["proofValue"])
    larger = int.from_bytes(raw[32:], "little") + order
    signed["proof"]["proofValue"] = multibase.write_multibase(raw[:32] + larger.to_bytes(32, "little"))
    assert proof(signed, issuer.did) == ("FAIL", "signature-does-not-fit")


def test_cry_03_points_that_are_none() -> None:
    public = Issuer("P-256").key.public_key()
    long_form = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    off_curve = next(
        data for x in range(2, 50) if _is_off_curve(data := b"\x02" + hashlib.sha256(bytes([x])).digest())
    )
    for point in (long_form, b"\0", b"\0" * 33, b"\x05" + long_form[1:33], off_curve):
        with pytest.raises(KeyRefused):
            read_multikey(multibase.write_multibase(b"\x80\x24" + point))
    for curve, prefix in ((ec.SECP521R1(), b"\x82\x24"), (ec.SECP256K1(), b"\xe7\x01")):
        other = ec.generate_private_key(curve).public_key()
        point = other.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        with pytest.raises(KeyRefused):
            read_multikey(multibase.write_multibase(prefix + point))


def _is_off_curve(point: bytes) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return True
    return False


def test_cry_04_a_prefix_of_another_kind_of_key() -> None:
    ed = Issuer().key.public_key().public_bytes_raw()
    for data in (
        b"\x80\x24" + ed,
        b"\xec\x01" + ed,
        b"\xed\x01" + ed[:-1],
        b"\xed\x01" + ed + b"\0",
        b"\xed",
        ed,
    ):
        with pytest.raises(KeyRefused):
            read_multikey(multibase.write_multibase(data))


# ── DID ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("change", ["#other", "#", "0", " ", "#z6Mk"])
def test_did_01_malformed_did_key(change: str, issuer: Issuer) -> None:
    resources = Documents()
    method = issuer.did + change
    result = resolve_key(method, issuer=method.partition("#")[0], resources=resources)
    assert isinstance(result, KeyProblem) or change == "#"
    assert resources.asked == []


def test_did_01_a_did_key_of_a_megabyte() -> None:
    did = "did:key:z" + "2" * 1_000_000
    started = time.monotonic()
    assert isinstance(resolve_key(did, issuer=did, resources=Documents()), KeyProblem)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "text",
    [
        b'{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}',
        b'{"kty":"oct","k":"AAAA"}',
        b'{"kty":"OKP","kty":"OKP","crv":"Ed25519","x":"AA"}',
        b"[]",
        b"{}",
        b'{"kty":"OKP"' + b" " * 1_000_000 + b"}",
    ],
)
def test_did_02_malformed_did_jwk(text: bytes) -> None:
    did = "did:jwk:" + base64.urlsafe_b64encode(text).rstrip(b"=").decode()
    assert isinstance(resolve_key(f"{did}#0", issuer=did, resources=Documents()), KeyProblem)


def test_did_03_a_document_for_another_did(issuer: Issuer) -> None:
    url = "https://uni.example/.well-known/did.json"
    served = {"id": "did:web:evil.example", "assertionMethod": [issuer.did]}
    result = resolve_key(
        "did:web:uni.example#k", issuer="did:web:uni.example", resources=Documents({url: served})
    )
    assert isinstance(result, KeyProblem)
    assert (result.outcome, result.code) == (Outcome.FAIL, "did-mismatch")


def test_jwk_with_its_secret_is_named() -> None:
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "d": "AA"}
    with pytest.raises(KeyRefused) as caught:
        read_jwk(jwk)
    assert caught.value.code == "key-holds-secret"
    assert read_multikey(multikey(Issuer().key.public_key())).kind == "Ed25519"
