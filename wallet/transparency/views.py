"""HTTP of transparency: the table as JSON, a question to the issuer, side by side."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user

from wallet.collection import service
from wallet.errors import Refused
from wallet.services import services
from wallet.transparency import compare as comparing
from wallet.transparency import issuer_request
from wallet.transparency.as_json import transparency_json
from wallet.web.htmx import render
from wallet.web.languages import current as current_language
from wallet.web.words import error_words

blueprint = Blueprint("transparency", __name__)
MOST_LISTED = 500


@blueprint.get("/transparency/<id>.json")
def table(id: str) -> Response:
    return jsonify(transparency_json(current_user.id, id, services=services()))


@blueprint.get("/transparency/<id>/ask")
def ask(id: str) -> Response:
    language = request.args.get("language", current_language())
    question = issuer_request.question_for(current_user.id, id, language=language, services=services())
    return render("transparency/ask.html", question=question)


@blueprint.get("/transparency/compare")
def compare() -> Response:
    chosen = request.args.getlist("id")
    problem, page = None, None
    if len(chosen) != 1 and chosen:  # one is how a comparison begins: from the page of a badge
        try:
            page = comparing.compare(current_user.id, chosen, services=services())
        except Refused as refused:
            problem = error_words(refused.code, refused.params)
    if page is not None:
        return render("transparency/compare.html", page=page)
    held = service.list_cards(current_user.id, services=services(), most=MOST_LISTED).cards
    answer = render("transparency/choose.html", cards=held, chosen=chosen, problem=problem)
    answer.status_code = 400 if problem else 200
    return answer
