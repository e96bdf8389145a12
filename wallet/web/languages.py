"""Which language this answer speaks, and how it writes dates and numbers.

Which languages there are is `wallet.catalogues`; the texts are Flask-Babel's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import flask_babel
from babel.units import format_unit
from flask import Flask, Response, current_app, has_app_context, request
from flask_babel import Babel, get_locale
from flask_login import current_user

from wallet.catalogues import SOURCE, TRANSLATIONS, Language, languages_in, shipped

COOKIE = "language"


def known() -> Mapping[str, Language]:
    """Code → language: those of this app, outside of one those that come with the wallet."""
    found: Mapping[str, Language] | None = None
    if has_app_context():
        found = current_app.extensions.get("wallet.languages")
    return found or shipped()


def closest(tag: str) -> str:
    """The code that a language tag of somebody else means here: `pl-PL` → `pl`; "" for none."""
    codes = {code.lower(): code for code in known()}
    wanted = tag.replace("_", "-").lower()
    while wanted and wanted not in codes:
        wanted = wanted.rpartition("-")[0]
    return codes.get(wanted, "")


def locale_of(code: str) -> str:
    """For `force_locale`: English where the language is not spoken here, or no longer."""
    languages = known()
    return languages.get(code, languages[SOURCE]).locale


def choose() -> str:
    """The locale of this answer."""
    return locale_of(_wish())


def _wish() -> str:
    """The account's language, else this browser's choice, else what the browser asks for."""
    languages = known()
    chosen = request.args.get("lang", "") if request.blueprint == "sharing" else ""
    if chosen in languages:  # strangers get no cookie: their choice is in the address
        return chosen
    wanted = getattr(current_user, "language", "") if current_user and current_user.is_authenticated else ""
    for language in (wanted, request.cookies.get(COOKIE, "")):
        if language in languages:
            return language
    default = getattr(current_app.extensions["wallet"].settings, "default_language", SOURCE)
    return request.accept_languages.best_match(list(languages), default) or SOURCE


def current() -> str:
    """The code of the language of this answer."""
    locale = get_locale()
    if locale is None:
        return SOURCE
    name = str(locale)
    return next((one.code for one in known().values() if one.locale == name), str(locale.language))


def remember(response: Response, language: str, *, secure: bool) -> Response:
    """Keep a browser's choice for a year."""
    if language in known():
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
    return f"{flask_babel.format_date(value, 'medium')}, {flask_babel.format_time(value, 'short')} UTC"


def number(value: object) -> str:
    """An amount as people write it here: 2.5, 2,5; what is no number is given back as text."""
    try:
        amount = Decimal(str(value).replace(",", "."))
    except ArithmeticError:
        return str(value)
    sane = amount.is_finite() and abs(amount.adjusted()) < 30  # “1e999999999” is not written out
    return flask_babel.format_decimal(amount) if sane else str(value)


def size(octets: int) -> str:
    """An amount of data in the units that disks are sold in, never less than it is: 15 kB, 1.5 MB, 2 GB."""
    locale = get_locale() or locale_of(SOURCE)
    for unit, worth in (("gigabyte", 10**9), ("megabyte", 10**6)):
        if octets > worth - worth // 1000:
            tenths = -(-octets * 10 // worth)
            amount = Decimal(tenths) / 10 if tenths < 100 else -(-octets // worth)
            return format_unit(amount, f"digital-{unit}", length="short", locale=locale)
    return format_unit(-(-octets // 1000), "digital-kilobyte", length="short", locale=locale)


def decimal_comma() -> bool:
    """Whether 2.5 is written 2,5 here; then spreadsheets part columns by semicolons."""
    return flask_babel.format_decimal(0.5).find(",") >= 0


def set_up(app: Flask, *, translations: Sequence[Path] = ()) -> None:
    """`translations`: folders of languages besides those that come with the wallet."""
    folders = (TRANSLATIONS, *translations)
    app.extensions["wallet.languages"] = languages_in(*folders)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, folders))
    Babel().init_app(app, default_locale=SOURCE, locale_selector=choose)
    names = {code: language.name for code, language in app.extensions["wallet.languages"].items()}
    app.jinja_env.filters.update(day=day, long_day=long_day, moment=moment, number=number, size=size)
    app.jinja_env.globals.update(current_language=current, locale_of=locale_of, LANGUAGES=names)

    @app.after_request
    def say_which(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Language", current())
        return response
