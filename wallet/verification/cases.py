"""Which case a report is, as people are told it, and the finding that decides it. Pure.

The eight verdicts of `report.Verdict` stay what programs get. People need to know *what is wrong*: `invalid`
is told as altered, as not from this issuer, as faulty or as not yet valid, and `undetermined` as an unknown
issuer or as something that could not be checked.
"""

from __future__ import annotations

from enum import Enum

from wallet.verification.report import REQUIRED, Check, Finding, Outcome, Report, Verdict


class Case(Enum):
    """What a person is told. The values are slugs for pages, styles and tests."""

    VALID = "valid"
    ALTERED = "altered"  # the signature does not fit the words
    NOT_FROM_THIS_ISSUER = "not-from-this-issuer"  # the key, or the issuer, contradicts
    FAULTY = "faulty"  # it breaks the rules of its own format
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ISSUER_UNKNOWN = "issuer-unknown"  # the signature fits, and nobody says whose key it is
    COULD_NOT_CHECK = "could-not-check"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


# The case of a FAIL, by its check; a check that only informs has none.
_BY_CHECK = {
    Check.SHAPE: Case.FAULTY,
    Check.ISSUER_KEY: Case.NOT_FROM_THIS_ISSUER,
    Check.PROOF: Case.FAULTY,
    Check.VALIDITY: Case.FAULTY,
    Check.STATUS: Case.FAULTY,
}

# Codes whose FAIL says another thing than their check's.
_BY_CODE = {
    "revoked": Case.REVOKED,
    "suspended": Case.SUSPENDED,
    "expired": Case.EXPIRED,
    "not-yet-valid": Case.NOT_YET_VALID,
    "no-proof": Case.UNSIGNED,
    "signature-does-not-fit": Case.ALTERED,
    "hosted-id-differs": Case.NOT_FROM_THIS_ISSUER,
    # Nothing is said of whose key it is: it cannot be used, or is not named.
    "issuer-not-stated": Case.FAULTY,
    "key-ambiguous": Case.FAULTY,
    "key-holds-secret": Case.FAULTY,
    "key-identifier-malformed": Case.FAULTY,
    "key-malformed": Case.FAULTY,
    "key-not-named": Case.FAULTY,
    "key-weak": Case.FAULTY,
}

# Open answers to "whose key is it?" that leave the signature intact. Another one (the issuer's server is
# down, a kind of identifier that we do not look up) is something that could not be checked.
_NOBODY_SAYS_WHOSE = frozenset(
    {
        "issuer-known-by-key-only",
        "issuer-not-confirmed",
        "issuer-has-no-key",
        "issuer-mismatch",
        "key-not-listed",
        "key-not-of-issuer",
    }
)

# Open only because another question is: never the reason that a person reads first.
_FOLLOWS = frozenset(
    {
        "credential-inside-not-proved",
        "no-key-to-check-with",
        "no-proof-to-check",
        "not-meaningful-when-malformed",
        "not-meaningful-without-proof",
        "not-reached",
        "not-read-safely",
    }
)

# What is told first where several things of an invalid credential fail.
_WORST = (Case.ALTERED, Case.NOT_FROM_THIS_ISSUER, Case.FAULTY, Case.NOT_YET_VALID)

_INSIDE = "credential-inside-does-not-hold"


def case_of(report: Report) -> Case:
    """The case of a report. Total; agrees with `report.verdict` (see `VERDICT_OF`)."""
    return _decide(report)[0]


def deciding(report: Report) -> Finding | None:
    """The finding that makes the case what it is; None where everything holds."""
    return _decide(report)[1]


def case_of_finding(finding: Finding) -> Case | None:
    """What one finding alone says of the credential. None: it holds, does not apply, or only informs."""
    if finding.check not in REQUIRED:
        return None
    if finding.outcome is Outcome.FAIL and finding.check is not Check.FORMAT:
        return _BY_CODE.get(finding.code, _BY_CHECK[finding.check])
    if finding.outcome is Outcome.FAIL:
        return Case.UNREADABLE
    if finding.outcome is not Outcome.INCONCLUSIVE:
        return None
    unknown = finding.check is Check.ISSUER_KEY and finding.code in _NOBODY_SAYS_WHOSE
    return Case.ISSUER_UNKNOWN if unknown else Case.COULD_NOT_CHECK


VERDICT_OF: dict[Case, Verdict] = {
    Case.VALID: Verdict.VALID,
    Case.ALTERED: Verdict.INVALID,
    Case.NOT_FROM_THIS_ISSUER: Verdict.INVALID,
    Case.FAULTY: Verdict.INVALID,
    Case.NOT_YET_VALID: Verdict.INVALID,
    Case.REVOKED: Verdict.REVOKED,
    Case.SUSPENDED: Verdict.SUSPENDED,
    Case.EXPIRED: Verdict.EXPIRED,
    Case.ISSUER_UNKNOWN: Verdict.UNDETERMINED,
    Case.COULD_NOT_CHECK: Verdict.UNDETERMINED,
    Case.UNSIGNED: Verdict.UNSIGNED,
    Case.UNREADABLE: Verdict.UNREADABLE,
}

# For a verdict that is known without its report (an old line of the history).
PLAIN_CASE: dict[Verdict, Case] = {
    Verdict.VALID: Case.VALID,
    Verdict.INVALID: Case.FAULTY,
    Verdict.REVOKED: Case.REVOKED,
    Verdict.SUSPENDED: Case.SUSPENDED,
    Verdict.EXPIRED: Case.EXPIRED,
    Verdict.UNDETERMINED: Case.COULD_NOT_CHECK,
    Verdict.UNSIGNED: Case.UNSIGNED,
    Verdict.UNREADABLE: Case.UNREADABLE,
}


def _decide(report: Report) -> tuple[Case, Finding | None]:
    verdict = report.verdict
    if verdict is Verdict.VALID:
        return Case.VALID, None
    if verdict is Verdict.INVALID:
        return _invalid(report)
    if verdict is Verdict.UNDETERMINED:
        return _undetermined(report)
    case = PLAIN_CASE[verdict]
    failed = [one for one in _of(report, Outcome.FAIL) if case_of_finding(one) is case]
    return case, failed[0] if failed else None


def _invalid(report: Report) -> tuple[Case, Finding]:
    told = [(case, one) for one in _of(report, Outcome.FAIL) if (case := _of_failure(one, report)) in _WORST]
    return min(told, key=lambda pair: _WORST.index(pair[0]))


def _of_failure(finding: Finding, report: Report) -> Case | None:
    """A presentation is what the worst credential in it is."""
    if finding.code == _INSIDE:
        inside = [case_of(one) for one in report.nested if one.verdict is Verdict.INVALID]
        return min(inside, key=_WORST.index, default=Case.FAULTY)
    return case_of_finding(finding)


def _undetermined(report: Report) -> tuple[Case, Finding | None]:
    opened = _of(report, Outcome.INCONCLUSIVE)
    proofs = [one for one in report.findings if one.check is Check.PROOF]
    intact = bool(proofs) and all(one.outcome is Outcome.PASS for one in proofs)
    answered = {one.check for one in report.findings}
    complete = all(check in answered for check in REQUIRED)
    cases = {case_of_finding(one) for one in opened}
    if complete and intact and cases == {Case.ISSUER_UNKNOWN}:
        return Case.ISSUER_UNKNOWN, opened[0]
    first = [one for one in opened if one.code not in _FOLLOWS] or opened
    return Case.COULD_NOT_CHECK, first[0] if first else None


def _of(report: Report, outcome: Outcome) -> list[Finding]:
    """The findings with this outcome that bear on the verdict, in the order of the checklist."""
    found = [one for one in report.findings if one.check in REQUIRED and one.outcome is outcome]
    return sorted(found, key=lambda one: one.check.value)
