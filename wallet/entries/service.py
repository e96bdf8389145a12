"""Own entries: what a person declares without a signed credential. The holder is the first argument and
stands in every query: what is not yours and what is not there are the same NotFound.

Nothing here is ever verified, and nothing here can become so: an entry has no verdict."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wallet.collection.fields import fold
from wallet.entries.cards import EntryCard, EvidencePiece, entry_card
from wallet.entries.content import Content
from wallet.entries.errors import EntriesFull
from wallet.entries.evidence import (
    KeptEvidence,
    add_evidence,
    evidence_file,
    evidence_picture,
    keep_file,
    list_evidence,
    own_entry,
    pieces,
    ready_file,
    ready_files,
    refuse_too_much,
    remove_evidence,
)
from wallet.entries.forms import form_of
from wallet.errors import NotFound
from wallet.services import Services
from wallet.store import originals
from wallet.store.models.credential import OwnDocument
from wallet.store.models.entry import OwnEntry

__all__ = [
    "EntryCard",
    "EvidencePiece",
    "KeptEvidence",
    "add_evidence",
    "change_entry",
    "entry_form",
    "entry_of",
    "evidence_file",
    "evidence_picture",
    "list_entries",
    "list_evidence",
    "make_entry",
    "purge_entries",
    "remove_entry",
    "remove_evidence",
    "removed_title",
    "restore_entry",
]

MOST = 500  # entries of one person


def list_entries(
    holder: str, *, services: Services, only: Collection[str] | None = None, query: str = ""
) -> tuple[EntryCard, ...]:
    """One's entries with their evidence, the latest first; `only` these ids; that hold all words of `query`.
    Two queries, however many there are."""
    asked = fold(query[:200]).split()[:8]
    mine = select(OwnEntry).where(OwnEntry.account_id == holder, OwnEntry.deleted_at.is_(None))
    if only is not None:
        mine = mine.where(OwnEntry.id.in_(only))
    with services.store.read() as session:
        rows = session.scalars(mine).all()
        evidence = pieces(session, holder, entries=None if only is None else [row.id for row in rows])
    cards = [entry_card(row, evidence=[p for p in evidence if p.entry_id == row.id]) for row in rows]
    found = [card for card in cards if all(word in _searched(card) for word in asked)]
    return tuple(sorted(found, key=lambda card: (card.ended_on or card.began_on, card.id), reverse=True))


def _searched(card: EntryCard) -> str:
    return fold(" ".join((card.title, card.organisation, card.description, *card.outcomes)))


def entry_of(holder: str, entry_id: str, *, services: Services) -> EntryCard:
    """One's own entry; NotFound for anybody else's."""
    with services.store.read() as session:
        row = own_entry(session, holder, entry_id)
        return entry_card(row, evidence=pieces(session, holder, entries=[row.id]))


def entry_form(holder: str, entry_id: str, *, services: Services) -> dict[str, str]:
    """What the fields of the form hold for this entry."""
    with services.store.read() as session:
        return form_of(own_entry(session, holder, entry_id))


def make_entry(
    holder: str,
    content: Content,
    *,
    services: Services,
    files: Sequence[tuple[str, bytes]] = (),
    document: str = "",
) -> str:
    """A new entry with its files; with `document`, that document of one's own becomes its evidence and is no
    longer listed by itself. All at once or not at all.
    Refused: entries-full, and as files are refused; NotFound for another's document."""
    now = services.clock.now()
    ready = list(ready_files(files))
    if document:
        ready.insert(0, ready_file(*_document(holder, document, services=services)))
    with services.store.write() as session:
        mine = select(func.count()).select_from(OwnEntry).where(OwnEntry.account_id == holder)
        if session.scalar(mine) >= MOST:
            raise EntriesFull(most=MOST)
        refuse_too_much(session, holder, None, adding=len(ready))
        entry = OwnEntry(account_id=holder, created_at=now, updated_at=now, **_columns(content))
        session.add(entry)
        session.flush()
        for place, file in enumerate(ready):  # a moment apart, so that they stay in their order
            keep_file(
                session,
                holder,
                entry.id,
                file,
                {"created_at": now + timedelta(microseconds=place)},
                services=services,
            )
        if document:
            session.delete(_own_document(session, holder, document))
        return entry.id


def _document(holder: str, document_id: str, *, services: Services) -> tuple[str, bytes]:
    with services.store.read() as session:
        row = _own_document(session, holder, document_id)
        return row.name, originals.read_original(session, row.original_digest)


def _own_document(session: Session, holder: str, document_id: str) -> OwnDocument:
    row = session.scalars(
        select(OwnDocument).where(OwnDocument.account_id == holder, OwnDocument.id == document_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row


def change_entry(holder: str, entry_id: str, content: Content, *, services: Services) -> None:
    """Write it anew."""
    now = services.clock.now()
    with services.store.write() as session:
        entry = own_entry(session, holder, entry_id)
        for name, value in _columns(content).items():
            setattr(entry, name, value)
        entry.updated_at = now


def _columns(content: Content) -> dict:
    return {**content.__dict__, "details": dict(content.details)}


def remove_entry(holder: str, entry_id: str, *, services: Services) -> str:
    """Put away with its evidence; it can be brought back for a week. Returns its title."""
    with services.store.write() as session:
        entry = own_entry(session, holder, entry_id)
        entry.deleted_at = services.clock.now()
        return entry.title


def restore_entry(holder: str, entry_id: str, *, services: Services) -> None:
    """Bring back what was put away within the week."""
    with services.store.write() as session:
        own_entry(session, holder, entry_id, deleted=True).deleted_at = None


def removed_title(holder: str, entry_id: str, *, services: Services) -> str | None:
    """The title of what was just put away, for the line that offers to undo it; None if there is none."""
    with services.store.read() as session:
        try:
            return own_entry(session, holder, entry_id, deleted=True).title
        except NotFound:
            return None


def purge_entries(session: Session, *, before: object) -> None:
    """Remove for good what was put away before that moment; evidence goes with it."""
    session.execute(delete(OwnEntry).where(OwnEntry.deleted_at <= before))
