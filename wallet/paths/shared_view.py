"""What of a path may be shown to others: how far it has come, and nothing that is between holder and adviser.

Wins, remarks, comments, the next action and hours never stand here; a step returned with a remark is told
as not done yet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import select

from wallet.paths import pages
from wallet.paths.goals import goal
from wallet.paths.measuring import Measured, measure_chosen
from wallet.paths.next_action import as_day
from wallet.services import Services
from wallet.shared_page.offered_paths import OfferedPath, OfferedStep
from wallet.store.models.path import Path


class PathsForOthers:
    """Implements `offered_paths.Paths`."""

    def choices(self, holder: str, *, services: Services) -> tuple[tuple[str, str], ...]:
        query = (
            select(Path.id, Path.title)
            .where(Path.account_id == holder, Path.deleted_at.is_(None))
            .order_by(Path.created_at.desc(), Path.id)
        )
        with services.store.read() as session:
            return tuple((id, title) for id, title in session.execute(query))

    def shown(self, holder: str, path_ids: Collection[str], *, services: Services) -> tuple[OfferedPath, ...]:
        found = measure_chosen({holder: path_ids}, services=services)
        return tuple(self.worded(offered(measured)) for measured in found)

    def worded(self, path: OfferedPath) -> OfferedPath:
        words = _words()
        steps = tuple(replace(step, word=words.get(step.state, words["open"])) for step in path.steps)
        exact = pages.counted_words(*path.counts)
        return replace(path, goal_word=goal(path.goal).word, exact=exact, steps=steps)


def offered(measured: Measured) -> OfferedPath:
    """Without words."""
    path, progress = measured.path, measured.progress
    return OfferedPath(
        id=path.id,
        title=path.title,
        goal_word="",
        percent=progress.percent,
        exact="",
        complete=progress.complete,
        due_on=as_day(path.due_on),
        steps=_steps(measured),
        goal=path.goal,
        counts=(progress.done, progress.required, progress.done_beyond),
    )


def _steps(measured: Measured) -> tuple[OfferedStep, ...]:
    results = {result.id: result for result in measured.progress.steps}
    steps = []
    for step in measured.steps:
        result = results[step.id]
        state = pages.step_state(step, result, is_next=step.id == measured.progress.next_step)
        state = "open" if state == "returned" else state
        steps.append(
            OfferedStep(
                title=step.title,
                state=state,
                word="",
                required=step.required,
                proofs=tuple((id, measured.held[id].title) for id in result.used if id in measured.held),
            )
        )
    return tuple(steps)


def _words() -> dict[str, str]:
    """Of states, for a reader who is not the holder."""
    return {
        "done": _("Done"),
        "awaiting": _("Waiting for the adviser"),
        "next": _("Next step"),
        "open": _("Not done yet"),
    }
