# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Words of building a portfolio: readers, sections, and why something is proposed."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from wallet.marks import mark
from wallet.portfolios.cards import AudienceCard
from wallet.shared_page.audiences import AUDIENCES, CHOICES, Fields, fields_of

_AUDIENCES = {
    "employer": (
        mark("An employer"),
        mark("Short, and what you can do comes first. For an application or a talk with a recruiter."),
    ),
    "school": (
        mark("A school or university"),
        mark("Full details, so that what you have learned can be recognised: credits, levels, grades."),
    ),
    "adviser": (
        mark("A career adviser"),
        mark("Everything that helps to advise you, also what has ended."),
    ),
    "public": (
        mark("Anyone"),
        mark("The least: what you can do and whether it holds. Fit for a link that may be passed on."),
    ),
}
_FOR = {
    "employer": mark("for an employer"),
    "school": mark("for a school"),
    "adviser": mark("for an adviser"),
    "public": mark("for anyone"),
}
_FIELDS = {
    "name": mark("the name at the head of the page"),
    "contact": mark("your contact, if you write one"),
    "birth_date": mark("your date of birth"),
    "assessment": mark("how you were assessed"),
    "grade": mark("grades"),
    "evidence": mark("the evidence you chose"),
    "paths": mark("your paths and progress"),
    "expired": mark("badges that have ended or only prove that you took part"),
    "recipient_name": mark("your name as the badge states it"),
    "original": mark("the signed files themselves"),
}
_KINDS = {
    "credentials": (
        mark("Badges and entries"),
        mark("What you can prove, or a claim with its proof under it."),
    ),
    "skills": (mark("Skills"), mark("A list of what you can do. Beside each stands which badge proves it.")),
    "evidence": (mark("Evidence"), mark("Your files, links and texts.")),
    "words": (mark("Words of your own"), mark("A text about you. It is always marked as written by you.")),
    "timeline": (mark("Timeline"), mark("Badges and entries in the order of their dates.")),
    "path_progress": (
        mark("Progress on a path"),
        mark(
            "How far you have come on a path of yours, step by step. Only an adviser sees it, and a school if you choose so."
        ),
    ),
}
_REASONS = {
    "verified": mark("it checks out"),
    "skill": mark("it proves a skill"),
    "says-what": mark("it says what you can do"),
    "transparent": mark("it states how it was earned"),
    "current": mark("it is in force"),
    "not-verified": mark("Its last check does not say that it holds: %(word)s"),
    "another": mark("It was issued to someone else"),
    "participation": mark("It proves that you took part, not what you can do"),
    "says-little": mark("It lists no skills or learning outcomes"),
    "ended": mark("It has ended"),
    "repeated": mark("“%(title)s” says the same and is newer"),
}
_ENTRIES = {
    "certificate": mark("Certificate, entered by yourself"),
    "project": mark("Project, entered by yourself"),
    "volunteering": mark("Volunteering, entered by yourself"),
    "work": mark("Work, entered by yourself"),
    "other": mark("Entered by yourself"),
}
_EVIDENCE = {"file": mark("File"), "link": mark("Link"), "text": mark("Text")}


def audience_word(audience: str) -> str:
    return gettext(_AUDIENCES.get(audience, _AUDIENCES["public"])[0])


def for_audience(audience: str) -> str:
    """ "for an employer", beside a title."""
    return gettext(_FOR.get(audience, _FOR["public"]))


def audience_cards() -> tuple[AudienceCard, ...]:
    """Each kind of reader with what they get, told from the same table that decides it."""
    return tuple(_audience_card(audience) for audience in AUDIENCES)


def audience_card(audience: str) -> AudienceCard:
    return _audience_card(audience if audience in AUDIENCES else "public")


def _audience_card(audience: str) -> AudienceCard:
    fields, (word, sentence) = fields_of(audience), _AUDIENCES[audience]
    shown = {field: getattr(fields, field) for field in _FIELDS}
    chosen = set(CHOICES[audience])
    return AudienceCard(
        key=audience,
        word=gettext(word),
        sentence=gettext(sentence),
        sees=(
            gettext("what you can do, issuer, dates, and how each badge checks out"),
            *_size(fields),
            *(gettext(_FIELDS[field]) for field, yes in shown.items() if yes),
        ),
        by_choice=tuple(
            gettext(_FIELDS[field]) for field, yes in shown.items() if not yes and field in chosen
        ),
        never=tuple(
            gettext(_FIELDS[field]) for field, yes in shown.items() if not yes and field not in chosen
        ),
    )


def _size(fields: Fields) -> tuple[str, ...]:
    full = {
        "full": gettext("credits, hours and levels in full"),
        "short": gettext("credits, hours and levels in short"),
    }[fields.size]
    stated = {
        "full": gettext("what the badge states and what it leaves out, line by line"),
        "short": gettext("how much of what should be stated is stated"),
        "none": "",
    }[fields.transparency]
    return (full, stated) if stated else (full,)


def path_section_note(audience: str) -> str:
    """Beside a section of paths: whether the portfolio's reader sees it at all."""
    if fields_of(audience).paths:
        return ""
    if "paths" in CHOICES.get(audience, ()):
        return gettext("A link shows this section only if you choose so when you open it.")
    return gettext(
        "This kind of reader never sees this section: paths are shown to an adviser, and to a school if you choose so."
    )


def kind_word(kind: str) -> str:
    return gettext(_KINDS.get(kind, _KINDS["words"])[0])


def kind_choices(kinds: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """(kind, word, sentence) of each."""
    return tuple((kind, gettext(_KINDS[kind][0]), gettext(_KINDS[kind][1])) for kind in kinds)


def entry_word(kind: str) -> str:
    return gettext(_ENTRIES.get(kind, _ENTRIES["other"]))


def evidence_word(kind: str) -> str:
    return gettext(_EVIDENCE.get(kind, _EVIDENCE["text"]))


def reason_words(code: str, **params: str) -> str:
    """Why something is proposed to stay or to go."""
    return gettext(_REASONS[code]) % params if params else gettext(_REASONS[code])


def moved_words(name: str, place: int, count: int) -> str:
    """For whoever cannot see the page change."""
    return gettext(
        "“%(name)s” is now number %(place)s of %(count)s.", name=name, place=str(place), count=str(count)
    )


def added_words(count: int) -> str:
    return ngettext("One thing was added.", "%(num)d things were added.", count)


def removed_words(count: int) -> str:
    return ngettext("One thing was taken out of this portfolio; it stays in your wallet.", "%(num)d things were taken out of this portfolio; they stay in your wallet.", count)  # fmt: skip
