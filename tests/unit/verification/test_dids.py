"""A key is the issuer's only if the issuer's own identity leads to it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.ldsigner import Issuer
from tests.unit.verification.test_keys import pem, public_jwk
from tests.vectors import NOON, Documents
from wallet.verification.dids import KeyProblem, ResolvedKey, did_web_address, resolve_key
from wallet.verification.keys import read_multikey
from wallet.verification.report import Outcome
from wallet.verification.resources import Fetched

DID = "did:web:uni.example"
URL = "https://uni.example/.well-known/did.json"
ISSUER = "https://uni.example/issuers/1"


@pytest.fixture(scope="module")
def keys() -> Issuer:
    return Issuer()


def method(keys: Issuer, name: str = f"{DID}#key-1", **members: Any) -> dict[str, Any]:
    return {
        "id": name,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": keys.multikey,
        **members,
    }


def document(keys: Issuer, **members: Any) -> dict[str, Any]:
    return {"id": DID, "verificationMethod": [method(keys)], "assertionMethod": [f"{DID}#key-1"], **members}


def resolve(answers: dict[str, Any], name: str = f"{DID}#key-1", issuer: str = DID, **more: str) -> Any:
    return resolve_key(name, issuer=issuer, resources=Documents(answers), **more)


def code(result: Any) -> tuple[str, str]:
    assert isinstance(result, KeyProblem)
    return result.outcome.name, result.code


def found(result: Any, keys: Issuer, *, confirmed: bool = True) -> None:
    assert isinstance(result, ResolvedKey), result
    assert result.key.same_as(read_multikey(keys.multikey))
    assert result.confirmed is confirmed


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384", "RSA"])
def test_did_key_is_its_own_key_and_nothing_is_fetched(kind: str) -> None:
    keys, resources = Issuer(kind), Documents()
    for name in (keys.method, keys.did, "", f"#{keys.multikey}"):
        found(resolve_key(name, issuer=keys.did, resources=resources), keys)
    assert resources.asked == []


def test_did_jwk_is_its_own_key(keys: Issuer) -> None:
    jwk = json.dumps(public_jwk(keys.key.public_key())).encode()
    did = "did:jwk:" + base64.urlsafe_b64encode(jwk).rstrip(b"=").decode()
    found(resolve({}, f"{did}#0", did), keys)
    assert code(resolve({}, f"{did}#1", did)) == ("FAIL", "key-identifier-malformed")


def test_did_web_is_read_from_its_own_address(keys: Issuer) -> None:
    result = resolve({URL: document(keys)})
    found(result, keys)
    assert [consulted.url for consulted in result.consulted] == [URL]
    assert len(result.consulted[0].digest) == 64


def test_a_method_may_stand_only_under_assertion_method_and_be_named_relatively(keys: Issuer) -> None:
    found(resolve({URL: {"id": DID, "assertionMethod": [method(keys, "#key-1")]}}), keys)
    found(resolve({URL: {"id": DID, "assertionMethod": [method(keys)]}}, "#key-1"), keys)


def test_without_a_name_the_only_key_is_taken_and_two_are_ambiguous(keys: Issuer) -> None:
    found(resolve({URL: document(keys)}, ""), keys)
    two = {"id": DID, "assertionMethod": [method(keys), method(Issuer(), f"{DID}#key-2")]}
    assert code(resolve({URL: two}, "")) == ("INCONCLUSIVE", "key-ambiguous")


def test_the_same_method_twice_is_one_key_but_two_keys_under_one_name_are_refused(keys: Issuer) -> None:
    found(resolve({URL: document(keys, assertionMethod=[method(keys)])}), keys)
    other = document(keys, assertionMethod=[method(Issuer())])
    assert code(resolve({URL: other})) == ("INCONCLUSIVE", "key-ambiguous")


def test_a_key_listed_for_another_purpose_is_refused(keys: Issuer) -> None:
    listed = {"id": DID, "verificationMethod": [method(keys)], "authentication": [f"{DID}#key-1"]}
    assert code(resolve({URL: listed})) == ("FAIL", "key-not-for-purpose")
    found(resolve({URL: listed}, purpose="authentication"), keys)


def test_a_did_document_that_states_no_purposes_confirms_nothing(keys: Issuer) -> None:
    silent = {"id": DID, "verificationMethod": [method(keys)]}
    assert code(resolve({URL: silent})) == ("INCONCLUSIVE", "key-not-for-purpose")


def test_a_key_of_somebody_else_in_the_issuers_document_is_refused(keys: Issuer) -> None:
    foreign = document(keys, verificationMethod=[method(keys, controller="did:web:evil.example")])
    assert code(resolve({URL: foreign})) == ("FAIL", "issuer-mismatch")


def test_a_document_of_another_did_is_refused(keys: Issuer) -> None:
    assert code(resolve({URL: document(keys, id="did:web:evil.example")})) == ("FAIL", "did-mismatch")


def test_a_key_that_is_no_longer_listed_is_not_called_forged(keys: Issuer) -> None:
    assert code(resolve({URL: document(keys)}, f"{DID}#old")) == ("INCONCLUSIVE", "key-not-listed")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, "issuer-unreachable"),
        (404, "issuer-unreachable"),
        (500, "issuer-unreachable"),
        (b"<html>", "issuer-document-unreadable"),
        (b"[]", "issuer-document-unreadable"),
        (b'{"id":1,"id":2}', "issuer-document-unreadable"),
        (Fetched(URL, "https://evil.example/did.json", 200, "", b"{}", "", NOON), "issuer-moved"),
    ],
)
def test_a_document_that_cannot_be_had_proves_nothing(answer: Any, expected: str) -> None:
    assert code(resolve({URL: answer})) == ("INCONCLUSIVE", expected)


def test_a_key_of_another_did_is_a_mismatch(keys: Issuer) -> None:
    assert code(resolve({URL: document(keys)}, Issuer().method)) == ("FAIL", "issuer-mismatch")
    assert code(resolve({}, Issuer().method, keys.did)) == ("FAIL", "issuer-mismatch")
    assert code(resolve({}, "https://evil.example/k", ISSUER)) == ("FAIL", "issuer-mismatch")


def test_the_issuer_may_name_a_key_of_another_did(keys: Issuer) -> None:
    found(resolve({URL: {"id": DID, "assertionMethod": [keys.method]}}, keys.method), keys)


def test_a_did_key_beside_an_issuer_that_cannot_be_asked_is_not_confirmed(keys: Issuer) -> None:
    found(resolve({}, keys.method, ISSUER), keys, confirmed=False)
    found(resolve({}, keys.method, DID), keys, confirmed=False)


def test_a_key_in_the_fragment_of_an_address_is_not_confirmed(keys: Issuer) -> None:
    name = f"{ISSUER}#{keys.multikey}"
    found(resolve({}, name, ISSUER), keys, confirmed=False)
    profile = {"id": ISSUER, "type": "Profile", "name": "University"}
    found(resolve({ISSUER: profile}, name, ISSUER), keys, confirmed=False)


def test_an_issuer_that_is_only_a_name_cannot_be_confirmed(keys: Issuer) -> None:
    name = "urn:uuid:4ca4a241-fc3b-4d92-978e-f56fa96ae795"
    found(resolve({}, f"{name}#{keys.multikey}", name), keys, confirmed=False)
    assert code(resolve({}, f"{name}#key-1", name)) == ("INCONCLUSIVE", "issuer-not-confirmed")
    assert code(resolve({}, keys.method, name)) == ("INCONCLUSIVE", "issuer-not-confirmed")


def test_a_document_with_other_keys_outweighs_the_fragment(keys: Issuer) -> None:
    listed = {"id": ISSUER, "assertionMethod": [method(Issuer(), f"{ISSUER}#key", controller=ISSUER)]}
    result = resolve({ISSUER: listed}, f"{ISSUER}#{keys.multikey}", ISSUER)
    assert code(result) == ("INCONCLUSIVE", "key-not-listed")


def test_an_https_controller_document_confirms(keys: Issuer) -> None:
    listed = {"id": ISSUER, "assertionMethod": [method(keys, f"{ISSUER}#key", controller=ISSUER)]}
    found(resolve({ISSUER: listed}, f"{ISSUER}#key", ISSUER), keys)


def test_key_documents_on_the_issuers_origin_confirm(keys: Issuer) -> None:
    jwk = public_jwk(keys.key.public_key())
    place = "https://uni.example/keys/1"
    for published in (
        jwk,
        {"keys": [jwk]},
        {
            "id": place,
            "type": "CryptographicKey",
            "owner": ISSUER,
            "publicKeyPem": pem(keys.key.public_key()),
        },
        pem(keys.key.public_key()).encode(),
    ):
        for issuer in (b"<!doctype html>", {"id": ISSUER, "type": "Profile", "name": "A university"}):
            found(resolve({place: published, ISSUER: issuer}, place, ISSUER), keys)
        # an issuer who does not answer confirms nobody's key: others may have places on the same origin
        found(resolve({place: published}, place, ISSUER), keys, confirmed=False)
    named = {"keys": [{**public_jwk(Issuer().key.public_key()), "kid": "a"}, {**jwk, "kid": "b"}]}
    found(resolve({place: named, ISSUER: b"<!doctype html>"}, f"{place}#b", ISSUER), keys)


def test_a_key_document_owned_by_another_is_a_mismatch(keys: Issuer) -> None:
    place = "https://uni.example/keys/1"
    theirs = {"id": place, "owner": "https://uni.example/2", "publicKeyPem": pem(keys.key.public_key())}
    assert code(resolve({place: theirs}, place, ISSUER)) == ("FAIL", "issuer-mismatch")


@pytest.mark.parametrize("name", ["did:ion:EiA#k", "did:ebsi:z2#k", "did:example:foo#k"])
def test_other_methods_are_named_as_not_supported(name: str) -> None:
    issuer = name.partition("#")[0]
    assert code(resolve({}, name, issuer)) == ("INCONCLUSIVE", "did-method-not-supported")


def test_a_secp256k1_key_is_not_supported_rather_than_wrong() -> None:
    public = ec.generate_private_key(ec.SECP256K1()).public_key()
    listed = {"id": DID, "assertionMethod": [{"id": f"{DID}#k", "publicKeyJwk": public_jwk(public)}]}
    assert code(resolve({URL: listed}, f"{DID}#k")) == ("INCONCLUSIVE", "algorithm-not-supported")


@pytest.mark.parametrize(
    ("did", "address"),
    [
        ("did:web:uni.example", URL),
        ("did:web:Uni.Example", URL),
        ("did:web:uni.example:dept:1", "https://uni.example/dept/1/did.json"),
        ("did:web:uni.example%3A8443", "https://uni.example:8443/.well-known/did.json"),
        ("did:web:localhost%3A3000:x", "https://localhost:3000/x/did.json"),
    ],
)
def test_the_address_follows_from_the_identifier(did: str, address: str) -> None:
    assert did_web_address(did) == address


BAD = (
    "ex.org:..:..:x ex.org:. ex.org%2e ex.org:%2e%2e:x ex.org:a%2Fb ex.org:a%5Cb ex.org:a%00 user@ex.org"
    " ex.org?x ex.org/x ex.org: ex.org::x :x ex.org%3A0 ex.org%3A99999 ex.org%3A ex.org:a%3A1 169.254.169.254"
    " 2130706433 -ex.org ex-.org ex..org ex.org. żółw.example [::1]"
)


@pytest.mark.parametrize("rest", BAD.split())
def test_an_identifier_that_could_mean_another_place_is_refused_unasked(rest: str) -> None:
    resources = Documents()
    result = resolve_key(f"did:web:{rest}#k", issuer=f"did:web:{rest}", resources=resources)
    assert code(result) == ("FAIL", "key-identifier-malformed")
    assert resources.asked == []


def test_outcomes_are_only_fail_or_inconclusive() -> None:
    assert resolve({}, "nonsense", "nonsense").outcome is Outcome.FAIL
    assert resolve({}, "did:key:zzz#zzz", "did:key:zzz").outcome is Outcome.INCONCLUSIVE
    assert resolve({}, "did:key:zzz#yyy", "did:key:zzz").outcome is Outcome.FAIL
