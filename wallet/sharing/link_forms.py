"""The form in which a holder says what a link shows, to whom and until when: read from a request, and laid
out for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from wallet.errors import NotFound
from wallet.shared_page.audiences import AUDIENCES, CHOICES, LINK_DAYS, PROPOSED, fields_of
from wallet.sharing import links
from wallet.sharing.errors import LinkOriginalNotConfirmed

# Never in any view, whoever reads: told beside the form, so that nobody has to guess.
ORIGINAL = "original"
OF_PORTFOLIOS = ("name", "contact", "expired", "paths")  # the page of one badge has no such thing


@dataclass(frozen=True)
class ChoiceRow:
    """One box to tick: its name in the form, what it says, whether it is ticked."""

    name: str
    words: str
    ticked: bool


@dataclass(frozen=True)
class AudienceRow:
    key: str
    word: str
    days: int  # how long a link of this kind is open as a rule
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    choices: tuple[ChoiceRow, ...]
    with_original: bool  # whether the signed original may be offered at all
    original_proposed: bool


def asked_audience(form: Mapping[str, str], fallback: str) -> str:
    audience = form.get("audience", fallback)
    if audience not in AUDIENCES:
        raise NotFound()
    return audience


def asked_fields(form: Mapping[str, str], audience: str) -> dict[str, bool]:
    """What is ticked for this audience. A form that never showed the boxes (a program's) changes nothing."""
    if "audience" not in form:
        return {}
    choices = [choice for choice in CHOICES[audience] if choice != ORIGINAL]
    return {choice: form.get(f"{audience}.{choice}") == "on" for choice in choices}


def asks_for_original(form: Mapping[str, str], audience: str) -> bool:
    """Whether the signed original is wanted. Only after the list of what it reveals was confirmed."""
    wanted = form.get("include_original") == "on" and ORIGINAL in CHOICES[audience]
    if wanted and form.get("original_confirmed") != "on":
        raise LinkOriginalNotConfirmed()
    return wanted


def audience_word(audience: str) -> str:
    return {
        "employer": _("An employer"),
        "school": _("A school or university"),
        "adviser": _("A career adviser"),
        "public": _("Anyone, in public"),
    }[audience]


def field_word(field: str, *, single: bool = False) -> str:
    return {
        "name": _("your name as you wrote it for the page"),
        "contact": _("how to reach you, if you wrote it for the page"),
        "birth_date": _("your date of birth, if a badge states it"),
        "grade": _("grades and results"),
        "evidence": _("evidence that the badge names") if single else _("evidence that you chose"),
        "paths": _("your paths and how far you are"),
        "expired": _("badges that have expired, and those for taking part"),
        "recipient_name": _("your name as the badge states it"),
        "size": _("credits, hours and level"),
        "transparency": _("how much the badge tells about itself"),
        "original": _("the signed original"),
    }[field]


def audience_rows(
    chosen: Mapping[str, Any] | None = None, *, audience: str = "", single: bool = False
) -> tuple[AudienceRow, ...]:
    """What each kind of reader sees, does not see, and what is left to the holder. `single`: of one badge."""
    return tuple(_row(key, dict(chosen or {}) if key == audience else {}, single=single) for key in AUDIENCES)


def _row(key: str, chosen: dict[str, Any], *, single: bool) -> AudienceRow:
    preset, picked = fields_of(key), fields_of(key, chosen)
    absent = (ORIGINAL, *(OF_PORTFOLIOS if single else ()))
    free = [choice for choice in CHOICES[key] if choice not in absent]
    fixed = [
        name
        for name in ("name", "contact", "grade", "evidence", "paths", "expired", "recipient_name")
        if name not in (*free, *absent)
    ]
    always = [
        _("what you can do, who awarded it, when, and until when it is valid"),
        _("how it checks out, and when it was checked"),
        _("how it was assessed"),
        field_word("size"),
    ]
    if preset.transparency != "none":
        always.append(field_word("transparency"))
    never = [
        _("your reflections"),
        _("your e-mail addresses"),
        _("national number, address, citizenship, gender"),
        _("your other badges, links and portfolios"),
    ]
    if "birth_date" not in free:
        never.append(_("your date of birth"))
    return AudienceRow(
        key=key,
        word=audience_word(key),
        days=LINK_DAYS[key],
        shown=(*always, *(field_word(name) for name in fixed if getattr(preset, name))),
        hidden=(*never, *(field_word(name) for name in fixed if not getattr(preset, name))),
        choices=tuple(
            ChoiceRow(f"{key}.{choice}", field_word(choice, single=single), bool(getattr(picked, choice)))
            for choice in free
        ),
        with_original=ORIGINAL in CHOICES[key],
        original_proposed=ORIGINAL in PROPOSED.get(key, ()),
    )


def end_presets() -> tuple[str, ...]:
    return tuple(links.PRESETS)
