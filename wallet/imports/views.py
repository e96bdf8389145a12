"""HTTP of adding: files, a link or text go in, and a page tells how far each has come."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, request
from flask_login import current_user

from wallet.credentials.parsing.strict import MAX_TEXT
from wallet.errors import Refused
from wallet.imports import batches, jobs, service
from wallet.services import services
from wallet.web.htmx import done, render
from wallet.web.limits import IMPORT, limiter
from wallet.web.typed import as_given
from wallet.web.words import error_words

blueprint = Blueprint("imports", __name__)


def set_up(app: Flask, settings: Any) -> None:
    if app.extensions["wallet"].jobs is not None:
        jobs.register(app.extensions["wallet"])


@blueprint.route("/add", methods=["GET", "POST"])
@limiter.limit(IMPORT, methods=["POST"])
@as_given("text", "link")
def add() -> Response:
    if request.method == "GET":
        return render("imports/add.html", problem=None)
    try:
        batch_id = _import()
    except Refused as refused:
        page = render("imports/add.html", problem=error_words(refused.code, refused.params))
        page.status_code = refused.status
        return page
    return done("imports.batch", values={"id": batch_id})


def _import() -> str:
    uploads = [
        (file.filename, file.stream.read()) for file in request.files.getlist("files") if file.filename
    ]
    text = request.form.get("text", "").strip() or request.form.get("link", "").strip()
    if uploads:
        return service.import_files(current_user.id, uploads, services=services())
    if len(text) > MAX_TEXT:
        raise Refused("too-large", most=f"{MAX_TEXT / 1_000_000:g}")
    return service.import_text(current_user.id, text, services=services())


@blueprint.get("/add/<id>")
def batch(id: str) -> Response:
    page = batches.batch_page(current_user.id, id, services=services())
    return render("imports/batch.html", "imports/_progress.html", batch=page)


@blueprint.post("/add/<id>/items/<item_id>/keep")
def keep(id: str, item_id: str) -> Response:
    """Keep a certificate without a badge as a document of one's own."""
    batches.batch_page(current_user.id, id, services=services())
    service.keep_as_document(current_user.id, item_id, services=services())
    page = batches.batch_page(current_user.id, id, services=services())
    return done("imports.batch", "imports/_progress.html", values={"id": id}, batch=page)
