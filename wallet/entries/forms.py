# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What a person may write into an own entry and its evidence: a title and one date, the rest if they like.

Health and care are never asked for: a break needs no reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from wallet.collection.errors import NoRoomForFile
from wallet.entries.content import Content, in_order, read_date, read_number, read_outcomes
from wallet.entries.errors import (
    EvidenceKind,
    EvidenceLink,
    EvidenceNothing,
    EvidenceTooLarge,
    EvidenceTooMuch,
)
from wallet.entries.texts import ASSESSMENTS, PARTICIPATIONS, choices, country_choices, kind_choices
from wallet.errors import Unreadable
from wallet.marks import mark
from wallet.web.forms import LINE, Area, Choice, Files, Form, Line, Said, Wrong

MAX_FILE = 10 * 1024 * 1024
LONGEST_LINK = 1000
MOST_OUTCOMES = 30
MOST_HOURS, MOST_ECTS = 20_000, 300
FOLDED = (
    "outcomes",
    "hours",
    "ects",
    "level",
    "country",
    "assessment",
    "participation",
    "quality",
)  # these fields are folded away until asked for
_NO_DATE = mark("Write the date like 2024, 05.2024 or 17.05.2024; it cannot lie far ahead")

ABOUT_FILES = (EvidenceNothing, EvidenceTooLarge, EvidenceKind, EvidenceTooMuch, NoRoomForFile, Unreadable)


class EntryForm(Form):
    """`today` is the day on which it is written."""

    at = dict.fromkeys(ABOUT_FILES, "files")

    kind = Choice(mark("What is it?"), kind_choices, missing=mark("Choose what kind of entry it is"))
    title = Line(
        mark("Title of the entry"),
        help=mark("What you did or completed, in a few words."),
        missing=mark("Write a title: what you did or completed, in a few words"),
    )
    began = Line(
        mark("When, or from when"),
        help=mark("2024, 05.2024 or 17.05.2024. On a certificate: the day it was issued."),
        most=40,
    )
    ended = Line(mark("Until when"), help=mark("Only if it lasted. Breaks need no reason here."), most=40)
    organisation = Line(mark("Organisation"), help=mark("Who gave the certificate, or where you did it."))
    description = Area(
        mark("Description"),
        help=mark("What you did there. Write nothing about your or other people’s health."),
    )
    outcomes = Area(
        mark("Learning outcomes"),
        help=mark(
            "What you know and can do since then, one a line. For example: “I can plan a budget in a spreadsheet”."
        ),
        most=MOST_OUTCOMES * (LINE + 2),
    )
    hours = Line(
        mark("Hours"), help=mark("How long it took, with learning at home."), most=12, mode="decimal"
    )
    ects = Line(
        mark("ECTS credits"), help=mark("Only if the certificate states them."), most=12, mode="decimal"
    )
    level = Choice(
        mark("Level (EQF/PRK)"),
        lambda: [(number, number) for number in "12345678"],
        help=mark("From 1 to 8; only if the certificate states it."),
    )
    country = Choice(mark("Country"), country_choices, help=mark("Of the organisation."))
    assessment = Choice(
        mark("Type of assessment"),
        lambda: choices(ASSESSMENTS),
        help=mark("How it was found out what you had learned."),
    )
    participation = Choice(
        mark("Form of participation"),
        lambda: choices(PARTICIPATIONS),
        help=mark("Where and how you took part."),
    )
    quality = Line(
        mark("Quality assurance"),
        help=mark("Who watches over the quality of the course, for example an accreditation."),
    )
    files = Files(
        mark("Files"),
        help=mark(
            "A scan, a photo, a PDF, your work: up to 10 MB each. Links and words can be added afterwards."
        ),
        most=MAX_FILE,
    )

    def __init__(self, *given: Any, today: date, **more: Any) -> None:
        self.today = today
        super().__init__(*given, **more)

    def validate_began(self, field: Line) -> None:
        self._date(field)

    def validate_ended(self, field: Line) -> None:
        self._date(field)

    def _date(self, field: Line) -> str:
        try:
            return read_date(field.data or "", today=self.today)
        except ValueError:
            raise Wrong(_NO_DATE) from None

    def validate_hours(self, field: Line) -> None:
        _number(field, MOST_HOURS)

    def validate_ects(self, field: Line) -> None:
        _number(field, MOST_ECTS)

    def validate_outcomes(self, field: Area) -> None:
        lines = read_outcomes(field.data)
        if len(lines) > MOST_OUTCOMES:
            raise Wrong(
                mark("Keep the most important outcomes: at most %(most)s fit here"), most=MOST_OUTCOMES
            )
        if any(len(line) > LINE for line in lines):
            raise Wrong(mark("One outcome is too long: at most %(most)s letters fit into a line"), most=LINE)

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        if not self.began.data and not self.ended.data:
            self.add("began", Said(mark("Write when it was, or when it began; the year alone is enough")))
            return False
        if self.began.errors or self.ended.errors:
            return False
        began, ended = self._date(self.began), self._date(self.ended)
        if began and ended and not in_order(began, ended):
            self.add("ended", Said(mark("It ends before it began: correct one of the two dates")))
            return False
        return good

    def leave_out_unknown(self) -> None:
        """What is not on a list is not stated: for copies from another wallet."""
        for field in (self.level, self.country, self.assessment, self.participation):
            if not field.is_offered():
                field.data = ""

    @property
    def is_unfolded(self) -> bool:
        return any(self[name].data or self[name].errors for name in FOLDED)

    def content(self) -> Content:
        """Of a form that was found right."""
        began, ended = self._date(self.began), self._date(self.ended)
        stated = began if self.kind.data == "certificate" else ended or began
        return Content(
            kind=self.kind.data,
            title=self.title.data,
            organisation=self.organisation.data or "",
            began_on=began,
            ended_on=ended,
            description=self.description.data or "",
            details=self._details(stated or ended),
        )

    def _details(self, stated: str) -> dict[str, Any]:
        """The elements of Annex I that the entry states; what is not stated is not there."""
        amounts = {"hours": _number(self.hours, MOST_HOURS), "ects": _number(self.ects, MOST_ECTS)}
        found = {
            "title": self.title.data,
            "country": self.country.data,
            "awarding_body": self.organisation.data,
            "date": stated,
            "outcomes": read_outcomes(self.outcomes.data or ""),
            "workload": {name: amount for name, amount in amounts.items() if amount is not None},
            "level": int(self.level.data) if self.level.data else None,
            "assessment": self.assessment.data,
            "participation": self.participation.data,
            "quality": self.quality.data,
        }
        return {key: value for key, value in found.items() if value}


def _number(field: Line, most: int) -> int | float | None:
    try:
        return read_number(field.data or "", most=most)
    except ValueError:
        raise Wrong(
            mark("Write only a number above zero and at most %(most)s, for example 30 or 2.5"), most=most
        ) from None


class EvidenceForm(Form):
    """A file, a link or words that support an entry."""

    at = {EvidenceLink: "url", **dict.fromkeys(ABOUT_FILES, "files")}

    title = Line(mark("Title of the evidence"), id="evidence-name")
    files = Files(
        mark("File"),
        id="evidence-file",
        help=mark("Up to 10 MB. Pictures are shown, other files can be downloaded."),
        most=MAX_FILE,
    )
    url = Line(mark("or a link"), id="evidence-url", kind="url", most=LONGEST_LINK)
    words = Area(mark("and, or only, in your own words"), id="evidence-words", rows=5)


def form_of(content: Any) -> dict[str, str]:
    """What the fields of the form hold for an entry (its row, or a Content): the way back."""
    details = content.details
    workload = details.get("workload", {})
    return {
        "kind": content.kind,
        "title": content.title,
        "organisation": content.organisation,
        "began": content.began_on,
        "ended": content.ended_on,
        "description": content.description,
        "country": details.get("country", ""),
        "outcomes": "\n".join(details.get("outcomes", ())),
        "hours": _plain(workload.get("hours")),
        "ects": _plain(workload.get("ects")),
        "level": str(details.get("level", "")),
        "assessment": details.get("assessment", ""),
        "participation": details.get("participation", ""),
        "quality": details.get("quality", ""),
    }


def _plain(number: float | None) -> str:
    return f"{number:g}" if number else ""
