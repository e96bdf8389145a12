"""HTTP of building a portfolio. Every action is a form; the script only spares the page from loading anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, Response, flash, make_response, render_template, request
from flask_login import current_user

from wallet.collection import service as collection
from wallet.errors import Conflict, NotFound, Refused
from wallet.portfolios import sections, suggestions
from wallet.portfolios import service as portfolios
from wallet.portfolios.access import LIMITS
from wallet.portfolios.cards import MAY_HOLD, PLENTY, SECTION_KINDS, TOO_MANY, BuiltItem, BuiltSection
from wallet.portfolios.texts import (
    added_words,
    audience_card,
    audience_cards,
    for_audience,
    kind_choices,
    moved_words,
    path_section_note,
    removed_words,
)
from wallet.services import services
from wallet.shared_page.audiences import AUDIENCES, LINK_DAYS, fields_of
from wallet.web.htmx import done, render, wants_fragment
from wallet.web.languages import current
from wallet.web.words import refusal_words

blueprint = Blueprint("portfolios", __name__)

PURGE = "purge-portfolios"
STEPS = {"up": sections.UP, "down": sections.DOWN}


def set_up(app: Flask, settings: Any) -> None:
    home = app.extensions["wallet"]
    if home.jobs is None:
        return

    @home.jobs.register(PURGE, long=True)
    def purge(_payload: Mapping[str, Any], **_: Any) -> None:
        portfolios.purge_deleted(services=home)

    home.jobs.schedule(PURGE, every=timedelta(hours=24), jitter=timedelta(hours=3))


@blueprint.get("/portfolios", endpoint="list")
def my_portfolios() -> Response:
    cards = portfolios.list_portfolios(current_user.id, services=services())
    gone = request.args.get("deleted", "")
    undo = portfolios.deleted_title(current_user.id, gone, services=services()) if gone else None
    return render("portfolios/list.html", portfolios=cards, gone=gone, undo=undo)


@blueprint.route("/portfolios/new", methods=["GET", "POST"])
def create() -> Response:
    holder = current_user.id
    if request.method == "GET":
        return _create_form()
    try:
        head = portfolios.Head.of(request.form, language=current())
        id = portfolios.create(
            holder, head, services=services(), credentials=request.form.getlist("credential")
        )
    except Refused as refused:
        if refused.code not in portfolios.FORM_PROBLEMS:
            raise
        return _create_form(refused)
    return done("portfolios.portfolio", id=id)


def _create_form(refused: Refused | None = None) -> Response:
    badges = collection.list_cards(current_user.id, services=services(), most=sections.MOST_ITEMS).cards
    page = render_template(
        "portfolios/create.html",
        form=request.form,
        chosen=request.values.getlist("credential"),
        badges=[badge for badge in badges if not badge.another],
        account_name=portfolios.account_name(current_user.id, services=services()),
        **_head_choices(),
        problem=refusal_words(refused) if refused else None,
    )
    return make_response(page, refused.status if refused else 200)


def _head_choices() -> dict[str, Any]:
    return {"audiences": audience_cards(), "limits": LIMITS, "link_days": LINK_DAYS}


@blueprint.get("/portfolios/<id>")
def portfolio(id: str) -> Response:
    return _page(id)


def _page(id: str, *, said: str = "") -> Response:
    page = portfolios.portfolio_page(current_user.id, id, services=services())
    return render("portfolios/portfolio.html", "portfolios/_building.html", **_parts(page), said=said)


def _parts(page: Any) -> dict[str, Any]:
    return {
        "page": page,
        "audience": audience_card(page.card.audience),
        "others": [(key, for_audience(key)) for key in AUDIENCES],
        "kinds": kind_choices(SECTION_KINDS),
        "path_note": path_section_note(page.card.audience),
        "may_hold": MAY_HOLD,
        "plenty": PLENTY,
        "too_many": TOO_MANY,
    }


def _changed(id: str, said: str = "") -> Response:
    """After a change: the builder anew for htmx, else the way back to its page, where it is said."""
    if wants_fragment():
        page = portfolios.portfolio_page(current_user.id, id, services=services())
        return done("portfolios.portfolio", "portfolios/_building.html", id=id, **_parts(page), said=said)
    if said:
        flash(said, "none")
    return done("portfolios.portfolio", id=id)


@blueprint.route("/portfolios/<id>/head", methods=["GET", "POST"])
def head(id: str) -> Response:
    """Title, reader, language, name, headline, contact, picture."""
    page = portfolios.portfolio_page(current_user.id, id, services=services())
    if request.method == "GET":
        return _head_form(page)
    file = request.files.get("picture")
    try:
        portfolios.change_head(
            current_user.id,
            id,
            portfolios.Head.of(request.form, language=page.card.language),
            version=_version(),
            services=services(),
            picture=file.read() if file and file.filename else b"",
            remove_picture=bool(request.form.get("remove_picture")),
        )
    except Refused as refused:
        return _head_form(page, refused)
    return done("portfolios.portfolio", id=id)


def _head_form(page: Any, refused: Refused | None = None) -> Response:
    return _form("portfolios/head.html", refused, page=page, **_head_choices())


def _form(template: str, refused: Refused | None, **context: Any) -> Response:
    """A form; when it was refused, with what was typed and why."""
    problem = refusal_words(refused) if refused else None
    context["conflict"] = isinstance(refused, Conflict)  # then what is saved now stands beside what was typed
    body = render_template(template, form=request.form if refused else None, problem=problem, **context)
    return make_response(body, refused.status if refused else 200)


@blueprint.get("/portfolios/<id>/picture")
def picture(id: str) -> Response:
    return Response(portfolios.picture_of(current_user.id, id, services=services()), mimetype="image/png")


@blueprint.post("/portfolios/<id>/delete")
def delete(id: str) -> Response:
    portfolios.remove(current_user.id, id, services=services())
    return done("portfolios.list", values={"deleted": id})


@blueprint.post("/portfolios/<id>/restore")
def restore(id: str) -> Response:
    portfolios.restore(current_user.id, id, services=services())
    return done("portfolios.portfolio", id=id)


@blueprint.post("/portfolios/<id>/duplicate")
def duplicate(id: str) -> Response:
    copied = portfolios.duplicate(current_user.id, id, request.form.get("audience", ""), services=services())
    return done("portfolios.portfolio", id=copied)


@blueprint.get("/portfolios/<id>/preview")
def preview(id: str) -> Response:
    """The page as a reader gets it: made by what makes theirs, so that it cannot show more or less."""
    from wallet.shared_page import compose

    page = portfolios.portfolio_page(current_user.id, id, services=services())
    asked = request.args.get("as", "")
    audience = asked if asked in AUDIENCES else page.card.audience
    shown = compose.compose_portfolio(
        current_user.id, id, fields=fields_of(audience, _chosen(page)), services=services()
    )
    return render(
        "shared_page/page.html",
        page=shown,
        preview=True,
        portfolio_id=id,
        audience=audience,
        audiences=audience_cards(),
    )


def _chosen(page: Any) -> dict[str, bool]:
    return {"contact": page.show_contact}


@blueprint.post("/portfolios/<id>/order")
def order(id: str) -> Response:
    """The order of sections, as dragged."""
    sections.order_sections(current_user.id, id, _ids(), version=_version(), services=services())
    return _changed(id)


@blueprint.post("/portfolios/<id>/sections")
def add_section(id: str) -> Response:
    kind = request.form.get("kind", "")
    section_id = sections.add_section(current_user.id, id, kind, version=_version(), services=services())
    place = "portfolios.add" if MAY_HOLD[kind] else "portfolios.section"
    return done(place, id=id, section_id=section_id)


@blueprint.route("/portfolios/<id>/sections/<section_id>", methods=["GET", "POST"])
def section(id: str, section_id: str) -> Response:
    """Title, claim and words of a section."""
    page, row = _section_of(id, section_id)
    if request.method == "GET":
        return _form("portfolios/section.html", None, page=page, section=row, limits=LIMITS)
    try:
        sections.change_section(
            current_user.id, id, section_id, request.form.to_dict(), version=_version(), services=services()
        )
    except Refused as refused:
        return _form("portfolios/section.html", refused, page=page, section=row, limits=LIMITS)
    return done("portfolios.portfolio", id=id)


def _section_of(id: str, section_id: str) -> tuple[Any, BuiltSection]:
    page = portfolios.portfolio_page(current_user.id, id, services=services())
    for row in page.sections:
        if row.id == section_id:
            return page, row
    raise NotFound()


@blueprint.post("/portfolios/<id>/sections/<section_id>/remove")
def remove_section(id: str, section_id: str) -> Response:
    count = sections.remove_section(current_user.id, id, section_id, version=_version(), services=services())
    return _changed(id, removed_words(count) if count else "")


@blueprint.post("/portfolios/<id>/sections/<section_id>/move")
def move_section(id: str, section_id: str) -> Response:
    return _move(id, lambda step: sections.move_section(
        current_user.id, id, section_id, step, version=_version(), services=services()
    ))  # fmt: skip


@blueprint.post("/portfolios/<id>/sections/<section_id>/order")
def order_items(id: str, section_id: str) -> Response:
    """The order of what stands in a section, as dragged."""
    sections.order_items(current_user.id, id, section_id, _ids(), version=_version(), services=services())
    return _changed(id)


@blueprint.route("/portfolios/<id>/sections/<section_id>/add", methods=["GET", "POST"])
def add(id: str, section_id: str) -> Response:
    """Things of the wallet, ticked, into a section; skills as lines; evidence written down here."""
    holder = current_user.id
    if request.method == "GET":
        return _choice(id, section_id)
    given, said = {"version": _version(), "services": services()}, request.form.to_dict()
    try:
        if said.get("new") == "evidence":
            sections.add_piece(holder, id, section_id, said, **given)
            count = 1
        else:
            wanted = request.form.getlist("thing")
            skills = "\n".join([*request.form.getlist("skill"), said.get("skills", "")])
            count = sections.add_items(holder, id, section_id, wanted, skills=skills, **given)
    except Refused as refused:
        return _choice(id, section_id, refused)
    return _changed(id, added_words(count) if count else "")


def _choice(id: str, section_id: str, refused: Refused | None = None) -> Response:
    page, row = _section_of(id, section_id)
    choice = sections.choice_for(current_user.id, id, section_id, services=services())
    known = suggestions.skills_of(current_user.id, page, services=services()) if row.kind == "skills" else ()
    ticked = set(request.form.getlist("thing")) | set(request.form.getlist("skill"))
    context = {"choice": choice, "skills": known, "ticked": ticked, "limits": LIMITS}
    return _form("portfolios/add.html", refused, page=page, section=row, **context)


@blueprint.route("/portfolios/<id>/items/<item_id>", methods=["GET", "POST"])
def item(id: str, item_id: str) -> Response:
    """The public caption and the private reflection of one thing."""
    page, row = _item_of(id, item_id)
    if request.method == "GET":
        return _form("portfolios/item.html", None, page=page, item=row, limits=LIMITS)
    try:
        sections.change_item(
            current_user.id, id, item_id, request.form.to_dict(), version=_version(), services=services()
        )
    except Refused as refused:
        return _form("portfolios/item.html", refused, page=page, item=row, limits=LIMITS)
    return done("portfolios.portfolio", id=id)


def _item_of(id: str, item_id: str) -> tuple[Any, BuiltItem]:
    page = portfolios.portfolio_page(current_user.id, id, services=services())
    for section in page.sections:
        for row in section.items:
            if row.id == item_id:
                return page, row
    raise NotFound()


@blueprint.post("/portfolios/<id>/items/<item_id>/remove")
def remove_item(id: str, item_id: str) -> Response:
    sections.remove_item(current_user.id, id, item_id, version=_version(), services=services())
    return _changed(id, removed_words(1))


@blueprint.post("/portfolios/<id>/items/<item_id>/move")
def move_item(id: str, item_id: str) -> Response:
    return _move(id, lambda step: sections.move_item(
        current_user.id, id, item_id, step, version=_version(), services=services()
    ))  # fmt: skip


@blueprint.route("/portfolios/<id>/strongest", methods=["GET", "POST"])
def strongest(id: str) -> Response:
    """Only the strongest: what is proposed to go, with reasons. Only what the holder ticks goes."""
    holder = current_user.id
    if request.method == "GET":
        page = portfolios.portfolio_page(holder, id, services=services())
        proposed = suggestions.strongest_of(holder, page, services=services())
        return render("portfolios/strongest.html", page=page, proposed=proposed)
    wanted = request.form.getlist("credential")
    count = sections.remove_credentials(holder, id, wanted, version=_version(), services=services())
    return _changed(id, removed_words(count))


def _move(id: str, moves: Callable[[int], sections.Moved]) -> Response:
    moved = moves(STEPS.get(request.form.get("to", ""), 0))
    return _changed(id, moved_words(moved.name, moved.place, moved.count))


def _version() -> str:
    return request.form.get("version", "")


def _ids() -> list[str]:
    return request.form.get("ids", "").split()[: sections.MOST_ITEMS]
