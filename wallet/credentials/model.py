"""What a credential says, in the wallet's own words: frozen, built by the dialects, shown by the screens.

Texts are `Text`: a mapping from language tag to words ("" = the language is not stated).
Times are aware datetimes in the offset that the issuer wrote, so that their date is the issuer's own day (UTC
where none is written). Everything optional is None or an empty tuple when not stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wallet.credentials.parsing.language_tags import primary

Text = Mapping[str, str]


def words(text: Text, language: str = "") -> str:
    """The text in `language`, else where none is stated, else in English, else whatever there is; "" when
    nothing is stated. Tags match by their primary subtag: `pl-PL`, `PL` and `pl_PL` are all Polish."""
    if text.get(language):
        return text[language]
    for wanted in dict.fromkeys((primary(language), "", "en")):
        if text.get(wanted):
            return text[wanted]
        for tag, said in text.items():
            if said and primary(tag) == wanted:
                return said
    return next((said for said in text.values() if said), "")


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
    """`kind`: skill, level, quality, onwards or other (see `alignments.kind_of`); only a skill is something
    that its holder can do."""

    name: str
    url: str = ""
    framework: str = ""
    code: str = ""
    description: str = ""
    kind: str = "skill"


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
    description: Text = field(default_factory=dict)  # Markdown, as are the criteria
    criteria: Text = field(default_factory=dict)
    criteria_url: str = ""
    kind: str = ""  # OB 3 achievementType
    image: Image | None = None
    creator: Profile | None = None
    alignments: tuple[Alignment, ...] = ()
    tags: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    credits: str = ""

    @property
    def skills(self) -> tuple[Alignment, ...]:
        """The alignments that name something its holder can do: no level, no accreditation."""
        return tuple(alignment for alignment in self.alignments if alignment.kind == "skill")


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
