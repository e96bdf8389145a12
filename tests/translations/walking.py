# ruff: noqa: F811 (fixtures come in by import)
"""A wallet that speaks the pseudo-language too, with one of everything in it, and walks through its pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.abuse.test_advisers import grant, jan  # noqa: F401 (fixtures)
from tests.abuse.test_authz import ADVISERS, OWNED, Things, things  # noqa: F401
from tests.learners import Learner
from tests.peers.wallet_in_test import Browser, open_wallet
from tests.translations.pseudo import CODE, write_pseudo
from tests.translations.reading import local, read_page
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account

MOST = 400  # pages of one walk


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory) -> Path:
    return write_pseudo(tmp_path_factory.mktemp("languages"))


@pytest.fixture
def translations(pseudo_folder) -> tuple[Path, ...]:
    return (pseudo_folder,)


@dataclass
class Walk:
    """What somebody reached: the HTML of each page by its address, an address of each endpoint's page, and
    the endpoints that answered with something else: files, pictures, answers to machines."""

    browser: Browser
    pages: dict[str, str] = field(default_factory=dict)
    endpoints: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def go(self, *seeds: str) -> None:
        """From these addresses along every link, in the pseudo-language."""
        adapter = self.browser.app.url_map.bind("any.example")
        todo, seen = list(seeds), set()
        while todo and len(self.pages) < MOST:
            address = todo.pop(0).removeprefix(self.browser.home).partition("#")[0]
            if address in seen or ("lang=" in address and f"lang={CODE}" not in address):
                continue
            seen.add(address)
            try:
                endpoint, _ = adapter.match(address.partition("?")[0], method="GET")
            except (HTTPException, RequestRedirect):
                continue
            answer = self.browser.get(address)
            if answer.status_code in (301, 302, 303, 307):
                todo.append(answer.headers["Location"])
            elif answer.mimetype == "text/html":  # refusals too
                self.pages[address] = answer.text
                self.endpoints.setdefault(endpoint if answer.status_code == 200 else "refused", address)
                todo += local(read_page(answer.text).links)
            elif answer.status_code == 200:
                self.files.add(endpoint)

    def refusals(self) -> dict[str, str]:
        """What is answered to every form in which something is written, sent empty and sent with too much."""
        forms = {
            (form.action.partition("?")[0], *sorted(form.typed)): form
            for page in self.pages.values()
            for form in read_page(page).forms
            if form.typed and form.action.startswith("/")
        }
        found = {}
        for form in forms.values():
            for typed in ("", "Ω" * 20_000, "Ω"):
                sent = {**form.given, **dict.fromkeys(form.typed, typed)}
                answer = self.browser.post(form.action, sent)
                if answer.status_code >= 400 and answer.mimetype == "text/html":
                    found[f"{form.action} {typed[:3]}"] = answer.text
        return found


def addresses(app, things: Things) -> list[str]:
    """Every address of the map that is read: those without an id, and those of what Ola has."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        if not rule.arguments:
            found.append(rule.rule)
        elif rule.endpoint in OWNED or rule.endpoint in ADVISERS:
            found.append(things.address(app, rule.endpoint))
    return found


def speak(learner: Learner, **changed: Any) -> None:
    """Choose the pseudo-language, in the account and in the browser."""
    learner.browser.client.set_cookie("language", CODE, domain="wallet.example")
    with learner.store.write() as session:
        account = session.get(Account, learner.id)
        account.language = CODE
        for name, value in changed.items():
            setattr(account, name, value)


@pytest.fixture
def walks(app, ola, sam, jan, stranger, things, grant, held) -> dict[str, Walk]:
    """What the learner, an adviser, an operator and a stranger see of it."""
    grant()
    for one in (ola, jan):
        speak(one)
    speak(sam, role="operator")
    lea = Learner(app, ola.store, "Lea Nowak", "lea@dorobek.example")
    speak(lea, erase_at=wallet_clock.now() + timedelta(days=7))
    link = ola.open_link(held, audience="public", embeddable="on")
    portfolio = ola.open_link(held, of=f"/portfolios/{things.ids['portfolio']}")
    stranger.client.set_cookie("language", CODE, domain="wallet.example")
    everywhere = addresses(app, things)
    shared = (link, link.replace("/s/", "/embed/"), portfolio, f"{portfolio}/c1")
    found = {}
    for name, browser, more in (
        ("learner", ola.browser, ()),
        ("adviser", jan.browser, ()),
        ("operator", sam.browser, ()),
        ("leaving", lea.browser, ()),
        ("stranger", stranger, [f"{address}?lang={CODE}" for address in shared]),
    ):
        found[name] = Walk(browser)
        found[name].go(*everywhere, *more)
    return found


@pytest.fixture
def demo_walk(sqlite_store, translations) -> Walk:
    """What the demo shows besides: its samples, and the sign-in of its own provider."""
    home = "http://127.0.0.1:8000"
    app = open_wallet(sqlite_store, demo=True, translations=translations)
    visitor = Browser(app, home)
    visitor.client.set_cookie("language", CODE, domain="127.0.0.1")
    walk = Walk(visitor)
    walk.go("/demo/samples", "/sign-in", visitor.post("/sign-in/demo").headers["Location"])
    return walk
