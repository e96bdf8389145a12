"""HTTP of a holder's links: who can see what until when."""

from __future__ import annotations

from flask import Response, make_response, render_template, request, session
from flask_login import current_user

from wallet.errors import NotFound, Refused
from wallet.printing.qr import render_qr
from wallet.services import services
from wallet.sharing import link_forms, links, passwords, personal_data, service
from wallet.sharing.service import Shared
from wallet.sharing.views.blueprint import blueprint
from wallet.sharing.views.page import address_of
from wallet.store import clock
from wallet.web.htmx import done, render
from wallet.web.languages import current
from wallet.web.typed import as_given
from wallet.web.words import refusal_words

REMEMBERED = 8  # addresses this browser keeps, in its signed cookie, until sign-out


@blueprint.get("/links", endpoint="links")
def my_links() -> Response:
    return render("sharing/links.html", "sharing/_links.html", **_my_links())


@blueprint.route("/links/credentials/<id>/new", methods=["GET", "POST"])
@as_given("password")
def open_link(id: str) -> Response:
    return _open(service.shared_thing(current_user.id, credential_id=id, services=services()))


@blueprint.route("/links/portfolios/<id>/new", methods=["GET", "POST"])
@as_given("password")
def open_portfolio_link(id: str) -> Response:
    return _open(service.shared_thing(current_user.id, portfolio_id=id, services=services()))


def _open(thing: Shared) -> Response:
    """The form, and what it asks for."""
    holder = current_user.id
    if request.method == "GET":
        return _form(thing)
    try:
        wanted = service.wanted_of(request.form, holder, thing, services=services(), language=current())
        link_id, secret = links.open_link(holder, store=services().store, wanted=wanted, **thing.place)
    except Refused as refused:
        return _form(thing, refused=_mendable(refused))
    kept = {**session.get("addresses", {}), link_id: secret}
    session["addresses"] = dict(list(kept.items())[-REMEMBERED:])
    if _for_linkedin() and not thing.is_portfolio:
        return done("linkedin.add", values={"id": thing.id})
    return done("sharing.opened", link_id=link_id)


@blueprint.post("/links/credentials/<id>/preview")
def preview_link(id: str) -> Response:
    return _preview(service.shared_thing(current_user.id, credential_id=id, services=services()))


@blueprint.post("/links/portfolios/<id>/preview")
def preview_portfolio_link(id: str) -> Response:
    return _preview(service.shared_thing(current_user.id, portfolio_id=id, services=services()))


def _preview(thing: Shared) -> Response:
    """What the form asks for, as its reader would get it. Nothing is opened by looking."""
    audience = link_forms.asked_audience(request.form, thing.audience)
    fields = link_forms.asked_fields(request.form, audience)
    page = service.preview(current_user.id, thing, audience=audience, fields=fields, services=services())
    return render(
        "sharing/link_preview.html", page=page, preview=True, word=link_forms.audience_word(audience)
    )


@blueprint.get("/links/<link_id>")
def opened(link_id: str) -> Response:
    """The address of a link that this browser opened."""
    secret = session.get("addresses", {}).get(link_id)
    link = links.my_link(current_user.id, link_id, store=services().store)
    if not secret or link.state != "open":
        return done("sharing.links")
    return render("sharing/opened.html", link=link, secret=secret, address=address_of(secret))


@blueprint.get("/links/<link_id>/qr.svg")
def link_qr(link_id: str) -> Response:
    """For the holder: the code of an address that this browser knows, also when it opens with a password."""
    link = links.my_link(current_user.id, link_id, store=services().store)
    secret = session.get("addresses", {}).get(link_id)
    if not secret or link.state != "open":
        raise NotFound()
    answer = Response(render_qr(address_of(secret)), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/links/<link_id>/edit", methods=["GET", "POST"])
def edit_link(link_id: str) -> Response:
    """Another name, another kind of reader, another choice of what they get. The address stays."""
    holder = current_user.id
    link = links.my_link(holder, link_id, store=services().store)
    if link.state in {"closed", "gone"}:
        return done("sharing.links")
    place = {"credential_id": link.credential_id, "portfolio_id": link.portfolio_id}
    thing = service.shared_thing(holder, services=services(), **place)
    if request.method == "GET":
        return _form(thing, link=link)
    try:
        wanted = service.wanted_of(
            request.form, holder, thing, services=services(), language=current(), before=link
        )
    except Refused as refused:
        return _form(thing, link=link, refused=_mendable(refused))
    links.change_link(holder, link_id, store=services().store, wanted=wanted)
    return done("sharing.links")


@blueprint.route("/links/<link_id>/password", methods=["GET", "POST"])
@as_given("password")
def lock_link(link_id: str) -> Response:
    """A new password, or none. Whoever opened the page with the old one is asked again."""
    holder = current_user.id
    link = links.my_link(holder, link_id, store=services().store)
    if link.state in {"closed", "gone"}:
        return done("sharing.links")
    refused = None
    if request.method == "POST":
        try:
            given = "" if request.form.get("remove") else request.form.get("password", "")
            wanted = None if request.form.get("remove") else passwords.hash_password(given)
            links.set_password(holder, link_id, store=services().store, password_hash=wanted)
            return done("sharing.links")
        except Refused as problem:
            refused = _mendable(problem)
    words = refusal_words(refused) if refused else None
    page = render_template("sharing/lock_link.html", link=link, problem=words, limits=_LIMITS)
    return make_response(page, refused.status if refused else 200)


@blueprint.post("/links/<link_id>/renew")
def renew_link(link_id: str) -> Response:
    audience = links.my_link(current_user.id, link_id, store=services().store).audience
    preset = request.form.get("ends", links.USUAL)
    ends_at = links.end_of(preset, request.form.get("day", ""), now=clock.now(), audience=audience)
    links.renew_link(current_user.id, link_id, store=services().store, ends_at=ends_at)
    return _changed("linkRenewed")


@blueprint.post("/links/<link_id>/pause")
def pause_link(link_id: str) -> Response:
    links.pause_link(current_user.id, link_id, store=services().store)
    return _changed("linkPaused")


@blueprint.post("/links/<link_id>/resume")
def resume_link(link_id: str) -> Response:
    links.resume_link(current_user.id, link_id, store=services().store)
    return _changed("linkResumed")


@blueprint.post("/links/<link_id>/close")
def close_link(link_id: str) -> Response:
    links.close_link(current_user.id, link_id, store=services().store)
    kept = {key: value for key, value in session.get("addresses", {}).items() if key != link_id}
    session["addresses"] = kept
    return _changed("linkClosed")


@blueprint.post("/links/close-all")
def close_all() -> Response:
    links.close_all(current_user.id, store=services().store)
    session.pop("addresses", None)
    return _changed("linkClosed")


_LIMITS = (passwords.SHORTEST, passwords.LONGEST)


def _form(thing: Shared, *, link: links.LinkCard | None = None, refused: Refused | None = None) -> Response:
    """The form of a new link, or (with `link`) of one that is there, filled with what was just sent."""
    form, sent = request.form, request.method == "POST"
    audience = link.audience if link else "public" if _for_linkedin() else thing.audience
    audience = form.get("audience", audience)
    chosen = link_forms.asked_fields(form, audience) if sent else link.fields if link else {}
    page = render_template(
        "sharing/open_link.html",
        thing=thing,
        link=link,
        for_linkedin=_for_linkedin(),
        name=form.get("name", link.name if link else "LinkedIn" if _for_linkedin() else ""),
        audience=audience,
        audiences=link_forms.audience_rows(chosen, audience=audience, single=not thing.is_portfolio),
        presets=list(links.PRESETS),
        chosen=form.get("ends", links.USUAL),
        day=form.get("day", ""),
        today=clock.now().date().isoformat(),
        limits=_LIMITS,
        ticked={name: form.get(name) == "on" for name in ("include_original", "embeddable", "frozen")}
        if sent
        else _ticked(link),
        revealed=personal_data.revealed_by(current_user.id, services=services(), **thing.place),
        problem=refusal_words(refused) if refused else None,
    )
    return make_response(page, refused.status if refused else 200)


def _ticked(link: links.LinkCard | None) -> dict[str, bool]:
    if link is None:
        return {"include_original": False, "embeddable": False, "frozen": False}
    return {
        "include_original": link.include_original,
        "embeddable": link.embeddable,
        "frozen": link.frozen_at is not None,
    }


def _mendable(refused: Refused) -> Refused:
    """Only what a person can mend in the form is shown in it."""
    if refused.code not in links.FORM_PROBLEMS:
        raise refused
    return refused


def _for_linkedin() -> bool:
    return request.args.get("for") == "linkedin"


def _changed(event: str) -> Response:
    return done("sharing.links", "sharing/_links.html", event, **_my_links())


def _my_links() -> dict:
    cards = links.list_links(current_user.id, store=services().store)
    return {
        "links": cards,
        "addresses": session.get("addresses", {}),
        "posted": service.posted_links(current_user.id, [card.id for card in cards], services=services()),
        "presets": list(links.PRESETS),
        "audience_word": link_forms.audience_word,
    }
