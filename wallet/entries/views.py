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
from wallet.entries.forms import EntryForm, EvidenceForm
from wallet.entries.texts import KINDS
from wallet.errors import Refused, Unreadable
from wallet.services import services
from wallet.web import parts
from wallet.web.attachments import SANDBOX, attachment
from wallet.web.forms import show
from wallet.web.htmx import done
from wallet.web.limits import IMPORT, limiter

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
    kind = request.args.get("kind", "")
    return _make(_form({"kind": kind if kind in KINDS else "certificate"}))


@blueprint.route("/entries/from-document/<id>", methods=["GET", "POST"])
@limiter.limit(IMPORT, methods=["POST"])
def from_document(id: str) -> Response:
    """A document of one's own becomes an entry, with that file as its evidence."""
    card, _ = service.document_of(current_user.id, id, services=services())
    return _make(_form({"kind": "certificate", "title": PurePath(card.name).stem}), document=card)


def _form(kept: Mapping[str, str]) -> EntryForm:
    """The form as it was sent; on a GET, as the entry says."""
    form: EntryForm = EntryForm.sent(data=kept, today=services().clock.now().date())
    return form


def _make(form: EntryForm, document: Any = None) -> Response:
    if request.method == "POST" and form.validate():
        try:
            made = entries.make_entry(
                current_user.id,
                form.content(),
                services=services(),
                files=form.files.data,
                document=document.id if document else "",
            )
            return done("entries.entry", values={"id": made})
        except (Refused, Unreadable) as problem:
            form.refuse(problem)
    return show(form, "entries/form.html", entry_id="", document=document)


@blueprint.get("/entries/<id>")
def entry(id: str) -> Response:
    return _page(id, EvidenceForm())


@blueprint.route("/entries/<id>/edit", methods=["GET", "POST"])
def edit(id: str) -> Response:
    holder = current_user.id
    form = _form(entries.entry_form(holder, id, services=services()))
    if request.method == "POST" and form.validate():
        entries.change_entry(holder, id, form.content(), services=services())
        return done("entries.entry", values={"id": id})
    return show(form, "entries/form.html", entry_id=id, document=None)


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
    form = EvidenceForm.sent()
    if form.validate():
        try:
            entries.add_evidence(
                current_user.id,
                id,
                services=services(),
                file=form.files.data[0] if form.files.data else None,
                url=form.url.data,
                words=form.words.data,
                title=form.title.data,
            )
            return done("entries.entry", values={"id": id, "_anchor": "evidence"})
        except (Refused, Unreadable) as problem:
            form.refuse(problem)
    return _page(id, form)


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


def _page(id: str, form: EvidenceForm) -> Response:
    entry = entries.entry_of(current_user.id, id, services=services())
    said = {
        "title": entry.title,
        "awarding_body": entry.organisation,
        "date": entry.ended_on or entry.began_on,
    }
    return show(
        form,
        "entries/entry.html",
        "entries/_evidence.html",
        place="#evidence",
        entry=entry,
        told=entry_transparency({**entry.details, **said, "learner": current_user.name}),
    )
