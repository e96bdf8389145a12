"""What a holder has, as other rooms count it: few facts of each credential, read in one query."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from wallet.credentials.proof_kinds import kind_in_force
from wallet.services import Services
from wallet.store.models.columns import in_offset
from wallet.store.models.credential import HeldCredential


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
    version: int = 0  # rises with every change
    another: bool = False  # issued to somebody else: never counts as the holder's


_COLUMNS = (
    HeldCredential.id,
    HeldCredential.title,
    HeldCredential.name,
    HeldCredential.issuer_name,
    HeldCredential.issuer_id,
    HeldCredential.verdict,
    HeldCredential.another,
    HeldCredential.issued_at,
    HeldCredential.issued_offset,
    HeldCredential.expires_at,
    HeldCredential.expires_offset,
    HeldCredential.field,
    HeldCredential.own_field,
    HeldCredential.own_kind,
    HeldCredential.facts,
    HeldCredential.version,
)
MOST_ASKED_FOR = 500  # by their id; when more have changed, all are read


def stamps_of(holders: Collection[str], *, services: Services) -> Mapping[str, tuple[Any, ...]]:
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
    with services.store.read() as session:
        found = {row[0]: tuple(row[1:]) for row in session.execute(query)}
    return {holder: found.get(holder, (0, None, None)) for holder in holders}


def holdings_of(holder: str, *, services: Services) -> tuple[HeldFacts, ...]:
    """Everything held and not deleted, oldest first."""
    return holdings_of_each((holder,), services=services)[holder]


def holdings_of_each(holders: Collection[str], *, services: Services) -> Mapping[str, tuple[HeldFacts, ...]]:
    """The same for several people, in one query."""
    query = (
        select(HeldCredential.account_id, *_COLUMNS)
        .where(HeldCredential.account_id.in_(holders), HeldCredential.deleted_at.is_(None))
        .order_by(HeldCredential.created_at, HeldCredential.id)
    )
    rows: dict[str, list[Any]] = {holder: [] for holder in holders}
    with services.store.read() as session:
        for row in session.execute(query):
            rows[row.account_id].append(row)
    return {holder: _held(found) for holder, found in rows.items()}


def holdings_again(
    known: Mapping[str, Mapping[str, HeldFacts]], *, services: Services
) -> Mapping[str, tuple[HeldFacts, ...]]:
    """What each holds now, where most of it (by id) is known from before: only what has changed is read.
    What did not change is given back as the very same object."""
    new = {holder for holder, before in known.items() if not before}
    found = dict(holdings_of_each(new, services=services)) if new else {}
    versions = _versions_of(known.keys() - new, services=services) if known.keys() - new else {}
    changed = [
        (holder, id)
        for holder, now in versions.items()
        for id, version in now.items()
        if id not in known[holder] or known[holder][id].version != version
    ]
    if len(changed) > MOST_ASKED_FOR:
        return {**found, **holdings_of_each(versions.keys(), services=services)}
    read = _read({id for _, id in changed}, services=services) if changed else {}
    for holder, now in versions.items():
        together = (read.get(id) or known[holder].get(id) for id in now)
        found[holder] = _with_parts([one for one in together if one is not None])
    return found


def _versions_of(holders: Collection[str], *, services: Services) -> Mapping[str, dict[str, int]]:
    """The version of everything they hold, oldest first."""
    of = HeldCredential.__table__.c  # plain columns: three words each of thousands of rows
    query = (
        select(of.account_id, of.id, of.version)
        .where(of.account_id.in_(holders), of.deleted_at.is_(None))
        .order_by(of.created_at, of.id)
    )
    versions: dict[str, dict[str, int]] = {holder: {} for holder in holders}
    with services.store.read() as session:
        for holder, id, version in session.execute(query):
            versions[holder][id] = version
    return versions


def _read(ids: Collection[str], *, services: Services) -> dict[str, HeldFacts]:
    with services.store.read() as session:
        rows = session.execute(select(*_COLUMNS).where(HeldCredential.id.in_(ids))).all()
    return {row.id: _one(row) for row in rows}


def _held(rows: Sequence[Any]) -> tuple[HeldFacts, ...]:
    return _with_parts([_one(row) for row in rows])


def _one(row: Any) -> HeldFacts:
    facts = row.facts or {}
    if row.own_field:  # the holder's own label goes first
        own = {"work": ["employment"], "other": []}.get(row.own_field, [row.own_field])
        facts = {**facts, "areas": own}
    return HeldFacts(
        id=row.id,
        title=row.title or row.name,
        issuer_name=row.issuer_name,
        issuer_id=row.issuer_id,
        verdict=row.verdict,
        another=row.another,
        issued_on=_day(row.issued_at, row.issued_offset),
        expires_on=_day(row.expires_at, row.expires_offset),
        field=row.own_field or row.field,
        kind=kind_in_force(facts.get("kind", "other"), row.own_kind),
        facts=facts,
        version=row.version,
    )


def _day(moment: datetime | None, offset: int | None) -> date | None:
    there = in_offset(moment, offset)
    return there.date() if there else None


def _with_parts(held: list[HeldFacts]) -> tuple[HeldFacts, ...]:
    """With what is known only beside the rest: which of the parts that one names are held too."""
    if not any(one.facts.get("part_names") for one in held):
        return tuple(held)
    named: dict[str, set[str]] = {}
    for one in held:
        for name in ("id", "achievement"):
            if key := one.facts.get(name):
                named.setdefault(key, set()).add(one.id)
    return tuple(_parted(one, named) if one.facts.get("part_names") else one for one in held)


def _parted(one: HeldFacts, named: Mapping[str, set[str]]) -> HeldFacts:
    parts = sorted(set().union(*(named.get(name, set()) for name in one.facts["part_names"])) - {one.id})
    return one if one.facts.get("parts") == parts else replace(one, facts={**one.facts, "parts": parts})
