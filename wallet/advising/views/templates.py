"""HTTP of path templates: read and start by everybody, written by advisers. Every action is a form."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request
from flask_login import current_user

from wallet.advising import path_templates
from wallet.advising.path_templates import TemplateWish
from wallet.advising.views.blueprint import blueprint
from wallet.advising.views.proposals import edit_of_values, wish_of_form
from wallet.errors import Refused
from wallet.paths import pages
from wallet.paths.cards import StepEdit
from wallet.paths.goals import all_goals
from wallet.paths.rules.sentences import field_word
from wallet.paths.views import refusal_sentences
from wallet.services import services
from wallet.web.htmx import done, render


@blueprint.get("/templates")
def templates() -> Response:
    cards = path_templates.list_templates(current_user.id, services=services())
    return render("advising/templates.html", cards=cards)


@blueprint.get("/templates/<id>")
def template(id: str) -> Response:
    card = path_templates.template_of(current_user.id, id, services=services())
    return render("advising/template.html", card=card)


@blueprint.post("/templates/<id>/start")
def start_template(id: str) -> Response:
    """A path of one's own from it."""
    path_id = path_templates.start_path(current_user.id, id, services=services())
    return done("paths.path", values={"id": path_id})


@blueprint.route("/templates/new", methods=["GET", "POST"])
def create_template() -> Response:
    refused = None
    if request.method == "POST":
        try:
            made = path_templates.make_template(current_user.id, _wish(), services=services())
            return done("advising.template", values={"id": made})
        except Refused as problem:
            refused = problem
    else:
        path_templates.see_adviser(current_user.id, services=services())
    return _form(None, refused)


@blueprint.route("/templates/<id>/edit", methods=["GET", "POST"])
def edit_template(id: str) -> Response:
    refused = None
    if request.method == "POST":
        version = request.form.get("version", 0, type=int)
        try:
            path_templates.change_template(current_user.id, id, _wish(), version=version, services=services())
            return done("advising.template", values={"id": id})
        except Refused as problem:
            refused = problem
    return _form(path_templates.own_template(current_user.id, id, services=services()), refused)


def _wish() -> TemplateWish:
    form = request.form
    return TemplateWish(
        title=form.get("title", ""),
        goal=form.get("goal", ""),
        target=form.get("target", ""),
        days=form.get("days", ""),
        weekly_hours=form.get("weekly_hours", ""),
        shared=form.get("shared") is not None,
    )


def _form(card: path_templates.TemplateCard | None, refused: Refused | None) -> Response:
    filled: dict[str, Any] = {}
    if card:
        filled = {"title": card.title, "goal": card.goal.key, "target": card.target, "days": card.days}
        filled |= {"weekly_hours": card.weekly_hours, "shared": card.shared}
    page = render_template(
        "advising/template_form.html",
        card=card,
        form=request.form if refused else filled,
        goals=all_goals(),
        problem=refusal_sentences(refused),
    )
    return make_response(page, refused.status if refused else 200)


@blueprint.route("/templates/<id>/steps/new", methods=["GET", "POST"], defaults={"number": None})
@blueprint.route("/templates/<id>/steps/<int:number>", methods=["GET", "POST"])
def template_step(id: str, number: int | None) -> Response:
    card = path_templates.own_template(current_user.id, id, services=services())
    refused = None
    if request.method == "POST" and not request.form.get("add"):
        wish, days = wish_of_form(request.form), request.form.get("due_days", "")
        try:
            path_templates.save_step(current_user.id, id, number, wish, days, services=services())
            return done("advising.template", values={"id": id})
        except Refused as problem:
            refused = problem
    filled, days = StepEdit(None), request.form.get("due_days", "")
    if number is not None:
        values, names = path_templates.step_values(current_user.id, id, number, services=services())
        filled = edit_of_values(values, str(number), names)
        days = str(values.get("due_days") or "")
    if request.method == "POST":
        filled = pages.form_again(request.form, None if number is None else str(number))
        days = request.form.get("due_days", "")
    page = render_template(
        "advising/step_form.html",
        card=card,
        step=filled,
        due_days=days,
        problem=refusal_sentences(refused),
        fields=[(key, field_word(key)) for key in ("digital", "green", "social", "employment")],
    )
    return make_response(page, refused.status if refused else 200)


@blueprint.post("/templates/<id>/steps/<int:number>/remove")
def remove_template_step(id: str, number: int) -> Response:
    path_templates.remove_step(current_user.id, id, number, services=services())
    return done("advising.template", values={"id": id})


@blueprint.post("/templates/<id>/delete")
def delete_template(id: str) -> Response:
    path_templates.remove_template(current_user.id, id, services=services())
    return done("advising.templates")


@blueprint.post("/advise/paths/<id>/template")
def keep_as_template(id: str) -> Response:
    """Keep a granted path as a template, without the person."""
    made = path_templates.save_from_path(
        current_user.id, id, request.form.get("title", ""), services=services()
    )
    return done("advising.template", values={"id": made})


@blueprint.post("/advise/paths/<id>/propose/template")
def propose_template(id: str) -> Response:
    """Its steps into the draft of a proposal."""
    chosen = request.form.get("template", "")
    path_templates.propose_template(current_user.id, id, chosen, services=services())
    return done("advising.propose", id=id)
