"""The pages that belong to nobody: offline, health, language, the app's own files."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, request, url_for
from flask_login import current_user

from wallet.errors import NotFound
from wallet.services import services
from wallet.version import __version__
from wallet.web import languages, pwa
from wallet.web.htmx import render

blueprint = Blueprint("web", __name__)


@blueprint.post("/language/<code>")
def language(code: str) -> Response:
    """Speak this language from now on, in this browser and, if signed in, in this account."""
    if code not in languages.known():
        raise NotFound()
    save = current_app.extensions.get("wallet.save_language")
    if current_user.is_authenticated and save is not None:
        save(current_user.get_id(), code)
    response = redirect(_place(request.form.get("next", "")), 303)
    return languages.remember(response, code, secure=services().settings.base_url.startswith("https://"))


def _place(wanted: str) -> str:
    """Back to the page the switch stood on, if it is a page of ours; else to the help page (AUTHN-19)."""
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return url_for("checker.help")
    adapter = current_app.url_map.bind("")
    try:
        endpoint, values = adapter.match(parts.path, method="GET")
    except Exception:
        return url_for("checker.help")
    return url_for(endpoint, **values)


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    return pwa.manifest()


@blueprint.get("/sw.js")
def service_worker() -> Response:
    return pwa.service_worker()


@blueprint.get("/offline")
def offline() -> Response:
    return render("web/offline.html")


@blueprint.get("/health")
def health() -> Response:
    """For a watchman: does the store answer? Says nothing about anyone."""
    store = _probe()
    response = jsonify(status="ok" if store else "failing", store=store, version=__version__)
    response.status_code = 200 if store else 503
    return response


def _probe() -> bool:
    store = services().store
    if store is None:
        return False
    try:
        from sqlalchemy import text

        with store.read() as session:
            session.execute(text("SELECT 1"))
    except Exception:
        current_app.logger.exception("the store does not answer")
        return False
    return True


@blueprint.get("/robots.txt")
def robots() -> Response:
    # Not /s/: a link preview must fetch it; its own headers keep it out of every index (SHARE-08).
    response = make_response("User-agent: *\nDisallow: /me\n")
    response.mimetype = "text/plain"
    return response
