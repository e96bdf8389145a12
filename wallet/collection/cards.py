"""What the screens get: frozen, with the words already in the reader's language. Never a row of a table.

Built inside a request (the words follow its language) by this room, and by the rooms that show the same
things to strangers: the share page and the public check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wallet.collection.children import doubt_among
from wallet.collection.transparency import TransparencyCard
from wallet.verification.report import Check, Consulted, Finding, Outcome, Report, Verdict
from wallet.web import words

# Outcome -> (tone, icon). Never colour alone: the macro draws the icon, the sentence says it.
OUTCOMES = {
    Outcome.PASS: ("pass", "check"),
    Outcome.FAIL: ("fail", "x"),
    Outcome.INCONCLUSIVE: ("none", "circle-question-mark"),
    Outcome.NOT_APPLICABLE: ("none", "minus"),
}
# Failures that are no fault of the credential's making: its time is over, or it rests.
MILD = frozenset({"expired", "suspended"})


@dataclass(frozen=True)
class CheckCard:
    """One line of the report: a plain question, the answer, and how we know."""

    check: (
        str  # format, shape, issuer_key, proof, validity, status, recipient, issuer_recognised, endorsements
    )
    outcome: str  # pass, fail, inconclusive, not_applicable
    code: str
    tone: str  # pass, warn, fail, none
    icon: str
    question: str
    answer: str
    how: str
    params: Mapping[str, str] = field(default_factory=dict)  # technical facts: algorithm, key…
    sources: tuple[Consulted, ...] = ()  # what was asked on the network, and when


@dataclass(frozen=True)
class ReportCard:
    """A verdict with its reasons."""

    verdict: str
    word: str
    sentence: str
    tone: str
    icon: str
    at: datetime
    format: str
    checks: tuple[CheckCard, ...]
    another: bool = False  # issued to somebody else: a fact beside the verdict
    doubt: str = ""  # about what is inside it: see collection.children
    nested: tuple[ReportCard, ...] = ()


@dataclass(frozen=True)
class CredentialCard:
    """One held credential in a list."""

    id: str
    title: str
    issuer_name: str
    issued_at: datetime | None
    expires_at: datetime | None
    field: str  # digital, green, social, work, other
    verdict: str | None
    word: str
    sentence: str
    tone: str
    icon: str
    checked_at: datetime | None
    has_picture: bool = False
    another: bool = False  # issued to another person: never counted as the holder's
    attention: bool = False
    expires_soon: bool = False
    doubt: str = ""  # about what is inside a learner record: see collection.children


@dataclass(frozen=True)
class HistoryCard:
    """One earlier check."""

    at: datetime
    verdict: str
    word: str
    tone: str
    icon: str
    trigger: str  # import, asked, schedule, shared


@dataclass(frozen=True)
class OutcomeCard:
    """Something the holder can do, with the framework it is aligned to."""

    name: str
    framework: str = ""
    code: str = ""
    url: str = ""  # only when it may be a link
    description: str = ""


@dataclass(frozen=True)
class EvidenceCard:
    name: str
    text: str = ""
    url: str = ""  # only when it may be a link
    address: str = ""  # the address as plain text, when it may not


@dataclass(frozen=True)
class StatementCard:
    """What the credential says. `proved`: each word stands under the proof; else the file claims it."""

    title: str
    issuer: str
    issuer_id: str
    issuer_url: str  # only when it may be a link
    issuer_address: str  # shown as plain text
    issued_at: datetime | None
    expires_at: datetime | None
    description: str
    criteria: str  # Markdown; templates pass it through the `markdown` filter
    criteria_url: str
    criteria_address: str
    outcomes: tuple[OutcomeCard, ...]
    evidence: tuple[EvidenceCard, ...]
    tags: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]  # (label, value)
    proved: bool
    proved_at: datetime | None = None  # when, if the newest check could not look
    recognised: bool = False  # the operator's list knows the issuer: only then are its addresses links


@dataclass(frozen=True)
class ChildCard:
    """One thing inside a learner record. `own`: a credential, else an achievement the record states."""

    title: str
    issuer: str
    issued_at: datetime | None
    own: bool
    verdict: str | None  # of this child alone; None if nobody could look at it


@dataclass(frozen=True)
class CredentialPage:
    card: CredentialCard
    statement: StatementCard
    report: ReportCard | None
    history: tuple[HistoryCard, ...]
    last_valid_at: datetime | None  # the last check that could look and found it to hold
    file_name: str
    checking: bool
    transparency: TransparencyCard | None = None
    inside: tuple[ChildCard, ...] = ()

    @property
    def withdrawals(self) -> tuple[tuple[datetime, datetime], ...]:
        """When a check found it withdrawn or suspended, and when a later one first found that taken back."""
        found = []
        since = None
        for run in reversed(self.history):
            if run.verdict in (Verdict.REVOKED.value, Verdict.SUSPENDED.value):
                since = since or run.at
            elif run.verdict == Verdict.VALID.value and since is not None:
                found.append((since, run.at))
                since = None
        return tuple(found)


@dataclass(frozen=True)
class Said:
    """What a credential says, as far as its proof covers it or, if not `proved`, claims."""

    name: str
    document: Mapping[str, Any] | None
    dialect: str
    proved: bool
    recognised: bool
    verdict: str | None
    another: bool
    field: str
    own_kind: str | None
    own_field: str | None


@dataclass(frozen=True)
class FilterCard:
    key: str
    word: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class DocumentCard:
    """A certificate kept as a document of one's own; nobody has checked it."""

    id: str
    name: str
    media_type: str
    size: int
    added_at: datetime


@dataclass(frozen=True)
class HomePage:
    cards: tuple[CredentialCard, ...]
    documents: tuple[DocumentCard, ...]
    filters: tuple[FilterCard, ...]
    query: str
    field: str
    attention: bool
    total: int  # all that is held
    mine: int  # without those issued to another person
    hidden: int  # how many more fit than are shown
    issuers: int
    last_checked_at: datetime | None


@dataclass(frozen=True)
class ItemCard:
    """One row of an import: a file, a link, or one credential out of several."""

    id: str
    name: str
    title: str
    state: str  # waiting, running, done, refused, duplicate, document, opened
    tone: str
    icon: str
    word: str
    sentence: str
    do: str = ""
    credential_id: str | None = None
    document_id: str | None = None
    may_keep: bool = False
    another: bool = False  # the credential was issued to somebody else


@dataclass(frozen=True)
class BatchPage:
    id: str
    items: tuple[ItemCard, ...]
    finished: int
    total: int
    current: str  # the name of what is looked at now

    @property
    def running(self) -> bool:
        return self.finished < self.total


def tone_of(finding: Finding) -> tuple[str, str]:
    """(tone, icon) of one finding."""
    tone, icon = OUTCOMES[finding.outcome]
    if finding.outcome is Outcome.FAIL and (finding.code in MILD or finding.check is Check.RECIPIENT):
        return "warn", "triangle-alert"
    return tone, icon


def check_card(finding: Finding) -> CheckCard:
    tone, icon = tone_of(finding)
    question, answer, how = words.finding_words(finding)
    return CheckCard(
        check=finding.check.name.lower(),
        outcome=finding.outcome.value,
        code=finding.code,
        tone=tone,
        icon=icon,
        question=question,
        answer=answer,
        how=how,
        params=finding.params,
        sources=finding.consulted,
    )


def is_for_another(report: Report) -> bool:
    """Whether it was issued to somebody else (OB2-14), whatever else is to be said of it."""
    asked = (finding for finding in report.findings if finding.check is Check.RECIPIENT)
    return any(finding.outcome is Outcome.FAIL for finding in asked)


def told_once(findings: tuple[Finding, ...]) -> list[Finding]:
    """In the order of the checklist; a shape that is right in several respects is told once, by the last."""
    ordered = sorted(findings, key=lambda finding: finding.check.value)
    return [
        finding
        for finding, later in zip(ordered, [*ordered[1:], None], strict=True)
        if later is None
        or not (later.check is finding.check is Check.SHAPE)
        or {finding.outcome, later.outcome} != {Outcome.PASS}
    ]


def report_card(report: Report) -> ReportCard:
    """The whole report in the reader's words, in the order of the checklist."""
    verdict = report.verdict.value
    doubt = doubt_among(report.nested)
    word, sentence, tone, icon = words.verdict_words(verdict, doubt=doubt)
    return ReportCard(
        verdict=verdict,
        word=word,
        sentence=sentence,
        tone=tone,
        icon=icon,
        at=report.at,
        format=report.format,
        checks=tuple(check_card(finding) for finding in told_once(report.findings)),
        another=is_for_another(report),
        doubt=doubt,
        nested=tuple(report_card(nested) for nested in report.nested),
    )
