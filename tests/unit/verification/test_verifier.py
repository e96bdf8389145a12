"""The checklist as a whole: total, isolated, and showing only what was proved."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.smith import BadgeHost, Issuer, Key, Web, altered, bits, publish_list, status_entry
from tests.smith.asking import answer, ask
from tests.smith.web import NOW
from wallet.credentials.envelope import Envelope
from wallet.verification import verifier
from wallet.verification.codes import CODES
from wallet.verification.report import VERIFIER_VERSION, Check, Outcome, Verdict
from wallet.verification.verifier import verify

ROOM = Path(verifier.__file__).parent
SUITES = [
    *(
        ("Ed25519", name)
        for name in ("eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020", "Ed25519Signature2018")
    ),
    *((kind, name) for kind in ("P-256", "P-384") for name in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")),
]


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def issuer(web: Web) -> Issuer:
    return Issuer(web, did="web")


@pytest.mark.parametrize("did", ["key", "jwk", "web", "https"])
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(("kind", "suite"), SUITES)
def test_a_credential_of_each_suite_version_and_identity_is_valid(
    web: Web, did: str, version: int, kind: str, suite: str
):
    issuer = Issuer(web, did=did, key=Key.make(kind))
    signed = issuer.sign(issuer.credential(version=version), suite=suite)
    report = ask(signed, web, recognised={issuer.id: issuer.name})
    assert (report.format, report.verdict) == ("ob3-di", Verdict.VALID)
    assert report.document is not None


LIES: dict[str, tuple[str, Any]] = {
    "name": ("name", "Doctor of Medicine"),
    "subject": ("credentialSubject.id", "did:example:mallory"),
    "achievement": ("credentialSubject.achievement.name", "Surgery"),
    "start": ("validFrom", "2020-01-01T00:00:00Z"),
    "issuer's name": ("issuer.name", "Harvard"),
    "issuer": ("issuer.id", "did:web:harvard.example"),
    "purpose": ("proof.proofPurpose", "authentication"),
    "value": (
        "proof.proofValue",
        "z3FXQjecWufY46yg5abdVZsXqLhxhueuSoZgNSARiKBk9czhSePTFehP8c3PGfb6a22gkfUKqwU2E9cbpX6HVTxrM",
    ),
    "created": ("proof.created", "2025-01-01T00:00:00Z"),
}


@pytest.mark.parametrize(("path", "value"), LIES.values(), ids=LIES)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_whatever_is_changed_after_signing_is_neither_valid_nor_shown(
    issuer: Issuer, suite: str, path: str, value: Any
):
    report = ask(altered(issuer.sign(issuer.credential(), suite=suite), path, value), issuer.web)
    assert report.verdict in (Verdict.INVALID, Verdict.UNDETERMINED)
    assert report.document is None
    assert report.claimed is not None


def test_an_expiry_that_was_removed_is_seen(issuer: Issuer):
    signed = issuer.sign(issuer.credential(validUntil="2026-02-01T00:00:00Z"))
    assert ask(signed, issuer.web).verdict is Verdict.EXPIRED
    assert ask(altered(signed, "validUntil", None), issuer.web).verdict is Verdict.INVALID


def test_stat_08_a_status_entry_that_was_removed_is_seen(issuer: Issuer):
    url = publish_list(issuer, "https://uni.example/list", bits({7}))
    signed = issuer.sign(issuer.credential(credentialStatus=status_entry(url)))
    assert ask(signed, issuer.web).verdict is Verdict.REVOKED
    assert ask(altered(signed, "credentialStatus", None), issuer.web).verdict is Verdict.INVALID


@pytest.mark.parametrize("proof", [None, [], {}])
def test_di_02_without_a_proof_it_is_unsigned(issuer: Issuer, proof: Any):
    report = ask(issuer.credential(proof=proof), issuer.web)
    assert report.verdict is Verdict.UNSIGNED
    assert report.document is None
    for check in list(Check)[4:]:
        assert answer(report, check) == ("not_applicable", "not-meaningful-without-proof")


def test_a_picture_without_a_badge_is_unsigned_and_not_unreadable(web: Web):
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    report = ask(picture, web)
    assert (report.format, report.verdict) == ("picture", Verdict.UNSIGNED)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\x00" * 9, b"PK\x03\x04", b'{"a":1,"a":2}', b"<svg", b"[" * 200, b"%PDF-1.4", b"eyJ.a.b"],
)
def test_what_cannot_be_read_is_unreadable(web: Web, data: bytes):
    report = ask(data, web)
    assert report.verdict is Verdict.UNREADABLE
    assert web.asked == []


def test_every_report_answers_all_nine_questions_in_order(issuer: Issuer):
    for thing in (
        b"{",
        issuer.credential(),
        issuer.sign(issuer.credential()),
        issuer.sign_jwt(issuer.credential()),
    ):
        report = ask(thing, issuer.web)
        assert [f.check.value for f in report.findings] == sorted(f.check.value for f in report.findings)
        assert {finding.check for finding in report.findings} == set(Check)


# ── isolation (DI-01) ──
BREAKABLE = ["check_validity", "check_status", "check_recipient", "check_endorsements"]


@pytest.mark.parametrize("name", BREAKABLE)
def test_a_check_that_breaks_is_inconclusive_and_the_others_go_on(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch, name: str
):
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(verifier, name, broken)
    report = ask(issuer.sign(issuer.credential()), issuer.web)
    failed = [finding for finding in report.findings if finding.code == "check-failed"]
    assert [finding.outcome for finding in failed] == [Outcome.INCONCLUSIVE]
    assert len(report.findings) >= 9
    assert report.verdict in (Verdict.VALID, Verdict.UNDETERMINED)
    assert (report.verdict is Verdict.VALID) == (failed[0].check.value > Check.STATUS.value)


@pytest.mark.parametrize(
    "name",
    ["check_proofs", "check_token", "check_hosted", "check_signed", "check_data_model", "_about", "_format"],
)
def test_whatever_breaks_nothing_is_valid_and_nothing_raises(
    web: Web, monkeypatch: pytest.MonkeyPatch, name: str
):
    issuer, host = Issuer(web), BadgeHost(web)
    things = {
        "check_proofs": issuer.sign(issuer.credential()),
        "check_token": issuer.sign_jwt(issuer.credential()),
        "check_hosted": host.publish(host.assertion()),
        "check_signed": host.sign(host.assertion()),
    }

    def broken(*_: Any, **__: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr(verifier, name, broken)
    report = ask(things.get(name, things["check_proofs"]), web)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.document is None


@pytest.mark.parametrize("name", ["check_validity", "check_status"])
def test_a_check_that_says_nothing_is_undetermined(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch, name: str
):
    silent: Any = (lambda *_, **__: []) if name == "check_status" else (lambda *_, **__: None)
    monkeypatch.setattr(verifier, name, silent)
    report = ask(issuer.sign(issuer.credential()), issuer.web)
    assert report.verdict is not Verdict.VALID


def test_resources_that_break_their_promise_break_nothing(issuer: Issuer):
    class Broken(Web):
        def fetch(self, url: str, purpose: Any) -> Any:
            raise OSError

    for thing in (issuer.sign(issuer.credential()), issuer.sign_jwt(issuer.credential())):
        assert ask(thing, Broken()).verdict is Verdict.UNDETERMINED


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "@context", "proof", "badge", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(
    path=st.sampled_from(
        [
            "@context",
            "id",
            "type",
            "issuer",
            "validFrom",
            "credentialSubject",
            "credentialStatus",
            "proof",
            "name",
            "endorsement",
            "evidence",
        ]
    ),
    value=JSON,
)
def test_any_json_in_any_place_gives_a_report(path: str, value: Any):
    web = Web()
    issuer = Issuer(web)
    for document in (
        {**issuer.sign(issuer.credential()), path: value},
        {**issuer.credential(version=1), path: value, "verifiableCredential": value},
    ):
        envelope = Envelope(b"", dialect="ob3", carrier="json", claimed=document)
        verdict = verify(envelope, at=NOW, resources=web).verdict
        # a member that holds nothing says nothing, so the signature covers it
        assert verdict in (Verdict.INVALID, Verdict.UNDETERMINED, Verdict.UNSIGNED) or value in ([], None)
        token = issuer.key.jws(document, header={"kid": issuer.method})
        report = verify(
            Envelope(b"", dialect="ob3", carrier="jwt", claimed=document, token=token), at=NOW, resources=web
        )
        assert [finding for finding in report.findings if finding.code == "check-failed"] == []


@settings(max_examples=100, deadline=None)
@given(
    path=st.sampled_from(
        [
            "@context",
            "id",
            "type",
            "recipient",
            "badge",
            "issuedOn",
            "expires",
            "verification",
            "image",
            "revoked",
        ]
    ),
    value=JSON,
)
def test_any_json_in_any_place_of_an_assertion_gives_a_report(path: str, value: Any):
    web = Web()
    host = BadgeHost(web)
    hosted = host.assertion()
    host.publish({**hosted, path: value, "id": hosted["id"]})
    envelope = Envelope(b"", dialect="ob2", carrier="json", claimed={**hosted, path: value})
    for asked in (envelope, Envelope(b"", dialect="ob2", carrier="json", claimed=hosted)):
        report = verify(asked, at=NOW, resources=web)
        assert [finding for finding in report.findings if finding.code == "check-failed"] == []


def test_di_13_no_flipped_bit_is_valid_and_shows_something_else(web: Web):
    issuer = Issuer(web)
    signed = issuer.sign(issuer.credential(), suite="eddsa-jcs-2022")
    for golden in (
        json.dumps(signed),
        json.dumps(issuer.sign(issuer.credential())),
        issuer.sign_jwt(issuer.credential()),
    ):
        shown = {**(ask(golden, web).document or {}), "@context": None}
        data = golden.encode()
        for place in range(0, len(data), 3):
            flipped = data[:place] + bytes([data[place] ^ (1 << place % 7)]) + data[place + 1 :]
            report = ask(flipped, web)
            # a capital in the host of a context's address is no change (RFC 3986 §6.2.2.1)
            seen = {**(report.document or {}), "@context": None}
            assert report.verdict is not Verdict.VALID or seen == shown, (place, flipped)


# ── who is known ──
def test_on_the_operators_list(issuer: Issuer):
    report = ask(issuer.sign(issuer.credential()), issuer.web, recognised={issuer.id: "The University"})
    assert report.finding(Check.ISSUER_RECOGNISED).params["name"] == "The University"
    assert report.verdict is Verdict.VALID


def test_a_published_issuer_who_is_not_on_the_list_is_still_itself(issuer: Issuer):
    report = ask(issuer.sign(issuer.credential()), issuer.web, recognised={})
    assert answer(report, Check.ISSUER_RECOGNISED) == ("inconclusive", "issuer-not-on-list")
    assert report.verdict is Verdict.VALID


@pytest.mark.parametrize("did", ["key", "jwk"])
def test_a_bare_key_that_is_not_on_the_list_is_nobody(web: Web, did: str):
    issuer = Issuer(web, did=did)
    report = ask(issuer.sign(issuer.credential()), web, recognised={})
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-known-by-key-only")
    assert report.verdict is Verdict.UNDETERMINED
    assert ask(issuer.sign(issuer.credential()), web, recognised={issuer.id: "X"}).verdict is Verdict.VALID


# ── endorsements ──
def endorsement(endorser: Issuer) -> dict[str, Any]:
    subject = {
        "id": "https://uni.example/achievements/welding",
        "type": ["EndorsementSubject"],
        "endorsementComment": "Good.",
    }
    return endorser.sign(
        endorser.credential(
            id="urn:uuid:e", type=["VerifiableCredential", "EndorsementCredential"], credentialSubject=subject
        )
    )


@pytest.mark.parametrize("did", ["key", "jwk"])
@pytest.mark.parametrize("known", [None, {}])
def test_an_issuer_who_is_nothing_but_a_key_is_not_confirmed_by_its_own_word(web: Web, did: str, known: Any):
    """Anybody can make a key and write "University" beside it; only somebody's list says whose it is."""
    issuer = Issuer(web, did=did)
    report = ask(issuer.sign(issuer.credential()), web, recognised=known)
    assert report.verdict is Verdict.UNDETERMINED
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-known-by-key-only")
    assert answer(report, Check.PROOF)[0] == "pass"


class Broken(dict):
    """An operator's list that fails when it is asked."""

    def __contains__(self, key: object) -> bool:
        raise RuntimeError("no list today")


def test_a_list_that_fails_never_lets_an_unnamed_key_pass(web: Web):
    issuer = Issuer(web)
    assert ask(issuer.sign(issuer.credential()), web, recognised=Broken()).verdict is Verdict.UNDETERMINED


def test_di_14_an_endorsement_has_a_report_of_its_own_and_its_fault_is_not_the_badges(
    web: Web, issuer: Issuer
):
    endorser = Issuer(web, key=Key.make(number=3))
    good = endorsement(endorser)
    known = {issuer.id: issuer.name, endorser.id: endorser.name}
    held = ask(issuer.sign_jwt(issuer.credential(endorsement=[good])), web, recognised=known)
    assert answer(held, Check.ENDORSEMENTS) == ("pass", "endorsements-hold")
    assert [report.verdict for report in held.nested] == [Verdict.VALID]
    bad = altered(good, "credentialSubject.endorsementComment", "Excellent!")
    report = ask(issuer.sign_jwt(issuer.credential(endorsement=[good, bad])), web, recognised=known)
    assert answer(report, Check.ENDORSEMENTS) == ("inconclusive", "endorsements-not-all-hold")
    assert report.verdict is Verdict.VALID


def test_ob2_20_endorsements_of_endorsements_end(web: Web):
    issuer = Issuer(web)
    document = issuer.credential()
    for _ in range(6):
        document = issuer.credential(endorsementJwt=[issuer.sign_jwt(document)])
    report = ask(issuer.sign_jwt(document), web)
    depth = 0
    while report.nested:
        depth, report = depth + 1, report.nested[0]
    assert depth == 3
    assert {finding.code for finding in report.findings} >= {"too-complex"}


def test_what_goes_beyond_the_number_is_not_silently_left_out(web: Web):
    issuer = Issuer(web)
    many = [issuer.sign_jwt(issuer.credential())] * 60
    token = issuer.key.jws(
        {
            "iss": issuer.id,
            "vp": {
                "@context": ["https://www.w3.org/2018/credentials/v1"],
                "type": ["VerifiablePresentation"],
                "verifiableCredential": many,
            },
        }
    )
    report = ask(token, web)
    assert len(report.nested) == 51
    assert report.nested[-1].verdict is Verdict.UNDETERMINED
    assert report.verdict is Verdict.UNDETERMINED


# ── codes ──
def test_every_code_in_the_source_stands_in_the_list_of_codes():
    inner = {
        "list-shorter-than-minimum",
        "wrong-content-type",
        "ob2-hosted",
        "ob2-signed",
        "elm-jades",
        "sd-jwt",
    }
    files = [
        "verifier",
        "nested",
        "jose",
        "status/check",
        "openbadges2/hosted",
        "openbadges2/signed",
        "openbadges2/assertion",
        "differing",
        "openbadges2/scope",
        "shape",
        "validity",
    ]
    for name in files:
        source = re.sub(r'"""[\s\S]*?"""', "", (ROOM / f"{name}.py").read_text(encoding="utf-8"))
        used = {
            word
            for word in re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', source)
            if not word.startswith("rsa-")
        }
        assert used - inner <= set(CODES), name


def test_codes_found_by_trying_stand_in_the_list(issuer: Issuer):
    for thing in (
        issuer.credential(),
        issuer.sign(issuer.credential()),
        issuer.sign_jwt(issuer.credential()),
    ):
        for finding in ask(thing, issuer.web).findings:
            assert CODES[finding.code] in (finding.check, None)


def test_the_report_is_about_the_moment_asked_and_names_its_verifier(issuer: Issuer):
    report = ask(issuer.sign(issuer.credential()), issuer.web)
    assert report.at == NOW
    assert report.verifier_version == VERIFIER_VERSION
    assert json.dumps(report.document)
