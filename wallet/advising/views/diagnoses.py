"""HTTP of an adviser's diagnosis. The holder reads it on the page of what is missing."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, make_response, render_template, request, url_for
from flask_login import current_user

from wallet.advising import diagnoses
from wallet.advising.views.blueprint import blueprint
from wallet.errors import Refused
from wallet.paths.views import refusal_sentences
from wallet.services import services
from wallet.vocabulary import service as vocabulary
from wallet.web.htmx import done
from wallet.web.languages import current


def set_up(app: Flask, settings: Any) -> None:
    def diagnoses_about(path_id: str) -> tuple[diagnoses.DiagnosisCard, ...]:
        """For the holder's own page of what is missing."""
        return diagnoses.diagnoses_for(current_user.id, path_id, services=services())

    app.jinja_env.globals.update(diagnoses_about=diagnoses_about, level_word=diagnoses.level_word)


@blueprint.route("/advise/paths/<id>/diagnosis", methods=["GET", "POST"])
def diagnosis(id: str) -> Response:
    """Fill it in: lines of one's own, or skills found in the vocabulary."""
    page = diagnoses.page_of(current_user.id, id, services=services())
    if request.method == "GET":
        return _form(page, page.card.items, page.card.title)
    form, language = request.form, current()
    items = diagnoses.read_items(form)
    if form.get("add"):
        items = diagnoses.with_skill(items, form["add"], services=services(), language=language)
        return _form(page, items, form.get("title", ""))
    if form.get("deed") == "search":
        return _form(page, items, form.get("title", ""))
    try:
        diagnoses.save(
            current_user.id, id, items, form.get("title", ""), services=services(), language=language
        )
    except Refused as refused:
        return _form(page, items, form.get("title", ""), refused)
    return done("advising.diagnosis", values={"id": id, "_anchor": "kept"})


def _form(page: Any, items: Any, title: str, refused: Refused | None = None) -> Response:
    asked = request.form.get("q", "")
    found: Any = ()
    if asked and request.form.get("deed") == "search":
        found = vocabulary.search(services().store, asked, kind="skill", language=current())
    answer = render_template(
        "advising/diagnosis.html",
        page=page,
        items=items,
        title=title,
        asked=asked,
        found=found,
        levels=diagnoses.level_words(),
        unsaved=request.method == "POST",
        here_address=url_for("advising.diagnosis", id=page.path_id),
        problem=refusal_sentences(refused),
    )
    return make_response(answer, refused.status if refused else 200)


@blueprint.post("/advise/paths/<id>/diagnosis/steps")
def diagnosis_steps(id: str) -> Response:
    """A step for each gap, into the draft of a proposal."""
    diagnoses.propose_steps(current_user.id, id, services=services())
    return done("advising.propose", values={"id": id})
