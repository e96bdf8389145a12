"""What comes next on a path, and whether the hours and the weeks fit together."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from wallet.paths.cards import Feasibility, NextAction
from wallet.paths.measuring import Measured


def as_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def next_action(measured: Measured, today: date) -> NextAction:
    """What was set; else the next step, if it has a date; else it is said that there is none."""
    path, progress = measured.path, measured.progress
    if path.next_action:
        on = as_day(path.next_action_on)
        return NextAction(path.next_action, on, None, bool(on and on < today))
    for step in measured.steps:
        if step.id == progress.next_step:
            on = as_day(step.due_on)
            return NextAction(step.title, on, step.id, bool(on and on < today), missing=on is None)
    return NextAction("", None, None, False, missing=not progress.complete)


def feasibility(measured: Measured, today: date) -> Feasibility | None:
    """Hours left against weeks left. Part done of a step lowers its hours."""
    results = {result.id: result for result in measured.progress.steps}
    left = sum(
        (
            (1 - results[step.id].value) * step.hours
            for step in measured.steps
            if step.required and step.hours
        ),
        0,
    )
    hours_left = -int(-left // 1)
    due, weekly = as_day(measured.path.due_on), measured.path.weekly_hours
    if not hours_left:
        return None
    if due is None:
        sentence = ngettext(
            "About %(num)s hour of work is left.", "About %(num)s hours of work are left.", hours_left
        )
        return Feasibility(hours_left, None, None, weekly, sentence, "none")
    if due < today:
        sentence = ngettext(
            "About %(num)s hour of work is left, and the date you set has passed. Choose a new date.",
            "About %(num)s hours of work are left, and the date you set has passed. Choose a new date.",
            hours_left,
        )
        return Feasibility(hours_left, 0, hours_left, weekly, sentence, "warn")
    weeks = max((due - today) // timedelta(weeks=1), 0)
    needed = -(-hours_left // max(weeks, 1))
    if weekly is None or needed <= weekly:
        sentence = ngettext(
            "About %(hours)s hours are left: %(num)s hour a week until the date you set.",
            "About %(hours)s hours are left: %(num)s hours a week until the date you set.",
            needed,
            hours=hours_left,
        )
        return Feasibility(hours_left, weeks, needed, weekly, sentence, "none")
    sentence = _(
        "About %(hours)s hours are left; that is %(needed)s hours a week, and you planned %(weekly)s. "
        "Move the date, or make some steps optional.",
        hours=hours_left,
        needed=needed,
        weekly=weekly,
    )
    return Feasibility(hours_left, weeks, needed, weekly, sentence, "warn")
