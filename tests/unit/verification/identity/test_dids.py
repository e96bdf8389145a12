"""A key is the issuer's only if the issuer's own identity leads to it."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.ldsigner import Issuer, secret
from tests.unit.verification.identity.test_keys import pem, public_jwk
from tests.vectors import NOON, Documents
from wallet.verification.identity.dids import ResolvedKey, key_finding, resolve_key
from wallet.verification.identity.identifiers import did_web_address
from wallet.verification.identity.keys import read_multikey
from wallet.verification.identity.published import KeyProblem
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
    profile = {"id": ISSUER, "assertionMethod": [method(keys, f"{ISSUER}#k", controller=ISSUER)]}
    assert code(resolve({ISSUER: profile}, "https://evil.example/k", ISSUER)) == ("FAIL", "issuer-mismatch")


def test_an_issuer_who_cannot_be_asked_disowns_no_key(keys: Issuer) -> None:
    """And no address but the issuer's own is asked for it (JOSE-04)."""
    for foreign in ("https://evil.example/k", "did:web:evil.example#k"):
        resources = Documents()
        result = resolve_key(foreign, issuer=ISSUER, resources=resources)
        assert code(result) == ("INCONCLUSIVE", "issuer-unreachable")
        assert resources.asked == [ISSUER]


@pytest.mark.parametrize("name", ["z6MkwithoutScheme", "xxx:z6Mk", "mailto:a@uni.example"])
def test_what_can_be_no_key_is_a_fault_of_the_badge(name: str) -> None:
    assert code(resolve({}, name, ISSUER)) == ("FAIL", "key-identifier-malformed")


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


PLACE = "https://uni.example/keys/1"


def key_documents(keys: Issuer) -> list[Any]:
    jwk = public_jwk(keys.key.public_key())
    owned = {"id": PLACE, "type": "CryptographicKey", "owner": ISSUER}
    return [jwk, {"keys": [jwk]}, {**owned, "publicKeyPem": pem(keys.key.public_key())}]


@pytest.mark.parametrize("number", [0, 1, 2], ids=["JWK", "JWK set", "lone key"])
def test_a_key_document_counts_only_where_the_issuers_own_document_names_it(
    keys: Issuer, number: int
) -> None:
    published = key_documents(keys)[number]
    named: list[dict[str, Any]] = [
        {"id": ISSUER, "type": "Profile", "assertionMethod": [PLACE]},
        {"id": ISSUER, "type": "Profile", "publicKey": PLACE},
    ]
    for profile in named:
        found(resolve({PLACE: published, ISSUER: profile}, PLACE, ISSUER), keys)
    # ── a file on the issuer's host, which the issuer says nothing of ──
    silent = {"id": ISSUER, "type": "Profile", "name": "A university"}
    other_purpose = {**silent, "authentication": [PLACE]}
    for profile in (b"<!doctype html>", silent, other_purpose, None):
        found(resolve({PLACE: published, ISSUER: profile}, PLACE, ISSUER), keys, confirmed=False)


def test_a_key_of_another_tenant_of_a_shared_host_is_not_the_issuers(keys: Issuer) -> None:
    issuer, upload = "https://shared.example/campus/issuer.json", "https://shared.example/mallory/key.json"
    claims = {"id": upload, "controller": issuer, "publicKeyMultibase": keys.multikey}
    answers = {issuer: {"id": issuer, "name": "Campus"}, upload: claims}
    found(resolve(answers, upload, issuer), keys, confirmed=False)
    # the issuer publishes keys of its own: then this one is somebody else's
    own = {"id": issuer, "assertionMethod": [method(Issuer(), f"{issuer}#k", controller=issuer)]}
    assert code(resolve(answers | {issuer: own}, upload, issuer)) == ("FAIL", "issuer-mismatch")


def test_a_named_key_may_be_one_of_a_set(keys: Issuer) -> None:
    theirs, ours = public_jwk(Issuer().key.public_key()), public_jwk(keys.key.public_key())
    answers = {
        PLACE: {"keys": [{**theirs, "kid": "a"}, {**ours, "kid": "b"}]},
        ISSUER: {"id": ISSUER, "assertionMethod": [f"{PLACE}#b"]},
    }
    found(resolve(answers, f"{PLACE}#b", ISSUER), keys)
    assert code(resolve(answers, f"{PLACE}#a", ISSUER)) == ("FAIL", "issuer-mismatch")


def test_a_reference_without_a_fragment_names_what_stands_there(keys: Issuer) -> None:
    jwks = {"keys": [{**public_jwk(keys.key.public_key()), "kid": "b"}]}
    answers = {PLACE: jwks, ISSUER: {"id": ISSUER, "assertionMethod": [PLACE]}}
    capitals = "https://UNI.example:443/keys/1"
    for name in (f"{PLACE}#b", PLACE, f"{capitals}#b"):
        found(resolve(answers | {capitals: jwks}, name, ISSUER), keys)
    assert code(resolve(answers, f"{PLACE}/2#b", ISSUER)) == ("FAIL", "issuer-mismatch")
    found(resolve({URL: {"id": DID, "assertionMethod": [keys.did]}}, keys.method), keys)
    # ── the purpose is still asked ──
    for_login = {"id": ISSUER, "assertionMethod": [f"{ISSUER}#k"], "authentication": [PLACE]}
    assert code(resolve(answers | {ISSUER: for_login}, f"{PLACE}#b", ISSUER)) == ("FAIL", "issuer-mismatch")


def test_a_document_that_came_over_http_does_not_speak_for_an_https_issuer(keys: Issuer) -> None:
    profile = {"id": ISSUER, "assertionMethod": [method(keys, f"{ISSUER}#k", controller=ISSUER)]}
    body = json.dumps(profile).encode()
    lowered = Fetched(ISSUER, ISSUER.replace("https", "http"), 200, "application/json", body, "", NOON, True)
    assert code(resolve({ISSUER: lowered}, f"{ISSUER}#k", ISSUER)) == ("INCONCLUSIVE", "issuer-moved")


def test_a_key_written_out_in_the_issuers_document_is_not_fetched(keys: Issuer) -> None:
    resources = Documents(
        {ISSUER: {"id": ISSUER, "assertionMethod": [method(keys, PLACE, controller=ISSUER)]}}
    )
    found(resolve_key(PLACE, issuer=ISSUER, resources=resources), keys)
    assert resources.asked == [ISSUER]


def test_a_key_document_owned_by_another_is_a_mismatch(keys: Issuer) -> None:
    theirs = {"id": PLACE, "owner": "https://uni.example/2", "publicKeyPem": pem(keys.key.public_key())}
    assert code(resolve({PLACE: theirs}, PLACE, ISSUER)) == ("FAIL", "issuer-mismatch")


def test_a_key_document_that_names_another_address_is_not_the_one_asked_for(keys: Issuer) -> None:
    elsewhere = {**key_documents(keys)[2], "id": "https://uni.example/keys/2"}
    answers = {ISSUER: {"id": ISSUER, "assertionMethod": [PLACE]}, PLACE: elsewhere}
    assert code(resolve(answers, PLACE, ISSUER)) == ("INCONCLUSIVE", "did-mismatch")


# ── how a document is served, and whose it says that it is ───────────────────────────────────────────
JSON_TYPES = [
    *("application/json", "application/ld+json", "application/did+json", "application/did+ld+json"),
    *("text/json", "application/did", "application/cid", "application/jwk-set+json", "Application/JSON"),
]
OTHER_TYPES = ["", "text/plain", "application/octet-stream", "text/html", "application/x-pem-file", "json"]


def served(url: str, document: Any, media_type: str) -> Fetched:
    return Fetched(url, url, 200, media_type, json.dumps(document).encode(), "0" * 64, NOON)


@pytest.mark.parametrize("media_type", JSON_TYPES)
def test_a_document_served_as_json_counts(keys: Issuer, media_type: str) -> None:
    found(resolve({URL: served(URL, document(keys), media_type)}), keys)


@pytest.mark.parametrize("media_type", OTHER_TYPES)
def test_a_document_served_as_something_else_does_not_speak_for_the_issuer(
    keys: Issuer, media_type: str
) -> None:
    result = resolve({URL: served(URL, document(keys), media_type)})
    assert code(result) == ("INCONCLUSIVE", "issuer-document-not-json")
    assert result.params["type"] == (media_type or "-")
    profile = {"id": ISSUER, "assertionMethod": [method(keys, f"{ISSUER}#k", controller=ISSUER)]}
    result = resolve({ISSUER: served(ISSUER, profile, media_type)}, f"{ISSUER}#k", ISSUER)
    assert code(result) == ("INCONCLUSIVE", "issuer-document-not-json")
    answers = {
        ISSUER: {"id": ISSUER, "assertionMethod": [PLACE]},
        PLACE: served(PLACE, key_documents(keys)[2], media_type),
    }
    assert code(resolve(answers, PLACE, ISSUER)) == ("INCONCLUSIVE", "issuer-document-not-json")


def test_a_document_that_does_not_say_whose_it_is_proves_nothing(keys: Issuer) -> None:
    for own in (None, "", 7, [DID]):
        result = resolve({URL: document(keys, id=own)})
        assert code(result) == ("INCONCLUSIVE", "issuer-document-unnamed")
    profile = {"assertionMethod": [method(keys, f"{ISSUER}#k", controller=ISSUER)]}
    result = resolve({ISSUER: profile}, f"{ISSUER}#k", ISSUER)
    assert code(result) == ("INCONCLUSIVE", "issuer-document-unnamed")


SPELLINGS = [
    ("https://Uni.example/issuers/1", ISSUER),
    ("https://uni.example:443/issuers/1", ISSUER),
    ("HTTPS://uni.example/issuers/1", ISSUER),
    ("https://uni.example/issuers/%31", ISSUER),
    (ISSUER, "https://UNI.example:443/issuers/1"),
]


@pytest.mark.parametrize(("asked", "stated"), SPELLINGS)
def test_an_address_spelled_otherwise_is_the_same_issuer(keys: Issuer, asked: str, stated: str) -> None:
    """RFC 3986 §6.2."""
    profile = {"id": stated, "assertionMethod": [method(keys, f"{stated}#k", controller=stated)]}
    for name in (f"{asked}#k", f"{stated}#k", "#k", ""):
        found(resolve({asked: profile}, name, asked), keys)


def test_a_document_that_states_another_address_is_read_again_there(keys: Issuer) -> None:
    old, new = "https://uni.example/old", "https://badges.example/new"
    moved = {"id": new, "assertionMethod": [method(Issuer(), f"{new}#k", controller=new)]}  # not read
    last = {"id": new, "assertionMethod": [method(keys, f"{new}#k", controller=new)]}
    result = resolve({old: moved, new: last}, f"{old}#k", old)
    found(result, keys)
    assert result.controller == new
    assert [consulted.url for consulted in result.consulted] == [old, new]
    found(resolve({old: moved, new: last}, f"{new}#k", old), keys)
    # ── what does not answer there, or names a third, is open ──
    assert code(resolve({old: moved}, f"{old}#k", old)) == ("INCONCLUSIVE", "issuer-unreachable")
    third = {**last, "id": "https://third.example/"}
    assert code(resolve({old: moved, new: third}, f"{old}#k", old)) == ("INCONCLUSIVE", "did-mismatch")
    named = {"id": "urn:uuid:1", "assertionMethod": [method(keys, "urn:uuid:1#k", controller="urn:uuid:1")]}
    assert code(resolve({old: named}, f"{old}#k", old)) == ("INCONCLUSIVE", "did-mismatch")


def test_a_page_that_calls_itself_the_university_gets_the_universitys_keys_not_its_own(keys: Issuer) -> None:
    evil, mallory = "https://evil.example/uni", Issuer()
    lie = {"id": ISSUER, "assertionMethod": [method(mallory, f"{ISSUER}#k", controller=ISSUER)]}
    truth = {"id": ISSUER, "assertionMethod": [method(keys, f"{ISSUER}#k", controller=ISSUER)]}
    found(resolve({evil: lie, ISSUER: truth}, f"{evil}#k", evil), keys)


def test_did_web_is_one_identity_in_either_case_of_its_host(keys: Issuer) -> None:
    asked = "did:web:Uni.Example"
    found(resolve({URL: document(keys)}, f"{asked}#key-1", asked), keys)
    found(resolve({URL: document(keys)}, f"{DID}#key-1", asked), keys)


# ── until when (Controlled Identifiers 1.0 §2.2) ─────────────────────────────────────────────────────
def with_end(keys: Issuer, signed: str = "", **members: Any) -> Any:
    answers = {URL: document(keys, verificationMethod=[method(keys, **members)])}
    when = datetime.fromisoformat(signed) if signed else None
    return resolve_key(f"{DID}#key-1", issuer=DID, resources=Documents(answers), at=NOON, signed=when)


@pytest.mark.parametrize("member", ["revoked", "expires"])
@pytest.mark.parametrize(
    "end", ["2026-11-22T12:00:01Z", "2030-01-01T00:00:00+02:00", "9999-12-31T23:59:59Z", None, False, []]
)
def test_a_key_that_has_not_ended_yet_is_the_issuers(keys: Issuer, member: str, end: Any) -> None:
    found(with_end(keys, **{member: end}), keys)


@pytest.mark.parametrize(("member", "expected"), [("revoked", "key-revoked"), ("expires", "key-expired")])
@pytest.mark.parametrize(
    ("signed", "outcome"),
    [
        ("2024-12-31T23:59:59+00:00", "INCONCLUSIVE"),  # or so it says: whoever has the key can write that
        ("2025-01-01T00:00:00+00:00", "FAIL"),
        ("2026-01-01T00:00:00+00:00", "FAIL"),
        ("", "INCONCLUSIVE"),
    ],
)
def test_a_key_that_has_ended_confirms_nobody(
    keys: Issuer, member: str, expected: str, signed: str, outcome: str
) -> None:
    result = with_end(keys, signed, **{member: "2025-01-01T00:00:00Z"})
    found(result, keys, confirmed=False)
    assert (result.doubt.outcome.name, result.doubt.code) == (outcome, expected)
    finding = key_finding(result, issuer=DID, code="x")
    assert (finding.outcome.name, finding.code) == (outcome, expected)
    assert finding.params["since"] == "2025-01-01T00:00:00+00:00"


@pytest.mark.parametrize("member", ["revoked", "expires"])
@pytest.mark.parametrize("end", ["soon", "2025-13-01T00:00:00Z", {"at": 1}, "", ["a", "b"]])
def test_an_end_that_cannot_be_read_leaves_the_question_open(keys: Issuer, member: str, end: Any) -> None:
    result = with_end(keys, "2026-01-01T00:00:00+00:00", **{member: end})
    found(result, keys, confirmed=False)
    assert result.doubt.outcome is Outcome.INCONCLUSIVE


def test_revoked_without_a_date_is_revoked(keys: Issuer) -> None:
    assert with_end(keys, revoked=True).doubt.code == "key-revoked"


def test_an_end_within_the_jwk_counts_too(keys: Issuer) -> None:
    jwk = {**public_jwk(keys.key.public_key()), "revoked": "2025-01-01T00:00:00Z"}
    result = with_end(keys, publicKeyMultibase=None, publicKeyJwk=jwk)
    found(result, keys, confirmed=False)


def test_without_a_moment_no_key_with_an_end_is_confirmed(keys: Issuer) -> None:
    answers = {URL: document(keys, verificationMethod=[method(keys, expires="2090-01-01T00:00:00Z")])}
    found(resolve(answers), keys, confirmed=False)


# ── the words of a method ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("controller", [None, 7, [], [DID, "did:web:evil.example"], {}])
def test_did_04_a_controller_that_cannot_be_read_leaves_the_question_open(
    keys: Issuer, controller: Any
) -> None:
    listed = document(keys, verificationMethod=[method(keys, controller=controller)])
    assert code(resolve({URL: listed})) == ("INCONCLUSIVE", "key-malformed")


def test_did_04_a_controller_in_a_list_of_one_is_that_controller(keys: Issuer) -> None:
    found(resolve({URL: document(keys, verificationMethod=[method(keys, controller=[DID])])}), keys)
    foreign = document(keys, verificationMethod=[method(keys, controller=["did:web:evil.example"])])
    assert code(resolve({URL: foreign})) == ("FAIL", "issuer-mismatch")


def test_did_04_a_method_with_the_id_of_another_did_is_not_the_one_asked_for(keys: Issuer) -> None:
    foreign = document(keys, verificationMethod=[method(keys, "did:web:evil.example#key-1")])
    assert code(resolve({URL: foreign})) == ("INCONCLUSIVE", "key-not-listed")


def test_did_04_two_keys_under_one_id_are_told_apart_by_nobody(keys: Issuer) -> None:
    twice = document(keys, verificationMethod=[method(keys), method(Issuer())])
    assert code(resolve({URL: twice})) == ("INCONCLUSIVE", "key-ambiguous")


def test_did_04_one_key_with_two_algorithms_is_ambiguous() -> None:
    jwk = public_jwk(secret("RSA").public_key())
    methods = [
        {"id": f"{DID}#k", "controller": DID, "publicKeyJwk": {**jwk, "alg": name}}
        for name in ("RS256", "PS256")
    ]
    assert code(resolve({URL: {"id": DID, "assertionMethod": methods}}, f"{DID}#k")) == (
        "INCONCLUSIVE",
        "key-ambiguous",
    )


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
