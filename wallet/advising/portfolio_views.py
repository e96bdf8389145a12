"""HTTP of portfolios that a holder opened to a career adviser. What is not granted is not there."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_login import current_user

from wallet.advising import portfolio_access
from wallet.collection.views import picture_response
from wallet.shared_page import offered_paths
from wallet.web.attachments import attachment
from wallet.web.house import house
from wallet.web.htmx import render


def attach(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/advise/portfolios/<id>", "for_adviser", portfolio)
    blueprint.add_url_rule("/advise/portfolios/<id>/<key>/picture", "picture_for_adviser", picture)
    blueprint.add_url_rule("/advise/portfolios/<id>/<key>/file", "file_for_adviser", file)


def set_up() -> None:
    offered_paths.offer_portfolios(portfolio_access.PortfoliosForOthers())


def portfolio(id: str) -> Response:
    seen = portfolio_access.portfolio_for(current_user.id, id, house=house())
    return render(
        "portfolios/page.html",
        page=seen.page,
        preview=True,
        advised=id,
        holder_name=seen.holder_name,
        until=seen.grant.ends_at,
        full_reports=True,
    )


def picture(id: str, key: str) -> Response:
    return picture_response(portfolio_access.picture_for(current_user.id, id, key, house=house()))


def file(id: str, key: str) -> Response:
    return attachment(*portfolio_access.file_for(current_user.id, id, key, house=house()))
