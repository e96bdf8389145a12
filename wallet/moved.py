"""Addresses that people may have kept, and where their pages are now."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response

MOVED = {
    "/compare": "/transparency/compare",
    "/credentials/<id>/ask": "/transparency/{id}/ask",
    "/credentials/<id>/transparency.json": "/transparency/{id}.json",
    "/credentials/<id>/forms": "/exports/credentials/{id}/forms",
    "/credentials/<id>/pdf": "/exports/credentials/{id}/pdf",
    "/credentials/<id>/presentation": "/exports/credentials/{id}/presentation",
    "/credentials/<id>/linkedin": "/linkedin/{id}",
    "/credentials/<id>/links/new": "/links/credentials/{id}/new",
    "/documents/<id>/entry": "/entries/from-document/{id}",
    "/files/<id>": "/exports/files/{id}",
    "/files/<id>/download": "/exports/files/{id}/download",
    "/me/data": "/takeout",
    "/operator/vocabulary": "/vocabulary",
    "/paths/<id>/gaps": "/skills/gaps/{id}",
    "/paths/<id>/plan": "/plans/{id}",
    "/paths/<id>/plan/<int:number>": "/plans/{id}/{number}",
    "/paths/<id>/plan/<int:number>/pdf": "/plans/{id}/{number}/pdf",
    "/paths/<id>/proposals/<proposal_id>": "/advisers/paths/{id}/proposals/{proposal_id}",
    "/paths/templates": "/templates",
    "/paths/templates/<id>": "/templates/{id}",
    "/advise/templates/new": "/templates/new",
    "/portfolios/<id>/links/new": "/links/portfolios/{id}/new",
    "/portfolios/<id>/pdf": "/exports/portfolios/{id}/pdf",
}
_OLD = Map([Rule(old, endpoint=new, methods={"GET"}) for old, new in MOVED.items()]).bind("")


def set_up(app: Flask) -> None:
    """Answer each old address with the new one, query and all (308, Permanent Redirect)."""

    @app.before_request
    def lead_on() -> Response | None:
        if request.routing_exception is None or request.method not in {"GET", "HEAD"}:
            return None
        try:
            new, values = _OLD.match(request.path, method="GET")
        except HTTPException:
            return None
        query = request.query_string.decode("ascii", "replace")
        path = new.format(**{name: quote(str(value), safe="") for name, value in values.items()})
        return redirect(f"{path}?{query}" if query else path, 308)
