"""HTTP of "Take my data": one page, one button."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response
from flask_login import current_user

from wallet.collection.quota import kept_by
from wallet.exports.file_jobs import Making, Progress, ask_file, offer_maker
from wallet.imports.service import Opener, offer_opener
from wallet.services import Services, services
from wallet.takeout.archive import looks_like_copy
from wallet.takeout.export import make_takeout
from wallet.takeout.importer import move_in
from wallet.web.htmx import done, render

blueprint = Blueprint("takeout", __name__)

FILE = "takeout"  # the kind of file that is made


def set_up(app: Flask, settings: Any) -> None:
    """A copy is made like every file, and taken in where badges are added."""
    own: Services = app.extensions["wallet"]
    offer_maker(FILE, make, services=own)
    offer_opener("takeout", Opener(looks_like_copy, move_in), services=own)


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
    file_id = ask_file(current_user.id, FILE, {}, services=services())
    return done("exports.made", values={"id": file_id})
