"""Tables of paths: steps, what lies beside them, marks, history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    String,
    UniqueConstraint,
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


class Path(Base):
    """Where the holder goes. `version` rises with every edit."""

    __tablename__ = "path"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    title: Mapped[str]
    goal: Mapped[str] = mapped_column(String(16))  # upskilling, reskilling, return, other
    status: Mapped[str] = mapped_column(String(16), default="active")  # draft active paused done archived
    target_kind: Mapped[str] = mapped_column(
        String(16), default="free"
    )  # occupation qualification credential
    target_uri: Mapped[str] = mapped_column(PlainText, default="")
    target_label: Mapped[str] = mapped_column(PlainText, default="")
    current_occupation: Mapped[str] = mapped_column(PlainText, default="")
    start_on: Mapped[str] = mapped_column(DAY, default="")
    due_on: Mapped[str] = mapped_column(DAY, default="")
    weekly_hours: Mapped[int | None]
    conditions: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)  # `where` of the whole path
    next_action: Mapped[str] = mapped_column(PlainText, default="")
    next_action_on: Mapped[str] = mapped_column(DAY, default="")
    closing_terms: Mapped[str] = mapped_column(PlainText, default="")  # when the plan counts as ended
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)


class Step(Base):
    __tablename__ = "step"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    path_id: Mapped[str] = part_of("path")
    position: Mapped[int]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(PlainText, default="")
    required: Mapped[bool] = mapped_column(default=True)
    weight: Mapped[str] = mapped_column(String(16), default="1")  # a decimal, exact
    rule: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    field: Mapped[str] = mapped_column(String(16), default="")  # digital green social employment
    hours: Mapped[int | None]  # estimated
    due_on: Mapped[str] = mapped_column(DAY, default="")
    after: Mapped[list[str]] = mapped_column(
        JsonText, default=list
    )  # steps better done before; never enforced
    supported: Mapped[bool] = mapped_column(default=False)  # an action the institution supports
    under_way: Mapped[bool] = mapped_column(default=False)  # the holder says so; it counts nothing
    in_plan: Mapped[bool] = mapped_column(default=True)
    needs_review: Mapped[bool] = mapped_column(default=False)
    review: Mapped[str] = mapped_column(String(16), default="none")  # none requested accepted returned
    reviewed_by: Mapped[str | None] = actor_column()
    reviewed_at: Mapped[datetime | None]
    review_words: Mapped[str] = mapped_column(PlainText, default="")


class StepEvidence(Base):
    """What the holder lays beside a step: an own entry or a piece of evidence."""

    __tablename__ = "step_evidence"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    step_id: Mapped[str] = part_of("step")
    evidence_id: Mapped[str | None] = part_of("evidence", nullable=True)
    entry_id: Mapped[str | None] = part_of("own_entry", nullable=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class StepMark(Base):
    """A mark by hand, for rules that ask for one."""

    __tablename__ = "step_mark"
    __table_args__ = (UniqueConstraint("step_id", "key", "role"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    step_id: Mapped[str] = part_of("step")
    key: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))  # learner, adviser
    marked_by: Mapped[str | None] = actor_column()
    note: Mapped[str] = mapped_column(PlainText, default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class PathSnapshot(Base):
    """The path as it stood: for the chart and for printed plans. Never changed; a print says its number."""

    __tablename__ = "path_snapshot"
    __table_args__ = (UniqueConstraint("path_id", "number"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    path_id: Mapped[str] = part_of("path")
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    percent: Mapped[int]
    exact: Mapped[str] = mapped_column(String(64))  # "3/5"
    reason: Mapped[dict[str, Any]] = mapped_column(
        JsonText, default=dict
    )  # why it differs from the one before
    content: Mapped[dict[str, Any] | None] = mapped_column(JsonText)  # the whole plan, where it was printed
    digest: Mapped[str] = mapped_column(DIGEST, default="")  # SHA-256 of the content


class Win(Base):
    """A small win, once each: first badge, step done, a quarter of the way… Private."""

    __tablename__ = "win"
    __table_args__ = (UniqueConstraint("account_id", "kind", "ref"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    path_id: Mapped[str | None] = part_of("path", nullable=True)
    kind: Mapped[str] = mapped_column(String(24))
    ref: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now)
