"""Take my data, and bring them: what comes out of one wallet goes into another, byte for byte."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from datetime import date, timedelta
from hashlib import sha256

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from tests.learners import Learner, Shelf
from tests.peers.wallet_in_test import open_wallet
from wallet.collection import jobs as work
from wallet.demo.samples import SAMPLES
from wallet.entries import service as entries
from wallet.entries.forms import EntryForm
from wallet.errors import NotFound, Refused
from wallet.imports import jobs as imports_jobs
from wallet.imports import service as imports
from wallet.store.models.credential import HeldCredential, Original, OwnDocument, VerdictRun
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.imports import ImportItem
from wallet.store.models.link import ShareLink
from wallet.store.models.linkedin import LinkedInPost
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection
from wallet.takeout import cli as moving_by_hand
from wallet.takeout.export import make_takeout
from wallet.takeout.schema import SCHEMA, schema

HOSTILE = '../../etc/passwd"><script>alert(1)</script>\u202egnp.exe'


def take(app, holder: str, language: str = "en") -> bytes:
    with app.app_context(), force_locale("pl_PL" if language == "pl" else "en_GB"):
        return make_takeout(holder, services=app.extensions["wallet"], language=language)[0]


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def originals_of(data: bytes) -> dict[str, str]:
    folders = ("originals/", "documents/", "evidence/")
    archive = opened(data)
    return {
        name.partition("/")[0] + sha256(archive.read(name)).hexdigest(): name.partition("/")[0]
        for name in archive.namelist()
        if name.startswith(folders)
    }


def bring(app, learner: Learner, data: bytes) -> None:
    services = app.extensions["wallet"]
    with app.test_request_context():
        imports.import_files(learner.id, [("copy.zip", data)], services=services)
        while services.jobs.run_due():
            pass


@pytest.fixture
def both(store, shelf: Shelf, clock):
    """A wallet on SQLite, then on PostgreSQL."""
    from dataclasses import replace

    app = open_wallet(store)
    app.extensions["wallet"] = replace(app.extensions["wallet"], fetcher=shelf)
    work.register(app.extensions["wallet"])
    imports_jobs.register(app.extensions["wallet"])
    return app


GARDEN = {"kind": "project", "title": "Ogród przy szkole", "began": "2024", "hours": "120"}


def fill(app, store, learner: Learner, samples) -> None:
    """Two badges, a document, an entry with a file, a link and words, a portfolio with private words."""
    services = app.extensions["wallet"]
    learner.receive(samples.file(SAMPLES["ola-holds.png"]), "badge.png")
    held = learner.receive(samples.file(SAMPLES["ola-holds.png"]), "again.png")
    with app.test_request_context():
        entry = entries.make_entry(
            learner.id,
            EntryForm.of(GARDEN, today=date(2026, 1, 1)).content(),
            files=[("notes.txt", b"Notatki z ogrodu")],
            services=services,
        )
        entries.add_evidence(
            learner.id, entry, url="https://garden.example/report", title="Report", services=services
        )
        entries.add_evidence(learner.id, entry, words="We dug.", services=services)
    with store.write() as session:
        digest = session.scalars(select(Original.digest).limit(1)).one()
        session.add(
            OwnDocument(account_id=learner.id, original_digest=digest, name="Dyplom.pdf", media_type="x/y")
        )
        portfolio = Portfolio(
            account_id=learner.id, title="Dla Acme", language="pl", audience="school", display_name="Ola Z."
        )
        session.add(portfolio)
        session.flush()
        section = PortfolioSection(
            portfolio_id=portfolio.id, position=0, kind="credentials", claim="I can lead"
        )
        skills = PortfolioSection(portfolio_id=portfolio.id, position=1, kind="skills", title="Skills")
        session.add_all([section, skills])
        session.flush()
        session.add_all(
            [
                PortfolioItem(
                    section_id=section.id, position=0, credential_id=held, caption="c", reflection="private"
                ),
                PortfolioItem(section_id=section.id, position=1, entry_id=entry),
                PortfolioItem(section_id=skills.id, position=0, skill="Leading"),
                LinkedInPost(account_id=learner.id, credential_id=held, kind="post", at=services.clock.now()),
            ]
        )


def facts(store, holder: str) -> dict:
    """What a person would miss if it had not come back."""
    with store.read() as session:
        portfolios = session.execute(
            select(
                Portfolio.title,
                Portfolio.audience,
                Portfolio.display_name,
                PortfolioSection.kind,
                PortfolioSection.claim,
                PortfolioItem.caption,
                PortfolioItem.reflection,
                PortfolioItem.skill,
                HeldCredential.fingerprint,
                OwnEntry.title.label("entry"),
            )
            .select_from(Portfolio)
            .join(PortfolioSection)
            .join(PortfolioItem)
            .outerjoin(HeldCredential)
            .outerjoin(OwnEntry, OwnEntry.id == PortfolioItem.entry_id)
            .where(Portfolio.account_id == holder)
            .order_by(PortfolioSection.position, PortfolioItem.position)
        ).all()
        evidence = select(
            Evidence.kind, Evidence.title, Evidence.url, Evidence.words, Evidence.original_digest
        )
        return {
            "credentials": session.execute(
                select(HeldCredential.fingerprint, HeldCredential.original_digest, HeldCredential.verdict)
                .where(HeldCredential.account_id == holder)
                .order_by(HeldCredential.fingerprint)
            ).all(),
            "entries": session.execute(
                select(OwnEntry.title, OwnEntry.began_on, OwnEntry.details, OwnEntry.created_at).where(
                    OwnEntry.account_id == holder
                )
            ).all(),
            "evidence": sorted(session.execute(evidence.where(Evidence.account_id == holder)).all(), key=str),
            "documents": session.execute(
                select(OwnDocument.name, OwnDocument.original_digest).where(OwnDocument.account_id == holder)
            ).all(),
            "portfolios": portfolios,
            "posts": session.execute(
                select(LinkedInPost.kind, LinkedInPost.at).where(LinkedInPost.account_id == holder)
            ).all(),
        }


def test_exp_05_out_in_and_out_again_is_equal_on_both_databases(both, store, samples):
    ola = Learner(both, store, "Ola", "ola@dorobek.example")
    new = Learner(both, store, "Ola elsewhere", "ola@dorobek.example")
    fill(both, store, ola, samples)
    first = take(both, ola.id)
    bring(both, new, first)
    before, after = facts(store, ola.id), facts(store, new.id)
    assert {name: len(rows) for name, rows in before.items()} == {
        "credentials": 1,
        "entries": 1,
        "evidence": 3,
        "documents": 1,
        "portfolios": 3,
        "posts": 1,
    }
    assert after == before
    assert originals_of(take(both, new.id)) == originals_of(first)
    bring(both, new, first)  # once more changes nothing
    assert facts(store, new.id) == before


def test_exp_05_what_comes_back_is_verified_anew_and_history_is_not_believed(
    app, ola, sam, held, sqlite_store
):
    archive = opened(take(app, ola.id))
    files = {name: archive.read(name) for name in archive.namelist()}
    document = json.loads(files["wallet.json"])
    document["credentials"][0]["verdict"] = "revoked"
    document["verdicts"] *= 50
    files["wallet.json"] = json.dumps(document).encode()
    bring(app, sam, packed(files))
    with sqlite_store.read() as session:
        mine = session.scalars(select(HeldCredential).where(HeldCredential.account_id == sam.id)).one()
        runs = session.scalars(select(VerdictRun).where(VerdictRun.credential_id == mine.id)).all()
        assert (mine.verdict, mine.another) == ("valid", True)
        assert [run.trigger for run in runs] == ["import"]
        assert not session.scalars(select(ShareLink.id).where(ShareLink.account_id == sam.id)).all()


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def states(store, holder: str) -> list[tuple[str, str]]:
    with store.read() as session:
        rows = session.scalars(select(ImportItem).order_by(ImportItem.position)).all()
        return [(row.state, row.code) for row in rows]


@pytest.mark.parametrize(
    "document",
    [b"", b"[]", b"{", b'{"format": "dorobek-wallet", "version": 2}', b'{"format": "other", "version": 1}'],
)
def test_a_copy_that_cannot_be_read_says_so(app, ola, sqlite_store, document):
    bring(app, ola, packed({"wallet.json": document}))
    assert states(sqlite_store, ola.id) == [("refused", "takeout-not-readable")]


def test_an_altered_badge_is_left_out_and_the_rest_comes_in(app, ola, sam, held, sqlite_store):
    archive = opened(take(app, ola.id))
    files = {name: archive.read(name) for name in archive.namelist()}
    (path,) = [name for name in files if name.startswith("originals/")]
    files[path] += b"x"
    bring(app, sam, packed(files))
    assert ("refused", "takeout-altered") in states(sqlite_store, sam.id)
    with sqlite_store.read() as session:
        assert not session.scalars(select(HeldCredential).where(HeldCredential.account_id == sam.id)).all()


def test_nonsense_in_a_copy_breaks_nothing(app, ola, sam, held, sqlite_store):
    archive = opened(take(app, ola.id))
    document = json.loads(archive.read("wallet.json"))
    for name, rows in document.items():
        if isinstance(rows, list):
            document[name] = [*rows, 1, None, {}, {"id": [], "kind": {}, "position": "x", "title": 5}]
    document["entries"].append({"id": "e", "title": "x", "kind": "project", "details": {"workload": 3}})
    document["evidence"].append({"id": "v", "kind": "link", "url": "javascript:alert(1)"})
    document["portfolios"].append({"id": "p", "title": "A" * 9000, "created_at": "2999-01-01T00:00:00Z"})
    files = {name: archive.read(name) for name in archive.namelist()}
    bring(app, sam, packed(files | {"wallet.json": json.dumps(document).encode()}))
    with sqlite_store.read() as session:
        assert session.scalars(select(HeldCredential).where(HeldCredential.account_id == sam.id)).one()
        assert not session.scalars(select(Evidence.url).where(Evidence.account_id == sam.id)).all()
        long = session.scalars(select(Portfolio).where(Portfolio.account_id == sam.id)).all()
        assert all(len(row.title) <= 120 for row in long)


def test_exp_06_names_are_safe_unique_and_listed_with_their_digests(app, ola, held, sqlite_store, tmp_path):
    with sqlite_store.write() as session:
        row = session.get(HeldCredential, held)
        row.name = HOSTILE
        for _ in range(2):
            session.add(
                OwnDocument(
                    account_id=ola.id, original_digest=row.original_digest, name=HOSTILE, media_type="x/y"
                )
            )
    archive = opened(take(app, ola.id))
    names = archive.namelist()
    assert len(set(names)) == len(names)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-./SHAUM") for name in names), names
    assert not [name for name in names if ".." in name or name.startswith("/")]
    archive.extractall(tmp_path)
    listed = archive.read("SHA256SUMS").decode().splitlines()
    assert {line.partition("  ")[2] for line in listed} == set(names) - {"SHA256SUMS"}
    checked = subprocess.run(
        ["/usr/bin/sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(("language", "word"), [("en", "Verified"), ("pl", "Potwierdzona")])
def test_the_page_inside_runs_nothing_and_escapes_everything(app, ola, held, sqlite_store, language, word):
    with sqlite_store.write() as session:
        session.get(HeldCredential, held).title = "<script>alert(1)</script>"
        session.add(
            Evidence(account_id=ola.id, kind="link", url="javascript:alert(1)", title='"><img src=x>')
        )
        portfolio = Portfolio(account_id=ola.id, title="For Acme", language="en", audience="employer")
        session.add(portfolio)
        session.flush()
        session.add(PortfolioSection(portfolio_id=portfolio.id, position=0, kind="skills"))
    page = opened(take(app, ola.id, language)).read("index.html").decode()
    assert "<script" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page
    assert f'<html lang="{language}">' in page
    assert f"<h4>{ {'en': 'Skills', 'pl': 'Umiejętności'}[language] }</h4>" in page  # without a title


def test_exp_10_the_copy_is_one_moment_of_one_person(app, ola, sam, held, badge, sqlite_store, monkeypatch):
    """While it is being made, a badge is deleted and another person adds one: neither shows."""
    from wallet.takeout import export as takeout

    whole = takeout._files_wanted

    def meanwhile(session, document):
        with sqlite_store.write() as writing:
            writing.delete(writing.get(HeldCredential, held))
        return whole(session, document)

    monkeypatch.setattr(takeout, "_files_wanted", meanwhile)
    sam.receive(badge)
    archive = opened(take(app, ola.id))
    document = json.loads(archive.read("wallet.json"))
    assert [row["id"] for row in document["credentials"]] == [held]
    assert len([name for name in archive.namelist() if name.startswith("originals/")]) == 1
    assert [name for name in archive.namelist() if name.startswith("history/")]
    whole_copy = b"".join(archive.read(name) for name in archive.namelist())
    assert sam.id.encode() not in whole_copy
    assert b"sam@dorobek.example" not in whole_copy


def test_the_schema_is_the_one_that_is_written_down(app, ola, held):
    assert json.loads(SCHEMA.read_text()) == schema()
    document = json.loads(opened(take(app, ola.id)).read("wallet.json"))
    assert list(schema()["properties"]) == list(document) or set(schema()["properties"]) == set(document)
    for name, rule in schema()["properties"].items():
        if rule.get("type") == "array":
            for row in document[name]:
                assert set(row) == set(rule["items"]["required"]), name


def test_a_wallet_too_large_for_one_file_is_told_what_to_do(app, ola, held):
    with app.app_context(), force_locale("en_GB"), pytest.raises(Refused) as refused:
        make_takeout(ola.id, services=app.extensions["wallet"], most=10)
    assert refused.value.code == "takeout-too-large"


def test_nobody_gets_the_copy_of_nobody(app):
    with app.app_context(), force_locale("en_GB"), pytest.raises(NotFound):
        make_takeout("f" * 32, services=app.extensions["wallet"])


def test_one_button_makes_the_file_and_only_its_owner_gets_it(app, ola, sam, held, clock):
    answer = ola.browser.post("/takeout")
    while app.extensions["wallet"].jobs.run_due():
        pass
    place = answer.headers["Location"]
    assert "Your file is ready" in ola.browser.get(place).text
    data = ola.browser.get(f"{place}/download").data
    assert "wallet.json" in opened(data).namelist()
    assert sam.browser.get(f"{place}/download").status_code == 404
    clock.move(timedelta(days=2))
    assert ola.browser.get(f"{place}/download").status_code == 404


def test_the_operator_moves_a_wallet_of_any_size(app, ola, sam, held, sqlite_store, tmp_path):
    path = tmp_path / "ola.zip"
    moving_by_hand.export_copy(app, "OLA@dorobek.example", path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        moving_by_hand.export_copy(app, "ola@dorobek.example", path)
    with app.test_request_context():
        moving_by_hand.import_copy(app, "sam@dorobek.example", path)
    while app.extensions["wallet"].jobs.run_due():
        pass
    with sqlite_store.read() as session:
        digests = session.scalars(select(HeldCredential.original_digest)).all()
    assert len(digests) == 2
    assert len(set(digests)) == 1
    with pytest.raises(moving_by_hand.NotOnePerson):
        moving_by_hand.export_copy(app, "nobody@dorobek.example", tmp_path / "x.zip")
