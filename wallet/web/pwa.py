"""The wallet as an app: its manifest, its service worker, the page for when there is no network.

The worker keeps the shell only (styles, scripts, fonts, icons, the offline page); no personal page is
ever kept (R31). Its version is the digest of all that it keeps, so a new release replaces it at once.
"""

from __future__ import annotations

import hashlib

from flask import Response, jsonify, make_response, render_template, url_for
from flask_babel import gettext

from wallet.web import languages
from wallet.web.static_files import static_integrity, static_url

SHELL = (
    "wallet.css",
    "js/trusted-types.js",
    "js/app.js",
    "vendor/htmx.min.js",
    "icons/icon-192.png",
    "icons/logo.svg",
)
# The style sheet names the fonts itself, so they have no digest in their address.
FONTS = ("vendor/inter-latin.woff2", "vendor/inter-latin-ext.woff2")


def shell_version() -> str:
    return hashlib.sha256("".join(static_integrity(name) for name in (*SHELL, *FONTS)).encode()).hexdigest()[
        :16
    ]


def manifest() -> Response:
    def picture(name: str, size: str, purpose: str = "any") -> dict[str, str]:
        kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
        return {"src": static_url(f"icons/{name}"), "sizes": size, "type": kind, "purpose": purpose}

    response = jsonify(
        id="/",
        name=gettext("Dorobek: what you can prove you can do"),
        short_name="Dorobek",
        description=gettext(
            "Keeps your badges and micro-credentials, checks them, shows them to whom you choose."
        ),
        lang=languages.current(),
        dir="ltr",
        start_url=url_for("collection.home"),
        scope="/",
        display="standalone",
        background_color="#faf7f1",
        theme_color="#0b5d4e",
        categories=["education", "productivity"],
        icons=[
            picture("icon-192.png", "192x192"),
            picture("icon-512.png", "512x512"),
            picture("maskable-512.png", "512x512", "maskable"),
            picture("logo.svg", "any"),
        ],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.vary.update({"Cookie", "Accept-Language"})
    return response


def service_worker() -> Response:
    text = render_template(
        "web/sw.js",
        version=shell_version(),
        shell=[
            *(static_url(name) for name in SHELL),
            *(url_for("static", filename=name) for name in FONTS),
        ],
        offline=url_for("web.offline"),
    )
    response = make_response(text)
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


def wipe(response: Response) -> Response:
    """On the answer that signs out: the browser forgets what this origin has kept (`cache` also empties
    the pages kept for the back button)."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
