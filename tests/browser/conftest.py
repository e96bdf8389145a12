"""Real Chromium against the real app on loopback, with its own job threads and a web of strangers."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.integration.collection.issuer import Issuer, Web, png
from tests.integration.collection.people import Person, open_app, sign_in
from wallet.accounts import sessions
from wallet.store import clock

SESSION = sessions.cookie_name("session", secure=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker drives the browser; two would only wait for each other."""
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    playwright.expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Served:
    """A wallet that answers at `home`, and the strangers it may ask."""

    home: str
    app: Any
    web: Web
    issuer: Issuer

    def files(self) -> list[dict[str, Any]]:
        """What Ana drops at once: from two issuers, in several forms, of every fate."""
        mine = {"to": "ana@example.org"}
        forms = {
            "sheets.jwt": self.issuer.token("Praca z danymi w arkuszu", **mine),
            "climate.png": png(self.issuer.token("Climate basics", **mine)),
            "first-aid.jwt": self.issuer.token("First aid", validUntil="2026-02-02T00:00:00Z", **mine),
            "altered.jwt": self.issuer.token("Team leader", alter=True, **mine),
            "hers.jwt": self.issuer.token("Of another person", to="eve@example.org"),
            "hosted.txt": self.web.host_badge("interview", title="Job interview lab").encode(),
            "diploma.png": png(),
        }
        return [
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
            for name, data in forms.items()
        ]


@pytest.fixture
def served(sqlite_store, tmp_path) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home, web = f"http://127.0.0.1:{port}", Web(clock)
    app = open_app(sqlite_store, web, tmp_path, home=home)
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    app.extensions["wallet"].jobs.start_in_process(threads=2)
    yield Served(home, app, web, Issuer(web))
    app.extensions["wallet"].jobs.stop()
    server.shutdown()
    thread.join(10)


@pytest.fixture
def open_page(chromium, served) -> Iterator[Callable[..., Any]]:
    """Opens a browser in which Ana is signed in: `open_page(language=, width=, dark=, scripts=)`."""
    contexts = []

    def opened(
        *, language: str = "en", width: int = 1280, dark: bool = False, scripts: bool = True, who: str = "ana"
    ):
        person: Person = sign_in(served.app, f"{who}@example.org", language=language)
        context = chromium.new_context(
            base_url=served.home,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale=language,
        )
        secret = person.client.get_cookie(SESSION, domain="127.0.0.1").value
        context.add_cookies([{"name": SESSION, "value": secret, "url": served.home}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "console",
            lambda message: (
                page.problems.append(message.text)
                if message.type == "error" and "404" not in message.text
                else None
            ),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
