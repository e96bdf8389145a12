"""Whose a badge is stands beside its verdict, whatever the verdict."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.plain_app import app, build, settings
from wallet.collection.cards import is_for_another, report_card
from wallet.verification.report import Check, Finding, Outcome, Report

__all__ = ["app", "build", "settings"]
GOOD = [(check, Outcome.PASS, "ok") for check in (Check.FORMAT, Check.SHAPE, Check.ISSUER_KEY, Check.PROOF)]
FOREIGN = (Check.RECIPIENT, Outcome.FAIL, "issued-to-someone-else")
MINE = (Check.RECIPIENT, Outcome.PASS, "recipient-matches")
IN_FORCE = ((Check.VALIDITY, Outcome.PASS, "no-end-date"), (Check.STATUS, Outcome.PASS, "not-revoked"))


def report(*rest: tuple[Check, Outcome, str]) -> Report:
    findings = tuple(Finding(*one) for one in (*GOOD, *rest))
    return Report("ob3-di", findings, datetime(2026, 11, 22, tzinfo=UTC))


CASES = {
    "valid": IN_FORCE,
    "revoked": (IN_FORCE[0], (Check.STATUS, Outcome.FAIL, "revoked")),
    "expired": ((Check.VALIDITY, Outcome.FAIL, "expired"), IN_FORCE[1]),
    "undetermined": (IN_FORCE[0], (Check.STATUS, Outcome.INCONCLUSIVE, "status-list-unreachable")),
    "invalid": (*IN_FORCE, (Check.PROOF, Outcome.FAIL, "signature-does-not-fit")),
}


@pytest.mark.parametrize(("verdict", "rest"), CASES.items(), ids=CASES)
def test_the_verdict_is_the_same_whosever_it_is(app, verdict, rest):
    with app.test_request_context():
        hers, mine = report_card(report(FOREIGN, *rest)), report_card(report(MINE, *rest))
    assert (hers.verdict, mine.verdict) == (verdict, verdict)
    assert (hers.another, mine.another) == (True, False)


@pytest.mark.parametrize("outcome", [Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE, Outcome.PASS])
def test_only_a_recipient_that_differs_makes_it_somebody_elses(outcome):
    assert not is_for_another(report((Check.RECIPIENT, outcome, "x"), *IN_FORCE))
