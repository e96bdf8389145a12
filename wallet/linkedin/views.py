"""HTTP of what goes to LinkedIn: the way there is remembered, and what was taken down is forgotten."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user

from wallet.collection import service as collection
from wallet.errors import NotFound, Refused
from wallet.linkedin import posts, service
from wallet.services import services
from wallet.sharing import links
from wallet.sharing.views.page import address_of
from wallet.web import notices
from wallet.web.htmx import done, render

blueprint = Blueprint("linkedin", __name__)


def set_up(app: Flask, _settings: Any) -> None:
    notices.offer(app, lambda holder, about: posts.notices(holder, services=services(), about=about))


def known_link(holder: str, credential_id: str) -> tuple[links.LinkCard, str] | None:
    """The newest open link to this credential whose address this browser knows, and that address."""
    known = session.get("addresses", {})
    for link in links.list_links(holder, store=services().store, credential_id=credential_id):
        if link.state == "open" and link.id in known:
            return link, address_of(known[link.id])
    return None


@blueprint.get("/linkedin/<id>")
def add(id: str) -> Response:
    """Both LinkedIn buttons and the lines to copy. They need a link whose address is known: else open one."""
    holder = current_user.id
    service.check_allowed(holder, id, services=services())
    found = known_link(holder, id)
    if found is None:
        return redirect(url_for("sharing.open_link", id=id, **{"for": "linkedin"}), 303)
    link, address = found
    page = service.add_page(holder, id, address=address, services=services())
    posted = posts.list_posts(holder, store=services().store, credential_id=id)
    return render("linkedin/add.html", credential_id=id, ends_at=link.ends_at, posted=posted, **page)


@blueprint.post("/linkedin/<id>")
def go(id: str) -> Response:
    """Remember what goes there with which link, then lead to LinkedIn's own form. A browser holds redirects
    after a form against `form-action` (CSP 3, 6.4.1), so the way leads over a page of ours."""
    holder = current_user.id
    found = known_link(holder, id)
    if found is None:
        collection.title_of(holder, id, services=services())
        return done("linkedin.add", values={"id": id})
    link, address = found
    page = service.add_page(holder, id, address=address, services=services())
    kind = request.form.get("kind", "")
    if kind not in posts.KINDS:
        raise Refused("bad-request")
    posts.record_post(holder, id, kind=kind, link_id=link.id, store=services().store)
    url = page["profile_address"] if kind == "profile" else page["post_address"]
    return make_response(render_template("web/onward.html", url=url, name="LinkedIn"))


@blueprint.post("/linkedin/<id>/removed")
def removed(id: str) -> Response:
    """The holder took it down there: no more warnings about it."""
    credential_id = posts.mark_removed(current_user.id, id, store=services().store)
    try:
        collection.title_of(current_user.id, credential_id or "", services=services())
    except NotFound:
        return done("collection.home", values={})
    return done("collection.credential", values={"id": credential_id})
