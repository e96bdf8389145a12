"""An adviser's diagnosis of a path: skills, how well each is needed and how well it is there. The holder
reads all of it; steps come of it only through a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from wallet.advising import proposals
from wallet.advising.errors import DiagnosisHasNoGap, DiagnosisIsEmpty, DiagnosisTooLong
from wallet.advising.grants_in_force import Granted
from wallet.advising.proposals import granted_path
from wallet.credentials.parsing.names import normal
from wallet.errors import NotFound
from wallet.paths.service import StepWish, line
from wallet.services import Services
from wallet.skills.diagnosis_item import LEVELS, USUALLY_NEEDED, Item, items_of, level_of
from wallet.store.models.advising import Diagnosis
from wallet.store.models.path import Path
from wallet.vocabulary import service as vocabulary

MOST_ITEMS = 60
SOURCE = "adviser"


@dataclass(frozen=True)
class DiagnosisCard:
    author: str
    title: str
    at: datetime | None
    items: tuple[Item, ...]

    @property
    def gaps(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_gap)


@dataclass(frozen=True)
class DiagnosisPage:
    """What the adviser fills in."""

    grant: Granted
    path_id: str
    path_title: str
    card: DiagnosisCard
    with_skills: bool  # there is a vocabulary to search


def page_of(adviser: str, path_id: str, *, services: Services) -> DiagnosisPage:
    with services.store.read() as session:
        grant, path = granted_path(session, adviser, path_id, services=services)
        row = _of_adviser(session, adviser, path_id)
        card = _card(row) if row else DiagnosisCard("", "", None, ())
        title = path.title
    with_skills = vocabulary.is_ready(services.store, kinds=("skill", "occupation"))
    return DiagnosisPage(grant, path_id, title, card, with_skills)


def diagnoses_for(holder: str, path_id: str, *, services: Services) -> tuple[DiagnosisCard, ...]:
    """For the holder: every adviser's diagnosis of their path, newest first."""
    mine = select(Path.id).where(Path.id == path_id, Path.account_id == holder, Path.deleted_at.is_(None))
    with services.store.read() as session:
        if session.scalars(mine).one_or_none() is None:
            raise NotFound()
        rows = session.scalars(
            select(Diagnosis)
            .where(Diagnosis.account_id == holder, Diagnosis.path_id == path_id, Diagnosis.source == SOURCE)
            .order_by(Diagnosis.at.desc(), Diagnosis.id)
        ).all()
        return tuple(_card(row) for row in rows)


def _card(row: Diagnosis) -> DiagnosisCard:
    return DiagnosisCard(row.author_name, row.title, row.at, items_of(row.items))


def _of_adviser(session: Session, adviser: str, path_id: str) -> Diagnosis | None:
    return session.scalars(
        select(Diagnosis)
        .where(Diagnosis.path_id == path_id, Diagnosis.author_id == adviser, Diagnosis.source == SOURCE)
        .order_by(Diagnosis.at.desc())
        .limit(1)
    ).one_or_none()


def read_items(form: Mapping[str, Any]) -> tuple[Item, ...]:
    """The lines as they were typed; a line without words is none."""
    found = []
    for n in range(MOST_ITEMS + 10):
        label = line(str(form.get(f"label-{n}", "")))
        if label:
            levels = {name: level_of(form.get(f"{name}-{n}", "")) for name in ("needed", "self", "adviser")}
            found.append(
                Item(
                    label,
                    str(form.get(f"uri-{n}", ""))[:500],
                    levels["needed"],
                    levels["self"],
                    levels["adviser"],
                )
            )
    return tuple(found)


def save(
    adviser: str, path_id: str, items: Sequence[Item], title: str, *, services: Services, language: str
) -> None:
    """Keep it in place of this adviser's diagnosis before. Skills are linked to the vocabulary only where it
    has them."""
    if len(items) > MOST_ITEMS:
        raise DiagnosisTooLong(most=MOST_ITEMS)
    known = vocabulary.concepts(services.store, [item.uri for item in items if item.uri], language=language)
    kept = [
        replace(item, source="esco") if item.uri in known else replace(item, uri="", source="own")
        for item in _each_once(items)
    ]
    with services.store.write() as session:
        grant, _path = granted_path(session, adviser, path_id, services=services)
        row = _of_adviser(session, adviser, path_id)
        if row is None:
            if not kept:
                raise DiagnosisIsEmpty()
            row = Diagnosis(account_id=grant.holder, path_id=path_id, author_id=adviser, source=SOURCE)
            session.add(row)
        row.author_name, row.title, row.at = grant.adviser_name, line(title), services.clock.now()
        row.items = [item.kept() for item in kept]


def with_skill(items: Sequence[Item], uri: str, *, services: Services, language: str) -> tuple[Item, ...]:
    """One more line, for a skill of the vocabulary."""
    found = vocabulary.concepts(services.store, [uri], language=language).get(uri)
    if found is None:
        return tuple(items)
    return (*items, Item(found.label, uri, needed_level=USUALLY_NEEDED, source="esco"))


def _each_once(items: Sequence[Item]) -> list[Item]:
    return list({item.uri or normal(item.label): item for item in items}.values())


def propose_steps(adviser: str, path_id: str, *, services: Services) -> int:
    """A step for each gap into this adviser's draft of a proposal. Returns how many are new there."""
    with services.store.read() as session:
        granted_path(session, adviser, path_id, services=services)
        row = _of_adviser(session, adviser, path_id)
        gaps = [item for item in items_of(row.items if row else ()) if item.is_gap]
    if not gaps:
        raise DiagnosisHasNoGap()
    return proposals.propose_steps(adviser, path_id, [step_of(item) for item in gaps], services=services)


def step_of(item: Item) -> StepWish:
    """A gap as a step: the skill, to be proved by a badge."""
    return StepWish(
        title=item.label[:1].upper() + item.label[1:],
        rule={"type": "skill", "any_of": [item.uri or item.label]},
    )


def level_word(level: int | None) -> str:
    words = {
        0: _("0 – not there"),
        1: _("1 – first steps"),
        2: _("2 – with help"),
        3: _("3 – on one’s own"),
        4: _("4 – can show others how"),
    }
    return words[level] if level is not None else _("not said")


def level_words() -> tuple[tuple[int, str], ...]:
    return tuple((level, level_word(level)) for level in LEVELS)
