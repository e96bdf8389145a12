"""What a second spelling, a missing bound or a lax header would let through."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.smith.keys import Key, base64url
from wallet.verification.dataintegrity.suites import SUITES, SignatureMalformed, jcs_digests, read_signature
from wallet.verification.identity.addresses import same_host
from wallet.verification.identity.keys import KeyRefused, read_jwk, read_multikey, verify_bytes
from wallet.verification.identity.multibase import write_multibase
from wallet.verification.jsonld import rdfc
from wallet.verification.jsonld.errors import TooComplex

MESSAGE = b"what was signed"


def test_an_ecdsa_signature_has_one_length():
    key = Key.make("P-256")
    public = read_jwk(key.jwk())
    signature = key.sign(MESSAGE)
    assert verify_bytes(public, algorithm="ES256", signature=signature, message=MESSAGE)
    longer = signature[:32] + b"\0" + signature[32:]  # the same two numbers
    assert not verify_bytes(public, algorithm="ES256", signature=longer, message=MESSAGE)


def test_a_point_beside_the_curve_is_no_key():
    beside = next(
        bytes([number]) + b"\7" * 31 for number in range(256) if not _reads(bytes([number]) + b"\7" * 31)
    )
    with pytest.raises(KeyRefused) as refusal:
        read_multikey(write_multibase(b"\xed\x01" + beside))
    assert refusal.value.code == "key-malformed"


def _reads(raw: bytes) -> bool:
    """Whether x exists for this y on edwards25519 (RFC 8032 §5.1.3), reckoned here once more."""
    prime = 2**255 - 19
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    d = -121665 * pow(121666, -1, prime) % prime
    square = (y * y - 1) * pow(d * y * y + 1, -1, prime) % prime
    return pow(square, (prime - 1) // 2, prime) == 1


@pytest.mark.parametrize(
    "document",
    [
        {"x": [[str(number)] * 900 for number in range(20)]},
        {"x": ["y" * (rdfc.MAX_TEXT // 2)] * 4},
        json.loads('{"x":' * 41 + "1" + "}" * 41),
    ],
    ids=["nodes", "text", "depth"],
)
def test_a_document_beyond_a_bound_is_not_worked_on(document: dict[str, Any]):
    with pytest.raises(TooComplex):
        rdfc.measure(document)


@pytest.mark.parametrize(
    "change",
    [{"b64": True}, {"crit": []}, {"crit": ["b64", "exp"]}, {"b64": None, "crit": None}, {"zip": "DEF"}],
    ids=str,
)
def test_a_detached_signature_says_that_its_payload_is_not_coded(change: dict[str, Any]):
    key = Key.make()
    suite = SUITES["JsonWebSignature2020", ""]
    header = {"alg": "EdDSA", "b64": False, "crit": ["b64"]}

    def read(header: dict[str, Any]) -> str:
        stated = {name: value for name, value in header.items() if value is not None}
        text = base64url(json.dumps(stated).encode()) + ".." + base64url(b"s" * 64)
        return read_signature({"jws": text}, suite, key=read_jwk(key.jwk()))[0]

    assert read(header) == "EdDSA"
    with pytest.raises(SignatureMalformed):
        read({**header, **change})


def test_a_proof_that_names_contexts_names_those_that_the_document_begins_with():
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://example.org/more"],
        "id": "urn:1",
    }
    for own in (document["@context"], document["@context"][:1], "https://www.w3.org/ns/credentials/v2"):
        assert jcs_digests(document, {"type": "DataIntegrityProof", "@context": own}, digest="sha256")
    for other in (["https://example.org/other"], ["https://example.org/more"]):
        with pytest.raises(SignatureMalformed):
            jcs_digests(document, {"type": "DataIntegrityProof", "@context": other}, digest="sha256")


@pytest.mark.parametrize("nothing", ["urn:uuid:1", "did:web:uni.example", "", None, "uni.example"])
def test_what_has_no_host_is_on_no_host(nothing: object):
    assert not same_host(nothing, nothing)
    assert not same_host(nothing, "https://uni.example")
