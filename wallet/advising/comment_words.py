"""What was said and agreed with an adviser, as far as a plan prints it: diagnosis, meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select

from wallet.services import Services
from wallet.skills.diagnosis_item import items_of
from wallet.store.models.advising import Diagnosis, Meeting

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


def talk_of(holder: str, path_id: str, *, today: date, services: Services) -> Talk:
    """Of a path already known to be the holder's: an adviser's newest diagnosis and the meetings."""
    with services.store.read() as session:
        diagnosis = session.scalars(
            select(Diagnosis)
            .where(
                Diagnosis.account_id == holder, Diagnosis.path_id == path_id, Diagnosis.source == "adviser"
            )
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
    items = items_of(diagnosis.items)
    return DiagnosisRead(
        diagnosis.title,
        diagnosis.author_name,
        diagnosis.at.date(),
        tuple(item.label for item in items if item.is_strength)[:MOST],
        tuple(item.label for item in items if item.is_gap)[:MOST],
    )


def kind_word(kind: str) -> str:
    words = {
        "meeting": _("meeting"),
        "call": _("telephone call"),
        "mail": _("e-mail"),
        "review": _("review of the plan"),
    }
    return words.get(kind, kind)
