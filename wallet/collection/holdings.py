"""What a holder has, as other rooms count it: few facts of each credential, read in one query."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


def stamps_of(holders: Collection[str], *, house: House) -> Mapping[str, tuple[Any, ...]]:
    """For each a stamp that stays equal as long as nothing they have was changed, added or removed."""
    query = (
        select(
            HeldCredential.account_id,
            func.count(),
            func.sum(HeldCredential.version),
            func.max(HeldCredential.created_at),
        )
        .where(HeldCredential.account_id.in_(holders), HeldCredential.deleted_at.is_(None))
        .group_by(HeldCredential.account_id)
    )
    with house.store.read() as session:
        found = {row[0]: tuple(row[1:]) for row in session.execute(query)}
    return {holder: found.get(holder, (0, None, None)) for holder in holders}


def holdings_of(holder: str, *, house: House) -> tuple[HeldFacts, ...]:
    """Everything held and not deleted, oldest first."""
    return holdings_of_each((holder,), house=house)[holder]


def holdings_of_each(holders: Collection[str], *, house: House) -> Mapping[str, tuple[HeldFacts, ...]]:
    """The same for several people, in one query."""
    query = (
        select(HeldCredential.account_id, *_COLUMNS)
        .where(HeldCredential.account_id.in_(holders), HeldCredential.deleted_at.is_(None))
        .order_by(HeldCredential.created_at, HeldCredential.id)
    )
    rows: dict[str, list[Any]] = {holder: [] for holder in holders}
    with house.store.read() as session:
        for row in session.execute(query):
            rows[row.account_id].append(row)
    return {holder: _held(found) for holder, found in rows.items()}


def _held(rows: Sequence[Any]) -> tuple[HeldFacts, ...]:
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
