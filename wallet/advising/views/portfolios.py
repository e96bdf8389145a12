"""HTTP of portfolios that a holder opened to a career adviser. What is not granted is not there."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

from wallet.advising import portfolio_access
from wallet.advising.views.blueprint import blueprint
from wallet.collection.views import picture_response
from wallet.services import services
from wallet.web.attachments import attachment
from wallet.web.htmx import render


@blueprint.get("/advise/portfolios/<id>")
def portfolio(id: str) -> Response:
    seen = portfolio_access.portfolio_for(current_user.id, id, services=services())
    return render(
        "shared_page/page.html",
        page=seen.page,
        preview=True,
        advised=id,
        holder_name=seen.holder_name,
        until=seen.grant.ends_at,
        full_reports=True,
    )


@blueprint.get("/advise/portfolios/<id>/<key>/picture")
def portfolio_picture(id: str, key: str) -> Response:
    return picture_response(portfolio_access.picture_for(current_user.id, id, key, services=services()))


@blueprint.get("/advise/portfolios/<id>/<key>/file")
def portfolio_file(id: str, key: str) -> Response:
    return attachment(*portfolio_access.file_for(current_user.id, id, key, services=services()))
