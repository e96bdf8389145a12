"""A public credential within somebody else's page: the frame's own policy, and what oEmbed says of it."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import urlencode, urlsplit

from wallet.errors import NotFound
from wallet.shared_page.page_model import ShownPage
from wallet.sharing.resolve_link import OpenedLink

WIDTH, HEIGHT = 480, 240
NARROWEST, LOWEST = 240, 160

# The only page of ours that others may frame: nothing in it runs, nothing in it can be sent.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors *",
    )
)


def discovery(link: OpenedLink, address: str) -> str:
    """The address of the page's oEmbed, for its head; "" where it may not be embedded."""
    if not link.embeddable:
        return ""
    base = address.partition("/s/")[0]
    return f"{base}/oembed?{urlencode({'url': address, 'format': 'json'})}"


def secret_in(url: str, *, base_url: str) -> str:
    """The secret in an address of ours. NotFound for any other address."""
    own, asked = urlsplit(base_url), urlsplit(url)
    if (own.scheme, own.netloc) != (asked.scheme, asked.netloc):
        raise NotFound()
    path = asked.path.removeprefix(own.path.rstrip("/"))
    for start in ("/s/", "/embed/"):
        if path.startswith(start) and "/" not in path[len(start) :]:
            return path[len(start) :]
    raise NotFound()


def measure(asked: str, *, usual: int, least: int) -> int:
    """As wide or high as whoever embeds allows, never more than is usual and never less than can be read."""
    try:
        wanted = int(asked) if asked.isascii() and len(asked) < 6 else usual
    except ValueError:
        wanted = usual
    return max(least, min(wanted, usual))


def rich(page: ShownPage, frame: str, *, width: int, height: int, base_url: str) -> dict[str, Any]:
    """oEmbed 1.0, type rich (https://oembed.com, 2.3.4.4)."""
    title = html.escape(page.preview_title, quote=True)
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Dorobek",
        "provider_url": base_url,
        "title": page.preview_title,
        "cache_age": 300,
        "width": width,
        "height": height,
        "html": (
            f'<iframe src="{html.escape(frame, quote=True)}" title="{title}"'
            f' width="{width}" height="{height}" frameborder="0" referrerpolicy="no-referrer" loading="lazy"'
            ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
        ),
    }
