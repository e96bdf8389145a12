"""What a holder does with paths and steps. Every edit raises the path's version and is measured at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from wallet.entries import service as entries
from wallet.errors import Conflict, NotFound
from wallet.paths import history
from wallet.paths.adviser_marks import ADVISER, asked_marks
from wallet.paths.errors import (
    EvidenceNotChosen,
    NextActionNeedsBoth,
    NotADate,
    NotAWholeNumber,
    PathEndsBeforeItStarts,
    PathNeedsAGoal,
    PathNeedsATitle,
    RuleMakesNoSense,
    StatusUnknown,
    StepNeedsATitle,
    TooManyPaths,
    TooManySteps,
    WeightOutOfRange,
)
from wallet.paths.goals import GOALS
from wallet.paths.rules.language import AREAS, Problem, plain_number, read_rule
from wallet.services import Services
from wallet.store.models.path import Path, Step, StepEvidence, StepMark

MOST_PATHS = 50
MOST_STEPS = 100
TITLE_LIMIT = 200
TEXT_LIMIT = 4_000
STATUSES = ("draft", "active", "paused", "done", "archived")
TARGETS = ("occupation", "qualification", "credential", "free")


@dataclass(frozen=True)
class PathWish:
    """What the form of a path says."""

    title: str
    goal: str
    target: str = ""
    target_kind: str = "free"
    target_uri: str = ""
    current_occupation: str = ""
    start_on: str = ""
    due_on: str = ""
    weekly_hours: str = ""
    closing_terms: str = ""
    conditions: Mapping[str, Any] = field(default_factory=dict)  # the `where` of every step


@dataclass(frozen=True)
class StepWish:
    title: str
    rule: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
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


def make_path(holder: str, wish: PathWish, *, services: Services) -> str:
    """A new path; returns its id."""
    values = _path_values(wish)
    with services.store.write() as session:
        count = session.scalar(
            select(func.count()).select_from(Path).where(Path.account_id == holder, Path.deleted_at.is_(None))
        )
        if count >= MOST_PATHS:
            raise TooManyPaths(most=MOST_PATHS)
        path = Path(account_id=holder, **values)
        session.add(path)
        session.flush()
        path_id = path.id
    history.record_progress(holder, services=services)
    return path_id


def change_path(holder: str, path_id: str, wish: PathWish, *, version: int, services: Services) -> None:
    values = _path_values(wish)
    with services.store.write() as session:
        path = own_path(session, holder, path_id, version=version, now=services.clock.now())
        for name, value in values.items():
            setattr(path, name, value)
    history.record_progress(holder, services=services)


def _path_values(wish: PathWish) -> dict[str, Any]:
    title = line(wish.title) or line(wish.target)
    if wish.goal not in GOALS:
        raise PathNeedsAGoal()
    if not title:
        raise PathNeedsATitle()
    start_on, due_on = day(wish.start_on), day(wish.due_on)
    if start_on and due_on and due_on < start_on:
        raise PathEndsBeforeItStarts()
    refuse_problems(read_rule({"type": "evidence", "where": dict(wish.conditions)})[1])
    return {
        "title": title,
        "goal": wish.goal,
        "target_kind": wish.target_kind if wish.target_kind in TARGETS else "free",
        "target_label": line(wish.target),
        "target_uri": wish.target_uri.strip()[:500],
        "current_occupation": line(wish.current_occupation),
        "start_on": start_on,
        "due_on": due_on,
        "weekly_hours": whole(wish.weekly_hours, most=80),
        "closing_terms": wish.closing_terms.strip()[:TEXT_LIMIT],
        "conditions": dict(wish.conditions),
    }


def refuse_problems(problems: tuple[Problem, ...]) -> None:
    """Refused with the first problem, if there is any."""
    if problems:
        raise RuleMakesNoSense(problem=problems[0].code, at=problems[0].where)


def set_status(holder: str, path_id: str, status: str, *, services: Services) -> None:
    with services.store.write() as session:
        path = own_path(session, holder, path_id, now=services.clock.now())
        if status not in STATUSES:
            raise StatusUnknown()
        path.status = status


def set_next_action(holder: str, path_id: str, text: str, on: str, *, services: Services) -> None:
    """What comes next, and by when. A next action without a date is none."""
    words, when = line(text), day(on)
    if bool(words) != bool(when):
        raise NextActionNeedsBoth()
    with services.store.write() as session:
        path = own_path(session, holder, path_id, now=services.clock.now())
        path.next_action, path.next_action_on = words, when


def remove_path(holder: str, path_id: str, *, services: Services) -> None:
    with services.store.write() as session:
        own_path(session, holder, path_id, now=services.clock.now()).deleted_at = services.clock.now()


def restore_path(holder: str, path_id: str, *, services: Services) -> None:
    with services.store.write() as session:
        path = session.scalars(
            select(Path).where(Path.id == path_id, Path.account_id == holder, Path.deleted_at.is_not(None))
        ).one_or_none()
        if path is None:
            raise NotFound()
        path.deleted_at = None


def save_step(holder: str, path_id: str, step_id: str | None, wish: StepWish, *, services: Services) -> str:
    """A new step, or a changed one. A rule that makes no sense is refused with its problems."""
    with services.store.write() as session:
        own_path(session, holder, path_id, now=services.clock.now())
        saved = put_step(session, path_id, step_id, wish)
    history.record_progress(holder, services=services)
    return saved


def put_step(session: Any, path_id: str, step_id: str | None, wish: StepWish) -> str:
    """The same inside a transaction that has asked whose path it is."""
    values = values_of_wish(wish)
    steps = steps_of(session, path_id)
    values["after"] = [one for one in wish.after if one != step_id and one in {s.id for s in steps}]
    if step_id is None:
        if len(steps) >= MOST_STEPS:
            raise TooManySteps(most=MOST_STEPS)
        step = Step(path_id=path_id, position=len(steps), **values)
        session.add(step)
    else:
        step = _own_step(steps, step_id)
        if step.review == "accepted" and step.rule != values["rule"]:
            step.review = "none"  # the adviser accepted something else
        if step.rule != values["rule"]:
            _drop_marks(session, step, asked_marks(values["rule"]))
        for name, value in values.items():
            setattr(step, name, value)
    session.flush()
    return step.id


def _drop_marks(session: Any, step: Step, asked: list[tuple[str, str]]) -> None:
    """An adviser's mark was made on these very words; under others it is gone."""
    kept = set(asked_marks(step.rule)) & set(asked)
    rows = session.scalars(select(StepMark).where(StepMark.step_id == step.id, StepMark.role == ADVISER))
    for mark in rows.all():
        if mark.key not in {key for key, _ in kept}:
            session.delete(mark)


def values_of_wish(wish: StepWish) -> dict[str, Any]:
    """What would be stored of a step; Refused if it makes no sense."""
    refuse_problems(wish.problems)
    title = line(wish.title)
    if not title:
        raise StepNeedsATitle()
    refuse_problems(read_rule(wish.rule)[1])
    return {
        "title": title,
        "description": wish.description.strip()[:TEXT_LIMIT],
        "required": wish.required,
        "weight": weight(wish.weight),
        "rule": dict(wish.rule),
        "field": wish.field if wish.field in AREAS else "",
        "hours": whole(wish.hours, most=5_000),
        "due_on": day(wish.due_on),
        "in_plan": wish.in_plan,
        "supported": wish.supported,
        "under_way": wish.under_way,
        "needs_review": wish.needs_review,
    }


def move_step(holder: str, path_id: str, step_id: str, *, by: int, services: Services) -> None:
    """Up or down one place; at the end it stays."""
    with services.store.write() as session:
        own_path(session, holder, path_id, now=services.clock.now())
        steps = steps_of(session, path_id)
        place = steps.index(_own_step(steps, step_id))
        target = min(max(place + by, 0), len(steps) - 1)
        steps.insert(target, steps.pop(place))
        for position, step in enumerate(steps):
            step.position = position


def remove_step(holder: str, path_id: str, step_id: str, *, services: Services) -> None:
    with services.store.write() as session:
        own_path(session, holder, path_id, now=services.clock.now())
        steps = steps_of(session, path_id)
        session.delete(_own_step(steps, step_id))
    history.record_progress(holder, services=services)


def mark_step(holder: str, path_id: str, step_id: str, key: str, *, done: bool, services: Services) -> None:
    """The holder's own mark. An adviser's mark is never made here."""
    with services.store.write() as session:
        own_path(session, holder, path_id, now=services.clock.now())
        _own_step(steps_of(session, path_id), step_id)
        mark = session.scalars(
            select(StepMark).where(
                StepMark.step_id == step_id, StepMark.key == key[:64], StepMark.role == "learner"
            )
        ).one_or_none()
        if done and mark is None:
            session.add(
                StepMark(
                    step_id=step_id, key=key[:64], role="learner", marked_by=holder, at=services.clock.now()
                )
            )
        elif not done and mark is not None:
            session.delete(mark)
    history.record_progress(holder, services=services)


def add_evidence(holder: str, path_id: str, step_id: str, entry_id: str, *, services: Services) -> None:
    """Lay one of the holder's own entries beside a step, as evidence."""
    if entry_id:
        entries.entry_of(holder, entry_id, services=services)  # NotFound unless it is the holder's
    with services.store.write() as session:
        own_path(session, holder, path_id, now=services.clock.now())
        step = _own_step(steps_of(session, path_id), step_id)
        if not entry_id:
            raise EvidenceNotChosen()
        known = select(StepEvidence.id).where(
            StepEvidence.step_id == step_id, StepEvidence.entry_id == entry_id
        )
        if session.scalars(known).first() is None:
            session.add(StepEvidence(step_id=step_id, entry_id=entry_id, at=services.clock.now()))
            if step.needs_review and step.review in {"none", "returned"}:
                step.review = "requested"
    history.record_progress(holder, services=services)


def remove_evidence(holder: str, path_id: str, step_id: str, evidence_id: str, *, services: Services) -> None:
    with services.store.write() as session:
        own_path(session, holder, path_id, now=services.clock.now())
        step = _own_step(steps_of(session, path_id), step_id)
        found = session.scalars(
            select(StepEvidence).where(StepEvidence.step_id == step_id, StepEvidence.id == evidence_id)
        ).one_or_none()
        if found is None:
            raise NotFound()
        session.delete(found)
        if step.review == "accepted":
            step.review = "none"  # what the adviser accepted is no longer all there
    history.record_progress(holder, services=services)


def ask_review(holder: str, path_id: str, step_id: str, *, services: Services) -> None:
    """Ask the adviser to look at what was laid beside a step."""
    with services.store.write() as session:
        own_path(session, holder, path_id, now=services.clock.now())
        step = _own_step(steps_of(session, path_id), step_id)
        if step.needs_review and step.review != "accepted":
            step.review = "requested"


def own_path(session: Any, holder: str, path_id: str, *, now: Any, version: int | None = None) -> Path:
    """The path for an edit: raises its version. Refused if the form is of an older one."""
    path = session.scalars(
        select(Path).where(Path.id == path_id, Path.account_id == holder, Path.deleted_at.is_(None))
    ).one_or_none()
    if path is None:
        raise NotFound()
    if version is not None and version != path.version:
        raise Conflict()
    path.version += 1
    path.updated_at = now
    return path


def steps_of(session: Any, path_id: str) -> list[Step]:
    return list(
        session.scalars(select(Step).where(Step.path_id == path_id).order_by(Step.position, Step.id)).all()
    )


def _own_step(steps: list[Step], step_id: str) -> Step:
    for step in steps:
        if step.id == step_id:
            return step
    raise NotFound()


def line(text: str) -> str:
    return " ".join(text.split())[:TITLE_LIMIT]


def day(text: str) -> str:
    """An ISO date or ""; Refused for anything else."""
    text = text.strip()
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise NotADate(given=text[:40]) from None


def whole(text: str, *, most: int) -> int | None:
    text = str(text).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= most:
        raise NotAWholeNumber(given=text[:40], most=most)
    return int(text)


def weight(text: str) -> str:
    """A decimal above 0 and up to 100, as text, exact."""
    value = plain_number(str(text).strip() or "1")
    if value is None or not 0 < value <= 100 or len(str(text)) > 8:
        raise WeightOutOfRange()
    return str(text).strip().replace(",", ".") or "1"
