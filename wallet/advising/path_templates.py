"""Paths to start others from: written by advisers, kept or shared with everybody on this wallet.

A template holds no personal data: titles, rules and hours, and days from the start instead of dates. Applying
copies it; what is changed in it later touches no path. Its version rises with every change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from wallet.advising import proposals
from wallet.advising.accept_invitation import see_an_adviser
from wallet.advising.errors import TemplateNotChosen, TooManyTemplates
from wallet.advising.grants_in_force import ADVISER
from wallet.advising.template_content import (
    MOST_DAYS,
    read_frame,
    read_steps,
    rule_without_name,
    without_name,
)
from wallet.errors import Conflict, NotFound
from wallet.paths import history as recording
from wallet.paths import service as paths
from wallet.paths.errors import PathNeedsAGoal, PathNeedsATitle, TooManySteps
from wallet.paths.goals import GOALS, Goal, goal
from wallet.paths.measuring import today_of
from wallet.paths.rules.sentences import rule_sentence
from wallet.paths.service import MOST_STEPS, PathWish, StepWish, line, steps_of, values_of_wish, whole
from wallet.services import Services
from wallet.store.models.account import Account
from wallet.store.models.advising import PathTemplate
from wallet.store.models.path import Path, Step
from wallet.vocabulary import service as vocabulary

MOST_TEMPLATES = 100
SHOWN = ("title", "description", "hours", "due_days", "required", "needs_review")
KEPT = ("title", "rule", "hours", "required", "needs_review", "field", "weight")  # of a holder's step


@dataclass(frozen=True)
class TemplateStep:
    number: int  # its place, from 0
    title: str
    description: str
    sentence: str
    hours: int | None
    due_days: int | None
    required: bool
    needs_review: bool


@dataclass(frozen=True)
class TemplateCard:
    id: str
    title: str
    goal: Goal
    author: str
    mine: bool
    shared: bool
    version: int
    updated_at: datetime
    days: int | None
    weekly_hours: int | None
    target: str
    steps: tuple[TemplateStep, ...]

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """(place, title) of each step."""
        return tuple((str(step.number), step.title) for step in self.steps)


@dataclass(frozen=True)
class TemplateWish:
    title: str
    goal: str
    target: str = ""
    days: str = ""
    weekly_hours: str = ""
    shared: bool = False


def list_templates(reader: str, *, services: Services) -> tuple[TemplateCard, ...]:
    """One's own, and those that advisers share; one's own first."""
    with services.store.read() as session:
        rows = session.execute(_readable(reader).order_by(PathTemplate.title, PathTemplate.id)).all()
        session.expunge_all()
    cards = [_card(row, author, reader, services=services) for row, author in rows]
    return tuple(sorted(cards, key=lambda card: not card.mine))


def template_of(reader: str, template_id: str, *, services: Services) -> TemplateCard:
    """NotFound unless it is one's own or shared."""
    with services.store.read() as session:
        row = session.execute(_readable(reader).where(PathTemplate.id == template_id)).one_or_none()
        session.expunge_all()
    if row is None:
        raise NotFound()
    return _card(row[0], row[1], reader, services=services)


def to_choose(reader: str, *, services: Services) -> tuple[tuple[str, str], ...]:
    """(id, title) of those that have steps."""
    return tuple((card.id, card.title) for card in list_templates(reader, services=services) if card.steps)


def _readable(reader: str) -> Any:
    """Shared is what an adviser shares; whoever is one no longer, shares nothing."""
    offered = PathTemplate.shared.is_(True) & (Account.role == ADVISER) & Account.erase_at.is_(None)
    return (
        select(PathTemplate, Account.name)
        .join(Account, Account.id == PathTemplate.account_id)
        .where(or_(PathTemplate.account_id == reader, offered))
    )


def _card(row: PathTemplate, author: str, reader: str, *, services: Services) -> TemplateCard:
    steps = read_steps(row.content)
    names = vocabulary.names_in_rules([step["rule"] for step in steps], services=services)
    return TemplateCard(
        id=row.id,
        title=row.title,
        goal=goal(row.goal),
        author=author,
        mine=row.account_id == reader,
        shared=row.shared,
        version=row.version,
        updated_at=row.updated_at,
        **read_frame(row.content),
        steps=tuple(
            TemplateStep(
                number=number,
                sentence=rule_sentence(step["rule"], names),
                **{name: step[name] for name in SHOWN},
            )
            for number, step in enumerate(steps)
        ),
    )


def make_template(adviser: str, wish: TemplateWish, *, services: Services) -> str:
    """An empty one, kept to oneself at first."""
    title, kind = _head(wish)
    with services.store.write() as session:
        see_an_adviser(session, adviser)
        return _put(session, adviser, title, kind, {**_frame(wish), "steps": []}, services=services)


def save_from_path(adviser: str, path_id: str, title: str, *, services: Services) -> str:
    """What may be read of a granted path, without anything that is the holder's alone."""
    with services.store.write() as session:
        grant, path = proposals.granted_path(session, adviser, path_id, services=services)
        if not line(title):
            raise PathNeedsATitle()
        content = without_the_person(path, steps_of(session, path_id), grant.holder_name)
        return _put(session, adviser, line(title), path.goal, content, services=services)


def without_the_person(path: Path, steps: Iterable[Step], name: str) -> dict[str, Any]:
    """A path's content as a template keeps it: no words about steps, no evidence or marks; "…" where the
    person's name stood; a date becomes days from the start."""
    steps = list(steps)
    start = _date(path.start_on) or path.created_at.date()
    places = {step.id: place for place, step in enumerate(steps)}
    kept = []
    for step in steps:
        values = {field: getattr(step, field) for field in KEPT}
        values["title"] = without_name(values["title"], name)
        values["rule"] = rule_without_name(values["rule"], name)
        after = [places[one] for one in step.after if one in places]
        kept.append({**values, "description": "", "due_days": _days(start, step.due_on), "after": after})
    return {
        "target": without_name(path.target_label, name),
        "days": _days(start, path.due_on),
        "weekly_hours": path.weekly_hours,
        "steps": kept,
    }


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(start: date, until: str) -> int | None:
    end = _date(until)
    return min((end - start).days, MOST_DAYS) if end is not None and end > start else None


def _put(
    session: Session, owner: str, title: str, kind: str, content: Mapping[str, Any], *, services: Services
) -> str:
    count = session.scalar(
        select(func.count()).select_from(PathTemplate).where(PathTemplate.account_id == owner)
    )
    if (count or 0) >= MOST_TEMPLATES:
        raise TooManyTemplates(most=MOST_TEMPLATES)
    row = PathTemplate(
        account_id=owner, title=title, goal=kind, content=dict(content), updated_at=services.clock.now()
    )
    session.add(row)
    session.flush()
    return row.id


def _head(wish: TemplateWish) -> tuple[str, str]:
    if wish.goal not in GOALS:
        raise PathNeedsAGoal()
    if not line(wish.title):
        raise PathNeedsATitle()
    return line(wish.title), wish.goal


def _frame(wish: TemplateWish) -> dict[str, Any]:
    return {
        "target": line(wish.target),
        "days": whole(wish.days, most=MOST_DAYS),
        "weekly_hours": whole(wish.weekly_hours, most=80),
    }


def change_template(
    owner: str, template_id: str, wish: TemplateWish, *, version: int, services: Services
) -> None:
    title, kind = _head(wish)
    with services.store.write() as session:
        row = _own(session, owner, template_id, services=services)
        if row.version != version + 1:
            raise Conflict()
        if wish.shared and not row.shared:
            see_an_adviser(session, owner)
        row.title, row.goal, row.shared = title, kind, wish.shared
        row.content = {**row.content, **_frame(wish)}


def save_step(
    owner: str, template_id: str, number: int | None, wish: StepWish, due_days: str, *, services: Services
) -> None:
    values = values_of_wish(wish)
    kept = {name: values[name] for name in (*KEPT, "description")}
    kept["due_days"] = whole(due_days, most=MOST_DAYS)
    with services.store.write() as session:
        row = _own(session, owner, template_id, services=services)
        steps = read_steps(row.content)
        places = {int(one) for one in wish.after if one.isascii() and one.isdecimal()}
        kept["after"] = sorted(place for place in places if place < len(steps) and place != number)
        if number is None:
            if len(steps) >= MOST_STEPS:
                raise TooManySteps(most=MOST_STEPS)
            steps.append(kept)
        else:
            _see_step(steps, number)
            steps[number] = kept
        row.content = {**row.content, "steps": steps}


def see_adviser(account: str, *, services: Services) -> None:
    """NotAnAdviser for anybody else."""
    with services.store.read() as session:
        see_an_adviser(session, account)


def own_template(owner: str, template_id: str, *, services: Services) -> TemplateCard:
    card = template_of(owner, template_id, services=services)
    if not card.mine:
        raise NotFound()
    return card


def step_values(
    owner: str, template_id: str, number: int, *, services: Services
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """A step's values, and names of what its rule asks for."""
    with services.store.read() as session:
        row = session.scalars(_mine(owner, template_id)).one_or_none()
        if row is None:
            raise NotFound()
        steps = read_steps(row.content)
        _see_step(steps, number)
        values = {**steps[number], "after": [str(place) for place in steps[number]["after"]]}
    return values, vocabulary.names_in_rules([values["rule"]], services=services)


def remove_step(owner: str, template_id: str, number: int, *, services: Services) -> None:
    with services.store.write() as session:
        row = _own(session, owner, template_id, services=services)
        steps = read_steps(row.content)
        _see_step(steps, number)
        del steps[number]
        for step in steps:
            step["after"] = [one - (one > number) for one in step["after"] if one != number]
        row.content = {**row.content, "steps": steps}


def remove_template(owner: str, template_id: str, *, services: Services) -> None:
    with services.store.write() as session:
        session.delete(_own(session, owner, template_id, services=services))


def _see_step(steps: list[Any], number: int) -> None:
    if not 0 <= number < len(steps):
        raise NotFound()


def _mine(owner: str, template_id: str) -> Any:
    return select(PathTemplate).where(PathTemplate.id == template_id, PathTemplate.account_id == owner)


def _own(session: Session, owner: str, template_id: str, *, services: Services) -> PathTemplate:
    """One's own, for an edit: raises its version."""
    row = session.scalars(_mine(owner, template_id)).one_or_none()
    if row is None:
        raise NotFound()
    row.version += 1
    row.updated_at = services.clock.now()
    return row


def start_path(holder: str, template_id: str, *, services: Services) -> str:
    """A new path of the holder's own, that begins today. Its id."""
    content, today = _content(holder, template_id, services=services), today_of(services)
    head = template_of(holder, template_id, services=services)
    wish = PathWish(
        title=head.title,
        goal=head.goal.key,
        target=head.target,
        start_on=today.isoformat(),
        due_on=_on(today, head.days),
        weekly_hours=str(head.weekly_hours or ""),
    )
    path_id = paths.make_path(holder, wish, services=services)
    with services.store.write() as session:
        paths.own_path(session, holder, path_id, now=services.clock.now())
        made: list[str] = []
        for step in content:
            after = tuple(made[place] for place in step["after"] if place < len(made))
            made.append(paths.put_step(session, path_id, None, _wish(step, today, after)))
    recording.record_progress(holder, services=services)
    return path_id


def propose_template(adviser: str, path_id: str, template_id: str, *, services: Services) -> int:
    """Its steps into the adviser's draft for a granted path. Returns how many are new there."""
    with services.store.read() as session:
        proposals.granted_path(session, adviser, path_id, services=services)
    if not template_id:
        raise TemplateNotChosen()
    today = today_of(services)
    content = _content(adviser, template_id, services=services)
    return proposals.propose_steps(
        adviser, path_id, [_wish(step, today, ()) for step in content], services=services
    )


def _content(reader: str, template_id: str, *, services: Services) -> list[dict[str, Any]]:
    with services.store.read() as session:
        row = session.execute(_readable(reader).where(PathTemplate.id == template_id)).one_or_none()
        if row is None:
            raise NotFound()
        return read_steps(row[0].content)


def _on(start: date, days: int | None) -> str:
    return (start + timedelta(days=days)).isoformat() if days else ""


def _wish(step: Mapping[str, Any], today: date, after: tuple[str, ...]) -> StepWish:
    return StepWish(
        title=step["title"],
        rule=step["rule"],
        description=step["description"],
        required=step["required"],
        hours=str(step["hours"] or ""),
        due_on=_on(today, step["due_days"]),
        field=step["field"],
        weight=step["weight"],
        needs_review=step["needs_review"],
        after=after,
    )
