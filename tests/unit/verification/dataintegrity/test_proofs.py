"""Proofs of every suite, alone and in sets; what they may and may not be called."""

from __future__ import annotations

import copy
import hashlib
from datetime import timedelta
from typing import Any

import pytest

from tests.ldsigner import JWS2020, OB3, SUITE2020, VC1, VC2, Issuer
from tests.unit.verification.identity.test_keys import public_jwk
from tests.vectors import NOON, Documents
from wallet.verification.dataintegrity import proofs
from wallet.verification.dataintegrity.proofs import check_proofs
from wallet.verification.identity.multibase import write_multibase
from wallet.verification.jsonld import canonicalize, choices
from wallet.verification.jsonld.codes import CODES_LD
from wallet.verification.report import Check, Finding, Outcome

PASS, FAIL, INCONCLUSIVE = Outcome.PASS, Outcome.FAIL, Outcome.INCONCLUSIVE
ALL_HOLD = {Check.SHAPE: PASS, Check.ISSUER_KEY: PASS, Check.PROOF: PASS}
SUITES = [
    ("Ed25519", "eddsa-rdfc-2022", []),
    ("Ed25519", "eddsa-2022", []),
    ("Ed25519", "eddsa-jcs-2022", []),
    ("P-256", "ecdsa-rdfc-2019", []),
    ("P-384", "ecdsa-rdfc-2019", []),
    ("P-256", "ecdsa-jcs-2019", []),
    ("P-384", "ecdsa-jcs-2019", []),
    ("Ed25519", "Ed25519Signature2020", [SUITE2020]),
    ("Ed25519", "Ed25519Signature2018", [VC1]),  # its terms are in that context
    ("Ed25519", "JsonWebSignature2020", [JWS2020]),
    ("P-256", "JsonWebSignature2020", [JWS2020]),
    ("RSA", "JsonWebSignature2020", [JWS2020]),
]


def check(document: dict[str, Any], issuer: str = "", **more: Any) -> dict[Check, Finding]:
    stated = document.get("issuer", "")
    issuer = issuer or (stated["id"] if isinstance(stated, dict) else stated)
    arguments = {"at": NOON, "resources": Documents(), **more}
    found = check_proofs(document, issuer=issuer, **arguments)
    assert len({finding.check for finding in found}) == len(found)
    for finding in found:
        assert CODES_LD[finding.code] in (finding.check, None), finding.code
    return {finding.check: finding for finding in found}


def outcomes(found: dict[Check, Finding]) -> dict[Check, Outcome]:
    return {check: finding.outcome for check, finding in found.items()}


def proof_of(found: dict[Check, Finding]) -> tuple[Outcome, str]:
    return found[Check.PROOF].outcome, found[Check.PROOF].code


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture(scope="module")
def signed(issuer: Issuer) -> dict[str, Any]:
    return issuer.sign(issuer.credential())


@pytest.mark.parametrize(
    ("algorithm", "expected"), [("RS256", "signature-fits"), ("PS256", "key-for-another-algorithm")]
)
def test_a_key_is_used_only_with_the_algorithm_that_its_issuer_names(algorithm: str, expected: str) -> None:
    """RFC 7517 §4.4: `alg` of the published JWK."""
    did = "did:web:uni.example"
    issuer = Issuer("RSA", did=did, method=f"{did}#k")
    jwk = {**public_jwk(issuer.key.public_key()), "alg": algorithm}
    method = {"id": f"{did}#k", "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": jwk}
    resources = Documents(
        {"https://uni.example/.well-known/did.json": {"id": did, "assertionMethod": [method]}}
    )
    document = issuer.credential(**{"@context": [VC1, JWS2020], "type": ["VerifiableCredential"]})
    document |= {"issuanceDate": document.pop("validFrom"), "credentialSubject": {"id": "did:example:alice"}}
    document["issuer"] = did
    document.pop("name")
    signed = issuer.sign(document, "JsonWebSignature2020")
    outcome = Outcome.PASS if expected == "signature-fits" else Outcome.FAIL
    assert proof_of(check(signed, resources=resources)) == (outcome, expected)


@pytest.mark.parametrize(("kind", "suite", "contexts"), SUITES, ids=[f"{s}-{k}" for k, s, _ in SUITES])
def test_a_proof_holds_until_a_word_is_changed(kind: str, suite: str, contexts: list[str]) -> None:
    issuer = Issuer(kind)
    document = issuer.credential()
    document["@context"] = list(dict.fromkeys([VC1, *contexts])) if contexts else document["@context"]
    if contexts:
        document |= {"type": ["VerifiableCredential"], "issuanceDate": document.pop("validFrom")}
        document["credentialSubject"] = {"id": "did:example:alice"}
        document["issuer"] = issuer.did
        del document["name"]
    signed = issuer.sign(document, suite)
    found = check(signed)
    assert outcomes(found) == ALL_HOLD
    assert found[Check.PROOF].params["suite"] == suite
    signed["credentialSubject"]["id"] = "did:example:mallory"
    assert proof_of(check(signed)) == (FAIL, "signature-does-not-fit")


def test_the_contexts_that_verified_are_recorded(signed: dict[str, Any]) -> None:
    recorded = check(signed)[Check.PROOF].params["contexts"]
    assert VC2 in recorded and OB3 in recorded and recorded.count("sha256:") == 2


def test_an_older_content_of_the_same_context_address_is_tried_too() -> None:
    """…/context.json was the beta before it was 3.0.0; credentials of both are about."""
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
    issuer, tried = Issuer(), []
    for contexts in choices([VC1, url, SUITE2020], resources=Documents()):
        document = {
            "@context": [VC1, url, SUITE2020],
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": issuer.did, "type": "Profile", "name": "University"},
            "issuanceDate": "2026-01-01T00:00:00Z",
            "credentialSubject": {"type": "AchievementSubject", "id": "did:example:alice"},
        }
        proof = issuer.proof("Ed25519Signature2020")
        parts = ({**proof, "@context": document["@context"]}, document)
        digests = b"".join(hashlib.sha256(canonicalize(p, contexts=contexts)).digest() for p in parts)
        found = check({**document, "proof": {**proof, "proofValue": write_multibase(issuer.raw(digests))}})
        assert outcomes(found) == ALL_HOLD
        tried.append(found[Check.PROOF].params["contexts"])
    assert len(set(tried)) == 2


def test_a_set_holds_when_all_hold(issuer: Issuer, signed: dict[str, Any]) -> None:
    both = issuer.sign(signed, "eddsa-jcs-2022")
    assert len(both["proof"]) == 2
    assert outcomes(check(both)) == ALL_HOLD


def test_a_set_with_one_refuted_proof_is_refuted(issuer: Issuer, signed: dict[str, Any]) -> None:
    both = issuer.sign(signed, "eddsa-jcs-2022")
    for broken in (0, 1):
        twin = copy.deepcopy(both)
        twin["proof"][broken]["proofValue"] = issuer.sign(issuer.credential(name="x"))["proof"]["proofValue"]
        assert proof_of(check(twin)) == (FAIL, "signature-does-not-fit")


def test_a_set_names_what_it_could_not_judge(issuer: Issuer, signed: dict[str, Any]) -> None:
    other = issuer.proof("bbs-2023", proofValue="u2V0")
    found = check({**signed, "proof": [other, signed["proof"]]})
    assert outcomes(found) == ALL_HOLD
    assert found[Check.PROOF].params["unsupported"] == "bbs-2023"


def test_a_proof_of_another_party_in_a_set_is_a_mismatch(issuer: Issuer, signed: dict[str, Any]) -> None:
    found = check(Issuer().sign(signed))
    assert found[Check.ISSUER_KEY].code == "issuer-mismatch"


def test_a_chain_is_not_judged(signed: dict[str, Any]) -> None:
    chained = {**signed, "proof": {**signed["proof"], "previousProof": "urn:uuid:1"}}
    assert proof_of(check(chained)) == (INCONCLUSIVE, "proof-chain-not-supported")


@pytest.mark.parametrize(
    "member", ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]
)
def test_a_list_of_one_in_a_proof_is_the_thing_itself(member: str, signed: dict[str, Any]) -> None:
    proof = {**signed["proof"], member: [signed["proof"][member]]}
    assert outcomes(check({**signed, "proof": proof})) == ALL_HOLD
    changed = check({**signed, "name": "Another course", "proof": proof})
    assert proof_of(changed) == (FAIL, "signature-does-not-fit")


@pytest.mark.parametrize(
    "change",
    [
        {"cryptosuite": "ecdsa-sd-2023"},
        {"cryptosuite": "bip340-rdfc-2025"},
        {"cryptosuite": ["eddsa-rdfc-2022", "eddsa-jcs-2022"]},
        {"cryptosuite": [["eddsa-rdfc-2022"]]},
        {"type": "MerkleProof2019", "cryptosuite": ""},
        {"type": "Ed25519Signature2020"},
        {"type": None},
    ],
)
def test_a_suite_outside_the_table_is_not_judged(change: dict[str, Any], signed: dict[str, Any]) -> None:
    finding = check({**signed, "proof": {**signed["proof"], **change}})[Check.PROOF]
    assert (finding.outcome, finding.code) == (INCONCLUSIVE, "proof-not-supported")


def test_time_of_a_proof_with_five_minutes_of_grace(issuer: Issuer) -> None:
    def at(**members: str) -> tuple[Outcome, str]:
        return proof_of(check(issuer.sign(issuer.credential(), **members)))

    stamp = lambda seconds: (NOON + timedelta(seconds=seconds)).isoformat()  # noqa: E731
    assert at(created=stamp(299))[0] is PASS
    assert at(created=stamp(301)) == (FAIL, "proof-from-the-future")
    assert at(expires=stamp(-299))[0] is PASS
    assert at(expires=stamp(-301)) == (FAIL, "expired")
    altered = {**issuer.sign(issuer.credential(), expires=stamp(-301)), "name": "Another"}
    assert proof_of(check(altered)) == (FAIL, "signature-does-not-fit")  # its end is nobody's word then
    assert at(created="yesterday") == (FAIL, "proof-malformed")


def test_a_presentation_is_proved_by_its_holder_for_authentication(issuer: Issuer) -> None:
    document = {"@context": [VC2], "type": ["VerifiablePresentation"], "holder": issuer.did}
    shown = issuer.sign(document, proofPurpose="authentication")
    assert outcomes(check(shown, issuer.did, purpose="authentication")) == ALL_HOLD
    assert proof_of(check(shown, issuer.did)) == (FAIL, "proof-purpose-wrong")


def test_an_embedded_credential_keeps_its_own_contexts(issuer: Issuer, signed: dict[str, Any]) -> None:
    document = {
        "@context": [VC2],
        "type": ["VerifiablePresentation"],
        "holder": issuer.did,
        "verifiableCredential": [signed],
    }
    shown = issuer.sign(document, proofPurpose="authentication")
    assert outcomes(check(shown, issuer.did, purpose="authentication")) == ALL_HOLD
    shown["verifiableCredential"][0]["name"] = "Another"
    assert proof_of(check(shown, issuer.did, purpose="authentication"))[0] is FAIL


def test_an_inline_context_is_not_judged_and_a_bad_signature_still_shows(issuer: Issuer) -> None:
    inline = [VC2, {"motto": "https://uni.example/motto"}]
    document = issuer.credential(**{"@context": inline, "type": ["VerifiableCredential"], "motto": "x"})
    document["credentialSubject"] = {"id": "did:example:alice"}
    document["issuer"] = issuer.did
    signed = issuer.sign(document)
    found = check(signed)
    assert (found[Check.SHAPE].outcome, found[Check.SHAPE].code) == (INCONCLUSIVE, "inline-context")
    assert proof_of(found) == (INCONCLUSIVE, "shape-hides")
    signed["motto"] = "y"
    assert proof_of(check(signed)) == (FAIL, "signature-does-not-fit")
    del signed["@context"]  # said of the document, not as a fault of ours
    found = check(signed)
    assert (found[Check.SHAPE].outcome, found[Check.SHAPE].code) == (FAIL, "context-missing")
    assert proof_of(found) == (INCONCLUSIVE, "not-read-safely")


def test_a_credential_that_names_no_issuer_has_no_key(issuer: Issuer) -> None:
    document = issuer.credential()
    del document["issuer"]
    found = {
        f.check: f for f in check_proofs(issuer.sign(document), issuer="", at=NOON, resources=Documents())
    }
    assert found[Check.ISSUER_KEY].code == "issuer-not-stated"
    assert found[Check.PROOF].outcome is not PASS


def test_a_fault_of_ours_says_nothing(monkeypatch: pytest.MonkeyPatch, signed: dict[str, Any]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(proofs, "resolve_key", broken)
    assert proof_of(check(signed)) == (INCONCLUSIVE, "check-failed")


@pytest.mark.parametrize(
    "document", [{}, {"proof": 1}, {"proof": [[]]}, {"proof": "x"}, {"proof": [{"a": 1}]}]
)
def test_any_document_at_all_gets_an_answer(document: dict[str, Any]) -> None:
    assert check(document, "did:example:x")[Check.PROOF].outcome is not PASS
