"""Open Badges 3.0 as production servers write it, and documents with documents in them."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import pytest

from tests.smith import Issuer, Web
from tests.smith.asking import answer, ask
from tests.vectors import needs_vectors, read
from wallet.verification.identity.multibase import write_multibase
from wallet.verification.jsonld import canonicalize, check_shape, choices
from wallet.verification.report import Check, Outcome, Verdict

MEMBERS = {
    "extensions:CategoryExtension": {"Category": "participation"},
    "extensions:StudyLoadExtension": {"StudyLoad": 120},
    "extensions:CompetencyExtension": [],
    "extensions:BasedOnExtension": {"BasedOn": {}},
    "extensions:LicenseExtension": {"id": "CC-0", "name": "Welding"},  # as the achievement is called too
}


@pytest.fixture
def issuer() -> Issuer:
    """As badgr-server publishes itself: one method, its type misnamed, and no purposes."""
    issuer = Issuer(Web(), did="https")
    method = {
        "id": issuer.method,
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdf-2022",
        "controller": "",
        "publicKeyMultibase": issuer.key.multikey(),
    }
    profile = {"id": issuer.id, "type": "Profile", "controller": "", "verificationMethod": method}
    issuer.web.put(issuer.id, profile)
    return issuer


def with_base(issuer: Issuer, document: dict[str, Any]) -> dict[str, Any]:
    """Signed as PyLD reads it when nobody names a base."""
    contexts = next(iter(choices(document["@context"], resources=issuer.web)))
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": issuer.method,
        "proofPurpose": "assertionMethod",
    }
    parts = [
        canonicalize({**proof, "@context": document["@context"]}, contexts=contexts),
        canonicalize(document, contexts=contexts, base="http://example.org/base/"),
    ]
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    return {**document, "proof": {**proof, "proofValue": write_multibase(issuer.key.sign(digests))}}


@pytest.mark.parametrize("sign", [Issuer.sign, with_base])
def test_the_extensions_of_a_production_server_make_no_badge_invalid(issuer: Issuer, sign: Any):
    report = ask(sign(issuer, issuer.credential(**MEMBERS)), issuer.web)
    assert report.verdict is Verdict.VALID
    assert report.document is not None
    assert not [name for name in report.document if name.startswith("extensions:")]


def test_what_an_extension_says_is_not_signed_and_not_shown(issuer: Issuer):
    signed = issuer.sign(issuer.credential(**MEMBERS))
    signed["extensions:StudyLoadExtension"]["StudyLoad"] = 9999
    report = ask(signed, issuer.web)
    assert "9999" not in str(report.document)


@pytest.mark.parametrize(
    "member",
    [
        {"extensions:SomethingElse": {"a": 1}},
        {"ext:StudyLoadExtension": {"a": 1}},
        {"extensions:LevelExtension": {"@id": "urn:x:1"}},
        {"extensions:LevelExtension": {"@context": "https://www.w3.org/ns/credentials/v2", "Level": "a"}},
        {"extensions:LevelExtension": {"https://schema.org/name": "a"}},
        {"extensions:LevelExtension": {"id": "urn:uuid:2fe53dc9-b2ec-4939-9b2c-0d00f6663b6c", "name": "b"}},
        {"extensions:LevelExtension": {"id": "https://uni.example/achievements/welding"}},
        {"extensions:LevelExtension": {"type": "@json", "Level": "a"}},
        {"extensions:LevelExtension": {"extensions:LevelExtension": {"Level": "a"}}},
    ],
)
def test_an_extension_that_could_carry_more_is_refused(issuer: Issuer, member: dict[str, Any]):
    signed = issuer.sign(issuer.credential())
    assert ask({**signed, **member}, issuer.web).verdict is not Verdict.VALID
    assert ask(issuer.sign(issuer.credential(**member)), issuer.web).verdict is not Verdict.VALID


def test_an_end_hidden_in_an_extension_is_not_valid(issuer: Issuer):
    """The credential's own node, named again inside: the end would be signed and out of sight."""
    hidden = {"id": "urn:uuid:2fe53dc9-b2ec-4939-9b2c-0d00f6663b6c"}
    shown = issuer.credential(validUntil="2026-02-01T00:00:00Z", **{"extensions:LevelExtension": hidden})
    moved = copy.deepcopy(shown)
    moved["extensions:LevelExtension"]["validUntil"] = moved.pop("validUntil")
    signed = issuer.sign(shown)
    assert ask({**moved, "proof": signed["proof"]}, issuer.web).verdict is not Verdict.VALID


def test_a_controller_document_without_purposes_is_no_profile(issuer: Issuer):
    profile = issuer.web.fetch(issuer.id, None).body  # type: ignore[arg-type]
    issuer.web.put(issuer.id, profile.replace(b'"Profile"', b'"Thing"'))
    report = ask(issuer.sign(issuer.credential()), issuer.web)
    assert answer(report, Check.ISSUER_KEY)[0] == "inconclusive"
    assert report.verdict is Verdict.UNDETERMINED


# ── the addresses of a context ──
@pytest.mark.parametrize(
    "address",
    [
        "https://purl.1edtech.org/spec/ob/v3p0/context-3.0.3.json",
        "http://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
)
@pytest.mark.parametrize("types", [["VerifiableCredential", "OpenBadgeCredential"], ["VerifiableCredential"]])
def test_a_context_is_known_under_every_address_it_is_served_at(issuer: Issuer, address: str, types: Any):
    contexts = ["https://www.w3.org/ns/credentials/v2", address]
    signed = issuer.sign(issuer.credential(**{"@context": contexts}, type=types))
    report = ask(signed, issuer.web)
    assert (report.format, report.verdict) == ("ob3-di", Verdict.VALID)
    signed["name"] = "Brazing"
    assert ask(signed, issuer.web).verdict is Verdict.INVALID


def test_a_context_at_a_strangers_address_is_not_known(issuer: Issuer):
    for address in (
        "https://purl.imsglobal.org.evil.example/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.1edtech.org/spec/ob/v3p0/context-9.9.9.json",
        "https://evil.example/?https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ):
        document = issuer.credential()
        document["@context"] = [document["@context"][0], address]
        signed = {**document, "proof": issuer.sign(issuer.credential())["proof"]}
        assert ask(signed, issuer.web).verdict is not Verdict.VALID


# ── documents in documents ──
@needs_vectors
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_the_complete_example_of_the_specification_holds_once_signed(suite: str):
    """Its endorsements use terms that only the contexts around them define (Open Badges 3.0 §C)."""
    web = Web()
    issuer = Issuer(web, did="https")
    document = read("ob3-di/1edtech-ob3-spec/fullOpenBadge--00-Complete-OpenBadgeCredential.json")
    document.pop("proof", None)
    document.pop("validUntil", None)
    document["issuer"]["id"] = issuer.id
    status = document["credentialStatus"]["id"]
    web.put(status, {"id": status, "issuer": issuer.id, "revokedCredential": []})
    signed = issuer.sign(document, suite=suite)
    report = ask(signed, web)
    assert report.verdict is Verdict.VALID, report.findings
    for lie in ("name", "validFrom"):
        assert ask({**signed, lie: signed.get("awardedDate", "x")}, web).verdict is not Verdict.VALID
    inside = copy.deepcopy(signed)
    inside["endorsement"][0]["credentialSubject"]["endorsementComment"] = "in no standing at all"
    assert ask(inside, web).verdict is not Verdict.VALID
    unsigned = copy.deepcopy(signed)
    unsigned["endorsement"][0]["credentialSubject"]["honours"] = "first class"
    assert ask(unsigned, web).verdict is not Verdict.VALID


def test_what_stands_in_a_presentation_has_its_own_contexts_alone(issuer: Issuer):
    """Data Model 2.0 ends the outer contexts at `verifiableCredential`: a term that only they define is
    unsigned inside."""
    held = issuer.credential()
    held["@context"] = held["@context"][:1]
    held.pop("credentialSubject")
    earned = {"id": "https://uni.example/a", "type": ["Achievement"], "name": "Welding"}
    held["credentialSubject"] = {"type": ["AchievementSubject"], "achievement": earned}
    held["type"] = ["VerifiableCredential"]
    outer = {
        "@context": issuer.credential()["@context"],
        "type": ["VerifiablePresentation"],
        "holder": issuer.id,
        "verifiableCredential": [held],
    }
    contexts = next(iter(choices(outer["@context"], resources=issuer.web)))
    assert check_shape(outer, contexts=contexts).outcome is Outcome.FAIL
    held["@context"] = outer["@context"]
    assert check_shape(outer, contexts=contexts).outcome is Outcome.PASS
