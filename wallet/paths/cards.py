"""What the path screens get: frozen, worded, never a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date, datetime

from wallet.paths.goals import Goal
from wallet.paths.rules.forms import RuleForm
from wallet.paths.rules.where_form import ANYTHING, Narrow


@dataclass(frozen=True)
class ProofCard:
    """A credential that makes up a step, or would."""

    id: str
    title: str
    issuer_name: str
    verified: bool
    reason: str = ""  # for what is lost: a sentence


@dataclass(frozen=True)
class EvidenceItem:
    id: str
    title: str
    kind: str  # entry, file, link, text
    entry_id: str | None = None


@dataclass(frozen=True)
class StepCard:
    id: str
    place: int  # 1 is the lowest stair
    title: str
    description: str
    sentence: str  # the measurable result
    state: str  # done, awaiting, returned, next, open
    word: str
    percent: int
    exact: str
    required: bool
    due_on: date | None
    overdue: bool
    hours: int | None
    field: str
    in_plan: bool
    supported: bool
    under_way: bool
    needs_review: bool
    review_words: str
    without_badge: bool  # done by mark or evidence alone
    proofs: tuple[ProofCard, ...]
    lost: tuple[ProofCard, ...]
    evidence: tuple[EvidenceItem, ...]
    takes_evidence: bool
    marks: tuple[tuple[str, str, bool], ...]  # key, label, marked: those the holder makes
    after: tuple[str, ...]  # titles of steps better done before
    hints: tuple[str, ...] = ()
    comments: int = 0
    accepted_on: date | None = None  # an adviser accepted its evidence


@dataclass(frozen=True)
class PathCard:
    """A path in the list."""

    id: str
    title: str
    goal: Goal
    status: str
    status_word: str
    target: str
    percent: int
    exact: str
    even: bool  # the steps that are done, each as one, make up the percent
    done: int
    required: int
    done_beyond: int
    complete: bool
    due_on: date | None
    next_title: str


@dataclass(frozen=True)
class NextAction:
    """What to do next, by when; `missing` says that none was set."""

    text: str
    on: date | None
    step_id: str | None
    overdue: bool
    missing: bool = False


@dataclass(frozen=True)
class Feasibility:
    """Hours left, weeks left, hours a week needed and declared."""

    hours_left: int
    weeks_left: int | None
    needed_weekly: int | None
    declared_weekly: int | None
    sentence: str
    tone: str


@dataclass(frozen=True)
class ChartPoint:
    at: datetime
    percent: int
    x: float
    y: float
    label: str
    reason: str


@dataclass(frozen=True)
class Chart:
    points: tuple[ChartPoint, ...]
    line: str  # "x,y x,y" for the polyline
    area: str
    summary: str  # the text equivalent


@dataclass(frozen=True)
class WinCard:
    kind: str
    sentence: str
    at: datetime


@dataclass(frozen=True)
class PathPage:
    card: PathCard
    steps: tuple[StepCard, ...]  # in order, the first is the lowest stair
    next_action: NextAction
    feasibility: Feasibility | None
    chart: Chart | None
    wins: tuple[WinCard, ...]
    fell: str  # why progress is lower than it was, or ""
    version: int
    weekly_hours: int | None
    start_on: str
    closing_terms: str
    current_occupation: str
    idle_days: int
    conditions: Narrow = ANYTHING  # of the whole path, as its form has them
    counting: str = ""  # the same as a sentence


@dataclass(frozen=True)
class StepEdit:
    """The form of a step."""

    id: str | None
    title: str = ""
    description: str = ""
    required: bool = True
    hours: str = ""
    due_on: str = ""
    field: str = ""
    weight: str = "1"
    in_plan: bool = True
    supported: bool = False
    under_way: bool = False
    needs_review: bool = False
    after: tuple[str, ...] = ()
    rule: RuleForm = made_by(default_factory=RuleForm)
    sentence: str = ""
    names: Mapping[str, str] = made_by(default_factory=dict)  # of the identifiers in the rule
