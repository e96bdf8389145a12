"""HTTP of own entries and their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask_login import current_user

from wallet.collection import service
from wallet.collection.transparency_card import entry_transparency
from wallet.entries import jobs
from wallet.entries import service as entries
from wallet.entries.forms import FOLDED
from wallet.entries.texts import ASSESSMENTS, KINDS, PARTICIPATIONS, choices, country_choices, kind_choices
from wallet.errors import Refused, WalletError
from wallet.services import services
from wallet.web import parts
from wallet.web.attachments import SANDBOX, attachment
from wallet.web.htmx import done, render
from wallet.web.limits import IMPORT, limiter
from wallet.web.words import error_words

blueprint = Blueprint("entries", __name__)


def set_up(app: Flask, _settings: Any) -> None:
    app.jinja_env.globals["entry_icon"] = lambda kind: KINDS.get(kind, KINDS["other"])[2]
    parts.offer(app, "collection.home", _on_home)
    if app.extensions["wallet"].jobs is not None:
        jobs.register(app.extensions["wallet"])


def _on_home(holder: str, *, query: str, field: str, removed: str) -> dict[str, Any]:
    """The holder's entries, unless the list is of one field; and the one that was just removed."""
    return {
        "undo_entry": entries.removed_title(holder, removed, services=services()) if removed else None,
        "entries": entries.list_entries(holder, services=services(), query=query) if not field else (),
    }


@blueprint.route("/entries/new", methods=["GET", "POST"])
@limiter.limit(IMPORT, methods=["POST"])
def new() -> Response:
    if request.method == "GET":
        kind = request.args.get("kind", "")
        return _form({"kind": kind if kind in KINDS else "certificate"})
    return _make()


@blueprint.route("/entries/from-document/<id>", methods=["GET", "POST"])
@limiter.limit(IMPORT, methods=["POST"])
def from_document(id: str) -> Response:
    """A document of one's own becomes an entry, with that file as its evidence."""
    card, _ = service.document_of(current_user.id, id, services=services())
    if request.method == "GET":
        return _form({"kind": "certificate", "title": PurePath(card.name).stem}, document=card)
    return _make(document=card)


def _make(document: Any = None) -> Response:
    try:
        made = entries.make_entry(
            current_user.id,
            request.form,
            services=services(),
            files=_uploads(),
            document=document.id if document else "",
        )
    except WalletError as problem:
        return _form(request.form, document=document, problem=_in_form(problem))
    return done("entries.entry", values={"id": made})


@blueprint.get("/entries/<id>")
def entry(id: str) -> Response:
    return _page(id)


@blueprint.route("/entries/<id>/edit", methods=["GET", "POST"])
def edit(id: str) -> Response:
    holder = current_user.id
    kept = entries.entry_form(holder, id, services=services())
    if request.method == "GET":
        return _form(kept, entry_id=id)
    try:
        entries.change_entry(holder, id, request.form, services=services())
    except Refused as problem:
        return _form(request.form, entry_id=id, problem=_in_form(problem))
    return done("entries.entry", values={"id": id})


@blueprint.post("/entries/<id>/remove")
def remove(id: str) -> Response:
    entries.remove_entry(current_user.id, id, services=services())
    return done("collection.home", values={"removed": id})


@blueprint.post("/entries/<id>/restore")
def restore(id: str) -> Response:
    entries.restore_entry(current_user.id, id, services=services())
    return done("entries.entry", values={"id": id})


@blueprint.post("/entries/<id>/evidence")
@limiter.limit(IMPORT)
def add_evidence(id: str) -> Response:
    uploads = _uploads()
    try:
        entries.add_evidence(
            current_user.id,
            id,
            services=services(),
            file=uploads[0] if uploads else None,
            url=request.form.get("url", ""),
            words=request.form.get("words", ""),
            title=request.form.get("title", ""),
        )
    except WalletError as problem:
        return _page(id, problem=_in_form(problem))
    return done("entries.entry", values={"id": id, "_anchor": "evidence"})


@blueprint.post("/evidence/<id>/remove")
def remove_evidence(id: str) -> Response:
    entry_id = entries.remove_evidence(current_user.id, id, services=services())
    if entry_id is None:
        return done("collection.home", values={})
    return done("entries.entry", values={"id": entry_id, "_anchor": "evidence"})


@blueprint.get("/evidence/<id>/file")
def file(id: str) -> Response:
    """The exact bytes, never shown by the browser: only ever saved."""
    kept = entries.evidence_file(current_user.id, id, services=services())
    return attachment(kept.data, kept.name, kept.media_type)


@blueprint.get("/evidence/<id>/picture")
def picture(id: str) -> Response:
    response = Response(
        entries.evidence_picture(current_user.id, id, services=services()), mimetype="image/png"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = 'inline; filename="evidence.png"'
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _uploads() -> list[tuple[str, bytes]]:
    """The files of the form; of each, one byte more than is allowed, so that too large ones are known."""
    chosen = [upload for upload in request.files.getlist("files") if upload.filename]
    return [(upload.filename or "", upload.stream.read(entries.MAX_FILE + 1)) for upload in chosen]


def _in_form(problem: WalletError) -> WalletError:
    """The problem, if it is one that a person mends in the form; anything else goes on its way."""
    if problem.code in entries.FORM_PROBLEMS or problem.code in entries.EVIDENCE_PROBLEMS:
        return problem
    raise problem


def _page(id: str, *, problem: WalletError | None = None) -> Response:
    entry = entries.entry_of(current_user.id, id, services=services())
    said = {
        "title": entry.title,
        "awarding_body": entry.organisation,
        "date": entry.ended_on or entry.began_on,
    }
    answer = render(
        "entries/entry.html",
        entry=entry,
        told=entry_transparency({**entry.details, **said, "learner": current_user.name}),
        problem=error_words(problem.code, problem.params) if problem else None,
        given=request.form,
    )
    answer.status_code = 400 if problem else 200
    return answer


def _form(
    given: Mapping[str, str],
    *,
    entry_id: str = "",
    document: Any = None,
    problem: WalletError | None = None,
) -> Response:
    wrong = ""
    if problem:
        wrong = str(problem.params.get("field") or entries.FORM_PROBLEMS.get(problem.code, "files"))
    answer = render(
        "entries/form.html",
        given=given,
        entry_id=entry_id,
        document=document,
        problem=error_words(problem.code, problem.params) if problem else None,
        wrong=wrong,
        unfolded=any(given.get(name) for name in FOLDED),
        kinds=kind_choices(),
        countries=country_choices(),
        assessments=choices(ASSESSMENTS),
        participations=choices(PARTICIPATIONS),
    )
    answer.status_code = 400 if problem else 200
    return answer
