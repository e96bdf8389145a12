"""Evidence of an own entry: a file, an address or words. The holder comes first in every query; evidence of
an entry that was put away is not there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from wallet.collection.quota import Room
from wallet.credentials.carriers.pictures import Picture as Drawn
from wallet.credentials.carriers.pictures import reencode_picture
from wallet.entries.cards import EvidencePiece, evidence_piece
from wallet.entries.content import one_line, several_lines
from wallet.entries.errors import (
    EvidenceKind,
    EvidenceLink,
    EvidenceNothing,
    EvidenceTooLarge,
    EvidenceTooMuch,
)
from wallet.entries.evidence_kinds import PICTURES, kind_of, proper_name
from wallet.entries.forms import LONGEST_LINK, MAX_FILE
from wallet.errors import NotFound, Unreadable
from wallet.fetching.addresses import is_linkable
from wallet.services import Services
from wallet.store import originals
from wallet.store.models.credential import Original, Picture
from wallet.store.models.entry import Evidence, OwnEntry

MOST_FOR_ENTRY = 20
MOST_FOR_HOLDER = 500
SIDE = 1280  # a scanned certificate stays legible


@dataclass(frozen=True)
class ReadyFile:
    """A file that was looked at and may be kept."""

    data: bytes = field(repr=False)
    name: str
    media_type: str
    picture: Drawn | None = field(default=None, repr=False)


@dataclass(frozen=True)
class KeptEvidence:
    """The bytes as they were given, and the name they go out under."""

    data: bytes = field(repr=False)
    name: str
    media_type: str


def ready_file(name: str, data: bytes) -> ReadyFile:
    """Look at a file: its kind by content, a picture drawn anew. Refused: evidence-nothing (empty),
    evidence-too-large, evidence-kind; Unreadable damaged-picture."""
    if not data:
        raise EvidenceNothing()
    if len(data) > MAX_FILE:
        raise EvidenceTooLarge()
    kind = kind_of(data)
    if kind is None:
        raise EvidenceKind()
    return ReadyFile(data, proper_name(name, kind), kind.media_type, _drawn(data, kind.media_type))


def _drawn(data: bytes, media_type: str) -> Drawn | None:
    if media_type not in PICTURES:
        return None
    try:
        return reencode_picture(data, max_side=SIDE)
    except Unreadable as refusal:
        if refusal.code == "picture-too-large":  # kept as a file, not shown
            return None
        raise


def add_evidence(
    holder: str,
    entry_id: str,
    *,
    services: Services,
    file: tuple[str, bytes] | None = None,
    url: str = "",
    words: str = "",
    title: str = "",
) -> str:
    """Add a file, a link or words to one's own entry; returns the id. Refused with the classes of
    evidence, or for want of room."""
    title, words, url = one_line(title), several_lines(words), url.strip()
    ready = ready_file(*file) if file else None
    if ready is None and not url and not words:
        raise EvidenceNothing()
    if url and not is_web_address(url):
        raise EvidenceLink()
    with services.store.write() as session:
        entry = own_entry(session, holder, entry_id)
        refuse_too_much(session, holder, entry_id, adding=1)
        columns: dict[str, Any] = {"title": title, "words": words, "created_at": services.clock.now()}
        if ready is not None:
            row = keep_file(session, holder, entry_id, ready, columns, services=services)
        else:
            kind = "link" if url else "text"
            row = Evidence(account_id=holder, entry_id=entry_id, kind=kind, url=url, **columns)
            session.add(row)
        entry.updated_at = services.clock.now()
        session.flush()
        return row.id


def is_web_address(url: str) -> bool:
    """http(s) to a named public host, without a password in it; nothing else is ever made a link."""
    if (
        len(url) > LONGEST_LINK
        or any(c.isspace() or not c.isprintable() for c in url)
        or not is_linkable(url)
    ):
        return False
    return "@" not in urlsplit(url).netloc


def keep_file(
    session: Session,
    holder: str,
    entry_id: str | None,
    ready: ReadyFile,
    columns: dict[str, Any],
    *,
    services: Services,
) -> Evidence:
    """The row of a file, its bytes and its picture, all in the caller's transaction. Refused:
    no-room-for-file."""
    Room(session, holder, services=services).refuse(ready.data)
    digest = originals.keep_original(session, ready.data, media_type="application/octet-stream")
    drawn = ready.picture
    picture = (
        originals.keep_picture(session, drawn.data, width=drawn.width, height=drawn.height) if drawn else None
    )
    row = Evidence(
        account_id=holder,
        entry_id=entry_id,
        kind="file",
        original_digest=digest,
        picture_digest=picture,
        name=ready.name,
        media_type=ready.media_type,
        **columns,
    )
    session.add(row)
    return row


def refuse_too_much(session: Session, holder: str, entry_id: str | None, *, adding: int) -> None:
    """Refused evidence-too-much past 20 for an entry or 500 for a person."""
    count = select(func.count()).select_from(Evidence).where(Evidence.account_id == holder)
    there = session.scalar(count.where(Evidence.entry_id == entry_id)) if entry_id else 0
    if (there or 0) + adding > MOST_FOR_ENTRY or (session.scalar(count) or 0) + adding > MOST_FOR_HOLDER:
        raise EvidenceTooMuch(most=MOST_FOR_ENTRY)


def remove_evidence(holder: str, evidence_id: str, *, services: Services) -> str | None:
    """Remove it for good; the id of its entry."""
    with services.store.write() as session:
        row = _own_evidence(session, holder, evidence_id)
        entry_id = row.entry_id
        session.delete(row)
        if entry_id:
            own_entry(session, holder, entry_id).updated_at = services.clock.now()
        return entry_id


def evidence_file(holder: str, evidence_id: str, *, services: Services) -> KeptEvidence:
    """The bytes exactly as they were given. Only ever sent as an attachment. NotFound for links and words."""
    with services.store.read() as session:
        row = _own_evidence(session, holder, evidence_id)
        if row.original_digest is None:
            raise NotFound()
        return KeptEvidence(
            originals.read_original(session, row.original_digest), row.name, "application/octet-stream"
        )


def evidence_picture(holder: str, evidence_id: str, *, services: Services) -> bytes:
    """The PNG that we have drawn from it: may be shown in a page. NotFound if it is no picture."""
    with services.store.read() as session:
        row = _own_evidence(session, holder, evidence_id)
        data = session.scalars(select(Picture.data).where(Picture.digest == row.picture_digest)).one_or_none()
        if data is None:
            raise NotFound()
        return data


def list_evidence(
    holder: str, *, services: Services, only: Collection[str] | None = None
) -> tuple[EvidencePiece, ...]:
    """One's evidence in the order in which it was added; `only` these ids. One query."""
    with services.store.read() as session:
        return pieces(session, holder, only=only)


def pieces(
    session: Session,
    holder: str,
    *,
    entries: Collection[str] | None = None,
    only: Collection[str] | None = None,
) -> tuple[EvidencePiece, ...]:
    """The same inside a transaction; also: only of these entries."""
    query = (
        _present(holder)
        .add_columns(Original.size)
        .join(Original, Original.digest == Evidence.original_digest, isouter=True)
        .order_by(Evidence.created_at, Evidence.id)
    )
    if entries is not None:
        query = query.where(Evidence.entry_id.in_(entries))
    if only is not None:
        query = query.where(Evidence.id.in_(only))
    return tuple(evidence_piece(row, size=size or 0) for row, size in session.execute(query))


def own_entry(session: Session, holder: str, entry_id: str, *, deleted: bool = False) -> OwnEntry:
    """The row of one's own entry; NotFound for anybody else's."""
    gone = OwnEntry.deleted_at.is_not(None) if deleted else OwnEntry.deleted_at.is_(None)
    row = session.scalars(
        select(OwnEntry).where(OwnEntry.account_id == holder, OwnEntry.id == entry_id, gone)
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _own_evidence(session: Session, holder: str, evidence_id: str) -> Evidence:
    row = session.scalars(_present(holder).where(Evidence.id == evidence_id)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _present(holder: str) -> Any:
    """The holder's evidence, except that of entries that were put away."""
    return (
        select(Evidence)
        .join(OwnEntry, OwnEntry.id == Evidence.entry_id, isouter=True)
        .where(Evidence.account_id == holder, or_(Evidence.entry_id.is_(None), OwnEntry.deleted_at.is_(None)))
    )


def ready_files(uploads: Sequence[tuple[str, bytes]]) -> tuple[ReadyFile, ...]:
    return tuple(ready_file(name, data) for name, data in uploads)
