"""HTTP of what a holder lets career advisers see."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, make_response, render_template, request, session, url_for
from flask_login import current_user

from wallet.advising import access, comments, invitation_codes
from wallet.advising import grants as advisers
from wallet.advising import notices as adviser_notices
from wallet.advising.grants import GrantWish
from wallet.advising.views.blueprint import blueprint
from wallet.collection.holdings import holdings_of
from wallet.errors import NotFound, Refused
from wallet.paths import measuring
from wallet.portfolios.service import portfolio_choices
from wallet.printing.qr import render_qr
from wallet.services import services
from wallet.web import notices
from wallet.web.htmx import done, render
from wallet.web.words import error_words

REMEMBERED = 4  # codes this browser keeps, in its signed cookie, until sign-out
MOST_CHOICES = 200


def set_up(app: Flask, settings: Any) -> None:
    def talk_about(path_id: str) -> comments.Talk:
        """For the holder's own page of a path."""
        return comments.talk_of(current_user.id, path_id, services=services())

    def path_readers(path_id: str) -> tuple[advisers.Reader, ...]:
        return advisers.readers_of(current_user.id, path_id, services=services())

    app.jinja_env.globals.update(talk_about=talk_about, path_readers=path_readers)
    notices.offer(
        app, lambda holder, about: adviser_notices.notices(holder, services=services(), about=about)
    )


@blueprint.get("/advisers")
def grants() -> Response:
    """Who may see what, and who looked when."""
    return render(
        "advising/grants.html",
        grants=advisers.list_grants(current_user.id, services=services()),
        codes=session.get("adviser_codes", {}),
        presets=advisers.PRESETS,
    )


@blueprint.route("/advisers/new", methods=["GET", "POST"])
def invite() -> Response:
    """The form; then exactly what will be seen; then, confirmed, the code."""
    if request.method == "GET":
        return _form(chosen={"paths": request.args.getlist("path")})
    try:
        wish = advisers.check_wish(current_user.id, _wish(), services=services())
        if request.form.get("deed") == "open":
            grant_id, code = advisers.open_grant(current_user.id, wish, services=services())
            _remember(grant_id, code)
            return done("advising.invited", values={"id": grant_id})
    except Refused as refused:
        if refused.code not in advisers.FORM_PROBLEMS:
            raise
        return _form(chosen=_chosen(), refused=refused)
    if request.form.get("deed") == "change":
        return _form(chosen=_chosen())
    return _preview(wish)


def _wish() -> GrantWish:
    form = request.form
    ends_at = advisers.end_of(form.get("ends", ""), form.get("day", ""), now=services().clock.now())
    return GrantWish(
        name=form.get("name", ""),
        ends_at=ends_at,
        email=form.get("email", ""),
        may_comment=form.get("may_comment") is not None,
        may_propose=form.get("may_propose") is not None,
        **{kind: tuple(ids) for kind, ids in _chosen().items()},
    )


def _chosen() -> dict[str, list[str]]:
    return {kind: request.form.getlist(kind) for kind in advisers.KINDS}


def _form(*, chosen: dict[str, list[str]], refused: Refused | None = None) -> Response:
    holder, now = current_user.id, services().clock.now()
    paths = measuring.measure_paths(holder, services=services())
    page = render_template(
        "advising/invite.html",
        paths=[(one.path.id, one.path.title) for one in paths],
        portfolios=portfolio_choices(holder, services=services()),
        credentials=[
            (one.id, one.title, one.issuer_name) for one in reversed(holdings_of(holder, services=services()))
        ][:MOST_CHOICES],
        chosen=chosen,
        form=request.form,
        presets=advisers.PRESETS,
        first=(now.date()).isoformat(),
        last=(now + advisers.LONGEST).date().isoformat(),
        problem=error_words(refused.code, refused.params) if refused else None,
    )
    return make_response(page, refused.status if refused else 200)


def _preview(wish: GrantWish) -> Response:
    """Exactly what will be seen, drawn by what draws it for the adviser."""
    holder = current_user.id
    titles = dict(portfolio_choices(holder, services=services()))
    return render(
        "advising/preview.html",
        wish=wish,
        form=request.form,
        paths=[access.seen_path(holder, id, wish.credentials, services=services()) for id in wish.paths],
        credentials=[access.seen_credential(holder, id, services=services()) for id in wish.credentials],
        portfolios=[(id, titles[id]) for id in wish.portfolios if id in titles],
    )


def _remember(grant_id: str, code: str) -> None:
    kept = {**session.get("adviser_codes", {}), grant_id: code}
    session["adviser_codes"] = dict(list(kept.items())[-REMEMBERED:])


@blueprint.get("/advisers/<id>")
def invited(id: str) -> Response:
    """The code of an invitation that this browser made."""
    grant, code = advisers.my_grant(current_user.id, id, services=services()), _code_of(id)
    if not code or grant.state != "waiting":
        return done("advising.grants")
    return render("advising/invited.html", grant=grant, code=code, address=_address(code))


@blueprint.get("/advisers/<id>/qr.svg")
def invitation_qr(id: str) -> Response:
    grant, code = advisers.my_grant(current_user.id, id, services=services()), _code_of(id)
    if not code or grant.state != "waiting":
        raise NotFound()
    answer = Response(render_qr(_address(code)), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _code_of(grant_id: str) -> str:
    return str(session.get("adviser_codes", {}).get(grant_id, ""))


def _address(code: str) -> str:
    base = services().settings.base_url.rstrip("/")
    return base + url_for("advising.come", code=invitation_codes.read_code(code))


@blueprint.post("/advisers/<id>/close")
def close(id: str) -> Response:
    advisers.close_grant(current_user.id, id, services=services())
    return done("advising.grants")


@blueprint.post("/advisers/<id>/renew")
def renew(id: str) -> Response:
    advisers.my_grant(current_user.id, id, services=services())
    ends_at = advisers.end_of(
        request.form.get("ends", ""), request.form.get("day", ""), now=services().clock.now()
    )
    code = advisers.renew_grant(current_user.id, id, ends_at, services=services())
    if not code:
        return done("advising.grants")
    _remember(id, code)
    return done("advising.invited", values={"id": id})


@blueprint.post("/advisers/paths/<id>/talk")
def talk(id: str) -> Response:
    """The holder's own words, to whoever advises on this path."""
    form = request.form
    comments.say(current_user.id, id, form.get("step", ""), form.get("words", ""), services=services())
    return done("paths.path", values={"id": id, "_anchor": "talk"})
