"""What a credential says, in the wallet's own words: frozen, built by the dialects, shown by the screens.

Texts are `Text`: a mapping from language tag to words ("" = the language is not stated).
Times are aware datetimes in UTC. Everything optional is None or an empty tuple when not stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Text = Mapping[str, str]


def words(text: Text, language: str = "") -> str:
    """The text in `language`, else in English, else in whatever there is; "" when nothing is stated."""
    for key in (language, "", "en", *text):
        if text.get(key):
            return text[key]
    return ""


@dataclass(frozen=True)
class Image:
    """`url` is https:, http: or data:. Never shown directly: re-encoded first."""

    url: str
    caption: str = ""


@dataclass(frozen=True)
class Profile:
    """An issuer, creator or awarding body."""

    id: str
    name: Text = field(default_factory=dict)
    url: str = ""
    email: str = ""
    description: Text = field(default_factory=dict)
    image: Image | None = None
    country: str = ""


@dataclass(frozen=True)
class Alignment:
    name: str
    url: str = ""
    framework: str = ""
    code: str = ""
    description: str = ""


@dataclass(frozen=True)
class Evidence:
    url: str = ""
    name: str = ""
    description: str = ""
    narrative: str = ""


@dataclass(frozen=True)
class Result:
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Identifier:
    """Who the subject is, stated once. `value` is plain or, if `hashed`, `sha256$…` / `md5$…` with `salt`."""

    kind: str  # email, did, url, telephone, name, …
    value: str
    hashed: bool = False
    salt: str = ""


@dataclass(frozen=True)
class Subject:
    id: str = ""
    name: str = ""
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True)
class Achievement:
    id: str = ""
    name: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    criteria: Text = field(default_factory=dict)  # Markdown, as the issuer wrote it
    criteria_url: str = ""
    kind: str = ""  # OB 3 achievementType
    image: Image | None = None
    creator: Profile | None = None
    alignments: tuple[Alignment, ...] = ()
    tags: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    credits: str = ""


@dataclass(frozen=True)
class Credential:
    """One statement that a subject earned an achievement."""

    id: str
    dialect: str  # ob1, ob2, ob3, clr, elm, sdjwt, vc
    issuer: Profile
    achievement: Achievement
    subject: Subject
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    name: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    results: tuple[Result, ...] = ()
    image: Image | None = None
    types: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)

    def title(self, language: str = "") -> str:
        return words(self.achievement.name, language) or words(self.name, language)
