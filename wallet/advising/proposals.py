"""What an adviser proposes for a path: gathered in a draft nobody else sees, sent, withdrawn.

Nothing of it touches the path. Every write asks for the grant in the transaction that acts on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wallet.advising import changes as proposed
from wallet.advising.changes import Change, Standing
from wallet.advising.errors import (
    CommentTooLong,
    ProposalChangesNothing,
    ProposalIsEmpty,
    TooManyChanges,
    TooManyProposals,
)
from wallet.advising.grants_in_force import Deed, Granted, granted
from wallet.advising.texts import change_heading, change_lines, state_word
from wallet.errors import NotFound
from wallet.paths.errors import NextActionNeedsBoth
from wallet.paths.service import StepWish, day, line, steps_of, values_of_wish, whole
from wallet.services import Services
from wallet.store.models.advising import Proposal
from wallet.store.models.path import Path
from wallet.vocabulary import service as vocabulary

MOST_CHANGES = 60
MOST_PROPOSALS = 100  # of one path
WORDS_LIMIT = 2_000
DRAFT, OPEN, ANSWERED, WITHDRAWN = "draft", "open", "answered", "withdrawn"


@dataclass(frozen=True)
class ChangeCard:
    id: str
    kind: str
    heading: str
    lines: tuple[str, ...]
    state: str
    word: str
    step_id: str


@dataclass(frozen=True)
class ProposalCard:
    id: str
    author: str
    words: str
    state: str
    word: str
    at: datetime
    changes: tuple[ChangeCard, ...]

    @property
    def open(self) -> tuple[ChangeCard, ...]:
        return tuple(change for change in self.changes if change.state == proposed.OPEN)


@dataclass(frozen=True)
class Desk:
    """What an adviser has proposed for a path, and is about to."""

    grant: Granted
    path_id: str
    title: str
    goal: str
    steps: tuple[tuple[str, str], ...]  # (id, title), in order
    path: Mapping[str, Any]  # values that may be proposed
    draft: ProposalCard | None
    sent: tuple[ProposalCard, ...]  # newest first


def granted_path(
    session: Session, adviser: str, path_id: str, *, services: Services, to: Deed = "propose"
) -> tuple[Granted, Path]:
    """NotFound unless a grant in force lets the adviser do this with a path that is there."""
    grant = granted(session, adviser, "paths", path_id, now=services.clock.now(), to=to)
    path = session.scalars(
        select(Path).where(Path.id == path_id, Path.account_id == grant.holder, Path.deleted_at.is_(None))
    ).one_or_none()
    if path is None:
        raise NotFound()
    return grant, path


def desk_of(adviser: str, path_id: str, *, services: Services) -> Desk:
    with services.store.read() as session:
        grant, path = granted_path(session, adviser, path_id, services=services)
        steps = steps_of(session, path_id)
        rows = session.scalars(
            select(Proposal)
            .where(Proposal.path_id == path_id, Proposal.author_id == adviser)
            .order_by(Proposal.at.desc(), Proposal.id)
        ).all()
        standing = proposed.standing_of(path, steps)
        titles = tuple((step.id, step.title) for step in steps)
        head = (path.title, path.goal)
        session.expunge_all()
    cards = cards_of(rows, standing, services=services)
    return Desk(
        grant=grant,
        path_id=path_id,
        title=head[0],
        goal=head[1],
        steps=titles,
        path=standing.path,
        draft=next((card for card in cards if card.state == DRAFT), None),
        sent=tuple(card for card in cards if card.state != DRAFT),
    )


def step_values(
    adviser: str, path_id: str, step_id: str, *, services: Services
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """A step as it is, or as this adviser's draft would have it, and names of what its rule asks for."""
    with services.store.read() as session:
        _, path = granted_path(session, adviser, path_id, services=services)
        standing = proposed.standing_of(path, steps_of(session, path_id))
        draft = _draft(session, adviser, path_id)
        changes = list(draft.changes) if draft else []
    if step_id not in standing.steps:
        raise NotFound()
    values = dict(standing.steps[step_id])
    for change in changes:
        if change["kind"] == proposed.CHANGE and change.get("step") == step_id:
            values |= change["set"]
    return values, vocabulary.names_in_rules([values["rule"]], services=services)


def cards_of(rows: Iterable[Proposal], now: Standing, *, services: Services) -> tuple[ProposalCard, ...]:
    rows = list(rows)
    rules = [
        values.get("rule") or {}
        for row in rows
        for change in row.changes
        for values in (change.get("set") or {}, change.get("saw") or {})
    ]
    names = vocabulary.names_in_rules(rules, services=services)
    return tuple(_card(row, now, names) for row in rows)


def _card(row: Proposal, now: Standing, names: Mapping[str, str]) -> ProposalCard:
    return ProposalCard(
        id=row.id,
        author=row.author_name,
        words=row.words,
        state=row.state,
        word=state_word(row.state),
        at=row.at,
        changes=tuple(_change_card(change, row.state, now, names) for change in row.changes),
    )


def _change_card(change: Change, whole_state: str, now: Standing, names: Mapping[str, str]) -> ChangeCard:
    state = proposed.state_of(change, now)
    if whole_state == WITHDRAWN and state in (proposed.OPEN, proposed.OUTDATED):
        state = WITHDRAWN
    return ChangeCard(
        id=change["id"],
        kind=change["kind"],
        heading=change_heading(change),
        lines=change_lines(change, now.titles, names),
        state=state,
        word=state_word(state),
        step_id=str(change.get("step", "")),
    )


def propose_step(
    adviser: str, path_id: str, step_id: str | None, wish: StepWish, *, services: Services
) -> None:
    """A new step, or what would be different in one that is there."""
    wanted = values_of_wish(wish)
    with services.store.write() as session:
        grant, path = granted_path(session, adviser, path_id, services=services)
        now = proposed.standing_of(path, steps_of(session, path_id))
        if step_id is not None and step_id not in now.steps:
            raise NotFound()
        wanted["after"] = [one for one in wish.after if one in now.steps and one != step_id]
        change = proposed.add_step(wanted) if step_id is None else proposed.change_step(step_id, wanted, now)
        if not change["set"]:
            raise ProposalChangesNothing()
        _put_into_draft(session, grant, path_id, [change], services=services)


def propose_steps(adviser: str, path_id: str, wishes: Iterable[StepWish], *, services: Services) -> int:
    """Several new steps at once; those that are there already, or in the draft, are left out."""
    wanted = [values_of_wish(wish) for wish in wishes]
    with services.store.write() as session:
        grant, path = granted_path(session, adviser, path_id, services=services)
        now = proposed.standing_of(path, steps_of(session, path_id))
        draft = _draft(session, adviser, path_id)
        known = [
            change["set"] for change in (draft.changes if draft else ()) if change["kind"] == proposed.ADD
        ]
        changes = [proposed.add_step({**values, "after": []}) for values in wanted]
        new = [
            change
            for change in changes
            if not proposed.is_outdated(change, now)
            and not any(change["set"]["rule"] == values.get("rule") for values in known)
        ]
        if new:
            _put_into_draft(session, grant, path_id, new, services=services)
        return len(new)


def propose_removal(adviser: str, path_id: str, step_id: str, *, services: Services) -> None:
    with services.store.write() as session:
        grant, path = granted_path(session, adviser, path_id, services=services)
        now = proposed.standing_of(path, steps_of(session, path_id))
        if step_id not in now.steps:
            raise NotFound()
        _put_into_draft(session, grant, path_id, [proposed.remove_step(step_id, now)], services=services)


def propose_for_path(adviser: str, path_id: str, form: Mapping[str, str], *, services: Services) -> None:
    """The deadline, the hours a week, what comes next and by when: what was filled in and differs."""
    with services.store.write() as session:
        grant, path = granted_path(session, adviser, path_id, services=services)
        now = proposed.standing_of(path, steps_of(session, path_id))
        changes = [*proposed.change_path(_path_values(form), now)]
        text, on = line(form.get("next_action", "")), day(form.get("next_action_on", ""))
        if bool(text) != bool(on):
            raise NextActionNeedsBoth()
        changes += proposed.next_action({"next_action": text, "next_action_on": on}, now)
        if not changes:
            raise ProposalChangesNothing()
        _put_into_draft(session, grant, path_id, changes, services=services)


def _path_values(form: Mapping[str, str]) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if "due_on" in form:
        wanted["due_on"] = day(form["due_on"])
    if "weekly_hours" in form:
        wanted["weekly_hours"] = whole(form["weekly_hours"], most=80)
    return wanted


def drop_change(adviser: str, path_id: str, change_id: str, *, services: Services) -> None:
    """Take a change out of the draft again."""
    with services.store.write() as session:
        granted_path(session, adviser, path_id, services=services)
        draft = _draft(session, adviser, path_id)
        if draft is None:
            return
        draft.changes = [change for change in draft.changes if change["id"] != change_id]
        if not draft.changes:
            session.delete(draft)


def send(adviser: str, path_id: str, words: str, *, services: Services) -> None:
    """From now on the holder sees it."""
    text = words.replace("\r\n", "\n").strip()
    if len(text) > WORDS_LIMIT:
        raise CommentTooLong(most=WORDS_LIMIT)
    with services.store.write() as session:
        grant, _ = granted_path(session, adviser, path_id, services=services)
        draft = _draft(session, adviser, path_id)
        if draft is None or not draft.changes:
            raise ProposalIsEmpty()
        draft.state, draft.words, draft.at = OPEN, text, services.clock.now()
        draft.grant_id, draft.author_name = grant.grant_id, grant.adviser_name


def withdraw(adviser: str, path_id: str, proposal_id: str, *, services: Services) -> None:
    """What was not answered yet is off the table; what was, stays as it was answered."""
    with services.store.write() as session:
        granted_path(session, adviser, path_id, services=services)
        row = session.scalars(
            select(Proposal).where(
                Proposal.id == proposal_id, Proposal.path_id == path_id, Proposal.author_id == adviser
            )
        ).one_or_none()
        if row is None or row.state == DRAFT:
            raise NotFound()
        if row.state == OPEN:
            row.state = WITHDRAWN


def _draft(session: Session, adviser: str, path_id: str) -> Proposal | None:
    return session.scalars(
        select(Proposal)
        .where(Proposal.path_id == path_id, Proposal.author_id == adviser, Proposal.state == DRAFT)
        .limit(1)
    ).one_or_none()


def _put_into_draft(
    session: Session, grant: Granted, path_id: str, changes: list[dict[str, Any]], *, services: Services
) -> None:
    draft = _draft(session, grant.adviser, path_id)
    if draft is None:
        count = session.scalar(select(func.count()).select_from(Proposal).where(Proposal.path_id == path_id))
        if (count or 0) >= MOST_PROPOSALS:
            raise TooManyProposals(most=MOST_PROPOSALS)
        draft = Proposal(
            path_id=path_id,
            grant_id=grant.grant_id,
            author_id=grant.adviser,
            author_name=grant.adviser_name,
            state=DRAFT,
            changes=[],
            at=services.clock.now(),
        )
        session.add(draft)
    changed = proposed.added(draft.changes, changes)
    if len(changed) > MOST_CHANGES:
        raise TooManyChanges(most=MOST_CHANGES)
    draft.changes = changed
