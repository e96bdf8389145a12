"""What the screens get of own entries and their evidence: frozen, with words in the reader's language.

An entry is what the holder says of themselves. Nobody else vouches for it, and its card says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_skeleton
from flask_babel import format_date, format_decimal, get_locale, gettext
from flask_babel import gettext as _

from wallet.catalogues import SOURCE
from wallet.collection.fields import field_of_words
from wallet.entries.texts import (
    assessment_words,
    country_words,
    evidence_words,
    kind_words,
    participation_words,
)
from wallet.fetching.addresses import is_linkable
from wallet.web.languages import current

LASTING = frozenset({"work", "volunteering"})  # without an end they still go on


@dataclass(frozen=True)
class EvidencePiece:
    """A file, an address or words that support an entry."""

    id: str
    kind: str  # file, link, text
    kind_word: str
    title: str
    words: str = ""
    url: str = ""  # http or https only
    name: str = ""  # of the file
    media_type: str = ""
    size: int = 0
    has_picture: bool = False  # a picture drawn anew by us can be shown
    entry_id: str | None = None

    @property
    def label(self) -> str:
        """What to call it in a list."""
        return self.title or self.name or self.url or self.kind_word


@dataclass(frozen=True)
class EntryCard:
    """One own entry. `stamp` stands wherever it is shown: nobody has verified it."""

    id: str
    kind: str  # certificate, project, volunteering, work, other
    kind_word: str
    stamp: str
    title: str
    organisation: str
    began_on: str  # YYYY, YYYY-MM or YYYY-MM-DD
    ended_on: str
    period: str  # both, as people write them
    description: str
    outcomes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]  # the other elements of Annex I, labelled
    details: Mapping[str, Any]  # the elements as stated (collection.entry_form)
    field: str  # digital, green, social, work, other
    evidence: tuple[EvidencePiece, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    wants_evidence: bool = False  # a social skill that nothing supports yet


def stamp_words() -> str:
    """The line that every own entry carries, everywhere."""
    return _("Own entry – not verified")


def evidence_piece(row: Any, *, size: int = 0) -> EvidencePiece:
    """The card of a row of `evidence`."""
    return EvidencePiece(
        id=row.id,
        kind=row.kind,
        kind_word=evidence_words(row.kind),
        title=row.title,
        words=row.words,
        url=row.url if is_linkable(row.url) else "",  # the forms ask it too; what is drawn relies on nobody
        name=row.name,
        media_type=row.media_type,
        size=size,
        has_picture=row.picture_digest is not None,
        entry_id=row.entry_id,
    )


def entry_card(row: Any, *, evidence: Sequence[EvidencePiece] = ()) -> EntryCard:
    """The card of a row of `own_entry`."""
    outcomes = tuple(row.details.get("outcomes", ()))
    competence = field_of_words([row.title], [*outcomes, row.description])
    return EntryCard(
        id=row.id,
        kind=row.kind,
        kind_word=kind_words(row.kind),
        stamp=stamp_words(),
        title=row.title,
        organisation=row.organisation,
        began_on=row.began_on,
        ended_on=row.ended_on,
        period=period_words(row.kind, row.began_on, row.ended_on),
        description=row.description,
        outcomes=outcomes,
        facts=_facts(row.details),
        details=row.details,
        field=competence,
        evidence=tuple(evidence),
        created_at=row.created_at,
        updated_at=row.updated_at,
        wants_evidence=competence == "social" and not evidence,
    )


def period_words(kind: str, began: str, ended: str) -> str:
    """2024 · May 2024 – 3 June 2025 · since 2024."""
    if began and ended and began != ended:
        return f"{day_words(began)} – {day_words(ended)}"
    if kind in LASTING and not ended:
        return gettext("since %(day)s", day=day_words(began))
    return day_words(began or ended)


def day_words(written: str) -> str:
    """A date of whatever exactness as people write it."""
    parts = [int(part) for part in written.split("-")] if written else []
    if len(parts) == 3:
        return format_date(date(*parts), format="long")
    if len(parts) == 2:  # in many languages a month's name changes with what stands before it; figures do not
        month = date(*parts, 1)
        if current() == SOURCE:
            return format_date(month, format="MMMM y")
        return format_skeleton("yM", month, locale=get_locale())
    return written


def _facts(details: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    workload = details.get("workload", {})
    level = details.get("level")
    said = (
        (_("Country"), country_words(details.get("country", ""))),
        (_("Hours"), number_words(workload.get("hours"))),
        (_("ECTS credits"), number_words(workload.get("ects"))),
        (_("Level (EQF/PRK)"), str(level) if level else ""),
        (_("Type of assessment"), assessment_words(details.get("assessment", ""))),
        (_("Form of participation"), participation_words(details.get("participation", ""))),
        (_("Quality assurance"), details.get("quality", "")),
    )
    return tuple((label, value) for label, value in said if value)


def number_words(value: float | int | None) -> str:
    """2 · 2.5, or 2,5 in Polish; "" for none."""
    return format_decimal(value) if value else ""
