"""Paths out of a person's copy: paths with steps, own marks, what was laid beside them, and how they went;
own lists of needs, templates and descriptions.

Nothing is believed. What another person said or decided does not come to life: no grant, comment, meeting or
proposal, no acceptance, mark or diagnosis of an adviser. A printed plan says what a wallet found on its
day, and anybody could have written that: prints stay in the copy, the points of the chart come back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wallet.course_guide import service as course_guide
from wallet.errors import Refused
from wallet.paths import service as paths
from wallet.paths.goals import GOALS
from wallet.paths.rules.forms import form_of_rule
from wallet.paths.rules.language import AREAS, read_rule
from wallet.paths.rules.sentences import rule_sentence
from wallet.paths.service import MOST_PATHS, MOST_STEPS, STATUSES, TARGETS, TEXT_LIMIT, TITLE_LIMIT
from wallet.store.models.advising import Diagnosis, PathTemplate
from wallet.store.models.columns import new_id
from wallet.store.models.course_guide import Description
from wallet.store.models.path import Path, PathSnapshot, Step, StepEvidence, StepMark
from wallet.takeout.values import Known, Row, Rows, line, lines, moment_of, position, text, there, whole

MOST_RULE = 20_000  # letters
MOST_OF_EACH = 2_000  # points, marks, things beside steps
MOST_TEMPLATES = 100
MOST_TEMPLATE = 100_000  # letters
MOST_NEEDS = 800
_EXACT = re.compile(r"\d{1,12}(/\d{1,12})?")
_NEED = ("label", "uri", "is", "need", "skill")


def import_paths(
    session: Session, holder: str, rows: Rows, known: Mapping[str, Known], *, now: datetime
) -> dict[str, Known]:
    """Take in the paths of a copy and what belongs to them; nothing in it is believed. `known`: what was
    taken in before, by the copy's id for it. Returns the same of paths."""
    made, steps = _paths(session, holder, rows, now=now)
    _beside(session, rows, steps, known, now=now)
    _marks(session, holder, rows, steps, now=now)
    _points(session, rows, made, now=now)
    found = {row["id"]: id for row in rows("paths") if (id := _same_path(session, holder, row, now))}
    _needs(session, holder, rows, found, now=now)
    _templates(session, holder, rows, now=now)
    _descriptions(session, holder, rows, now=now)
    return {"paths": found}


def _same_path(session: Session, holder: str, row: Row, now: datetime) -> str | None:
    if not isinstance(row.get("id"), str):
        return None
    title = line(row, "title", TITLE_LIMIT) or "–"
    return there(session, Path, holder, title=title, created_at=moment_of(row, "created_at", now))


def _paths(session: Session, holder: str, rows: Rows, *, now: datetime) -> tuple[Known, Known]:
    """What is new of them, with its steps."""
    have = session.scalar(
        select(func.count()).select_from(Path).where(Path.account_id == holder, Path.deleted_at.is_(None))
    )
    made: Known = {}
    for row in rows("paths"):
        if not text(row, "id") or _same_path(session, holder, row, now):
            continue
        if (have or 0) + len(made) >= MOST_PATHS:
            break
        path = Path(id=new_id(), account_id=holder, **_path(row, now))
        session.add(path)
        made[text(row, "id")] = path.id
    session.flush()
    return made, _steps(session, rows, made)


def _path(row: Row, now: datetime) -> dict[str, Any]:
    conditions = row.get("conditions")
    action, on = line(row, "next_action", TITLE_LIMIT), _day(row, "next_action_on")
    return {
        "title": line(row, "title", TITLE_LIMIT) or "–",
        "goal": _one_of(row, "goal", GOALS, "other"),
        "status": _one_of(row, "status", STATUSES, "active"),
        "target_kind": _one_of(row, "target_kind", TARGETS, "free"),
        "target_uri": line(row, "target_uri", 500),
        "target_label": line(row, "target_label", TITLE_LIMIT),
        "current_occupation": line(row, "current_occupation", TITLE_LIMIT),
        "start_on": _day(row, "start_on"),
        "due_on": _day(row, "due_on"),
        "weekly_hours": _amount(row, "weekly_hours", 80),
        "conditions": conditions
        if _is_rule({"type": "evidence", "where": conditions}) and conditions
        else {},
        "next_action": action if action and on else "",
        "next_action_on": on if action and on else "",
        "closing_terms": lines(row, "closing_terms", TEXT_LIMIT),
        "created_at": moment_of(row, "created_at", now),
        "updated_at": moment_of(row, "updated_at", now),
    }


def _steps(session: Session, rows: Rows, made: Known) -> Known:
    """A step whose rule makes no sense is left out."""
    new: Known = {}
    count: dict[str, int] = {}
    wanted: list[tuple[Step, Row]] = []
    for row in sorted((row for row in rows("steps") if text(row, "path_id") in made), key=position):
        path_id = made[text(row, "path_id")]
        place = count.get(path_id, 0)
        if place >= MOST_STEPS or not text(row, "id") or not _is_rule(row.get("rule")):
            continue
        count[path_id] = place + 1
        step = Step(id=new_id(), path_id=path_id, position=place, **_step(row))
        new[text(row, "id")] = step.id
        wanted.append((step, row))
    for step, row in wanted:
        after = row.get("after")
        named = (
            [new[id] for id in after if isinstance(id, str) and id in new] if isinstance(after, list) else []
        )
        step.after = named[:MOST_STEPS]
        session.add(step)
    session.flush()
    return new


def _step(row: Row) -> dict[str, Any]:
    """`review`: that it was asked for; what an adviser decided is not taken from a file."""
    asked = row.get("needs_review") is True and text(row, "review") in {"requested", "accepted", "returned"}
    try:
        weight = paths.weight(text(row, "weight"))
    except Refused:
        weight = "1"
    return {
        "title": line(row, "title", TITLE_LIMIT) or "–",
        "description": lines(row, "description", TEXT_LIMIT),
        "required": row.get("required") is not False,
        "weight": weight,
        "rule": row["rule"],
        "field": _one_of(row, "field", AREAS, ""),
        "hours": _amount(row, "hours", 5_000),
        "due_on": _day(row, "due_on"),
        "supported": row.get("supported") is True,
        "under_way": row.get("under_way") is True,
        "in_plan": row.get("in_plan") is not False,
        "needs_review": row.get("needs_review") is True,
        "review": "requested" if asked else "none",
    }


def _is_rule(rule: Any) -> bool:
    """Whether it is a rule that can be measured, told in a sentence and shown in its form."""
    if not isinstance(rule, dict) or len(json.dumps(rule)) > MOST_RULE or read_rule(rule)[1]:
        return False
    try:
        rule_sentence(rule, {})
        form_of_rule(rule)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return True


def _beside(session: Session, rows: Rows, steps: Known, known: Mapping[str, Known], *, now: datetime) -> None:
    for row in list(rows("step_evidence"))[:MOST_OF_EACH]:
        step = steps.get(text(row, "step_id"))
        entry = known["entries"].get(text(row, "entry_id"))
        piece = known["evidence"].get(text(row, "evidence_id"))
        if step and bool(entry) != bool(piece):
            at = moment_of(row, "at", now)
            session.add(StepEvidence(step_id=step, entry_id=entry, evidence_id=piece, at=at))


def _marks(session: Session, holder: str, rows: Rows, steps: Known, *, now: datetime) -> None:
    done = set()
    for row in list(rows("step_marks"))[:MOST_OF_EACH]:
        step, key = steps.get(text(row, "step_id")), text(row, "key")[:64]
        if step and key and text(row, "role") == "learner" and (step, key) not in done:
            done.add((step, key))
            mark = StepMark(step_id=step, key=key, role="learner", marked_by=holder)
            mark.note, mark.at = lines(row, "note", TEXT_LIMIT), moment_of(row, "at", now)
            session.add(mark)


def _points(session: Session, rows: Rows, made: Known, *, now: datetime) -> None:
    numbers: dict[str, int] = {}
    wanted = (row for row in rows("path_snapshots") if text(row, "path_id") in made)
    for row in sorted(wanted, key=lambda row: whole(row, "number"))[:MOST_OF_EACH]:
        exact = text(row, "exact")
        value = _fraction(exact)
        if value is None:
            continue
        path_id = made[text(row, "path_id")]
        numbers[path_id] = numbers.get(path_id, 0) + 1
        session.add(
            PathSnapshot(
                path_id=path_id,
                number=numbers[path_id],
                at=moment_of(row, "at", now),
                percent=min(max(whole(row, "percent"), 0), 100),
                exact=exact,
                reason=_reason(row.get("reason")),
            )
        )


def _fraction(exact: str) -> Fraction | None:
    try:
        value = Fraction(exact) if _EXACT.fullmatch(exact) and exact.isascii() else None
    except ZeroDivisionError:
        return None
    return value if value is not None and 0 <= value <= 1 else None


def _reason(said: Any) -> dict[str, Any]:
    lost = said.get("lost") if isinstance(said, dict) else None
    if not isinstance(lost, list):
        return {}
    return {
        "lost": [
            {
                "title": line(one, "title", TITLE_LIMIT),
                "reason": line(one, "reason", 40),
                "on": _day(one, "on"),
            }
            for one in lost[:5]
            if isinstance(one, dict)
        ]
    }


def _needs(session: Session, holder: str, rows: Rows, found: Known, *, now: datetime) -> None:
    """Lists of one's own. What an adviser found stays in the copy: it is another person's word."""
    for row in list(rows("diagnoses"))[:MOST_OF_EACH]:
        source, was = text(row, "source"), text(row, "path_id")
        items = row.get("items")
        if source not in {"occupation", "list"} or (was and was not in found) or not isinstance(items, list):
            continue
        at = moment_of(row, "at", now)
        if there(session, Diagnosis, holder, path_id=found.get(was), source=source, at=at):
            continue
        kept = [need for item in items[:MOST_NEEDS] if (need := _need(item))]
        title = line(row, "title", TITLE_LIMIT)
        diagnosis = Diagnosis(account_id=holder, path_id=found.get(was), source=source, at=at)
        diagnosis.title, diagnosis.items = title, kept
        session.add(diagnosis)


def _need(item: Any) -> dict[str, Any]:
    if not isinstance(item, dict) or (item.get("is") == "fit" and not {"need", "skill"} <= item.keys()):
        return {}
    said = {name: item[name] for name in _NEED if isinstance(item.get(name), str | bool)}
    return {name: value[:500] if isinstance(value, str) else value for name, value in said.items()}


def _templates(session: Session, holder: str, rows: Rows, *, now: datetime) -> None:
    """For the holder alone: whether all may use one is decided anew."""
    for row in list(rows("path_templates"))[:MOST_TEMPLATES]:
        title, content = line(row, "title", TITLE_LIMIT) or "–", row.get("content")
        at = moment_of(row, "updated_at", now)
        if not isinstance(content, dict) or len(json.dumps(content)) > MOST_TEMPLATE:
            continue
        if not there(session, PathTemplate, holder, title=title, updated_at=at):
            template = PathTemplate(account_id=holder, title=title, goal=_one_of(row, "goal", GOALS, "other"))
            template.content, template.updated_at = content, at
            session.add(template)


def _descriptions(session: Session, holder: str, rows: Rows, *, now: datetime) -> None:
    names = {name for step in course_guide.FIELDS.values() for name in step}
    for row in list(rows("descriptions"))[: course_guide.MOST]:
        content, created = row.get("content"), moment_of(row, "created_at", now)
        title = line(row, "title", TITLE_LIMIT)
        if not isinstance(content, dict) or there(
            session, Description, holder, title=title, created_at=created
        ):
            continue
        description = Description(account_id=holder, title=title, created_at=created)
        description.content = {
            name: lines(content, name, course_guide.LIMIT) for name in content if name in names
        }
        description.updated_at = moment_of(row, "updated_at", now)
        session.add(description)


def _one_of(row: Row, name: str, allowed: Any, otherwise: str) -> str:
    said = text(row, name)
    return said if said in allowed else otherwise


def _day(row: Row, name: str) -> str:
    try:
        return paths.day(text(row, name))
    except Refused:
        return ""


def _amount(row: Row, name: str, most: int) -> int | None:
    said = whole(row, name)
    return said if 0 < said <= most else None
