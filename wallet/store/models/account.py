"""Tables of accounts: who signs in, with which addresses, from where; and how an account is erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from wallet.store import clock
from wallet.store.models.base import (
    DIGEST,
    ID,
    Base,
    owner_column,
)
from wallet.store.models.columns import JsonText, PlainText, new_id


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
    account_id: Mapped[str] = owner_column()
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
    account_id: Mapped[str] = owner_column()
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


class Erasure(Base):
    """That an account was erased, when, and how many rows of each table went. Nothing about whom."""

    __tablename__ = "erasure"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    counted: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
