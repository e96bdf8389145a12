"""Tables of what is held: original bytes, credentials, verdict history, documents.

Original bytes and verdict history are facts; all else is a projection that can be rebuilt.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    DIGEST,
    ID,
    Base,
    original_column,
    owner_column,
)
from wallet.store.models.columns import JsonText, PlainText, in_offset, new_id


class Original(Base):
    """Bytes as they were given, under their SHA-256. Written once, never changed (a trigger holds it)."""

    __tablename__ = "original"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class Picture(Base):
    """A picture re-encoded by us (PNG only): safe to serve."""

    __tablename__ = "picture"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    media_type: Mapped[str] = mapped_column(PlainText, default="image/png")
    width: Mapped[int]
    height: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class HeldCredential(Base):
    """A credential in somebody's wallet: who holds which original, and what was last found about it."""

    __tablename__ = "held_credential"
    __table_args__ = (
        UniqueConstraint("account_id", "fingerprint"),
        Index(None, "account_id", "deleted_at", "created_at"),
        Index(None, "verifier_version", "due_at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    original_digest: Mapped[str] = original_column()
    fingerprint: Mapped[str] = mapped_column(DIGEST)
    name: Mapped[str] = mapped_column(PlainText, default="")  # of the file
    carrier: Mapped[str] = mapped_column(String(16))
    dialect: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(PlainText, default="")
    issuer_name: Mapped[str] = mapped_column(PlainText, default="")
    issuer_id: Mapped[str] = mapped_column(PlainText, default="")
    issued_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    # Minutes east of UTC in which the issuer stated them: their day is the issuer's own.
    issued_offset: Mapped[int | None]
    expires_offset: Mapped[int | None]
    field: Mapped[str] = mapped_column(PlainText, default="")
    search_text: Mapped[str] = mapped_column(PlainText, default="")
    verdict: Mapped[str | None] = mapped_column(String(16))  # empty until the first run
    verdict_case: Mapped[str | None] = mapped_column(String(24))  # verification.cases; what people are told
    # Issued to somebody else: a fact beside the verdict. It never counts as the holder's.
    another: Mapped[bool] = mapped_column(default=False, server_default=false())
    checked_at: Mapped[datetime | None]
    picture_digest: Mapped[str | None] = mapped_column(DIGEST, ForeignKey("picture.digest"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)  # set while it can still be undone
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # next re-verification
    verifier_version: Mapped[int] = mapped_column(default=0)  # of the newest run; 0 = never, or long ago
    # What progress and skills count, out of what the proof covers (collection.facts); empty until looked at.
    facts: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    own_kind: Mapped[str | None] = mapped_column(String(16))  # kind of proof, as the holder labels it
    own_field: Mapped[str | None] = mapped_column(String(16))  # field of competence, likewise
    # Rises by itself with every change of the row: the sum over a holder tells whether anything changed.
    version: Mapped[int] = mapped_column(default=1, onupdate=text("version + 1"))

    @property
    def told(self) -> str | None:
        """What people are told was found: the case, or the verdict of a check before cases were stored."""
        return self.verdict_case or self.verdict

    @property
    def issued_there(self) -> datetime | None:
        """When it was issued, in the offset that its issuer stated."""
        return in_offset(self.issued_at, self.issued_offset)

    @property
    def expires_there(self) -> datetime | None:
        """When it ends, in the offset that its issuer stated."""
        return in_offset(self.expires_at, self.expires_offset)


class VerdictRun(Base):
    """One verification, kept for good. Triggers refuse a change, and a removal while the credential lives."""

    __tablename__ = "verdict_run"
    __table_args__ = (Index(None, "credential_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    credential_id: Mapped[str] = mapped_column(ID, ForeignKey("held_credential.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    verdict: Mapped[str] = mapped_column(String(16))
    verdict_case: Mapped[str | None] = mapped_column(String(24))
    report: Mapped[str]  # JSON, written and read by collection.archive
    shown: Mapped[str | None]  # the same cut to size for pages (collection.shortened); empty: as it is
    verifier_version: Mapped[int]
    trigger: Mapped[str] = mapped_column(String(16))  # import, schedule, holder, visitor…


class RenderedText(Base):
    """An issuer's Markdown as safe markup, rendered once when it was recorded (collection.rendered)."""

    __tablename__ = "rendered_text"

    credential_id: Mapped[str] = mapped_column(
        ID, ForeignKey("held_credential.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)  # of the text
    markup: Mapped[str] = mapped_column(PlainText)
    linked: Mapped[str | None]  # where its addresses may be links, if that differs


class OwnDocument(Base):
    """A certificate without a machine-readable credential, kept as a document of one's own."""

    __tablename__ = "own_document"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = owner_column()
    original_digest: Mapped[str] = original_column()
    name: Mapped[str]
    media_type: Mapped[str]
    note: Mapped[str] = mapped_column(PlainText, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
