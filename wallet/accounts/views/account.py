"""Sign-in, sign-out and the page about oneself."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from wallet.accounts import emails, providers, service, sessions
from wallet.accounts.errors import SignInStartAgain
from wallet.accounts.forms import AboutForm, AddressForm
from wallet.accounts.providers import clients
from wallet.accounts.views.blueprint import blueprint
from wallet.errors import NotFound, Refused, SignInFailed
from wallet.sealing import Sealer
from wallet.services import services
from wallet.web.access import login
from wallet.web.forms import show
from wallet.web.htmx import done, render
from wallet.web.languages import current as current_language
from wallet.web.limits import MAIL, SIGN_IN, limiter
from wallet.web.pwa import wipe

log = logging.getLogger(__name__)

# Where a sign-in may lead (R28): pages that only show something, named as endpoints, never as addresses.
NEXT_PLACES = frozenset(
    {
        "collection.home",
        "imports.add",
        "imports.batch",
        "collection.credential",
        "accounts.me",
        "accounts.confirm_email",
        "accounts.leave",
        "accounts.waiting_to_go",
        "sharing.links",
        "sharing.open_link",
        "linkedin.add",
        "advising.grants",
        "advising.board",
        "advising.take",
        "advising.come",
        "advising.path",
    }
)
ANSWER_PARAMETERS = ("code", "state", "iss", "error")


def set_up(app: Flask, settings: Any) -> None:
    providers.set_up(app, settings)
    # The language switch of every page (room `web`) keeps a signed-in person's choice with the account.
    app.extensions["wallet.save_language"] = lambda holder, code: service.save_language(
        holder, code, services=app.extensions["wallet"]
    )


# -- cookies and addresses ----------------------------------------------------------------------------


def _secure() -> bool:
    return services().settings.base_url.startswith("https://")


def _cookie(purpose: str) -> str:
    return request.cookies.get(sessions.cookie_name(purpose, secure=_secure()), "")


def _set_cookie(response: Response, purpose: str, value: str, *, max_age: int) -> None:
    response.set_cookie(
        sessions.cookie_name(purpose, secure=_secure()),
        value,
        max_age=max_age,
        path="/",
        secure=_secure(),
        httponly=True,
        samesite="Lax",  # the provider's answer arrives as a top-level GET
    )


def _drop_cookie(response: Response, purpose: str) -> None:
    _set_cookie(response, purpose, "", max_age=0)


def _own_address(endpoint: str, **values: Any) -> str:
    """An absolute address of ours: from the settings, never from the request's Host (AUTHN-35)."""
    return services().settings.base_url.rstrip("/") + url_for(endpoint, **values)


def _place(path: str) -> tuple[str, dict[str, Any]] | None:
    """The page of ours that `path` names, if a sign-in may lead there."""
    if not path.startswith("/") or len(path) > 500:
        return None
    rules = current_app.url_map.bind(urlsplit(services().settings.base_url).netloc or "localhost")
    try:
        endpoint, values = rules.match(path.partition("?")[0].partition("#")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return (endpoint, values) if endpoint in NEXT_PLACES else None


def _go_on(path: str) -> Response:
    """To where the person was going, else home."""
    home = "collection.home" if "collection.home" in current_app.view_functions else "accounts.me"
    endpoint, values = _place(path) or (home, {})
    return redirect(url_for(endpoint, **values), 303)


def _leave_for(url: str, name: str) -> Response:
    """Send the browser to a provider. Elsewhere it goes by a page that moves on by itself: a browser holds
    every redirect after a form against `form-action` (CSP 3, 6.4.1), and the provider's own redirects
    are not ours to foresee."""
    if urlsplit(url)[:2] == urlsplit(services().settings.base_url)[:2]:
        return redirect(url, 303)
    return current_app.make_response(render_template("web/onward.html", url=url, name=name))


@login.request_loader
def _who(_request: Any):
    return sessions.who(services().store, _cookie("session"), now=services().clock.now())


# -- signing in ---------------------------------------------------------------------------------------


@blueprint.get("/sign-in")
def sign_in() -> Any:
    next_path = request.args.get("next", "")
    if current_user.is_authenticated:
        return _go_on(next_path)
    place = _place(next_path)
    known = next_path if place else ""
    said = next((what for what in ("ended", "left", "erased") if what in request.args), "")
    return render("accounts/sign_in.html", providers=clients().cards(), next_path=known, said=said)


@blueprint.post("/sign-in/<provider>")
@limiter.limit(SIGN_IN)
def start(provider: str) -> Response:
    client = clients()[provider]
    client.metadata()  # a broken provider is noticed before anything is written down
    path = request.form.get("next", "")
    secret, state, question = sessions.begin_flow(
        services().store,
        provider=provider,
        redirect_uri=_own_address("accounts.callback", provider=provider),
        next_place=path if _place(path) else "",
        now=services().clock.now(),
    )
    fresh = request.form.get("fresh") == "yes"
    url = client.authorization_url(question, state=state, language=current_language(), fresh=fresh)
    response = _leave_for(url, client.name)
    _set_cookie(response, "sign-in", secret, max_age=int(sessions.FLOW_LIFETIME.total_seconds()))
    return response


@blueprint.get("/sign-in/<provider>/callback")
@limiter.limit(SIGN_IN)
def callback(provider: str) -> Response:
    client = clients()[provider]
    taken = sessions.take_flow(
        services().store,
        _cookie("sign-in"),
        provider=provider,
        redirect_uri=_own_address("accounts.callback", provider=provider),
        now=services().clock.now(),
    )
    if taken is None or any(len(request.args.getlist(name)) > 1 for name in ANSWER_PARAMETERS):
        raise SignInStartAgain(reason="not-this-browser-or-too-late")
    question, next_path = taken
    try:
        identity = client.finish({name: request.args[name] for name in request.args}, question)
    except SignInFailed as problem:
        log.warning("sign-in with %s failed: %s %s", provider, problem.code, problem.params.get("reason", ""))
        raise
    secret = service.sign_in(
        identity,
        provider=provider,
        old_cookie=_cookie("session"),
        trusts_role=services().settings.demo and provider == "demo",
        services=services(),
    )
    session.clear()  # what a stranger may have planted before, the form token included, is worth nothing now
    response = _go_on(next_path)
    _drop_cookie(response, "sign-in")
    _set_cookie(response, "session", secret, max_age=int(sessions.LIFETIME.total_seconds()))
    return response


@blueprint.post("/sign-out")
def sign_out() -> Response:
    ended = sessions.end_session(services().store, current_user.id, current_user.session_id)
    client = clients().get(ended.provider) if ended else None
    back = (
        services().settings.base_url.rstrip("/") + "/"
    )  # what the operator registers as post_logout_redirect_uri
    hint = sessions.hint_of(ended, Sealer(services().settings)) if ended else ""
    url = client.sign_out_url(id_token=hint, back=back) if client else ""
    return forget_browser(_leave_for(url, client.name) if url else _ended())


def _ended() -> Response:
    return redirect(url_for("accounts.sign_in", ended="yes"), 303)


def forget_browser(response: Response) -> Response:
    """Nothing of the person stays in this browser."""
    session.clear()
    _drop_cookie(response, "session")
    return wipe(response)


# -- oneself ------------------------------------------------------------------------------------------


@blueprint.get("/me")
def me() -> Response:
    return _me()


def _me(*, about: AboutForm | None = None, address: AddressForm | None = None) -> Response:
    """The page about oneself, with the form that was sent, if one is shown again."""
    person = service.person(current_user.id, session_id=current_user.session_id, services=services())
    address_form = address or AddressForm()
    about_form = about or AboutForm(data={"name": person.name, "language": person.language})
    return show(
        about or address_form,
        "accounts/me.html",
        "accounts/_emails.html" if address else None,
        place="#accounts-emails",
        person=person,
        about=about_form,
        address=address_form,
        provider_names={card.key: card.name for card in clients().cards()},
    )


@blueprint.post("/me")
def change() -> Response:
    form = AboutForm.sent()
    if not form.validate():
        return _me(about=form)
    service.change(current_user.id, name=form.name.data, language=form.language.data, services=services())
    flash(_("Saved."), "pass")
    return done("accounts.me")


@blueprint.post("/me/sign-ins/<handle>/end")
def end_sign_in(handle: str) -> Response:
    if current_user.session_id.startswith(handle) and len(handle) >= 16:
        return sign_out()
    if sessions.end_session(services().store, current_user.id, handle) is None:
        raise NotFound()
    flash(_("That browser is signed out."), "pass")
    return done("accounts.me")


@blueprint.post("/me/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    service.sign_out_everywhere(current_user.id, services=services())
    return forget_browser(_ended())


# -- e-mail addresses ---------------------------------------------------------------------------------


def _write_letter(secret: str) -> tuple[str, str]:
    link = _own_address("accounts.confirm_email", secret=secret)
    body = _(
        "Somebody, most likely you, asked Dorobek to add this e-mail address to their wallet.\n\n"
        "If it was you, open this link within 30 minutes, in the browser in which you are signed in, "
        "and press the button there:\n\n%(link)s\n\n"
        "If it was not you, do nothing: without that step the address is not added.",
        link=link,
    )
    return _("Confirm your e-mail address"), body


@blueprint.post("/me/emails")
@limiter.limit(MAIL)
def add_email() -> Response:
    form = AddressForm.sent()
    if not form.validate():
        return _me(address=form)
    given = form.address.data
    try:
        if spelling := service.add_spelling(current_user.id, given, services=services()):
            flash(
                _(
                    "“%(address)s” is tried from now on; no letter is needed, as the address is confirmed. "
                    "Your badges are being checked again.",
                    address=spelling,
                ),
                "pass",
            )
            return done("accounts.me")
        address = service.add_email(current_user, given, write_letter=_write_letter, services=services())
    except Refused as problem:
        form.refuse(problem)
        return _me(address=form)
    flash(
        _("We sent a link to %(address)s. It works for 30 minutes, in this browser.", address=address), "none"
    )
    return done("accounts.me")


@blueprint.route("/me/emails/confirm/<secret>", methods=["GET", "POST"])
def confirm_email(secret: str) -> Response:
    """Looking proves nothing: mail scanners open links, too. Only the button does."""
    given = {"session_id": current_user.session_id, "now": services().clock.now()}
    if request.method != "POST":
        address = emails.pending_address(services().store, current_user.id, secret, **given)
        return render("accounts/confirm_email.html", address=address, secret=secret)
    address = service.prove_email(current_user, secret, services=services())
    flash(_("%(address)s is confirmed.", address=address), "pass")
    return done("accounts.me")


@blueprint.post("/me/emails/<id>/remove")
def remove_email(id: str) -> Response:
    service.remove_email(current_user.id, id, services=services())
    flash(_("The address is removed."), "pass")
    return done("accounts.me")
