"""The report in plain words: for each finding what stands above it, the answer, and how we know.

A heading depends on the check and how it came out, the answer on the code. `HEADINGS` are overruled by
`SPECIAL_HEADINGS` where a code says more than its check.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wallet.credentials.refusal_texts import REFUSAL_WORDS
from wallet.marks import mark
from wallet.verification.report import Check, Finding, Outcome
from wallet.verification.words.issuers import ISSUER_WORDS
from wallet.verification.words.life import LIFE_WORDS, PLAINER
from wallet.verification.words.network import NETWORK
from wallet.verification.words.proofs import PROOF_WORDS

# What bytes and servers are refused for; a finding may name such a code.
REFUSALS = REFUSAL_WORDS | NETWORK

PASS, FAIL, OPEN, NONE = Outcome.PASS, Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE

HEADINGS: dict[tuple[Check, Outcome], str] = {
    (Check.FORMAT, PASS): mark("Readable"),
    (Check.FORMAT, FAIL): mark("Not readable"),
    (Check.FORMAT, OPEN): mark("Could not be read to the end"),
    (Check.FORMAT, NONE): mark("Not read"),
    (Check.SHAPE, PASS): mark("Correct format"),
    (Check.SHAPE, FAIL): mark("Faulty format"),
    (Check.SHAPE, OPEN): mark("Format not checked"),
    (Check.SHAPE, NONE): mark("Format not checked"),
    (Check.ISSUER_KEY, PASS): mark("Issuer confirmed"),
    (Check.ISSUER_KEY, FAIL): mark("Not from this issuer"),
    (Check.ISSUER_KEY, OPEN): mark("Issuer not confirmed"),
    (Check.ISSUER_KEY, NONE): mark("Issuer not checked"),
    (Check.PROOF, PASS): mark("Unaltered"),
    (Check.PROOF, FAIL): mark("Faulty signature"),
    (Check.PROOF, OPEN): mark("Signature not checked"),
    (Check.PROOF, NONE): mark("Signature not checked"),
    (Check.VALIDITY, PASS): mark("Still valid"),
    (Check.VALIDITY, FAIL): mark("Not valid today"),
    (Check.VALIDITY, OPEN): mark("Dates not checked"),
    (Check.VALIDITY, NONE): mark("Dates not checked"),
    (Check.STATUS, PASS): mark("Not withdrawn"),
    (Check.STATUS, FAIL): mark("Withdrawn by the issuer"),
    (Check.STATUS, OPEN): mark("Withdrawal not checked"),
    (Check.STATUS, NONE): mark("No list of withdrawals"),
    (Check.RECIPIENT, PASS): mark("Issued to you"),
    (Check.RECIPIENT, FAIL): mark("Issued to someone else"),
    (Check.RECIPIENT, OPEN): mark("Recipient not confirmed"),
    (Check.RECIPIENT, NONE): mark("Recipient not checked"),
    (Check.ISSUER_RECOGNISED, PASS): mark("Recognised issuer"),
    (Check.ISSUER_RECOGNISED, FAIL): mark("Issuer not recognised"),
    (Check.ISSUER_RECOGNISED, OPEN): mark("Issuer not on our list"),
    (Check.ISSUER_RECOGNISED, NONE): mark("No list of issuers"),
    (Check.ENDORSEMENTS, PASS): mark("Endorsed"),
    (Check.ENDORSEMENTS, FAIL): mark("An endorsement failed its check"),
    (Check.ENDORSEMENTS, OPEN): mark("Endorsements not confirmed"),
    (Check.ENDORSEMENTS, NONE): mark("No endorsements"),
}

# What was not asked because of an earlier answer: the bare question, which claims nothing.
WAITING = frozenset(
    {"not-meaningful-without-proof", "not-meaningful-when-malformed", "no-proof-to-check", "not-reached"}
)
QUESTIONS: dict[Check, str] = {
    Check.FORMAT: mark("Whether it can be read"),
    Check.SHAPE: mark("Whether its format is correct"),
    Check.ISSUER_KEY: mark("Whether the issuer signed it"),
    Check.PROOF: mark("Whether it was altered"),
    Check.VALIDITY: mark("Whether it is still valid"),
    Check.STATUS: mark("Whether it was withdrawn"),
    Check.RECIPIENT: mark("Whom it was issued to"),
    Check.ISSUER_RECOGNISED: mark("Whether the issuer is recognised"),
    Check.ENDORSEMENTS: mark("Whether it is endorsed"),
}

SPECIAL_HEADINGS: dict[str, str] = {
    "expired": mark("Expired"),
    "not-yet-valid": mark("Not valid yet"),
    "suspended": mark("Suspended"),
    "no-proof": mark("Not signed"),
    "signature-does-not-fit": mark("Altered after signing"),
    "not-suspended": mark("Not suspended"),
    "hosted-copy": mark("Confirmed by the issuer’s own server"),
    "hosted-copy-over-http": mark("Confirmed by the issuer’s own server"),
    "file-differs-from-hosted-copy": mark("The file says something else than the issuer"),
    "status-message": mark("The issuer has left a message"),
    "refresh-offered": mark("A newer version may be waiting"),
    "status-entry-malformed": mark("Faulty reference to the issuer’s list"),
    "status-index-malformed": mark("Faulty reference to the issuer’s list"),
    "status-index-beyond-list": mark("Faulty reference to the issuer’s list"),
}
# The issuer's key was found, and the signature is open or does not fit: the name is not confirmed by that.
UNCONFIRMED = (
    mark("Issuer not confirmed"),
    mark("Anyone can write this name. Only an intact signature would prove it."),
)

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
    if code in REFUSALS:
        what, means, _ = REFUSALS[code]
        return heading, what, means
    return heading, GENERAL, ""


def facts(finding: Finding) -> dict[str, str]:
    """A finding's parameters; a suite (Data Integrity) answers where an algorithm (JWT) is asked for."""
    suite = finding.params.get("suite", "")
    return {"algorithm": suite, "type": suite, **finding.params} if suite else dict(finding.params)


def gaps(text: str) -> list[str]:
    """The names of what fills a sentence."""
    return _GAP.findall(text)


def _fills(given: Mapping[str, str], text: str) -> bool:
    return all(given.get(gap) for gap in gaps(text))
