"""Tables of what a holder says of themselves and shows to others: own entries, evidence, portfolios.

`reflection` is private for good: no function that prepares something for others reads that column.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.columns import JsonText, PlainText, new_id
from wallet.store.tables import DIGEST, ID, Base, _original, _owner


def _part_of(table: str, *, nullable: bool = False) -> Any:
    """A reference that goes with what it refers to."""
    return mapped_column(ID, ForeignKey(f"{table}.id", ondelete="CASCADE"), index=True, nullable=nullable)


class OwnEntry(Base):
    """Something the holder declares without a signed credential: nobody but them vouches for it."""

    __tablename__ = "own_entry"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    kind: Mapped[str] = mapped_column(String(16))  # certificate, project, volunteering, work, other
    title: Mapped[str]
    organisation: Mapped[str] = mapped_column(PlainText, default="")
    began_on: Mapped[str] = mapped_column(String(10), default="")  # YYYY, YYYY-MM or YYYY-MM-DD
    ended_on: Mapped[str] = mapped_column(String(10), default="")
    description: Mapped[str] = mapped_column(PlainText, default="")
    details: Mapped[dict[str, Any]] = mapped_column(
        JsonText, default=dict
    )  # the elements of Annex I it states
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)  # set while it can still be undone


class Evidence(Base):
    """A file, an address or words that support an entry or stand in a portfolio by themselves."""

    __tablename__ = "evidence"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    entry_id: Mapped[str | None] = _part_of("own_entry", nullable=True)
    kind: Mapped[str] = mapped_column(String(8))  # file, link, text
    title: Mapped[str] = mapped_column(PlainText, default="")
    words: Mapped[str] = mapped_column(PlainText, default="")
    url: Mapped[str] = mapped_column(PlainText, default="")
    original_digest: Mapped[str | None] = _original(nullable=True)
    picture_digest: Mapped[str | None] = mapped_column(DIGEST, ForeignKey("picture.digest"), index=True)
    name: Mapped[str] = mapped_column(PlainText, default="")  # of the file
    media_type: Mapped[str] = mapped_column(PlainText, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Portfolio(Base):
    """A chosen, ordered set with words around it, made for one kind of reader."""

    __tablename__ = "portfolio"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
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
    portfolio_id: Mapped[str] = _part_of("portfolio")
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
    section_id: Mapped[str] = _part_of("portfolio_section")
    position: Mapped[int]
    credential_id: Mapped[str | None] = _part_of("held_credential", nullable=True)
    entry_id: Mapped[str | None] = _part_of("own_entry", nullable=True)
    evidence_id: Mapped[str | None] = _part_of("evidence", nullable=True)
    skill: Mapped[str] = mapped_column(PlainText, default="")
    caption: Mapped[str] = mapped_column(PlainText, default="")  # public
    reflection: Mapped[str] = mapped_column(PlainText, default="")  # private, always


class LinkedInPost(Base):
    """What the holder put on LinkedIn, with which link: so that we can warn before it leads nowhere."""

    __tablename__ = "linkedin_post"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    credential_id: Mapped[str | None] = _part_of("held_credential", nullable=True)
    link_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("share_link.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str] = mapped_column(String(8))  # profile, post
    at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]  # the holder says they took it down there


class HolderKey(Base):
    """The holder's did:key for presentations. `sealed` is the private key, encrypted (wallet.sealing)."""

    __tablename__ = "holder_key"
    __table_args__ = (UniqueConstraint("account_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    did: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class MadeFile(Base):
    """A file made for the holder by a job (a PDF, an archive); it is thrown away after a day."""

    __tablename__ = "made_file"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    kind: Mapped[str] = mapped_column(String(16))  # pdf, originals, takeout…
    asked: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)  # what the job is to make
    name: Mapped[str] = mapped_column(PlainText, default="")
    media_type: Mapped[str] = mapped_column(PlainText, default="")
    state: Mapped[str] = mapped_column(String(8), default="waiting")  # waiting, running, done, failed
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Erasure(Base):
    """That an account was erased, when, and how many rows of each table went. Nothing about whom."""

    __tablename__ = "erasure"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    counted: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
