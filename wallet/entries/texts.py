"""Words of own entries: kinds, the vocabularies of Annex I that a person chooses from, countries."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import get_locale, gettext

from wallet.collection.fields import fold
from wallet.marks import mark

# kind -> (word, what it is for, icon)
KINDS: dict[str, tuple[str, str, str]] = {
    "certificate": (
        mark("Certificate on paper"),
        mark("A course or training with a paper or PDF certificate."),
        "file-text",
    ),
    "project": (mark("Project"), mark("Something you made, alone or with others."), "target"),
    "volunteering": (
        mark("Volunteering"),
        mark("Unpaid work for others: in an association, a school, a neighbourhood."),
        "hand-heart",
    ),
    "work": (mark("Work"), mark("A job, an internship or work of your own."), "briefcase"),
    "other": (mark("Something else"), mark("A hobby, a competition, what you learned by yourself."), "star"),
}

# What the EU's controlled lists call the ways of assessment and participation (domain: Annex I, M9 and M10).
ASSESSMENTS: dict[str, str] = {
    "written": mark("written examination"),
    "oral": mark("oral examination"),
    "practical": mark("practical assessment"),
    "quiz": mark("quiz or test"),
    "continuous": mark("continuous evaluation"),
    "portfolio": mark("portfolio of work"),
    "project": mark("project work"),
    "artefact": mark("assessment of what was made"),
    "assignment": mark("marked assignment"),
    "group": mark("result of group work"),
    "peer": mark("assessment by other learners"),
    "none": mark("no assessment, taking part was enough"),
}
PARTICIPATIONS: dict[str, str] = {
    "onsite": mark("on-site"),
    "online": mark("online"),
    "blended": mark("blended"),
    "work_based": mark("at the workplace"),
    "project": mark("in a project"),
    "lab": mark("in a laboratory"),
    "volunteering": mark("as a volunteer"),
    "self_study": mark("self-study"),
}
_EVIDENCE = {"file": mark("File"), "link": mark("Web link"), "text": mark("In my own words")}
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def kind_words(kind: str) -> str:
    return gettext(KINDS.get(kind, KINDS["other"])[0])


def kind_choices() -> tuple[tuple[str, str, str, str], ...]:
    """(kind, word, what it is for, icon)."""
    return tuple((key, gettext(word), gettext(about), icon) for key, (word, about, icon) in KINDS.items())


def assessment_words(key: str) -> str:
    return gettext(ASSESSMENTS[key]) if key in ASSESSMENTS else ""


def participation_words(key: str) -> str:
    return gettext(PARTICIPATIONS[key]) if key in PARTICIPATIONS else ""


def evidence_words(kind: str) -> str:
    return gettext(_EVIDENCE.get(kind, _EVIDENCE["text"]))


def choices(table: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, gettext(word)) for key, word in table.items())


def country_words(code: str) -> str:
    """The country's name in the reader's language; "" for a code that is none."""
    return _territories().get(code, "") if is_country(code) else ""


def is_country(code: str) -> bool:
    """ISO 3166-1 alpha-2, as far as the language data knows it."""
    two_letters = len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()
    return two_letters and code not in _NO_COUNTRIES and code in _territories()


def country_choices() -> tuple[tuple[str, str], ...]:
    """Poland first, then by name."""
    named = [(code, name) for code, name in _territories().items() if is_country(code)]
    return tuple(sorted(named, key=lambda pair: (pair[0] != "PL", fold(pair[1]))))


def _territories() -> Mapping[str, str]:
    locale = get_locale()
    return locale.territories if locale else {}
