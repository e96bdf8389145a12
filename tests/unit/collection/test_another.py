"""A badge that was issued to somebody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wallet.collection.cards import shown_verdict
from wallet.verification.report import Check, Finding, Outcome, Report

GOOD = [(check, Outcome.PASS, "ok") for check in (Check.FORMAT, Check.SHAPE, Check.ISSUER_KEY, Check.PROOF)]
FOREIGN = (Check.RECIPIENT, Outcome.FAIL, "issued-to-someone-else")


def shown(*rest: tuple[Check, Outcome, str]) -> str:
    findings = tuple(Finding(*one) for one in (*GOOD, FOREIGN, *rest))
    return shown_verdict(Report("ob3-di", findings, datetime(2026, 11, 22, tzinfo=UTC)))


def test_what_holds_for_somebody_else_is_called_theirs():
    in_force = (Check.VALIDITY, Outcome.PASS, "no-end-date"), (Check.STATUS, Outcome.PASS, "not-revoked")
    assert shown(*in_force) == "another-person"


@pytest.mark.parametrize(
    ("rest", "word"),
    [
        ((Check.STATUS, Outcome.FAIL, "revoked"), "revoked"),
        ((Check.VALIDITY, Outcome.FAIL, "expired"), "expired"),
        ((Check.STATUS, Outcome.INCONCLUSIVE, "status-list-unreachable"), "undetermined"),
    ],
)
def test_what_does_not_hold_says_so_first_whosever_it_is(rest, word):
    assert shown((Check.VALIDITY, Outcome.PASS, "no-end-date"), rest) == word
