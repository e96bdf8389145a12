"""Polish and English: which one this page speaks, and where its words come from.

English is what stands in the code. Every other language is a folder of `translations/`, whose catalogue the
build compiles (`build_translations.py`).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import flask_babel
from flask import Flask, Response, current_app, request
from flask_babel import Babel, get_locale
from flask_login import current_user

LANGUAGES = {"en": "English", "pl": "Polski"}
LOCALES = {"en": "en_GB", "pl": "pl_PL"}
COOKIE = "language"


def choose() -> str:
    """The locale of this answer; English dates are written day first, as everywhere in Europe."""
    return LOCALES[_wish()]


def _wish() -> str:
    """The account's language, else this browser's choice, else what the browser asks for."""
    chosen = request.args.get("lang", "") if request.blueprint == "shared" else ""
    if chosen in LANGUAGES:  # strangers get no cookie: their choice is in the address
        return chosen
    wanted = getattr(current_user, "language", "") if current_user and current_user.is_authenticated else ""
    for language in (wanted, request.cookies.get(COOKIE, "")):
        if language in LANGUAGES:
            return language
    default = getattr(current_app.extensions["wallet"].settings, "default_language", "en")
    wish = request.accept_languages.best_match(list(LANGUAGES), default)
    return wish if wish in LANGUAGES else "en"


def current() -> str:
    """The language of this answer, "en" or "pl"."""
    return str(get_locale() or "en").partition("_")[0]


def remember(response: Response, language: str, *, secure: bool) -> Response:
    """Keep a browser's choice for a year."""
    if language in LANGUAGES:
        response.set_cookie(
            COOKIE, language, max_age=31_536_000, secure=secure, httponly=True, samesite="Lax"
        )
    return response


def day(value: date | None, size: str = "medium") -> str:
    """A date as people write it here: 12 Oct 2026, 12 paź 2026. A moment is the day of its own offset: what a
    credential states is the issuer's day, also where the reader's clock shows another."""
    if value is None:
        return ""
    return flask_babel.format_date(value.date() if isinstance(value, datetime) else value, format=size)


def long_day(value: date | None) -> str:
    return day(value, "long")


def moment(value: datetime | None) -> str:
    """Date and time. The page's script rewrites it to the reader's own clock; without it, it is UTC."""
    if value is None:
        return ""
    return flask_babel.format_datetime(value, format="d MMM y, HH:mm") + " UTC"


def number(value: object) -> str:
    """An amount as people write it here: 2.5, 2,5; what is no number is given back as text."""
    try:
        amount = Decimal(str(value).replace(",", "."))
    except ArithmeticError:
        return str(value)
    sane = amount.is_finite() and abs(amount.adjusted()) < 30  # “1e999999999” is not written out
    return flask_babel.format_decimal(amount) if sane else str(value)


def set_up(app: Flask) -> None:
    babel = Babel()
    babel.init_app(app, default_locale="en", locale_selector=choose)
    app.jinja_env.filters.update(day=day, long_day=long_day, moment=moment, number=number)
    app.jinja_env.globals.update(current_language=current, LANGUAGES=LANGUAGES)

    @app.after_request
    def say_which(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Language", current())
        return response
