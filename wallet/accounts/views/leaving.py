"""HTTP of leaving: what it means, the button behind a fresh sign-in, the week in which it can be undone."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from wallet.accounts import leaving
from wallet.accounts.forms import EraseForm, LeaveForm
from wallet.accounts.providers import clients
from wallet.accounts.views.account import forget_browser
from wallet.accounts.views.blueprint import blueprint
from wallet.errors import NotFound, Refused
from wallet.services import services
from wallet.web.forms import Form, show
from wallet.web.htmx import done


def set_up(app: Flask, settings: Any) -> None:
    if app.extensions["wallet"].jobs is not None:
        leaving.register(app.extensions["wallet"])


@blueprint.get("/me/leave")
def leave() -> Response:
    return _page("accounts/leave.html", LeaveForm())


@blueprint.post("/me/leave")
def leave_now() -> Response:
    form = LeaveForm.sent()
    if not form.validate():
        return _page("accounts/leave.html", form)
    try:
        leaving.leave(current_user, services=services())
    except Refused as refused:
        form.refuse(refused)
        return _page("accounts/leave.html", form)
    return forget_browser(redirect(url_for("accounts.sign_in", left="yes"), 303))


@blueprint.get("/me/leaving")
def waiting_to_go() -> Response:
    """All that somebody who has left sees of their wallet."""
    if current_user.erase_at is None:
        return done("accounts.me")
    return _page("accounts/waiting_to_go.html", EraseForm())


@blueprint.post("/me/leaving/undo")
def stay() -> Response:
    leaving.undo(current_user, services=services())
    flash(_("Welcome back. Everything is as it was."), "pass")
    return done("collection.home")


@blueprint.post("/me/leaving/erase")
def erase() -> Response:
    if current_user.erase_at is None:
        raise NotFound()
    form = EraseForm.sent()
    if not form.validate():
        return _page("accounts/waiting_to_go.html", form)
    try:
        leaving.erase_now(current_user, services=services())
    except Refused as refused:
        form.refuse(refused)
        return _page("accounts/waiting_to_go.html", form)
    return forget_browser(redirect(url_for("accounts.sign_in", erased="yes"), 303))


def _page(template: str, form: Form) -> Response:
    now = services().clock.now()
    client = clients().get(current_user.provider)
    fresh = leaving.is_fresh(current_user, now=now)
    return show(
        form,
        template,
        fresh=fresh,
        provider=client,
        # Back from the service just now, and by its own word it did not ask who they are.
        not_asked=not fresh and current_user.since is not None and now - current_user.since <= leaving.FRESH,
        days=leaving.UNDO.days,
        erase_at=current_user.erase_at,
    )
