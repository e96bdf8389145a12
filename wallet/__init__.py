"""The wallet as a Flask app: wiring only, the one place where all rooms meet."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # imported where it is used: who only verifies a file does not wait for a web server
    from flask import Flask

    from wallet.services import Services
    from wallet.settings import Settings

# Which package answers an address: by its first part. A package has one blueprint (`views.blueprint`), a
# folder of templates and a folder of integration tests, all of its own name. The order is that of the arrows.
FEATURES: dict[str, tuple[str, ...]] = {
    "web": ("health", "language", "manifest.webmanifest", "offline", "robots.txt", "sw.js"),
    "accounts": ("me", "sign-in", "sign-out"),
    "collection": ("", "credentials", "documents"),
    "imports": ("add",),
    "transparency": ("transparency",),
    "entries": ("entries", "evidence"),
    "vocabulary": ("vocabulary",),
    "portfolios": ("portfolios",),
    "paths": ("paths",),
    "course_guide": ("guide",),
    "sharing": ("links", "s", "embed", "oembed"),
    "skills": ("skills",),
    "exports": ("exports",),
    "linkedin": ("linkedin",),
    "advising": ("advisers", "advise", "templates"),
    "takeout": ("takeout",),
    "plans": ("plans",),
    "checker": ("check", "how-checking-works"),
}
DEMO = {"demo": ("demo", "demo-issuer", "demo-provider")}
# Which entry of the main menu is marked on the pages of a package, or on one page where that one differs.
MENU = {
    "collection": "wallet",
    "entries": "wallet",
    "exports": "wallet",
    "exports.portfolio_pdf_options": "portfolios",
    "linkedin": "wallet",
    "sharing.open_link": "wallet",
    "sharing.preview_link": "wallet",
    "transparency": "wallet",
    "portfolios": "portfolios",
    "sharing": "portfolios",
    "demo": "add",
    "demo.authorize": "sign-in",
    "entries.from_document": "add",
    "entries.new": "add",
    "imports": "add",
    "advising.answer_proposal": "paths",
    "advising.create_template": "paths",
    "advising.edit_template": "paths",
    "advising.grants": "paths",
    "advising.invite": "paths",
    "advising.invited": "paths",
    "advising.proposal": "paths",
    "advising.template": "paths",
    "advising.template_step": "paths",
    "advising.templates": "paths",
    "paths": "paths",
    "plans": "paths",
    "skills": "paths",
    "advising": "people",
    "checker": "check",
    "checker.help": "help",  # in no menu
    "accounts": "me",
    "course_guide": "me",
    "takeout": "me",
    "accounts.sign_in": "sign-in",
}


def create_app(
    settings: Settings | None = None,
    *,
    store: Any = None,
    jobs: Any = None,
    fetcher: Any = None,
    translations: Sequence[Path] = (),
) -> Flask:
    """Build the app. What is not handed in (tests do) is built from the settings. `translations`: folders of
    languages besides those that come with the wallet."""
    from flask import Flask

    from wallet import moved
    from wallet.settings import Settings

    if settings is None:  # a WSGI server asks, without `wallet run`, which would have looked already
        from wallet.sealing import Sealer, check_sealed
        from wallet.store import Store

        settings = Settings.load()
        settings.ensure_instance()
        store = store or Store(settings.database_url)
        store.check_schema()
        check_sealed(store, Sealer(settings))
    app = Flask(
        "wallet", root_path=str(Path(__file__).parent), static_folder="static", template_folder="templates"
    )
    _configure(app, settings)
    app.extensions["wallet"] = _services(settings, store=store, jobs=jobs, fetcher=fetcher)
    _manners(app, settings, translations)
    for package in (*FEATURES, *(DEMO if settings.demo else ())):
        _mount(app, package, settings)
    moved.set_up(app)
    return app


def menu_entry(endpoint: str | None) -> str:
    """The entry of the main menu that a page belongs to, "" if none."""
    page = endpoint or ""
    return MENU.get(page, MENU.get(page.partition(".")[0], ""))


def _configure(app: Flask, settings: Settings) -> None:
    from wallet.credentials.parsing.strict import MAX_TEXT
    from wallet.web.typed import TypedRequest

    app.request_class = TypedRequest
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-form" if secure else "form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PREFERRED_URL_SCHEME="https" if secure else "http",
        # One upload is a batch of files; each file's own limit is the reader's.
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=MAX_TEXT + 1_000_000,  # a pasted credential
        MAX_FORM_PARTS=300,
        # wallet.web.security asks Sec-Fetch-Site and Origin instead: our pages send no Referer.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the form cookie lives
        TESTING=settings.environment == "test",
    )
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}


def _services(settings: Settings, *, store: Any, jobs: Any, fetcher: Any) -> Services:
    from wallet.fetching import Fetcher, FetchPolicy
    from wallet.fetching.clocks import Readings
    from wallet.fetching.kept import StoreCache
    from wallet.jobs.queue import Jobs
    from wallet.services import Services
    from wallet.store import Store, clock

    store = store or Store(settings.database_url)
    jobs = jobs or Jobs(store, settings)
    readings = Readings(store)
    if fetcher is None:
        fetcher = Fetcher(
            FetchPolicy.of(settings), clock=clock, cache=StoreCache(store), note_time=readings.note
        )
    jobs.busy_hosts = getattr(fetcher, "busy_hosts", tuple)  # a test's own world is never crowded
    return Services(
        settings=settings, store=store, jobs=jobs, fetcher=fetcher, clock=clock, readings=readings
    )


def _manners(app: Flask, settings: Settings, translations: Sequence[Path]) -> None:
    from flask_login import current_user

    from wallet.web import access, errors, languages, limits, pwa, security, words, words_clock
    from wallet.web.glossary import words_on
    from wallet.web.htmx import htmx
    from wallet.web.icons import icon
    from wallet.web.static_files import static_integrity, static_url

    htmx.init_app(app)
    security.set_up(app, settings)  # asks whence before anything else is done
    languages.set_up(app, translations=translations)
    access.set_up(app, demo=settings.demo)  # before forms are read: a closed door needs no body (RES-02)
    limits.set_up(app, settings)
    security.csrf.init_app(app)
    errors.set_up(app)
    app.jinja_env.globals.update(
        icon=icon,
        static_url=static_url,
        static_integrity=static_integrity,
        verdict_words=words.verdict_words,
        another_words=words.another_words,
        finding_words=words.finding_words,
        error_words=words.error_words,
        has=lambda endpoint: endpoint in app.view_functions,
        sign_in_services=settings.providers,
        is_demo=settings.demo,
        menu_entry=menu_entry,
        clock_words=words_clock.clock_words,
        shell_version=pwa.shell_version,
        words_on=words_on,
        current_user=current_user,
    )


def _mount(app: Flask, package: str, settings: Settings) -> None:
    """Register the package's blueprint; its views may also offer `set_up(app, settings)` for what else it
    brings: filters, background work, what it adds to other packages' pages."""
    from wallet.web.access import STATELESS_ENDPOINTS
    from wallet.web.security import csrf

    views = importlib.import_module(f"wallet.{package}.views")
    app.register_blueprint(views.blueprint)
    if hasattr(views, "set_up"):
        views.set_up(app, settings)
    for endpoint in STATELESS_ENDPOINTS & app.view_functions.keys():
        csrf.exempt(app.view_functions[endpoint])
