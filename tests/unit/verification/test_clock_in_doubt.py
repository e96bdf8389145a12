"""DEP-11: while our own clock is in doubt, nothing that depends on the time is said, and nothing lifted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.smith import Issuer, Web
from tests.smith.asking import answer, ask
from tests.unit.verification.identity.test_key_ends import KINDS
from tests.unit.verification.status.test_check import (
    URL,
    bits,
    publish_list,
    status_entry,
    with_status,
    with_token_status,
)
from wallet.verification.cases import Case, case_of, deciding
from wallet.verification.report import Check, Verdict

OPEN = ("inconclusive", "clock-in-doubt")
PAST, FUTURE = "2026-11-01T00:00:00Z", "2027-11-01T00:00:00Z"


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(Web(), did="web")


@pytest.mark.parametrize(
    "dates",
    [{}, {"validUntil": FUTURE}, {"validUntil": PAST}, {"validFrom": FUTURE}, {"validFrom": None}],
    ids=["no end", "in force", "expired", "not yet valid", "no dates"],
)
def test_dep_11_no_date_is_judged_and_the_rest_is(issuer: Issuer, dates: dict[str, Any]):
    document = {name: value for name, value in issuer.credential(**dates).items() if value is not None}
    for badge in (issuer.sign(document), issuer.sign_jwt(document)):
        report = ask(badge, issuer.web, clock_in_doubt=True)
        assert answer(report, Check.VALIDITY) == OPEN
        assert report.verdict is Verdict.UNDETERMINED
        assert case_of(report) is Case.COULD_NOT_CHECK
        assert deciding(report).code == "clock-in-doubt"
        assert answer(report, Check.PROOF) == ("pass", "signature-fits")
        assert report.proved is not None


@pytest.mark.parametrize("times", [{"expires": PAST}, {"created": FUTURE}, {"expires": FUTURE}])
def test_dep_11_the_times_of_a_signature_are_not_judged(issuer: Issuer, times: dict[str, str]):
    badge = issuer.sign(issuer.credential(), **times)
    report = ask(badge, issuer.web, clock_in_doubt=True)
    assert answer(report, Check.PROOF) == ("pass", "signature-fits")
    assert (report.verdict, answer(report, Check.VALIDITY)) == (Verdict.UNDETERMINED, OPEN)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", [PAST, FUTURE])
@pytest.mark.parametrize("member", ["revoked", "expires"])
def test_dep_11_a_key_with_an_end_is_neither_good_nor_bad(kind: str, member: str, end: str):
    web = Web()
    badge = KINDS[kind](web, {member: end})
    assert answer(ask(badge, web), Check.ISSUER_KEY)[1] != "clock-in-doubt"
    report = ask(badge, web, clock_in_doubt=True)
    assert answer(report, Check.ISSUER_KEY) == OPEN
    assert report.verdict is Verdict.UNDETERMINED


def test_dep_11_what_does_not_depend_on_the_time_is_still_said(issuer: Issuer):
    altered = issuer.sign(issuer.credential())
    altered["name"] = "Altered"
    assert case_of(ask(altered, issuer.web, clock_in_doubt=True)) is Case.ALTERED
    assert ask(issuer.credential(validUntil=7), issuer.web, clock_in_doubt=True).verdict is not Verdict.VALID
    badge = issuer.sign(issuer.credential(validUntil=7), suite="eddsa-jcs-2022")
    assert ask(badge, issuer.web, clock_in_doubt=True).verdict is Verdict.INVALID


@pytest.mark.parametrize("of_list", [{}, {"validUntil": PAST}, {"validUntil": FUTURE}])
def test_dep_11_a_list_may_be_out_of_date_and_then_never_says_not_revoked(
    issuer: Issuer, of_list: dict[str, str]
):
    publish_list(issuer, URL, bits({7}), **of_list)
    badges = [
        issuer.sign(issuer.credential(credentialStatus=status_entry(URL, index=one))) for one in ("8", "7")
    ]
    clear, revoked = (ask(badge, issuer.web, clock_in_doubt=True) for badge in badges)
    assert answer(clear, Check.STATUS) == OPEN
    assert clear.verdict is Verdict.UNDETERMINED
    assert revoked.verdict is Verdict.REVOKED


def test_dep_11_a_list_that_nobody_proved_is_not_believed_for_a_doubt(issuer: Issuer):
    publish_list(issuer, URL, bits({7}), signed=False)
    badge = issuer.sign(issuer.credential(credentialStatus=status_entry(URL)))
    report = ask(badge, issuer.web, clock_in_doubt=True)
    assert answer(report, Check.STATUS) == ("inconclusive", "status-list-not-proved")


@pytest.mark.parametrize("claims", [{}, {"exp": 1767312000}, {"exp": 1893456000}])
def test_dep_11_nor_does_a_list_of_tokens(issuer: Issuer, claims: dict[str, int]):
    for index, found in ((4, Verdict.UNDETERMINED), (3, Verdict.REVOKED)):
        with_token_status(issuer, index, **claims)  # publishes the list
        status = {"status_list": {"idx": index, "uri": "https://uni.example/tokens/1"}}
        badge = issuer.sign_jwt(issuer.credential(), claims={"status": status})
        report = ask(badge, issuer.web, clock_in_doubt=True)
        assert report.verdict is found
        if found is Verdict.UNDETERMINED:
            assert answer(report, Check.STATUS) == OPEN


def test_dep_11_without_a_doubt_the_same_lists_answer(issuer: Issuer):
    publish_list(issuer, URL, bits({7}))
    assert with_status(issuer, status_entry(URL, index="8")).verdict is Verdict.VALID
    assert with_token_status(issuer, 4).verdict is Verdict.VALID
