"""Signed-in people over a real app: what they usually do, one line each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask

from tests.jobs_at_once import JobsAtOnce
from wallet import create_app
from wallet.accounts import sessions
from wallet.settings import Settings
from wallet.store import Store
from wallet.store.models.account import Account, EmailProof

HOME = "http://127.0.0.1:8000"


@dataclass
class Person:
    """A signed-in browser, and what it usually does."""

    id: str
    app: Flask
    client: Any

    @property
    def services(self) -> Any:
        return self.app.extensions["wallet"]

    def sign_in_again(self) -> None:
        now = self.services.clock.now()
        with self.services.store.write() as session:
            account = session.get(Account, self.id)
            secret = sessions.open_session(session, account, provider="test", identity=_Identity, now=now)
        self.client.set_cookie(sessions.cookie_name("session", secure=False), secret, domain="127.0.0.1")

    def get(self, path: str, **given):
        return self.client.get(path, base_url=HOME, **given)

    def post(self, path: str, data: dict | None = None, **given):
        return self.client.post(path, base_url=HOME, data=data or {}, **given)

    def upload(self, *files: tuple[str, bytes]):
        data = {"files": [(BytesIO(content), name) for name, content in files]}
        return self.post("/add", data, content_type="multipart/form-data")

    def paste(self, text: str | bytes):
        return self.post("/add", {"text": text.decode() if isinstance(text, bytes) else text})

    def work(self) -> int:
        return self.services.jobs.run_due(500)

    def add(self, *files: tuple[str, bytes]) -> str:
        """Upload, let the jobs run, and return the page of the batch."""
        answer = self.upload(*files)
        assert answer.status_code == 303, answer.text
        self.work()
        return self.get(answer.location).text

    def held(self) -> list[str]:
        """The ids of the credentials on the home page, in its order."""
        return re.findall(r'href="/credentials/([0-9a-f]{32})"', self.get("/").text)

    def add_one(self, content: bytes, name: str = "badge.jwt") -> str:
        before = set(self.held())
        self.add((name, content))
        (new,) = set(self.held()) - before
        return new


def open_app(
    store: Store, web: Any, folder: Path, *, home: str = HOME, jobs: type = JobsAtOnce, **more: Any
) -> Flask:
    """The wallet in the manner of the tests; forms need no token."""
    settings = Settings(
        environment="test",
        secret_key="only for tests: 0123456789abcdef0123456789",
        base_url=home,
        database_url=store.url.render_as_string(hide_password=False),
        instance=folder,
        default_language="en",
    ).model_copy(update=more)  # a limit may be smaller here than an operator may set it
    app = create_app(settings, store=store, jobs=jobs(store, settings), fetcher=web)
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return app


class _Identity:
    """What a provider said at a sign-in."""

    id_token, auth_time = "", None


def sign_in(app: Flask, address: str, *, language: str = "en") -> Person:
    services = app.extensions["wallet"]
    now = services.clock.now()
    with services.store.write() as session:
        account = Account(issuer="https://id.example", subject=address, name=address, language=language)
        session.add(account)
        session.flush()
        session.add(
            EmailProof(
                account_id=account.id, address=address, normalised=address, source="provider", proven_at=now
            )
        )
    person = Person(account.id, app, app.test_client())
    person.sign_in_again()
    return person


def plain(page: str, *ids: str) -> str:
    """A page without its form tokens and without the ids that were asked for."""
    page = re.sub(r'csrf_token" value="[^"]+"|X-CSRFToken": "[^"]+"', "token", page)
    for known in ids:
        page = page.replace(known, "ID")
    return page
