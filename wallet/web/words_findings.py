"""The report in plain words: for each finding what stands above it, the answer, and how we know.

A heading depends on the check and how it came out, the answer on the code. `HEADINGS` are overruled by
`SPECIAL_HEADINGS` where a code says more than its check.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wallet.verification.report import Check, Finding, Outcome
from wallet.web.marks import mark
from wallet.web.words_errors import ERRORS
from wallet.web.words_issuers import ISSUER_WORDS
from wallet.web.words_life import LIFE_WORDS, PLAINER
from wallet.web.words_proofs import PROOF_WORDS

PASS, FAIL, OPEN, NONE = Outcome.PASS, Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE

HEADINGS: dict[tuple[Check, Outcome], str] = {
    (Check.FORMAT, PASS): mark("A form we can read"),
    (Check.FORMAT, FAIL): mark("Not readable"),
    (Check.FORMAT, OPEN): mark("Could not be read to the end"),
    (Check.FORMAT, NONE): mark("Form not asked about"),
    (Check.SHAPE, PASS): mark("Put together as its standard demands"),
    (Check.SHAPE, FAIL): mark("Not put together as its standard demands"),
    (Check.SHAPE, OPEN): mark("Its build could not be checked"),
    (Check.SHAPE, NONE): mark("Its build was not asked about"),
    (Check.ISSUER_KEY, PASS): mark("The issuer is who it says"),
    (Check.ISSUER_KEY, FAIL): mark("The issuer does not stand behind it"),
    (Check.ISSUER_KEY, OPEN): mark("The issuer could not be confirmed"),
    (Check.ISSUER_KEY, NONE): mark("The issuer was not asked about"),
    (Check.PROOF, PASS): mark("Unchanged since it was issued"),
    (Check.PROOF, FAIL): mark("Its signature does not hold"),
    (Check.PROOF, OPEN): mark("Its signature could not be checked"),
    (Check.PROOF, NONE): mark("Its signature was not asked about"),
    (Check.VALIDITY, PASS): mark("In force"),
    (Check.VALIDITY, FAIL): mark("Not in force"),
    (Check.VALIDITY, OPEN): mark("Whether it is in force stayed open"),
    (Check.VALIDITY, NONE): mark("Whether it is in force was not asked"),
    (Check.STATUS, PASS): mark("Not withdrawn"),
    (Check.STATUS, FAIL): mark("Withdrawn"),
    (Check.STATUS, OPEN): mark("Whether it was withdrawn stayed open"),
    (Check.STATUS, NONE): mark("No list of withdrawals to ask"),
    (Check.RECIPIENT, PASS): mark("Issued to you"),
    (Check.RECIPIENT, FAIL): mark("Issued to somebody else"),
    (Check.RECIPIENT, OPEN): mark("Whom it was issued to stayed open"),
    (Check.RECIPIENT, NONE): mark("Whom it was issued to was not asked"),
    (Check.ISSUER_RECOGNISED, PASS): mark("The issuer is recognised"),
    (Check.ISSUER_RECOGNISED, FAIL): mark("The issuer is not recognised"),
    (Check.ISSUER_RECOGNISED, OPEN): mark("The issuer is not on our list"),
    (Check.ISSUER_RECOGNISED, NONE): mark("Recognition was not asked about"),
    (Check.ENDORSEMENTS, PASS): mark("Others stand behind it"),
    (Check.ENDORSEMENTS, FAIL): mark("An endorsement does not hold"),
    (Check.ENDORSEMENTS, OPEN): mark("Not every endorsement holds"),
    (Check.ENDORSEMENTS, NONE): mark("No endorsements"),
}

# What was not asked because of an earlier answer: the bare question, which claims nothing.
WAITING = frozenset(
    {"not-meaningful-without-proof", "not-meaningful-when-malformed", "no-proof-to-check", "not-reached"}
)
QUESTIONS: dict[Check, str] = {
    Check.FORMAT: mark("Whether it can be read"),
    Check.SHAPE: mark("Whether it is put together as its standard demands"),
    Check.ISSUER_KEY: mark("Whether the issuer is who it says"),
    Check.PROOF: mark("Whether it is unchanged since it was issued"),
    Check.VALIDITY: mark("Whether it is in force"),
    Check.STATUS: mark("Whether it was withdrawn"),
    Check.RECIPIENT: mark("Whom it was issued to"),
    Check.ISSUER_RECOGNISED: mark("Whether the issuer is recognised"),
    Check.ENDORSEMENTS: mark("Whether others stand behind it"),
}

SPECIAL_HEADINGS: dict[str, str] = {
    "expired": mark("Expired"),
    "not-yet-valid": mark("Not in force yet"),
    "suspended": mark("Suspended"),
    "no-proof": mark("Not signed"),
    "not-suspended": mark("Not suspended"),
    "hosted-copy": mark("Vouched for by the issuer's own server"),
    "file-differs-from-hosted-copy": mark("The file says something else than the issuer"),
    "hosted-copy-over-http": mark("Vouched for by the issuer's own server"),
    "status-message": mark("The issuer has left a message"),
    "refresh-offered": mark("A newer version may be waiting"),
    "status-entry-malformed": mark("Where to ask about withdrawal is not stated properly"),
    "status-index-malformed": mark("Where to ask about withdrawal is not stated properly"),
    "status-index-beyond-list": mark("Where to ask about withdrawal is not stated properly"),
}

GENERAL = mark("The check came to “%(code)s”, for which we have no better words yet.")

# code -> (answer, how we know)
FINDINGS: dict[str, tuple[str, str]] = {**LIFE_WORDS, **ISSUER_WORDS, **PROOF_WORDS}

_GAP = re.compile(r"%\((\w+)\)s")

Texts = tuple[str, str, str]


def texts_of(finding: Finding) -> Texts:
    """(heading, answer, how) in English, with gaps, not yet translated. A `how` whose gaps this finding does
    not fill is left out; an answer then takes its plainer form where there is one."""
    code, given = finding.code, facts(finding)
    heading = SPECIAL_HEADINGS.get(code) or HEADINGS[finding.check, finding.outcome]
    if code in WAITING:
        heading = QUESTIONS[finding.check]
    known = FINDINGS.get(f"{code}@{finding.check.name.lower()}") or FINDINGS.get(code)
    if known:
        answer, how = known
        if not _fills(given, answer):
            answer = PLAINER.get(code, answer)
        return heading, answer, how if _fills(given, how) else ""
    if code in ERRORS:
        what, means, _ = ERRORS[code]
        return heading, what, means
    return heading, GENERAL, ""


def facts(finding: Finding) -> dict[str, str]:
    """A finding's parameters; a suite (Data Integrity) answers where an algorithm (JWT) is asked for."""
    suite = finding.params.get("suite", "")
    return {"algorithm": suite, "type": suite, **finding.params} if suite else dict(finding.params)


def _fills(given: Mapping[str, str], text: str) -> bool:
    return all(given.get(gap) for gap in _GAP.findall(text))
