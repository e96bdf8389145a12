"""Every table. Original bytes and verdict history are facts; all else is a projection that can be rebuilt.

Ids are 128 random bits as hex, times are aware UTC, secrets are kept as SHA-256 only. Whatever belongs to
a holder goes with the account (`ON DELETE CASCADE`); bytes that nobody refers to any more are swept
(`originals.sweep`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from wallet.store import clock
from wallet.store.columns import JsonText, PlainText, UtcTime, in_offset, new_id

ID = String(32)
DIGEST = String(64)  # SHA-256, lower-case hex


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime(), str: PlainText(), bytes: LargeBinary()}


def _owner() -> Mapped[str]:
    return mapped_column(ID, ForeignKey("account.id", ondelete="CASCADE"), index=True)


def _original(*, nullable: bool = False) -> Any:
    return mapped_column(DIGEST, ForeignKey("original.digest"), index=True, nullable=nullable)


class Account(Base):
    """A person as one provider knows them: (issuer, subject), nothing else, says who it is."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    issuer: Mapped[str]
    subject: Mapped[str]
    name: Mapped[str] = mapped_column(PlainText, default="")
    language: Mapped[str] = mapped_column(String(8), default="")  # "" = as the browser asks
    role: Mapped[str] = mapped_column(String(16), default="learner")  # learner, adviser, operator
    picture: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    erase_at: Mapped[datetime | None] = mapped_column(index=True)  # set: shown to nobody, gone at that moment


class EmailProof(Base):
    """An address and how it was proven; `proven_at` is empty while the confirmation link is out."""

    __tablename__ = "email_proof"
    __table_args__ = (UniqueConstraint("account_id", "normalised"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    address: Mapped[str]  # as given: recipient hashes of old badges depend on its case
    normalised: Mapped[str] = mapped_column(PlainText, index=True)
    source: Mapped[str] = mapped_column(String(16))  # provider, link
    # How issuers wrote the same address, as the holder says: each is tried beside the address itself.
    spellings: Mapped[list[str]] = mapped_column(JsonText, default=list, server_default="[]")
    proven_at: Mapped[datetime | None] = mapped_column(index=True)
    secret_hash: Mapped[str | None] = mapped_column(DIGEST, unique=True)
    secret_expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class SessionRecord(Base):
    """A signed-in browser. `id` is the SHA-256 of the cookie's secret."""

    __tablename__ = "session_record"

    id: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    account_id: Mapped[str] = _owner()
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    id_token: Mapped[str | None]  # the hint that lets us sign out at the provider
    provider: Mapped[str] = mapped_column(PlainText, default="")
    auth_time: Mapped[datetime | None]


class LoginFlow(Base):
    """A sign-in under way in one browser: single use, ten minutes. `id` is the SHA-256 of its cookie."""

    __tablename__ = "login_flow"

    id: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    provider: Mapped[str]
    state_hash: Mapped[str] = mapped_column(DIGEST)
    nonce: Mapped[str]
    verifier: Mapped[str]
    next: Mapped[str] = mapped_column(PlainText, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


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
    account_id: Mapped[str] = _owner()
    original_digest: Mapped[str] = _original()
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
    account_id: Mapped[str] = _owner()
    original_digest: Mapped[str] = _original()
    name: Mapped[str]
    media_type: Mapped[str]
    note: Mapped[str] = mapped_column(PlainText, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class ImportBatch(Base):
    """What was handed in at once."""

    __tablename__ = "import_batch"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class ImportItem(Base):
    """One thing of a batch and what became of it."""

    __tablename__ = "import_item"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(ID, ForeignKey("import_batch.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(PlainText, default="")
    original_digest: Mapped[str | None] = _original(nullable=True)
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    code: Mapped[str] = mapped_column(PlainText, default="")
    params: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    credential_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("held_credential.id", ondelete="SET NULL"), index=True
    )


class ShareLink(Base):
    """A secret address of one credential or one portfolio, until it ends or is closed."""

    __tablename__ = "share_link"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    account_id: Mapped[str] = _owner()
    credential_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("held_credential.id", ondelete="CASCADE"), index=True
    )
    portfolio_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("portfolio.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(DIGEST, unique=True)
    secret_prefix: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(8), default="")
    audience: Mapped[str] = mapped_column(String(16), default="employer")
    fields: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)  # what differs from the audience
    include_original: Mapped[bool] = mapped_column(default=False)
    embeddable: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None]  # argon2id
    wrong_tries: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JsonText)  # what it shows, as of frozen_at
    frozen_at: Mapped[datetime | None]


class Job(Base):
    """Work to be done: this row is the truth, a queue only carries the hint that something is due.

    `fence` rises with each lease; a worker that lost its lease cannot write its result any more. `lane` and
    `turn` decide the order (wallet.jobs)."""

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


class RateCount(Base):
    """How often somebody has done something within a window (wallet.web.counters), where several processes
    share the count. `key` is a digest: it says nothing of whom or what. On PostgreSQL the table is unlogged:
    it is fast, and empty after a crash."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class ClockReading(Base):
    """What an organisation's server last stated as the time, and what our clock said then
    (wallet.fetching.clocks). `started_at` is when the computer was started, by how its clock was set."""

    __tablename__ = "clock_reading"

    organisation: Mapped[str] = mapped_column(PlainText, primary_key=True)
    stated_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    started_at: Mapped[datetime]


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
