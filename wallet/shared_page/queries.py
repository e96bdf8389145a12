"""What a page for others is made of, read in few queries whatever its size: never more than is needed.

Private reflections are not among the columns that are read, so that no mistake later on can show one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wallet.collection.reports import as_json, rendered, statement
from wallet.collection.reports.shortened import SHOWN, read_shown
from wallet.credentials.dialects import stated_credential
from wallet.credentials.model import Credential
from wallet.credentials.proof_kinds import kind_in_force, kind_of_proof
from wallet.credentials.transparency import Transparency, read_elements
from wallet.entries.cards import EntryCard, EvidencePiece, entry_card
from wallet.entries.evidence import pieces
from wallet.errors import NotFound
from wallet.shared_page.offered_paths import OfferedPath
from wallet.shared_page.page_model import PATHS
from wallet.store.models.credential import HeldCredential, VerdictRun
from wallet.store.models.entry import OwnEntry
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection
from wallet.verification.report import Report, Verdict

_REMEMBERED = 16_000_000  # characters of reports read lately; a run never changes once it is written


class Read:
    """A report, and what its document states, read out once however many pages show it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document = report.stated
        self._credentials: dict[str, Credential | None] = {}
        self._elements: dict[str, Transparency | None] = {}

    def credential(self, dialect: str) -> Credential | None:
        if dialect not in self._credentials:
            self._credentials[dialect] = stated_credential(self.document, dialect=dialect)
        return self._credentials[dialect]

    def transparency(self, dialect: str) -> Transparency | None:
        """The elements of Annex I that the document states; None where there is no document."""
        if dialect not in self._elements:
            known = self.document
            self._elements[dialect] = None if known is None else read_elements(known, dialect=dialect)
        return self._elements[dialect]


@dataclass(frozen=True)
class Held:
    """One held credential, with the newest run, and the run whose document is shown."""

    row: HeldCredential
    newest: Report | None
    read: Read | None = None

    @property
    def shown(self) -> Report | None:
        return self.read.report if self.read is not None else None

    @property
    def proved(self) -> bool:
        return self.shown is not None and self.shown.document is not None

    @property
    def document(self) -> Mapping[str, Any] | None:
        return self.read.document if self.read is not None else None

    @property
    def dialect(self) -> str:
        stated = self.row.dialect
        return statement.dialect_of(self.shown, stated=stated) if self.shown is not None else stated

    def credential(self) -> Credential | None:
        return self.read.credential(self.dialect) if self.read is not None else None

    def stated(self) -> Credential | None:
        """What the newest run's own document states, where that is the one that is shown."""
        if self.newest is None or self.shown is not self.newest or self.read is None:
            return None
        return self.read.credential(self.newest.dialect)

    @property
    def proves(self) -> str:
        """The kind of proof that counts: the holder's own label, else what was found in the whole document;
        what pages read may be shortened."""
        found = str((self.row.facts or {}).get("kind", ""))
        if not found and self.document is not None and self.transparency is not None:
            found, _ = kind_of_proof(self.document, self.dialect, self.transparency)
        return kind_in_force(found, self.row.own_kind)

    @property
    def transparency(self) -> Transparency | None:
        return self.read.transparency(self.dialect) if self.read is not None else None


@dataclass(frozen=True)
class Stock:
    """All that a page refers to and that is still there, by id."""

    credentials: dict[str, Held] = field(default_factory=dict)
    entries: dict[str, EntryCard] = field(default_factory=dict)
    evidence: dict[str, EvidencePiece] = field(default_factory=dict)
    paths: dict[str, OfferedPath] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedItem:
    """One thing in a section: exactly one reference, or a skill. `kept`: what it was when it was frozen."""

    credential_id: str | None = None
    entry_id: str | None = None
    evidence_id: str | None = None
    skill: str = ""
    caption: str = ""
    kept: Mapping[str, Any] | None = None
    path_id: str = ""


@dataclass(frozen=True)
class PlannedSection:
    kind: str
    title: str = ""
    claim: str = ""
    words: str = ""
    items: tuple[PlannedItem, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A portfolio as its holder put it together."""

    title: str
    language: str
    display_name: str
    headline: str
    contact: str
    picture_digest: str | None
    sections: tuple[PlannedSection, ...]


def read_plan(session: Session, holder: str, portfolio_id: str) -> Plan:
    """Three queries. NotFound if it is not there or not the holder's."""
    row = session.scalars(
        select(Portfolio).where(
            Portfolio.account_id == holder, Portfolio.id == portfolio_id, Portfolio.deleted_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    sections = session.scalars(
        select(PortfolioSection)
        .where(PortfolioSection.portfolio_id == row.id)
        .order_by(PortfolioSection.position, PortfolioSection.id)
    ).all()
    items: dict[str, list[PlannedItem]] = {}
    for found in session.execute(
        select(
            PortfolioItem.section_id,
            PortfolioItem.credential_id,
            PortfolioItem.entry_id,
            PortfolioItem.evidence_id,
            PortfolioItem.skill,
            PortfolioItem.caption,
        )
        .join(PortfolioSection, PortfolioSection.id == PortfolioItem.section_id)
        .where(PortfolioSection.portfolio_id == row.id)
        .order_by(PortfolioItem.position, PortfolioItem.id)
    ):
        items.setdefault(found.section_id, []).append(PlannedItem(*found[1:]))
    return Plan(
        title=row.title,
        language=row.language,
        display_name=row.display_name,
        headline=row.headline,
        contact=row.contact,
        picture_digest=row.picture_digest,
        sections=tuple(
            PlannedSection(s.kind, s.title, s.claim, s.words, _planned(s.kind, items.get(s.id, ())))
            for s in sections
        ),
    )


def _planned(kind: str, items: Iterable[PlannedItem]) -> tuple[PlannedItem, ...]:
    """In a section of paths what stands in the place of a skill is the id of a path."""
    if kind != PATHS:
        return tuple(items)
    return tuple(PlannedItem(path_id=item.skill, caption=item.caption) for item in items)


def read_stock(session: Session, holder: str, plan: Plan, *, evidence: bool) -> Stock:
    """Everything the plan refers to that is there and the holder's. Five queries at most."""
    every = [item for section in plan.sections for item in section.items]
    entry_ids = {item.entry_id for item in every if item.entry_id}
    piece_ids = {item.evidence_id for item in every if item.evidence_id} if evidence else set()
    found = read_credentials(session, holder, {item.credential_id for item in every if item.credential_id})
    beside: dict[str, list[EvidencePiece]] = {}
    if evidence and entry_ids:
        for piece in pieces(session, holder, entries=entry_ids):
            beside.setdefault(piece.entry_id or "", []).append(piece)
    standing = pieces(session, holder, only=piece_ids) if piece_ids else ()
    return Stock(
        credentials=found,
        entries=_entries(session, holder, entry_ids, beside) if entry_ids else {},
        evidence={piece.id: piece for piece in standing},
    )


def _entries(
    session: Session, holder: str, ids: Collection[str], beside: Mapping[str, list[EvidencePiece]]
) -> dict[str, EntryCard]:
    rows = session.scalars(
        select(OwnEntry).where(
            OwnEntry.account_id == holder, OwnEntry.id.in_(ids), OwnEntry.deleted_at.is_(None)
        )
    )
    return {row.id: entry_card(row, evidence=beside.get(row.id, ())) for row in rows}


def read_credentials(
    session: Session, holder: str, ids: Collection[str], *, whole: bool = False
) -> dict[str, Held]:
    """Held credentials with their newest runs. Two queries, three where an issuer could not be asked.
    `whole`: with all that their documents say, not only with what pages show of it."""
    if not ids:
        return {}
    rows = session.scalars(
        select(HeldCredential).where(
            HeldCredential.account_id == holder,
            HeldCredential.id.in_(ids),
            HeldCredential.deleted_at.is_(None),
        )
    ).all()
    newest = _newest(session, [row.id for row in rows], whole=whole)
    silent = [
        row.id
        for row in rows
        if (read := newest.get(row.id)) is not None
        and read.report.document is None
        and read.report.verdict is Verdict.UNDETERMINED
    ]
    shown = {**newest, **_newest(session, silent, only_valid=True, whole=whole)}
    rendered.expect(row.id for row in rows)
    reports = {id: read.report for id, read in newest.items()}
    return {row.id: Held(row, reports.get(row.id), shown.get(row.id)) for row in rows}


def _newest(
    session: Session, ids: Iterable[str], *, only_valid: bool = False, whole: bool = False
) -> dict[str, Read]:
    ids = list(ids)
    if not ids:
        return {}
    last = select(func.max(VerdictRun.id)).where(VerdictRun.credential_id.in_(ids))
    if only_valid:
        last = last.where(VerdictRun.verdict == Verdict.VALID.value)
    query = select(VerdictRun.credential_id, VerdictRun.report if whole else SHOWN).where(
        VerdictRun.id.in_(last.group_by(VerdictRun.credential_id))
    )
    read = _whole if whole else _report
    return {credential_id: read(text) for credential_id, text in session.execute(query)}


def _whole(text: str) -> Read:
    return Read(as_json.report_from_json(text))


def _report(text: str) -> Read:
    return _remembered(text)


class _Remembered:
    """Calls `read` for a text that was not read lately. The same run is read for every visitor and its words
    never change. Bounded by the characters of what is held, for some reports are a hundred times others."""

    def __init__(self, read: Callable[[str], Read], most: int) -> None:
        self._read, self._most = read, most
        self._held: OrderedDict[str, Read] = OrderedDict()
        self._room, self._lock = most, Lock()

    def __call__(self, text: str) -> Read:
        with self._lock:
            if text in self._held:
                self._held.move_to_end(text)
                return self._held[text]
        found = self._read(text)
        if len(text) > self._most:
            return found
        with self._lock:
            if text not in self._held:
                self._room -= len(text)
            self._held[text] = found
            while self._room < 0:
                self._room += len(self._held.popitem(last=False)[0])
        return found

    def cache_clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._room = self._most


_remembered = _Remembered(lambda text: Read(read_shown(text)), _REMEMBERED)
