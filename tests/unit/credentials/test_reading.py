from __future__ import annotations

import hashlib
import json

import pytest

from tests.unit.credentials.makers import (
    OB2,
    OB3,
    SVG,
    archive,
    chunk,
    itxt,
    pdf,
    picture,
    png,
    read,
    refusal,
    svg,
    svg_badge,
    token,
    written,
)
from wallet.credentials.carriers.baking import bake_svg
from wallet.credentials.reading import presented, read_envelopes

VC = {
    "@context": "https://www.w3.org/ns/credentials/v2",
    "type": "VerifiableCredential",
    "issuer": "did:key:zI",
    "credentialSubject": {"id": "did:key:zO"},
}
VP = {
    "@context": "https://www.w3.org/ns/credentials/v2",
    "type": ["VerifiablePresentation"],
    "verifiableCredential": [
        OB3,
        token(VC),
        {"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt," + token(OB3)},
        {"nothing": 1},
    ],
}


@pytest.mark.parametrize(
    ("data", "carrier", "media_type", "dialect"),
    [
        (written(OB3), "json", "application/json", "ob3"),
        (token(OB3).encode() + b"\n", "jwt", "application/jwt", "ob3"),
        (png(itxt(written(OB3))), "png", "image/png", "ob3"),
        (png(itxt(token(OB3).encode(), compressed=True)), "png", "image/png", "ob3"),
        (bake_svg(SVG, written(OB3)), "svg", "image/svg+xml", "ob3"),
        (bake_svg(SVG, token(OB3).encode()), "svg", "image/svg+xml", "ob3"),
        (pdf(written(OB3)), "pdf", "application/pdf", "ob3"),
        (pdf(b"readme", token(OB2).encode()), "pdf", "application/pdf", "ob2"),
        (written(OB2), "json", "application/json", "ob2"),
        (token(OB2).encode(), "jwt", "application/jwt", "ob2"),
        (png(itxt(written(OB2), b"openbadges")), "png", "image/png", "ob2"),
        (written(VC), "json", "application/json", "vc"),
        (token({"vc": VC}).encode(), "jwt", "application/jwt", "vc"),
        (written(VP), "json", "application/json", "vp"),
        (token({"vp": VP}).encode(), "jwt", "application/jwt", "vp"),
    ],
)
def test_content_alone_decides_what_a_file_is(data, carrier, media_type, dialect):
    envelope = read(data, "file.bin")
    assert (envelope.carrier, envelope.media_type, envelope.dialect) == (carrier, media_type, dialect)
    assert envelope.original == data and envelope.digest == hashlib.sha256(data).hexdigest()
    assert bool(envelope.token) == (b"eyJ" in envelope.payload[:3])
    assert envelope.claimed is not None and envelope.url == ""
    if envelope.token:
        assert envelope.payload == envelope.token.encode()
    else:
        assert json.loads(envelope.payload) == envelope.claimed


@pytest.mark.parametrize(
    ("data", "carrier"),
    [
        (b"https://college.example/a/7\r\n", "url"),
        (b'"https://college.example/a/7"', "url"),
        (b'{"verify": {"url": "https://college.example/a/7"}}', "url"),
        (png(chunk(b"tEXt", b'openbadges\0{"verify":{"url":"https://college.example/a/7"}}')), "png"),
        (png(chunk(b"tEXt", b"openbadges\0https://college.example/a/7")), "png"),
        (
            SVG.replace(
                b"</svg>",
                b'<o:assertion xmlns:o="http://openbadges.org" verify="https://college.example/a/7"/></svg>',
            ),
            "svg",
        ),
    ],
)
def test_where_only_an_address_is_carried_it_is_handed_on_to_be_fetched(data, carrier):
    envelope = read(data)
    assert (envelope.carrier, envelope.url) == (carrier, "https://college.example/a/7")
    assert envelope.claimed is None and envelope.dialect == "unknown"


@pytest.mark.parametrize(
    "wrapped",
    [
        {"vp": VP},
        {"vc": OB3},
        {"credential": OB3, "deliveryDetails": {"to": "ola@example.org"}},
        {"jwt": token(OB3)},
        {"verifiableCredential": OB3},
        [OB3],
        token(OB3),
        {"vc": {"jwt": token(OB3)}},
        {"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt," + token(OB3)},
        {"type": ["EnvelopedVerifiablePresentation"], "id": "data:application/vp+jwt," + token(VP)},
    ],
    ids=lambda wrapped: str(wrapped)[:30],
)
def test_wrappers_of_other_systems_are_taken_off(wrapped):
    envelope = read(written(wrapped))
    assert envelope.dialect in ("ob3", "vp")
    assert envelope.claimed in (OB3, VP)
    if "ey" in str(wrapped)[:60] or "Enveloped" in str(wrapped)[:60]:
        assert envelope.carrier == "jwt" and envelope.token.startswith("eyJ")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(written(OB2), id="JSON"),
        pytest.param(json.dumps(OB2, indent=1).replace("\n", "\r\n").encode(), id="JSON of Windows lines"),
        pytest.param(token(OB3).encode() + b"\r\n", id="token"),
        pytest.param(b"https://college.example/assertions/7\r\n", id="link"),
        pytest.param(b'<?xml version="1.0"?>' + svg(svg_badge(written(OB3))), id="SVG"),
        pytest.param(png(itxt(b"\xef\xbb\xbf" + written(OB3))), id="inside a PNG"),
    ],
)
def test_a_byte_order_mark_says_nothing_about_a_badge(data):
    """RFC 8259 §8.1; Windows editors write one in front of everything."""
    marked = data if data.startswith(b"\x89PNG") else b"\xef\xbb\xbf" + data
    plain, found = read(data), read(marked)
    assert (found.carrier, found.dialect, found.claimed) == (plain.carrier, plain.dialect, plain.claimed)
    assert found.original == marked


def test_a_presentation_gives_each_credential_an_envelope_of_its_own():
    found = presented(read(written(VP), "wallet.json"))
    assert [e.refusal and e.refusal.code for e in found] == [None, None, None, "not-a-credential"]
    assert [e.dialect for e in found[:3]] == ["ob3", "vc", "ob3"]
    assert [bool(e.token) for e in found[:3]] == [False, True, True]
    assert found[0].claimed == found[2].claimed == OB3
    assert {e.name for e in found} == {"wallet.json"}
    assert presented(read(written(VP | {"verifiableCredential": token(VC)})))[0].token == token(VC)
    assert presented(read(written(OB3))) == []
    crowd = presented(read(written(VP | {"verifiableCredential": [VC] * 51})))
    assert len(crowd) == 51 and crowd[-1].refusal.code == "too-many-entries"


def test_a_presentation_inside_a_presentation_is_not_followed():
    found = presented(read(written(VP | {"verifiableCredential": [VP, "https://a.example/1"]})))
    assert [e.refusal.code for e in found] == ["not-a-credential", "not-a-credential"]


BADGE_CLASS = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "BadgeClass",
    "id": "https://a.example/b",
    "name": "N",
    "issuer": "https://a.example/i",
}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (BADGE_CLASS, "achievement-only"),
        ({"name": "N", "image": "x", "criteria": "https://a", "issuer": "https://i"}, "achievement-only"),
        ({"type": ["Achievement"], "name": "N"}, "achievement-only"),
        ({"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "name": "N"}, "issuer-only"),
        ({"@type": "Profile"}, "issuer-only"),
        ({"type": "Endorsement", "claim": {}}, "endorsement-only"),
        ({"type": "CryptographicKey", "publicKeyPem": "x"}, "key-only"),
        ({"type": "RevocationList", "revokedAssertions": []}, "status-list-only"),
        ({k: v for k, v in OB3.items() if k != "type"}, "no-credential-type"),
        (OB3 | {"type": ["OpenBadgeCredential"]}, "no-credential-type"),
        (OB2 | {"type": "OtherAssertion"}, "not-a-credential"),
        (OB2 | {"@context": "https://w3id.org/openbadges/invalid"}, "unknown-context"),
        ({"uid": "1", "recipient": "ola@example.org", "badge": "https://a", "verify": {}}, "bad-recipient"),
        ({"payload": "e30", "signatures": []}, "jws-json-not-supported"),
        ({"payload": "e30", "protected": "e30", "signature": ""}, "jws-json-not-supported"),
        ({"vc": OB3, "vp": VP}, "several-in-one-file"),
        ([OB3, OB2], "several-in-one-file"),
        ([], "empty-list"),
        ({"status": {"statusCode": 200}, "results": []}, "empty-list"),
        ([[[[[[[[OB3]]]]]]]], "not-a-credential"),
        (["demo.json", "sample.json"], "not-a-credential"),
        ({"result": "ok"}, "not-a-credential"),
        (
            {"credential_issuer": "https://a.example", "credential_configuration_ids": ["x"]},
            "credential-offer",
        ),
        ({"badge": "chess"}, "not-a-credential"),
        ({"hello": "world"}, "not-a-credential"),
        ("hello", "not-recognised"),
        (
            {"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+sd-jwt,a~"},
            "damaged-token",
        ),
        ({"type": "EnvelopedVerifiableCredential", "id": 5}, "not-a-credential"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_true_documents_that_are_no_credential_are_refused_as_what_they_are(document, code):
    assert refusal(written(document)) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"3.14", "not-recognised"),
        (b"just words", "not-recognised"),
        (token(OB3).encode() + b"~WyJhIl0~", "damaged-token"),
        (token({"vct": "x"}, {"alg": "ES256", "typ": "dc+sd-jwt"}).encode(), "sd-jwt-not-supported"),
        (b"eyJhbGciOiJkaXIifQ..YQ.YQ.YQ", "encrypted-token"),
        (token({"sub": "ola", "nonce": "1"}).encode(), "not-a-credential"),
        (token("words").encode(), "not-a-credential"),
        (b"<!DOCTYPE html><html><svg/></html>", "web-page"),
        (b"<?xml version='1.0'?><credential/>", "xml-not-supported"),
        (b"<a><svg xmlns='http://www.w3.org/2000/svg'/></a>", "not-svg"),
        (picture("JPEG"), "no-badge-in-picture"),
        (pdf(), "pdf-without-credential"),
        (b"%PDF-1.7 /Encrypt 5 0 R" + pdf(b"\x93\x02"), "encrypted-pdf"),
        (b"MZ\x90\0", "not-recognised"),
        (b" " * 20_000_001, "too-large"),
    ],
)
def test_everything_else_is_refused_by_name(data, code):
    assert refusal(data) == code


def test_a_refused_picture_or_pdf_still_says_what_it_is_so_that_it_can_be_kept_as_a_document():
    for data, media_type in (
        (picture(), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (pdf(), "application/pdf"),
    ):
        (envelope,) = read_envelopes(data, name="Dyplom.pdf")
        assert (envelope.media_type, envelope.name) == (media_type, "Dyplom.pdf")
        assert envelope.original == data and envelope.dialect == "unknown"


def test_an_archive_gives_an_envelope_for_each_entry_in_its_order():
    found = read_envelopes(
        archive({"b/Ala.json": written(OB3), "note.txt": b"hello", "a.png": png(itxt(written(OB2)))}),
        name="all.zip",
    )
    assert [(e.name, e.carrier, e.dialect) for e in found] == [
        ("Ala.json", "json", "ob3"),
        ("note.txt", "", "unknown"),
        ("a.png", "png", "ob2"),
    ]
    assert found[0].original == written(OB3)


def test_what_a_host_answers_for_a_revoked_badge_is_an_open_badge():
    gone = {"@context": "https://w3id.org/openbadges/v2", "id": "https://a.example/1", "revoked": True}
    assert read(written(gone)).dialect == "ob2"


@pytest.mark.parametrize(
    ("document", "dialect"),
    [
        ({"recipient": "ola@example.org", "badge": {"version": "0.5.0", "name": "N"}}, "ob1"),
        ({"uid": "1", "recipient": {}, "badge": "https://a", "verify": {}, "issuedOn": 1}, "ob1"),
        ({"uid": "1", "recipient": "sha256$ab", "salt": "s", "badge": {}, "verify": {}}, "ob1"),
        (OB2 | {"@context": "https://w3id.org/openbadges/v1"}, "ob1"),
        (OB2 | {"@context": "https://openbadgespec.org/v2/context.json"}, "ob2"),
        (OB2 | {"@context": ["https://w3id.org/openbadges/v2", {"x": "y"}]}, "ob2"),
        (OB2 | {"@context": "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld"}, "ob2"),
        (OB2 | {"type": ["Assertion", "extensions:Thing"]}, "ob2"),
        (OB3 | {"type": ["VerifiableCredential", "AchievementCredential"]}, "ob3"),
        (OB3 | {"type": ["VerifiableCredential"]}, "ob3"),
        (OB3 | {"type": ["VerifiableCredential", "ClrCredential"]}, "clr"),
        (OB3 | {"type": ["VerifiableCredential", "EuropeanDigitalCredential"]}, "elm"),
        (OB3 | {"type": ["VerifiableCredential", "EndorsementCredential"]}, "vc"),
        (VC | {"type": ["VerifiableCredential", "BitstringStatusListCredential"]}, "vc"),
    ],
    ids=str,
)
def test_the_dialect_follows_type_and_context(document, dialect):
    assert read(written(document)).dialect == dialect
