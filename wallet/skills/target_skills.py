"""What a path's target needs: kept lists, the chosen occupation, advisers' diagnoses; and steps from gaps.

A pasted list and what the holder confirmed are one row of `diagnosis`, source "list", of that path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from wallet.credentials.parsing.names import normal
from wallet.errors import NotFound
from wallet.paths.goals import STALE_AFTER_DAYS
from wallet.paths.service import StepWish, own_path, save_step
from wallet.services import Services
from wallet.skills.diagnosis_item import items_of
from wallet.skills.errors import NeedsNotReadable, NeedsTooLong, NoGapChosen
from wallet.skills.gaps import MISSING, Gap, Need, gaps_of, needs_of
from wallet.skills.service import PROVEN
from wallet.skills.skill_profile import Having, having
from wallet.store.models.advising import Diagnosis
from wallet.store.models.path import Path, Step
from wallet.vocabulary import service as vocabulary

MOST_TEXT = 40_000


@dataclass(frozen=True)
class GapPage:
    path_id: str
    title: str
    goal: str
    occupation: str  # its label, "" while none is chosen
    occupation_uri: str
    pasted: str
    gaps: tuple[Gap, ...]
    planned: frozenset[str]  # keys of needs that a step asks for already
    small_step: bool  # goal return: one step of at most 20 hours comes first
    having: Having
    with_occupations: bool
    esco: bool

    def of_state(self, *states: str) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.state in states)

    @property
    def proofs(self) -> tuple[str, ...]:
        """Credentials that prove something of what is needed, for a portfolio."""
        found = (
            proof.id
            for gap in self.gaps
            if gap.skill and gap.state == PROVEN
            for proof in gap.skill.proofs
            if proof.state == PROVEN
        )
        return tuple(dict.fromkeys(found))[:40]


def gap_page(holder: str, path_id: str, *, services: Services, language: str) -> GapPage:
    """NotFound unless it is the holder's path."""
    with services.store.read() as session:
        path = _path(session, holder, path_id)
        rows = session.scalars(
            select(Diagnosis)
            .where(
                Diagnosis.account_id == holder,
                (Diagnosis.path_id == path_id) | (Diagnosis.path_id.is_(None)),
            )
            .order_by(Diagnosis.at)
        ).all()
        steps = session.scalars(select(Step.rule).where(Step.path_id == path_id)).all()
        session.expunge_all()
    occupation = path.target_uri if path.target_kind == "occupation" else ""
    needs = [
        Need(found.label, found.uri, found.essential, "occupation", found.fields)
        for found in vocabulary.asked_by(services.store, occupation, language=language)
    ]
    named = vocabulary.concepts(services.store, [occupation], language=language).get(occupation)
    needs += [need for row in rows for need in _needs_in(row)]
    own = next((row for row in rows if row.source == "list" and row.path_id == path_id), None)
    have = having(holder, services=services, language=language)
    gaps = gaps_of(needs, have.skills, _confirmed(own))
    return GapPage(
        path_id=path.id,
        title=path.title,
        goal=path.goal,
        occupation=named.label if named else "",
        occupation_uri=occupation if named else "",
        pasted="\n".join(str(item.get("label", "")) for item in _items(own) if item.get("is") == "need"),
        gaps=gaps,
        planned=frozenset(skill for rule in steps for skill in vocabulary.skills_in_rule(rule)),
        small_step=path.goal == "return",
        having=have,
        with_occupations=vocabulary.is_ready(services.store),
        esco=have.esco or bool(named),
    )


def _path(session: Any, holder: str, path_id: str) -> Path:
    path = session.scalars(
        select(Path).where(Path.id == path_id, Path.account_id == holder, Path.deleted_at.is_(None))
    ).one_or_none()
    if path is None:
        raise NotFound()
    return path


def _items(row: Diagnosis | None) -> list[dict[str, Any]]:
    return [item for item in (row.items if row else []) if isinstance(item, dict)]


def _needs_in(row: Diagnosis) -> list[Need]:
    """What a kept list asks for, or the gaps an adviser found."""
    if row.source == "adviser":
        return [Need(item.label, item.uri, True, "adviser") for item in items_of(row.items) if item.is_gap]
    labels = (str(item.get("label") or "").strip() for item in _items(row) if item.get("is") == "need")
    return [Need(label, "", True, "list") for label in labels if label]


def _confirmed(row: Diagnosis | None) -> dict[str, str]:
    return {str(item["need"]): str(item["skill"]) for item in _items(row) if item.get("is") == "fit"}


def choose_occupation(holder: str, path_id: str, uri: str, *, services: Services, language: str) -> None:
    """Make an occupation of the vocabulary the path's target. NotFound for one that is not in it."""
    found = vocabulary.concepts(services.store, [uri], language=language).get(uri)
    if found is None or "/occupation/" not in uri:
        raise NotFound()
    with services.store.write() as session:
        path = own_path(session, holder, path_id, now=services.clock.now())
        path.target_kind, path.target_uri = "occupation", uri
        path.target_label = path.target_label or found.label


def paste_needs(holder: str, path_id: str, text: str, *, services: Services) -> int:
    """Keep the list in place of the one before; what was confirmed stays. Returns how many needs it has."""
    if len(text) > MOST_TEXT:
        raise NeedsTooLong(most=MOST_TEXT)
    needs = needs_of(text)
    if text.strip() and not needs:
        raise NeedsNotReadable()

    def keep(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        fits = [item for item in items if item.get("is") == "fit"]
        return [{"is": "need", "label": label} for label in needs] + fits

    _change(holder, path_id, keep, services=services)
    return len(needs)


def confirm_fit(
    holder: str, path_id: str, need: str, skill: str, *, fits: bool, services: Services, language: str
) -> None:
    """The holder says that a need means a skill they have, or takes that back."""
    page = gap_page(holder, path_id, services=services, language=language)
    if need not in {gap.need.key for gap in page.gaps}:
        raise NotFound()
    if fits and skill not in {one.key for one in page.having.skills}:
        raise NotFound()

    def keep(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        others = [item for item in items if not (item.get("is") == "fit" and item.get("need") == need)]
        return [*others, {"is": "fit", "need": need, "skill": skill}] if fits else others

    _change(holder, path_id, keep, services=services)


def _change(holder: str, path_id: str, keep: Any, *, services: Services) -> None:
    with services.store.write() as session:
        _path(session, holder, path_id)
        row = session.scalars(
            select(Diagnosis)
            .where(Diagnosis.account_id == holder, Diagnosis.path_id == path_id, Diagnosis.source == "list")
            .limit(1)
        ).one_or_none()
        if row is None:
            row = Diagnosis(account_id=holder, path_id=path_id, source="list", items=[])
            session.add(row)
        row.items = keep(_items(row))
        row.at = services.clock.now()


def make_steps(holder: str, path_id: str, keys: Sequence[str], *, services: Services, language: str) -> int:
    """A step for each chosen gap that has none yet: a skill to be proved. Returns how many were made."""
    page = gap_page(holder, path_id, services=services, language=language)
    chosen = [gap for gap in page.gaps if gap.is_gap and gap.need.key in set(keys)]
    if not chosen:
        raise NoGapChosen()
    made = 0
    for gap in chosen:
        if normal(gap.need.key) in page.planned:
            continue
        save_step(holder, path_id, None, _step(gap, first=page.small_step and made == 0), services=services)
        made += 1
    return made


def _step(gap: Gap, *, first: bool) -> StepWish:
    names = [gap.need.uri or gap.need.label]  # as it was written; rules compare without regard to case
    if gap.skill is not None and gap.skill.key != normal(names[0]):
        names.append(gap.skill.key)
    field = next(iter(gap.need.areas), "")
    if not field and gap.skill is not None:
        field = next(iter(sorted(gap.skill.areas)), "")
    rule: dict[str, Any] = {"type": "skill", "any_of": names}
    if gap.state != MISSING:  # what is stale or only said must be proved, and recently
        rule["where"] = {"verified_only": True, "max_age_days": STALE_AFTER_DAYS}
    title = gap.need.label[:1].upper() + gap.need.label[1:]
    return StepWish(
        title=title,
        rule=rule,
        required=gap.need.essential,
        hours="20" if first else "",
        field=field,
    )
