"""HTTP of what a person shows: their links, LinkedIn, and the page a stranger opens."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user

from wallet.errors import Refused
from wallet.portfolios import files_views, links, public_views, service, takeout_views
from wallet.portfolios.public_views import address_of
from wallet.store import clock
from wallet.web.house import house
from wallet.web.htmx import done, render
from wallet.web.languages import current

blueprint = Blueprint("portfolios", __name__)
blueprints = (blueprint, public_views.blueprint, files_views.blueprint, takeout_views.blueprint)
set_up = files_views.set_up

REMEMBERED = 8  # addresses this browser keeps, in its signed cookie, until sign-out


@blueprint.get("/links", endpoint="links")
def my_links() -> Response:
    return render("portfolios/links.html", "portfolios/_links.html", **_my_links())


@blueprint.route("/credentials/<id>/links/new", methods=["GET", "POST"])
def open_link(id: str) -> Response:
    holder = current_user.id
    title = service.title_of(holder, id, house=house())
    if request.method == "GET":
        return _open_form(id, title)
    preset = request.form.get("ends", links.DEFAULT_PRESET)
    try:
        ends_at = links.end_of(preset, request.form.get("day", ""), now=clock.now())
        link_id, secret = links.open_link(
            holder,
            id,
            store=house().store,
            name=request.form.get("name", ""),
            ends_at=ends_at,
            language=current(),
        )
    except Refused as refused:
        if refused.code not in links.FORM_PROBLEMS:
            raise
        return _open_form(id, title, refused=refused)
    kept = {**session.get("addresses", {}), link_id: secret}
    session["addresses"] = dict(list(kept.items())[-REMEMBERED:])
    if request.args.get("for") == "linkedin":
        return done("portfolios.linkedin", id=id)
    return done("portfolios.opened", link_id=link_id)


def _open_form(id: str, title: str, *, refused: Refused | None = None) -> Response:
    for_linkedin = request.args.get("for") == "linkedin"
    page = render_template(
        "portfolios/open_link.html",
        credential_id=id,
        title=title,
        for_linkedin=for_linkedin,
        name=request.form.get("name", "LinkedIn" if for_linkedin else ""),
        presets=list(links.PRESETS),
        chosen=request.form.get("ends", "365" if for_linkedin else links.DEFAULT_PRESET),
        day=request.form.get("day", ""),
        today=clock.now().date().isoformat(),
        problem=service.refusal_words(refused) if refused else None,
    )
    return make_response(page, refused.status if refused else 200)


@blueprint.get("/links/<link_id>")
def opened(link_id: str) -> Response:
    """The address of a link that this browser opened."""
    secret = session.get("addresses", {}).get(link_id)
    link = service.my_link(current_user.id, link_id, house=house())
    if not secret or link.state != "open":
        return done("portfolios.links")
    return render("portfolios/opened.html", link=link, secret=secret, address=address_of(secret))


@blueprint.post("/links/<link_id>/close")
def close_link(link_id: str) -> Response:
    links.close_link(current_user.id, link_id, store=house().store)
    kept = {key: value for key, value in session.get("addresses", {}).items() if key != link_id}
    session["addresses"] = kept
    return done("portfolios.links", "portfolios/_links.html", "linkClosed", **_my_links())


@blueprint.get("/credentials/<id>/linkedin")
def linkedin(id: str) -> Response:
    """Both LinkedIn buttons and the lines to copy. They need a link whose address is known: else open one."""
    holder = current_user.id
    known = session.get("addresses", {})
    open_here = [
        link
        for link in links.list_links(holder, store=house().store, credential_id=id)
        if link.state == "open" and link.id in known
    ]
    if not open_here:
        service.title_of(holder, id, house=house())
        return redirect(url_for("portfolios.open_link", id=id, **{"for": "linkedin"}), 303)
    link = open_here[0]
    page = service.linkedin_page(holder, id, address=address_of(known[link.id]), house=house())
    return render("portfolios/linkedin.html", credential_id=id, ends_at=link.ends_at, **page)


def _my_links() -> dict:
    cards = links.list_links(current_user.id, store=house().store)
    return {"links": cards, "addresses": session.get("addresses", {})}
