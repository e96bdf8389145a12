"""Check 5: of several ends the earliest counts, wherever they stand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.smith import Issuer, Web
from tests.smith.asking import ask
from tests.smith.web import NOW
from wallet.verification.report import Check, Outcome, Verdict
from wallet.verification.validity import check_validity

PAST, FUTURE = "2026-11-01T00:00:00Z", "2027-11-01T00:00:00Z"
ENDS = ("validUntil", "expirationDate", "exp")


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(Web(), did="web")


def token(issuer: Issuer, ends: dict[str, str]) -> str:
    """A credential whose ends stand where `ends` says; `exp` is a claim."""
    document = issuer.credential(**{name: end for name, end in ends.items() if name != "exp"})
    exp = int(datetime.fromisoformat(ends["exp"]).timestamp()) if "exp" in ends else None
    return issuer.sign_jwt(document, style="ob3", claims={"exp": exp})


@pytest.mark.parametrize("past", ENDS)
@pytest.mark.parametrize("future", ENDS)
def test_of_two_ends_the_earlier_counts_and_they_contradict_nothing(issuer: Issuer, past: str, future: str):
    if past == future:
        assert ask(token(issuer, {past: PAST}), issuer.web).verdict is Verdict.EXPIRED
        assert ask(token(issuer, {past: FUTURE}), issuer.web).verdict is Verdict.VALID
        return
    assert ask(token(issuer, {past: PAST, future: FUTURE}), issuer.web).verdict is Verdict.EXPIRED
    later = "2028-11-01T00:00:00Z"
    report = ask(token(issuer, {past: later, future: FUTURE}), issuer.web)
    assert report.verdict is Verdict.VALID
    assert report.finding(Check.VALIDITY).params["until"].startswith("2027-11-01")


def test_the_ends_of_a_signed_document_too(issuer: Issuer):
    for ends in (
        {"validUntil": FUTURE, "expirationDate": PAST},
        {"validUntil": PAST, "expirationDate": FUTURE},
        {"validUntil": [PAST]},
        {"validUntil": [FUTURE, PAST]},
    ):
        document = issuer.credential(**ends)
        suite = "eddsa-jcs-2022"  # the contexts of 2.0 do not define expirationDate
        assert ask(issuer.sign(document, suite=suite), issuer.web).verdict is Verdict.EXPIRED
    listed = issuer.sign(issuer.credential(validUntil=[FUTURE], validFrom=["2026-01-01T00:00:00Z"]))
    assert ask(listed, issuer.web).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("2026-11-21T24:00:00Z", Verdict.EXPIRED),
        ("2026-11-22T24:00:00Z", Verdict.VALID),
        ("20261122T115959Z", Verdict.EXPIRED),
        ("20261122T120000Z", Verdict.VALID),
        ("9999-12-31T23:59:59-05:00", Verdict.VALID),
        ("99999-12-31T23:59:59Z", Verdict.VALID),
        ("2016-12-31T23:59:60Z", Verdict.INVALID),  # before it begins
        ("2026-12-31T23:59:60Z", Verdict.VALID),
        ("2026-11-30", Verdict.INVALID),
        ("2026-11-30T00:00:00", Verdict.INVALID),
        ("", Verdict.INVALID),
        ("soon", Verdict.INVALID),
    ],
)
def test_an_end_is_read_in_every_form_that_names_one_moment(issuer: Issuer, written: str, verdict: Verdict):
    document = issuer.credential(validUntil=written)
    assert ask(issuer.sign(document, suite="eddsa-jcs-2022"), issuer.web).verdict is verdict


MOMENTS = st.integers(-(10**6), 10**6).map(lambda seconds: NOW + timedelta(seconds=seconds))


@given(st.dictionaries(st.sampled_from(ENDS), MOMENTS, min_size=1))
@examples(200)
def test_whichever_ends_a_credential_states_the_earliest_counts(ends: dict[str, datetime]):
    document: dict[str, Any] = {n: end.isoformat() for n, end in ends.items() if n != "exp"}
    claims = {"exp": ends["exp"].timestamp()} if "exp" in ends else {}
    finding = check_validity(document, at=NOW, claims=claims)
    assert (finding.outcome is Outcome.FAIL) == (min(ends.values()) < NOW)
    assert datetime.fromisoformat(finding.params["until"]) == min(ends.values())


def test_of_two_beginnings_the_later_counts():
    document = {"validFrom": PAST, "issuanceDate": FUTURE}
    assert check_validity(document, at=NOW).code == "not-yet-valid"
    assert check_validity({"validFrom": PAST, "issuanceDate": PAST}, at=NOW).outcome is Outcome.PASS


@pytest.mark.parametrize(("ahead", "outcome"), [(299, Outcome.PASS), (301, Outcome.FAIL)])
def test_clocks_may_differ_by_five_minutes(ahead: int, outcome: Outcome):
    starts = (NOW + timedelta(seconds=ahead)).isoformat()
    assert check_validity({"validFrom": starts}, at=NOW).outcome is outcome
