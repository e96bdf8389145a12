"""What the account pages are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SignedIn:
    """Whoever sits at this browser: flask-login's current user, built from the session's row."""

    id: str
    name: str
    language: str
    role: str
    session_id: str
    provider: str = ""
    since: datetime | None = None  # of this sign-in
    auth_time: datetime | None = None  # when they last proved to the provider who they are
    erase_at: datetime | None = None  # they have left: until then they can come back

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.id


@dataclass(frozen=True)
class ProviderCard:
    """One button on the sign-in page."""

    key: str
    name: str
    broken: bool


@dataclass(frozen=True)
class EmailCard:
    id: str
    address: str
    source: str  # provider | link
    proven_at: datetime | None
    waits_until: datetime | None
    spellings: tuple[str, ...] = ()  # in which issuers wrote it, as the holder says


@dataclass(frozen=True)
class SignInCard:
    """One browser in which this person is signed in. `handle` is the start of the row's id, no secret."""

    handle: str
    provider: str
    created_at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True)
class PersonCard:
    """Everything on the page "me"."""

    name: str
    language: str
    role: str
    provider: str
    since: datetime
    emails: tuple[EmailCard, ...]
    sign_ins: tuple[SignInCard, ...]

    @property
    def proven(self) -> tuple[EmailCard, ...]:
        return tuple(card for card in self.emails if card.proven_at)

    @property
    def pending(self) -> tuple[EmailCard, ...]:
        return tuple(card for card in self.emails if not card.proven_at)
