"""What was said and agreed with an adviser, as far as a plan prints it: diagnosis, meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from wallet.store.paths import Diagnosis, Meeting
from wallet.web.house import House

MOST = 40


@dataclass(frozen=True)
class DiagnosisRead:
    title: str
    author: str
    on: date
    strengths: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Talk:
    diagnosis: DiagnosisRead | None
    held: tuple[tuple[date, str], ...]  # (day, kind)
    planned: tuple[tuple[date, str], ...]


def talk_of(holder: str, path_id: str, *, today: date, house: House) -> Talk:
    """Of a path already known to be the holder's: the newest diagnosis and the meetings."""
    with house.store.read() as session:
        diagnosis = session.scalars(
            select(Diagnosis)
            .where(Diagnosis.account_id == holder, Diagnosis.path_id == path_id)
            .order_by(Diagnosis.at.desc(), Diagnosis.id)
            .limit(1)
        ).one_or_none()
        meetings = session.scalars(
            select(Meeting)
            .where(Meeting.account_id == holder, or_(Meeting.path_id == path_id, Meeting.path_id.is_(None)))
            .order_by(Meeting.at, Meeting.id)
        ).all()
        read = _read(diagnosis) if diagnosis else None
        held = sorted((day, one.kind) for one in meetings if (day := _day(one.held_on)) and day <= today)
        coming = {(day, one.kind) for one in meetings if (day := _day(one.next_on)) and day > today}
        coming |= {(day, one.kind) for one in meetings if (day := _day(one.held_on)) and day > today}
    return Talk(read, tuple(held[-MOST:]), tuple(sorted(coming)[:MOST]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(diagnosis: Diagnosis) -> DiagnosisRead:
    strong: list[str] = []
    gaps: list[str] = []
    for item in diagnosis.items:
        label = next(
            (str(item[key]) for key in ("label", "skill_label", "skill", "title") if item.get(key)), ""
        )
        if label:
            (strong if _is_strong(item) else gaps).append(label)
    return DiagnosisRead(
        diagnosis.title, diagnosis.author_name, diagnosis.at.date(), tuple(strong[:MOST]), tuple(gaps[:MOST])
    )


def _is_strong(item: Mapping[str, Any]) -> bool:
    """The level there is reaches the level needed; without levels, its state says it."""
    level = _first(item, ("adviser_level", "self_level", "level"))
    needed = _first(item, ("needed_level", "needed"))
    if isinstance(level, int):
        return level >= (needed if isinstance(needed, int) else 1)
    return str(item.get("state", item.get("status", ""))) in {"proven", "proved", "strength", "strong"}


def _first(item: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((item[key] for key in keys if item.get(key) not in (None, "")), None)


def kind_word(kind: str) -> str:
    words = {
        "meeting": _("meeting"),
        "call": _("telephone call"),
        "mail": _("e-mail"),
        "review": _("review of the plan"),
    }
    return words.get(kind, kind)
