"""HTTP of what a person holds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, abort, redirect, request, url_for
from flask_login import current_user

from wallet.accounts import proofs
from wallet.collection import holder_labels, jobs, reverify, service
from wallet.collection.fields import FIELDS
from wallet.collection.reports import rendered
from wallet.collection.service import Kept
from wallet.collection.texts import field_words, trigger_words
from wallet.collection.transparency_card import kind_choices
from wallet.services import Services, services
from wallet.web.attachments import SANDBOX, attachment
from wallet.web.htmx import done, render
from wallet.web.limits import limiter
from wallet.web.notices import notices_of
from wallet.web.parts import parts_of

blueprint = Blueprint("collection", __name__)

AGAIN = "20 per minute; 200 per hour"
SANDBOX_SVG = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def set_up(app: Flask, settings: Any) -> None:
    app.jinja_env.filters["markdown"] = rendered.draw
    app.jinja_env.filters["field_words"] = field_words
    app.jinja_env.filters["trigger_words"] = trigger_words
    app.jinja_env.globals["proof_kinds"] = kind_choices
    own: Services = app.extensions["wallet"]
    proofs.subscribe(reverify.recheck_recipient, services=own)
    if own.jobs is not None:
        jobs.register(own)


@blueprint.get("/")
def home() -> Response:
    holder = current_user.id
    field = request.args.get("field", "")
    notices = notices_of(holder)
    page = service.list_cards(
        holder,
        services=services(),
        also=[notice.about for notice in notices],
        query=request.args.get("q", ""),
        field=field if field in FIELDS else "",
        attention=field == "attention",
        most=request.args.get("show", type=int),
    )
    gone = request.args.get("deleted", "")
    undo = service.deleted_title(holder, gone, services=services()) if gone else None
    removed = request.args.get("removed", "")
    return render(
        "collection/home.html",
        "collection/_results.html",
        page=page,
        gone=gone,
        undo=undo,
        removed=removed,
        **parts_of("collection.home", holder, query=page.query, field=field, removed=removed),
        notices=notices if page.attention or not (field or page.query) else (),
    )


@blueprint.get("/credentials/<id>")
def credential(id: str) -> Response:
    page = service.credential_page(current_user.id, id, services=services())
    return render(
        "collection/credential.html",
        "collection/_credential.html",
        page=page,
        late="late" in request.args,
        notices=notices_of(current_user.id, about=id),
    )


@blueprint.post("/credentials/<id>/check")
@limiter.limit(AGAIN)
def check_again(id: str) -> Response:
    in_time = service.check_again(current_user.id, id, services=services())
    page = service.credential_page(current_user.id, id, services=services())
    values = {"id": id} if in_time else {"id": id, "late": 1}
    return done(
        "collection.credential",
        "collection/_credential.html",
        "credentialChecked",
        values=values,
        page=page,
        late=not in_time,
        notices=notices_of(current_user.id, about=id),
    )


@blueprint.post("/credentials/<id>/labels")
def relabel(id: str) -> Response:
    undone = "undo" in request.form
    holder_labels.relabel(
        current_user.id,
        id,
        kind="" if undone else request.form.get("kind", ""),
        field="" if undone else request.form.get("field", ""),
        services=services(),
    )
    return done("collection.credential", values={"id": id})


@blueprint.get("/credentials/<id>/original")
def original(id: str) -> Response:
    return _saved(service.original_of(current_user.id, id, services=services()))


@blueprint.get("/credentials/<id>/picture")
def picture(id: str) -> Response:
    shown = service.shown_picture_of(current_user.id, id, services=services())
    if shown is None:
        abort(404)
    response = picture_response(shown)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def picture_response(shown: Kept) -> Response:
    """A badge's picture for `<img>`, where nothing in it runs or fetches. Opened by its address, an SVG is
    saved instead of shown, and the sandbox holds even then (FILE-24)."""
    drawn = shown.media_type == "image/svg+xml"
    response = Response(shown.data, content_type=shown.media_type)
    response.headers["Content-Security-Policy"] = SANDBOX_SVG if drawn else SANDBOX
    response.headers["Content-Disposition"] = (
        f'{"attachment" if drawn else "inline"}; filename="{shown.name}"'
    )
    return response


@blueprint.post("/credentials/<id>/delete")
def delete(id: str) -> Response:
    service.delete(current_user.id, id, services=services())
    return done("collection.home", values={"deleted": id})


@blueprint.post("/credentials/<id>/restore")
def restore(id: str) -> Response:
    service.restore(current_user.id, id, services=services())
    return done("collection.credential", values={"id": id})


@blueprint.get("/documents/<id>")
def document(id: str) -> Response:
    card, kept = service.document_of(current_user.id, id, services=services())
    if "download" in request.args:
        return _saved(kept)
    return render("collection/document.html", document=card)


@blueprint.post("/documents/<id>/delete")
def remove_document(id: str) -> Response:
    service.remove_document(current_user.id, id, services=services())
    return redirect(url_for("collection.home"), 303)


def _saved(kept: Kept) -> Response:
    """The exact bytes, never shown by the browser: strangers made them (R12)."""
    return attachment(kept.data, kept.name, kept.media_type)
