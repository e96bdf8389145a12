"""What holder and adviser say to each other beside a path, and when they met. Both see all of it: there are
no secret notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wallet.advising.comment_words import kind_word
from wallet.advising.errors import (
    CommentIsEmpty,
    CommentTooLong,
    MeetingNeedsADay,
    MeetingNextBeforeLast,
    TooManyComments,
)
from wallet.advising.grants_in_force import Granted, granted
from wallet.errors import NotFound
from wallet.paths.next_action import as_day
from wallet.paths.service import day
from wallet.services import Services
from wallet.store.models.account import Account
from wallet.store.models.advising import Comment, Meeting
from wallet.store.models.path import Path, Step

KINDS = ("meeting", "call", "mail", "review")
WORDS_LIMIT = 2_000
MOST = 500  # comments, and meetings, of one path


@dataclass(frozen=True)
class CommentCard:
    id: str
    step_id: str | None
    author_id: str | None
    author: str  # "" when the account is gone
    words: str
    at: datetime


@dataclass(frozen=True)
class MeetingCard:
    id: str
    kind_word: str
    author: str
    held_on: date | None
    next_on: date | None
    note: str
    at: datetime


@dataclass(frozen=True)
class Talk:
    """Comments in the order in which they were written, meetings with the latest first."""

    comments: tuple[CommentCard, ...] = ()
    meetings: tuple[MeetingCard, ...] = ()
    steps: Mapping[str, str] = made_by(default_factory=dict)  # titles by id

    def of_step(self, step_id: str) -> tuple[CommentCard, ...]:
        return tuple(comment for comment in self.comments if comment.step_id == step_id)


def talk_of(holder: str, path_id: str, *, services: Services) -> Talk:
    """NotFound if the path is not there or not the holder's."""
    with services.store.read() as session:
        _see_own_path(session, holder, path_id)
        comments = session.scalars(
            select(Comment).where(Comment.path_id == path_id).order_by(Comment.at, Comment.id)
        ).all()
        meetings = session.scalars(
            select(Meeting)
            .where(Meeting.account_id == holder, Meeting.path_id == path_id)
            .order_by(Meeting.held_on.desc(), Meeting.at.desc(), Meeting.id)
        ).all()
        steps = session.execute(
            select(Step.id, Step.title).where(Step.path_id == path_id).order_by(Step.position, Step.id)
        )
        return Talk(
            tuple(_comment(row) for row in comments),
            tuple(_meeting(row) for row in meetings),
            dict(steps.all()),
        )


def _comment(row: Comment) -> CommentCard:
    return CommentCard(row.id, row.step_id, row.author_id, row.author_name, row.words, row.at)


def _meeting(row: Meeting) -> MeetingCard:
    return MeetingCard(
        id=row.id,
        kind_word=kind_word(row.kind),
        author=row.author_name,
        held_on=as_day(row.held_on),
        next_on=as_day(row.next_on),
        note=row.note,
        at=row.at,
    )


def say(holder: str, path_id: str, step_id: str, words: str, *, services: Services) -> None:
    """The holder's own comment, on the path or on one of its steps."""
    with services.store.write() as session:
        _see_own_path(session, holder, path_id)
        name = session.scalar(select(Account.name).where(Account.id == holder)) or ""
        _add_comment(session, path_id, step_id, words, author=(holder, name), services=services)


def say_as_adviser(adviser: str, path_id: str, step_id: str, words: str, *, services: Services) -> None:
    """NotFound unless a grant in force lets this adviser comment on this path."""
    with services.store.write() as session:
        grant = granted(session, adviser, "paths", path_id, now=services.clock.now(), to="comment")
        _see_own_path(session, grant.holder, path_id)
        _add_comment(
            session, path_id, step_id, words, author=(adviser, grant.adviser_name), services=services
        )


def _add_comment(
    session: Session, path_id: str, step_id: str, words: str, *, author: tuple[str, str], services: Services
) -> None:
    if step_id:
        step = select(Step.id).where(Step.id == step_id, Step.path_id == path_id)
        if session.scalars(step).one_or_none() is None:
            raise NotFound()
    text = _text(words)
    if not text:
        raise CommentIsEmpty()
    _refuse_too_many(session, Comment, path_id)
    author_id, name = author
    session.add(
        Comment(
            path_id=path_id,
            step_id=step_id or None,
            author_id=author_id,
            author_name=name,
            words=text,
            at=services.clock.now(),
        )
    )


def note_meeting(adviser: str, path_id: str, form: Mapping[str, str], *, services: Services) -> None:
    """A contact, held or planned: form, date, next date, note. The holder sees each."""
    kind, held_on, next_on = form.get("kind", ""), day(form.get("held_on", "")), day(form.get("next_on", ""))
    with services.store.write() as session:
        grant = granted(session, adviser, "paths", path_id, now=services.clock.now(), to="comment")
        _see_own_path(session, grant.holder, path_id)
        _refuse_bad_meeting(kind, held_on, next_on)
        _refuse_too_many(session, Meeting, path_id)
        session.add(
            _meeting_row(grant, path_id, kind, held_on, next_on, form.get("note", ""), services=services)
        )


def _refuse_bad_meeting(kind: str, held_on: str, next_on: str) -> None:
    if kind not in KINDS or not (held_on or next_on):
        raise MeetingNeedsADay()
    if held_on and next_on and next_on < held_on:
        raise MeetingNextBeforeLast()


def _meeting_row(grant: Granted, path_id: str, kind: str, *days_and_note: str, services: Services) -> Meeting:
    held_on, next_on, note = days_and_note
    return Meeting(
        account_id=grant.holder,
        grant_id=grant.grant_id,
        path_id=path_id,
        author_id=grant.adviser,
        author_name=grant.adviser_name,
        kind=kind,
        held_on=held_on,
        next_on=next_on,
        note=_text(note),
        at=services.clock.now(),
    )


def _text(words: str) -> str:
    text = words.replace("\r\n", "\n").strip()
    if len(text) > WORDS_LIMIT:
        raise CommentTooLong(most=WORDS_LIMIT)
    return text


def _refuse_too_many(session: Session, table: Any, path_id: str) -> None:
    count = session.scalar(select(func.count()).select_from(table).where(table.path_id == path_id))
    if (count or 0) >= MOST:
        raise TooManyComments(most=MOST)


def _see_own_path(session: Session, holder: str, path_id: str) -> None:
    mine = select(Path.id).where(Path.id == path_id, Path.account_id == holder, Path.deleted_at.is_(None))
    if session.scalars(mine).one_or_none() is None:
        raise NotFound()
