"""A wallet with two learners; one of them holds a badge of the demo's academy."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.peers.wallet_in_test import Browser, open_wallet
from wallet.accounts.sessions import open_session
from wallet.collection import jobs as work
from wallet.demo.issuer import Academy
from wallet.demo.samples import SAMPLES, Samples
from wallet.demo.signing import SigningKey
from wallet.imports import jobs as imports_jobs
from wallet.imports import service as imports
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account, EmailProof
from wallet.store.models.credential import HeldCredential
from wallet.verification.resources import Fetched, Purpose, Unreachable


@dataclass
class Shelf:
    """The world as the wallet sees it: what lies here answers, everything else cannot be reached."""

    documents: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        self.asked.append(url)
        at = wallet_clock.now()
        if url not in self.documents:
            return Unreachable(url, "could-not-reach", at)
        body = self.documents[url]
        return Fetched(url, url, 200, "application/json", body, sha256(body).hexdigest(), at)


class Learner:
    """Somebody signed in, with a browser of their own."""

    def __init__(self, app, store, name: str, email: str) -> None:
        self.app, self.store = app, store
        self.browser = Browser(app)
        with store.write() as session:
            account = Account(issuer="https://id.example", subject=name, name=name, language="en")
            session.add(account)
            session.flush()
            proof = EmailProof(
                account_id=account.id,
                address=email,
                normalised=email,
                source="provider",
                proven_at=wallet_clock.now(),
            )
            session.add(proof)
            identity = SimpleNamespace(id_token=None, auth_time=None)
            secret = open_session(session, account, provider="x", identity=identity, now=wallet_clock.now())
            self.id = account.id
        self.browser.plant("session", secret)

    def receive(self, data: bytes, name: str = "badge.png") -> str:
        """Import a file and do its work; the id of the credential."""
        services = self.app.extensions["wallet"]
        with self.app.test_request_context():
            imports.import_files(self.id, [(name, data)], services=services)
            while services.jobs.run_due():
                pass
        with self.store.read() as session:
            rows = session.query(HeldCredential).filter_by(account_id=self.id)
            return rows.order_by(HeldCredential.created_at.desc(), HeldCredential.id).first().id

    def open_link(self, credential_id: str, name: str = "Acme, HR", *, of: str = "", **form: str) -> str:
        """The path of a newly opened link to a credential, or to what stands at `of`."""
        thing = of or f"/credentials/{credential_id}"
        answer = self.browser.post(f"/links{thing}/new", {"name": name, "ends": "90", **form})
        assert answer.status_code == 303, answer.text
        page = self.browser.get(answer.headers["Location"])
        start = page.text.index("/s/")
        return page.text[start : page.text.index('"', start)]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def samples(shelf: Shelf) -> Samples:
    academy = Academy(SigningKey(Ed25519PrivateKey.from_private_bytes(b"\7" * 32)), "https://academy.example")
    shelf.documents[academy.status_url] = json.dumps(academy.status_list).encode()
    return Samples(academy)


@pytest.fixture
def translations() -> tuple[Path, ...]:
    """Folders of languages besides those that come with the wallet; a test may name some."""
    return ()


@pytest.fixture
def app(sqlite_store, shelf, samples, tmp_path, clock, translations):
    opened = open_wallet(sqlite_store, translations=translations)
    listed = tmp_path / "recognised.json"
    listed.write_text(json.dumps({samples.academy.key.did: "Dorobek Demo Academy"}))
    services = opened.extensions["wallet"]
    settings = services.settings.model_copy(update={"recognised_issuers_file": listed})
    opened.extensions["wallet"] = replace(services, fetcher=shelf, settings=settings)
    work.register(opened.extensions["wallet"])
    imports_jobs.register(opened.extensions["wallet"])
    return opened


@pytest.fixture
def recognise():
    """Call it with (learner, issuer): from now on the operator's list knows that issuer."""

    def listed(learner: Learner, issuer) -> None:
        path = learner.app.extensions["wallet"].settings.recognised_issuers_file
        path.write_text(json.dumps(json.loads(path.read_text()) | {issuer.id: issuer.name}))

    return listed


@pytest.fixture
def ola(app, sqlite_store) -> Learner:
    return Learner(app, sqlite_store, "Ola Zielińska", "ola@dorobek.example")


@pytest.fixture
def sam(app, sqlite_store) -> Learner:
    return Learner(app, sqlite_store, "Sam Reed", "sam@dorobek.example")


@pytest.fixture
def stranger(app) -> Browser:
    """Somebody without an account."""
    return Browser(app)


@pytest.fixture
def badge(samples: Samples) -> bytes:
    return samples.file(SAMPLES["ola-holds.png"])


@pytest.fixture
def held(ola: Learner, badge: bytes) -> str:
    return ola.receive(badge)
