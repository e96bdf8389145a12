"""HTTP of what a person shows: their links, LinkedIn, and the page a stranger opens."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user

from wallet.errors import NotFound, Refused
from wallet.portfolios import links, passwords, service
from wallet.portfolios.cardpicture import render_card
from wallet.portfolios.qr import render_qr
from wallet.store import clock
from wallet.web.house import house
from wallet.web.htmx import done, render
from wallet.web.languages import current
from wallet.web.limits import limiter

blueprint = Blueprint("portfolios", __name__)

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
    return render("portfolios/opened.html", link=link, secret=secret, address=_address(secret))


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
    page = service.linkedin_page(holder, id, address=_address(known[link.id]), house=house())
    return render("portfolios/linkedin.html", credential_id=id, ends_at=link.ends_at, **page)


@blueprint.get("/s/<secret>")
def shared(secret: str) -> Response:
    """The page a stranger opens. No account, no cookie of ours, nothing from anywhere else."""
    link = _open(secret)
    page = service.shared_page(link, house=house())
    if request.method == "GET" and getattr(current_user, "id", None) != link.holder:
        links.count_view(link, store=house().store)
    answer = make_response(
        render_template(
            "portfolios/shared.html",
            page=page,
            link=link,
            secret=secret,
            address=_address(secret),
            card=url_for("portfolios.shared_card", secret=secret, version=page.card_version, _external=True),
        )
    )
    return _for_strangers(answer)


@blueprint.get("/s/<secret>/picture")
def shared_picture(secret: str) -> Response:
    picture = service.shared_picture(_open(secret), house=house())
    if picture is None:
        abort(404)
    return _for_strangers(Response(picture, mimetype="image/png"))


@blueprint.get("/s/<secret>/card-<version>.png")
def shared_card(secret: str, version: str) -> Response:
    """1200 x 627 for link previews. A link that leads nowhere has a neutral one."""
    try:
        facts = service.card_facts(_open(secret), house=house())
    except NotFound:
        return _for_strangers(Response(render_card(None), 404, mimetype="image/png"))
    return _for_strangers(Response(render_card(facts), mimetype="image/png"))


@blueprint.get("/s/<secret>/qr.svg")
def shared_qr(secret: str) -> Response:
    _open(secret)
    return _for_strangers(Response(render_qr(_address(secret)), mimetype="image/svg+xml"))


@blueprint.post("/s/<secret>/check")
@limiter.limit("10 per minute")
def shared_check(secret: str) -> Response:
    """Ask the issuer again, on behalf of whoever looks. At most once a minute for one credential."""
    link = _open(secret)
    service.check_shared(link, house=house())
    return _for_strangers(done("portfolios.shared", secret=secret))


def _open(secret: str) -> links.OpenedLink:
    """The gate, for every address below /s/: with the cookie that a reader got for the link's password."""
    unlocked = passwords.by_cookies(request.cookies, house().settings)
    return links.resolve_secret(secret, store=house().store, unlocked=unlocked)


def _address(secret: str) -> str:
    return house().settings.base_url.rstrip("/") + url_for("portfolios.shared", secret=secret)


def _my_links() -> dict:
    cards = links.list_links(current_user.id, store=house().store)
    return {"links": cards, "addresses": session.get("addresses", {})}


def _for_strangers(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    return response
