"""The demo's samples meet their fate when the real verifier asks the real demo over HTTP."""

from __future__ import annotations

import io
import json
import socket
import threading
import zipfile

import pytest
from werkzeug.serving import make_server

from wallet import create_app
from wallet.collection.fields import suggest_field
from wallet.credentials.dialects import read_credential
from wallet.credentials.reading import read_envelope, read_envelopes
from wallet.demo.issuer import LEARNERS
from wallet.demo.samples import KINDS, SAMPLES
from wallet.fetching import Fetcher, FetchPolicy
from wallet.settings import Settings
from wallet.store import Store
from wallet.store import clock as wallet_clock
from wallet.verification.recipient import Recipient
from wallet.verification.report import Check, Outcome
from wallet.verification.verifier import verify


class Demo:
    """A demo that listens on loopback, and a verifier that fetches from it."""

    def __init__(self, folder, database_url):
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        self.settings = Settings.from_demo(folder, port)
        self.app = create_app(self.settings, store=Store(database_url))
        self.client = self.app.test_client()
        self.server = make_server("127.0.0.1", port, self.app, threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.lookups = []
        policy = FetchPolicy.of(self.settings)
        self.fetcher = Fetcher(policy, clock=wallet_clock, resolver=self._resolve)

    def _resolve(self, host, port):
        self.lookups.append(host)
        return ["127.0.0.1"] if host == "localhost" else []

    def check(self, sample, email=None):
        answer = self.client.get(f"/demo/samples/{sample.name}")
        assert answer.status_code == 200 and answer.content_type == sample.media_type
        envelope = read_envelope(answer.data, sample.file_name)
        recipient = Recipient((email or sample.learner.email,), ())
        return self.verify(envelope, recipient=recipient)

    def verify(self, envelope, **how):
        """As the demo does: with its operator's list, on which the academy stands."""
        known = json.loads(self.settings.recognised_issuers_file.read_bytes())
        return verify(envelope, at=wallet_clock.now(), resources=self.fetcher, recognised=known, **how)


@pytest.fixture(scope="module")
def demo(tmp_path_factory, sqlite_template):
    folder = tmp_path_factory.mktemp("instance")
    path = folder / "demo.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    running = Demo(folder, f"sqlite:///{path}")
    yield running
    running.server.shutdown()


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_meets_its_fate_and_nobody_outside_is_asked(demo, clock, name):
    sample = SAMPLES[name]
    report = demo.check(sample)
    assert report.verdict.value == sample.kind.verdict, [(f.check, f.code) for f in report.findings]
    assert set(demo.lookups) <= {"localhost"}


@pytest.mark.parametrize("name", [n for n, s in SAMPLES.items() if s.kind.verdict == "valid"])
def test_a_sample_is_its_learners_and_nobody_elses(demo, clock, name):
    assert demo.check(SAMPLES[name]).finding(Check.RECIPIENT).outcome is Outcome.PASS
    other = demo.check(SAMPLES[name], email="somebody@else.example")
    assert other.finding(Check.RECIPIENT).outcome is not Outcome.PASS


def test_the_altered_one_was_good_before_it_was_altered(demo, clock):
    made = demo.app.extensions["wallet.demo"]
    for sample in (s for s in SAMPLES.values() if s.kind.key == "altered"):
        before = json.dumps(made.academy.signed(sample.award)).encode()
        report = demo.verify(read_envelope(before))
        assert report.verdict.value == "valid"


def test_the_zip_holds_every_sample_of_a_learner(demo):
    for learner in LEARNERS:
        answer = demo.client.get(f"/demo/samples.zip?learner={learner.key}")
        names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
        assert len(names) == len(KINDS) == len(set(names))
        envelopes = read_envelopes(answer.data, name="badges.zip")
        assert len(envelopes) == len(KINDS) and all(e.refusal is None for e in envelopes)


def test_downloading_twice_gives_the_same_bytes_also_after_a_new_start(demo):
    again = create_app(demo.settings, store=Store(demo.settings.database_url)).test_client()
    for name in SAMPLES:
        assert demo.client.get(f"/demo/samples/{name}").data == again.get(f"/demo/samples/{name}").data


def test_the_page_offers_each_sample_in_the_readers_language(demo):
    polish = demo.client.get("/demo/samples", headers={"Accept-Language": "pl"}).text
    english = demo.client.get("/demo/samples", headers={"Accept-Language": "en"}).text
    for name, sample in SAMPLES.items():
        page, other = (polish, english) if sample.learner.language == "pl" else (english, polish)
        assert f"/demo/samples/{name}" in page and f"/demo/samples/{name}" not in other
    assert "Pobierz" in polish and "Pobierz" not in english
    assert "/demo/samples/sam-holds.png" in demo.client.get("/demo/samples?learner=sam").text


MISSING = ["/demo/samples/../x", "/demo/samples/ola-nothing.png", "/demo-issuer/achievements/none"]
MISSING += ["/demo-issuer/assertions/ola-first-aid.json", "/demo-issuer/badges/none-pl.json"]
MISSING += ["/demo-issuer/badges/first-aid-de.json", "/demo-issuer/issuer-de.json"]
MISSING += ["/demo-issuer/pictures/none.png"]


@pytest.mark.parametrize("path", MISSING)
def test_what_the_academy_does_not_have_is_not_found(demo, path):
    assert demo.client.get(path).status_code == 404


def test_the_addresses_that_badges_name_lead_to_people_readable_pages(demo):
    for path in ("/demo-issuer", "/demo-issuer/achievements/first-aid"):
        assert demo.client.get(path).headers["Location"] == "/demo/samples"


def test_the_status_list_hides_its_entries_in_a_herd(demo):
    answer = demo.client.get("/demo-issuer/status/1")
    assert answer.content_type == "application/vc" and len(answer.data) < 2000
    assert json.loads(answer.data)["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]


def test_outside_the_demo_there_is_no_academy(demo, tmp_path, sqlite_url):
    settings = Settings.load(
        {
            "WALLET_ENVIRONMENT": "test",
            "WALLET_SECRET_KEY": "a-long-and-varied-secret-0123456789-xyz",
            "WALLET_BASE_URL": "http://127.0.0.1:8000",
        },
        tmp_path,
    )
    client = create_app(settings, store=Store(sqlite_url)).test_client()
    for path in ("/demo/samples", "/demo-issuer/status/1", "/demo-issuer/pictures/first-aid.png"):
        assert client.get(path).status_code == 404
    assert not (tmp_path / "demo").exists()


def test_the_samples_speak_of_all_four_fields_of_competence(demo, clock):
    found = set()
    for sample in SAMPLES.values():
        envelope = read_envelope(demo.client.get(f"/demo/samples/{sample.name}").data)
        if envelope.dialect == "ob3":
            found.add((sample.learner.key, suggest_field(read_credential(envelope.claimed, dialect="ob3"))))
    for learner in LEARNERS:
        assert {field for key, field in found if key == learner.key} >= {"digital", "green", "social", "work"}


def test_the_way_to_the_samples_stands_on_every_page_of_the_demo(demo):
    assert 'href="/demo/samples"' in demo.client.get("/how-checking-works").text


def test_each_visitor_of_the_public_check_draws_on_a_quota_of_their_own(demo, clock, monkeypatch):
    seen = []
    fetcher = demo.app.extensions["wallet"].fetcher
    monkeypatch.setattr(fetcher._quota, "take", seen.append)
    holds = demo.client.get("/demo/samples/sam-hosted.png").data
    answer = demo.client.post(
        "/check",
        data={"files": (io.BytesIO(holds), "badge.png")},
        headers={"Accept": "application/json"},
    )
    assert answer.json["verdict"] == "valid"
    assert seen and set(seen) == {"address:127.0.0.1"}
