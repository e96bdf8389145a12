"""HTTP of what strangers open: a page that was shared, and everything below its address.

No account, no cookie of ours, nothing from anywhere else. `_open` is the one gate of every address here.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask_login import current_user

from wallet.collection.views import picture_response
from wallet.errors import NotFound
from wallet.portfolios import links, passwords, service
from wallet.portfolios.cardpicture import render_card
from wallet.portfolios.qr import render_qr
from wallet.web.house import house
from wallet.web.htmx import done
from wallet.web.limits import limiter

blueprint = Blueprint("shared", __name__)


@blueprint.get("/s/<secret>")
def page(secret: str) -> Response:
    """The page a stranger opens."""
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
            address=address_of(secret),
            card=url_for("shared.card", secret=secret, version=page.card_version, _external=True),
        )
    )
    return for_strangers(answer)


@blueprint.get("/s/<secret>/<key>/picture")
def picture(secret: str, key: str) -> Response:
    picture = service.shared_picture(_open(secret), house=house()) if key == "c1" else None
    if picture is None:
        abort(404)
    return for_strangers(picture_response(picture))


@blueprint.get("/s/<secret>/card-<version>.png")
def card(secret: str, version: str) -> Response:
    """1200 x 627 for link previews. A link that leads nowhere has a neutral one."""
    try:
        facts = service.card_facts(_open(secret), house=house())
    except NotFound:
        return for_strangers(Response(render_card(None), 404, mimetype="image/png"))
    return for_strangers(Response(render_card(facts), mimetype="image/png"))


@blueprint.get("/s/<secret>/qr.svg")
def qr(secret: str) -> Response:
    _open(secret)
    return for_strangers(Response(render_qr(address_of(secret)), mimetype="image/svg+xml"))


@blueprint.post("/s/<secret>/check")
@limiter.limit("10 per minute")
def check(secret: str) -> Response:
    """Ask the issuer again, on behalf of whoever looks. At most once a minute for one credential."""
    link = _open(secret)
    service.check_shared(link, house=house())
    return for_strangers(done("shared.page", secret=secret))


def _open(secret: str) -> links.OpenedLink:
    """The gate, for every address below /s/: with the cookie that a reader got for the link's password."""
    unlocked = passwords.by_cookies(request.cookies, house().settings)
    return links.resolve_secret(secret, store=house().store, unlocked=unlocked)


def address_of(secret: str) -> str:
    return house().settings.base_url.rstrip("/") + url_for("shared.page", secret=secret)


def for_strangers(response: Response) -> Response:
    """Never found by a search engine, never kept by a cache."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    return response
