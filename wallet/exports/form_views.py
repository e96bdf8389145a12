"""HTTP of handing out one's credentials in standard forms. Adds to the blueprint "files"."""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from wallet.errors import NotFound, Refused
from wallet.exports import presentation as presenting
from wallet.exports import standard_forms
from wallet.exports.file_jobs import ask_file
from wallet.exports.views import blueprint
from wallet.web.attachments import attachment
from wallet.web.house import house
from wallet.web.htmx import done, render
from wallet.web.limits import limiter
from wallet.web.words import error_words

__all__ = ["blueprint"]


@blueprint.get("/credentials/<id>/forms")
def forms(id: str) -> Response:
    """In which forms a credential can be taken along."""
    held = standard_forms.open_held(current_user.id, id, house=house())
    return render(
        "portfolios/forms.html",
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


@blueprint.get("/credentials/<id>/forms/<form>")
@limiter.limit("60 per minute")
def form(id: str, form: str) -> Response:
    kept = standard_forms.written_as(current_user.id, id, form, house=house())
    return attachment(kept.data, kept.name, kept.media_type)


@blueprint.post("/credentials/<id>/disclose")
def disclose(id: str) -> Response:
    """An SD-JWT with only the claims that were ticked."""
    chosen = request.form.getlist("claim")
    kept = standard_forms.disclosed(current_user.id, id, chosen, house=house())
    return attachment(kept.data, kept.name, kept.media_type)


@blueprint.route("/credentials/<id>/presentation", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
def presentation(id: str) -> Response:
    """Choose what goes in, answer a verifier's question if it asked one, download what is signed."""
    holder = current_user.id
    standard_forms.open_held(holder, id, house=house())
    if request.method == "GET":
        return _presentation_form(id, [id])
    chosen = request.form.getlist("credential")
    try:
        kept = presenting.present(
            holder,
            chosen,
            house=house(),
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
        "portfolios/presentation.html",
        credential_id=id,
        choices=presenting.choices_of(holder, chosen, house=house()),
        most=presenting.MOST,
        shown=request.form,
        challenge=request.form.get("challenge", ""),
        domain=request.form.get("domain", ""),
        problem=error_words(refused.code, refused.params) if refused else None,
    )
    return make_response(page, refused.status if refused else 200)


@blueprint.post("/files/originals")
def originals() -> Response:
    """All originals in one archive; a job makes it."""
    return done("files.made", values={"id": ask_file(current_user.id, "originals", {}, house=house())})
