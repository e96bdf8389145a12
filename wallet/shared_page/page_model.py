"""What leaves: a page as its reader gets it. Frozen, in words already, without a row of any table.

`composing` alone builds these. Everything that goes out (the page, its JSON, the preview picture, an embed, a
PDF) is drawn from them, so that what stands in no field here can reach nobody. `key` names a thing by its
place on the page (`c1`, `e2`, `f3`); ids of rows do not leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wallet.collection.cards import ReportCard

FULL_REPORTS = 6  # a longer page tells the reasons in short, and has a page for each credential

Fact = tuple[str, str]  # (label, value)
News = tuple[str, str, str]  # (tone, icon, sentence)


PATHS = "path_progress"  # in such a section the id of a path stands in the place of a skill


@dataclass(frozen=True)
class ShownEvidence:
    """A file, an address or words. `url` only where it may be a link."""

    key: str
    kind: str  # file, link, text
    title: str = ""
    words: str = ""
    url: str = ""
    media_type: str = ""
    size: int = 0
    has_picture: bool = False


@dataclass(frozen=True)
class ShownInside:
    """One thing inside a learner record, with its own result. No tone: the record alone vouches for it."""

    title: str
    issuer: str
    issued_at: datetime | None
    word: str
    tone: str
    icon: str


@dataclass(frozen=True)
class ShownCredential:
    """A signed credential with its live verdict. `caption` is the holder's; all else the credential's own."""

    key: str  # c1, c2…
    title: str
    issuer: str = ""
    issuer_country: str = ""
    issuer_recognised: bool = False
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    outcomes: tuple[str, ...] = ()
    description: str = ""
    criteria: str = ""  # Markdown; templates pass it through the `markdown` filter
    size_facts: tuple[Fact, ...] = ()
    assessment_facts: tuple[Fact, ...] = ()
    grade_facts: tuple[Fact, ...] = ()
    recipient_name: str = ""
    evidence: tuple[ShownEvidence, ...] = ()
    report: ReportCard | None = None
    verdict: str | None = None
    another: bool = False  # issued to somebody else than its holder: a fact beside the verdict
    another_sentence: str = ""
    word: str = ""
    sentence: str = ""
    tone: str = "none"
    icon: str = "circle-question-mark"
    checked_at: datetime | None = None
    field: str = "other"
    has_picture: bool = False
    has_original: bool = False
    caption: str = ""
    transparency: tuple[int, tuple[str, ...]] | None = None  # (stated of 11, what is missing)
    labelled: tuple[str, ...] = ()  # what the holder labelled it as, in words that say that it was the holder
    proved: bool = True  # the words stand under a proof; else the file merely claims them
    inside: tuple[ShownInside, ...] = ()  # of a learner record
    birth_date: str = ""  # only ever for a school, by the holder's choice


@dataclass(frozen=True)
class ShownEntry:
    """What the holder declares themselves: nobody vouches for it, and every outlet says so."""

    key: str  # e1, e2…
    kind: str
    kind_word: str
    title: str
    organisation: str = ""
    period: str = ""
    description: str = ""
    outcomes: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    evidence: tuple[ShownEvidence, ...] = ()
    caption: str = ""
    began_on: str = ""  # for its place in time: YYYY, YYYY-MM or YYYY-MM-DD


@dataclass(frozen=True)
class ShownSkill:
    key: str
    name: str
    proofs: tuple[str, ...] = ()  # keys of the credentials shown that prove it
    declared: bool = False  # only the holder says so


@dataclass(frozen=True)
class ShownStep:
    title: str
    state: str  # done, awaiting, next, open
    word: str
    required: bool = True
    proofs: tuple[str, ...] = ()  # keys of the credentials shown on this page that count for it


@dataclass(frozen=True)
class ShownPath:
    """How far the holder has come on a path of their own. Counted by the wallet; no qualification."""

    key: str  # w1, w2…
    title: str
    goal: str
    goal_word: str
    percent: int
    exact: str  # "3 of 5 steps"
    complete: bool
    counts: tuple[int, int, int] = (0, 0, 0)  # done, required, done beyond
    steps: tuple[ShownStep, ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class ShownSection:
    kind: str  # credentials, skills, evidence, words, path_progress, timeline
    title: str = ""
    words: str = ""  # the holder's own
    claim: str = ""  # "I can lead a small team": the holder's own, its proofs are the items
    items: tuple[ShownCredential | ShownEntry | ShownEvidence | ShownSkill | ShownPath, ...] = ()


@dataclass(frozen=True)
class Summary:
    """What stands first. `tone` is "pass" only if every credential holds and was checked lately."""

    total: int
    holding: int
    tone: str
    icon: str
    title: str  # "3 of 4 badges check out"
    sentence: str
    news: tuple[News, ...] = ()  # worst first


@dataclass(frozen=True)
class ShownPage:
    kind: str  # portfolio, credential
    title: str
    language: str
    display_name: str
    initials: str
    headline: str
    contact: str
    has_picture: bool
    sections: tuple[ShownSection, ...]
    summary: Summary
    ends_at: datetime | None
    as_of: datetime | None  # when it was frozen; verdicts are live all the same
    checked_at: datetime | None  # the oldest of the newest checks
    preview_title: str
    preview_text: str
    card_version: str
    refs: Mapping[str, str] = field(default_factory=dict, repr=False)  # key -> id of the row: stays inside

    @property
    def credentials(self) -> tuple[ShownCredential, ...]:
        """Each shown credential once, in the order of the page."""
        found: dict[str, ShownCredential] = {}
        for section in self.sections:
            for item in section.items:
                if isinstance(item, ShownCredential):
                    found.setdefault(item.key, item)
        return tuple(found.values())
