"""HTTP of the public check: a page for people and the same question for programs."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, jsonify, request

from wallet.checker import service
from wallet.checker.answer import report_object
from wallet.checker.texts import checklist, promises, verdict_table
from wallet.collection.transparency_texts import elements_told, special_words
from wallet.credentials.parsing.strict import MAX_TEXT
from wallet.errors import Refused
from wallet.services import Services, services
from wallet.web.htmx import render, wants_fragment, wants_json
from wallet.web.limits import CHECK, limiter, who
from wallet.web.typed import as_given
from wallet.web.words import error_words

blueprint = Blueprint("checker", __name__)

PASTED = "pasted"
FIELDS = (b"text", b"link", b"csrf_token")


@blueprint.route("/check", methods=["GET", "POST"])
@limiter.limit(CHECK, methods=["POST"])
@as_given("text", "link")
def check() -> Response:
    """GET: the form. POST `files`, `text` or `link` (or a raw body): the report. `Accept: application/json`
    answers the command line's object for one credential, a list of them for several."""
    if request.method == "GET":
        return render("checker/check.html", results=None, problem=None)
    if wants_json():
        checked = service.check_things(_things(), services=_services(), apart=False)
        answers = [report_object(one.name, one.report) for one in checked]
        return jsonify(answers[0] if len(answers) == 1 else answers)
    try:
        checked = service.check_things(_things(), services=_services())
    except Refused as refused:
        problem = error_words(refused.code, refused.params)
        page = render("checker/check.html", "checker/_results.html", results=None, problem=problem)
        # a part of the page goes where the results go; an error's status would send it among the messages
        page.status_code = 200 if wants_fragment() else refused.status
        return page
    results = [service.checked_card(one, pasted=PASTED) for one in checked]
    return render("checker/check.html", "checker/_results.html", results=results, problem=None)


@blueprint.get("/how-checking-works")
def help() -> Response:
    return render(
        "checker/help.html",
        checks=checklist(),
        verdicts=verdict_table(),
        promises=promises(),
        elements=elements_told(),
        special_words=special_words(),
    )


def _services() -> Services:
    """The services with a fetcher on whose quota the asker's address draws (SSRF-22)."""
    found = services()
    on_behalf_of = getattr(found.fetcher, "on_behalf_of", None)
    return replace(found, fetcher=on_behalf_of(who())) if on_behalf_of else found


def _things() -> list[tuple[str, bytes]]:
    if body := _bare_body():
        return [(PASTED, body)]
    files = [(file.filename, file.stream.read()) for file in request.files.getlist("files") if file.filename]
    if files:
        return files
    text = request.form.get("text", "").strip() or request.form.get("link", "").strip()
    if len(text) > MAX_TEXT:
        raise Refused("too-large", most=f"{MAX_TEXT / 1_000_000:g}")
    return [(PASTED, text.encode())] if text else []


def _bare_body() -> bytes:
    """The badge itself, sent as the body. Programs call it many things; `curl --data` calls it a form always,
    and a form of ours begins with one of our fields."""
    if request.mimetype == "multipart/form-data":
        return b""
    body = request.get_data()
    if request.mimetype == "application/x-www-form-urlencoded" and body.partition(b"=")[0] in FIELDS:
        return b""
    return body
