from __future__ import annotations

import pytest

from tests.unit.credentials.makers import OB3, base64url, token
from wallet.credentials.parsing.tokens import credential_in, read_token
from wallet.errors import Unreadable

OLD = {
    "@context": ["https://www.w3.org/2018/credentials/v1"],
    "type": ["VerifiableCredential"],
    "credentialSubject": {"degree": {"name": "Baker"}},
}


def test_a_token_comes_apart_into_what_a_verifier_needs():
    written = token({"a": 1}, {"alg": "EdDSA", "kid": "k"})
    read = read_token(written)
    assert read.header == {"alg": "EdDSA", "kid": "k"}
    assert read.payload == b'{"a": 1}' and read.claims() == {"a": 1}
    assert read.signing_input == written.rpartition(".")[0].encode()
    assert read.signature == b"s" * 64


def test_a_garbled_signature_is_no_reason_not_to_read_the_token():
    read = read_token(token(OB3).rpartition(".")[0] + ".QR")
    assert read.claims() == OB3
    with pytest.raises(Unreadable):
        _ = read.signature


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a.b", "damaged-token"),
        ("not a token", "damaged-token"),
        (f"{base64url(b'[]')}.e30.QQ", "damaged-token"),
        ("e30.QR.QQ", "bad-base64"),
        ("e31.e30.QQ", "bad-base64"),
        (f"{base64url(b'{x}')}.e30.QQ", "not-json"),
    ],
)
def test_a_token_in_pieces_is_refused(text, code):
    with pytest.raises(Unreadable) as caught:
        read_token(text)
    assert caught.value.code == code


def test_registered_claims_fill_what_the_credential_leaves_out():
    claims = {
        "iss": "did:key:zIssuer",
        "sub": "did:key:zOla",
        "jti": "urn:uuid:1",
        "nbf": 1772366400,
        "exp": 1803902400.5,
        "vc": OLD,
    }
    document = credential_in(claims)
    assert document["issuer"] == "did:key:zIssuer"
    assert document["id"] == "urn:uuid:1"
    assert document["credentialSubject"] == {"id": "did:key:zOla", "degree": {"name": "Baker"}}
    assert document["issuanceDate"] == "2026-03-01T12:00:00Z"
    assert document["expirationDate"].startswith("2027-03-01T12:00:00.5")
    assert "id" not in OLD and "issuer" not in OLD, "what was signed is left alone"


def test_what_the_credential_states_itself_is_kept_so_that_it_can_be_compared():
    stated = OLD | {"issuer": {"id": "did:key:zReal", "name": "R"}, "id": "urn:a", "validFrom": "x"}
    document = credential_in({"iss": "did:key:zOther", "jti": "urn:b", "nbf": 1, "vc": stated})
    assert document == stated


def test_an_issuer_object_without_an_id_takes_it_from_the_claims():
    document = credential_in({"iss": "did:key:zIssuer", "vc": OLD | {"issuer": {"name": "R"}}})
    assert document["issuer"] == {"id": "did:key:zIssuer", "name": "R"}


def test_odd_claims_are_left_out():
    document = credential_in({"iss": 5, "jti": [], "nbf": True, "exp": "1", "vc": OLD})
    assert document == OLD


def test_a_presentation_takes_its_holder_from_the_claims_and_a_new_credential_is_the_payload_itself():
    assert credential_in({"iss": "did:key:zOla", "vp": {"type": "VerifiablePresentation"}}) == {
        "type": "VerifiablePresentation",
        "holder": "did:key:zOla",
    }
    assert credential_in(OB3) == OB3
