"""HTTP of gaps: what a path's target needs and what there is of it. Every action is a form."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask_babel import ngettext
from flask_login import current_user

from wallet.errors import Refused
from wallet.paths.goals import goal
from wallet.paths.views import refusal_sentences
from wallet.skills import target_skills
from wallet.skills.gaps import MISSING
from wallet.skills.service import DECLARED, PROVEN, STALE
from wallet.skills.views import proof_words, state_card
from wallet.vocabulary import service as vocabulary
from wallet.web.house import house
from wallet.web.htmx import done, render
from wallet.web.languages import current

blueprint = Blueprint("gaps", __name__)

# What stands first: upskilling refreshes, reskilling and returning begin with what one has.
ORDER = {
    "upskilling": (STALE, MISSING, DECLARED, PROVEN),
    "reskilling": (PROVEN, MISSING, STALE, DECLARED),
    "return": (PROVEN, STALE, DECLARED, MISSING),
}
USUAL = (MISSING, STALE, DECLARED, PROVEN)


@blueprint.get("/paths/<id>/gaps")
def gaps(id: str) -> Response:
    return render("skills/gaps.html", **_page(id))


def _page(id: str, refused: Refused | None = None) -> dict:
    page = target_skills.gap_page(current_user.id, id, house=house(), language=current())
    asked = request.args.get("occupation", "")
    found = vocabulary.search(house().store, asked, kind="occupation", language=current()) if asked else ()
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
    return make_response(render_template("skills/gaps.html", **_page(id, refused)), refused.status)


def _asked_for(id: str, name: str) -> str:
    """A field that the form always has; without it the request is not understood, if the path is theirs."""
    value = request.form.get(name, "")
    if not value:
        target_skills.gap_page(current_user.id, id, house=house(), language=current())
        abort(400)
    return value


@blueprint.post("/paths/<id>/gaps/occupation")
def occupation(id: str) -> Response:
    uri = _asked_for(id, "uri")
    target_skills.choose_occupation(current_user.id, id, uri, house=house(), language=current())
    return done("gaps.gaps", id=id)


@blueprint.post("/paths/<id>/gaps/list")
def needs(id: str) -> Response:
    try:
        target_skills.paste_needs(current_user.id, id, request.form.get("needs", ""), house=house())
    except Refused as refused:
        return _refused(id, refused)
    return done("gaps.gaps", id=id)


@blueprint.post("/paths/<id>/gaps/fit")
def fit(id: str) -> Response:
    """The holder confirms a guess, or takes it back."""
    target_skills.confirm_fit(
        current_user.id,
        id,
        _asked_for(id, "need"),
        request.form.get("skill", ""),
        fits=request.form.get("fits") == "1",
        house=house(),
        language=current(),
    )
    return done("gaps.gaps", id=id)


@blueprint.post("/paths/<id>/gaps/steps")
def steps(id: str) -> Response:
    chosen = request.form.getlist("need")
    try:
        target_skills.make_steps(current_user.id, id, chosen, house=house(), language=current())
    except Refused as refused:
        return _refused(id, refused)
    return done("pathways.path", values={"id": id, "_anchor": "steps"})
