"""HTTP of paths. Every action is a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask_login import current_user

from wallet.collection import signals
from wallet.entries import service as entries
from wallet.errors import NotFound, Refused
from wallet.paths import history, pages, service, shared_view, starter_steps
from wallet.paths.goals import all_goals, goal
from wallet.paths.measuring import measure_paths
from wallet.paths.rules.forms import rule_of_form
from wallet.paths.rules.sentences import field_word, kind_word, problem_sentence
from wallet.paths.rules.where_form import ANYTHING, read_conditions, where_of
from wallet.paths.service import PathWish, StepWish
from wallet.services import Services, services
from wallet.shared_page import offered_paths
from wallet.web.htmx import done, render
from wallet.web.words import error_words

blueprint = Blueprint("paths", __name__)

DAILY = "paths-daily"


def set_up(app: Flask, settings: Any) -> None:
    own: Services = app.extensions["wallet"]
    signals.subscribe(history.record_progress, services=own)
    offered_paths.offer_paths(shared_view.PathsForOthers(), services=own)
    app.jinja_env.globals.update(kind_word=kind_word, field_word=field_word)
    if own.jobs is None:
        return

    @own.jobs.register(DAILY, long=True)
    def daily(_payload: Mapping[str, Any], **_: Any) -> None:
        history.record_everybody(services=own)
        history.purge_deleted(services=own)

    own.jobs.schedule(DAILY, every=timedelta(hours=24), jitter=timedelta(hours=3))


@blueprint.get("/paths", endpoint="list")
def my_paths() -> Response:
    gone = request.args.get("deleted", "")
    return render(
        "paths/list.html",
        paths=pages.list_page(current_user.id, services=services()),
        gone=gone,
        wins=[
            pages.WinCard(kind, pages.win_sentence(kind, params), at)
            for kind, params, at in history.wins_of(current_user.id, services=services(), most=5)
        ],
    )


@blueprint.route("/paths/new", methods=["GET", "POST"])
def create() -> Response:
    if request.method == "GET":
        return _path_form(None)
    try:
        path_id = service.make_path(current_user.id, _wish(), services=services())
    except Refused as refused:
        return _path_form(None, refused)
    return done("paths.path", id=path_id)


@blueprint.get("/paths/<id>")
def path(id: str) -> Response:
    (measured,) = measure_paths(current_user.id, services=services(), path_id=id)
    own = entries.list_entries(current_user.id, services=services())
    return render(
        "paths/path.html",
        page=pages.page_of(measured, own, services=services()),
        own_entries=own,
        start=starter_steps.start_of(measured, services=services()),
    )


@blueprint.route("/paths/<id>/edit", methods=["GET", "POST"])
def edit(id: str) -> Response:
    if request.method == "GET":
        return _path_form(id)
    try:
        service.change_path(
            current_user.id,
            id,
            _wish(),
            version=request.form.get("version", 0, type=int),
            services=services(),
        )
    except Refused as refused:
        return _path_form(id, refused)
    return done("paths.path", id=id)


def _wish() -> PathWish:
    return PathWish(
        title=request.form.get("title", ""),
        goal=request.form.get("goal", ""),
        target=request.form.get("target", ""),
        target_kind=request.form.get("target_kind", "free"),
        target_uri=request.form.get("target_uri", ""),
        current_occupation=request.form.get("current_occupation", ""),
        start_on=request.form.get("start_on", ""),
        due_on=request.form.get("due_on", ""),
        weekly_hours=request.form.get("weekly_hours", ""),
        closing_terms=request.form.get("closing_terms", ""),
        conditions=where_of(read_conditions(request.form)),
    )


def _path_form(id: str | None, refused: Refused | None = None) -> Response:
    page = pages.path_page(current_user.id, id, services=services()) if id else None
    form = request.form if refused else _filled(page)
    stored = page.conditions if page else ANYTHING
    chosen = form.get("goal") or request.args.get("goal", "")
    answer = render_template(
        "paths/path_form.html",
        page=page,
        form=form,
        goals=all_goals(),
        chosen=chosen,
        goal=goal(chosen) if chosen else None,
        conditions=read_conditions(form) if refused else stored,
        problem=refusal_sentences(refused),
    )
    return make_response(answer, refused.status if refused else 200)


def _filled(page: Any) -> dict[str, str]:
    if page is None:
        return {}
    card = page.card
    return {
        "title": card.title,
        "goal": card.goal.key,
        "target": card.target,
        "due_on": card.due_on.isoformat() if card.due_on else "",
        "start_on": page.start_on,
        "weekly_hours": str(page.weekly_hours or ""),
        "closing_terms": page.closing_terms,
        "current_occupation": page.current_occupation,
    }


def refusal_sentences(refused: Refused | None) -> tuple[str, ...]:
    if refused is None:
        return ()
    if refused.code == "rule-makes-no-sense":
        return (problem_sentence(str(refused.params.get("problem", "")), str(refused.params.get("at", ""))),)
    return tuple(text for text in error_words(refused.code, refused.params) if text)


@blueprint.post("/paths/<id>/status")
def status(id: str) -> Response:
    service.set_status(current_user.id, id, request.form.get("status", ""), services=services())
    return done("paths.path", id=id)


@blueprint.post("/paths/<id>/next")
def next_action(id: str) -> Response:
    text, on = request.form.get("text", ""), request.form.get("on", "")
    service.set_next_action(current_user.id, id, text, on, services=services())
    return done("paths.path", id=id)


@blueprint.post("/paths/<id>/delete")
def delete(id: str) -> Response:
    service.remove_path(current_user.id, id, services=services())
    return done("paths.list", values={"deleted": id})


@blueprint.post("/paths/<id>/restore")
def restore(id: str) -> Response:
    service.restore_path(current_user.id, id, services=services())
    return done("paths.path", id=id)


@blueprint.post("/paths/<id>/starter/<int:number>")
def take_starter(id: str, number: int) -> Response:
    """Take over one of the proposed first steps."""
    starter_steps.take_starter(current_user.id, id, number, services=services())
    return done("paths.path", id=id)


@blueprint.route("/paths/<id>/steps/new", methods=["GET", "POST"], defaults={"step_id": None})
@blueprint.route("/paths/<id>/steps/<step_id>", methods=["GET", "POST"])
def step(id: str, step_id: str | None) -> Response:
    if request.method == "GET":
        return _step_form(id, step_id)
    form = request.form
    if form.get("add"):
        return _step_form(id, step_id, again=True)
    rule, problems = rule_of_form(form)
    wish = StepWish(
        title=form.get("title", ""),
        rule=rule,
        problems=problems,
        description=form.get("description", ""),
        required=form.get("optional") is None,
        hours=form.get("hours", ""),
        due_on=form.get("due_on", ""),
        field=form.get("field", ""),
        weight=form.get("weight", "1"),
        in_plan=form.get("not_in_plan") is None,
        supported=form.get("supported") is not None,
        under_way=form.get("under_way") is not None,
        needs_review=form.get("needs_review") is not None,
        after=tuple(form.getlist("after")),
    )
    try:
        saved = service.save_step(current_user.id, id, step_id, wish, services=services())
    except Refused as refused:
        return _step_form(id, step_id, refused)
    return done("paths.path", values={"id": id, "_anchor": f"step-{saved}"})


def _step_form(
    id: str, step_id: str | None, refused: Refused | None = None, *, again: bool = False
) -> Response:
    page = pages.path_page(current_user.id, id, services=services())
    filled = pages.step_form(current_user.id, id, step_id, services=services())
    if step_id is not None and filled.id is None:
        raise NotFound()
    if refused or again:
        filled = replace(pages.form_again(request.form, step_id), names=filled.names)
    answer = render_template(
        "paths/step_form.html",
        page=page,
        step=filled,
        problem=refusal_sentences(refused),
        fields=[(key, field_word(key)) for key in ("digital", "green", "social", "employment")],
    )
    return make_response(answer, refused.status if refused else 200)


@blueprint.post("/paths/<id>/steps/<step_id>/move")
def move_step(id: str, step_id: str) -> Response:
    by = 1 if request.form.get("to") == "up" else -1
    service.move_step(current_user.id, id, step_id, by=by, services=services())
    return _back_to(id, step_id)


@blueprint.post("/paths/<id>/steps/<step_id>/remove")
def remove_step(id: str, step_id: str) -> Response:
    service.remove_step(current_user.id, id, step_id, services=services())
    return done("paths.path", id=id)


@blueprint.post("/paths/<id>/steps/<step_id>/mark")
def mark_step(id: str, step_id: str) -> Response:
    done_now = request.form.get("done") == "1"
    service.mark_step(
        current_user.id, id, step_id, request.form.get("key", ""), done=done_now, services=services()
    )
    return _back_to(id, step_id)


@blueprint.post("/paths/<id>/steps/<step_id>/evidence")
def add_evidence(id: str, step_id: str) -> Response:
    service.add_evidence(current_user.id, id, step_id, request.form.get("entry", ""), services=services())
    return _back_to(id, step_id)


@blueprint.post("/paths/<id>/steps/<step_id>/evidence/<evidence_id>/remove")
def remove_evidence(id: str, step_id: str, evidence_id: str) -> Response:
    service.remove_evidence(current_user.id, id, step_id, evidence_id, services=services())
    return _back_to(id, step_id)


@blueprint.post("/paths/<id>/steps/<step_id>/review")
def ask_review(id: str, step_id: str) -> Response:
    service.ask_review(current_user.id, id, step_id, services=services())
    return _back_to(id, step_id)


def _back_to(id: str, step_id: str) -> Response:
    return done("paths.path", values={"id": id, "_anchor": f"step-{step_id}"})
