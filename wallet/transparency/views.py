"""HTTP of transparency: the table as JSON, one's own labels, a question to the issuer, side by side."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from flask_login import current_user

from wallet.collection import holder_labels, service
from wallet.collection.transparency_card import kind_choices
from wallet.errors import Refused
from wallet.transparency import compare as comparing
from wallet.transparency import issuer_request
from wallet.transparency.as_json import transparency_json
from wallet.web.house import house
from wallet.web.htmx import done, render
from wallet.web.languages import current as current_language
from wallet.web.words import error_words

blueprint = Blueprint("transparency", __name__)
MOST_LISTED = 500


def set_up(app: Flask, settings: Any) -> None:
    app.jinja_env.globals["proof_kinds"] = kind_choices


@blueprint.get("/credentials/<id>/transparency.json")
def table(id: str) -> Response:
    return jsonify(transparency_json(current_user.id, id, house=house()))


@blueprint.post("/credentials/<id>/labels")
def relabel(id: str) -> Response:
    undone = "undo" in request.form
    holder_labels.relabel(
        current_user.id,
        id,
        kind="" if undone else request.form.get("kind", ""),
        field="" if undone else request.form.get("field", ""),
        house=house(),
    )
    return done("collection.credential", values={"id": id})


@blueprint.get("/credentials/<id>/ask")
def ask(id: str) -> Response:
    language = request.args.get("language", current_language())
    question = issuer_request.question_for(current_user.id, id, language=language, house=house())
    return render("transparency/ask.html", question=question)


@blueprint.get("/compare")
def compare() -> Response:
    chosen = request.args.getlist("id")
    problem, page = None, None
    if len(chosen) != 1 and chosen:  # one is how a comparison begins: from the page of a badge
        try:
            page = comparing.compare(current_user.id, chosen, house=house())
        except Refused as refused:
            problem = error_words(refused.code, refused.params)
    if page is not None:
        return render("transparency/compare.html", page=page)
    held = service.list_cards(current_user.id, house=house(), most=MOST_LISTED).cards
    answer = render("transparency/choose.html", cards=held, chosen=chosen, problem=problem)
    answer.status_code = 400 if problem else 200
    return answer
