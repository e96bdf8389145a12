"""Tables of classifications of skills and occupations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    ID,
    Base,
    part_of,
)
from wallet.store.models.columns import JsonText, PlainText, new_id


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
    vocabulary_id: Mapped[str] = part_of("vocabulary")
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
    vocabulary_id: Mapped[str] = part_of("vocabulary")
    occupation_uri: Mapped[str]
    skill_uri: Mapped[str]
    essential: Mapped[bool]
