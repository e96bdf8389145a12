"""A failure becomes a page, a part of a page, or JSON: what happened, what it means, what to do."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from wallet.errors import WalletError
from wallet.store.database import is_conflict, is_full
from wallet.web import words
from wallet.web.access import forget_if_ended
from wallet.web.htmx import wants_fragment, wants_json

log = logging.getLogger(__name__)

# HTTP's own failures, in our words.
CODES = {
    400: "bad-request",
    401: "sign-in-needed",
    403: "not-allowed",
    404: "not-found",
    405: "not-here",
    406: "bad-request",
    408: "too-slow",
    413: "upload-too-large",
    414: "bad-request",
    415: "bad-request",
    416: "bad-request",
    421: "foreign-host",
    422: "bad-request",
    429: "too-often",
    431: "bad-request",
    500: "unexpected",
    503: "busy",
    507: "disk-full",
}


def answer(code: str, status: int, params: dict | None = None) -> Response:
    """The same failure in the form that was asked for."""
    what, means, do = words.error_words(code, params or {})
    if wants_json():
        response = jsonify(code=code, what=what, means=means, do=do)
    else:
        template = "web/_problem.html" if wants_fragment() else "web/problem.html"
        response = make_response(
            render_template(template, code=code, what=what, means=means, do=do, status=status)
        )
    response.status_code = status
    response.vary.update({"Accept", "HX-Request"})
    return response


def _plain(status: int) -> Response:
    """When even the error page fails: no template, no session, no database."""
    text = (
        "Something went wrong on our side. Nothing of yours was changed by it. Please try again.\n"
        "Coś poszło nie tak po naszej stronie. Nic u Ciebie się nie zmieniło. Spróbuj ponownie.\n"
    )
    return Response(text, status, mimetype="text/plain")


def set_up(app: Flask) -> None:
    @app.errorhandler(WalletError)
    def wallet_error(error: WalletError) -> Response:
        if error.status >= 500:
            log.exception("failure %s", error.code)
        response = answer(error.code, error.status, dict(error.params))
        return forget_if_ended(response) if error.code == "sign-in-needed" else response

    @app.errorhandler(CSRFError)
    def csrf_error(_: CSRFError) -> Response:
        return answer("form-expired", 403)

    @app.errorhandler(RateLimitExceeded)
    def too_often(error: RateLimitExceeded) -> Response:
        response = answer("too-often", 429)
        response.headers.setdefault("Retry-After", str(error.limit.limit.get_expiry() if error.limit else 60))
        return response

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException):
        status = error.code or 500
        if status < 400:
            return error
        response = answer(CODES.get(status, "bad-request" if status < 500 else "unexpected"), status)
        for name, value in error.get_headers(request.environ):
            if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        if is_full(error):
            log.error("no room left to write: %s", type(error).__name__)
            return answer("disk-full", 507)
        if isinstance(error, DBAPIError) and is_conflict(error):
            log.warning("the database was busy for too long at %s", request.endpoint)
            response = answer("busy", 503)
            response.headers["Retry-After"] = "60"
            return response
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        log.exception("unexpected failure at %s", request.endpoint)
        try:
            return answer("unexpected", 500)
        except Exception:
            log.exception("the error page itself failed")
            return _plain(500)
