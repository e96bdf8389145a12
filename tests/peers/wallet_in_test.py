"""The whole wallet for sign-in tests, and a small browser to use it with."""

from __future__ import annotations

import atexit
import functools
import html
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask

from tests.jobs_at_once import JobsAtOnce
from wallet import create_app
from wallet.accounts.providers import KEY, Clients
from wallet.providers import Provider
from wallet.settings import Settings
from wallet.store import Store

HOME = "https://wallet.example"


@functools.cache
def _instances() -> str:
    """A folder for what the wallets of this run keep; it goes when the run ends."""
    folder = tempfile.mkdtemp(prefix="dorobek-instances-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def open_wallet(
    store: Store,
    *,
    providers: tuple[Provider, ...] = (),
    ca: Any = None,
    demo: bool = False,
    translations: tuple[Path, ...] = (),
) -> Flask:
    """The real app over `store`, in the manner of a production wallet, or as the demo."""
    settings = Settings(
        environment="demo" if demo else "test",
        secret_key="only for tests: 0123456789abcdef0123456789",
        base_url="http://127.0.0.1:8000" if demo else HOME,
        database_url=store.url.render_as_string(hide_password=False),
        instance=Path(tempfile.mkdtemp(dir=_instances())),
        providers=providers,
        default_language="en",
    )
    app = create_app(settings, store=store, jobs=JobsAtOnce(store, settings), translations=translations)
    app.config["RATELIMIT_ENABLED"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    if not demo:
        app.extensions[KEY] = Clients(providers, ca=ca)
    return app


class Browser:
    """Keeps cookies, knows forms. Follows nothing by itself."""

    def __init__(self, app: Flask, home: str = HOME) -> None:
        self.app, self.home = app, home
        self.client = app.test_client()
        self._token: tuple[tuple[str, str], str] = (("", ""), "")

    def get(self, path: str, **given: Any):
        return self.client.get(self._path(path), base_url=self.home, **given)

    def post(self, path: str, data: dict[str, str] | None = None, **given: Any):
        """A form of ours, sent with its token."""
        form = {"csrf_token": self.form_token(), **(data or {})}
        return self.client.post(self._path(path), base_url=self.home, data=form, **given)

    def _path(self, address: str) -> str:
        return address.removeprefix(self.home)

    def form_token(self) -> str:
        """The token of our forms; asked for again only when the cookies have changed."""
        cookies = (self.cookie("form"), self.cookie("session"))
        if self._token[0] != cookies or not self._token[1]:
            token = self._ask_for_token()
            self._token = ((self.cookie("form"), self.cookie("session")), token)
        return self._token[1]

    def _ask_for_token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/how-checking-works").text)
        assert found, "no form on the help page"
        return html.unescape(found.group(1))

    def cookie(self, purpose: str) -> str:
        name = f"__Host-{purpose}" if self.home.startswith("https") else f"dorobek-{purpose}"
        held = self.client.get_cookie(name, domain=re.sub(r"^https?://|:\d+$", "", self.home))
        return held.value if held else ""

    def plant(self, purpose: str, value: str) -> None:
        name = f"__Host-{purpose}" if self.home.startswith("https") else f"dorobek-{purpose}"
        self.client.set_cookie(name, value, domain=re.sub(r"^https?://|:\d+$", "", self.home))

    def start(self, provider: str, next_path: str = "") -> str:
        """Press the provider's button; the address to which the browser is sent."""
        answer = self.post(f"/sign-in/{provider}", {"next": next_path})
        assert answer.status_code in {200, 303}, answer.text
        if answer.status_code == 303:
            return answer.headers["Location"]
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
        assert found, answer.text
        return html.unescape(found.group(1))

    def sign_in_demo(self, persona: str, next_path: str = ""):
        """All of the demo's sign-in; the answer of our callback."""
        question = self.start("demo", next_path)
        answer = self.post(question, {"persona": persona})
        return self.get(answer.headers["Location"])

    def is_signed_in(self) -> bool:
        return self.get("/me").status_code == 200
