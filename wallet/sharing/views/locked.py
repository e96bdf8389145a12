"""HTTP of shared addresses that do not open: the question for a password, and the one answer of dead ends.

They handle errors for the whole blueprint, so that every address for strangers, also one that is yet to come,
answers a locked or a dead link in the same way without doing anything for it.
"""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for

from wallet.errors import NotFound
from wallet.services import services
from wallet.sharing import passwords
from wallet.sharing.resolve_link import LEADS_NOWHERE, NeedsPassword
from wallet.sharing.views.blueprint import blueprint
from wallet.web import errors, words
from wallet.web.htmx import wants_fragment, wants_json
from wallet.web.limits import limiter
from wallet.web.typed import as_given

TRIES = "30 per minute"  # of one address; each link slows its own readers besides


# The addresses that strangers open. Whatever is wrong with a link, all of them answer alike; the holder's own
# pages answer as the rest of the wallet does.
STRANGERS = ("/s/", "/embed/", "/oembed")


@blueprint.post("/s/<secret>/unlock")
@limiter.limit(TRIES)
@as_given("password")
def unlock(secret: str) -> Response:
    """The right password gives a cookie for this one link; anything else gives the same form again."""
    settings = services().settings
    try:
        value = passwords.try_password(
            secret, request.form.get("password", ""), store=services().store, secret_key=settings.secret_key
        )
    except passwords.WrongPassword as wrong:
        return _form(secret, words.error_words(wrong.code, {}), status=wrong.status)
    path = url_for("sharing.page", secret=secret)
    answer = redirect(path, 303)
    # The path of a cookie ends at a slash: the page as JSON, beside it, needs its own.
    for place in (path, f"{path}.json") if value else ():
        answer.set_cookie(
            passwords.cookie_name(settings),
            value,
            max_age=int(passwords.LASTS.total_seconds()),
            path=place,
            secure=settings.base_url.startswith("https://"),
            httponly=True,
            samesite="Strict",
        )
    return for_nobody(answer)


@blueprint.errorhandler(NeedsPassword)
def ask_for_password(locked: NeedsPassword) -> Response:
    """Only the page itself asks; whatever lies below it is not there."""
    secret = (request.view_args or {}).get("secret", "")
    if request.endpoint != "sharing.page" or wants_json() or wants_fragment():
        return leads_nowhere(locked)
    return _form(secret)


def _form(secret: str, problem: tuple[str, str, str] | None = None, *, status: int = 200) -> Response:
    page = render_template("sharing/unlock.html", secret=secret, problem=problem)
    return for_nobody(make_response(page, status))


@blueprint.errorhandler(NotFound)
@blueprint.errorhandler(404)
def leads_nowhere(error: Exception) -> Response:
    """Unknown, closed, ended, paused, deleted, locked: to the byte the same, whatever was asked."""
    if not request.path.startswith(STRANGERS):
        return errors.answer(
            getattr(error, "code", "not-found") if isinstance(error, NotFound) else "not-found", 404
        )
    if wants_json() or wants_fragment():
        return for_nobody(errors.answer(LEADS_NOWHERE, 404))
    what, means, do = words.error_words(LEADS_NOWHERE, {})
    page = render_template("sharing/nowhere.html", what=what, means=means, do=do)
    return for_nobody(make_response(page, 404))


def for_nobody(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    return response
