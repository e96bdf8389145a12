"""Tables of portfolios: sections and what stands in them, in order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    DIGEST,
    ID,
    Base,
    owner_column,
    part_of,
)
from wallet.store.models.columns import PlainText, new_id


class Portfolio(Base):
    """A chosen, ordered set with words around it, made for one kind of reader."""

    __tablename__ = "portfolio"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    title: Mapped[str]
    language: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(16))  # employer, school, adviser, public
    display_name: Mapped[str] = mapped_column(PlainText, default="")
    headline: Mapped[str] = mapped_column(PlainText, default="")
    contact: Mapped[str] = mapped_column(PlainText, default="")
    show_contact: Mapped[bool] = mapped_column(default=False)
    picture_digest: Mapped[str | None] = mapped_column(DIGEST, ForeignKey("picture.digest"), index=True)
    version: Mapped[int] = mapped_column(default=1)  # rises with every edit; a stale form is told so
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)


class PortfolioSection(Base):
    __tablename__ = "portfolio_section"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    portfolio_id: Mapped[str] = part_of("portfolio")
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(
        String(16)
    )  # credentials, skills, evidence, words, path_progress, timeline
    title: Mapped[str] = mapped_column(PlainText, default="")
    claim: Mapped[str] = mapped_column(PlainText, default="")  # "I can lead a small team"
    words: Mapped[str] = mapped_column(
        PlainText, default=""
    )  # the holder's own, never in the verdict's place


class PortfolioItem(Base):
    """One thing in a section: exactly one of the references, or a skill by its name.

    In a section of kind path_progress `skill` holds the id of one of the holder's paths.
    """

    __tablename__ = "portfolio_item"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    section_id: Mapped[str] = part_of("portfolio_section")
    position: Mapped[int]
    credential_id: Mapped[str | None] = part_of("held_credential", nullable=True)
    entry_id: Mapped[str | None] = part_of("own_entry", nullable=True)
    evidence_id: Mapped[str | None] = part_of("evidence", nullable=True)
    skill: Mapped[str] = mapped_column(PlainText, default="")
    caption: Mapped[str] = mapped_column(PlainText, default="")  # public
    reflection: Mapped[str] = mapped_column(PlainText, default="")  # private, always
