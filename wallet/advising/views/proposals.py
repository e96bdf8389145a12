"""HTTP of what an adviser suggests and judges, and of what the holder answers. Every action is a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, abort, g, make_response, render_template, request
from flask_login import current_user

from wallet.advising import path_templates, proposal_answers, proposals, step_reviews
from wallet.advising.views.blueprint import blueprint
from wallet.errors import Refused
from wallet.paths import pages
from wallet.paths.cards import StepCard, StepEdit
from wallet.paths.rules.forms import form_of_rule, rule_of_form
from wallet.paths.rules.sentences import field_word, rule_sentence
from wallet.paths.service import StepWish
from wallet.paths.views import refusal_sentences
from wallet.services import services
from wallet.web.htmx import done, render


def set_up(app: Flask, settings: Any) -> None:
    def proposals_about(path_id: str) -> tuple[proposals.ProposalCard, ...]:
        """For the holder's own page of a path; read once a page."""
        kept = g.setdefault("proposals", {})
        if path_id not in kept:
            kept[path_id] = proposal_answers.proposals_for(current_user.id, path_id, services=services())
        return kept[path_id]

    def originals_of(entry_id: str) -> tuple[step_reviews.Original, ...]:
        """For the holder's own page of an entry."""
        return step_reviews.originals_of(current_user.id, entry_id, services=services())

    def judged(path_id: str, step_id: str, *, own: bool) -> step_reviews.Judging:
        """What was judged of a step, for its holder or for the adviser who asks; read once a page."""
        kept = g.setdefault("judged", {})
        if path_id not in kept:
            kept[path_id] = step_reviews.judging_of(current_user.id, path_id, own=own, services=services())
        return kept[path_id].get(step_id, step_reviews.Judging())

    def titles_of(step: StepCard) -> dict[str, str]:
        """Of the own entries that lie beside a step, by id."""
        return {item.entry_id: item.title for item in step.evidence if item.entry_id}

    app.jinja_env.globals.update(proposals_about=proposals_about, judged=judged, titles_of=titles_of)

    def asked_to_look() -> frozenset[str]:
        """For the adviser's board."""
        return step_reviews.asked_to_look(current_user.id, services=services())

    app.jinja_env.globals.update(originals_of=originals_of, asked_to_look=asked_to_look)


# The adviser


@blueprint.get("/advise/paths/<id>/propose")
def propose(id: str) -> Response:
    return _desk(id)


def _desk(id: str, refused: Refused | None = None) -> Response:
    desk = proposals.desk_of(current_user.id, id, services=services())
    page = render_template(
        "advising/propose.html",
        desk=desk,
        form=request.form if refused else desk.path,
        words=request.form.get("words", ""),
        templates=path_templates.to_choose(current_user.id, services=services()),
        problem=refusal_sentences(refused),
    )
    return make_response(page, refused.status if refused else 200)


@blueprint.post("/advise/paths/<id>/propose/path")
def propose_path(id: str) -> Response:
    """The deadline, the hours a week, the next action."""
    try:
        proposals.propose_for_path(current_user.id, id, request.form, services=services())
    except Refused as refused:
        return _desk(id, refused)
    return done("advising.propose", id=id)


@blueprint.route("/advise/paths/<id>/propose/step", methods=["GET", "POST"], defaults={"step_id": None})
@blueprint.route("/advise/paths/<id>/propose/step/<step_id>", methods=["GET", "POST"])
def propose_step(id: str, step_id: str | None) -> Response:
    if request.method == "GET" or request.form.get("add"):
        return _step_form(id, step_id)
    try:
        proposals.propose_step(current_user.id, id, step_id, wish_of_form(request.form), services=services())
    except Refused as refused:
        return _step_form(id, step_id, refused)
    return done("advising.propose", id=id)


def wish_of_form(form: Any) -> StepWish:
    """What the form of a step says, as far as somebody else than the holder may say it."""
    rule, problems = rule_of_form(form)
    return StepWish(
        title=form.get("title", ""),
        rule=rule,
        problems=problems,
        description=form.get("description", ""),
        required=form.get("optional") is None,
        needs_review=form.get("needs_review") is not None,
        hours=form.get("hours", ""),
        due_on=form.get("due_on", ""),
        field=form.get("field", ""),
        after=tuple(form.getlist("after")),
    )


def edit_of_values(values: Mapping[str, Any], step_id: str | None, names: Mapping[str, str]) -> StepEdit:
    """The form of a step, filled with these values."""
    return StepEdit(
        id=step_id,
        title=values["title"],
        description=values["description"],
        required=values["required"],
        needs_review=values["needs_review"],
        hours=str(values["hours"] or ""),
        due_on=values.get("due_on", ""),
        field=values["field"],
        after=tuple(values.get("after", ())),
        rule=form_of_rule(values["rule"]),
        sentence=rule_sentence(values["rule"], names),
        names=names,
    )


def _step_form(id: str, step_id: str | None, refused: Refused | None = None) -> Response:
    desk = proposals.desk_of(current_user.id, id, services=services())
    filled = StepEdit(None)
    if step_id is not None:
        values, names = proposals.step_values(current_user.id, id, step_id, services=services())
        filled = edit_of_values(values, step_id, names)
    if request.method == "POST":
        filled = pages.form_again(request.form, step_id)
    page = render_template(
        "advising/step_form.html",
        desk=desk,
        step=filled,
        problem=refusal_sentences(refused),
        fields=[(key, field_word(key)) for key in ("digital", "green", "social", "employment")],
    )
    return make_response(page, refused.status if refused else 200)


@blueprint.post("/advise/paths/<id>/propose/step/<step_id>/remove")
def propose_removal(id: str, step_id: str) -> Response:
    proposals.propose_removal(current_user.id, id, step_id, services=services())
    return done("advising.propose", id=id)


@blueprint.post("/advise/paths/<id>/propose/drop")
def drop_draft(id: str) -> Response:
    """Take a change out of the draft again."""
    proposals.drop_change(current_user.id, id, request.form.get("change", ""), services=services())
    return done("advising.propose", id=id)


@blueprint.post("/advise/paths/<id>/propose/send")
def send_proposal(id: str) -> Response:
    try:
        proposals.send(current_user.id, id, request.form.get("words", ""), services=services())
    except Refused as refused:
        return _desk(id, refused)
    return done("advising.propose", values={"id": id, "_anchor": "sent"})


@blueprint.post("/advise/paths/<id>/propose/withdraw")
def withdraw_proposal(id: str) -> Response:
    given = request.form.get("proposal", "")
    if not given:
        proposals.desk_of(
            current_user.id, id, services=services()
        )  # not theirs is not there, whatever the form says
        abort(400)
    proposals.withdraw(current_user.id, id, given, services=services())
    return done("advising.propose", values={"id": id, "_anchor": "sent"})


@blueprint.post("/advise/paths/<id>/steps/<step_id>/review")
def review_step(id: str, step_id: str) -> Response:
    """Accept what was laid beside a step, or return it with a reason."""
    step_reviews.review(current_user.id, id, step_id, request.form, services=services())
    return _back_to(id, step_id)


@blueprint.post("/advise/paths/<id>/steps/<step_id>/mark")
def mark_step(id: str, step_id: str) -> Response:
    """The adviser's own mark, for a rule that asks for one."""
    set_now = request.form.get("done") == "1"
    key = request.form.get("key", "")
    step_reviews.mark_step(current_user.id, id, step_id, key, done=set_now, services=services())
    return _back_to(id, step_id)


@blueprint.post("/advise/paths/<id>/steps/<step_id>/original")
def ask_original(id: str, step_id: str) -> Response:
    """I have seen the original of what an own entry tells of."""
    form = request.form
    seen = step_reviews.Seen(form.get("entry", ""), form.get("seen") == "1", form.get("note", ""))
    step_reviews.note_original(current_user.id, id, step_id, seen, services=services())
    return _back_to(id, step_id)


def _back_to(id: str, step_id: str) -> Response:
    return done("advising.path", values={"id": id, "_anchor": f"step-{step_id}"})


# The holder


@blueprint.get("/advisers/paths/<id>/proposals/<proposal_id>")
def proposal(id: str, proposal_id: str) -> Response:
    holder = current_user.id
    return render(
        "advising/proposal.html",
        card=proposal_answers.proposal_for(holder, id, proposal_id, services=services()),
        page=pages.path_page(holder, id, services=services()),
        outdated=request.args.get("outdated", 0, type=int),
    )


@blueprint.post("/advisers/paths/<id>/proposals/<proposal_id>/answer")
def answer_proposal(id: str, proposal_id: str) -> Response:
    """Accept or decline one change, or all that are open."""
    given = request.form.get("change", "")
    if not given:
        proposal_answers.proposal_for(current_user.id, id, proposal_id, services=services())
        abort(400)
    deed = request.form.get("deed", "")
    reached = proposal_answers.answer(current_user.id, id, proposal_id, given, deed, services=services())
    values: dict[str, Any] = {"id": id, "proposal_id": proposal_id}
    if late := reached.count("outdated"):
        values["outdated"] = late
    return done("advising.proposal", values=values)
