"""Files made for a holder: a PDF, an archive. A small one at once, a large one by a job with progress.

    def make_pdf(made: Making, progress: Progress, services: Services) -> tuple[bytes, str, str]:
        ...  # (the bytes, the file's name, its media type)

    def set_up(app: Flask, settings: Settings) -> None:
        offer_maker("pdf", make_pdf, services=app.extensions["wallet"])

    file_id = ask_file(holder, "pdf", {"credential": id}, services=services, at_once=True)

The maker runs in the language of who asked and may run twice. What it made is kept for a day, sealed, for its
owner alone. A `WalletError` of a maker is told to the holder in its own words.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, undefer

from wallet.errors import NotFound, WalletError
from wallet.exports.errors import TooManyInTheMaking
from wallet.sealing import OVERHEAD, Sealer
from wallet.services import Kind, Services
from wallet.store.models.export import MadeFile
from wallet.web.languages import current, locale_of

JOB = "make-file"
TABLE, IN_HAND = "made_file", "in_hand"
KEPT = timedelta(days=1)
AT_ONCE = 20  # items that are made while the person waits; more are made by a job
MOST_WAITING = 3  # files of one holder that are being made
MOST_KEPT = 10  # files of one holder that lie ready; an older one makes room

Progress = Callable[[int, int], None]  # (done, of how many)


@dataclass(frozen=True)
class Making:
    """What a maker is told."""

    id: str
    holder: str
    kind: str
    asked: Mapping[str, Any]
    language: str
    in_hand: Mapping[str, str] = field(default_factory=dict)  # what was asked with and lies sealed


@dataclass(frozen=True)
class MadeCard:
    """How far a file is."""

    id: str
    kind: str
    name: str
    media_type: str
    size: int
    state: str  # waiting, running, done, failed
    progress: int
    total: int
    created_at: datetime
    expires_at: datetime
    asked: Mapping[str, Any]
    refusal: str = ""  # why it failed, a code of wallet.errors

    @property
    def running(self) -> bool:
        return self.state in {"waiting", "running"}


Maker = Callable[[Making, Progress, Services], tuple[bytes, str, str]]
MAKERS: Kind[Maker] = Kind("makers of files")


def offer_maker(kind: str, maker: Maker, *, services: Services) -> None:
    """Name the function that makes files of `kind` (at most 16 letters)."""
    services.offers.add(MAKERS, kind, maker)


def register(app: Flask) -> None:
    """Tell the queue of the app's services who makes files."""
    home: Services = app.extensions["wallet"]

    def gave_up(session: Session, payload: Mapping[str, Any], _error: str) -> None:
        _fail_in(session, payload["file"], "file-not-made")

    @home.jobs.register(JOB, given_up=gave_up, long=True)
    def make_file(payload: Mapping[str, Any], **_: Any) -> None:
        with app.app_context():
            make(payload["file"], services=app.extensions["wallet"])


def ask_file(
    holder: str,
    kind: str,
    asked: Mapping[str, Any],
    *,
    services: Services,
    at_once: bool = False,
    in_hand: Mapping[str, str] | None = None,
) -> str:
    """Have a file made; its id. `at_once`: now, while the person waits, and what is refused is raised here.
    `asked` is kept until the file is thrown away; a secret (the address of a link) goes `in_hand`, and is
    kept sealed."""
    if kind not in services.offers.of(MAKERS):
        raise NotFound()
    now = services.clock.now()
    with services.store.write() as session:
        _make_room(session, holder, now)
        file = MadeFile(
            account_id=holder,
            kind=kind,
            asked={**asked, "language": asked.get("language") or current()},
            state="waiting",
            created_at=now,
            expires_at=now + KEPT,
        )
        session.add(file)
        session.flush()
        if in_hand:
            seal = Sealer(services.settings).seal
            sealed = {
                name: base64.b64encode(seal(TABLE, file.id, name, value.encode())).decode()
                for name, value in in_hand.items()
            }
            file.asked = {**file.asked, IN_HAND: sealed}
        if not at_once:
            services.jobs.enqueue(session, JOB, {"file": file.id}, holder=holder)
    if at_once:
        try:
            make(file.id, services=services)
        except Exception:
            _fail(file.id, "file-not-made", services=services)
            raise
    return file.id


def _make_room(session: Session, holder: str, now: datetime) -> None:
    waiting = select(func.count()).where(
        MadeFile.account_id == holder, MadeFile.state.in_(("waiting", "running")), MadeFile.expires_at > now
    )
    if session.scalar(waiting) >= MOST_WAITING:
        raise TooManyInTheMaking(most=MOST_WAITING)
    old = (
        select(MadeFile.id)
        .where(MadeFile.account_id == holder, MadeFile.state.in_(("done", "failed")))
        .order_by(MadeFile.created_at.desc())
        .offset(MOST_KEPT - 1)
    )
    session.execute(delete(MadeFile).where(MadeFile.id.in_(session.scalars(old).all())))


def make(file_id: str, *, services: Services) -> None:
    """Make the file now. Nothing happens if it is made already, or no longer wanted."""
    with services.store.write() as session:
        file = session.get(MadeFile, file_id)
        if file is None or file.state in {"done", "failed"} or file.expires_at <= services.clock.now():
            return
        file.state = "running"
        making = _making(file, Sealer(services.settings))
    try:
        with force_locale(locale_of(making.language)):
            maker = services.offers.of(MAKERS)[making.kind]
            data, name, media_type = maker(making, _progress(file_id, services), services)
    except WalletError as refusal:
        _fail(file_id, refusal.code, services=services)
        raise
    sealed = Sealer(services.settings).seal(TABLE, file_id, "data", data)
    done = {"state": "done", "data": sealed, "name": name, "media_type": media_type}
    with services.store.write() as session:
        session.execute(update(MadeFile).where(MadeFile.id == file_id).values(**done))


def _making(file: MadeFile, sealer: Sealer) -> Making:
    asked = dict(file.asked)
    sealed = asked.pop(IN_HAND, {})
    in_hand = {
        name: sealer.unseal(TABLE, file.id, name, base64.b64decode(value)).decode()
        for name, value in sealed.items()
    }
    return Making(file.id, file.account_id, file.kind, asked, asked["language"], in_hand)


def _progress(file_id: str, services: Services) -> Progress:
    """Writes at most fifty times, however often it is told."""
    written = -1

    def tell(done: int, total: int) -> None:
        nonlocal written
        step = done * 50 // total if total else 0
        if step == written:
            return
        written = step
        with services.store.write() as session:
            session.execute(update(MadeFile).where(MadeFile.id == file_id).values(progress=done, total=total))

    return tell


def _fail(file_id: str, code: str, *, services: Services) -> None:
    with services.store.write() as session:
        _fail_in(session, file_id, code)


def _fail_in(session: Session, file_id: str, code: str) -> None:
    file = session.get(MadeFile, file_id)
    if file is not None and file.state in {"waiting", "running"}:
        file.state = "failed"
        file.asked = {**file.asked, "refusal": code}


def made_file(holder: str, file_id: str, *, services: Services) -> MadeCard:
    """How far my file is. NotFound for anybody else's, and after its day."""
    size = func.coalesce(func.length(MadeFile.data), 0)
    with services.store.read() as session:
        found = session.execute(
            select(MadeFile, size.label("size")).where(*_mine(holder, file_id, services))
        ).one_or_none()
    if found is None:
        raise NotFound()
    file = found.MadeFile
    return MadeCard(
        id=file.id,
        kind=file.kind,
        name=file.name,
        media_type=file.media_type,
        size=max(found.size - OVERHEAD, 0),
        state=file.state,
        progress=file.progress,
        total=file.total,
        created_at=file.created_at,
        expires_at=file.expires_at,
        asked={key: value for key, value in file.asked.items() if key not in {"refusal", IN_HAND}},
        refusal=file.asked.get("refusal", ""),
    )


def made_bytes(holder: str, file_id: str, *, services: Services) -> tuple[bytes, str, str]:
    """(bytes, name, media type) of my finished file; NotFound while it is not finished."""
    query = select(MadeFile).where(*_mine(holder, file_id, services), MadeFile.state == "done")
    with services.store.read() as session:
        file = session.scalars(query.options(undefer(MadeFile.data))).one_or_none()
        if file is None or file.data is None:
            raise NotFound()
        data = Sealer(services.settings).unseal(TABLE, file.id, "data", file.data)
        return data, file.name, file.media_type


def _mine(holder: str, file_id: str, services: Services) -> tuple[Any, ...]:
    return (
        MadeFile.account_id == holder,
        MadeFile.id == file_id,
        MadeFile.expires_at > services.clock.now(),
    )
