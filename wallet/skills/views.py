"""HTTP of the skills view: what I can do, and what proves it."""

from __future__ import annotations

from fractions import Fraction

from flask import Blueprint, Response, request
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from wallet.paths.rules.sentences import field_word
from wallet.skills.service import DECLARED, PROVEN, STALE, STATES, Proof, Sum
from wallet.skills.skill_profile import having
from wallet.web.house import house
from wallet.web.htmx import render
from wallet.web.languages import current

blueprint = Blueprint("skills", __name__)

AREAS = ("digital", "green", "social", "employment")


@blueprint.get("/skills")
def skills() -> Response:
    have = having(current_user.id, house=house(), language=current())
    asked = request.args.get("field", "")
    area = asked if asked in AREAS else ""
    shown = [skill for skill in have.skills if not area or area in skill.areas]
    return render(
        "skills/skills.html",
        groups=[(state_card(state), [one for one in shown if one.state == state]) for state in STATES],
        any_skill=bool(have.skills),
        area=area,
        areas=[(key, field_word(key), sum(key in one.areas for one in have.skills)) for key in AREAS],
        sums=[text for text in (sum_sentence("ects", have.ects), sum_sentence("hours", have.hours)) if text],
        esco=have.esco,
        proof_words=proof_words,
        field_word=field_word,
    )


def state_card(state: str) -> tuple[str, str, str, str, str]:
    """Key, word, sentence, tone and icon of a group."""
    return {
        PROVEN: (
            PROVEN,
            _("Proven"),
            _("A verified badge proves it, not expired and not older than three years."),
            "pass",
            "check",
        ),
        STALE: (
            STALE,
            _("To refresh"),
            _("The badge has expired, or it is older than three years."),
            "warn",
            "clock",
        ),
        DECLARED: (
            DECLARED,
            _("Only declared"),
            _("From your own entries, or from badges that could not be verified."),
            "none",
            "pencil",
        ),
    }.get(state) or (
        "missing",
        _("Missing"),
        _("No skill in your wallet has this name."),
        "fail",
        "circle-dashed",
    )


def proof_words(proof: Proof) -> str:
    """Why a proof is not more than it is; "" for one that holds."""
    return {
        "expired": _("expired"),
        "old": _("older than three years"),
        "unverified": _("not verified"),
        "entry": _("own entry"),
    }.get(proof.why, "")


def sum_sentence(unit: str, total: Sum) -> str:
    """What was added up, exactly; "" when nothing states it."""
    if not total.stating:
        return ""
    if unit == "ects":
        said = ngettext(
            "%(total)s ECTS, from one valid badge that states them.",
            "%(total)s ECTS, from %(num)s valid badges that state them.",
            total.stating,
            total=number(total.total),
        )
        left = _("%(left)s ECTS were left out: parts of another badge, or the same one issued again.")
    else:
        said = ngettext(
            "%(total)s hours, from one valid badge that states them.",
            "%(total)s hours, from %(num)s valid badges that state them.",
            total.stating,
            total=number(total.total),
        )
        left = _("%(left)s hours were left out: parts of another badge, or the same one issued again.")
    return said + (" " + left.replace("%(left)s", number(total.twice)) if total.twice else "")


def number(value: Fraction) -> str:
    return format_decimal(round(float(value), 2))
