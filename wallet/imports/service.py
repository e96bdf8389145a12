"""Keep first, verify second: whatever is handed in is stored at once, and looked at afterwards.

An upload is one batch; each file of it, and each credential found inside one, is an item with a job and
transactions of its own. A job may run twice (a crash, a lost lease): each step first looks how far it came.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from wallet.collection import nested
from wallet.collection.quota import FULL, Room
from wallet.collection.reverify import LEASE, project, resources_for, verify_held
from wallet.credentials.dialects import fingerprint, stated_credential
from wallet.credentials.envelope import Envelope
from wallet.credentials.parsing.names import display_name
from wallet.credentials.reading import read_envelopes, read_files
from wallet.errors import NotFound, Unreadable
from wallet.fetching.links import open_link
from wallet.imports.errors import NothingToAdd, TooManyFiles, WalletFull
from wallet.services import Kind, Services
from wallet.store import originals
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential, OwnDocument
from wallet.store.models.imports import ImportBatch, ImportItem

IMPORT = "import-item"
FINISHED = frozenset({"done", "refused", "duplicate", "document", "opened"})
INTERRUPTED = "interrupted"  # not finished: it is tried again
FEW = 5  # so many things of one import are short work; more, and whatever came out of an archive, is long
MOST_FILES = 200
PASTED = "pasted.txt"
# What a person may keep although no credential is in it: a certificate as it was given.
KEEPABLE = {"no-badge-in-picture": "picture", "pdf-without-credential": "pdf"}
DRAWN = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"}


def import_files(holder: str, uploads: Sequence[tuple[str, bytes]], *, services: Services) -> str:
    """Store every file and its job in one transaction; returns the batch. Refused: nothing-to-add,
    too-many-files, wallet-full. A file for whose bytes there is no room is refused alone."""
    if not uploads:
        raise NothingToAdd()
    if len(uploads) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    with services.store.write() as session:
        room = Room(session, holder, services=services)
        if room.is_full:
            raise WalletFull(most=room.kept.most)
        batch = ImportBatch(account_id=holder)
        session.add(batch)
        session.flush()
        for position, (name, data) in enumerate(uploads):
            add_item(
                session, services, batch.id, position, name=display_name(name), **_kept(session, room, data)
            )
        return batch.id


def _kept(
    session: Any, room: Room, data: bytes, media_type: str = "application/octet-stream"
) -> dict[str, Any]:
    """The columns of an item for a file: where it is kept, or that there was no room."""
    if not room.takes(data):
        return room.refused
    return {"original_digest": originals.keep_original(session, data, media_type=media_type)}


def import_text(holder: str, text: str, *, services: Services) -> str:
    """Pasted: a link, or a credential's own text (JSON or a token)."""
    text = text.strip()
    if not text:
        raise NothingToAdd()
    return import_files(holder, [(PASTED, text.encode())], services=services)


def import_link(holder: str, url: str, *, services: Services) -> str:
    """A link to a badge: its bytes are fetched by the job and become the original."""
    return import_text(holder, url, services=services)


def add_item(session: Any, services: Services, batch_id: str, position: int, **columns: Any) -> None:
    """One more thing of an import; while it waits, it has a job."""
    item = ImportItem(batch_id=batch_id, position=position, **columns)
    session.add(item)
    session.flush()
    if item.state == "waiting":
        enqueue_item(session, services, item)


def enqueue_item(session: Any, services: Services, item: ImportItem, *, key: str | None = None) -> None:
    """The job of an item that waits: its holder's turn, short for the first few of an import."""
    batch = session.get(ImportBatch, item.batch_id)
    services.jobs.enqueue(
        session,
        IMPORT,
        {"item": item.id},
        holder=batch.account_id,
        long=item.position >= FEW,
        key=key,
    )


@dataclass(frozen=True)
class Item:
    """What the job of one item needs to know."""

    id: str
    holder: str
    name: str
    part: int | None
    fetched: bool
    credential_id: str | None
    language: str
    original: bytes


class TakeIn(Protocol):
    def __call__(self, item: Item, *, services: Services) -> None:
        """Take in all that is in the item, and close it. It may run twice for one item."""


@dataclass(frozen=True)
class Opener:
    """Takes in files that are more than badges."""

    looks_like: Callable[[bytes], bool]
    take_in: TakeIn


OPENERS: Kind[Opener] = Kind("openers of files")


def offer_opener(name: str, opener: Opener, *, services: Services) -> None:
    """From now on files that look like its own are taken in by it."""
    services.offers.add(OPENERS, name, opener)


def run_item(item_id: str, *, services: Services) -> None:
    """Do all of one item: open it, take in what it holds, verify it. Doing it twice changes nothing."""
    item = _begin(item_id, services=services)
    if item is None:
        return
    if item.credential_id is None:
        for opener in services.offers.of(OPENERS).values():
            if opener.looks_like(item.original):
                opener.take_in(item, services=services)
                return
        files = read_files(item.original, name=item.name)
        if len(files) > 1:
            _open_archive(item, files, services=services)
            return
        inside = nested.credentials_of(item.original, name=item.name)
        if len(inside) > 1 and item.part is None:
            _open_presentation(item, inside, services=services)
            return
        envelope = inside[item.part or 0]
        if envelope.refusal is None and envelope.carrier == "url" and not item.fetched:
            _follow_link(item, envelope.url, services=services)
            return
        if envelope.refusal is not None:
            close_item(item.id, services=services, state="refused", refusal=envelope.refusal)
            return
        kept = take_in(item, envelope, services=services)
        if kept is None:
            return
        item = kept
    verify_held(item.holder, item.credential_id or "", services=services, trigger="import")
    close_item(item.id, services=services, state="done")


def _begin(item_id: str, *, services: Services) -> Item | None:
    """Mark the item as looked at and read what its job needs; None if it is gone or finished."""
    with services.store.write() as session:
        row = session.get(ImportItem, item_id)
        if row is None or row.state in FINISHED:
            return None
        batch = session.get(ImportBatch, row.batch_id)
        account = session.get(Account, batch.account_id)
        row.state = "running"
        return Item(
            id=row.id,
            holder=batch.account_id,
            name=row.name,
            part=row.params.get("part"),
            fetched=bool(row.params.get("fetched")),
            credential_id=row.credential_id,
            language=account.language if account else "",
            original=originals.read_original(session, row.original_digest),
        )


def close_item(
    item_id: str, *, services: Services, state: str, refusal: Unreadable | None = None, **params: Any
) -> None:
    with services.store.write() as session:
        row = session.get(ImportItem, item_id)
        if row is None:
            return
        row.state = state
        if refusal is not None:
            row.code = refusal.code
            params = {**{str(k): str(v) for k, v in refusal.params.items()}, **params}
        row.params = {**row.params, **params}


def give_up(session: Any, item_id: str, *, interrupted: bool) -> None:
    """The job failed for good: the item says so, in the transaction that gives the job up. What was taken in
    stays, and is checked by the schedule. Where only our own workers died, nothing is refused: the item says
    that it was interrupted, and its job is tried once more each day."""
    row = session.get(ImportItem, item_id)
    if row is None or row.state in FINISHED:
        return
    if row.credential_id is not None:
        row.state = "done"
    elif interrupted:
        row.state = INTERRUPTED
    else:
        row.state, row.code = "refused", "import-stopped"


def _follow_link(item: Item, url: str, *, services: Services) -> None:
    """Fetch what a link leads to; its bytes become this item's original, and the item starts anew."""
    body = open_link(url, resources=resources_for(item.holder, services=services))
    if isinstance(body, Unreadable):
        close_item(item.id, services=services, state="refused", refusal=body)
        return
    with services.store.write() as session:
        row = session.get(ImportItem, item.id)
        if row is None or row.state in FINISHED:
            return
        kept = _kept(session, Room(session, item.holder, services=services), body)
        if "code" in kept:
            row.state, row.code, row.params = kept["state"], kept["code"], {**row.params, **kept["params"]}
            return
        row.original_digest = kept["original_digest"]
        row.name = display_name(url.split("?")[0].rstrip("/")) or row.name
        row.params = {**row.params, "fetched": True, "url": url, "part": None}
        row.state = "waiting"
        enqueue_item(session, services, row)


def _open_archive(item: Item, envelopes: list[Envelope], *, services: Services) -> None:
    """One more item for each file of an archive: all at once or not at all, so a crash repeats it whole."""
    with services.store.write() as session:
        row, position = expandable(session, item.id)
        if row is None:
            return
        row.original_digest = None  # its files are kept one by one; the archive itself may be swept
        session.flush()
        room = Room(session, item.holder, services=services)
        for offset, envelope in enumerate(envelopes):
            columns: dict[str, Any] = {"name": envelope.name}
            if envelope.original:
                columns |= _kept(session, room, envelope.original, envelope.media_type)
            if envelope.refusal is not None and not envelope.original:
                columns |= {
                    "state": "refused",
                    "code": envelope.refusal.code,
                    "params": {name: str(value) for name, value in envelope.refusal.params.items()},
                }
            add_item(session, services, row.batch_id, position + offset, **columns)
        row.state, row.params = "opened", {"count": len(envelopes), "kind": "archive"}


def _open_presentation(item: Item, inside: list[Envelope], *, services: Services) -> None:
    """One more item for each credential of a presentation, list or backup, with the same original."""
    with services.store.write() as session:
        row, position = expandable(session, item.id)
        if row is None:
            return
        for part in range(len(inside)):
            add_item(
                session,
                services,
                row.batch_id,
                position + part,
                name=row.name,
                original_digest=row.original_digest,
                params={"part": part},
            )
        badges = sum(envelope.refusal is None for envelope in inside)
        row.state, row.params = "opened", {"count": badges, "kind": "presentation"}


def expandable(session: Any, item_id: str) -> tuple[ImportItem | None, int]:
    row = session.get(ImportItem, item_id)
    if row is None or row.state in FINISHED:
        return None, 0
    last = session.scalar(select(func.max(ImportItem.position)).where(ImportItem.batch_id == row.batch_id))
    return row, last + 1


def take_in(item: Item, envelope: Envelope, *, services: Services) -> Item | None:
    """Hold the credential; None if it was held already (the item then says so) or there is no room."""
    try:
        return _hold(item, envelope, services=services)
    except IntegrityError:  # the same credential by another upload at the same moment: now it is there
        return _hold(item, envelope, services=services)


def _hold(item: Item, envelope: Envelope, *, services: Services) -> Item | None:
    mark = fingerprint(envelope)
    now = services.clock.now()
    credential = stated_credential(envelope.claimed, dialect=envelope.dialect)
    with services.store.write() as session:
        row = session.get(ImportItem, item.id)
        if row is None or row.state in FINISHED:
            return None
        held = session.scalars(
            select(HeldCredential).where(
                HeldCredential.account_id == item.holder, HeldCredential.fingerprint == mark
            )
        ).one_or_none()
        if held is not None and held.deleted_at is None:
            row.state, row.credential_id = "duplicate", held.id
            return None
        if held is None:
            room = Room(session, item.holder, services=services)
            if room.is_full:
                row.state, row.code, row.params = "refused", FULL, {**row.params, "most": room.kept.most}
                return None
            held = HeldCredential(
                account_id=item.holder,
                original_digest=row.original_digest,
                fingerprint=mark,
                name=item.name,
                carrier=envelope.carrier,
                dialect=envelope.dialect[:16],
                created_at=now,
                due_at=now + LEASE,
            )
            session.add(held)
            if credential is not None:
                project(held, credential, language=item.language)
            session.flush()
        held.deleted_at = None  # it was deleted, and is wanted again
        row.credential_id = held.id
        return Item(**{**item.__dict__, "credential_id": held.id})


def keep_as_document(holder: str, item_id: str, *, services: Services) -> str:
    """Keep a refused certificate as a document of one's own; returns its id. NotFound if it is not theirs
    or nothing that may be kept. Refused: wallet-full. Asked twice, it is kept once."""
    with services.store.write() as session:
        row = session.scalars(
            select(ImportItem)
            .join(ImportBatch, ImportBatch.id == ImportItem.batch_id)
            .where(ImportBatch.account_id == holder, ImportItem.id == item_id)
        ).one_or_none()
        if row is None or row.original_digest is None:
            raise NotFound()
        if row.state == "document":
            return str(row.params["document"])
        if row.state != "refused" or row.code not in KEEPABLE:
            raise NotFound()
        room = Room(session, holder, services=services)
        if room.is_full:
            raise WalletFull(most=room.kept.most)
        data = originals.read_original(session, row.original_digest)
        document = OwnDocument(
            account_id=holder,
            original_digest=row.original_digest,
            name=row.name,
            media_type=kind_of(data),
        )
        session.add(document)
        session.flush()
        row.state, row.params = "document", {**row.params, "document": document.id}
        return document.id


def kind_of(data: bytes) -> str:
    envelope = read_envelopes(data)[0]
    return envelope.media_type if envelope.media_type in DRAWN else "application/octet-stream"
