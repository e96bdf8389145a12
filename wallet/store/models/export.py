"""Tables of what is made for a holder to hand on: files, and the key that signs presentations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    ID,
    Base,
    owner_column,
)
from wallet.store.models.columns import JsonText, PlainText, new_id


class HolderKey(Base):
    """The holder's did:key for presentations. `sealed` is the private key, encrypted (wallet.sealing)."""

    __tablename__ = "holder_key"
    __table_args__ = (UniqueConstraint("account_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    did: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class MadeFile(Base):
    """A file made for the holder by a job (a PDF, an archive); it is thrown away after a day."""

    __tablename__ = "made_file"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
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
