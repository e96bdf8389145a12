"""What an adviser judges of a step: evidence accepted or returned with a reason, a mark where the rule asks
for the adviser's, and the note that an original was seen. Only under a grant that lets them suggest.

The note is kept among the marks under a role of its own, so that no rule can ever count it: rules know the
roles learner and adviser.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wallet.advising.errors import (
    CommentTooLong,
    EntryNotBeside,
    EvidenceChangedMeanwhile,
    MarkedByAnother,
    MarkNotAsked,
    ReturnNeedsAReason,
    ReviewNotAsked,
)
from wallet.advising.grants_in_force import grants_in_force
from wallet.advising.proposals import granted_path
from wallet.errors import NotFound
from wallet.paths import history as recording
from wallet.paths.adviser_marks import ADVISER, asked_marks
from wallet.paths.service import line
from wallet.services import Services
from wallet.store.models.account import Account
from wallet.store.models.entry import OwnEntry
from wallet.store.models.path import Path, Step, StepEvidence, StepMark, Win

WORDS_LIMIT = 2_000
ORIGINAL = "original"  # the role of the note; ADVISER is that of a mark


@dataclass(frozen=True)
class Seen:
    """What the form says of an original: of which entry, whether it was seen, and a few words."""

    entry: str
    seen: bool
    note: str = ""


@dataclass(frozen=True)
class Original:
    """Somebody has seen the original of an entry. `since`: the entry was changed after that."""

    by: str
    at: datetime
    note: str
    since: bool
    mine: bool


@dataclass(frozen=True)
class MarkCard:
    """A mark that the step's rule asks of the adviser."""

    key: str
    label: str
    done: bool
    by: str = ""
    at: datetime | None = None
    mine: bool = False


@dataclass(frozen=True)
class Judging:
    """All that was judged of one step. `laid` names the evidence as it is now."""

    needs_review: bool = False
    review: str = "none"
    by: str = ""
    at: datetime | None = None
    words: str = ""
    laid: str = ""
    marks: tuple[MarkCard, ...] = ()
    originals: Mapping[str, Original] = field(default_factory=dict)


def judging_of(reader: str, path_id: str, *, own: bool, services: Services) -> dict[str, Judging]:
    """By step; for the path's holder, or for an adviser who may see it. NotFound for anybody else."""
    with services.store.read() as session:
        if own:
            mine = select(Path.id).where(
                Path.id == path_id, Path.account_id == reader, Path.deleted_at.is_(None)
            )
            if session.scalars(mine).one_or_none() is None:
                raise NotFound()
        else:
            granted_path(session, reader, path_id, services=services, to="see")
        steps = session.scalars(select(Step).where(Step.path_id == path_id)).all()
        ids = [step.id for step in steps]
        marks = session.scalars(select(StepMark).where(StepMark.step_id.in_(ids))).all()
        laid = session.execute(
            select(StepEvidence.step_id, StepEvidence.id, OwnEntry.id, OwnEntry.updated_at)
            .outerjoin(OwnEntry, OwnEntry.id == StepEvidence.entry_id)
            .where(StepEvidence.step_id.in_(ids))
        ).all()
        people = {mark.marked_by for mark in marks} | {step.reviewed_by for step in steps}
        names = dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(people))).all())
        return {
            step.id: _judging(
                step,
                [mark for mark in marks if mark.step_id == step.id],
                [row for row in laid if row[0] == step.id],
                names=names,
                reader=reader,
            )
            for step in steps
        }


def asked_to_look(adviser: str, *, services: Services) -> frozenset[str]:
    """The granted paths in which a step waits for this adviser's judgement. Two queries."""
    with services.store.read() as session:
        grants = grants_in_force(session, adviser, now=services.clock.now())
        paths = {path: grant.holder for grant in grants if grant.may_propose for path in grant.paths}
        waiting = session.execute(
            select(Path.id, Path.account_id)
            .join(Step, Step.path_id == Path.id)
            .where(
                Path.id.in_(paths),
                Path.deleted_at.is_(None),
                Step.needs_review.is_(True),
                Step.review == "requested",
            )
        )
        return frozenset(path for path, holder in waiting if paths[path] == holder)


def originals_of(holder: str, entry_id: str, *, services: Services) -> tuple[Original, ...]:
    """Who has seen the original of the holder's own entry, where it lies beside a step now."""
    query = (
        select(StepMark, OwnEntry.updated_at, Account.name)
        .join(StepEvidence, StepEvidence.step_id == StepMark.step_id)
        .join(OwnEntry, OwnEntry.id == StepEvidence.entry_id)
        .outerjoin(Account, Account.id == StepMark.marked_by)
        .where(
            StepMark.role == ORIGINAL,
            StepMark.key == entry_id,
            OwnEntry.id == entry_id,
            OwnEntry.account_id == holder,
        )
        .order_by(StepMark.at)
    )
    with services.store.read() as session:
        return tuple(
            Original(name or "", mark.at, mark.note, changed_at > mark.at, mine=False)
            for mark, changed_at, name in session.execute(query)
        )


def _judging(
    step: Step, marks: list[StepMark], laid: list[Any], *, names: Mapping[str, str], reader: str
) -> Judging:
    made = {mark.key: mark for mark in marks if mark.role == ADVISER}
    seen = {mark.key: mark for mark in marks if mark.role == ORIGINAL}
    return Judging(
        needs_review=step.needs_review,
        review=step.review,
        by=names.get(step.reviewed_by or "", ""),
        at=step.reviewed_at,
        words=step.review_words,
        laid=_laid(row[1] for row in laid),
        marks=tuple(
            _mark_card(key, label, made.get(key), names, reader) for key, label in asked_marks(step.rule)
        ),
        originals={
            entry: _original(seen[entry], changed_at, names, reader)
            for _, _, entry, changed_at in laid
            if entry in seen
        },
    )


def _mark_card(
    key: str, label: str, mark: StepMark | None, names: Mapping[str, str], reader: str
) -> MarkCard:
    if mark is None:
        return MarkCard(key, label, done=False)
    by = mark.marked_by or ""
    return MarkCard(key, label, True, names.get(by, ""), mark.at, mine=by == reader)


def _original(mark: StepMark, changed_at: datetime, names: Mapping[str, str], reader: str) -> Original:
    by = mark.marked_by or ""
    return Original(names.get(by, ""), mark.at, mark.note, changed_at > mark.at, by == reader)


def _laid(ids: Iterable[str]) -> str:
    return ",".join(sorted(ids))


def review(adviser: str, path_id: str, step_id: str, form: Mapping[str, str], *, services: Services) -> None:
    """Accept what was laid beside a step (`deed` accept), or return it with a reason (return)."""
    deed, words = form.get("deed", ""), form.get("words", "").replace("\r\n", "\n").strip()
    with services.store.write() as session:
        grant, _ = granted_path(session, adviser, path_id, services=services)
        step = _step(session, path_id, step_id)
        if not step.needs_review or step.review != "requested" or deed not in {"accept", "return"}:
            raise ReviewNotAsked()
        laid = session.scalars(select(StepEvidence.id).where(StepEvidence.step_id == step_id)).all()
        if form.get("laid", "") != _laid(laid):
            raise EvidenceChangedMeanwhile()
        if deed == "return" and not words:
            raise ReturnNeedsAReason()
        if len(words) > WORDS_LIMIT:
            raise CommentTooLong(most=WORDS_LIMIT)
        step.review = "accepted" if deed == "accept" else "returned"
        step.reviewed_by, step.reviewed_at, step.review_words = adviser, services.clock.now(), words
        if deed == "accept":
            _note_win(session, grant.holder, step, services=services)
    recording.record_progress(grant.holder, services=services)


def _note_win(session: Session, holder: str, step: Step, *, services: Services) -> None:
    ref = f"review:{step.id}"
    known = select(Win.id).where(Win.account_id == holder, Win.ref == ref)
    if session.scalars(known).first() is None:
        session.add(
            Win(
                account_id=holder,
                path_id=step.path_id,
                kind="evidence-accepted",
                ref=ref,
                params={"step": step.title},
                at=services.clock.now(),
            )
        )


def mark_step(adviser: str, path_id: str, step_id: str, key: str, *, done: bool, services: Services) -> None:
    """The adviser's own mark, where the step's rule asks for one; and taking it back."""
    with services.store.write() as session:
        grant, _ = granted_path(session, adviser, path_id, services=services)
        step = _step(session, path_id, step_id)
        if key not in {asked for asked, _ in asked_marks(step.rule)}:
            raise MarkNotAsked()
        _set_mark(session, adviser, _Mark(step_id, key, ADVISER), done=done, services=services)
    recording.record_progress(grant.holder, services=services)


def note_original(adviser: str, path_id: str, step_id: str, seen: Seen, *, services: Services) -> None:
    """That the original of an own entry beside this step was seen; or the note taken back."""
    with services.store.write() as session:
        granted_path(session, adviser, path_id, services=services)
        _step(session, path_id, step_id)
        beside = select(StepEvidence.id).where(
            StepEvidence.step_id == step_id, StepEvidence.entry_id == seen.entry
        )
        if session.scalars(beside).first() is None:
            raise EntryNotBeside()
        mark = _Mark(step_id, seen.entry, ORIGINAL, line(seen.note))
        _set_mark(session, adviser, mark, done=seen.seen, services=services)


@dataclass(frozen=True)
class _Mark:
    step_id: str
    key: str
    role: str
    note: str = ""


def _set_mark(session: Session, adviser: str, mark: _Mark, *, done: bool, services: Services) -> None:
    row = session.scalars(
        select(StepMark).where(
            StepMark.step_id == mark.step_id, StepMark.key == mark.key, StepMark.role == mark.role
        )
    ).one_or_none()
    if row is not None and row.marked_by not in (adviser, None):
        raise MarkedByAnother()
    if row is not None:
        session.delete(row)
        session.flush()
    if done:
        values = {"step_id": mark.step_id, "key": mark.key, "role": mark.role, "note": mark.note}
        session.add(StepMark(**values, marked_by=adviser, at=services.clock.now()))


def _step(session: Session, path_id: str, step_id: str) -> Step:
    step = session.scalars(select(Step).where(Step.id == step_id, Step.path_id == path_id)).one_or_none()
    if step is None:
        raise NotFound()
    return step
