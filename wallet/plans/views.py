"""HTTP of printed plans: what to print, the plan as a page, the plan as a PDF."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import force_locale
from flask_login import current_user

from wallet.errors import Refused
from wallet.paths.views import refusal_sentences
from wallet.plans import service
from wallet.plans.content import PlanWish
from wallet.printing.qr import render_qr
from wallet.services import services
from wallet.web.htmx import done, render
from wallet.web.languages import current, known, locale_of
from wallet.web.limits import limiter

blueprint = Blueprint("plans", __name__)
PRINT = "20 per minute"  # a document is made each time


@blueprint.get("/plans/<id>", endpoint="plan")
def plan_options(id: str) -> Response:
    return _options(id)


def _options(id: str, refused: Refused | None = None) -> Response:
    page, printed = service.options_of(current_user.id, id, services=services())
    form = request.form if refused else {"name": "" if "@" in current_user.name else current_user.name}
    chosen = (
        set(request.form.getlist("step")) if refused else {step.id for step in page.steps if step.in_plan}
    )
    answer = render_template(
        "plans/plan.html",
        page=page,
        printed=printed,
        form=form,
        chosen=chosen,
        language=form.get("language") or current(),
        problem=refusal_sentences(refused),
    )
    return make_response(answer, refused.status if refused else 200)


@blueprint.post("/plans/<id>", endpoint="print")
def print_plan(id: str) -> Response:
    """Keep the plan as it is now, in the language asked for, and show it."""
    form = request.form
    wish = PlanWish(
        name=form.get("name", ""),
        adviser=form.get("adviser", ""),
        institution=form.get("institution", ""),
        remarks=form.get("remarks", ""),
        steps=frozenset(form.getlist("step")),
        address=form.get("address", "") if form.get("with_link") else "",
    )
    language = form.get("language", "")
    try:
        with force_locale(locale_of(language if language in known() else current())):
            number = service.print_plan(current_user.id, id, wish, services=services())
    except Refused as refused:
        return _options(id, refused)
    return done("plans.printed", values={"id": id, "number": number})


@blueprint.get("/plans/<id>/<int:number>")
def printed(id: str, number: int) -> Response:
    plan = service.printed_plan(current_user.id, id, number, services=services())
    return render("plans/printed.html", plan=plan, path_id=id, content=plan.content)


@blueprint.get("/plans/<id>/<int:number>/pdf", endpoint="pdf")
@limiter.limit(PRINT)
def plan_pdf(id: str, number: int) -> Response:
    plan = service.printed_plan(current_user.id, id, number, services=services())
    answer = Response(service.render_pdf(plan), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="plan-{number}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/plans/<id>/<int:number>/qr", endpoint="qr")
def plan_qr(id: str, number: int) -> Response:
    plan = service.printed_plan(current_user.id, id, number, services=services())
    return Response(render_qr(plan.address) if plan.address else b"", mimetype="image/svg+xml")
