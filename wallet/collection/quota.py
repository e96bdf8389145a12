"""How much a holder keeps here and may keep: a number of badges and documents, and a number of bytes.

Counted is every file that is theirs, whatever brought it: badges (also deleted ones, for the week in which
they can be brought back), documents, evidence, and what an import still keeps of files it could not read.
The same bytes count once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from wallet.collection.errors import NoRoomForFile
from wallet.services import Services
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential, Original, OwnDocument
from wallet.store.models.entry import Evidence
from wallet.store.models.imports import ImportBatch, ImportItem
from wallet.web.languages import size

FULL = "wallet-full"  # too many
NO_ROOM = "no-room-for-file"  # too large, together with what there is


@dataclass(frozen=True)
class Kept:
    """What a holder keeps, and may keep."""

    count: int
    most: int
    size: int  # bytes
    most_size: int


class Room:
    """What is left for one holder, inside one write transaction: others of theirs wait for it to end."""

    def __init__(self, session: Session, holder: str, *, services: Services) -> None:
        session.execute(select(Account.id).where(Account.id == holder).with_for_update(key_share=True))
        self.kept = kept_by(session, holder, services=services)
        self._session, self._holder = session, holder
        self._left = self.kept.most_size - self.kept.size
        self._known: set[str] = set()
        self._more = 0

    @property
    def is_full(self) -> bool:
        return self.kept.count + self._more >= self.kept.most

    def count_one(self) -> None:
        """One more badge or document is kept in this transaction."""
        self._more += 1

    def takes(self, data: bytes) -> bool:
        """Whether this file still fits; if so, it counts from now on."""
        digest = sha256(data).hexdigest()
        if digest in self._known or self._is_there(digest):
            return True
        if len(data) > self._left:
            return False
        self._known.add(digest)
        self._left -= len(data)
        return True

    def _is_there(self, digest: str) -> bool:
        theirs = union(*(query.where(column == digest) for query, column in _files(self._holder))).subquery()
        return self._session.scalar(select(func.count()).select_from(theirs)) > 0

    def refuse(self, data: bytes) -> None:
        """Refused no-room-for-file unless it fits."""
        if not self.takes(data):
            raise NoRoomForFile(**self.words)

    @property
    def words(self) -> dict[str, str]:
        """For the sentence: how much there is, and may be."""
        return {"used": size(self.kept.size), "most": size(self.kept.most_size)}

    @property
    def refused(self) -> dict[str, Any]:
        """The columns of an item of an import that found no room."""
        return {"state": "refused", "code": NO_ROOM, "params": self.words}

    @property
    def one_too_many(self) -> dict[str, Any]:
        """The same for one that is over the number."""
        return {"state": "refused", "code": FULL, "params": {"most": self.kept.most}}


def kept_by(session: Session, holder: str, *, services: Services) -> Kept:
    theirs = union(*(query for query, _ in _files(holder))).subquery()
    size = session.scalar(select(func.sum(Original.size)).where(Original.digest.in_(select(theirs.c[0]))))
    count = sum(
        session.scalar(select(func.count()).select_from(table).where(table.account_id == holder)) or 0
        for table in (HeldCredential, OwnDocument)
    )
    settings = services.settings
    return Kept(count, settings.max_credentials_per_account, size or 0, settings.max_bytes_per_account)


def _files(holder: str) -> Iterator[tuple[Select[Any], Any]]:
    """Each place where a digest of theirs may stand: its query, and the column."""
    for table in (HeldCredential, OwnDocument, Evidence):
        column = table.original_digest
        yield select(column).where(table.account_id == holder, column.is_not(None)), column
    column = ImportItem.original_digest
    items = select(column).join(ImportBatch, ImportBatch.id == ImportItem.batch_id)
    yield items.where(ImportBatch.account_id == holder, column.is_not(None)), column
