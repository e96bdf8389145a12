"""Every published file of the families read here: nothing stops it; real badges say who, what, when."""

from __future__ import annotations

import pytest

from tests.vectors import VECTORS, manifest, needs_vectors
from wallet.credentials.codes import REFUSALS
from wallet.credentials.dialects import fingerprint, read_credential
from wallet.credentials.reading import presented, read_envelope, read_envelopes

FAMILIES = [
    "ob2-hosted",
    "ob2-signed",
    "ob2-baked",
    "ob3-di",
    "ob3-jwt",
    "ob3-baked",
    "vc-di",
    "vc-jwt",
    "vp",
    "status-list",
    "vc-datamodel",
    "clr2",
    "elm",
    "sd-jwt",
]
UNSUPPORTED = {"sd-jwt-not-supported", "jws-json-not-supported", "xml-not-supported"}


def data_of(name: str) -> bytes:
    return (VECTORS / name).read_bytes()


@needs_vectors
def test_no_published_file_stops_the_reading_and_each_refusal_has_a_listed_code():
    read = 0
    for entry in manifest(*FAMILIES):
        for envelope in read_envelopes(data_of(entry["file"]), name=entry["file"]):
            assert fingerprint(envelope)
            for found in (envelope, *presented(envelope)):
                if found.refusal is not None:
                    assert found.refusal.code in REFUSALS, entry["file"]
                elif found.claimed is not None and found.dialect != "vp":
                    read_credential(found.claimed, dialect=found.dialect)
                    read += 1
    assert read > 300


@needs_vectors
@pytest.mark.parametrize("verdict", ["valid", "expired", "revoked", "tampered", "unsigned"])
def test_what_its_source_calls_a_credential_is_read_unless_its_form_is_not_supported(verdict):
    known = {
        "achievement-only": 3,  # BadgeClasses and an issuer that their source tests as documents of their own
        "issuer-only": 1,
        "no-badge-in-picture": 7,  # pictures that are meant to be unbaked
        "not-a-credential": 1,  # a DID document among the credentials
        "no-credential-type": 1,  # a flattened graph
    }
    refused: dict[str, int] = {}
    for entry in manifest(*FAMILIES):
        if entry["expected"] == verdict and (refusal := read_envelope(data_of(entry["file"])).refusal):
            refused[refusal.code] = refused.get(refusal.code, 0) + 1
    assert all(count <= known.get(code, 0) for code, count in refused.items() if code not in UNSUPPORTED), (
        refused
    )


@needs_vectors
@pytest.mark.parametrize("family", ["ob3-di", "ob3-jwt", "ob3-baked"])
def test_every_open_badge_3_says_its_title_its_issuer_and_its_date(family):
    seen = 0
    for entry in manifest(family):
        envelope = read_envelope(data_of(entry["file"]))
        if entry["expected"] in ("valid", "expired", "revoked", "unsigned") and envelope.dialect == "ob3":
            credential = read_credential(envelope.claimed, dialect="ob3")
            fragment = "achievement" not in envelope.claimed["credentialSubject"]  # two examples of the spec
            assert credential.issuer.id and credential.issued_at, entry["file"]
            assert credential.title() or fragment, entry["file"]
            seen += 1
    assert seen


@needs_vectors
@pytest.mark.parametrize(
    ("name", "title", "issuer", "year"),
    [
        ("ob3-baked/1edtech-public-validator/simple-json.png", "Teamwork", "Example Corp", 2010),
        ("ob3-baked/1edtech-public-validator/simple-jwt.svg", "Teamwork", "Example Corp", 2010),
        (
            "ob3-jwt/walt/openbadgecredential_sample.signed.jwt",
            "JFF x vc-edu PlugFest 3 Interoperability",
            "Jobs for the Future (JFF)",
            2023,
        ),
        (
            "ob2-hosted/1edtech-ob2-spec/ob_v2p0--00-Introduction.json",
            "3-D Printmaster",
            "Example Maker Society",
            2016,
        ),
        # no seal yet, so no date of issue: `validFrom` is none
        (
            "elm/eu-elm/Sample-MC-Annex1-unsigned.jsonld",
            "Digital micro-credential creation",
            "University of Zed",
            None,
        ),
    ],
)
def test_well_known_badges_are_read_as_they_are(name, title, issuer, year):
    envelope = read_envelope(data_of(name))
    credential = read_credential(envelope.claimed, dialect=envelope.dialect)
    assert (credential.title(), credential.issued_at and credential.issued_at.year) == (title, year)
    assert issuer in credential.issuer.name.values()


@needs_vectors
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ob3-di/dcc-vc-test-fixtures/v1--ed25519--didKey--legacy-noStatus-noExpiry.json", "empty-file"),
        ("ob2-baked/mozilla-bakery/unbaked.png", "no-badge-in-picture"),
        ("ob2-baked/openbadgeslib/withoutxmlheader.svg", "no-badge-in-picture"),
        ("ob2-baked/mozilla-bakery/bad-json.svg", "not-json"),
        ("ob2-hosted/1edtech-public-validator/assets--badgeclass1.json", "achievement-only"),
        ("ob2-hosted/1edtech-ob2-spec/examples--02-Issuer-Profile-Example.json", "issuer-only"),
        ("ob2-hosted/1edtech-ob2-spec/examples--07-RevocationList-Example.json", "status-list-only"),
        ("ob2-hosted/1edtech-validator-core/1_0_assertion_with_errors.json", "bad-recipient"),
        ("elm/eu-edci/credential-QSeal.xml", "xml-not-supported"),
    ],
)
def test_files_that_are_no_credential_are_refused_as_what_they_are(name, code):
    refusal = read_envelope(data_of(name)).refusal
    assert refusal is not None and refusal.code == code
