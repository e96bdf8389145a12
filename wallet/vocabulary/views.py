"""HTTP of the operator's page of classifications. For everybody else it is not there."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_login import current_user

from wallet.errors import NotFound
from wallet.services import services
from wallet.vocabulary import sample as vocabulary_sample
from wallet.vocabulary import service
from wallet.vocabulary.esco_csv import read_vocabulary
from wallet.vocabulary.uploads import files_sent, version_in
from wallet.web.htmx import done, render

blueprint = Blueprint("vocabulary", __name__)


@blueprint.before_request
def operators_only() -> None:
    if getattr(current_user, "role", "") != "operator":
        raise NotFound()


@blueprint.get("/vocabulary")
def imports() -> Response:
    return render(
        "vocabulary/imports.html",
        imports=service.list_vocabularies(services().store),
        state_word=state_word,
        problem_word=problem_word,
        sample_languages=vocabulary_sample.LANGUAGES,
    )


@blueprint.post("/vocabulary/upload")
def upload() -> Response:
    """The official CSV files, loose or in a ZIP; what they say becomes a preview that nobody else sees."""
    language = request.form.get("language", "")[:10]
    sent = [(str(file.filename), file.stream) for file in request.files.getlist("files") if file.filename]
    said = request.form.get("version", "").strip()[:20]
    version = said or next(filter(None, (version_in(name) for name, _stream in sent)), "")
    reading = read_vocabulary(files_sent(sent, language), language)
    service.keep_reading(services().store, reading, version=version, language=language)
    return done("vocabulary.imports")


@blueprint.post("/vocabulary/sample")
def sample() -> Response:
    service.keep_sample(services().store, request.form.get("language", ""))
    return done("vocabulary.imports")


@blueprint.post("/vocabulary/<id>/use")
def use(id: str) -> Response:
    service.use_vocabulary(services().store, id)
    return done("vocabulary.imports")


@blueprint.post("/vocabulary/<id>/remove")
def remove(id: str) -> Response:
    service.remove_vocabulary(services().store, id)
    return done("vocabulary.imports")


@blueprint.post("/vocabulary/roll-back")
def roll_back() -> Response:
    service.roll_back(services().store, request.form.get("language", ""))
    return done("vocabulary.imports")


def state_word(state: str) -> str:
    return {
        "loading": _("Being read"),
        "preview": _("Preview, not in use"),
        "in-use": _("In use"),
        "replaced": _("Replaced"),
    }.get(state, state)


def problem_word(code: str) -> str:
    return {
        "uri": _("addresses that are not ESCO's"),
        "label": _("concepts without a usable label"),
        "twice": _("lines that stand there twice"),
        "relation": _("relations of unknown occupations or skills"),
        "relation-type": _("relations of an unknown kind"),
    }.get(code, code)
