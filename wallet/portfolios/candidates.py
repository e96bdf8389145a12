"""What of the wallet may stand in a portfolio. Each query names the holder: another's is not there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from wallet.collection.nested import doubt_of
from wallet.portfolios.cards import Thing
from wallet.portfolios.errors import BadgeOfSomeoneElse
from wallet.portfolios.texts import entry_word, evidence_word
from wallet.services import Services
from wallet.shared_page import offered_paths
from wallet.store.models.credential import HeldCredential
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.web.languages import day

MOST = 300  # of each kind in a list to choose from
LONGEST_TITLE = 90


def list_things(session: Session, holder: str, kinds: Iterable[str]) -> list[Thing]:
    """Everything of these kinds that the holder has, newest first; no credential of somebody else."""
    found: list[Thing] = []
    for kind in kinds:
        if kind in _QUERIES:
            table, query = _QUERIES[kind]
            mine = query(holder).where(~table.another) if table is HeldCredential else query(holder)
            rows = session.scalars(mine.order_by(table.created_at.desc(), table.id).limit(MOST))
            found += [_SHOWN[kind](row) for row in rows]
    return found


def find_things(session: Session, holder: str, kind: str, ids: set[str]) -> dict[str, Thing]:
    """Those of `ids` that are the holder's, by id."""
    if kind not in _QUERIES or not ids:
        return {}
    table, query = _QUERIES[kind]
    return {row.id: _SHOWN[kind](row) for row in session.scalars(query(holder).where(table.id.in_(ids)))}


def refuse_another(things: Iterable[Thing]) -> None:
    """Refused `badge-of-someone-else` if one of them was issued to somebody else."""
    for thing in things:
        if thing.another:
            raise BadgeOfSomeoneElse(title=thing.title[:200])


def paths_of(holder: str, *, services: Services) -> dict[str, Thing]:
    """The holder's paths, by id. Ask outside a transaction: another package answers."""
    offered = offered_paths.paths(services)
    chosen = offered.choices(holder, services=services)[:MOST] if offered is not None else ()
    return {id: Thing(kind="path", id=id, title=title, about="") for id, title in chosen}


def _credentials(holder: str) -> Select[Any]:
    return select(HeldCredential).where(
        HeldCredential.account_id == holder, HeldCredential.deleted_at.is_(None)
    )


def _entries(holder: str) -> Select[Any]:
    return select(OwnEntry).where(OwnEntry.account_id == holder, OwnEntry.deleted_at.is_(None))


def _evidence(holder: str) -> Select[Any]:
    """Not what belongs to an entry that was deleted."""
    return (
        select(Evidence)
        .outerjoin(OwnEntry, OwnEntry.id == Evidence.entry_id)
        .where(Evidence.account_id == holder, or_(Evidence.entry_id.is_(None), OwnEntry.deleted_at.is_(None)))
    )


def _credential(row: HeldCredential) -> Thing:
    about = [row.issuer_name, day(row.issued_there)]
    return Thing(
        kind="credential",
        id=row.id,
        title=row.title or row.name,
        about=" · ".join(part for part in about if part),
        verdict=row.verdict or "",
        case=row.told or "",
        another=row.another,
        doubt=doubt_of(row.facts),
        field=row.field or "other",
        has_picture=row.picture_digest is not None,
        at=row.issued_at,
        when=day(row.issued_there),
    )


def _entry(row: OwnEntry) -> Thing:
    when = row.ended_on or row.began_on
    about = [entry_word(row.kind), row.organisation, when]
    return Thing(
        kind="entry",
        id=row.id,
        title=row.title,
        about=" · ".join(part for part in about if part),
        at=_moment(when),
        when=when,
    )


def _piece(row: Evidence) -> Thing:
    title = row.title or row.name or row.url or " ".join(row.words.split())
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1] + "…"
    return Thing(kind="evidence", id=row.id, title=title, about=evidence_word(row.kind), at=row.created_at)


def _moment(given: str) -> datetime | None:
    """The end of YYYY, YYYY-MM or YYYY-MM-DD is not needed here: its beginning sorts well enough."""
    try:
        return datetime.fromisoformat((given + "-01-01")[:10]).replace(tzinfo=UTC) if given else None
    except ValueError:
        return None


_QUERIES: dict[str, tuple[Any, Any]] = {
    "credential": (HeldCredential, _credentials),
    "entry": (OwnEntry, _entries),
    "evidence": (Evidence, _evidence),
}
_SHOWN: dict[str, Any] = {"credential": _credential, "entry": _entry, "evidence": _piece}
