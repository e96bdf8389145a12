"""A portfolio as its holder sees it while building it: frozen, with words in the reader's language.

Only the holder gets these: they hold private reflections and ids. Nothing for others is made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SECTION_KINDS = (
    "credentials",
    "skills",
    "evidence",
    "words",
    "timeline",
    "path_progress",
)
# Which things may stand in a section of each kind.
MAY_HOLD: dict[str, tuple[str, ...]] = {
    "credentials": ("credential", "entry", "evidence"),
    "skills": ("skill",),
    "evidence": ("evidence",),
    "words": (),
    "timeline": ("credential", "entry"),
    "path_progress": ("path",),
}
PLENTY, TOO_MANY = 7, 12  # past the first we advise, past the second we warn; neither stops anybody


@dataclass(frozen=True)
class Thing:
    """Something of the wallet that may stand in a portfolio."""

    kind: str  # credential, entry, evidence, skill, path
    id: str
    title: str
    about: str  # who issued it and when; or what kind of own entry it is
    verdict: str | None = None  # of credentials
    case: str | None = None
    another: bool = False  # a credential issued to somebody else: readers never see it
    doubt: str = ""  # about what is inside a learner record
    field: str = ""
    has_picture: bool = False
    at: datetime | None = None  # for the order of a timeline
    when: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class BuiltItem:
    id: str
    thing: Thing
    caption: str
    reflection: str  # private, always
    section_id: str = ""


@dataclass(frozen=True)
class BuiltSection:
    id: str
    kind: str
    kind_word: str
    title: str
    claim: str
    words: str
    items: tuple[BuiltItem, ...]

    @property
    def name(self) -> str:
        """What it is called on this page: its title, else its kind."""
        return self.title or self.kind_word

    @property
    def is_sorted(self) -> bool:
        """A timeline stands in the order of its dates."""
        return self.kind == "timeline"


@dataclass(frozen=True)
class AudienceCard:
    """One kind of reader, and what that reader gets of this."""

    key: str
    word: str
    sentence: str
    sees: tuple[str, ...]
    by_choice: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True)
class PortfolioCard:
    """One portfolio in the list."""

    id: str
    title: str
    audience: str
    audience_word: str
    language: str
    items: int
    updated_at: datetime
    open_links: int = 0
    paused_links: int = 0
    next_end: datetime | None = None


@dataclass(frozen=True)
class PortfolioPage:
    card: PortfolioCard
    version: int
    display_name: str
    headline: str
    contact: str
    show_contact: bool
    has_picture: bool
    sections: tuple[BuiltSection, ...]

    @property
    def count(self) -> int:
        """How many things are shown, in all sections. Skills are words and do not count."""
        return sum(item.thing.kind != "skill" for section in self.sections for item in section.items)

    @property
    def advice(self) -> str:
        """ "", "plenty" or "too-many"."""
        if self.count > TOO_MANY:
            return "too-many"
        return "plenty" if self.count > PLENTY else ""
