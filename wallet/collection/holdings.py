"""What a holder has, as other rooms count it: few facts of each credential, read in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from wallet.store.tables import HeldCredential
from wallet.web.house import House


@dataclass(frozen=True)
class HeldFacts:
    """One credential. `facts` is what `collection.facts` found in it, empty before it was looked at."""

    id: str
    title: str
    issuer_name: str
    issuer_id: str
    verdict: str | None
    issued_on: date | None
    expires_on: date | None
    field: str
    kind: str  # of proof: skill, participation…; the holder's own label goes first
    facts: Mapping[str, Any]


_COLUMNS = (
    HeldCredential.id,
    HeldCredential.title,
    HeldCredential.name,
    HeldCredential.issuer_name,
    HeldCredential.issuer_id,
    HeldCredential.verdict,
    HeldCredential.issued_at,
    HeldCredential.expires_at,
    HeldCredential.field,
    HeldCredential.own_field,
    HeldCredential.own_kind,
    HeldCredential.facts,
)


def stamp_of(holder: str, *, house: House) -> tuple[Any, ...]:
    """Equal as long as nothing that the holder has was changed, added or removed."""
    query = select(func.count(), func.sum(HeldCredential.version), func.max(HeldCredential.created_at)).where(
        HeldCredential.account_id == holder, HeldCredential.deleted_at.is_(None)
    )
    with house.store.read() as session:
        return tuple(session.execute(query).one())


def holdings_of(holder: str, *, house: House) -> tuple[HeldFacts, ...]:
    """Everything held and not deleted, oldest first."""
    query = (
        select(*_COLUMNS)
        .where(HeldCredential.account_id == holder, HeldCredential.deleted_at.is_(None))
        .order_by(HeldCredential.created_at, HeldCredential.id)
    )
    with house.store.read() as session:
        rows = session.execute(query).all()
    named = _named(rows)
    return tuple(
        HeldFacts(
            id=row.id,
            title=row.title or row.name,
            issuer_name=row.issuer_name,
            issuer_id=row.issuer_id,
            verdict=row.verdict,
            issued_on=row.issued_at.date() if row.issued_at else None,
            expires_on=row.expires_at.date() if row.expires_at else None,
            field=row.own_field or row.field,
            kind=row.own_kind or (row.facts or {}).get("kind", "other"),
            facts=_facts(row, named),
        )
        for row in rows
    )


def _named(rows: Sequence[Any]) -> Mapping[str, set[str]]:
    """Which credentials held go by an identifier: their own, or that of what was achieved."""
    named: dict[str, set[str]] = {}
    if any((row.facts or {}).get("part_names") for row in rows):
        for row in rows:
            for name in ("id", "achievement"):
                if key := (row.facts or {}).get(name):
                    named.setdefault(key, set()).add(row.id)
    return named


def _facts(row: Any, named: Mapping[str, set[str]]) -> Mapping[str, Any]:
    """What was found, with what is known only beside the rest: the parts held too, the holder's own label."""
    facts = row.facts or {}
    if parts := facts.get("part_names"):
        held = set().union(*(named.get(name, set()) for name in parts)) - {row.id}
        facts = {**facts, "parts": sorted(held)}
    if row.own_field:
        own = {"work": ["employment"], "other": []}.get(row.own_field, [row.own_field])
        facts = {**facts, "areas": own}
    return facts
