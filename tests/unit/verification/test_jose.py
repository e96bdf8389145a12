"""Tokens: what verifies, and what must never. Names begin with the lines of the abuse catalogue they hold."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from tests.smith import Issuer, Key, Web
from tests.smith.asking import answer, ask
from tests.smith.keys import base64url
from tests.smith.web import NOW
from tests.unit.credentials.makers import itxt, pdf, png, svg, svg_badge
from wallet.credentials.dialects import fingerprint
from wallet.credentials.reading import read_envelope
from wallet.verification.jose import check_token
from wallet.verification.report import Check, Verdict

ALGORITHMS = [
    ("Ed25519", "EdDSA"),
    ("P-256", "ES256"),
    ("P-384", "ES384"),
    *(("RSA", name) for name in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")),
]


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def issuer(web: Web) -> Issuer:
    return Issuer(web, did="web")


def told(issuer: Issuer, **how: Any) -> str:
    return issuer.sign_jwt(issuer.credential(version=1 if how.get("style") == "vc11" else 2), **how)


@pytest.mark.parametrize("did", ["key", "jwk", "web", "https"])
@pytest.mark.parametrize("style", ["vc2", "vc11", "ob3"])
@pytest.mark.parametrize(("kind", "algorithm"), ALGORITHMS, ids=[name for _, name in ALGORITHMS])
def test_a_token_of_each_algorithm_style_and_identity_is_valid(
    web: Web, did: str, style: str, kind: str, algorithm: str
):
    issuer = Issuer(web, did=did, key=Key.make(kind))
    report = ask(told(issuer, style=style, algorithm=algorithm), web)
    assert report.verdict is Verdict.VALID
    assert report.format == "ob3-jwt"
    assert report.document is not None
    assert report.document["credentialSubject"]["achievement"]["name"] == "Welding"


# ── the header ──
@pytest.mark.parametrize(
    "name", ["none", "NoNe", "", None, "HS256", "hs256", "dir", "PBES2-HS256+A128KW", 7, ["EdDSA"]]
)
def test_jose_01_jose_02_jose_13_no_signature_and_no_shared_secret_ever_verifies(
    web: Web, issuer: Issuer, name: Any
):
    report = ask(told(issuer, header={"alg": name}), web)
    assert report.verdict is Verdict.INVALID
    assert answer(report, Check.PROOF) == ("fail", "algorithm-not-allowed")
    assert report.document is None


def test_jose_01_an_empty_signature_does_not_fit(web: Web, issuer: Issuer):
    token = told(issuer)
    assert ask(token[: token.rindex(".") + 1], web).verdict is not Verdict.VALID


def test_jose_03_a_key_in_the_header_is_not_the_issuers(web: Web, issuer: Issuer):
    """The attacker signs with a key of their own, brings it along, and speaks as the university."""
    mallory = Key.make("P-256", number=9)
    report = ask(told(issuer, key=mallory, header={"jwk": mallory.jwk(), "kid": None}), web)
    assert answer(report, Check.ISSUER_KEY) == ("fail", "key-not-of-issuer")
    assert report.verdict is Verdict.INVALID


def test_jose_03_a_key_in_the_header_that_the_issuer_publishes_is_the_issuers(web: Web, issuer: Issuer):
    report = ask(told(issuer, header={"jwk": issuer.key.jwk()}), web)
    assert report.verdict is Verdict.VALID


@pytest.mark.parametrize("did", ["key", "jwk"])
def test_jose_03_a_key_in_the_header_that_is_the_issuers_very_identifier_counts(web: Web, did: str):
    issuer = Issuer(web, did=did)
    assert ask(told(issuer, header={"jwk": issuer.key.jwk()}), web).verdict is Verdict.VALID


def test_jose_03_when_the_issuer_cannot_be_asked_the_key_proves_only_that_the_token_is_whole(web: Web):
    issuer = Issuer(web, did="https")
    web.take_down(issuer.id)
    report = ask(told(issuer, header={"jwk": issuer.key.jwk(), "kid": None}), web)
    assert answer(report, Check.PROOF) == ("pass", "signature-fits")
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-not-confirmed")
    assert report.verdict is Verdict.UNDETERMINED


def test_jose_04_a_key_at_the_attackers_address_is_never_taken(web: Web, issuer: Issuer):
    mallory = Issuer(web, did="https", host="evil.example", key=Key.make(number=9))
    report = ask(told(issuer, key=mallory.key, header={"kid": mallory.method}), web)
    assert report.verdict is Verdict.INVALID
    assert [url for url, _ in web.asked if "evil" in url] == []


@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_jose_05_addresses_in_the_header_are_never_fetched(web: Web, issuer: Issuer, name: str):
    report = ask(told(issuer, header={name: "https://evil.example/keys"}), web)
    assert report.verdict is Verdict.VALID
    assert [url for url, _ in web.asked if "evil" in url] == []


def test_jose_06_a_certificate_in_the_header_changes_nothing(web: Web, issuer: Issuer):
    mallory = Key.make(number=9)
    report = ask(told(issuer, key=mallory, header={"x5c": ["MIIB"], "kid": None}), web)
    assert report.verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "header", [{"crit": ["exp2"], "exp2": 1}, {"crit": []}, {"crit": ["alg"]}, {"b64": False}, {"b64": True}]
)
def test_jose_07_jose_08_critical_extensions_are_refused(web: Web, issuer: Issuer, header: dict[str, Any]):
    assert answer(ask(told(issuer, header=header), web), Check.PROOF) == ("fail", "crit-not-supported")


@pytest.mark.parametrize("header", [{"zip": "DEF"}, {"enc": "A256GCM"}])
def test_jose_13_nothing_is_inflated_or_decrypted(web: Web, issuer: Issuer, header: dict[str, Any]):
    assert ask(told(issuer, header=header), web).verdict is Verdict.INVALID


def test_jose_12_a_token_over_our_limit_is_not_even_opened_nor_called_false(web: Web, issuer: Issuer):
    report = ask(told(issuer, claims={"filler": "x" * 5_000_000}), web)
    assert report.verdict is Verdict.UNREADABLE
    assert report.findings[0].params == {"most": "5"}
    assert web.asked == []
    finding = check_token(told(issuer, claims={"filler": "x" * 5_000_000}), at=NOW, resources=web).findings[0]
    assert (finding.outcome.value, finding.code) == ("inconclusive", "too-large")


def test_jose_12_a_header_over_64_kb_is_refused(web: Web, issuer: Issuer):
    assert ask(told(issuer, header={"filler": "x" * 64_000}), web).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize("size", [600_000, 1_500_000])
def test_a_badge_with_a_large_picture_inside_is_valid_as_a_token(web: Web, issuer: Issuer, size: int):
    picture = "data:image/png;base64," + base64.b64encode(bytes(size)).decode()
    credential = issuer.credential(image={"id": picture, "type": "Image"})
    token = issuer.sign_jwt(credential)
    assert ask(token, web).verdict is Verdict.VALID
    assert ask(png(itxt(token.encode(), compressed=True)), web).verdict is Verdict.VALID
    assert ask(svg(svg_badge(token.encode())), web).verdict is Verdict.VALID
    assert ask(pdf(token.encode()), web).verdict is Verdict.VALID
    assert ask({"credentials": [{"credential": token}]}, web).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: s + "=",
        lambda s: s + "===",
        lambda s: s[:9] + "?" + s[9:],
        lambda s: s[:9] + "=" + s[9:],
        lambda s: s[:-1] + chr(ord(s[-1]) ^ 1),
        lambda s: s[:-1] + "BQgw"[["A", "Q", "g", "w"].index(s[-1])],
        lambda s: s + "A",
        lambda s: s + "+",
    ],
)
def test_jose_11_other_spellings_of_the_same_signature_do_not_fit(web: Web, issuer: Issuer, spoil: Any):
    start, _, signature = told(issuer).rpartition(".")
    assert ask(f"{start}.{spoil(signature)}", web).verdict in (Verdict.INVALID, Verdict.UNREADABLE)


@pytest.mark.parametrize(
    "written",
    [
        lambda t: t + "==",
        lambda t: t.translate(str.maketrans("-_", "+/")),
        lambda t: ".".join(part + "=" * (-len(part) % 4) for part in t.split(".")),
        lambda t: "\r\n".join(t[n : n + 76] for n in range(0, len(t), 76)) + "\n",
        lambda t: f'"{t}"',
        lambda t: f"Bearer {t}",
        lambda t: f"data:application/vc+jwt,{t}",
        lambda t: f"\u200b{t}\u200b",
    ],
    ids=["padding", "alphabet", "parts", "76 columns", "quotes", "Bearer", "data:", "zero width"],
)
def test_a_token_in_a_file_is_read_as_what_it_plainly_is(web: Web, issuer: Issuer, written: Any):
    """The bytes signed are the same in every spelling; a copy is known as the same credential."""
    token = told(issuer)
    assert ask(written(token), web).verdict is Verdict.VALID
    assert fingerprint(read_envelope(written(token).encode())) == fingerprint(read_envelope(token.encode()))


def test_an_issuer_that_signs_padded_parts_is_not_called_false(web: Web, issuer: Issuer):
    first, second, _ = told(issuer, claims={"pad": "x"}).split(".")
    written = ".".join(part + "=" * (-len(part) % 4) for part in (first, second))
    assert "=" in written
    signature = base64url(issuer.key.private.sign(written.encode()))
    assert ask(f"{written}.{signature}", web).verdict is Verdict.VALID
    assert ask(f"{written}.{base64url(bytes(64))}", web).verdict is Verdict.INVALID


@pytest.mark.parametrize(("kind", "algorithm"), [("P-256", "ES384"), ("Ed25519", "ES256"), ("RSA", "EdDSA")])
def test_jose_14_a_key_serves_only_its_own_algorithm(web: Web, kind: str, algorithm: str):
    issuer = Issuer(web, did="web", key=Key.make(kind))
    token = told(issuer)
    _, payload, signature = token.split(".")
    header = base64url(json.dumps({"alg": algorithm, "kid": issuer.method}).encode())
    report = ask(f"{header}.{payload}.{signature}", web)
    assert answer(report, Check.PROOF) == ("fail", "key-of-another-kind")


@pytest.mark.parametrize(("algorithm", "verdict"), [("RS256", Verdict.VALID), ("PS256", Verdict.INVALID)])
def test_a_key_is_used_only_with_the_algorithm_that_its_issuer_names(
    web: Web, algorithm: str, verdict: Verdict
):
    """RFC 7517 §4.4: `alg` of the published key binds the header's."""
    issuer = Issuer(web, did="web", key=Key.make("RSA"))
    method = {"id": issuer.method, "type": "JsonWebKey", "controller": issuer.id}
    jwk = {**issuer.key.jwk(), "alg": "RS256"}
    issuer.publish(
        f"https://{issuer.host}/.well-known/did.json", verificationMethod=[{**method, "publicKeyJwk": jwk}]
    )
    report = ask(told(issuer, algorithm=algorithm), web)
    assert report.verdict is verdict
    if verdict is Verdict.INVALID:
        assert answer(report, Check.PROOF) == ("fail", "key-for-another-algorithm")


@pytest.mark.parametrize("name", ["ES256K", "ES512", "Ed448"])
def test_an_algorithm_we_do_not_know_leaves_the_question_open(web: Web, issuer: Issuer, name: str):
    report = ask(told(issuer, header={"alg": name}), web)
    assert answer(report, Check.PROOF) == ("inconclusive", "algorithm-not-supported")
    assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("name", ["at+jwt", "openid4vci-proof+jwt", "dpop+jwt"])
def test_jose_16_a_token_of_another_kind_is_no_credential(web: Web, issuer: Issuer, name: str):
    assert ask(told(issuer, header={"typ": name}), web).verdict is Verdict.INVALID


@pytest.mark.parametrize("kid", ["key-1", "#key-1", None, ""])
def test_the_ways_in_which_issuers_write_kid(web: Web, issuer: Issuer, kid: Any):
    assert ask(told(issuer, header={"kid": kid}), web).verdict is Verdict.VALID


def two_keys(issuer: Issuer, other: Key, **changes: Any) -> None:
    own = {"type": "Multikey", "controller": issuer.id}
    methods = [
        {**own, "id": f"{issuer.id}#new", "publicKeyMultibase": other.multikey(), **changes},
        {**own, "id": issuer.method, "publicKeyMultibase": issuer.key.multikey()},
    ]
    issuer.publish(
        f"https://{issuer.host}/.well-known/did.json",
        verificationMethod=methods,
        assertionMethod=[method["id"] for method in methods],
    )


@pytest.mark.parametrize("kid", [None, "", "vJ4kqXbq0kOd7K", "#key-7", "key-7"])
def test_of_several_keys_of_the_issuer_the_one_that_fits_is_meant(web: Web, issuer: Issuer, kid: Any):
    """An issuer that has two keys and writes no `kid`, or a thumbprint."""
    other, mallory = Key.make(number=2), Key.make(number=9)
    two_keys(issuer, other)
    for key, verdict in (
        (issuer.key, Verdict.VALID),
        (other, Verdict.VALID),
        (mallory, Verdict.UNDETERMINED),
    ):
        assert ask(told(issuer, key=key, header={"kid": kid}), web).verdict is verdict
    # ── a key of another, one that has ended and one that nobody can tell apart are not tried ──
    for change in ({"controller": "did:web:evil.example"}, {"revoked": True}, {"id": issuer.method}):
        two_keys(issuer, other, **change)
        report = ask(told(issuer, key=other, header={"kid": kid}), web)
        assert report.verdict is not Verdict.VALID
    two_keys(issuer, other, controller="did:web:evil.example")
    assert ask(told(issuer, header={"kid": kid}), web).verdict is Verdict.VALID


def test_kid_may_hold_a_colon_without_being_an_address(web: Web):
    issuer = Issuer(web, did="web")
    issuer.method = f"{issuer.id}#rsa:1"
    issuer.publish(f"https://{issuer.host}/.well-known/did.json")
    assert ask(told(issuer, header={"kid": "rsa:1"}), web).verdict is Verdict.VALID


def test_kid_glued_to_the_identifier_without_its_sign(web: Web):
    issuer = Issuer(web)
    assert ask(told(issuer, header={"kid": issuer.id + issuer.key.multikey()}), web).verdict is Verdict.VALID


# ── the payload ──
def test_a_changed_payload_does_not_fit_and_is_not_shown(web: Web, issuer: Issuer):
    start, payload, signature = told(issuer).split(".")
    other = base64url(json.dumps(issuer.credential(name="Doctor of Medicine")).encode())
    report = ask(f"{start}.{other}.{signature}", web)
    assert answer(report, Check.PROOF) == ("fail", "signature-does-not-fit")
    assert report.document is None
    assert payload != other


@pytest.mark.parametrize("listed", [False, True])
def test_jose_21_what_stands_beside_the_token_is_neither_checked_nor_shown(
    web: Web, issuer: Issuer, listed: bool
):
    """The readable object around a `JwtProof2020` is altered; the token inside is genuine."""
    document = issuer.credential(version=1)
    proof: Any = {"type": "JwtProof2020", "jwt": issuer.sign_jwt(document, style="vc11")}
    shown = issuer.credential(version=1, name="Doctor of Medicine", issuer="did:web:harvard.example")
    subject = {"id": "did:example:mallory", "achievement": {"name": "Doctor of Medicine"}}
    shown |= {"credentialSubject": subject, "proof": [proof] if listed else proof}
    report = ask(shown, web)
    assert report.verdict is Verdict.VALID
    for seen in (report.document, report.claimed):
        assert seen is not None and seen["name"] == "Welding"
        assert "Doctor" not in json.dumps(seen) and "harvard" not in json.dumps(seen)
    # ── nor does a token that does not fit lend its proof to the object ──
    proof["jwt"] = proof["jwt"][:-8] + "AAAAAAAA"
    report = ask(shown, web)
    assert report.verdict is Verdict.INVALID
    assert report.document is None


@pytest.mark.parametrize("inside", ["", "no token", None, {"jwt": 1}])
def test_jose_21_an_object_without_its_token_is_not_proved(web: Web, issuer: Issuer, inside: Any):
    document = issuer.credential(version=1, proof={"type": "JwtProof2020", "jwt": inside})
    assert ask(document, web).verdict in (Verdict.UNDETERMINED, Verdict.UNREADABLE)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "did:web:harvard.example"},
        {"sub": "did:example:mallory"},
        {"jti": "urn:uuid:other"},
        {"nbf": 1},
    ],
)
def test_jose_18_claims_that_contradict_the_document(web: Web, claims: dict[str, Any]):
    issuer = Issuer(web)
    document = issuer.credential(version=1, expirationDate="2030-01-01T00:00:00Z")
    if "iss" in claims:
        # signed by the attacker's own identity, speaking about a document of the university
        document = {**document, "issuer": {"id": claims["iss"], "type": ["Profile"]}}
        claims = {}
    report = ask(issuer.sign_jwt(document, style="vc11", claims=claims), web)
    assert answer(report, Check.SHAPE) == ("fail", "claims-disagree")
    assert report.verdict is Verdict.INVALID
    assert report.document is None


@pytest.mark.parametrize(
    ("changes", "claims", "verdict"),
    [
        ({}, {"iss": "https://UNI.example:443/issuer"}, Verdict.VALID),
        ({}, {"iss": "https://uni.example/issuer/2"}, Verdict.INVALID),
        ({}, {"jti": "2FE53DC9-b2ec-4939-9b2c-0d00f6663b6c"}, Verdict.VALID),
        ({}, {"jti": "3fe53dc9-b2ec-4939-9b2c-0d00f6663b6c"}, Verdict.INVALID),
        ({"id": "https://uni.example/c/1"}, {"jti": "HTTPS://uni.example/c/1"}, Verdict.VALID),
        ({"id": "https://uni.example/c/1"}, {"jti": "https://uni.example/C/1"}, Verdict.INVALID),
        ({"id": "urn:x:1"}, {"jti": "1"}, Verdict.INVALID),
    ],
)
def test_jose_18_one_identifier_in_two_spellings_is_no_contradiction(
    web: Web, changes: dict[str, Any], claims: dict[str, Any], verdict: Verdict
):
    """RFC 3986 §6.2; a UUID with its prefix and without."""
    issuer = Issuer(web, did="https")
    if "iss" in claims:
        issuer.publish(claims["iss"])
    document = issuer.credential(version=1, **changes)
    assert ask(issuer.sign_jwt(document, style="vc11", claims=claims), web).verdict is verdict


def test_what_the_vc_member_leaves_out_the_claims_fill_in(web: Web, issuer: Issuer):
    document = issuer.credential(version=1, id=None, issuanceDate=None)
    report = ask(
        issuer.sign_jwt(document, style="vc11", claims={"nbf": 1767225600, "jti": "urn:uuid:1"}), web
    )
    assert report.verdict is Verdict.VALID
    assert report.document is not None
    assert report.document["id"] == "urn:uuid:1"


def test_quotation_marks_around_iss_are_forgiven(web: Web, issuer: Issuer):
    assert ask(told(issuer, claims={"iss": f'"{issuer.id}"'}), web).verdict is Verdict.VALID


EMPTY = [
    {"id": None},
    {"id": ""},
    {"credentialStatus": None},
    {"credentialStatus": {}},
    {"credentialStatus": []},
    {"credentialSchema": None, "termsOfUse": [], "refreshService": {}, "evidence": [None]},
    {"description": None, "image": {}, "name": None},
    {"validUntil": None, "expirationDate": None},
    {"proof": None},
]


@pytest.mark.parametrize("change", EMPTY, ids=lambda change: "-".join(change))
@pytest.mark.parametrize("style", ["vc2", "vc11"])
def test_members_that_state_nothing_are_not_stated(
    web: Web, issuer: Issuer, style: str, change: dict[str, Any]
):
    document = {**issuer.credential(version=1 if style == "vc11" else 2), **change}
    payload = {"vc": document, "iss": issuer.id} if style == "vc11" else document
    report = ask(issuer.key.jws(payload, header={"kid": issuer.method}), web)
    assert report.verdict is Verdict.VALID
    assert report.document is not None and not set(change) & set(report.document) - {
        name for name, value in change.items() if isinstance(value, list)
    }


@pytest.mark.parametrize("identifier", [None, ""])
def test_a_subject_without_an_identifier_gets_it_from_the_claims(
    web: Web, issuer: Issuer, identifier: str | None
):
    document = issuer.credential(version=1)
    document["credentialSubject"]["id"] = identifier
    for sub, expected in (("did:example:ola", "did:example:ola"), ("", None), (None, None)):
        payload = {"vc": document, "iss": issuer.id, "jti": "", "sub": sub}
        report = ask(issuer.key.jws(payload, header={"kid": issuer.method}), web)
        assert report.verdict is Verdict.VALID
        assert report.document is not None
        assert report.document["credentialSubject"].get("id") == expected


@pytest.mark.parametrize(
    "change", [{"issuer": None}, {"issuer": ""}, {"issuer": {}}, {"credentialSubject": None}, {"type": None}]
)
def test_a_member_that_must_be_there_is_missed_when_it_is_empty(
    web: Web, issuer: Issuer, change: dict[str, Any]
):
    token = issuer.key.jws({**issuer.credential(), **change}, header={"kid": issuer.method})
    assert ask(token, web).verdict is not Verdict.VALID


def test_dates_in_milliseconds_stand_for_what_the_document_leaves_out(web: Web, issuer: Issuer):
    document = {**issuer.credential(version=1), "issuanceDate": None}
    payload = {"vc": document, "iss": issuer.id, "nbf": 1767225600000, "exp": 1767225600000 * 2}
    report = ask(issuer.key.jws(payload, header={"kid": issuer.method}), web)
    assert report.verdict is Verdict.VALID
    assert report.document is not None and report.document["issuanceDate"] == "2026-01-01T00:00:00Z"
    late = {**payload, "exp": 1767225600001}
    assert ask(issuer.key.jws(late, header={"kid": issuer.method}), web).verdict is Verdict.EXPIRED


@pytest.mark.parametrize("rest", ["?versionId=1#key-1", "/#key-1", "?x"])
def test_kid_may_be_a_longer_url_of_the_same_did(web: Web, issuer: Issuer, rest: str):
    assert ask(told(issuer, header={"kid": issuer.id + rest}), web).verdict is Verdict.VALID
    evil = {"kid": f"did:web:evil.example?{issuer.id}#key-1"}
    assert ask(told(issuer, header=evil), web).verdict is Verdict.INVALID


# ── time, to the second ──
AT = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ({"exp": AT}, Verdict.VALID),
        ({"exp": AT - 1}, Verdict.EXPIRED),
        ({"exp": AT + 0.5}, Verdict.VALID),
        ({"nbf": AT + 300}, Verdict.VALID),
        ({"nbf": AT + 301}, Verdict.INVALID),
        ({"iat": AT + 300}, Verdict.VALID),
        ({"iat": AT + 301}, Verdict.INVALID),
        ({"exp": str(AT + 9)}, Verdict.INVALID),
        ({"exp": 1e20}, Verdict.VALID),  # never
        ({"exp": AT * 1000}, Verdict.VALID),
        ({"exp": (AT - 1) * 1000}, Verdict.EXPIRED),
        ({"iat": AT * 1000}, Verdict.VALID),
        ({"iat": (AT + 301) * 1000}, Verdict.INVALID),
        ({"exp": [AT - 1]}, Verdict.EXPIRED),
        ({"exp": float(AT)}, Verdict.VALID),
        ({"exp": True}, Verdict.INVALID),
    ],
)
def test_jose_17_time_is_exact_at_its_boundaries(
    web: Web, issuer: Issuer, claims: dict[str, Any], verdict: Verdict
):
    document = issuer.credential(validFrom=None)
    assert ask(issuer.sign_jwt(document, claims=claims), web).verdict is verdict


def test_time_is_the_moment_asked_about(web: Web, issuer: Issuer):
    token = issuer.sign_jwt(issuer.credential(validUntil="2026-12-01T00:00:00Z"))
    assert ask(token, web).verdict is Verdict.VALID
    assert ask(token, web, at=NOW + timedelta(days=30)).verdict is Verdict.EXPIRED
    assert ask(token, web, at=NOW - timedelta(days=3650)).verdict is Verdict.INVALID


def test_an_issuer_who_cannot_be_asked_forges_nothing(web: Web, issuer: Issuer):
    token = told(issuer)
    web.take_down(f"https://{issuer.host}/.well-known/did.json")
    report = ask(token, web)
    assert report.verdict is Verdict.UNDETERMINED
    assert answer(report, Check.STATUS) == ("not_applicable", "not-meaningful-without-proof")


def test_jose_22_high_s_verifies_and_zero_does_not(web: Web):
    issuer = Issuer(web, did="web", key=Key.make("P-256"))
    start, _, _ = told(issuer).rpartition(".")
    assert ask(f"{start}.{base64url(bytes(64))}", web).verdict is Verdict.INVALID


# ── presentations ──
def presented(issuer: Issuer, *credentials: Any, **claims: Any) -> str:
    presentation = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
    }
    return issuer.key.jws({"iss": issuer.id, "vp": presentation, **claims}, header={"kid": issuer.method})


def test_a_presentation_is_no_better_than_the_worst_credential_in_it(web: Web, issuer: Issuer):
    holder = Issuer(web, key=Key.make(number=5))
    good, late = told(issuer), issuer.sign_jwt(issuer.credential(validUntil="2026-02-01T00:00:00Z"))
    start, _, _ = good.rpartition(".")
    for inside, verdict in (
        ([good, issuer.sign(issuer.credential())], Verdict.VALID),
        ([good, late], Verdict.EXPIRED),
        ([good, f"{start}.{base64url(bytes(64))}"], Verdict.INVALID),
    ):
        report = ask(presented(holder, *inside), web)
        assert (report.format, report.verdict) == ("vp-jwt", verdict)
        assert len(report.nested) == len(inside)


def test_a_presentation_signed_by_nobody_we_can_ask_is_open(web: Web, issuer: Issuer):
    holder = Issuer(web, did="web", host="holder.example", key=Key.make(number=5))
    token = presented(holder, told(issuer))
    web.take_down("https://holder.example/.well-known/did.json")
    assert ask(token, web).verdict is Verdict.UNDETERMINED


def test_a_presentation_of_three_large_badges_is_read_as_a_token(web: Web, issuer: Issuer):
    """1.4 MB, as wallets send them: a limit of ours is never called a false signature."""
    picture = "data:image/png;base64," + base64.b64encode(bytes(190_000)).decode()
    tokens = [
        issuer.sign_jwt(issuer.credential(id=f"urn:uuid:{n}", image={"id": picture, "type": "Image"}))
        for n in range(3)
    ]
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": issuer.id,
        "verifiableCredential": [
            {
                "@context": "https://www.w3.org/ns/credentials/v2",
                "type": "EnvelopedVerifiableCredential",
                "id": f"data:application/vc+jwt,{token}",
            }
            for token in tokens
        ],
    }
    token = issuer.sign_jwt(presentation)
    assert len(token) > 1_300_000
    report = ask(token, web)
    assert answer(report, Check.PROOF) == ("pass", "signature-fits"), report.findings
    assert [one.verdict for one in report.nested] == [Verdict.VALID] * 3
