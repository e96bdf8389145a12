"""HTTP of "Take my data": one page, one button."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_login import current_user

from wallet.collection.quota import kept_by
from wallet.exports.file_jobs import Making, Progress, ask_file, makes
from wallet.services import Services, services
from wallet.takeout import importer  # noqa: F401  (from here on a copy is taken in where badges are added)
from wallet.takeout.export import make_takeout
from wallet.web.htmx import done, render

blueprint = Blueprint("takeout", __name__)


@makes("takeout")
def make(made: Making, progress: Progress, services: Services) -> tuple[bytes, str, str]:
    return make_takeout(made.holder, services=services, language=made.language, progress=progress)


@blueprint.get("/takeout")
def page() -> Response:
    with services().store.read() as session:
        kept = kept_by(session, current_user.id, services=services())
    return render("takeout/page.html", kept=kept)


@blueprint.post("/takeout")
def take() -> Response:
    """A job makes the file: a large wallet takes a while."""
    file_id = ask_file(current_user.id, "takeout", {}, services=services())
    return done("exports.made", values={"id": file_id})
