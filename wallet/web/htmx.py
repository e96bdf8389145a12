"""The two functions through which views answer, so that each page works with and without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_htmx import HTMX

htmx = HTMX()


def wants_fragment() -> bool:
    """Whether htmx asks for a part of a page (a boosted link or a history miss wants the whole one)."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def wants_json() -> bool:
    """Whether a program asks; a browser's `*/*` is no wish for JSON."""
    accept = request.accept_mimetypes
    if not accept or "application/json" not in accept.values():
        return False
    return accept["application/json"] > accept["text/html"] or "text/html" not in accept.values()


def render(page: str, partial: str | None = None, /, **context: Any) -> Response:
    """The whole page, or only its part when htmx asks for it. Both include the same file."""
    name = partial if partial and wants_fragment() else page
    return _vary(make_response(render_template(name, **context)))


def done(
    location: str,
    partial: str | None = None,
    event: str | None = None,
    *,
    values: Mapping[str, Any] | None = None,
    **context: Any,
) -> Response:
    """After a POST: 303 to the endpoint `location`; for htmx the changed part, or the way to that page.

    `values` fill the address; without them, those of `context` that the endpoint's address has places for.
    """
    url = url_for(location, **(_places(location, context) if values is None else values))
    if not wants_fragment():
        return _vary(redirect(url, 303))
    if partial is None:
        response = make_response("", 200)
        response.headers["HX-Redirect"] = url
    else:
        response = make_response(render_template(partial, **context))
    if event:
        response.headers["HX-Trigger"] = json.dumps({event: {}})
    return _vary(response)


def _places(endpoint: str, context: Mapping[str, Any]) -> dict[str, Any]:
    names = {name for rule in current_app.url_map.iter_rules(endpoint) for name in rule.arguments}
    return {name: context[name] for name in names & context.keys()}


def _vary(response: Response) -> Response:
    response.vary.add("HX-Request")
    return response
