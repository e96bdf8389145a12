"""What the screens get: frozen, with the words already in the reader's language. Never a row of a table.

Built inside a request (the words follow its language) by this room, and by the rooms that show the same
things to strangers: the share page and the public check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext

from wallet.collection.nested import ChildCard, doubt_among
from wallet.collection.transparency_card import TransparencyCard
from wallet.credentials.dialects import stated_credential
from wallet.credentials.model import Credential
from wallet.credentials.model import words as text_in
from wallet.verification.cases import case_of
from wallet.verification.report import Check, Consulted, Finding, Outcome, Report, Verdict
from wallet.verification.words.findings import UNCONFIRMED
from wallet.verification.words.verdicts import DIFFERS_CODE
from wallet.web import words
from wallet.web.languages import current, long_day

# Outcome -> (tone, icon). Never colour alone: the macro draws the icon, the sentence says it.
OUTCOMES = {
    Outcome.PASS: ("pass", "check"),
    Outcome.FAIL: ("fail", "x"),
    Outcome.INCONCLUSIVE: ("none", "circle-question-mark"),
    Outcome.NOT_APPLICABLE: ("none", "minus"),
}
# Failures that are no fault of the credential's making: its time is over, or it rests.
MILD = frozenset({"expired", "suspended", "not-yet-valid"})
_ORDER = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.PASS, Outcome.NOT_APPLICABLE)
_FIRST = frozenset({Outcome.FAIL.value, Outcome.INCONCLUSIVE.value, Outcome.PASS.value})


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
    checks: tuple[CheckCard, ...]  # failed and open first, then what passed, then what did not arise
    another: bool = False  # issued to somebody else: a fact beside the verdict
    doubt: str = ""  # about what is inside it: see collection.nested
    nested: tuple[ReportCard, ...] = ()
    case: str = ""  # of verification.cases: what people are told
    title: str = ""  # of what was checked, as its proof covers it or, if not `proved`, as it claims
    issuer: str = ""
    proved: bool = False
    endorsement: bool = False

    @property
    def unfolded(self) -> tuple[CheckCard, ...]:
        """What failed, what stayed open and what a reader must know: never behind a fold."""
        return tuple(check for check in self.checks if check.tone != "pass" and check.outcome in _FIRST)

    @property
    def passed(self) -> tuple[CheckCard, ...]:
        return tuple(check for check in self.checks if check.tone == "pass")

    @property
    def unasked(self) -> tuple[CheckCard, ...]:
        """What did not arise, or was not asked because of another answer."""
        return tuple(check for check in self.checks if check.outcome == Outcome.NOT_APPLICABLE.value)


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
    case: str | None = None  # what people are told: of verification.cases, or the verdict
    has_picture: bool = False
    another: bool = False  # issued to another person: never counted as the holder's
    attention: bool = False
    expires_soon: bool = False
    doubt: str = ""  # about what is inside a learner record: see collection.nested


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
    recipient: str = ""  # whom it names, as far as it is written openly
    confirmed: bool = True  # and the proof is known to be the issuer's own: not only an intact signature


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
    next_step: str = ""  # what to do about a verdict that is not good

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
    if finding.code == DIFFERS_CODE:
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
    """What failed first, then what stayed open, what passed and what did not arise, each in the order of the
    checklist. A check that did not pass in one respect is not told as passed in another; the same answer is
    told once, and of a shape that is right in several respects the last."""
    worst: dict[Check, int] = {}
    shape: Finding | None = None
    for finding in findings:
        rank = _ORDER.index(finding.outcome)
        worst[finding.check] = min(rank, worst.get(finding.check, rank))
        if finding.check is Check.SHAPE and finding.outcome is Outcome.PASS:
            shape = finding
    told: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        if finding.outcome is Outcome.PASS and finding.code != DIFFERS_CODE:
            hidden = worst[finding.check] < _ORDER.index(Outcome.PASS)
            if hidden or (finding.check is Check.SHAPE and finding is not shape):
                continue
        same = (finding.check, finding.outcome, finding.code, *sorted(finding.params.items()))
        told.setdefault(same, finding)
    return sorted(told.values(), key=lambda finding: (_rank(finding), finding.check.value))


def _rank(finding: Finding) -> int:
    return 1 if finding.code == DIFFERS_CODE else _ORDER.index(finding.outcome)


def check_cards(report: Report) -> tuple[CheckCard, ...]:
    """The findings of a report in the reader's words. An issuer's key beside a signature that does not fit
    confirms nothing: anybody may write the name of somebody else."""
    found = [check_card(finding) for finding in told_once(report.findings)]
    if report.document is None:
        found = [_unconfirmed(one) if _is_confirmed_issuer(one) else one for one in found]
    order = [outcome.value for outcome in _ORDER]
    return tuple(sorted(found, key=lambda one: 1 if one.code == DIFFERS_CODE else order.index(one.outcome)))


def _is_confirmed_issuer(card: CheckCard) -> bool:
    return card.check == Check.ISSUER_KEY.name.lower() and card.outcome == Outcome.PASS.value


def _unconfirmed(card: CheckCard) -> CheckCard:
    tone, _icon = OUTCOMES[Outcome.INCONCLUSIVE]
    heading, answer = (gettext(text) for text in UNCONFIRMED)
    return replace(
        card,
        outcome=Outcome.INCONCLUSIVE.value,
        tone=tone,
        icon="minus",
        question=heading,
        answer=answer,
        how="",
        params={},
    )


def report_card(report: Report, *, inside: bool = True, said: Credential | None = None) -> ReportCard:
    """The whole report in the reader's words, what failed first. `inside`: with a card of each report inside
    it; `said`: what it states, from whoever has read that already."""
    doubt = doubt_among(report.nested)
    said = said or stated_credential(report.stated, dialect=report.dialect)
    language = current()
    issuer = text_in(said.issuer.name, language) if said else ""
    until = long_day(said.expires_at) if said else ""
    word, sentence, tone, icon = words.report_words(report, issuer=issuer, doubt=doubt, until=until)
    return ReportCard(
        verdict=report.verdict.value,
        word=word,
        sentence=sentence,
        tone=tone,
        icon=icon,
        at=report.at,
        format=report.format,
        checks=check_cards(report),
        another=is_for_another(report),
        doubt=doubt,
        nested=tuple(report_card(nested) for nested in report.nested) if inside else (),
        case=case_of(report).value,
        title=said.title(language) if said else "",
        issuer=issuer or (said.issuer.id if said else ""),
        proved=report.proved is not None,
        endorsement=said is not None and "EndorsementCredential" in said.types,
    )
