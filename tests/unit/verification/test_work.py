"""One verification is a bounded amount of work, however many documents, proofs and lists there are in it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.smith import Issuer, Web, bits, publish_list, status_entry
from tests.smith.asking import ask
from tests.smith.issuer import V2
from wallet.verification import work
from wallet.verification.jsonld.errors import TooComplex
from wallet.verification.report import Check, Report, Verdict

SECONDS = 8  # of processor time, four times what the limit comes to on a quiet machine


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def issuer(web: Web) -> Issuer:
    return Issuer(web, did="web")


def large(issuer: Issuer, size: int = 300, **changes: Any) -> dict[str, Any]:
    document = issuer.credential(**changes)
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": f"n{i}", "targetUrl": f"https://x.example/{i}"}
        for i in range(size)
    ]
    return document


def presentation(held: list[Any]) -> dict[str, Any]:
    return {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": held}


def codes(report: Report) -> set[str]:
    found = {finding.code for finding in report.findings}
    return found.union(*(codes(one) for one in report.nested))


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("inside", ["presentation", "endorsements"])
def test_many_documents_with_many_proofs_take_no_longer_than_one(
    web: Web, issuer: Issuer, suite: str, inside: str
):
    """Such a file of 2 MB cost a minute and a half."""
    signed = issuer.sign(large(issuer), suite=suite)
    proofs = [{**signed["proof"], "created": f"2026-01-01T00:00:0{i}Z"} for i in range(10)]
    many = [{**signed, "id": f"urn:example:{i}", "proof": proofs} for i in range(50)]
    begun = time.thread_time()
    if inside == "presentation":
        report = ask(presentation(many), web)
    else:
        report = ask(issuer.sign_jwt(issuer.credential(endorsement=many)), web)
    assert time.thread_time() - begun < SECONDS
    assert "endorsements-hold" not in codes(report)
    assert "too-complex" in codes(report)


def test_many_large_status_lists_are_not_all_unpacked(web: Web, issuer: Issuer):
    place = publish_list(issuer, "https://uni.example/list", bits({7}, length=16 * 1024 * 1024 * 8))
    entries = [status_entry(place, index=str(index)) for index in range(10, 20)]
    one = issuer.sign_jwt(issuer.credential(credentialStatus=entries))
    assert ask(one, web).verdict is Verdict.VALID
    begun = time.thread_time()
    report = ask(presentation([one] * 50), web)
    assert time.thread_time() - begun < SECONDS
    assert "too-complex" in codes(report)


def test_the_size_of_status_lists_counts_and_not_only_their_number(web: Web, issuer: Issuer):
    found = []
    for size in (16 * 1024 * 1024, 16 * 1024):
        place = publish_list(issuer, f"https://uni.example/{size}", bits({7}, length=size * 8))
        entries = [status_entry(place, index=str(index)) for index in range(10, 20)]
        held = [issuer.sign_jwt(issuer.credential(credentialStatus=entries))] * 14
        found.append("too-complex" in codes(ask(presentation(held), web)))
    assert found == [True, False]


def test_what_is_beyond_the_limit_is_open_and_never_refuted(web: Web, issuer: Issuer):
    held = [issuer.sign(large(issuer, id=f"urn:example:{i}")) for i in range(12)]
    report = ask(presentation(held), web)
    verdicts = [one.verdict for one in report.nested]
    assert verdicts[0] is Verdict.VALID
    assert set(verdicts) == {Verdict.VALID, Verdict.UNDETERMINED}
    assert not [one for one in report.findings if one.check is Check.SHAPE and one.outcome.value == "fail"]


def test_the_limit_holds_within_one_verification_only():
    work.spend(10 * work.MOST)  # outside of one nothing is counted
    for _ in range(2):
        with work.bounded():
            work.spend(work.MOST)
            with work.bounded(), pytest.raises(TooComplex):
                work.spend(1)
