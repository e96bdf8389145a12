"""The table of what a holder put on LinkedIn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    ID,
    Base,
    owner_column,
    part_of,
)
from wallet.store.models.columns import new_id


class LinkedInPost(Base):
    """What the holder put on LinkedIn, with which link: so that we can warn before it leads nowhere."""

    __tablename__ = "linkedin_post"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    credential_id: Mapped[str | None] = part_of("held_credential", nullable=True)
    link_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("share_link.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str] = mapped_column(String(8))  # profile, post
    at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]  # the holder says they took it down there
