"""HTTP of what strangers open: a page that was shared, and everything below its address.

No account, no cookie of ours, nothing from anywhere else. `open_now` is the one gate of every address here.
"""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from flask_login import current_user

from wallet.collection.views import picture_response
from wallet.errors import NotFound
from wallet.printing.qr import render_qr
from wallet.services import services
from wallet.shared_page.compose import as_json
from wallet.shared_page.page_model import FULL_REPORTS, ShownPage
from wallet.shared_page.preview_image import render_card
from wallet.sharing import links, oembed, passwords, visitor
from wallet.sharing.counted_views import is_marked, mark_of
from wallet.sharing.resolve_link import digest_of
from wallet.sharing.views.blueprint import blueprint
from wallet.web.attachments import attachment
from wallet.web.htmx import render
from wallet.web.languages import known
from wallet.web.limits import limiter


def of_this_link() -> str:
    """Counted for each link, whoever asks: guessing a recipient must not become cheaper from many places."""
    return "link:" + digest_of((request.view_args or {}).get("secret", ""))


@blueprint.get("/s/<secret>")
def page(secret: str) -> Response:
    """The page a stranger opens. `since`: when its visitor asked for a new check. `seen`: the mark of an
    opening that was counted already."""
    link = open_now(secret)
    shown = visitor.page_behind(link, services=services())
    since = request.args.get("since", "")
    # who asks with HEAD (for which we answer as for GET) has not looked
    first = request.environ["REQUEST_METHOD"] == "GET" and not _is_counted(link)
    if first and getattr(current_user, "id", None) != link.holder:
        links.count_view(link, store=services().store)
    progress = visitor.progress_of(shown, since=since, now=services().clock.now()) if since else None
    return _page(secret, link, shown, progress=progress)


def _is_counted(link: links.OpenedLink) -> bool:
    """Whether this request follows from an opening that was counted."""
    return is_marked(request.values.get("seen", ""), link.id, secret_key=services().settings.secret_key)


@blueprint.get("/s/<secret>/<key>")
def credential(secret: str, key: str) -> Response:
    """One credential of a portfolio with all its reasons."""
    link = open_now(secret)
    shown = visitor.page_behind(link, services=services(), only=key)
    return _page(secret, link, shown, only=visitor.shown_of(shown, key))


@blueprint.get("/s/<secret>/progress")
def progress(secret: str) -> Response:
    """How far the check has come: a part of the page, which asks for itself until it is over."""
    link = open_now(secret)
    shown = visitor.page_behind(link, services=services())
    since = request.args.get("since", "")
    come = visitor.progress_of(shown, since=since, now=services().clock.now())
    seen = request.args.get("seen", "") if _is_counted(link) else ""
    if come is None or come.over:
        over = url_for("sharing.page", secret=secret, since=since or None, seen=seen or None, **language())
        answer = redirect(over, 303)
        if request.headers.get("HX-Request") == "true":
            answer = Response(status=200)
            answer.headers["HX-Redirect"] = over
        return for_strangers(answer)
    return for_strangers(
        render(
            "shared_page/_progress.html",
            progress=come,
            secret=secret,
            link_language=language(),
            counted=seen,
        )
    )


@blueprint.get("/s/<secret>.json")
def page_json(secret: str) -> Response:
    shown = visitor.page_behind(open_now(secret), services=services())
    return for_strangers(jsonify(as_json(shown)))


@blueprint.get("/s/<secret>/<key>/picture")
def picture(secret: str, key: str) -> Response:
    return for_strangers(picture_response(visitor.picture_behind(open_now(secret), key, services=services())))


@blueprint.get("/s/<secret>/<key>/file")
def evidence(secret: str, key: str) -> Response:
    """A file of evidence, only ever saved."""
    return for_strangers(attachment(*visitor.file_behind(open_now(secret), key, services=services())))


@blueprint.get("/s/<secret>/card-<version>.png")
def preview_image(secret: str, version: str) -> Response:
    """1200 x 627 for link previews. A link that leads nowhere has a neutral one."""
    try:
        facts = visitor.card_facts(open_now(secret), services=services())
    except NotFound:
        return for_strangers(Response(render_card(None), 404, mimetype="image/png"))
    return for_strangers(Response(render_card(facts), mimetype="image/png"))


@blueprint.get("/s/<secret>/qr.svg")
def page_qr(secret: str) -> Response:
    open_now(secret)
    return for_strangers(Response(render_qr(address_of(secret)), mimetype="image/svg+xml"))


@blueprint.post("/s/<secret>/check")
@limiter.limit("10 per minute")
def check(secret: str) -> Response:
    """Ask the issuers again, on behalf of whoever looks. At most once a minute for one credential."""
    link = open_now(secret)
    since = visitor.check_again(link, services=services())
    asked = {"since": (since or services().clock.now()).isoformat(), **language()}
    if _is_counted(link):
        asked["seen"] = mark_of(link.id, secret_key=services().settings.secret_key)
    return for_strangers(redirect(url_for("sharing.page", secret=secret, **asked), 303))


@blueprint.post("/s/<secret>/whose")
@limiter.limit("10 per minute; 60 per hour", key_func=of_this_link)
def whose(secret: str) -> Response:
    """Is this person the recipient? The address that was typed in is compared and forgotten."""
    link = open_now(secret)
    shown = visitor.page_behind(link, services=services())
    answers = visitor.whose(link, shown, request.form.get("email", ""), services=services())
    return _page(secret, link, shown, answers=answers)


def _page(secret: str, link: links.OpenedLink, shown: ShownPage, **more: Any) -> Response:
    return for_strangers(
        render(
            "shared_page/page.html",
            page=shown,
            link=link,
            secret=secret,
            preview=False,
            address=address_of(secret),
            card=url_for("sharing.preview_image", secret=secret, version=shown.card_version, _external=True),
            oembed=oembed.discovery(link, address_of(secret)),
            full_reports=len(shown.credentials) <= FULL_REPORTS,
            link_language=language(),
            today=services().clock.now(),
            counted=mark_of(link.id, secret_key=services().settings.secret_key),
            **more,
        )
    )


def open_now(secret: str) -> links.OpenedLink:
    """The gate, for every address below /s/: with the cookie that a reader got for the link's password."""
    unlocked = passwords.by_cookies(request.cookies, services().settings)
    return links.resolve_secret(secret, store=services().store, unlocked=unlocked)


def language() -> dict[str, str]:
    """The language a reader chose for this page, carried in the address and nowhere else."""
    wanted = request.args.get("lang", "")
    return {"lang": wanted} if wanted in known() else {}


def address_of(secret: str) -> str:
    return services().settings.base_url.rstrip("/") + url_for("sharing.page", secret=secret)


def for_strangers(response: Response) -> Response:
    """Never found by a search engine, never kept by a cache."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    return response
