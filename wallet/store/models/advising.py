"""Tables of advising: grants, proposals, comments, meetings, diagnoses, templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    DAY,
    DIGEST,
    ID,
    Base,
    actor_column,
    owner_column,
    part_of,
)
from wallet.store.models.columns import JsonText, PlainText, new_id


class Grant(Base):
    """What a holder lets an adviser see, until when. Taken up with a code; closed at any time."""

    __tablename__ = "adviser_grant"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    adviser_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]  # whom the holder means
    email: Mapped[str] = mapped_column(PlainText, default="")  # only this proven address may take it up
    secret_hash: Mapped[str | None] = mapped_column(DIGEST, unique=True)
    scope: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)  # paths, portfolios, credentials
    may_comment: Mapped[bool] = mapped_column(default=True)
    may_propose: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class GrantLook(Base):
    """That the adviser looked, at what, when: for the holder to see."""

    __tablename__ = "grant_look"
    __table_args__ = (Index(None, "grant_id", "at"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    grant_id: Mapped[str] = part_of("adviser_grant")
    what: Mapped[str] = mapped_column(String(24))
    ref: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Proposal(Base):
    """Changes an adviser suggests. Each is accepted or declined by the holder, one by one."""

    __tablename__ = "proposal"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    path_id: Mapped[str] = part_of("path")
    grant_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("adviser_grant.id", ondelete="SET NULL"), index=True
    )
    author_id: Mapped[str | None] = actor_column()
    author_name: Mapped[str] = mapped_column(PlainText, default="")
    words: Mapped[str] = mapped_column(PlainText, default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)  # each with its own state
    state: Mapped[str] = mapped_column(String(16), default="open")  # open, answered, withdrawn
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]


class Comment(Base):
    """Words between holder and adviser, both see all of them."""

    __tablename__ = "comment"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    path_id: Mapped[str] = part_of("path")
    step_id: Mapped[str | None] = part_of("step", nullable=True)
    author_id: Mapped[str | None] = actor_column()
    author_name: Mapped[str] = mapped_column(PlainText, default="")
    words: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Meeting(Base):
    """A contact with the adviser, held or planned. The holder sees each."""

    __tablename__ = "meeting"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    grant_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("adviser_grant.id", ondelete="SET NULL"), index=True
    )
    path_id: Mapped[str | None] = part_of("path", nullable=True)
    author_id: Mapped[str | None] = actor_column()
    author_name: Mapped[str] = mapped_column(PlainText, default="")
    kind: Mapped[str] = mapped_column(String(16))  # meeting, call, mail, review
    held_on: Mapped[str] = mapped_column(DAY, default="")
    next_on: Mapped[str] = mapped_column(DAY, default="")
    note: Mapped[str] = mapped_column(PlainText, default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Diagnosis(Base):
    """Skills needed and what there is of each; from an occupation, a pasted list, or an adviser."""

    __tablename__ = "diagnosis"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    path_id: Mapped[str | None] = part_of("path", nullable=True)
    author_id: Mapped[str | None] = actor_column()
    author_name: Mapped[str] = mapped_column(PlainText, default="")
    source: Mapped[str] = mapped_column(String(16))  # occupation, list, adviser
    title: Mapped[str] = mapped_column(PlainText, default="")
    items: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class PathTemplate(Base):
    """A path without personal data, to start others from. Applying copies it."""

    __tablename__ = "path_template"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    title: Mapped[str]
    goal: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    shared: Mapped[bool] = mapped_column(default=False)  # with everybody on this wallet
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
