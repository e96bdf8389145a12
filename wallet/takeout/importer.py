"""A person's copy comes back: badges, documents, entries with evidence, paths, portfolios, LinkedIn entries.

Nothing is believed. Badges are read and verified anew, files are looked at as if they had just been chosen,
words pass the same limits as a form. What was once found (history) stays in the copy, and links do not come
back: they were promises of another wallet. Taken in twice, everything is there once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wallet.collection import nested
from wallet.collection.quota import FULL, NO_ROOM, Room
from wallet.credentials.carriers.pictures import reencode_picture
from wallet.credentials.parsing.names import display_name
from wallet.entries import evidence
from wallet.entries.content import one_line, several_lines
from wallet.entries.errors import EvidenceLink, EvidenceNothing
from wallet.entries.forms import EntryForm, form_of
from wallet.errors import Unreadable, WalletError
from wallet.imports import service as imports
from wallet.imports.service import FINISHED, Item, add_item, close_item, expandable, take_in
from wallet.portfolios.access import LIMITS
from wallet.portfolios.cards import MAY_HOLD
from wallet.portfolios.service import MOST as MOST_PORTFOLIOS
from wallet.services import Services
from wallet.shared_page.audiences import AUDIENCES
from wallet.shared_page.page_model import PATHS
from wallet.store import originals
from wallet.store.models.columns import new_id
from wallet.store.models.credential import OwnDocument
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.imports import ImportItem
from wallet.store.models.linkedin import LinkedInPost
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection
from wallet.takeout import path_importer
from wallet.takeout.archive import Copy, read_copy
from wallet.takeout.values import Known, instant, moment_of, plain, position, text, there
from wallet.web.languages import closest

BEGUN = "begun"  # in the params of the copy's own item: its things are listed, and are being taken in
NOTE = 2000  # letters
MOST_ENTRIES = 500
MOST_PARTS = 200  # sections of a portfolio, items of a section
REFERENCES = {"credential_id": "credentials", "entry_id": "entries", "evidence_id": "evidence"}


def move_in(item: Item, *, services: Services) -> None:
    """Take in the copy in `item`. A crash repeats it; what is there already is not added again."""
    try:
        copy = read_copy(item.original)
    except Unreadable as refusal:
        close_item(item.id, services=services, state="refused", refusal=refusal)
        return
    _list_badges(item, copy, services=services)
    credentials = _take_badges(item, copy, services=services)
    with services.store.write() as session:
        row, _ = expandable(session, item.id)
        if row is None:
            return
        holder, now = item.holder, services.clock.now()
        documents = _documents(session, holder, copy, row, services=services)
        entries = _entries(session, holder, copy, now=now)
        pieces = _evidence(session, item, copy, entries, services=services)
        beside = {"credentials": credentials, "entries": entries, "evidence": pieces}
        beside |= path_importer.import_paths(session, holder, copy.rows, beside, now=now)
        language = item.language or services.settings.default_language
        _portfolios(session, holder, copy, beside, language=language, now=now)
        _posts(session, holder, copy, credentials)
        children = _children(session, row.batch_id, item.id)
        for child in children:
            if child.state == "waiting":
                imports.enqueue_item(session, services, child)
        row.state = "opened"
        row.params = {"count": len(children) + documents, "kind": "wallet"}
        row.original_digest = None


# -- badges: each one an item of the import, by the road of every upload -------------------------------


def _list_badges(item: Item, copy: Copy, *, services: Services) -> None:
    with services.store.write() as session:
        row, position = expandable(session, item.id)
        if row is None or row.params.get(BEGUN):
            return
        room = Room(session, item.holder, services=services)
        most = room.kept.most
        for offset, stated in enumerate(copy.rows("credentials")):
            data = copy.file_of(stated)
            columns: dict[str, Any] = {
                "name": display_name(text(stated, "name")),
                "params": {"copy": item.id, "was": text(stated, "id")},
            }
            if data is None:
                columns |= {"state": "refused", "code": "takeout-altered"}
            elif room.kept.count + offset >= most:
                columns |= {"state": "refused", "code": FULL}
                columns["params"] = {**columns["params"], "most": most}
            elif not room.takes(data):
                columns |= {**room.refused, "params": {**columns["params"], **room.words}}
            else:
                kept = originals.keep_original(session, data, media_type="application/octet-stream")
                columns["original_digest"] = kept
            session.add(ImportItem(batch_id=row.batch_id, position=position + offset, **columns))
        row.params = {**row.params, BEGUN: True}


def _take_badges(item: Item, copy: Copy, *, services: Services) -> Known:
    """Hold them all now, so that portfolios find them; each one's own job verifies it afterwards."""
    stated = {text(row, "id"): row for row in copy.rows("credentials")}
    with services.store.read() as session:
        batch = session.scalars(select(ImportItem.batch_id).where(ImportItem.id == item.id)).one()
        waiting = [
            (child.id, child.name, child.params["was"])
            for child in _children(session, batch, item.id)
            if child.state not in FINISHED and child.credential_id is None
        ]
    for child_id, name, was in waiting:
        row = stated[was]
        data = copy.file_of(row) or b""
        envelope = nested.open_original(data, name=name, fingerprint=text(row, "fingerprint"))
        if envelope.refusal is None and envelope.carrier != "url":
            child = Item(child_id, item.holder, name, None, False, None, item.language, data)
            take_in(child, envelope, services=services)
    with services.store.read() as session:
        children = _children(session, batch, item.id)
    return {child.params["was"]: child.credential_id for child in children if child.credential_id}


def _children(session: Session, batch_id: str, item_id: str) -> list[ImportItem]:
    rows = session.scalars(
        select(ImportItem).where(ImportItem.batch_id == batch_id).order_by(ImportItem.position)
    )
    return [row for row in rows if row.params.get("copy") == item_id]


# -- the holder's own things ----------------------------------------------------------------------------


def _documents(session: Session, holder: str, copy: Copy, item: ImportItem, *, services: Services) -> int:
    added = 0
    room = Room(session, holder, services=services)
    for row in copy.rows("documents"):
        data = copy.file_of(row)
        name = display_name(text(row, "name"))
        if data is None or there(session, OwnDocument, holder, name=name):
            continue
        if room.is_full:
            _refuse(session, item, name, room.one_too_many, services=services)
            continue
        if not room.takes(data):
            _refuse(session, item, name, room.refused, services=services)
            continue
        room.count_one()
        digest = originals.keep_original(session, data, media_type="application/octet-stream")
        document = OwnDocument(
            account_id=holder,
            original_digest=digest,
            name=name,
            media_type=imports.kind_of(data),
            note=plain(text(row, "note"))[:NOTE],
            created_at=moment_of(row, "created_at", services.clock.now()),
        )
        session.add(document)
        session.flush()
        added += 1
        _, position = expandable(session, item.id)
        add_item(
            session,
            services,
            item.batch_id,
            position,
            name=name,
            original_digest=digest,
            state="document",
            params={"document": document.id},
        )
    return added


def _refuse(
    session: Session, item: Item, name: str, refused: Mapping[str, Any], *, services: Services
) -> None:
    """A line of the import that says which file found no room."""
    row, position = expandable(session, item.id)
    if row is not None:
        add_item(session, services, row.batch_id, position, name=name, **refused)


def _entries(session: Session, holder: str, copy: Copy, *, now: datetime) -> Known:
    known: Known = {}
    for row in list(copy.rows("entries"))[:MOST_ENTRIES]:
        content = _content(row, now=now)
        if content is None:
            continue
        created = moment_of(row, "created_at", now)
        found = there(session, OwnEntry, holder, title=content["title"], created_at=created)
        if found is None:
            found = new_id()
            session.add(
                OwnEntry(
                    id=found,
                    account_id=holder,
                    created_at=created,
                    updated_at=moment_of(row, "updated_at", now),
                    **content,
                )
            )
            session.flush()
        known[text(row, "id")] = found
    return known


def _content(row: Mapping[str, Any], *, now: datetime) -> dict[str, Any] | None:
    """An entry as if it had been written into the form."""
    details = row.get("details")
    stated = OwnEntry(
        **{name: text(row, name) for name in ("kind", "title", "organisation", "began_on", "ended_on")},
        description=text(row, "description"),
        details=details if isinstance(details, dict) else {},
    )
    try:
        form = EntryForm.of(form_of(stated), today=now.date())
        form.leave_out_unknown()
        if not form.validate():
            return None
        content = form.content()
    except (WalletError, TypeError, ValueError, AttributeError, KeyError):
        return None
    return {**content.__dict__, "details": dict(content.details)}


def _evidence(session: Session, item: Item, copy: Copy, entries: Known, *, services: Services) -> Known:
    known: Known = {}
    holder, now = item.holder, services.clock.now()
    for row in copy.rows("evidence"):
        entry = entries.get(text(row, "entry_id"))
        if row.get("entry_id") and entry is None:
            continue
        created = moment_of(row, "created_at", now)
        data, words = copy.file_of(row), plain(text(row, "words")).strip()
        digest = sha256(data).hexdigest() if data is not None else None
        same = {"entry_id": entry, "url": "" if data else text(row, "url"), "original_digest": digest}
        found = there(session, Evidence, holder, created_at=created, words=words, **same)
        try:
            known[text(row, "id")] = found or _one_piece(
                session, holder, copy, row, entry, created=created, services=services
            )
        except WalletError as problem:
            if problem.code == NO_ROOM:
                name = display_name(text(row, "name"))
                refused = {"state": "refused", "code": NO_ROOM, "params": dict(problem.params)}
                _refuse(session, item, name, refused, services=services)
            continue  # a file or an address that the form would refuse, too
    return known


def _one_piece(
    session: Session,
    holder: str,
    copy: Copy,
    row: Mapping[str, Any],
    entry: str | None,
    *,
    created: datetime,
    services: Services,
) -> str:
    evidence.refuse_too_much(session, holder, entry, adding=1)
    columns: dict[str, Any] = {
        "title": one_line(text(row, "title")),
        "words": several_lines(text(row, "words")),
        "created_at": created,
    }
    data, url = copy.file_of(row), text(row, "url")
    if data is not None:
        ready = evidence.ready_file(text(row, "name"), data)
        piece = evidence.keep_file(session, holder, entry, ready, columns, services=services)
    else:
        if url and not evidence.is_web_address(url):
            raise EvidenceLink()
        if not url and not columns["words"]:
            raise EvidenceNothing()
        kind = "link" if url else "text"
        piece = Evidence(account_id=holder, entry_id=entry, kind=kind, url=url, **columns)
        session.add(piece)
    session.flush()
    return piece.id


# -- portfolios -----------------------------------------------------------------------------------------


def _portfolios(
    session: Session, holder: str, copy: Copy, known: Mapping[str, Known], *, language: str, now: datetime
) -> None:
    """`language`: of a portfolio whose own is not spoken here."""
    have = session.scalar(select(func.count()).select_from(Portfolio).where(Portfolio.account_id == holder))
    for row in list(copy.rows("portfolios"))[: max(MOST_PORTFOLIOS - (have or 0), 0)]:
        title = _cut(row, "title") or "–"
        created = moment_of(row, "created_at", now)
        if there(session, Portfolio, holder, title=title, created_at=created):
            continue
        portfolio = Portfolio(
            account_id=holder,
            title=title,
            language=closest(text(row, "language")) or language,
            audience=text(row, "audience") if text(row, "audience") in AUDIENCES else AUDIENCES[0],
            display_name=_cut(row, "display_name"),
            headline=_cut(row, "headline"),
            contact=_cut(row, "contact"),
            show_contact=row.get("show_contact") is True,
            picture_digest=_picture(session, copy, row),
            created_at=created,
            updated_at=moment_of(row, "updated_at", now),
        )
        session.add(portfolio)
        session.flush()
        _sections(session, portfolio.id, text(row, "id"), copy, known)


def _sections(session: Session, portfolio_id: str, was: str, copy: Copy, known: Mapping[str, Known]) -> None:
    mine = [row for row in copy.rows("portfolio_sections") if row.get("portfolio_id") == was]
    for place, row in enumerate(sorted(mine, key=position)[:MOST_PARTS]):
        kind = text(row, "kind")
        if kind not in MAY_HOLD:
            continue
        section = PortfolioSection(
            portfolio_id=portfolio_id,
            position=place,
            kind=kind,
            title=_cut(row, "title", "section_title"),
            claim=_cut(row, "claim"),
            words=_cut(row, "words"),
        )
        session.add(section)
        session.flush()
        _items(session, section, text(row, "id"), copy, known)


def _items(
    session: Session, section: PortfolioSection, was: str, copy: Copy, known: Mapping[str, Known]
) -> None:
    """A thing that did not come back leaves its place empty; the words beside it go with it."""
    mine = [row for row in copy.rows("portfolio_items") if row.get("section_id") == was]
    for place, row in enumerate(sorted(mine, key=position)[:MOST_PARTS]):
        refers = {name: known[kind].get(text(row, name)) for name, kind in REFERENCES.items()}
        named = [name for name, id_ in refers.items() if id_]
        skill = "" if named else _cut(row, "skill")
        kind = named[0].removesuffix("_id") if named else "skill"
        if section.kind == PATHS:
            skill, kind = known.get("paths", {}).get(skill, ""), "path"
        if len(named) > 1 or (not named and not skill) or kind not in MAY_HOLD[section.kind]:
            continue
        session.add(
            PortfolioItem(
                section_id=section.id,
                position=place,
                skill=skill,
                caption=_cut(row, "caption"),
                reflection=_cut(row, "reflection"),
                **refers,
            )
        )


def _posts(session: Session, holder: str, copy: Copy, credentials: Known) -> None:
    for row in copy.rows("linkedin_posts"):
        credential, kind = credentials.get(text(row, "credential_id")), text(row, "kind")
        at = instant(row, "at")
        if credential is None or kind not in {"profile", "post"} or at is None:
            continue
        if not there(session, LinkedInPost, holder, credential_id=credential, at=at):
            removed = instant(row, "removed_at")
            session.add(
                LinkedInPost(
                    account_id=holder, credential_id=credential, kind=kind, at=at, removed_at=removed
                )
            )


def _picture(session: Session, copy: Copy, row: Mapping[str, Any]) -> str | None:
    data = copy.file_of(row, "picture_digest")
    if data is None:
        return None
    try:
        drawn = reencode_picture(data)
    except Unreadable:
        return None
    return originals.keep_picture(session, drawn.data, width=drawn.width, height=drawn.height)


# -- values ---------------------------------------------------------------------------------------------


def _cut(row: Mapping[str, Any], name: str, field: str = "") -> str:
    limit = LIMITS[field or name]
    return plain(text(row, name))[:limit].strip()
