"""What a person is told of a report: total over every code, one case for each kind of trouble."""

from __future__ import annotations

import random

import pytest

from tests.smith.web import NOW
from wallet.verification.cases import PLAIN_CASE, VERDICT_OF, Case, case_of, case_of_finding, deciding
from wallet.verification.codes import CODES
from wallet.verification.report import REQUIRED, Check, Finding, Outcome, Report, Verdict

PASS, FAIL, OPEN, NONE = Outcome.PASS, Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE


def report(*changes: tuple[Check, Outcome, str], nested: tuple[Report, ...] = ()) -> Report:
    """A credential of which everything holds, with `changes`."""
    changed = {check for check, _outcome, _code in changes}
    held = [Finding(check, PASS, "held") for check in Check if check not in changed]
    return Report("ob3-jwt", (*held, *(Finding(*change) for change in changes)), NOW, nested=nested)


EACH = [
    (code, check, outcome)
    for code, of in sorted(CODES.items())
    for check in (REQUIRED if of is None else (of,))
    for outcome in (FAIL, OPEN)
    if check in REQUIRED
]


@pytest.mark.parametrize(("code", "check", "outcome"), EACH)
def test_every_code_that_fails_or_stays_open_has_a_case_that_fits_its_verdict(code, check, outcome):
    told = report((check, outcome, code))
    case = case_of(told)
    assert VERDICT_OF[case] is told.verdict
    assert case is case_of_finding(Finding(check, outcome, code))
    assert case is not Case.VALID
    decided = deciding(told)
    assert decided is not None and decided.code == code


def test_all_that_holds_is_valid_and_nothing_decides_it():
    assert case_of(report()) is Case.VALID
    assert deciding(report()) is None


@pytest.mark.parametrize(
    ("change", "case"),
    [
        ((Check.PROOF, FAIL, "signature-does-not-fit"), Case.ALTERED),
        ((Check.ISSUER_KEY, FAIL, "key-not-of-issuer"), Case.NOT_FROM_THIS_ISSUER),
        ((Check.ISSUER_KEY, FAIL, "issuer-mismatch"), Case.NOT_FROM_THIS_ISSUER),
        ((Check.ISSUER_KEY, FAIL, "outside-issuer-scope"), Case.NOT_FROM_THIS_ISSUER),
        ((Check.ISSUER_KEY, FAIL, "key-weak"), Case.FAULTY),
        ((Check.SHAPE, FAIL, "unsigned-terms"), Case.FAULTY),
        ((Check.PROOF, FAIL, "proof-malformed"), Case.FAULTY),
        ((Check.STATUS, FAIL, "status-index-malformed"), Case.FAULTY),
        ((Check.VALIDITY, FAIL, "not-yet-valid"), Case.NOT_YET_VALID),
        ((Check.VALIDITY, FAIL, "expired"), Case.EXPIRED),
        ((Check.PROOF, FAIL, "expired"), Case.EXPIRED),
        ((Check.STATUS, FAIL, "revoked"), Case.REVOKED),
        ((Check.STATUS, FAIL, "suspended"), Case.SUSPENDED),
        ((Check.ISSUER_KEY, OPEN, "issuer-known-by-key-only"), Case.ISSUER_UNKNOWN),
        ((Check.ISSUER_KEY, OPEN, "issuer-not-confirmed"), Case.ISSUER_UNKNOWN),
        ((Check.ISSUER_KEY, OPEN, "issuer-unreachable"), Case.COULD_NOT_CHECK),
        ((Check.ISSUER_KEY, OPEN, "did-method-not-supported"), Case.COULD_NOT_CHECK),
        ((Check.STATUS, OPEN, "status-list-unreachable"), Case.COULD_NOT_CHECK),
        ((Check.PROOF, FAIL, "no-proof"), Case.UNSIGNED),
        ((Check.FORMAT, FAIL, "not-json"), Case.UNREADABLE),
        ((Check.RECIPIENT, FAIL, "issued-to-someone-else"), Case.VALID),
        ((Check.ENDORSEMENTS, OPEN, "endorsements-not-all-hold"), Case.VALID),
    ],
)
def test_each_case_of_the_table_comes_from_its_findings(change, case):
    assert case_of(report(change)) is case


def test_a_changed_word_is_told_before_a_faulty_form_and_a_foreign_key():
    several = report(
        (Check.SHAPE, FAIL, "bad-date"),
        (Check.ISSUER_KEY, FAIL, "key-not-of-issuer"),
        (Check.PROOF, FAIL, "signature-does-not-fit"),
    )
    assert case_of(several) is Case.ALTERED
    assert deciding(several).code == "signature-does-not-fit"


def test_an_unknown_issuer_is_told_only_of_a_signature_that_fits():
    whose = (Check.ISSUER_KEY, OPEN, "issuer-not-confirmed")
    assert case_of(report(whose, (Check.PROOF, OPEN, "no-key-to-check-with"))) is Case.COULD_NOT_CHECK
    assert case_of(report(whose, (Check.STATUS, OPEN, "status-list-unreachable"))) is Case.COULD_NOT_CHECK


def test_what_only_follows_from_another_answer_is_never_the_reason_given():
    told = report(
        (Check.SHAPE, OPEN, "not-reached"),
        (Check.ISSUER_KEY, OPEN, "not-reached"),
        (Check.PROOF, OPEN, "hosted-unreachable"),
    )
    assert deciding(told).code == "hosted-unreachable"


def test_a_presentation_is_what_the_worst_badge_in_it_is():
    forged = report((Check.PROOF, FAIL, "signature-does-not-fit"))
    foreign = report((Check.ISSUER_KEY, FAIL, "issuer-mismatch"))
    around = report(
        (Check.PROOF, FAIL, "credential-inside-does-not-hold"), nested=(report(), foreign, forged)
    )
    assert case_of(around) is Case.ALTERED


def test_any_mixture_of_findings_has_a_case_of_its_verdict():
    chance = random.Random(7)
    codes = [(code, check) for code, of in CODES.items() for check in (Check if of is None else (of,))]
    for _ in range(3000):
        picked = [
            Finding(check, chance.choice(list(Outcome)), code)
            for code, check in chance.sample(codes, chance.randint(0, 8))
        ]
        told = Report("unknown", tuple(picked), NOW)
        assert VERDICT_OF[case_of(told)] is told.verdict


def test_every_verdict_known_without_its_report_has_a_case():
    assert set(PLAIN_CASE) == set(Verdict)
    assert all(VERDICT_OF[case] is verdict for verdict, case in PLAIN_CASE.items())
