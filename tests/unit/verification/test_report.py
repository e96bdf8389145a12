"""The precedence table, row by row, and that a report cannot be taken for a yes or a no."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.smith.web import NOW
from wallet.verification.report import REQUIRED, Check, Finding, Outcome, Report, Verdict, judge

PASS, FAIL, OPEN, NONE = Outcome.PASS, Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
README = (Path(__file__).parents[3] / "wallet/verification/README.md").read_text(encoding="utf-8")


def findings(*changes: tuple[Check, Outcome, str]) -> tuple[Finding, ...]:
    """A credential of which everything holds, with `changes`."""
    told = {check: Finding(check, PASS, "held") for check in Check}
    told.update({check: Finding(check, outcome, code) for check, outcome, code in changes})
    return tuple(told.values())


UNREADABLE = (Check.FORMAT, FAIL, "not-json")
INVALID = (Check.PROOF, FAIL, "signature-does-not-fit")
REVOKED = (Check.STATUS, FAIL, "revoked")
SUSPENDED = (Check.STATUS, FAIL, "suspended")
EXPIRED = (Check.VALIDITY, FAIL, "expired")
UNDETERMINED = (Check.ISSUER_KEY, OPEN, "issuer-unreachable")
UNSIGNED = (Check.PROOF, FAIL, "no-proof")
ROWS = [UNREADABLE, INVALID, REVOKED, SUSPENDED, EXPIRED, UNDETERMINED, UNSIGNED]
VERDICTS = list(Verdict)


def test_all_held_is_valid():
    assert judge(findings()) is Verdict.VALID


@pytest.mark.parametrize("row", range(len(ROWS)), ids=[verdict.value for verdict in VERDICTS[:-1]])
def test_each_row_of_the_table_has_its_verdict(row: int):
    assert judge(findings(ROWS[row])) is VERDICTS[row]


@pytest.mark.parametrize("first", range(len(ROWS)))
@pytest.mark.parametrize("second", range(len(ROWS)))
def test_of_two_rows_the_upper_one_speaks(first: int, second: int):
    both = (*findings(ROWS[first]), *findings(ROWS[second]))
    assert judge(both) is VERDICTS[min(first, second)]


def test_not_yet_valid_is_invalid():
    assert judge(findings((Check.VALIDITY, FAIL, "not-yet-valid"))) is Verdict.INVALID


@pytest.mark.parametrize("check", REQUIRED, ids=lambda check: check.name)
def test_a_missing_answer_is_undetermined(check: Check):
    told = tuple(finding for finding in findings() if finding.check is not check)
    assert judge(told) is Verdict.UNDETERMINED


@pytest.mark.parametrize("check", REQUIRED, ids=lambda check: check.name)
def test_an_open_answer_is_undetermined(check: Check):
    assert judge(findings((check, OPEN, "check-failed"))) is Verdict.UNDETERMINED


@pytest.mark.parametrize("check", [Check.FORMAT, Check.SHAPE, Check.ISSUER_KEY, Check.PROOF])
def test_what_must_pass_cannot_be_left_out_as_not_applicable(check: Check):
    assert judge(findings((check, NONE, "whatever"))) is Verdict.UNDETERMINED


@pytest.mark.parametrize("check", [Check.VALIDITY, Check.STATUS])
def test_no_dates_and_no_status_do_no_harm(check: Check):
    assert judge(findings((check, NONE, "none-stated"))) is Verdict.VALID


@pytest.mark.parametrize("check", [Check.RECIPIENT, Check.ISSUER_RECOGNISED, Check.ENDORSEMENTS])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_informs_never_decides(check: Check, outcome: Outcome):
    assert judge(findings((check, outcome, "issued-to-someone-else"))) is Verdict.VALID
    assert judge(findings((check, outcome, "x"), EXPIRED)) is Verdict.EXPIRED


def test_no_findings_at_all_is_undetermined():
    assert judge(()) is Verdict.UNDETERMINED


def test_one_pass_does_not_hide_another_failure_of_the_same_check():
    told = (*findings(), Finding(Check.SHAPE, FAIL, "claims-disagree"))
    assert judge(told) is Verdict.INVALID
    assert Report("vc-jwt", told, NOW).finding(Check.SHAPE).code == "claims-disagree"


def test_a_report_is_not_true_or_false():
    with pytest.raises(TypeError):
        bool(Report("vc-di", findings(), NOW))


def test_the_written_law_has_the_same_order_and_names_every_check_and_outcome():
    table = README.split("## Verdict")[1].split("##")[0]
    assert re.findall(r"(?m)^\| ([a-z]+) \|", table) == [verdict.value for verdict in Verdict]
    for check in Check:
        assert f"| {check.value} | {check.name} |" in README
    for outcome in Outcome:
        assert f"| {outcome.name} |" in README
