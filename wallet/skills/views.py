"""HTTP of skills: what I can do and what proves it, and what the target of a path still needs."""

from __future__ import annotations

from fractions import Fraction

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from wallet.errors import Refused
from wallet.paths.goals import goal
from wallet.paths.rules.sentences import field_word
from wallet.paths.views import refusal_sentences
from wallet.services import services
from wallet.skills import target_skills
from wallet.skills.gaps import MISSING
from wallet.skills.service import DECLARED, PROVEN, STALE, STATES, Proof, Sum
from wallet.skills.skill_profile import having
from wallet.vocabulary import service as vocabulary
from wallet.web.htmx import done, render
from wallet.web.languages import current

blueprint = Blueprint("skills", __name__)

# What stands first: upskilling refreshes, reskilling and returning begin with what one has.
ORDER = {
    "upskilling": (STALE, MISSING, DECLARED, PROVEN),
    "reskilling": (PROVEN, MISSING, STALE, DECLARED),
    "return": (PROVEN, STALE, DECLARED, MISSING),
}
USUAL = (MISSING, STALE, DECLARED, PROVEN)

AREAS = ("digital", "green", "social", "employment")


@blueprint.get("/skills")
def skills() -> Response:
    have = having(current_user.id, services=services(), language=current())
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
            _("From your own entries, badges that could not be verified, or proofs of participation."),
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
        "participation": _("proof of participation"),
        "membership": _("membership"),
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


@blueprint.get("/skills/gaps/<id>")
def gaps(id: str) -> Response:
    return render("skills/gaps.html", **_gap_page(id))


def _gap_page(id: str, refused: Refused | None = None) -> dict:
    page = target_skills.gap_page(current_user.id, id, services=services(), language=current())
    asked = request.args.get("occupation", "")
    found = vocabulary.search(services().store, asked, kind="occupation", language=current()) if asked else ()
    missing = len([gap for gap in page.gaps if gap.is_gap and gap.need.essential])
    return {
        "page": page,
        "goal": goal(page.goal),
        "groups": [
            (state_card(state), page.of_state(state))
            for state in ORDER.get(page.goal, USUAL)
            if page.of_state(state)
        ],
        "headline": ngettext(
            "One thing is missing, stale or only declared.",
            "%(num)s things are missing, stale or only declared.",
            missing,
        ),
        "missing": missing,
        "asked": asked,
        "found": found,
        "pasted": request.form.get("needs", page.pasted) if refused else page.pasted,
        "problem": refusal_sentences(refused),
        "proof_words": proof_words,
        "language": current(),
    }


def _refused(id: str, refused: Refused) -> Response:
    return make_response(render_template("skills/gaps.html", **_gap_page(id, refused)), refused.status)


def _asked_for(id: str, name: str) -> str:
    """A field that the form always has; without it the request is not understood, if the path is theirs."""
    value = request.form.get(name, "")
    if not value:
        target_skills.gap_page(current_user.id, id, services=services(), language=current())
        abort(400)
    return value


@blueprint.post("/skills/gaps/<id>/occupation")
def gap_occupation(id: str) -> Response:
    uri = _asked_for(id, "uri")
    target_skills.choose_occupation(current_user.id, id, uri, services=services(), language=current())
    return done("skills.gaps", id=id)


@blueprint.post("/skills/gaps/<id>/list")
def gap_needs(id: str) -> Response:
    try:
        target_skills.paste_needs(current_user.id, id, request.form.get("needs", ""), services=services())
    except Refused as refused:
        return _refused(id, refused)
    return done("skills.gaps", id=id)


@blueprint.post("/skills/gaps/<id>/fit")
def gap_fit(id: str) -> Response:
    """The holder confirms a guess, or takes it back."""
    target_skills.confirm_fit(
        current_user.id,
        id,
        _asked_for(id, "need"),
        request.form.get("skill", ""),
        fits=request.form.get("fits") == "1",
        services=services(),
        language=current(),
    )
    return done("skills.gaps", id=id)


@blueprint.post("/skills/gaps/<id>/steps")
def gap_steps(id: str) -> Response:
    chosen = request.form.getlist("need")
    try:
        target_skills.make_steps(current_user.id, id, chosen, services=services(), language=current())
    except Refused as refused:
        return _refused(id, refused)
    return done("paths.path", values={"id": id, "_anchor": "steps"})
