"""Tricks by which what is not the issuer's word could pass for it: each comes out as it should."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest

from tests.smith import BadgeHost, Issuer, Key, Web, bits, publish_list, status_entry
from tests.smith.asking import answer, ask
from tests.smith.issuer import V2
from tests.smith.keys import base64url
from wallet.verification.jsonld import contexts
from wallet.verification.report import Check, Report, Verdict
from wallet.verification.resources import Purpose

EVIL = "https://evil.example"


# ── Open Badges 2 and older ──
def of_05(origin: str, url: str) -> Report:
    """A badge of Open Badges 0.5 at `url`, whose issuer calls itself a university and is an `origin`."""
    web = Web()
    issuer = {"origin": origin, "name": "Harvard University"}
    badge = {"version": "0.5.0", "name": "PhD", "description": "x", "image": "/i.png", "criteria": "/c"}
    assertion = {"recipient": "mallory@example.org", "issued_on": "2026-01-01"}
    verify = {"type": "hosted", "url": url}
    document = {**assertion, "badge": {**badge, "issuer": issuer}, "verify": verify}
    web.put(url, document)
    return ask(document, web)


@pytest.mark.parametrize(
    ("origin", "url", "verdict"),
    [
        ("https://badges.example", "https://badges.example/1", Verdict.VALID),
        (
            "https://raw.githubusercontent.com",
            "https://raw.githubusercontent.com/m/x/1",
            Verdict.UNDETERMINED,
        ),
        ("https://storage.googleapis.com", "https://storage.googleapis.com/mallory/1", Verdict.UNDETERMINED),
        ("https://github.com/uni", "https://github.com/uni/badges/1", Verdict.VALID),
        ("https://github.com/uni", "https://github.com/mallory/1", Verdict.INVALID),
    ],
)
def test_an_origin_that_many_people_share_is_no_issuer(origin: str, url: str, verdict: Verdict):
    report = of_05(origin, url)
    assert report.verdict is verdict
    if verdict is Verdict.UNDETERMINED:
        assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "shared-host")


@pytest.mark.parametrize("member", ["image", "url", "revocationList"])
def test_a_key_where_the_profile_has_something_else_is_not_the_issuers(member: str):
    """Whoever may replace the logo has not become the issuer."""
    web, mallory = Web(), Key.make("RSA", number=2)
    host = BadgeHost(web)
    place = f"{host.host}/logo"
    profile = {name: value for name, value in host.profile.items() if name != "publicKey"}
    web.put(host.issuer_id, {**profile, member: place})
    web.put(place, mallory.pem(), content_type="text/plain")
    assertion = host.assertion(uid="1", **{"@context": None, "type": None, "id": None, "verification": None})
    report = ask(mallory.jws({**assertion, "verify": {"type": "signed", "url": place}}), web)
    assert report.verdict is not Verdict.VALID
    assert answer(report, Check.ISSUER_KEY)[1] == "issuer-not-confirmed"


def test_a_revocation_counts_though_the_list_still_says_http():
    web = Web()
    host = BadgeHost(web, revocationList="https://badges.example/revoked")
    assertion = host.assertion()
    listed: dict[str, Any] = {"type": "RevocationList", "id": "https://badges.example/revoked"}
    for entries, verdict in (
        ([assertion["id"].replace("https:", "http:")], Verdict.REVOKED),
        ([assertion["id"] + "0"], Verdict.VALID),
    ):
        web.put(listed["id"], {**listed, "issuer": host.issuer_id, "revokedAssertions": entries})
        assert ask(host.sign(assertion), web).verdict is verdict


# ── Status lists ──
LIST = "https://uni.example/list"


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def issuer(web: Web) -> Issuer:
    return Issuer(web, did="web")


@pytest.fixture
def mallory(web: Web) -> Issuer:
    """Another issuer, whose own document also names the university's key, which it may."""
    other = Issuer(web, did="web", key=Key.make(number=2), host="evil.example")
    named = [other.method, "did:web:uni.example#key-1"]
    other.publish("https://evil.example/.well-known/did.json", assertionMethod=named)
    return other


def status_of(web: Web, issuer: Issuer, **entry: Any) -> Report:
    return ask(issuer.sign(issuer.credential(credentialStatus=status_entry(LIST, **entry))), web)


def test_a_proof_that_was_not_checked_makes_a_list_nobodys(web: Web, issuer: Issuer, mallory: Issuer):
    """A list may name any key in a proof that nobody can check, or in a token's member that is no proof."""
    unread = {"type": "DataIntegrityProof", "verificationMethod": issuer.method}
    publish_list(mallory, LIST, bits(set()))
    listed = json.loads(web.fetch(LIST, Purpose.STATUS).body)  # type: ignore[union-attr]
    bare = {name: value for name, value in listed.items() if name != "proof"}
    two = {**listed, "proof": [listed["proof"], {**unread, "cryptosuite": "of-2030", "proofValue": "z1"}]}
    for lie in (json.dumps(two), mallory.sign_jwt({**bare, "proof": unread})):
        web.put(LIST, lie)
        report = status_of(web, issuer)
        assert answer(report, Check.STATUS) == ("inconclusive", "status-issuer-differs")


def test_a_list_that_the_very_same_key_signed_is_the_issuers(web: Web, issuer: Issuer):
    twin = Issuer(web, did="web", key=issuer.key, host="lists.example")
    publish_list(twin, LIST, bits({8}))
    assert status_of(web, issuer).verdict is Verdict.VALID
    assert status_of(web, issuer, index="8").verdict is Verdict.REVOKED


@pytest.mark.parametrize(
    "member", [{"issuer": "did:web:evil.example"}, {"vc": {"issuer": "did:web:evil.example"}}]
)
def test_a_token_list_names_its_issuer_in_iss_and_nowhere_else(
    web: Web, issuer: Issuer, mallory: Issuer, member: dict[str, Any]
):
    place = "https://uni.example/tokens"
    empty = {"bits": 1, "lst": base64url(zlib.compress(bytes(16)))}
    claims = {"sub": place, "iat": 1767225600, "status_list": empty}
    named = {"status": {"status_list": {"idx": 5, "uri": place}}}
    for key, method, more, verdict in (
        (issuer.key, issuer.method, {}, Verdict.VALID),
        (mallory.key, mallory.method, member, Verdict.UNDETERMINED),
    ):
        web.put(place, key.jws({**claims, **more}, header={"typ": "statuslist+jwt", "kid": method}))
        assert ask(issuer.sign_jwt(issuer.credential(), claims=named), web).verdict is verdict


@pytest.mark.parametrize(
    ("purposes", "served", "index", "code"),
    [
        (["message", "revocation"], ["message", "revocation"], "7", "revoked"),
        (["refresh", "suspension"], ["refresh", "suspension"], "7", "suspended"),
        (["suspension", "revocation"], ["suspension", "revocation"], "7", "revoked"),
        (["suspension", "revocation"], ["suspension", "revocation"], "8", "not-suspended"),
        (["suspension", "revocation"], "suspension", "8", "status-purpose-differs"),
        (["suspension", "revocation"], "suspension", "7", "suspended"),
    ],
)
def test_a_bit_for_several_purposes_says_the_gravest(
    web: Web, issuer: Issuer, purposes: list[str], served: Any, index: str, code: str
):
    publish_list(issuer, LIST, bits({7}), subject={"statusPurpose": served})
    entry = status_entry(LIST, index=index, purpose=purposes)  # type: ignore[arg-type]
    report = ask(issuer.sign_jwt(issuer.credential(credentialStatus=entry)), web)
    assert answer(report, Check.STATUS)[1] == code


# ── Tokens ──
def test_an_end_and_a_status_beside_the_credential_in_a_token_count(web: Web, issuer: Issuer):
    """The issuer has signed them as well: VC Data Model 1.1 §6.3.1 has them in `vc`, and some write both."""
    publish_list(issuer, LIST, bits({7}))
    old = issuer.credential(version=1)
    for beside, verdict in (
        ({}, Verdict.VALID),
        ({"validUntil": "2026-02-01T00:00:00Z"}, Verdict.EXPIRED),
        ({"expirationDate": 1767225601}, Verdict.EXPIRED),
        ({"credentialStatus": status_entry(LIST)}, Verdict.REVOKED),
        ({"credentialStatus": status_entry(LIST, index="8")}, Verdict.VALID),
    ):
        assert ask(issuer.sign_jwt(old, style="vc11", claims=beside), web).verdict is verdict


@pytest.mark.parametrize(
    "kind",
    ["kb+jwt", "statuslist+jwt", "application/secevent+jwt", "oauth-authz-req+jwt", "Entity-Statement+jwt"],
)
def test_a_token_that_its_signer_calls_something_else_is_no_credential(web: Web, issuer: Issuer, kind: str):
    report = ask(issuer.sign_jwt(issuer.credential(), header={"typ": kind}), web)
    assert report.verdict is Verdict.INVALID
    assert answer(report, Check.SHAPE) == ("fail", "token-of-another-kind")


# ── Endorsements ──
WELDING = "https://uni.example/achievements/welding"


def endorsement(issuer: Issuer, about: str, **said: Any) -> dict[str, Any]:
    subject = {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Good.", **said}
    kinds = ["VerifiableCredential", "EndorsementCredential"]
    return issuer.credential(id="urn:uuid:e", type=kinds, credentialSubject=subject)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (WELDING, "endorsements-hold"),
        ("urn:uuid:2fe53dc9-b2ec-4939-9b2c-0d00f6663b6c", "endorsements-hold"),
        ("did:web:uni.example", "endorsements-hold"),
        ("https://harvard.example/achievements/phd", "endorsements-of-something-else"),
        ("did:example:learner", "endorsements-of-something-else"),
    ],
)
def test_an_endorsement_of_something_else_endorses_nothing(
    web: Web, issuer: Issuer, mallory: Issuer, about: str, code: str
):
    """Anybody may put a genuine endorsement into a badge of their own."""
    signed = mallory.sign_jwt(endorsement(mallory, about))
    report = ask(issuer.sign_jwt(issuer.credential(endorsementJwt=[signed])), web)
    assert answer(report, Check.ENDORSEMENTS)[1] == code
    assert report.verdict is Verdict.VALID


def test_a_badge_is_no_endorsement(web: Web, issuer: Issuer, mallory: Issuer):
    other = mallory.sign_jwt(mallory.credential())
    report = ask(issuer.sign_jwt(issuer.credential(endorsementJwt=[other])), web)
    assert answer(report, Check.ENDORSEMENTS)[0] == "inconclusive"


# ── What a signature over RDF covers ──
def rewritten(
    web: Web, issuer: Issuer, document: dict[str, Any], *, from_: str, member: str, to: str
) -> Report:
    """The report on a signed document with a member moved from one description of a node to another."""
    signed = json.loads(json.dumps(issuer.sign(document)))
    value = _at(signed, from_).pop(member)
    target = _at(signed, to)
    target[member] = value
    target["type"] = list(dict.fromkeys([*_at(signed, from_)["type"], *target["type"]]))
    return ask(signed, web)


def _at(document: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        document = document[int(name)] if name.isdigit() else document[name]
    return document


@pytest.mark.parametrize("context", ["of its own", "of the badge"])
def test_a_status_or_an_end_cannot_hide_in_an_endorsement_of_the_same_badge(
    web: Web, issuer: Issuer, context: str
):
    """The endorsement's subject is the badge, one node of RDF: what is moved there keeps the signature."""
    publish_list(issuer, LIST, bits({7}))
    document = issuer.credential(credentialStatus=status_entry(LIST), validUntil="2026-02-01T00:00:00Z")
    inside = endorsement(issuer, document["id"])
    if context == "of the badge":
        del inside["@context"]
    document["endorsement"] = [inside]
    assert ask(issuer.sign(document), web).verdict is Verdict.REVOKED
    place = "endorsement.0.credentialSubject"
    for member in ("credentialStatus", "validUntil"):
        report = rewritten(web, issuer, document, from_="", member=member, to=place)
        assert answer(report, Check.SHAPE) == ("fail", "not-compacted")
        assert report.document is None


def test_a_result_cannot_wander_where_the_signature_does_not_notice(web: Web, issuer: Issuer):
    failed = [{"type": ["Result"], "value": "Failed"}]
    document = issuer.credential()
    subject = {**document["credentialSubject"], "result": failed}
    about_learner = issuer.credential(
        credentialSubject=subject, endorsement=[endorsement(issuer, subject["id"])]
    )
    about_welding = issuer.credential(endorsement=[endorsement(issuer, WELDING)])
    assert ask(issuer.sign(about_learner), web).verdict is Verdict.VALID
    assert ask(issuer.sign(about_welding), web).verdict is Verdict.VALID
    place = "endorsement.0.credentialSubject"
    for given, from_, member in (
        (about_learner, "credentialSubject", "result"),
        (about_welding, "credentialSubject.achievement", "criteria"),
    ):
        report = rewritten(web, issuer, given, from_=from_, member=member, to=place)
        assert answer(report, Check.SHAPE) == ("inconclusive", "described-twice")
        assert report.verdict is Verdict.UNDETERMINED
    other = {**document["credentialSubject"]["achievement"], "id": "urn:uuid:other", "name": "Cutting"}
    two = [subject, {"id": subject["id"], "type": ["AchievementSubject"], "achievement": other}]
    report = ask(issuer.sign(issuer.credential(credentialSubject=two)), web)
    assert answer(report, Check.SHAPE) == ("inconclusive", "described-twice")


def test_contexts_that_a_jcs_proof_does_not_cover_are_not_shown(web: Web, issuer: Issuer):
    """vc-di-eddsa §3.3.2 verifies the document with the contexts that its proof states."""
    signed = json.loads(json.dumps(issuer.sign(issuer.credential(), suite="eddsa-jcs-2022")))
    covered = list(signed["@context"])
    signed["@context"].append("https://w3id.org/security/v2")
    report = ask(signed, web)
    assert report.document is not None
    assert report.document["@context"] == covered


def test_a_context_that_imports_another_spoils_it_for_nobody(web: Web, issuer: Issuer):
    """Processed contexts are kept between documents, and an import is written into the one imported."""
    good = issuer.credential(endorsement=[endorsement(issuer, WELDING)])
    signed, plain = issuer.sign(good), issuer.sign(issuer.credential())
    for own in ({"@import": V2}, {"x": {"@id": "urn:x", "@context": {"@import": V2}}}):
        lie = json.loads(json.dumps(plain))
        lie["@context"].append(own)
        contexts._kept.clear()  # as in a process that has just begun
        assert ask(lie, web).verdict is not Verdict.VALID
        assert ask(signed, web).verdict is Verdict.VALID
