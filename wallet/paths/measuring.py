"""A stored path, measured against what its holder has today."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made_by
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from wallet.collection.holdings import HeldFacts, holdings_again, stamps_of
from wallet.errors import NotFound
from wallet.paths.progress import Counted, Deeds, Holdings, PathProgress, StepFacts, measure_path
from wallet.paths.rules.language import Rule, Where, normal, read_rule
from wallet.services import Services
from wallet.store.models.path import Path, Step, StepEvidence, StepMark
from wallet.vocabulary import service as vocabulary

AREA_OF = {"work": "employment"}  # what the shelves of the wallet call it, and what rules do
# Verdicts under which a credential never counts, whatever a rule asks.
FAULTS = frozenset({"revoked", "suspended", "invalid", "unreadable"})
ANOTHER = "another-person"  # the reason why what was issued to somebody else never counts


Laid = tuple[str, str | None]  # id of what was laid beside a step, and the own entry that it is


@dataclass(frozen=True)
class Measured:
    """A path with its steps in order, and how far it has come."""

    path: Path
    steps: tuple[Step, ...]
    deeds: dict[str, Deeds]
    progress: PathProgress
    held: dict[str, HeldFacts]
    names: Mapping[str, str] = made_by(default_factory=dict)  # of skills that rules ask for
    laid: Mapping[str, Sequence[Laid]] = made_by(default_factory=dict)  # evidence beside each step, in order


def today_of(services: Services) -> date:
    return services.clock.now().date()


def counted(held: HeldFacts) -> Counted:
    """What the rules see of a credential: verdict and facts, normalised."""
    facts = held.facts
    fault = ANOTHER if held.another else held.verdict if held.verdict in FAULTS else ""
    fault = fault or ("failed" if facts.get("failed") else "")
    expires_on = held.expires_on
    if held.verdict == "expired" and expires_on is None:
        expires_on = held.issued_on or date.min
    return Counted(
        id=held.id,
        achievement=str(facts.get("achievement", "")),
        title=normal(held.title),
        issuers=_issuers(held.issuer_name, held.issuer_id),
        skills=frozenset(facts.get("skills", ())),  # normalised when they were taken out
        ects=_amount(facts.get("ects")),
        hours=_amount(facts.get("hours")),
        eqf=facts.get("eqf"),
        issued_on=held.issued_on,
        expires_on=expires_on,
        verified=held.verdict == "valid" and not held.another,
        fault=fault,
        proof_kind=held.kind,
        transparency=int(facts.get("transparency", 0)),
        areas=frozenset(facts.get("areas", ()))
        | ({AREA_OF.get(held.field, held.field)} if held.field else set()),
        assessed=bool(facts.get("assessed")),
        parts=frozenset(facts.get("parts", ())),
    )


@lru_cache(maxsize=4096)
def _issuers(name: str, id: str) -> frozenset[str]:
    return frozenset(normal(text) for text in (name, id) if text)


def _amount(value: Any) -> Fraction | None:
    return _exact(str(value)) if value not in (None, "") else None


@lru_cache(maxsize=4096)
def _exact(amount: str) -> Fraction:
    return Fraction(amount)


# What the busiest holders have, as it was read: (stamp, day) says whether it still is so.
Kept = tuple[Any, Holdings, dict[str, HeldFacts]]
_KEPT: OrderedDict[str, Kept] = OrderedDict()
MOST_KEPT = 32
_keeping = threading.Lock()


def holdings_today(holder: str, *, services: Services) -> tuple[Holdings, dict[str, HeldFacts]]:
    """What the holder has, indexed for measuring; read anew whenever any of it has changed."""
    return holdings_of_several({holder}, services=services)[holder]


def holdings_of_several(
    holders: Collection[str], *, services: Services
) -> dict[str, tuple[Holdings, dict[str, HeldFacts]]]:
    """The same for several people: two queries, however many they are."""
    today = today_of(services)
    stamps = {holder: (stamp, today) for holder, stamp in stamps_of(holders, services=services).items()}
    found = {}
    with _keeping:
        for holder, stamp in stamps.items():
            kept = _KEPT.get(holder)
            if kept is not None and kept[0] == stamp:
                _KEPT.move_to_end(holder)
                found[holder] = (kept[1], kept[2])
    missing = stamps.keys() - found.keys()
    if not missing:
        return found
    with _keeping:
        before = {holder: _KEPT.get(holder) for holder in missing}
    known = {holder: kept[2] if kept else {} for holder, kept in before.items()}
    for holder, facts in holdings_again(known, services=services).items():
        found[holder] = _indexed(facts, before[holder], today=today)
    with _keeping:
        for holder in missing:
            _KEPT[holder] = (stamps[holder], *found[holder])
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


def _indexed(
    facts: Sequence[HeldFacts], before: Kept | None, *, today: date
) -> tuple[Holdings, dict[str, HeldFacts]]:
    """The facts, ready to be measured. What did not change is not read again."""
    _, known, held = before or (None, None, {})
    read = (
        known.all[one.id] if known is not None and held.get(one.id) is one else counted(one) for one in facts
    )
    return Holdings(read, today=today), {one.id: one for one in facts}


def measure_paths(holder: str, *, services: Services, path_id: str | None = None) -> tuple[Measured, ...]:
    """All paths of the holder, or the one asked for (NotFound if there is none). Four queries."""
    query = select(Path).where(Path.account_id == holder, Path.deleted_at.is_(None)).order_by(Path.created_at)
    if path_id is not None:
        query = query.where(Path.id == path_id)
    measured = _measure(query, services=services)
    if path_id is not None and not measured:
        raise NotFound()
    return measured


def measure_chosen(chosen: Mapping[str, Collection[str]], *, services: Services) -> tuple[Measured, ...]:
    """These paths of these holders, those that are there: as many queries for a hundred people as for one."""
    query = select(Path).where(
        Path.account_id.in_(chosen),
        Path.id.in_({id for ids in chosen.values() for id in ids}),
        Path.deleted_at.is_(None),
    )
    return tuple(
        one
        for one in _measure(query, services=services)
        if one.path.id in chosen.get(one.path.account_id, ())
    )


def _measure(query: Any, *, services: Services) -> tuple[Measured, ...]:
    with services.store.read() as session:
        paths = session.scalars(query).all()
        ids = [path.id for path in paths]
        steps = session.scalars(
            select(Step).where(Step.path_id.in_(ids)).order_by(Step.path_id, Step.position, Step.id)
        ).all()
        laid = _laid(session, [step.id for step in steps])
        deeds = _deeds(session, laid)
        session.expunge_all()
    if not paths:
        return ()
    things = holdings_of_several({path.account_id for path in paths}, services=services)
    names = vocabulary.names_in_rules([step.rule for step in steps], services=services)
    by_path: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        by_path[step.path_id].append(step)
    return tuple(
        Measured(
            path=path,
            steps=tuple(by_path[path.id]),
            deeds={step.id: deeds[step.id] for step in by_path[path.id]},
            progress=measure_path(
                [step_facts(step, deeds[step.id], path.conditions) for step in by_path[path.id]],
                things[path.account_id][0],
            ),
            held=things[path.account_id][1],
            names=names,
            laid={step.id: laid[step.id] for step in by_path[path.id]},
        )
        for path in paths
    )


def step_facts(step: Step, deeds: Deeds, conditions: dict[str, Any]) -> StepFacts:
    return StepFacts(
        id=step.id,
        rule=rule_of(step.rule, conditions),
        weight=Fraction(step.weight),
        required=step.required,
        needs_review=step.needs_review,
        review=step.review,
        due_on=date.fromisoformat(step.due_on) if step.due_on else None,
        deeds=deeds,
    )


# Rules as they were read, by what they say. Rules never change once read, so whoever asks may share them.
_RULES: dict[str, Rule] = {}
MOST_RULES = 5_000


def rule_of(rule: dict[str, Any], conditions: dict[str, Any]) -> Rule:
    """The step's rule under what the whole path asks."""
    key = repr((rule, conditions))
    found = _RULES.get(key)
    if found is None:
        found = read_rule(rule)[0]
        if conditions:
            outer, _ = read_rule({"type": "evidence", "where": conditions})
            found = replace(found, where=found.where.within(outer.where if outer else Where()))
        if len(_RULES) >= MOST_RULES:
            _RULES.clear()
        _RULES[key] = found
    return found


def _laid(session: Any, step_ids: list[str]) -> dict[str, list[Laid]]:
    found: dict[str, list[Laid]] = {step_id: [] for step_id in step_ids}
    query = select(StepEvidence.step_id, StepEvidence.id, StepEvidence.entry_id)
    query = query.where(StepEvidence.step_id.in_(step_ids)).order_by(StepEvidence.at, StepEvidence.id)
    for step_id, id, entry_id in session.execute(query):
        found[step_id].append((id, entry_id))
    return found


def _deeds(session: Any, laid: Mapping[str, Sequence[Laid]]) -> dict[str, Deeds]:
    marks: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    query = select(StepMark.step_id, StepMark.key, StepMark.role).where(StepMark.step_id.in_(laid))
    for step_id, key, role in session.execute(query):
        marks[step_id][key] = marks[step_id].get(key, frozenset()) | {role}
    return {step_id: Deeds(len(pieces), marks[step_id]) for step_id, pieces in laid.items()}
