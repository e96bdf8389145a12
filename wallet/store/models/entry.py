"""Tables of own entries and their evidence.

`reflection` is private for good: no function that prepares something for others reads that column.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

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
    original_column,
    owner_column,
    part_of,
)
from wallet.store.models.columns import JsonText, PlainText, new_id


class OwnEntry(Base):
    """Something the holder declares without a signed credential: nobody but them vouches for it."""

    __tablename__ = "own_entry"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
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
    account_id: Mapped[str] = owner_column()
    entry_id: Mapped[str | None] = part_of("own_entry", nullable=True)
    kind: Mapped[str] = mapped_column(String(8))  # file, link, text
    title: Mapped[str] = mapped_column(PlainText, default="")
    words: Mapped[str] = mapped_column(PlainText, default="")
    url: Mapped[str] = mapped_column(PlainText, default="")
    original_digest: Mapped[str | None] = original_column(nullable=True)
    picture_digest: Mapped[str | None] = mapped_column(DIGEST, ForeignKey("picture.digest"), index=True)
    name: Mapped[str] = mapped_column(PlainText, default="")  # of the file
    media_type: Mapped[str] = mapped_column(PlainText, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
