"""Headers on every answer, and the questions put to every request that wants to change something."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from wallet.errors import WalletError
from wallet.web.static_files import is_lasting

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
YEAR = 31_536_000
WEEK = 604_800

csrf = CSRFProtect()

_UNUSED = (
    "accelerometer autoplay browsing-topics display-capture encrypted-media geolocation gyroscope hid"
    " identity-credentials-get idle-detection magnetometer microphone midi payment serial usb"
    " xr-spatial-tracking"
)
PERMISSIONS = ", ".join(
    (
        *(f"{feature}=()" for feature in _UNUSED.split(" ")),
        *(f"{feature}=(self)" for feature in ("camera", "clipboard-write", "fullscreen")),
    )
)


class ForeignHost(WalletError):
    status = 400
    code = "foreign-host"


class ForeignOrigin(WalletError):
    status = 403
    code = "foreign-origin"


def origin_of(url: str) -> str:
    """scheme://host[:port] of an address, lower case; "" if it has none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme and parts.netloc else ""


# One policy for every page: nothing inline, nothing foreign. A browser holds redirects after a form against
# `form-action`, so whoever leads a person elsewhere after a POST does it by a page (accounts/leaving.html).
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
    )
)


def set_up(app: Flask, settings) -> None:
    secure = settings.base_url.startswith("https://")
    proxies = int(getattr(settings, "trusted_proxies", 0) or 0)
    if proxies:
        # X-Forwarded-Host is never believed: our own address is a setting.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0, x_port=0, x_prefix=0)
    own = origin_of(settings.base_url)
    strict_host = urlsplit(own).netloc if settings.environment == "production" else ""

    @app.before_request
    def ask_whence():
        if request.method == "HEAD":  # RFC 9110 §9.3.2: a GET without a body, which the server leaves out;
            request.method = "GET"  # no view that asks for GET may take it for a form that was sent
        if strict_host and request.host.lower() != strict_host and request.endpoint != "web.health":
            raise ForeignHost()
        if request.method not in SAFE_METHODS and not _is_our_page(own):
            raise ForeignOrigin()

    @app.after_request
    def put_headers(response: Response) -> Response:
        return _headers(response, secure=secure)


def _is_our_page(own: str) -> bool:
    """Whether a request that changes something comes from a page of ours, or from no page at all.

    Browsers state `Sec-Fetch-Site` and pages cannot forge it; it goes first because our own
    `Referrer-Policy: no-referrer` makes them send `Origin: null` with a form (Fetch, 3.2). Without it,
    the Origin must be ours. A program sends neither; for it the CSRF token still decides.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin.lower() in {own, origin_of(request.host_url)}


def _headers(response: Response, *, secure: bool) -> Response:
    headers = response.headers
    # A view may set a stricter policy (pictures are sandboxed), never a laxer one by forgetting.
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if "frame-ancestors *" not in headers["Content-Security-Policy"]:  # of embeds alone
        headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", PERMISSIONS)
    if secure:
        headers.setdefault("Strict-Transport-Security", f"max-age={2 * YEAR}; includeSubDomains")
    if request.endpoint == "static":
        font = request.path.endswith(".woff2")  # pinned by its package; changes once in years
        headers["Cache-Control"] = (
            f"public, max-age={YEAR}, immutable"
            if is_lasting()
            else f"public, max-age={WEEK}"
            if font
            else "no-cache"
        )
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response
