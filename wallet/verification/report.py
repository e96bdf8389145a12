"""Check, Outcome, Finding, Report, Verdict, and the one table that turns findings into a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any, NoReturn

VERIFIER_VERSION = 5  # a bump makes every stored credential due again


class Check(Enum):
    """The numbered checklist (wallet/verification/README.md)."""

    FORMAT = 1
    SHAPE = 2
    ISSUER_KEY = 3
    PROOF = 4
    VALIDITY = 5
    STATUS = 6
    RECIPIENT = 7
    ISSUER_RECOGNISED = 8
    ENDORSEMENTS = 9

    @classmethod
    def _missing_(cls, value: object) -> Check | None:
        """By its name too, which is what a kept report says."""
        return cls.__members__.get(value) if isinstance(value, str) else None


# The code of what stays open because nobody knows what time it is: the moment is None then, never a guess.
CLOCK_IN_DOUBT = "clock-in-doubt"


class Outcome(Enum):
    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not_applicable"


class Verdict(Enum):
    """One word for people; the values are the words of the CLI and the API."""

    UNREADABLE = "unreadable"
    INVALID = "invalid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    UNDETERMINED = "undetermined"
    UNSIGNED = "unsigned"
    VALID = "valid"


@dataclass(frozen=True)
class Consulted:
    """A document that a finding rests on."""

    url: str
    digest: str  # SHA-256 hex, "" when unreachable
    at: datetime


@dataclass(frozen=True)
class Finding:
    """One question's answer. `code` is a kebab slug, `params` hold values for the sentence; no prose here."""

    check: Check
    outcome: Outcome
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    consulted: tuple[Consulted, ...] = ()


# Checks that must PASS (or, where marked, be NOT_APPLICABLE) before anything may be called valid.
# RECIPIENT, ISSUER_RECOGNISED and ENDORSEMENTS inform; they never lift or sink the verdict: a badge of
# somebody else is still a good badge, and the page says whose it is not.
REQUIRED = (Check.FORMAT, Check.SHAPE, Check.ISSUER_KEY, Check.PROOF, Check.VALIDITY, Check.STATUS)


@dataclass(frozen=True)
class Report:
    """All findings about one credential at one moment (`at`). `document` is what the proof covers: the
    only thing that may be shown. It is None when nothing was proved; `claimed` then holds what the file
    says of itself, for a page that says so."""

    format: str  # ob2-hosted, ob2-signed, ob3-di, ob3-jwt, elm-jades, sd-jwt, vc-di, vp-jwt, …, unknown
    findings: tuple[Finding, ...]
    at: datetime
    document: Mapping[str, Any] | None = None
    claimed: Mapping[str, Any] | None = None
    nested: tuple[Report, ...] = ()  # credentials inside a presentation, then endorsements
    verifier_version: int = VERIFIER_VERSION

    @property
    def verdict(self) -> Verdict:
        return judge(self.findings)

    def finding(self, check: Check) -> Finding:
        """The worst finding of a check."""
        return min((f for f in self.findings if f.check is check), key=lambda f: _WORST.index(f.outcome))

    @property
    def but_for_the_clock(self) -> Verdict:
        """The verdict if everything held that is open only because the clock is in doubt."""
        return judge(
            tuple(
                replace(one, outcome=Outcome.PASS) if one.code == CLOCK_IN_DOUBT else one
                for one in self.findings
            )
        )

    @property
    def dialect(self) -> str:
        """The dialect of what was checked, as `wallet.credentials` names it."""
        return "sdjwt" if self.format == "sd-jwt" else self.format.partition("-")[0]

    @property
    def stated(self) -> Mapping[str, Any] | None:
        """The document that the proof covers; where nothing was proved, what the file says of itself."""
        return self.document if self.document is not None else self.claimed

    @property
    def proved(self) -> Mapping[str, Any] | None:
        """The document as the issuer's own words: its proof holds, and the key (or the place where it is
        hosted) is confirmed to be the issuer's. None where either is open: anybody may write any name."""
        confirmed = all(f.outcome is Outcome.PASS for f in self.findings if f.check is Check.ISSUER_KEY)
        return self.document if confirmed else None

    def __bool__(self) -> NoReturn:
        raise TypeError("a report is not true or false; ask for its verdict")


_WORST = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.PASS, Outcome.NOT_APPLICABLE)

# Codes of FAIL that are not forgery but a fact about the credential's life.
_LIFE = {"revoked": Verdict.REVOKED, "suspended": Verdict.SUSPENDED, "expired": Verdict.EXPIRED}


def judge(findings: tuple[Finding, ...]) -> Verdict:
    """The precedence table, worst first: unreadable, invalid, revoked, suspended, expired, undetermined,
    unsigned, valid.

    Total. A required check with no finding at all is a missing answer, hence undetermined."""
    fails = [f for f in findings if f.outcome is Outcome.FAIL]
    if any(f.check is Check.FORMAT for f in fails):
        return Verdict.UNREADABLE
    if any(f.code not in _LIFE and f.code != "no-proof" for f in fails if f.check in REQUIRED):
        return Verdict.INVALID
    for code, verdict in _LIFE.items():
        if any(f.code == code for f in fails):
            return verdict
    by_check = {check: [f for f in findings if f.check is check] for check in REQUIRED}
    if any(not found or any(f.outcome is Outcome.INCONCLUSIVE for f in found) for found in by_check.values()):
        return Verdict.UNDETERMINED
    if any(f.code == "no-proof" for f in fails):
        return Verdict.UNSIGNED
    needs_pass = (Check.FORMAT, Check.SHAPE, Check.ISSUER_KEY, Check.PROOF)
    if any(f.outcome is not Outcome.PASS for check in needs_pass for f in by_check[check]):
        return Verdict.UNDETERMINED
    return Verdict.VALID
