"""When a report says: genuine, and somebody else's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wallet.collection.cards import ANOTHER, shown_verdict, told_once, tone_of
from wallet.verification.report import REQUIRED, Check, Finding, Outcome, Report

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
OTHER = Finding(Check.RECIPIENT, Outcome.FAIL, "issued-to-someone-else")


def report(*changed: Finding) -> Report:
    named = {finding.check for finding in changed}
    held = [Finding(check, Outcome.PASS, "held") for check in REQUIRED if check not in named]
    return Report("ob3-jwt", (*held, *changed), AT)


def test_only_the_recipient_differs():
    assert shown_verdict(report(OTHER)) == ANOTHER


@pytest.mark.parametrize("check", [Check.PROOF, Check.SHAPE, Check.ISSUER_KEY])
def test_what_does_not_hold_is_not_called_anothers(check):
    assert shown_verdict(report(OTHER, Finding(check, Outcome.FAIL, "no"))) == "invalid"


def test_mine_is_mine():
    assert shown_verdict(report(Finding(Check.RECIPIENT, Outcome.PASS, "recipient-matches"))) == "valid"


def test_expiry_and_a_foreign_recipient_are_warnings_not_failures():
    assert tone_of(OTHER)[0] == "warn"
    assert tone_of(Finding(Check.VALIDITY, Outcome.FAIL, "expired"))[0] == "warn"
    assert tone_of(Finding(Check.PROOF, Outcome.FAIL, "signature-does-not-fit"))[0] == "fail"


def test_a_shape_is_told_once_and_each_answer_about_status_stays():
    twice = [Finding(Check.SHAPE, Outcome.PASS, code) for code in ("well-formed", "shape-fits")]
    status = [Finding(Check.STATUS, Outcome.PASS, code) for code in ("not-revoked", "not-suspended")]
    told = told_once((*status, *twice))
    assert [finding.code for finding in told] == ["shape-fits", "not-revoked", "not-suspended"]
