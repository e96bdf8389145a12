"""Tables of where a holder goes: paths, steps, plans, advisers, and the vocabularies they speak in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.columns import JsonText, PlainText, new_id
from wallet.store.shown import _part_of
from wallet.store.tables import DIGEST, ID, Base, _owner

DAY = String(10)  # YYYY-MM-DD, or "" for none


def _somebody() -> Any:
    """An account that did something here; the deed stays when the account goes."""
    return mapped_column(ID, ForeignKey("account.id", ondelete="SET NULL"), index=True, nullable=True)


class Path(Base):
    """Where the holder goes. `version` rises with every edit."""

    __tablename__ = "path"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
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
    path_id: Mapped[str] = _part_of("path")
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
    reviewed_by: Mapped[str | None] = _somebody()
    reviewed_at: Mapped[datetime | None]
    review_words: Mapped[str] = mapped_column(PlainText, default="")


class StepEvidence(Base):
    """What the holder lays beside a step: an own entry or a piece of evidence."""

    __tablename__ = "step_evidence"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    step_id: Mapped[str] = _part_of("step")
    evidence_id: Mapped[str | None] = _part_of("evidence", nullable=True)
    entry_id: Mapped[str | None] = _part_of("own_entry", nullable=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class StepMark(Base):
    """A mark by hand, for rules that ask for one."""

    __tablename__ = "step_mark"
    __table_args__ = (UniqueConstraint("step_id", "key", "role"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    step_id: Mapped[str] = _part_of("step")
    key: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))  # learner, adviser
    marked_by: Mapped[str | None] = _somebody()
    note: Mapped[str] = mapped_column(PlainText, default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class PathSnapshot(Base):
    """The path as it stood: for the chart and for printed plans. Never changed; a print says its number."""

    __tablename__ = "path_snapshot"
    __table_args__ = (UniqueConstraint("path_id", "number"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    path_id: Mapped[str] = _part_of("path")
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
    account_id: Mapped[str] = _owner()
    path_id: Mapped[str | None] = _part_of("path", nullable=True)
    kind: Mapped[str] = mapped_column(String(24))
    ref: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Grant(Base):
    """What a holder lets an adviser see, until when. Taken up with a code; closed at any time."""

    __tablename__ = "adviser_grant"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
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
    grant_id: Mapped[str] = _part_of("adviser_grant")
    what: Mapped[str] = mapped_column(String(24))
    ref: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Proposal(Base):
    """Changes an adviser suggests. Each is accepted or declined by the holder, one by one."""

    __tablename__ = "proposal"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    path_id: Mapped[str] = _part_of("path")
    grant_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("adviser_grant.id", ondelete="SET NULL"), index=True
    )
    author_id: Mapped[str | None] = _somebody()
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
    path_id: Mapped[str] = _part_of("path")
    step_id: Mapped[str | None] = _part_of("step", nullable=True)
    author_id: Mapped[str | None] = _somebody()
    author_name: Mapped[str] = mapped_column(PlainText, default="")
    words: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Meeting(Base):
    """A contact with the adviser, held or planned. The holder sees each."""

    __tablename__ = "meeting"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    grant_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("adviser_grant.id", ondelete="SET NULL"), index=True
    )
    path_id: Mapped[str | None] = _part_of("path", nullable=True)
    author_id: Mapped[str | None] = _somebody()
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
    account_id: Mapped[str] = _owner()
    path_id: Mapped[str | None] = _part_of("path", nullable=True)
    author_id: Mapped[str | None] = _somebody()
    author_name: Mapped[str] = mapped_column(PlainText, default="")
    source: Mapped[str] = mapped_column(String(16))  # occupation, list, adviser
    title: Mapped[str] = mapped_column(PlainText, default="")
    items: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class PathTemplate(Base):
    """A path without personal data, to start others from. Applying copies it."""

    __tablename__ = "path_template"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    title: Mapped[str]
    goal: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    shared: Mapped[bool] = mapped_column(default=False)  # with everybody on this wallet
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


class Description(Base):
    """A micro-credential described in five steps. It is a description, not a credential."""

    __tablename__ = "description"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    title: Mapped[str] = mapped_column(PlainText, default="")
    content: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


class Vocabulary(Base):
    """One import of a classification (ESCO), so that it can be looked at first and rolled back."""

    __tablename__ = "vocabulary"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))  # esco
    version: Mapped[str] = mapped_column(PlainText, default="")
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16), default="preview")  # preview, in-use, replaced
    counts: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Concept(Base):
    """A skill or an occupation of a vocabulary."""

    __tablename__ = "concept"
    __table_args__ = (
        UniqueConstraint("vocabulary_id", "uri"),
        Index(None, "vocabulary_id", "kind", "folded"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    vocabulary_id: Mapped[str] = _part_of("vocabulary")
    kind: Mapped[str] = mapped_column(String(16))  # skill, occupation
    uri: Mapped[str]
    label: Mapped[str]
    folded: Mapped[str]  # for searching
    others: Mapped[list[str]] = mapped_column(JsonText, default=list)  # alternative labels
    fields: Mapped[list[str]] = mapped_column(JsonText, default=list)  # digital, green, social
    broader: Mapped[list[str]] = mapped_column(JsonText, default=list)


class ConceptLink(Base):
    """An occupation asks for a skill."""

    __tablename__ = "concept_link"
    __table_args__ = (UniqueConstraint("vocabulary_id", "occupation_uri", "skill_uri"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    vocabulary_id: Mapped[str] = _part_of("vocabulary")
    occupation_uri: Mapped[str]
    skill_uri: Mapped[str]
    essential: Mapped[bool]
