"""HTTP of what a holder takes along: PDFs, files in standard forms, presentations, archives."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template, request, session
from flask_babel import gettext as _
from flask_login import current_user

from wallet.errors import NotFound, Refused
from wallet.exports import file_jobs, pdf, standard_forms
from wallet.exports import presentation as presenting
from wallet.exports.file_jobs import ask_file
from wallet.portfolios.texts import audience_word
from wallet.services import Services, services
from wallet.sharing.personal_data import revealed_by
from wallet.sharing.views.page import address_of
from wallet.web.attachments import attachment
from wallet.web.htmx import done, render
from wallet.web.limits import limiter
from wallet.web.typed import as_given
from wallet.web.words import error_words

blueprint = Blueprint("exports", __name__)


def set_up(app: Flask, settings: Any) -> None:
    own: Services = app.extensions["wallet"]
    file_jobs.offer_maker("pdf", pdf.make_pdf, services=own)
    file_jobs.offer_maker("originals", standard_forms.make_originals, services=own)
    if own.jobs is not None:
        file_jobs.register(app)


@blueprint.get("/exports/files/<id>", endpoint="made")
def made_file(id: str) -> Response:
    """A file of mine: being made, ready, or why it could not be made."""
    file = file_jobs.made_file(current_user.id, id, services=services())
    problem = error_words(file.refusal, {}) if file.refusal else None
    page = render("exports/made.html", "exports/_made.html", file=file, problem=problem)
    page.headers["Cache-Control"] = "no-store"
    return page


@blueprint.get("/exports/files/<id>/download")
def download(id: str) -> Response:
    return attachment(*file_jobs.made_bytes(current_user.id, id, services=services()))


@blueprint.get("/exports/credentials/<id>/pdf")
def pdf_options(id: str) -> Response:
    return _options("credential", id)


@blueprint.get("/exports/portfolios/<id>/pdf")
def portfolio_pdf_options(id: str) -> Response:
    return _options("portfolio", id)


@blueprint.post("/exports/credentials/<id>/pdf", endpoint="pdf")
@limiter.limit("30 per hour")
def credential_pdf(id: str) -> Response:
    return _ask("credential", id)


@blueprint.post("/exports/portfolios/<id>/pdf")
@limiter.limit("30 per hour")
def portfolio_pdf(id: str) -> Response:
    return _ask("portfolio", id)


def _options(kind: str, id: str) -> Response:
    """For whom the PDF is, and whether the signed originals go with it, and what they reveal."""
    thing = pdf.printable_thing(current_user.id, kind, id, services=services())
    return render(
        "exports/pdf_options.html",
        thing=thing,
        audiences=[(audience, audience_word(audience)) for audience in thing.audiences],
        revealed=revealed_by(current_user.id, services=services(), **thing.place),
    )


def _ask(kind: str, id: str) -> Response:
    holder = current_user.id
    thing = pdf.printable_thing(holder, kind, id, services=services())
    known = {link: address_of(secret) for link, secret in session.get("addresses", {}).items()}
    file_id = pdf.ask_pdf(
        holder,
        thing,
        services=services(),
        audience=request.form.get("audience", ""),
        original="original" in request.form,
        known=known,
        paths="paths" in request.form,
    )
    return done("exports.made", values={"id": file_id})


@blueprint.get("/exports/credentials/<id>/forms")
def forms(id: str) -> Response:
    """In which forms a credential can be taken along."""
    held = standard_forms.open_held(current_user.id, id, services=services())
    return render(
        "exports/forms.html",
        held=held,
        forms=[(form, *_form_words()[form]) for form in standard_forms.forms_of(held)],
        why_not=presenting.refusal_of(held),
        claims=standard_forms.choosable_claims(held),
    )


def _form_words() -> dict[str, tuple[str, str]]:
    return {
        "json": ("JSON", _("The signed data as text, for other wallets and for checking.")),
        "jwt": (_("Signed token (JWT)"), _("The signed data as one line of text, for other wallets.")),
        "png": (_("Picture (PNG)"), _("A picture with the signed data baked into it.")),
        "svg": (_("Drawing (SVG)"), _("A drawing with the signed data baked into it.")),
    }


@blueprint.get("/exports/credentials/<id>/forms/<form>")
@limiter.limit("60 per minute")
def form(id: str, form: str) -> Response:
    kept = standard_forms.written_as(current_user.id, id, form, services=services())
    return attachment(kept.data, kept.name, kept.media_type)


@blueprint.post("/exports/credentials/<id>/disclose")
def disclose(id: str) -> Response:
    """An SD-JWT with only the claims that were ticked."""
    chosen = request.form.getlist("claim")
    kept = standard_forms.disclosed(current_user.id, id, chosen, services=services())
    return attachment(kept.data, kept.name, kept.media_type)


@blueprint.route("/exports/credentials/<id>/presentation", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@as_given("challenge", "domain")
def presentation(id: str) -> Response:
    """Choose what goes in, answer a verifier's question if it asked one, download what is signed."""
    holder = current_user.id
    standard_forms.open_held(holder, id, services=services())
    if request.method == "GET":
        return _presentation_form(id, [id])
    chosen = request.form.getlist("credential")
    try:
        kept = presenting.present(
            holder,
            chosen,
            services=services(),
            challenge=request.form.get("challenge", "").strip(),
            domain=request.form.get("domain", "").strip(),
            claims={one: request.form.getlist(f"claim.{one}") for one in chosen},
        )
    except NotFound:
        raise
    except Refused as refused:
        return _presentation_form(id, chosen, refused=refused)
    return attachment(kept.data, kept.name, kept.media_type)


def _presentation_form(id: str, chosen: list[str], *, refused: Refused | None = None) -> Response:
    holder = current_user.id
    page = render_template(
        "exports/presentation.html",
        credential_id=id,
        choices=presenting.choices_of(holder, chosen, services=services()),
        most=presenting.MOST,
        shown=request.form,
        challenge=request.form.get("challenge", ""),
        domain=request.form.get("domain", ""),
        problem=error_words(refused.code, refused.params) if refused else None,
    )
    return make_response(page, refused.status if refused else 200)


@blueprint.post("/exports/originals")
def originals() -> Response:
    """All originals in one archive; a job makes it."""
    return done(
        "exports.made", values={"id": ask_file(current_user.id, "originals", {}, services=services())}
    )
