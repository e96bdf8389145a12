"""Presentations: what they hold, who presents, and whose question they answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.smith import Issuer, Key, Web
from tests.smith.asking import answer, ask
from wallet.verification.nested import answered
from wallet.verification.report import Check, Report, Verdict

V2 = "https://www.w3.org/ns/credentials/v2"


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def issuer(web: Web) -> Issuer:
    return Issuer(web, did="web")


@pytest.fixture
def holder(web: Web) -> Issuer:
    return Issuer(web, key=Key.make(number=5))


def credential(issuer: Issuer, subject: str) -> dict[str, Any]:
    document = issuer.credential()
    document["credentialSubject"]["id"] = subject
    return issuer.sign(document)


def presentation(holder: Issuer, *held: Any, **changes: Any) -> dict[str, Any]:
    document = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": holder.id,
        "verifiableCredential": list(held),
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def signed(holder: Issuer, document: dict[str, Any], **options: Any) -> dict[str, Any]:
    return holder.sign(document, proofPurpose="authentication", **options)


def recipients(report: Report) -> set[str]:
    return {finding.code for finding in report.findings if finding.check is Check.RECIPIENT}


@pytest.mark.parametrize("held", [[], None])
def test_an_empty_presentation_is_not_valid(holder: Issuer, web: Web, held: Any):
    empty = presentation(holder, verifiableCredential=held)
    report = ask(signed(holder, empty), web)
    assert report.verdict is Verdict.UNDETERMINED
    assert answer(report, Check.PROOF) == ("inconclusive", "presentation-empty")
    assert ask(empty, web).verdict is Verdict.UNSIGNED
    token = holder.key.jws({"vp": empty, "iss": holder.id}, header={"kid": holder.method})
    assert ask(token, web).verdict is Verdict.UNDETERMINED


def test_a_presentation_by_the_subject_is_valid(holder: Issuer, issuer: Issuer, web: Web):
    report = ask(signed(holder, presentation(holder, credential(issuer, holder.id))), web)
    assert report.verdict is Verdict.VALID
    assert "holder-is-not-subject" not in recipients(report)


@pytest.mark.parametrize("named", [True, False])
def test_a_presentation_by_another_than_the_subject_says_so(
    holder: Issuer, issuer: Issuer, web: Web, named: bool
):
    document = presentation(holder, credential(issuer, "did:example:alice"))
    if not named:
        document.pop("holder")
    report = ask(signed(holder, document), web)
    assert report.verdict is Verdict.VALID
    finding = report.finding(Check.RECIPIENT)
    assert finding.code == "holder-is-not-subject"
    assert (finding.params["holder"], finding.params["subject"]) == (holder.id, "did:example:alice")


def test_the_second_credential_of_another_is_noticed(holder: Issuer, issuer: Issuer, web: Web):
    held = credential(issuer, holder.id), credential(issuer, "did:example:alice")
    report = ask(signed(holder, presentation(holder, *held)), web)
    assert report.finding(Check.RECIPIENT).params["number"] == "2"


def test_a_credential_without_a_subjects_identifier_says_nothing_of_the_holder(
    holder: Issuer, issuer: Issuer, web: Web
):
    document = issuer.credential()
    document["credentialSubject"].pop("id")
    report = ask(signed(holder, presentation(holder, issuer.sign(document))), web)
    assert report.verdict is Verdict.VALID
    assert "holder-is-not-subject" not in recipients(report)


@pytest.mark.parametrize("domain", ["shop.example", ["shop.example"], ["other.example", "shop.example"]])
def test_the_answer_to_a_question_may_name_several_domains(
    holder: Issuer, issuer: Issuer, web: Web, domain: Any
):
    document = presentation(holder, credential(issuer, holder.id))
    proof = signed(holder, document, challenge="c" * 300, domain=domain, suite="eddsa-jcs-2022")
    report = ask(proof, web)
    assert report.verdict is Verdict.VALID
    assert answered(report, challenge="c" * 300, domain="shop.example").verdict is Verdict.VALID
    for other in ({"domain": "else.example"}, {"challenge": "d"}, {"domain": "shop.example\nother.example"}):
        asked = {"challenge": "c" * 300, "domain": "shop.example", **other}
        assert answered(report, **asked).verdict is Verdict.INVALID


@pytest.mark.parametrize("aud", ["shop.example", ["other.example", "shop.example"]])
def test_a_token_answers_by_nonce_and_audience(holder: Issuer, issuer: Issuer, web: Web, aud: Any):
    inside = issuer.sign_jwt(issuer.credential(credentialSubject={"id": holder.id, "name": "x"}))
    claims = {"vp": presentation(holder, inside), "iss": holder.id, "nonce": "n1", "aud": aud}
    report = ask(holder.key.jws(claims, header={"kid": holder.method}), web)
    assert report.verdict is Verdict.VALID
    assert answered(report, challenge="n1", domain="shop.example").verdict is Verdict.VALID
    assert answered(report, challenge="n1", domain=None).verdict is Verdict.VALID
    assert answered(report, challenge="n2", domain="shop.example").verdict is Verdict.INVALID
    assert answered(report, challenge="n1", domain="else.example").verdict is Verdict.INVALID
    claims.pop("nonce")
    silent = ask(holder.key.jws(claims, header={"kid": holder.method}), web)
    assert answered(silent, challenge="n1", domain=None).verdict is Verdict.INVALID


def test_what_holds_nothing_of_its_own_is_no_better_than_what_it_holds(
    holder: Issuer, issuer: Issuer, web: Web
):
    forged = credential(issuer, holder.id)
    forged["name"] = "PhD"
    assert ask(signed(holder, presentation(holder, forged)), web).verdict is Verdict.INVALID
    again = json.loads(json.dumps(signed(holder, presentation(holder, credential(issuer, holder.id)))))
    again["verifiableCredential"] = []  # taken out after signing
    assert ask(again, web).verdict is not Verdict.VALID


@pytest.mark.parametrize("nobody", [None, "", []])
def test_a_subject_without_an_identifier_may_say_so(issuer: Issuer, web: Web, nobody: Any):
    document = issuer.credential()
    document["credentialSubject"]["id"] = nobody
    token = issuer.key.jws(document, header={"kid": issuer.method})
    expected = Verdict.INVALID if nobody == [] else Verdict.VALID
    assert ask(token, web).verdict is expected
