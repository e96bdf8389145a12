"""Who may knock where: every endpoint is closed unless it stands on the one public list.

The list is pinned by name in a test, so that a new open door is a decision and not an accident.
"""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from wallet.errors import WalletError
from wallet.marks import mark
from wallet.web.htmx import wants_fragment, wants_json
from wallet.web.pwa import wipe

# Anyone may ask these. Whatever they show must be meant for strangers.
PUBLIC_ENDPOINTS = frozenset(
    {
        "static",
        "checker.help",
        "web.language",
        "web.manifest",
        "web.service_worker",
        "web.offline",
        "web.health",
        "web.robots",
        "accounts.sign_in",
        "accounts.start",
        "accounts.callback",
        "sharing.page",
        "sharing.picture",
        "sharing.preview_image",
        "sharing.page_qr",
        "sharing.check",
        "sharing.credential",
        "sharing.progress",
        "sharing.page_json",
        "sharing.evidence",
        "sharing.whose",
        "sharing.embed",
        "sharing.oembed",
        "sharing.unlock",
        "sharing.original",
        "checker.check",
    }
)

# The demo's own sign-in service; its blueprint is mounted in the demo only.
DEMO_BLUEPRINTS = frozenset({"demo"})

# A program that keeps no cookies may post here; nothing of anyone changes by it.
STATELESS_ENDPOINTS = frozenset({"checker.check", "sharing.check", "sharing.unlock", "sharing.whose"})

# Whoever has left and comes back within the week may undo it or make it final, and nothing else.
LEAVING_ENDPOINTS = frozenset(
    {"accounts.waiting_to_go", "accounts.stay", "accounts.erase", "accounts.sign_out"}
)

login = LoginManager()
login.session_protection = None  # sessions are rows on the server; there is nothing in the cookie to protect


@login.user_loader
def nobody(_: str) -> None:
    """No account is found by an id in a cookie; accounts bring a `request_loader` that asks the store."""


SESSION_COOKIES = ("__Host-session", "dorobek-session")  # accounts.sessions names them


class SignInNeeded(WalletError):
    status = 401
    code = "sign-in-needed"
    what = mark("Please sign in")
    means = mark("This page is part of somebody's own wallet, or your session has ended.")
    do = mark("Sign in and open it again.")


class AccountLeaving(WalletError):
    status = 403
    code = "account-leaving"
    what = mark("You have left this wallet")
    means = mark("Until it is erased, nothing in it can be seen or changed.")
    do = mark("Open the page anew: there you can undo it.")


def is_public(endpoint: str, *, demo: bool) -> bool:
    """Whether the endpoint answers without a session."""
    return endpoint in PUBLIC_ENDPOINTS or (demo and endpoint.partition(".")[0] in DEMO_BLUEPRINTS)


def set_up(app: Flask, *, demo: bool) -> None:
    login.init_app(app)

    @app.before_request
    def close_doors():
        endpoint = request.endpoint
        if endpoint is None or is_public(endpoint, demo=demo):
            return None
        if current_user.is_authenticated:
            return _lead_out(endpoint) if getattr(current_user, "erase_at", None) else None
        if wants_json() or wants_fragment() or request.method not in {"GET", "HEAD"}:
            raise SignInNeeded()
        answer = redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
        return forget_if_ended(answer)


def forget_if_ended(answer: Response) -> Response:
    """Whoever still has the cookie of a sign-in that is over: the browser forgets what it keeps of us."""
    return wipe(answer) if any(name in request.cookies for name in SESSION_COOKIES) else answer


def _lead_out(endpoint: str) -> Response | None:
    if endpoint in LEAVING_ENDPOINTS:
        return None
    if wants_json() or wants_fragment() or request.method not in {"GET", "HEAD"}:
        raise AccountLeaving()
    return redirect(url_for("accounts.waiting_to_go"), 303)
