"""Original bytes: kept as given under their SHA-256, once, in the same transaction as what refers to them.

Because blob and row are one transaction there is never a row without its bytes, and a crash between the two
leaves neither. Bytes to which nothing refers any more (an erased account, a refused import) are swept later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wallet.errors import NotFound, WalletError
from wallet.marks import mark
from wallet.store import clock
from wallet.store.database import Store
from wallet.store.models.base import Base
from wallet.store.models.credential import Original, Picture

STRETCH = 2000  # digests looked at in one question
UNUSED_FOR = timedelta(days=1)  # younger bytes may belong to an import that is still being read


class DamagedOriginal(WalletError):
    """The bytes under a digest are not the bytes that were given (disk or database damage)."""

    code = "original-damaged"
    what = mark("The stored file is damaged")
    means = mark("Its bytes are no longer what was put in, so we do not give it out.")
    do = mark("Tell whoever runs this wallet: it can be restored from a backup.")


def keep_original(session: Session, data: bytes, media_type: str) -> str:
    """Keep `data`, whoever else is keeping the same bytes at this moment. Returns its SHA-256 (hex)."""
    digest = hashlib.sha256(data).hexdigest()
    values = {
        "digest": digest,
        "size": len(data),
        "media_type": media_type,
        "data": data,
        "created_at": clock.now(),
    }
    _insert_once(session, Original, values)
    return digest


def keep_picture(
    session: Session, data: bytes, *, width: int, height: int, media_type: str = "image/png"
) -> str:
    """Keep a picture that we have made anew, PNG or SVG. Returns its SHA-256 (hex)."""
    digest = hashlib.sha256(data).hexdigest()
    values = {
        "digest": digest,
        "media_type": media_type,
        "width": width,
        "height": height,
        "data": data,
        "created_at": clock.now(),
    }
    _insert_once(session, Picture, values)
    return digest


def read_original(session: Session, digest: str) -> bytes:
    """The bytes as they were given. Raises `NotFound`, or `DamagedOriginal` rather than other bytes."""
    data = session.scalars(select(Original.data).where(Original.digest == digest)).one_or_none()
    if data is None:
        raise NotFound()
    if not is_whole(data, digest):
        raise DamagedOriginal()
    return data


def is_whole(data: object, digest: str) -> bool:
    """Are these the bytes that were kept under `digest`? (SQLite would hand out text as readily as bytes.)"""
    return isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == digest


def scrub(store: Store) -> list[str]:
    """Every digest (of originals and pictures) whose bytes have changed since they were kept."""
    damaged = []
    for table in (Original, Picture):
        with store.read() as session:
            digests = session.scalars(select(table.digest).order_by(table.digest)).all()
        for digest in digests:
            with store.read() as session:
                data = session.scalars(select(table.data).where(table.digest == digest)).one_or_none()
            if data is not None and not is_whole(data, digest):
                damaged.append(digest)
    return damaged


def sweep(store: Store, *, only: Iterable[str] | None = None) -> int:
    """Remove bytes to which nothing has referred for a day; with `only`, these, if nothing refers to them,
    however young. Returns how many. Each in its own transaction: whoever begins to refer to them meanwhile
    wins, for the foreign key then refuses the removal."""
    removed = 0
    for table in (Original, Picture):
        unused = [*_unreferenced(table)]
        if only is None:
            unused.append(table.created_at < clock.now() - UNUSED_FOR)
        for digest in _unused(store, table, unused) if only is None else only:
            try:
                with store.write() as session:
                    gone = session.execute(delete(table).where(table.digest == digest, *unused))
                    removed += gone.rowcount  # type: ignore[attr-defined]
            except IntegrityError:
                continue
    return removed


def _unused(
    store: Store, table: type[Original] | type[Picture], unused: list[ColumnElement[bool]]
) -> Iterator[str]:
    """The digests to which nothing refers, looked for a stretch at a time: no single question is long."""
    after = ""
    while True:
        stretch = select(table.digest).where(table.digest > after).order_by(table.digest).limit(STRETCH)
        with store.read() as session:
            last = session.scalar(select(func.max(stretch.subquery().c.digest)))
            if last is None:
                return
            within = (table.digest > after, table.digest <= last)
            found = session.scalars(select(table.digest).where(*within, *unused)).all()
        yield from found
        after = last


def _insert_once(session: Session, table: type[Original] | type[Picture], values: dict[str, Any]) -> None:
    """INSERT unless there. On PostgreSQL another's row is then held against the sweep until we commit."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sqlite_insert(table).values(values).on_conflict_do_nothing())
        return
    locked = (
        select(table.digest)
        .where(table.digest == values["digest"])
        .with_for_update(key_share=True, read=True)
    )
    while True:
        session.execute(postgresql_insert(table).values(values).on_conflict_do_nothing())
        if session.scalars(locked).one_or_none() is not None:
            return


def _unreferenced(table: type[Original] | type[Picture]) -> Iterator[ColumnElement[bool]]:
    """One condition for each foreign key to the table: read from the schema, so that none is forgotten."""
    target: Table = table.metadata.tables[table.__tablename__]
    for other in Base.metadata.tables.values():
        for key in other.foreign_keys:
            if key.column.table is target:
                yield ~exists().where(key.parent == target.c.digest)
