"""GDPR: what is whose, what leaves with its owner, what is left when they have gone. Ids of the catalogue."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask_babel import force_locale
from sqlalchemy import Boolean, Integer, LargeBinary, func, insert, select, update

from tests.learners import Learner
from tests.peers.wallet_in_test import HOME
from tests.reading_forms import at_field
from wallet.accounts import leaving, service
from wallet.accounts.oidc import Identity
from wallet.accounts.sessions import open_session
from wallet.collection.reverify import reverify_due
from wallet.imports import service as imports
from wallet.store import clock as wallet_clock
from wallet.store import erasing, personal
from wallet.store.models.account import Account, EmailProof, Erasure, SessionRecord
from wallet.store.models.base import Base
from wallet.store.models.cache import CachedDocument
from wallet.store.models.columns import JsonText, PlainText, UtcTime
from wallet.store.models.credential import HeldCredential, Original, OwnDocument, Picture, VerdictRun
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.export import HolderKey, MadeFile
from wallet.store.models.job import Job
from wallet.store.models.link import ShareLink
from wallet.store.models.linkedin import LinkedInPost
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection
from wallet.takeout.export import make_takeout

CANARY = "kanarek7f3a"


def take(app, holder: str, language: str = "en") -> zipfile.ZipFile:
    with app.app_context(), force_locale("pl_PL" if language == "pl" else "en_GB"):
        data, _, _ = make_takeout(holder, services=app.extensions["wallet"], language=language)
    return zipfile.ZipFile(io.BytesIO(data))


@pytest.fixture
def full(app, ola: Learner, held: str, sqlite_store) -> Learner:
    """Ola, with something of everything; each word of hers carries the canary."""
    ola.open_link(held, name=f"{CANARY} link")
    now = wallet_clock.now()
    with sqlite_store.write() as session:
        original = session.get(HeldCredential, held).original_digest
        account = session.get(Account, ola.id)
        account.name, account.subject = f"{CANARY} name", f"{CANARY} subject"
        proof = session.scalars(select(EmailProof).where(EmailProof.account_id == ola.id)).one()
        entry = OwnEntry(account_id=ola.id, kind="project", title=f"{CANARY} entry", description=CANARY)
        portfolio = Portfolio(
            account_id=ola.id, title=f"{CANARY} portfolio", language="en", audience="employer"
        )
        digest = sha256(CANARY.encode()).hexdigest()
        session.add_all(
            [
                Original(digest=digest, size=len(CANARY), media_type="text/plain", data=CANARY.encode()),
                entry,
                portfolio,
                OwnDocument(
                    account_id=ola.id, original_digest=digest, name=f"{CANARY}.txt", media_type="text/plain"
                ),
                HolderKey(account_id=ola.id, did=f"did:key:{CANARY}", sealed=CANARY.encode()),
                LinkedInPost(account_id=ola.id, credential_id=held, kind="post", at=now),
                MadeFile(
                    account_id=ola.id, kind="pdf", name=f"{CANARY}.pdf", data=CANARY.encode(), expires_at=now
                ),
                Job(kind="nothing", payload={"holder": ola.id}, due_at=now + timedelta(days=1)),
                CachedDocument(
                    url=f"https://issuer.example/{CANARY}",
                    purpose="assertion",
                    status=200,
                    content_type="application/json",
                    final_url="",
                    body=CANARY.encode(),
                    digest=digest,
                    fetched_at=now,
                    expires_at=now + timedelta(days=1),
                ),
            ]
        )
        session.flush()
        section = PortfolioSection(
            portfolio_id=portfolio.id, position=0, kind="credentials", claim=f"{CANARY} claim"
        )
        evidence = Evidence(
            account_id=ola.id, entry_id=entry.id, kind="file", title=CANARY, original_digest=original
        )
        session.add_all([section, evidence])
        session.flush()
        session.add(
            PortfolioItem(
                section_id=section.id,
                position=0,
                credential_id=held,
                caption=f"{CANARY} caption",
                reflection=f"{CANARY} reflection",
            )
        )
        proof.address = f"{CANARY}@dorobek.example"
        run = session.scalars(select(VerdictRun)).first()
        report = json.loads(run.report)
        report["findings"][0]["consulted"] = [
            {"url": f"https://issuer.example/{CANARY}", "digest": digest, "at": now.isoformat()}
        ]
        session.add(
            VerdictRun(
                credential_id=held,
                at=now,
                verdict="valid",
                report=json.dumps(report),
                verifier_version=1,
                trigger="holder",
            )
        )
    return ola


def leave(learner: Learner):
    return learner.browser.post("/me/leave", {"sure": "yes"})


# -- what is whose ------------------------------------------------------------------------------------


def test_gdpr_03_every_table_is_somebodys_or_declared_as_nobodys():
    owned, declared = set(personal.owned_tables()), set(personal.PERSONAL)
    assert owned == declared
    assert set(personal.NOT_OF_ONE_PERSON) == set(Base.metadata.tables) - owned
    assert all(personal.NOT_OF_ONE_PERSON.values())


@pytest.mark.parametrize("name", sorted(personal.owned_tables()))
def test_gdpr_03_every_column_of_a_persons_table_is_exported_or_has_a_reason_not_to_be(name):
    declared = personal.PERSONAL[name]
    exported, kept_back = set(declared.exported), set(declared.kept_back)
    assert exported | kept_back == set(Base.metadata.tables[name].columns.keys())
    assert not exported & kept_back
    assert all(declared.kept_back.values())


def test_gdpr_03_a_column_that_nobody_declared_would_be_noticed():
    declared = personal.PERSONAL["own_entry"]
    assert {*declared.exported, *declared.kept_back} != {*Base.metadata.tables["own_entry"].c.keys(), "new"}


# -- taking it ----------------------------------------------------------------------------------------


def test_gdpr_02_the_copy_holds_every_exported_column_of_every_row(app, full, sqlite_store):
    """A value of its own in each column of each row; each must be found in the copy."""
    marks = {}
    with sqlite_store.write() as session:
        _fill(session, full.id)
        for table in personal.tables_of_accounts():
            if table.name == "verdict_run":  # append-only; its report is looked for below
                continue
            for column in (table.c[name] for name in personal.PERSONAL[table.name].exported):
                if column.primary_key or column.foreign_keys or not _free_text(column):
                    continue
                mark = f"{CANARY}-{table.name}-{column.name}"[: getattr(column.type, "length", None) or 99]
                marks[table.name, column.name] = mark
                session.execute(
                    update(table).where(personal.of_account(table, full.id)).values({column.name: mark})
                )
    assert len(marks) > 40
    document = json.loads(take(app, full.id).read("wallet.json"))
    for (table, column), mark in marks.items():
        rows = document[personal.PERSONAL[table].name]
        rows = [rows] if isinstance(rows, dict) else rows
        assert rows, table
        assert all(row[column] == mark for row in rows), (table, column)


def _free_text(column) -> bool:
    return isinstance(column.type, PlainText) or getattr(column.type, "length", None) == 64


def _fill(session, holder: str) -> None:
    """One row in each table that has none yet, whatever its columns are."""
    for table in personal.tables_of_accounts():
        if session.scalar(select(func.count()).where(personal.of_account(table, holder))):
            continue
        row = {}
        for column in table.columns:
            if column.foreign_keys and not column.nullable:
                (key,) = column.foreign_keys
                mine = personal.of_account(key.column.table, holder)
                row[column.name] = session.scalars(select(key.column).where(mine)).first()
            elif not column.nullable:
                row[column.name] = _anything(column)
        session.execute(insert(table).values(row))


def _anything(column):
    if isinstance(column.type, UtcTime):
        return wallet_clock.now()
    if isinstance(column.type, JsonText):
        return {}
    if isinstance(column.type, LargeBinary):
        return b"x"
    return {Boolean: False, Integer: 1}.get(type(column.type), "x")


def test_gdpr_02_the_history_with_its_reports_is_in_the_copy(app, full):
    copy = take(app, full.id)
    (path,) = [name for name in copy.namelist() if name.startswith("history/")]
    runs = json.loads(copy.read(path))["runs"]
    assert [run["trigger"] for run in runs] == ["import", "holder"]
    assert all(run["report"]["findings"] for run in runs)


def test_gdpr_02_what_opens_something_is_not_in_the_copy(app, full, sqlite_store):
    with sqlite_store.write() as session:
        session.execute(update(ShareLink).values(password_hash="argon2-canary", secret_prefix="pfxcanar"))
        session.execute(update(SessionRecord).values(id_token="token-canary"))
        hidden = [
            *session.scalars(select(ShareLink.secret_hash)),
            *session.scalars(select(SessionRecord.id)),
            "argon2-canary",
            "pfxcanar",
            "token-canary",
        ]
    copy = take(app, full.id)
    whole = b"".join(copy.read(name) for name in copy.namelist())
    assert [word for word in hidden if word.encode() in whole] == []


# -- leaving ------------------------------------------------------------------------------------------


def test_gdpr_04_leaving_needs_our_own_form(app, ola, held):
    same_site = {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}
    answer = ola.browser.client.post("/me/leave", base_url=HOME, data={"sure": "yes"}, headers=same_site)
    assert "This form is too old" in answer.text
    foreign = ola.browser.post("/me/leave", {"sure": "yes"}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert ola.browser.is_signed_in()


def test_gdpr_04_a_stolen_session_cannot_leave_without_signing_in_afresh(app, ola, held, clock, sqlite_store):
    clock.move(timedelta(minutes=6))
    page = ola.browser.get("/me/leave").text
    assert 'name="sure"' not in page
    answer = leave(ola)
    assert answer.status_code == 400
    assert "Please sign in once more first" in answer.text
    with sqlite_store.read() as session:
        assert session.get(Account, ola.id).erase_at is None


def test_gdpr_04_leaving_needs_the_box(app, ola, sqlite_store):
    answer = ola.browser.post("/me/leave")
    assert answer.status_code == 400
    assert at_field(answer.text, "sure") == "Tick the box if you want it; nothing was changed"
    with sqlite_store.read() as session:
        assert session.get(Account, ola.id).erase_at is None


def test_gdpr_04_who_has_left_is_shown_to_nobody_at_once(app, ola, held, stranger, sqlite_store):
    path = ola.open_link(held)
    assert stranger.get(path).status_code == 200
    assert leave(ola).headers["Location"] == "/sign-in?left=yes"
    assert stranger.get(path).status_code == 404
    assert not ola.browser.is_signed_in()
    with sqlite_store.read() as session:
        assert session.scalar(select(func.count()).select_from(SessionRecord)) == 0


def come_back(learner: Learner, *, auth_time=None) -> None:
    with learner.store.write() as session:
        identity = SimpleNamespace(id_token=None, auth_time=auth_time)
        account = session.get(Account, learner.id)
        secret = open_session(session, account, provider="x", identity=identity, now=wallet_clock.now())
    learner.browser.plant("session", secret)


def test_gdpr_04_within_the_week_one_may_undo_and_nothing_else(app, ola, held, clock, stranger):
    path = ola.open_link(held)
    leave(ola)
    clock.move(timedelta(days=6, hours=23))
    come_back(ola)
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments or rule.endpoint.startswith(("web.", "static")):
            continue
        answer = ola.browser.get(rule.rule)
        assert "Tworzenie" not in answer.text, rule
    for page in ("/", f"/credentials/{held}", "/links", "/me", "/takeout"):
        answer = ola.browser.get(page)
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/me/leaving"), page
    assert ola.browser.post(f"/credentials/{held}/delete").status_code == 403
    assert "You have left" in ola.browser.get("/me/leaving").text
    assert ola.browser.post("/me/leaving/undo").status_code == 303
    assert ola.browser.get(f"/credentials/{held}").status_code == 200
    assert stranger.get(path).status_code == 200


def test_gdpr_04_erasing_at_once_needs_a_fresh_sign_in_too(app, ola, held, clock, sqlite_store):
    assert ola.browser.post("/me/leaving/erase", {"sure": "yes"}).status_code == 404
    leave(ola)
    come_back(ola, auth_time=wallet_clock.now() - timedelta(hours=1))
    page = ola.browser.get("/me/leaving").text
    assert 'name="sure"' not in page
    assert "did not ask you again" in page or "no longer set up" in page
    assert ola.browser.post("/me/leaving/erase", {"sure": "yes"}).status_code == 400
    come_back(ola)
    assert ola.browser.post("/me/leaving/erase", {"sure": "yes"}).headers["Location"] == "/sign-in?erased=yes"
    with sqlite_store.read() as session:
        assert session.get(Account, ola.id) is None


def test_gdpr_04_the_week_over_there_is_nothing_to_undo(app, ola, held, clock, sqlite_store):
    leave(ola)
    clock.move(timedelta(days=7, seconds=1))
    come_back(ola)
    assert ola.browser.post("/me/leaving/undo").status_code == 404
    assert leaving.erase_all_due(services=app.extensions["wallet"]) == 1
    assert leaving.erase_all_due(services=app.extensions["wallet"]) == 0


# -- being gone ---------------------------------------------------------------------------------------


def test_gdpr_01_nothing_of_the_person_is_left(app, full, sam, badge, sqlite_store, clock, caplog):
    """Not in a row, not in the database's files, not in the log; what is another's stays."""
    sam_holds = sam.receive(badge)
    with sqlite_store.read() as session:
        hers = {
            *session.scalars(select(HeldCredential.id).where(HeldCredential.account_id == full.id)),
            full.id,
        }
        shared = session.get(HeldCredential, sam_holds).original_digest
    caplog.set_level(logging.DEBUG)
    assert leave(full).status_code == 303
    clock.move(timedelta(days=7, seconds=1))
    leaving.erase_all_due(services=app.extensions["wallet"])
    with sqlite_store.read() as session:
        for table in personal.tables_of_accounts():
            rows = session.scalar(select(func.count()).where(personal.of_account(table, full.id)))
            assert rows == 0, table.name
        assert session.get(Original, shared) is not None
        assert session.get(HeldCredential, sam_holds) is not None
        assert session.scalars(select(Original.digest)).all() == [shared]
        assert len(session.scalars(select(Picture.digest)).all()) == 1
        counted = session.scalars(select(Erasure)).one().counted
    assert counted["account"] == counted["portfolio_item"] == 1
    assert counted["verdict_run"] == 2
    path = Path(sqlite_store.url.database)
    bytes_on_disk = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    assert CANARY.encode() not in bytes_on_disk
    assert not [one for one in hers if one.encode() in bytes_on_disk]
    assert CANARY not in caplog.text
    assert full.id not in json.dumps(counted)


def test_gdpr_01_on_both_databases_the_rows_and_the_bytes_go(store, clock):
    now = wallet_clock.now()
    with store.write() as session:
        account = Account(issuer="https://id.example", subject=CANARY, name=CANARY)
        other = Account(issuer="https://id.example", subject="other", name="other")
        session.add_all([account, other])
        data = CANARY.encode()
        digest = sha256(data).hexdigest()
        session.add(Original(digest=digest, size=len(data), media_type="text/plain", data=data))
        session.flush()
        held = HeldCredential(
            account_id=account.id,
            original_digest=digest,
            fingerprint=digest,
            carrier="json",
            dialect="ob3",
            title=CANARY,
        )
        session.add_all([held, Job(kind="verify-credential", payload={"holder": account.id})])
        session.flush()
        session.add(
            VerdictRun(
                credential_id=held.id,
                at=now,
                verdict="valid",
                report="{}",
                verifier_version=1,
                trigger="import",
            )
        )
        holder, stays = account.id, other.id
    counted = erasing.erase_account(store, holder)
    assert counted == {"account": 1, "held_credential": 1, "verdict_run": 1}
    assert erasing.erase_account(store, holder) == {}
    with store.read() as session:
        assert session.get(Account, stays) is not None
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                assert CANARY not in repr(tuple(row)), table.name
                assert holder not in repr(tuple(row)), table.name


def test_gdpr_01_an_import_under_way_does_not_outlive_its_owner(app, ola, badge, clock, sqlite_store):
    services = app.extensions["wallet"]
    with app.test_request_context():
        imports.import_files(ola.id, [("badge.png", badge)], services=services)
    leave(ola)
    clock.move(timedelta(days=8))
    leaving.erase_all_due(services=services)
    while services.jobs.run_due():
        pass
    with sqlite_store.read() as session:
        assert session.scalar(select(func.count()).select_from(Original)) == 0
        assert not session.scalars(select(Job.id).where(Job.kind == "import-item")).all()


def test_gdpr_01_a_late_job_gives_nobody_their_old_wallet_back(app, ola, held, clock, sqlite_store):
    leave(ola)
    clock.move(timedelta(days=8))
    service.sign_in(
        Identity("https://id.example", "Ola Zielińska", "Ola", "en", "", "", "", None),
        provider="x",
        old_cookie="",
        trusts_role=False,
        services=app.extensions["wallet"],
    )
    with sqlite_store.read() as session:
        assert session.get(Account, ola.id) is None
        assert session.scalar(select(func.count()).select_from(HeldCredential)) == 0


def test_gdpr_05_taking_and_leaving_write_no_name_into_the_log(app, full, caplog):
    caplog.set_level(logging.DEBUG)
    full.browser.post("/takeout")
    while app.extensions["wallet"].jobs.run_due():
        pass
    leave(full)
    assert CANARY not in caplog.text


def test_gdpr_06_looking_asks_no_issuer(app, ola, held, shelf, stranger):
    path = ola.open_link(held)
    shelf.asked.clear()
    for page in ("/", f"/credentials/{held}", f"/credentials/{held}/picture", "/me", "/takeout", "/links"):
        ola.browser.get(page)
    page = stranger.get(path).text
    assert shelf.asked == []
    assert not re.search(
        r'<(?:img|script|link|iframe)[^>]+(?:src|href)="(?:https?:)?//(?!wallet\.example)', page
    )


def test_gdpr_06_who_has_left_is_not_asked_about_any_more(app, ola, held, clock):
    leave(ola)
    clock.move(timedelta(days=5))
    assert reverify_due(services=app.extensions["wallet"]) == 0


@pytest.mark.parametrize("role", ["adviser", "operator"])
def test_gdpr_09_no_role_sees_or_becomes_anybody_else(app, ola, held, sam, role, sqlite_store):
    with sqlite_store.write() as session:
        session.get(Account, sam.id).role = role
    assert sam.browser.get(f"/credentials/{held}").status_code == 404
    assert "Tworzenie" not in sam.browser.get("/").text
    endpoints = " ".join(app.view_functions)
    assert not re.search(r"admin|impersonat|become|switch_user", endpoints)
