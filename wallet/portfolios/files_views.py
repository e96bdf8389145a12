"""HTTP of files made for a holder: how far they are, and the files themselves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response
from flask_login import current_user

from wallet.portfolios import making
from wallet.web.attachments import attachment
from wallet.web.house import house
from wallet.web.htmx import render
from wallet.web.words import error_words

blueprint = Blueprint("files", __name__)


def set_up(app: Flask, settings: Any) -> None:
    if app.extensions["wallet"].jobs is not None:
        making.register(app)


@blueprint.get("/files/<id>", endpoint="made")
def made_file(id: str) -> Response:
    """A file of mine: being made, ready, or why it could not be made."""
    file = making.made_file(current_user.id, id, house=house())
    problem = error_words(file.refusal, {}) if file.refusal else None
    page = render("portfolios/made.html", "portfolios/_made.html", file=file, problem=problem)
    page.headers["Cache-Control"] = "no-store"
    return page


@blueprint.get("/files/<id>/download")
def download(id: str) -> Response:
    return attachment(*making.made_bytes(current_user.id, id, house=house()))
