"""European Digital Credentials, learner records and SD-JWTs: recognised by content, kept as given, shown, and
never said to hold: their seals are not checked yet."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.credentials.makers import written
from tests.unit.credentials.transparent import CLAIMS, LOCAL, PLAIN, digest, disclosure, elm, ob3, sd_jwt
from tests.vectors import VECTORS, Documents, needs_vectors
from wallet.credentials.clr.reader import children_of
from wallet.credentials.dialects import fingerprint, read_credential
from wallet.credentials.envelope import Envelope
from wallet.credentials.model import Credential
from wallet.credentials.parsing.strict import write_base64url
from wallet.credentials.reading import read_envelope
from wallet.credentials.sdjwt.reader import read_sd_jwt
from wallet.errors import Unreadable
from wallet.verification.report import Check, Outcome, Report, Verdict
from wallet.verification.verifier import verify

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def opened(data: bytes) -> tuple[Envelope, Credential, Report]:
    envelope = read_envelope(data, "file.bin")
    assert envelope.refusal is None and envelope.claimed is not None
    assert envelope.original == data
    report = verify(envelope, at=NOON, resources=Documents())
    return envelope, read_credential(envelope.claimed, dialect=envelope.dialect), report


def sealed(document: dict[str, Any], *, plain: bool = True) -> bytes:
    text = json.dumps(document, ensure_ascii=False)
    header = {"alg": "RS256", "b64": False, "crit": ["b64"]} if plain else {"alg": "RS256"}
    signature = {"protected": write_base64url(json.dumps(header).encode()), "header": {}, "signature": "AA"}
    return written({"payload": text if plain else write_base64url(text.encode()), "signatures": [signature]})


# ── European Digital Credentials ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("plain", [True, False], ids=["payload as text", "payload in base64url"])
def test_a_sealed_european_credential_is_read_and_its_seal_left_undecided(plain):
    envelope, credential, report = opened(sealed(LOCAL, plain=plain))
    assert (envelope.dialect, envelope.outer_proof) == ("elm", "jades")
    assert (credential.title(), credential.title("pl")) == ("Data", "Dane")
    assert credential.issuer.name == {"en": "Seals Ltd"}
    assert credential.achievement.creator.name == {"en": "University of Maple"}
    assert credential.issued_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert credential.achievement.outcomes == ("Cleans a table",)
    assert (report.format, report.verdict, report.document) == ("elm-jades", Verdict.UNDETERMINED, None)
    finding = report.finding(Check.PROOF)
    assert (finding.outcome, finding.code) == (Outcome.INCONCLUSIVE, "proof-not-supported")
    assert finding.params == {"type": "JAdES"}


@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "uploadable"])
def test_an_unsealed_european_credential_is_unsigned_even_before_it_is_dated(wrapped):
    document = {key: value for key, value in LOCAL.items() if key not in ("issued", "issuanceDate")}
    data = written({"credential": document, "deliveryDetails": {}} if wrapped else document)
    envelope, credential, report = opened(data)
    assert (envelope.dialect, credential.title(), credential.issued_at) == ("elm", "Data", None)
    assert (report.format, report.verdict) == ("elm-di", Verdict.UNSIGNED)


def test_a_sealed_copy_is_not_taken_for_an_unsealed_one():
    assert fingerprint(read_envelope(sealed(LOCAL))) != fingerprint(read_envelope(written(LOCAL)))


@pytest.mark.parametrize(
    "spoiled",
    [
        {"payload": "{}", "signatures": [{"protected": "e30"}]},
        {"payload": json.dumps(ob3()), "signatures": [{"protected": write_base64url(b'{"b64":false}')}]},
        {"payload": 5, "signatures": [{"protected": "e30"}]},
        {"payload": "e30", "signatures": [5]},
    ],
)
def test_other_things_in_that_form_are_refused(spoiled):
    assert read_envelope(written(spoiled)).refusal.code in ("jws-json-not-supported", "bad-base64")


@needs_vectors
@pytest.mark.parametrize("kind", ["MC-Annex1", "CertOfPart"])
def test_the_commissions_sealed_samples_say_who_what_and_when(kind):
    _, credential, report = opened((VECTORS / f"elm/eu-elm/Sample-{kind}-signed.jsonld").read_bytes())
    assert credential.title() in ("Digital micro-credential creation", "EDC Updates Webinar")
    assert credential.subject.name == "Ana Andromeda" and credential.issued_at.year == 2023
    assert report.verdict is Verdict.UNDETERMINED


def test_odd_parts_are_left_out():
    document = elm(claim={"title": [], "awardedBy": "x", "specifiedBy": [None, 7]}, issuer="urn:1")
    credential = read_credential(document, dialect="elm")
    assert credential.title() == "Micro-Credential" and credential.achievement.creator is None


# ── Learner records ──────────────────────────────────────────────────────────────────────────────────
def test_a_record_names_what_is_inside_it():
    bare = {"id": "https://a.example/1", "name": "Welding"}
    document = ob3(name="Record of a year") | {"type": ["VerifiableCredential", "ClrCredential"]}
    document["credentialSubject"] = {
        "id": "did:key:z6Mk",
        "verifiableCredential": [PLAIN, "not.a.token", 5],
        "achievement": [bare, PLAIN["credentialSubject"]["achievement"]],
    }
    envelope, credential, report = opened(written(document))
    assert (envelope.dialect, report.format) == ("clr", "clr-di")
    assert credential.title() == "Record of a year"
    assert credential.achievement.outcomes == ("Data in a small office", "Welding")
    children = children_of(document)
    assert [child.title() for child in children] == ["Data in a small office", "Welding"]
    assert children[1].issuer.name == credential.issuer.name  # stated bare: the record's issuer speaks


# ── SD-JWT ───────────────────────────────────────────────────────────────────────────────────────────
def test_disclosed_claims_are_put_in_their_places_and_the_proof_left_undecided():
    text = sd_jwt(CLAIMS, hide=("title", "givenName"), keep_back=("grade",))
    envelope, credential, report = opened(text.encode())
    assert (envelope.dialect, envelope.outer_proof, envelope.token) == ("sdjwt", "sd-jwt", "")
    assert (credential.title(), credential.subject.name) == ("Data in a small office", "Ola Nowak")
    assert credential.issuer.name == {"": "Maple College"} and credential.results == ()
    assert credential.issued_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert len(envelope.claimed["_sd"]) == 1 and "_sd_alg" not in envelope.claimed
    assert (report.format, report.verdict) == ("sd-jwt", Verdict.UNDETERMINED)
    assert report.finding(Check.PROOF).params == {"type": "SD-JWT"}


def test_the_holders_own_part_is_kept_and_makes_no_other_credential_of_it():
    text = sd_jwt(CLAIMS, hide=("title",))
    bound = f"{text}aaa.bbb.ccc"
    assert read_sd_jwt(bound).key_binding == "aaa.bbb.ccc"
    assert fingerprint(read_envelope(bound.encode())) == fingerprint(read_envelope(text.encode()))
    assert fingerprint(read_envelope(sd_jwt(CLAIMS, hide=("level",)).encode())) != fingerprint(
        read_envelope(text.encode())
    )


def jwt(payload: Any, *disclosures: str) -> str:
    parts = (json.dumps({"alg": "ES256", "typ": "dc+sd-jwt"}), json.dumps(payload), "s")
    return "~".join([".".join(write_base64url(part.encode()) for part in parts), *disclosures, ""])


def test_disclosures_inside_disclosures_and_in_arrays_are_found():
    inner = disclosure("s", "city", "Kraków")
    outer = disclosure("s", "address", {"_sd": [digest(inner)]})
    element = disclosure("s", {"name": "draws a chart"})
    payload = {"vct": "x", "_sd": [digest(outer)], "list": [{"...": digest(element)}, {"...": "unknown"}, 3]}
    claims = read_sd_jwt(jwt(payload, outer, inner, element)).claims
    assert claims["address"] == {"city": "Kraków"}
    assert claims["list"] == [{"name": "draws a chart"}, {"...": "unknown"}, 3]


FREE = disclosure("s", "a", 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (jwt({"vct": "x"}, FREE), "damaged-token"),  # belongs to no digest
        (jwt({"vct": "x", "_sd": [digest(FREE), digest(FREE)]}, FREE), "damaged-token"),
        (jwt({"vct": "x", "_sd": [digest(FREE)]}, FREE, FREE), "damaged-token"),
        (jwt({"vct": "x", "a": 0, "_sd": [digest(FREE)]}, FREE), "damaged-token"),  # would overwrite
        (jwt({"vct": "x", "l": [{"...": digest(FREE)}]}, FREE), "damaged-token"),  # a claim in an array
        (jwt({"vct": "x", "_sd": "no"}), "damaged-token"),
        (jwt({"vct": "x", "_sd_alg": "md5"}), "sd-jwt-not-supported"),
        (jwt({"given_name": "Ola"}), "sd-jwt-not-supported"),  # does not say of what type it is
        (jwt({"vct": "x"}, "!!"), "damaged-token"),
    ],
)
def test_what_is_not_put_together_as_the_standard_says_is_refused(text, code):
    assert read_envelope(text.encode()).refusal.code == code


@pytest.mark.parametrize("name", ["_sd", "..."])
def test_a_disclosure_may_not_be_called_like_the_machinery(name):
    bad = disclosure("s", name, 1)
    with pytest.raises(Unreadable):
        read_sd_jwt(jwt({"vct": "x", "_sd": [digest(bad)]}, bad))


def test_badge_shaped_claims_are_read_as_a_badge():
    subject = {"achievement": {"name": "Data", "criteria": {"narrative": "Cleans."}, "ECTS": 2}}
    claims = {"vct": "urn:eudi:micro_credential:1", "Issuer": {"Name": "Maple"}, "credentialSubject": subject}
    _, credential, _ = opened(jwt(claims).encode())
    assert (credential.title(), credential.issuer.name) == ("Data", {"": "Maple"})


@needs_vectors
def test_published_sd_jwts_come_out_with_every_disclosure_in_its_place():
    claims = read_sd_jwt((VECTORS / "sd-jwt/credo/complexSdJwtVc.sdjwt").read_text().strip()).claims
    assert claims["address"]["country"] == "US" and claims["given_name"] == "John"
    assert "_sd" not in json.dumps(claims)
