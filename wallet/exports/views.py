"""HTTP of files made for a holder: how far they are, and the files themselves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, request, session
from flask_login import current_user

from wallet.exports import file_jobs, pdf
from wallet.portfolios.texts import audience_word
from wallet.sharing.personal_data import revealed_by
from wallet.sharing.public_views import address_of
from wallet.web.attachments import attachment
from wallet.web.house import house
from wallet.web.htmx import done, render
from wallet.web.limits import limiter
from wallet.web.words import error_words

blueprint = Blueprint("files", __name__)


def set_up(app: Flask, settings: Any) -> None:
    if app.extensions["wallet"].jobs is not None:
        file_jobs.register(app)


@blueprint.get("/files/<id>", endpoint="made")
def made_file(id: str) -> Response:
    """A file of mine: being made, ready, or why it could not be made."""
    file = file_jobs.made_file(current_user.id, id, house=house())
    problem = error_words(file.refusal, {}) if file.refusal else None
    page = render("portfolios/made.html", "portfolios/_made.html", file=file, problem=problem)
    page.headers["Cache-Control"] = "no-store"
    return page


@blueprint.get("/files/<id>/download")
def download(id: str) -> Response:
    return attachment(*file_jobs.made_bytes(current_user.id, id, house=house()))


@blueprint.get("/credentials/<id>/pdf")
def pdf_options(id: str) -> Response:
    return _options("credential", id)


@blueprint.get("/portfolios/<id>/pdf")
def portfolio_pdf_options(id: str) -> Response:
    return _options("portfolio", id)


@blueprint.post("/credentials/<id>/pdf", endpoint="pdf")
@limiter.limit("30 per hour")
def credential_pdf(id: str) -> Response:
    return _ask("credential", id)


@blueprint.post("/portfolios/<id>/pdf")
@limiter.limit("30 per hour")
def portfolio_pdf(id: str) -> Response:
    return _ask("portfolio", id)


def _options(kind: str, id: str) -> Response:
    """For whom the PDF is, and whether the signed originals go with it, and what they reveal."""
    thing = pdf.printable_thing(current_user.id, kind, id, house=house())
    return render(
        "portfolios/pdf_options.html",
        thing=thing,
        audiences=[(audience, audience_word(audience)) for audience in thing.audiences],
        revealed=revealed_by(current_user.id, house=house(), **thing.place),
    )


def _ask(kind: str, id: str) -> Response:
    holder = current_user.id
    thing = pdf.printable_thing(holder, kind, id, house=house())
    known = {link: address_of(secret) for link, secret in session.get("addresses", {}).items()}
    file_id = pdf.ask_pdf(
        holder,
        thing,
        house=house(),
        audience=request.form.get("audience", ""),
        original="original" in request.form,
        known=known,
        paths="paths" in request.form,
    )
    return done("files.made", values={"id": file_id})
