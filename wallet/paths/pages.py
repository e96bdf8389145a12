"""The pages of a path, put together from what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from wallet.entries import service as entries
from wallet.entries.cards import EntryCard
from wallet.paths import chart, history
from wallet.paths.cards import EvidenceItem, PathCard, PathPage, ProofCard, StepCard, StepEdit, WinCard
from wallet.paths.goals import FIRST_STEP_HOURS, LARGE_STEP_HOURS, goal
from wallet.paths.measuring import Measured, measure_paths, today_of
from wallet.paths.next_action import as_day, feasibility, next_action
from wallet.paths.progress import PathProgress, StepProgress
from wallet.paths.rules.forms import form_of_rule, read_form, with_another_line
from wallet.paths.rules.sentences import conditions_sentence, rule_sentence
from wallet.paths.rules.where_form import conditions_of
from wallet.services import Services
from wallet.store.models.advising import Comment
from wallet.store.models.path import Step
from wallet.web import languages


def list_page(holder: str, *, services: Services) -> tuple[PathCard, ...]:
    return tuple(path_card(measured) for measured in measure_paths(holder, services=services))


def path_card(measured: Measured) -> PathCard:
    path, progress = measured.path, measured.progress
    titles = {step.id: step.title for step in measured.steps}
    return PathCard(
        id=path.id,
        title=path.title,
        goal=goal(path.goal),
        status=path.status,
        status_word=status_word(path.status),
        target=path.target_label,
        percent=progress.percent,
        exact=exact_words(measured),
        even=_even(progress),
        done=progress.done,
        required=progress.required,
        done_beyond=progress.done_beyond,
        complete=progress.complete,
        due_on=as_day(path.due_on),
        next_title=titles.get(progress.next_step or "", ""),
    )


def exact_words(measured: Measured) -> str:
    """The exact parts behind the percent."""
    progress = measured.progress
    words = counted_words(progress.done, progress.required, progress.done_beyond)
    if not _even(progress):
        words += _("; %(exact)s with weights and parts of steps", exact=progress.value)
    return words


def _even(progress: PathProgress) -> bool:
    """Whether the steps that are done, each as one, make up the percent."""
    return not progress.required or progress.value == Fraction(progress.done, progress.required)


def counted_words(done: int, required: int, beyond: int) -> str:
    if not required:
        return _("no required steps yet")
    words = _("%(done)s of %(required)s steps", done=done, required=required)
    if beyond:
        words += ngettext(", and %(num)s beyond", ", and %(num)s beyond", beyond)
    return words


def path_page(holder: str, path_id: str, *, services: Services) -> PathPage:
    """Everything about one path of the holder's."""
    (measured,) = measure_paths(holder, services=services, path_id=path_id)
    return page_of(measured, services=services)


def page_of(measured: Measured, own: Sequence[EntryCard] | None = None, *, services: Services) -> PathPage:
    path, today = measured.path, today_of(services)
    points = history.points_of(path.id, services=services)
    wins = history.wins_of(path.account_id, services=services, path_id=path.id)
    return PathPage(
        card=path_card(measured),
        steps=step_cards(measured, own, services=services),
        next_action=next_action(measured, today),
        feasibility=feasibility(measured, today),
        chart=chart.draw(points) if len(points) > 1 else None,
        wins=tuple(WinCard(kind, win_sentence(kind, params), at) for kind, params, at in wins),
        fell=_fell(points),
        version=path.version,
        weekly_hours=path.weekly_hours,
        start_on=path.start_on,
        closing_terms=path.closing_terms,
        current_occupation=path.current_occupation,
        idle_days=(services.clock.now() - max([path.updated_at, *(point[0] for point in points)])).days,
        conditions=conditions_of(path.conditions),
        counting=conditions_sentence(path.conditions),
    )


def step_cards(
    measured: Measured, own: Sequence[EntryCard] | None = None, *, services: Services
) -> tuple[StepCard, ...]:
    """The steps in order. `own`: the entries of the holder, if they are known already."""
    own = entries.list_entries(measured.path.account_id, services=services) if own is None else own
    beside, spoken = _beside(measured, own, services=services)
    today = today_of(services)
    results = {result.id: result for result in measured.progress.steps}
    titles = {step.id: step.title for step in measured.steps}
    names = names_of(measured)
    return tuple(
        _step_card(
            step, results[step.id], place=place, measured=measured, beside=beside, today=today, titles=titles,
            comments=spoken.get(step.id, 0), names=names,
        )
        for place, step in enumerate(measured.steps, 1)
    )  # fmt: skip


def _beside(
    measured: Measured, own: Sequence[EntryCard], *, services: Services
) -> tuple[dict[str, list[EvidenceItem]], dict[str, int]]:
    """Evidence laid beside each step, and how many comments each has."""
    titles = {entry.id: entry.title for entry in own}
    found = {
        step_id: [EvidenceItem(id, titles[entry], "entry", entry) for id, entry in laid if entry in titles]
        for step_id, laid in measured.laid.items()
    }
    query = select(Comment.step_id, func.count()).where(Comment.step_id.in_(measured.laid))
    with services.store.read() as session:
        return found, dict(session.execute(query.group_by(Comment.step_id)).all())


def _step_card(step: Step, result: StepProgress, *, place: int, measured: Measured, **more: Any) -> StepCard:
    today, titles = more["today"], more["titles"]
    due_on = as_day(step.due_on)
    state = step_state(step, result, is_next=step.id == measured.progress.next_step)
    marks = tuple(_marks(step.rule, measured.deeds[step.id].marks))
    return StepCard(
        id=step.id,
        place=place,
        title=step.title,
        description=step.description,
        sentence=rule_sentence(step.rule, more["names"]),
        state=state,
        word=state_word(state),
        percent=result.percent,
        exact=str(result.value),
        required=step.required,
        due_on=due_on,
        overdue=bool(due_on and due_on < today and not result.complete),
        hours=step.hours,
        field=step.field,
        in_plan=step.in_plan,
        supported=step.supported,
        under_way=step.under_way and not result.complete,
        needs_review=step.needs_review,
        review_words=step.review_words,
        without_badge=result.complete and not result.used,
        proofs=tuple(_proof(measured, one) for one in result.used),
        lost=tuple(
            _proof(measured, one.id, lost_sentence(measured, one.id, one.reason)) for one in result.lost
        ),
        evidence=tuple(more["beside"].get(step.id, ())),
        takes_evidence=step.needs_review or "evidence" in _kinds(step.rule),
        marks=marks,
        after=tuple(titles[one] for one in step.after if one in titles),
        hints=_hints(step, measured),
        comments=more["comments"],
        accepted_on=step.reviewed_at.date() if step.reviewed_at and step.review == "accepted" else None,
    )


def names_of(measured: Measured) -> dict[str, str]:
    """Labels for URIs, as the credentials themselves name them."""
    names: dict[str, str] = dict(measured.names)
    for held in measured.held.values():
        names.update(held.facts.get("skill_names", {}))
        if held.facts.get("achievement"):
            names[held.facts["achievement"]] = held.title
    return names


def step_state(step: Step, result: StepProgress, *, is_next: bool) -> str:
    if result.complete:
        return "done"
    if step.review == "returned" and step.needs_review:
        return "returned"
    if result.awaiting:
        return "awaiting"
    return "next" if is_next else "open"


def state_word(state: str) -> str:
    words = {
        "done": _("Done"),
        "awaiting": _("Waiting for your adviser"),
        "returned": _("Returned with a remark"),
        "next": _("Next step"),
        "open": _("Not done yet"),
    }
    return words[state]


def status_word(status: str) -> str:
    words = {
        "draft": _("draft"),
        "active": _("active"),
        "paused": _("paused"),
        "done": _("completed"),
        "archived": _("archived"),
    }
    return words.get(status, status)


def _proof(measured: Measured, key: str, reason: str = "") -> ProofCard:
    held = measured.held[key]
    return ProofCard(
        held.id, held.title, held.issuer_name, held.verdict == "valid" and not held.another, reason
    )


def lost_sentence(measured: Measured, key: str, reason: str) -> str:
    held = measured.held[key]
    return lost_words(held.title, reason, languages.day(held.expires_on) if held.expires_on else "")  # type: ignore[arg-type]


def lost_words(title: str, reason: str, on: str) -> str:
    words = {
        "expired": _("“%(title)s” would count, but it expired on %(on)s.", title=title, on=on)
        if on
        else _("“%(title)s” would count, but it has expired.", title=title),
        "revoked": _("“%(title)s” would count, but its issuer revoked it.", title=title),
        "suspended": _("“%(title)s” would count, but its issuer suspended it.", title=title),
        "another-person": _("“%(title)s” was issued to someone else.", title=title),
        "failed": _("“%(title)s” says itself that the result was not passed.", title=title),
    }
    return words.get(reason, _("“%(title)s” does not hold.", title=title))


def _fell(points: list[tuple[Any, int, str, dict]]) -> str:
    """Why the newest point is lower than the one before."""
    if len(points) < 2 or Fraction(points[-1][2]) >= Fraction(points[-2][2]):
        return ""
    lost = points[-1][3].get("lost") or []
    if not lost:
        return _("Progress is lower than before, because the path was changed.")
    one = lost[0]
    on = languages.day(date.fromisoformat(one["on"])) if one.get("on") else ""  # type: ignore[arg-type]
    return _("Progress is lower than before.") + " " + lost_words(one["title"], one["reason"], on)


def _kinds(rule: Any) -> set[str]:
    kinds = {str(rule.get("type"))}
    for member in rule.get("of", ()) or ():
        kinds |= _kinds(member)
    return kinds


def _marks(rule: Any, marked: Any) -> list[tuple[str, str, bool]]:
    if rule.get("type") == "manual" and rule.get("by", "learner") == "learner":
        return [(rule["key"], rule.get("label", ""), "learner" in marked.get(rule["key"], frozenset()))]
    return [found for member in rule.get("of", ()) or () for found in _marks(member, marked)]


def _hints(step: Step, measured: Measured) -> tuple[str, ...]:
    hints = []
    if step.hours and step.hours > LARGE_STEP_HOURS:
        hints.append(
            _("This is a large step (%(hours)s hours). Smaller ones are easier to finish.", hours=step.hours)
        )
    elif measured.path.goal == "return" and step.position == 0 and (step.hours or 0) > FIRST_STEP_HOURS:
        hints.append(_("Begin small: a first step of up to %(hours)s hours.", hours=FIRST_STEP_HOURS))
    return tuple(hints)


def win_sentence(kind: str, params: dict) -> str:
    if kind == "first-badge":
        return _("Your first badge is in the wallet.")
    if kind == "percent":
        return _(
            "%(percent)s%% of “%(path)s” is done.", percent=params.get("percent"), path=params.get("path")
        )
    if kind == "evidence-accepted":
        return _("Your adviser accepted “%(step)s”.", step=params.get("step"))
    by = ", ".join(_("“%(title)s”", title=title) for title in params.get("by", ()))
    if by:
        return _("“%(step)s” is done, proven by %(by)s.", step=params.get("step"), by=by)
    return _("“%(step)s” is done.", step=params.get("step"))


def step_form(holder: str, path_id: str, step_id: str | None, *, services: Services) -> StepEdit:
    """The form of a step, empty or filled."""
    (measured,) = measure_paths(holder, services=services, path_id=path_id)
    for step in measured.steps:
        if step.id == step_id:
            return StepEdit(
                id=step.id,
                title=step.title,
                description=step.description,
                required=step.required,
                hours=str(step.hours or ""),
                due_on=step.due_on,
                field=step.field,
                weight=step.weight,
                in_plan=step.in_plan,
                supported=step.supported,
                under_way=step.under_way,
                needs_review=step.needs_review,
                after=tuple(step.after),
                rule=form_of_rule(step.rule),
                sentence=rule_sentence(step.rule, names_of(measured)),
                names=names_of(measured),
            )
    return StepEdit(None)


def form_again(form: Any, step_id: str | None) -> StepEdit:
    """The form as it was sent, so that nothing typed is lost by a refusal; with another line if asked."""
    rule = read_form(form)
    if form.get("add"):
        rule = with_another_line(rule, form["add"])
    return StepEdit(
        id=step_id,
        title=form.get("title", ""),
        description=form.get("description", ""),
        required=form.get("optional") is None,
        hours=form.get("hours", ""),
        due_on=form.get("due_on", ""),
        field=form.get("field", ""),
        weight=form.get("weight", "1"),
        in_plan=form.get("not_in_plan") is None,
        supported=form.get("supported") is not None,
        under_way=form.get("under_way") is not None,
        needs_review=form.get("needs_review") is not None,
        after=tuple(form.getlist("after")),
        rule=rule,
    )
