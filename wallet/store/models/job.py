"""The table of background work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    ID,
    Base,
)
from wallet.store.models.columns import JsonText, PlainText, new_id


class Job(Base):
    """Work to be done: this row is the truth, a queue only carries the hint that something is due.

    `fence` rises with each lease; a worker that lost its lease cannot write its result any more. `lane` and
    `turn` decide the order (wallet.jobs.queue)."""

    __tablename__ = "job"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "state", "lane", "turn", "created_at"),
        Index(None, "state", "lane", "holder", "turn"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    state: Mapped[str] = mapped_column(String(16), default="queued")  # queued running done failed parked
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(PlainText, default="")
    key: Mapped[str | None] = mapped_column(PlainText, unique=True)  # at most one job of this name, ever
    holder: Mapped[str] = mapped_column(PlainText, default="")  # whose turn it is; "" = the wallet's own work
    lane: Mapped[int] = mapped_column(default=1)  # 0 alone, 1 short, 2 long
    turn: Mapped[int] = mapped_column(default=0)
    host: Mapped[str] = mapped_column(PlainText, default="")  # the stranger's host it has to wait for
    interruptions: Mapped[int] = mapped_column(default=0)  # how often its worker died under it
