"""What the holder answers to an adviser's proposal: each change by itself, applied as their
own edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wallet.advising import changes
from wallet.advising.changes import ACCEPTED, DECLINED, OUTDATED, Change, Standing
from wallet.advising.errors import AnswerUnknown, ProposalIsAnswered
from wallet.advising.proposals import ANSWERED, DRAFT, OPEN, ProposalCard, cards_of
from wallet.errors import NotFound
from wallet.paths import history as recording
from wallet.paths import service as paths
from wallet.paths.errors import PathEndsBeforeItStarts
from wallet.paths.service import StepWish, steps_of
from wallet.services import Services
from wallet.store.models.advising import Proposal
from wallet.store.models.path import Path, Step

ANSWERS = {"accept": ACCEPTED, "decline": DECLINED}
ALL = "all"


def proposals_for(holder: str, path_id: str, *, services: Services) -> tuple[ProposalCard, ...]:
    """What was sent for the holder's path, newest first; NotFound if the path is not theirs."""
    return _cards(holder, path_id, None, services=services)


def proposal_for(holder: str, path_id: str, proposal_id: str, *, services: Services) -> ProposalCard:
    found = _cards(holder, path_id, proposal_id, services=services)
    if not found:
        raise NotFound()
    return found[0]


def _cards(holder: str, path_id: str, only: str | None, *, services: Services) -> tuple[ProposalCard, ...]:
    query = (
        select(Proposal)
        .where(Proposal.path_id == path_id, Proposal.state != DRAFT)
        .order_by(Proposal.at.desc(), Proposal.id)
    )
    with services.store.read() as session:
        path = _path_of(session, holder, path_id)
        rows = session.scalars(query if only is None else query.where(Proposal.id == only)).all()
        now = changes.standing_of(path, steps_of(session, path_id)) if rows else Standing({}, {})
        session.expunge_all()
    return cards_of(rows, now, services=services)


def _path_of(session: Session, holder: str, path_id: str) -> Path:
    path = session.scalars(
        select(Path).where(Path.id == path_id, Path.account_id == holder, Path.deleted_at.is_(None))
    ).one_or_none()
    if path is None:
        raise NotFound()
    return path


def answer(
    holder: str, path_id: str, proposal_id: str, change_id: str, deed: str, *, services: Services
) -> tuple[str, ...]:
    """Accept or decline one open change, or "all" of them. Returns the states they came to.

    What was written about something that is different by now becomes outdated instead of being applied.
    """
    if deed not in ANSWERS:
        raise AnswerUnknown()
    with services.store.write() as session:
        path = _path_of(session, holder, path_id)
        row = session.scalars(
            select(Proposal)
            .where(Proposal.id == proposal_id, Proposal.path_id == path_id, Proposal.state != DRAFT)
            .with_for_update()
        ).one_or_none()
        if row is None or change_id not in {ALL, *(change["id"] for change in row.changes)}:
            raise NotFound()
        if row.state != OPEN:
            raise ProposalIsAnswered()
        answered, reached = [], []
        for change in row.changes:
            asked = change_id in (ALL, change["id"]) and change["state"] == changes.OPEN
            state = _answer_one(session, path, change, deed) if asked else change["state"]
            answered.append({**change, "state": state})
            reached += [state] if asked else []
        if ACCEPTED in reached:
            paths.own_path(session, holder, path_id, now=services.clock.now())  # an edit like any other
        row.changes = answered
        row.answered_at = services.clock.now()
        if all(change["state"] != changes.OPEN for change in answered):
            row.state = ANSWERED
    recording.record_progress(holder, services=services)
    return tuple(reached)


def _answer_one(session: Session, path: Path, change: Change, deed: str) -> str:
    if ANSWERS[deed] == DECLINED:
        return DECLINED
    steps = steps_of(session, path.id)
    if changes.is_outdated(change, changes.standing_of(path, steps)):
        return OUTDATED
    _apply(session, path, steps, change)
    return ACCEPTED


def _apply(session: Session, path: Path, steps: list[Step], change: Change) -> None:
    """Through the doors by which the holder's own edits go; only the fields that may be proposed."""
    wanted, kind = change.get("set") or {}, change["kind"]
    if kind == changes.ADD:
        paths.put_step(session, path.id, None, _wish({}, wanted))
    elif kind in (changes.CHANGE, changes.REMOVE):
        step = next(one for one in steps if one.id == change["step"])
        if kind == changes.REMOVE:
            session.delete(step)
            session.flush()
        else:
            paths.put_step(session, path.id, step.id, _wish(_all_of(step), wanted))
    elif kind == changes.PATH:
        _set_path(path, wanted)
    elif kind == changes.NEXT:
        path.next_action = paths.line(str(wanted["next_action"]))
        path.next_action_on = paths.day(str(wanted["next_action_on"]))


def _set_path(path: Path, wanted: Mapping[str, Any]) -> None:
    if "due_on" in wanted:
        due_on = paths.day(str(wanted["due_on"] or ""))
        if due_on and path.start_on and due_on < path.start_on:
            raise PathEndsBeforeItStarts()
        path.due_on = due_on
    if "weekly_hours" in wanted:
        path.weekly_hours = paths.whole(str(wanted["weekly_hours"] or ""), most=80)


def _all_of(step: Step) -> dict[str, Any]:
    own = {name: getattr(step, name) for name in ("weight", "in_plan", "supported", "under_way")}
    return {**own, **changes.values_of_step(step)}


def _wish(stands: Mapping[str, Any], wanted: Mapping[str, Any]) -> StepWish:
    values = {**stands, **{name: wanted[name] for name in changes.STEP_FIELDS if name in wanted}}
    values["hours"] = str(values.get("hours") or "")
    values["after"] = tuple(values.get("after") or ())
    return StepWish(**{"rule": {}, "title": "", **values})
