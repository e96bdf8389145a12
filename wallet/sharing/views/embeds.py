"""HTTP of embeds: one public credential in a frame, without actions, and its oEmbed."""

from __future__ import annotations

from flask import Response, abort, jsonify, request, url_for

from wallet.services import services
from wallet.sharing import links, visitor
from wallet.sharing import oembed as embedding
from wallet.sharing.errors import LinkLeadsNowhere
from wallet.sharing.views.blueprint import blueprint
from wallet.sharing.views.page import address_of, for_strangers, language, open_now
from wallet.web.htmx import render


@blueprint.get("/embed/<secret>")
def embed(secret: str) -> Response:
    link = _embeddable(secret)
    shown = visitor.page_behind(link, services=services())
    answer = for_strangers(
        render(
            "sharing/embed.html",
            page=shown,
            shown=shown.credentials[0],
            secret=secret,
            link_language=language(),
            address=address_of(secret),
        )
    )
    answer.headers["Content-Security-Policy"] = embedding.POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.get("/oembed")
def oembed() -> Response:
    """The same NotFound for what is no address of ours, what leads nowhere and what may not be embedded."""
    base_url = services().settings.base_url.rstrip("/")
    if request.args.get("format", "json") != "json":
        abort(501)
    secret = embedding.secret_in(request.args.get("url", "")[:500], base_url=base_url)
    shown = visitor.page_behind(_embeddable(secret), services=services())
    frame = base_url + url_for("sharing.embed", secret=secret)
    said = embedding.rich(
        shown,
        frame,
        width=embedding.measure(
            request.args.get("maxwidth", ""), usual=embedding.WIDTH, least=embedding.NARROWEST
        ),
        height=embedding.measure(
            request.args.get("maxheight", ""), usual=embedding.HEIGHT, least=embedding.LOWEST
        ),
        base_url=base_url,
    )
    return for_strangers(jsonify(said))


def _embeddable(secret: str) -> links.OpenedLink:
    link = open_now(secret)
    if not link.embeddable or link.credential_id is None:
        raise LinkLeadsNowhere()
    return link
