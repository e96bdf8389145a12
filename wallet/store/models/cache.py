"""Tables of what may be lost at any time: counted requests, answers and clocks of other servers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store.models.base import (
    DIGEST,
    Base,
)
from wallet.store.models.columns import PlainText


class RateCount(Base):
    """How often somebody has done something within a window (wallet.web.counters), where several processes
    share the count. `key` is a digest: it says nothing of whom or what. On PostgreSQL the table is unlogged:
    it is fast, and empty after a crash."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class CachedDocument(Base):
    """A stranger's answer, kept as long as its policy allows."""

    __tablename__ = "cached_document"

    url: Mapped[str] = mapped_column(PlainText, primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16), primary_key=True)
    status: Mapped[int]
    content_type: Mapped[str]
    final_url: Mapped[str]
    body: Mapped[bytes]
    digest: Mapped[str] = mapped_column(DIGEST)
    fetched_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ClockReading(Base):
    """What an organisation's server last stated as the time, and what our clock said then
    (wallet.fetching.clocks). `started_at` is when the computer was started, by how its clock was set."""

    __tablename__ = "clock_reading"

    organisation: Mapped[str] = mapped_column(PlainText, primary_key=True)
    stated_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    started_at: Mapped[datetime]
