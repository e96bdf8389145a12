"""How findings are drawn: their tone, and each told once."""

from __future__ import annotations

from wallet.collection.cards import told_once, tone_of
from wallet.verification.report import Check, Finding, Outcome

OTHER = Finding(Check.RECIPIENT, Outcome.FAIL, "issued-to-someone-else")


def test_expiry_and_a_foreign_recipient_are_warnings_not_failures():
    assert tone_of(OTHER)[0] == "warn"
    assert tone_of(Finding(Check.VALIDITY, Outcome.FAIL, "expired"))[0] == "warn"
    assert tone_of(Finding(Check.PROOF, Outcome.FAIL, "signature-does-not-fit"))[0] == "fail"


def test_a_shape_is_told_once_and_each_answer_about_status_stays():
    twice = [Finding(Check.SHAPE, Outcome.PASS, code) for code in ("well-formed", "shape-fits")]
    status = [Finding(Check.STATUS, Outcome.PASS, code) for code in ("not-revoked", "not-suspended")]
    told = told_once((*status, *twice))
    assert [finding.code for finding in told] == ["shape-fits", "not-revoked", "not-suspended"]
