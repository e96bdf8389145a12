"""Take my data: everything that is a person's in one ZIP that needs neither us nor a network.

What goes in is read from `store.personal`, in one consistent view of the database: a column declared there
is in `wallet.json` (docs/wallet-json.md), the bytes it refers to stand beside it, `index.html` opens offline.
Nothing in the file opens anything: no secret of a link, no session, no private key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from wallet.collection.nested import doubt_of
from wallet.credentials.parsing.names import safe_name
from wallet.credentials.parsing.strict import read_json
from wallet.errors import NotFound
from wallet.exports.errors import TakeoutTooLarge
from wallet.exports.zips import ZipWriter
from wallet.services import Services
from wallet.store import originals, personal
from wallet.store.models.credential import HeldCredential, Original, Picture, VerdictRun
from wallet.takeout.index_page import STYLE, render_index
from wallet.takeout.schema import FORMAT, FORMAT_VERSION, IN_FILES, SCHEMA
from wallet.version import __version__

MOST_BYTES = 200_000_000  # of one file made on the page; beyond it the operator's command does it
REPORT_BYTES = 50_000_000
FOLDERS = {"held_credential": "originals", "own_document": "documents", "evidence": "evidence"}
ENDINGS = {
    "application/json": "json",
    "application/jwt": "jwt",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
    "text/plain": "txt",
}
CARRIERS = {"png": "png", "svg": "svg", "pdf": "pdf", "json": "json", "jwt": "jwt", "url": "txt"}
Progress = Callable[[int, int], None]


@dataclass
class _Work:
    session: Session
    holder: str
    zip: ZipWriter
    document: dict[str, Any]
    paths: dict[str, str] = field(default_factory=dict)  # digest -> path


def make_takeout(
    holder: str,
    *,
    services: Services,
    language: str = "",
    most: int | None = MOST_BYTES,
    progress: Progress | None = None,
) -> tuple[bytes, str, str]:
    """(bytes, file name, media type). NotFound without such an account; Refused `takeout-too-large` when the
    files are more than `most` bytes."""
    now = services.clock.now()
    with services.store.read() as session:
        document = _tables(session, holder, now)
        language = language or document["account"]["language"] or services.settings.default_language
        document["language"] = language
        wanted = _files_wanted(session, document)
        if most is not None and _size(session, wanted) > most:
            raise TakeoutTooLarge(most=most // 1_000_000)
        work = _Work(session, holder, ZipWriter(now), document)
        for number, (digest, wish) in enumerate(wanted.items(), 1):
            _add_file(work, digest, wish, number)
            if progress is not None:
                progress(number, len(wanted))
        _add_history(work)
        doubts = _doubts(session, holder)
    work.document["files"] = [
        {"path": one.path, "sha256": one.sha256, "size": one.size} for one in work.zip.written
    ]
    work.zip.add("wallet.json", _json(work.document))
    work.zip.add("wallet.schema.json", SCHEMA.read_bytes())
    index = render_index(work.document, paths=work.paths, doubts=doubts, language=language)
    work.zip.add("index.html", index.encode())
    work.zip.add("index.css", STYLE.read_bytes())
    return work.zip.finish(), f"dorobek-{now:%Y-%m-%d}.zip", "application/zip"


def _doubts(session: Session, holder: str) -> dict[str, str]:
    rows = session.execute(
        select(HeldCredential.id, HeldCredential.facts).where(
            HeldCredential.account_id == holder, HeldCredential.dialect == "clr"
        )
    )
    return {row.id: doubt_of(row.facts) for row in rows}


def _tables(session: Session, holder: str, now: datetime) -> dict[str, Any]:
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "made_at": _value(now),
        "made_by": f"Dorobek {__version__}",
        "language": "",
    }
    for table in personal.tables_of_accounts():
        declared = personal.PERSONAL[table.name]
        query = personal.rows_of(table, holder)
        columns = [c for c in query.selected_columns if (table.name, c.name) not in IN_FILES]
        query = query.with_only_columns(*columns)
        rows = [
            {name: _value(value) for name, value in row._mapping.items()} for row in session.execute(query)
        ]
        if table.name == personal.ROOT and not rows:
            raise NotFound()
        document[declared.name] = rows[0] if table.name == personal.ROOT else rows
    return document


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    return value


@dataclass(frozen=True)
class _Wish:
    table: type[Original] | type[Picture]
    folder: str
    name: str
    ending: str


def _files_wanted(session: Session, document: Mapping[str, Any]) -> dict[str, _Wish]:
    """Every digest that an exported row refers to, with the name it gets; the foreign keys say which."""
    wanted: dict[str, _Wish] = {}
    for table in personal.tables_of_accounts():
        columns = _references(table)
        rows = document[personal.PERSONAL[table.name].name]
        for row in rows if columns and isinstance(rows, list) else ():
            for column, kind in columns.items():
                if row[column] and row[column] not in wanted:
                    wanted[row[column]] = _wish(table, kind, row)
    return dict(sorted(wanted.items(), key=lambda pair: pair[1].folder))


def _references(table: Table) -> dict[str, type[Original] | type[Picture]]:
    exported = personal.PERSONAL[table.name].exported
    return {
        key.parent.name: kind
        for key in table.foreign_keys
        for kind in (Original, Picture)
        if key.column.table.name == kind.__tablename__ and key.parent.name in exported
    }


def _wish(table: Table, kind: type[Original] | type[Picture], row: Mapping[str, Any]) -> _Wish:
    name = row.get("name") or row.get("title") or ""
    if kind is Picture:
        return _Wish(kind, "pictures", f"{row.get('title') or name}.png", "png")
    ending = CARRIERS.get(row.get("carrier") or "", "") or ENDINGS.get(row.get("media_type") or "", "")
    return _Wish(kind, FOLDERS.get(table.name, "other"), name, ending)


def _size(session: Session, wanted: Mapping[str, _Wish]) -> int:
    digests = [digest for digest, wish in wanted.items() if wish.table is Original]
    total = 0
    for start in range(0, len(digests), 500):
        some = select(func.sum(Original.size)).where(Original.digest.in_(digests[start : start + 500]))
        total += session.scalar(some) or 0
    return total


def _add_file(work: _Work, digest: str, wish: _Wish, number: int) -> None:
    if wish.table is Original:
        data = originals.read_original(work.session, digest)
    else:
        found = work.session.scalars(select(Picture.data).where(Picture.digest == digest)).one_or_none()
        if found is None:
            return
        data = found
    ending = "svg" if wish.table is Picture and data.startswith(b"<svg") else wish.ending
    path = f"{wish.folder}/{safe_name(wish.name, number=number, ending=ending)}"
    work.paths[digest] = work.zip.add(path, data).path


def _add_history(work: _Work) -> None:
    """Every verification of each credential with its report: one file for each credential."""
    for number, credential in enumerate(work.document["credentials"], 1):
        query = (
            select(
                VerdictRun.at,
                VerdictRun.verdict,
                VerdictRun.verifier_version,
                VerdictRun.trigger,
                VerdictRun.report,
            )
            .join(HeldCredential, HeldCredential.id == VerdictRun.credential_id)
            .where(VerdictRun.credential_id == credential["id"], HeldCredential.account_id == work.holder)
            .order_by(VerdictRun.id)
        )
        runs = [
            {name: _value(value) for name, value in row._mapping.items() if name != "report"}
            | {"report": read_json(row.report, max_bytes=REPORT_BYTES, max_depth=200)}
            for row in work.session.execute(query)
        ]
        if not runs:
            continue
        name = safe_name(f"{credential['title'] or credential['name']}.json", number=number, ending="json")
        path = work.zip.add(f"history/{name}", _json({"credential_id": credential["id"], "runs": runs})).path
        work.paths[f"history:{credential['id']}"] = path


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
