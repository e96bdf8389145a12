"""AUTHZ: what one learner can reach of another's. The ids are those of the security catalogue.

The matrix is drawn from the app's own map of addresses: an endpoint nobody has declared here fails the test,
whoever adds one decides who may knock.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from tests.learners import Learner
from tests.peers.wallet_in_test import HOME, Browser
from wallet.accounts import emails
from wallet.sealing import Sealer
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account, EmailProof, SessionRecord
from wallet.store.models.advising import PathTemplate, Proposal
from wallet.store.models.base import Base
from wallet.store.models.course_guide import Description
from wallet.store.models.credential import HeldCredential, OwnDocument, VerdictRun
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.export import MadeFile
from wallet.store.models.imports import ImportBatch, ImportItem
from wallet.store.models.link import ShareLink
from wallet.store.models.linkedin import LinkedInPost
from wallet.store.models.path import Path, PathSnapshot, Step, StepEvidence
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection
from wallet.web.access import DEMO_BLUEPRINTS, PUBLIC_ENDPOINTS, STATELESS_ENDPOINTS

# Anyone may ask these. This list is written by hand, on purpose: opening a door takes two decisions.
PUBLIC = {
    "static",
    "checker.help",
    "web.language",
    "web.manifest",
    "web.service_worker",
    "web.offline",
    "web.health",
    "web.robots",
    "accounts.sign_in",
    "accounts.start",
    "accounts.callback",
    "sharing.page",
    "sharing.picture",
    "sharing.preview_image",
    "sharing.page_qr",
    "sharing.check",
    "sharing.credential",
    "sharing.progress",
    "sharing.page_json",
    "sharing.evidence",
    "sharing.whose",
    "sharing.embed",
    "sharing.oembed",
    "sharing.unlock",
    "sharing.original",
    "checker.check",
}
# Whoever is signed in asks these about themselves; nothing in the address names a thing.
SELF = {
    "advising.grants",
    "advising.invite",
    "portfolios.list",
    "portfolios.create",
    "collection.home",
    "imports.add",
    "entries.new",
    "transparency.compare",
    "course_guide.list",
    "course_guide.create",
    "paths.list",
    "advising.templates",
    "skills.skills",
    "paths.create",
    "sharing.links",
    "sharing.close_all",
    "accounts.me",
    "accounts.change",
    "accounts.add_email",
    "accounts.sign_out",
    "accounts.sign_out_everywhere",
    "takeout.page",
    "takeout.take",
    "exports.originals",
    "accounts.leave",
    "accounts.leave_now",
    "accounts.waiting_to_go",
    "accounts.stay",
    "accounts.erase",
}
# Only the owner of what the address names; for everybody else it is not there.
OWNED = {
    "advising.invited": {"id": "grant"},
    "advising.invitation_qr": {"id": "grant"},
    "advising.close": {"id": "grant"},
    "advising.renew": {"id": "grant"},
    "advising.talk": {"id": "path"},
    "portfolios.portfolio": {"id": "portfolio"},
    "portfolios.head": {"id": "portfolio"},
    "portfolios.delete": {"id": "portfolio"},
    "portfolios.restore": {"id": "portfolio"},
    "portfolios.duplicate": {"id": "portfolio"},
    "portfolios.preview": {"id": "portfolio"},
    "portfolios.order": {"id": "portfolio"},
    "portfolios.add_section": {"id": "portfolio"},
    "portfolios.strongest": {"id": "portfolio"},
    "portfolios.picture": {"id": "portfolio"},
    "portfolios.section": {"id": "portfolio", "section_id": "section"},
    "portfolios.remove_section": {"id": "portfolio", "section_id": "section"},
    "portfolios.move_section": {"id": "portfolio", "section_id": "section"},
    "portfolios.order_items": {"id": "portfolio", "section_id": "section"},
    "portfolios.add": {"id": "portfolio", "section_id": "section"},
    "portfolios.item": {"id": "portfolio", "item_id": "portfolio_item"},
    "portfolios.remove_item": {"id": "portfolio", "item_id": "portfolio_item"},
    "portfolios.move_item": {"id": "portfolio", "item_id": "portfolio_item"},
    "imports.batch": {"id": "batch"},
    "imports.keep": {"id": "batch", "item_id": "item"},
    "collection.credential": {"id": "credential"},
    "collection.check_again": {"id": "credential"},
    "collection.original": {"id": "credential"},
    "collection.picture": {"id": "credential"},
    "collection.delete": {"id": "credential"},
    "collection.restore": {"id": "credential"},
    "collection.document": {"id": "document"},
    "collection.remove_document": {"id": "document"},
    "entries.from_document": {"id": "document"},
    "transparency.table": {"id": "credential"},
    "collection.relabel": {"id": "credential"},
    "transparency.ask": {"id": "credential"},
    "entries.entry": {"id": "entry"},
    "entries.edit": {"id": "entry"},
    "entries.remove": {"id": "entry"},
    "entries.restore": {"id": "entry"},
    "entries.add_evidence": {"id": "entry"},
    "entries.remove_evidence": {"id": "evidence"},
    "entries.file": {"id": "evidence"},
    "entries.picture": {"id": "evidence"},
    "linkedin.go": {"id": "credential"},
    "linkedin.removed": {"id": "post"},
    "paths.path": {"id": "path"},
    "paths.edit": {"id": "path"},
    "paths.status": {"id": "path"},
    "paths.next_action": {"id": "path"},
    "paths.delete": {"id": "path"},
    "paths.restore": {"id": "path"},
    "paths.take_starter": {"id": "path", "number": "number"},
    "paths.step": {"id": "path", "step_id": "step"},
    "paths.move_step": {"id": "path", "step_id": "step"},
    "paths.remove_step": {"id": "path", "step_id": "step"},
    "paths.mark_step": {"id": "path", "step_id": "step"},
    "paths.add_evidence": {"id": "path", "step_id": "step"},
    "paths.remove_evidence": {"id": "path", "step_id": "step", "evidence_id": "step_evidence"},
    "paths.ask_review": {"id": "path", "step_id": "step"},
    "advising.proposal": {"id": "path", "proposal_id": "proposal"},
    "advising.answer_proposal": {"id": "path", "proposal_id": "proposal"},
    "advising.template": {"id": "path_template"},
    "advising.start_template": {"id": "path_template"},
    "advising.edit_template": {"id": "path_template"},
    "advising.template_step": {"id": "path_template", "number": "number"},
    "advising.remove_template_step": {"id": "path_template", "number": "number"},
    "advising.delete_template": {"id": "path_template"},
    "skills.gaps": {"id": "path"},
    "skills.gap_occupation": {"id": "path"},
    "skills.gap_needs": {"id": "path"},
    "skills.gap_fit": {"id": "path"},
    "skills.gap_steps": {"id": "path"},
    "plans.plan": {"id": "path"},
    "plans.print": {"id": "path"},
    "plans.printed": {"id": "path", "number": "plan_number"},
    "plans.pdf": {"id": "path", "number": "plan_number"},
    "plans.qr": {"id": "path", "number": "plan_number"},
    "course_guide.step": {"id": "description", "number": "guide_step"},
    "course_guide.description": {"id": "description"},
    "course_guide.json": {"id": "description"},
    "course_guide.pdf": {"id": "description"},
    "course_guide.delete": {"id": "description"},
    "sharing.open_link": {"id": "credential"},
    "linkedin.add": {"id": "credential"},
    "sharing.opened": {"link_id": "link"},
    "sharing.close_link": {"link_id": "link"},
    "sharing.link_qr": {"link_id": "link"},
    "sharing.edit_link": {"link_id": "link"},
    "sharing.lock_link": {"link_id": "link"},
    "sharing.renew_link": {"link_id": "link"},
    "sharing.pause_link": {"link_id": "link"},
    "sharing.resume_link": {"link_id": "link"},
    "sharing.open_portfolio_link": {"id": "portfolio"},
    "sharing.preview_link": {"id": "credential"},
    "sharing.preview_portfolio_link": {"id": "portfolio"},
    "exports.forms": {"id": "credential"},
    "exports.form": {"id": "credential", "form": "form"},
    "exports.disclose": {"id": "credential"},
    "exports.presentation": {"id": "credential"},
    "exports.made": {"id": "file"},
    "exports.download": {"id": "file"},
    "exports.pdf": {"id": "credential"},
    "exports.pdf_options": {"id": "credential"},
    "exports.portfolio_pdf": {"id": "portfolio"},
    "exports.portfolio_pdf_options": {"id": "portfolio"},
    "accounts.confirm_email": {"secret": "secret"},
    "accounts.remove_email": {"id": "email"},
    "accounts.end_sign_in": {"handle": "sign_in"},
}
# For career advisers, by what a holder has opened to them: 404 for everybody else, the owner too.
# What they reach under which grant: test_advisers.
ADVISERS = {
    "advising.board": {},
    "advising.people_csv": {},
    "advising.take": {},
    "advising.come": {"code": "number"},
    "advising.path": {"id": "path"},
    "advising.comment": {"id": "path"},
    "advising.meet": {"id": "path"},
    "advising.evidence": {"id": "path", "evidence_id": "evidence"},
    "advising.credential": {"id": "credential"},
    "advising.propose": {"id": "path"},
    "advising.propose_path": {"id": "path"},
    "advising.propose_step": {"id": "path", "step_id": "step"},
    "advising.propose_removal": {"id": "path", "step_id": "step"},
    "advising.drop_draft": {"id": "path"},
    "advising.send_proposal": {"id": "path"},
    "advising.withdraw_proposal": {"id": "path"},
    "advising.review_step": {"id": "path", "step_id": "step"},
    "advising.mark_step": {"id": "path", "step_id": "step"},
    "advising.ask_original": {"id": "path", "step_id": "step"},
    "advising.diagnosis": {"id": "path"},
    "advising.diagnosis_steps": {"id": "path"},
    "advising.create_template": {},
    "advising.keep_as_template": {"id": "path"},
    "advising.propose_template": {"id": "path"},
    "advising.portfolio": {"id": "portfolio"},
    "advising.portfolio_picture": {"id": "portfolio", "key": "number"},
    "advising.portfolio_file": {"id": "portfolio", "key": "number"},
}
FILE = secrets.token_hex(16)
PLAN = dict.fromkeys(("title", "path", "name", "state", "footer", "note", "qr", "link"), "")
PLAN |= {"title": "A plan", "language": "en", "number": 1, "parts": [], "signatures": ["Signed"]}
PRINTED = {
    "number": 1,
    "percent": 0,
    "exact": "0",
    "digest": "d" * 64,
    "content": {"plan": PLAN, "sealed": ""},
}
TEMPLATE = {"steps": [{"title": "Spreadsheets", "rule": {"type": "evidence", "min": 1}}]}
PROPOSED = {"id": "c" * 16, "kind": "path", "state": "open", "set": {"weekly_hours": 2}}
PROPOSED["saw"] = {"weekly_hours": None}
MADE_UP = {"secret": "f" * 43, "sign_in": "f" * 20, "number": "7", "plan_number": "7", "guide_step": "2"}
NO_IDS = {"secret", "sign_in", "form", "number", "plan_number", "guide_step"}
READING = {"GET", "HEAD", "OPTIONS"}


@dataclass
class Things:
    """One of everything that Ola has, by kind."""

    ids: dict[str, str]

    def address(self, app, endpoint: str, *, made_up: bool = False) -> str:
        values = {
            name: MADE_UP.get(kind, "f" * 32) if made_up else self.ids[kind]
            for name, kind in (OWNED | ADVISERS)[endpoint].items()
        }
        return app.url_map.bind("wallet.example").build(endpoint, values)


@pytest.fixture
def things(app, sqlite_store, ola: Learner, held: str) -> Things:
    ola.open_link(held)
    with sqlite_store.write() as session:
        original = session.get(HeldCredential, held).original_digest
        document = OwnDocument(
            account_id=ola.id, original_digest=original, name="Dyplom.pdf", media_type="application/pdf"
        )
        batch = session.scalars(select(ImportBatch.id)).one()
        item = ImportItem(  # a certificate that was refused as a badge and may be kept as a document
            batch_id=batch,
            position=1,
            name="Dyplom.pdf",
            original_digest=original,
            state="refused",
            code="no-badge-in-picture",
        )
        made = MadeFile(
            id=FILE,
            account_id=ola.id,
            kind="pdf",
            asked={"language": "en"},
            state="done",
            name="Ola.pdf",
            media_type="application/pdf",
            data=Sealer(app.extensions["wallet"].settings).seal("made_file", FILE, "data", b"%PDF Ola"),
            expires_at=wallet_clock.now() + timedelta(days=1),
        )
        drawn = session.get(HeldCredential, held).picture_digest
        portfolio = Portfolio(account_id=ola.id, title="For work", language="en", audience="employer")
        portfolio.picture_digest = drawn
        entry = OwnEntry(account_id=ola.id, kind="work", title="Bakery", began_on="2020", details={})
        session.add_all([document, item, made, portfolio, entry])
        session.flush()
        evidence = Evidence(
            account_id=ola.id,
            entry_id=entry.id,
            kind="file",
            name="scan.png",
            original_digest=original,
            picture_digest=session.get(HeldCredential, held).picture_digest,
        )
        post = LinkedInPost(account_id=ola.id, credential_id=held, kind="profile")
        section = PortfolioSection(portfolio_id=portfolio.id, position=0, kind="credentials")
        session.add_all([evidence, post, section])
        session.flush()
        portfolio_item = PortfolioItem(section_id=section.id, position=0, credential_id=held)
        path = Path(account_id=ola.id, title="Data analyst", goal="reskilling")
        session.add_all([portfolio_item, path])
        session.flush()
        step = Step(path_id=path.id, position=0, title="Spreadsheets", rule={"type": "evidence", "min": 1})
        session.add(step)
        session.flush()
        laid = StepEvidence(step_id=step.id, entry_id=entry.id)
        described = Description(account_id=ola.id, title="Sheets", content={"title": "Sheets"})
        template = PathTemplate(account_id=ola.id, title="To data", goal="other", content=TEMPLATE)
        proposal = Proposal(path_id=path.id, author_name="Jan", changes=[PROPOSED])
        session.add_all([laid, described, PathSnapshot(path_id=path.id, **PRINTED), template, proposal])
        session.flush()
        ids = {
            "credential": held,
            "document": document.id,
            "portfolio": portfolio.id,
            "section": section.id,
            "portfolio_item": portfolio_item.id,
            "entry": entry.id,
            "evidence": evidence.id,
            "post": post.id,
            "batch": batch,
            "item": item.id,
            "link": session.scalars(select(ShareLink.id)).one(),
            "file": made.id,
            "form": "png",
            "path": path.id,
            "step": step.id,
            "step_evidence": laid.id,
            "plan_number": "1",
            "description": described.id,
            "guide_step": "1",
            "number": "0",
            "path_template": template.id,
            "proposal": proposal.id,
            "email": session.scalars(select(EmailProof.id).where(EmailProof.account_id == ola.id)).one(),
        }
    asked = {"name": "Jan", "ends": "90", "deed": "open", "paths": ids["path"]}
    opened = ola.browser.post("/advisers/new", asked)
    ids["grant"] = opened.headers["Location"].rpartition("/")[2]
    with sqlite_store.read() as session:
        sign_in = session.scalars(select(SessionRecord.id).where(SessionRecord.account_id == ola.id)).one()
    _, _, secret = emails.ask_for_proof(
        sqlite_store, ola.id, "pending@dorobek.example", session_id=sign_in, now=wallet_clock.now()
    )
    return Things({**ids, "secret": secret, "sign_in": sign_in[:20]})


def methods_of(app, endpoint: str) -> set[str]:
    return {method for rule in app.url_map.iter_rules(endpoint) for method in rule.methods}


def ask(browser: Browser, method: str, path: str, **given):
    if method in READING:
        return browser.client.open(path, method=method, base_url=HOME, **given)
    return browser.post(path, **given)


def snapshot(store) -> dict[str, list]:
    """All that is kept, row by row."""
    with store.read() as session:
        return {
            name: sorted(map(repr, session.execute(select(table)).all()))
            for name, table in Base.metadata.tables.items()
        }


def plain(body: str, *ids: str) -> str:
    """A page without what differs by nature: form tokens, and the address that was asked."""
    body = re.sub(r'csrf_token" value="[^"]+"|X-CSRFToken": "[^"]+"', "token", body)
    for known in sorted(ids, key=len, reverse=True):
        body = body.replace(known, "ID")
    return body


# -- the lists ----------------------------------------------------------------------------------------


def test_authz_01_the_public_list_is_the_one_pinned_here():
    assert PUBLIC_ENDPOINTS == PUBLIC
    assert {"demo"} == DEMO_BLUEPRINTS
    assert {"checker.check", "sharing.check", "sharing.unlock", "sharing.whose"} == STATELESS_ENDPOINTS


# Nobody's own: for whoever runs the wallet. Everybody else gets 404.
OPERATORS = {f"vocabulary.{deed}" for deed in ("imports", "sample", "upload", "use", "remove", "roll_back")}


def test_authz_01_every_endpoint_is_declared_once(app):
    found = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert found - PUBLIC - SELF - OWNED.keys() - ADVISERS.keys() - OPERATORS == set()
    assert (SELF | OWNED.keys() | ADVISERS.keys()) - found == set()
    assert not PUBLIC & SELF and not PUBLIC & OWNED.keys() and not SELF & OWNED.keys()
    assert not ADVISERS.keys() & (PUBLIC | SELF | OWNED.keys())


def test_authz_01_every_place_in_an_owned_address_is_filled_with_something_of_the_owner(app):
    for endpoint, values in (OWNED | ADVISERS).items():
        for rule in app.url_map.iter_rules(endpoint):
            assert rule.arguments == values.keys(), endpoint
    for endpoint in SELF:
        assert not any(rule.arguments for rule in app.url_map.iter_rules(endpoint)), endpoint


# -- the matrix ---------------------------------------------------------------------------------------


def test_authz_01_a_stranger_is_asked_to_sign_in_and_changes_nothing(app, stranger, things, sqlite_store):
    before = snapshot(sqlite_store)
    for endpoint in (*SELF, *OWNED, *ADVISERS):
        path = app.url_map.bind("x").build(endpoint) if endpoint in SELF else things.address(app, endpoint)
        for method in methods_of(app, endpoint) - {"OPTIONS"}:
            answer = ask(stranger, method, path)
            if method in READING:
                assert answer.status_code == 303, (endpoint, method)
                assert answer.headers["Location"].startswith("/sign-in?next="), endpoint
            else:
                assert answer.status_code == 401, (endpoint, method)
            for headers in ({"Accept": "application/json"}, {"HX-Request": "true"}):
                assert ask(stranger, method, path, headers=headers).status_code == 401, (endpoint, method)
    assert snapshot(sqlite_store) == before


def test_authz_01_anothers_thing_is_not_there_to_the_byte(app, ola, sam, things, sqlite_store):
    sam.browser.form_token()  # the form cookie is set once, whatever is asked first
    known = [*things.ids.values(), *MADE_UP.values(), "f" * 32]
    before = snapshot(sqlite_store)
    for endpoint in OWNED:
        mine, none = things.address(app, endpoint), things.address(app, endpoint, made_up=True)
        for method in methods_of(app, endpoint) - {"OPTIONS"}:
            for headers in ({}, {"Accept": "application/json"}, {"HX-Request": "true"}):
                asked = (endpoint, method, headers)
                foreign = ask(sam.browser, method, mine, headers=headers)
                absent = ask(sam.browser, method, none, headers=headers)
                assert foreign.status_code == absent.status_code == 404, asked
                assert plain(foreign.text, *known) == plain(absent.text, *known), asked
                assert set(foreign.headers.keys()) == set(absent.headers.keys()), asked
    assert snapshot(sqlite_store) == before


@pytest.mark.parametrize("endpoint", OWNED)
def test_authz_01_and_the_owner_reaches_it_or_the_line_above_means_nothing(app, ola, things, endpoint):
    if endpoint == "entries.restore":
        ola.browser.post(things.address(app, "entries.remove"))
    if endpoint == "portfolios.restore":
        ola.browser.post(things.address(app, "portfolios.delete"))
    if endpoint == "paths.restore":
        ola.browser.post(things.address(app, "paths.delete"))
    if endpoint == "collection.restore":
        ola.browser.post(things.address(app, "collection.delete"))
    for method in sorted(methods_of(app, endpoint) - {"OPTIONS", "HEAD"}):
        answer = ask(ola.browser, method, things.address(app, endpoint), data=None)
        # 400, 409: reached, and refused for a reason of its own (no document, an empty form, a form that
        # names no version of what it changes)
        assert answer.status_code in {200, 303, 400, 409}, (method, answer.status_code, answer.text)


# -- foreign ids elsewhere than in the one place --------------------------------------------------------


def test_authz_02_a_foreign_item_under_ones_own_batch_is_not_there(
    app, ola, sam, things, sqlite_store, badge
):
    sam.receive(badge)
    with sqlite_store.read() as session:
        own = session.scalars(select(ImportBatch.id).where(ImportBatch.account_id == sam.id)).one()
    before = snapshot(sqlite_store)
    assert sam.browser.post(f"/add/{own}/items/{things.ids['item']}/keep").status_code == 404
    assert sam.browser.post(f"/add/{things.ids['batch']}/items/{things.ids['item']}/keep").status_code == 404
    assert snapshot(sqlite_store) == before


@pytest.mark.parametrize(
    "name", ["id", "credential_id", "holder", "account_id", "owner_id", "user_id", "link_id"]
)
def test_authz_02_a_foreign_id_in_a_form_or_query_names_nothing(
    app, ola, sam, things, sqlite_store, badge, name
):
    own = sam.receive(badge)
    value = ola.id if name in {"holder", "account_id", "user_id"} else things.ids["credential"]
    sam.browser.post(f"/credentials/{own}/delete?{name}={value}", {name: value})
    with sqlite_store.read() as session:
        assert session.get(HeldCredential, own).deleted_at is not None
        assert session.get(HeldCredential, things.ids["credential"]).deleted_at is None


@pytest.mark.parametrize("header", ["X-User-Id", "X-Account", "X-Forwarded-User", "Remote-User", "If-Match"])
def test_authz_02_no_header_says_who_one_is(app, ola, sam, things, header):
    answer = sam.browser.get(f"/credentials/{things.ids['credential']}", headers={header: ola.id})
    assert answer.status_code == 404


# -- side doors ---------------------------------------------------------------------------------------


def test_authz_03_lists_search_and_undo_know_only_what_is_ones_own(app, ola, sam, things, sqlite_store):
    with sqlite_store.read() as session:
        row = session.get(HeldCredential, things.ids["credential"])
    ola.browser.post(things.address(app, "collection.delete"))
    ola.browser.post(things.address(app, "collection.restore"))
    word = row.title.split()[0]
    assert row.title in ola.browser.get("/", query_string={"q": word}).text
    for path in ("/", f"/?q={word}", f"/?deleted={row.id}", "/?field=attention", "/links", "/me", "/add"):
        for headers in ({}, {"HX-Request": "true"}):
            page = sam.browser.get(path, headers=headers).text
            assert row.title not in page, path
            assert row.id not in page.replace(f"deleted={row.id}", "").replace(f"deleted%3D{row.id}", ""), (
                path
            )
            assert "Acme, HR" not in page, path
            assert "ola@dorobek.example" not in page, path


def test_authz_03_a_closed_link_opens_no_side_door(app, ola, stranger, held, sqlite_store):
    path = ola.open_link(held)
    for door in ("", "/c1/picture", "/qr.svg"):
        assert stranger.get(path + door).status_code == 200, door
    with sqlite_store.read() as session:
        link = session.scalars(select(ShareLink.id)).one()
    ola.browser.post(f"/links/{link}/close")
    for door in ("", "/c1/picture", "/qr.svg", "/card-1.png"):
        assert stranger.get(path + door).status_code == 404, door
    assert stranger.post(f"{path}/check").status_code == 404


def test_authz_03_a_share_link_opens_one_badge_and_nothing_of_its_owner(app, ola, stranger, held):
    page = stranger.get(ola.open_link(held)).text
    assert held not in page
    assert ola.id not in page
    assert "ola@dorobek.example" not in page


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_authz_04_other_methods_return_nothing_of_anothers(app, ola, sam, things, sqlite_store, method):
    before = snapshot(sqlite_store)
    for endpoint in OWNED:
        path = things.address(app, endpoint)
        for given in ({"data": {"csrf_token": sam.browser.form_token()}}, {"json": {"title": "mine"}}):
            answer = sam.browser.client.open(path, method=method, base_url=HOME, **given)
            assert answer.status_code in {403, 404, 405}, endpoint
            assert "Ola" not in answer.text, endpoint
    assert snapshot(sqlite_store) == before


# -- what a form may set --------------------------------------------------------------------------------


def test_authz_05_a_form_sets_only_its_own_fields(app, ola, sam, held, sqlite_store):
    forged = {
        "account_id": sam.id,
        "owner_id": sam.id,
        "verdict": "valid",
        "checked_at": "2020-01-01",
        "is_admin": "1",
        "role": "operator",
        "email_verified": "true",
        "proven_at": "2020-01-01",
        "views": "1000",
        "secret_hash": "0" * 64,
        "ends_at": "2999-01-01",
    }
    with sqlite_store.read() as session:
        before = [repr(row) for row in session.execute(select(VerdictRun.__table__)).all()]
    ola.open_link(held, **forged)
    ola.browser.post("/me", {"name": "Ola", "language": "pl", **forged})
    ola.browser.post("/me/emails", {"address": "new@dorobek.example", **forged})
    with sqlite_store.read() as session:
        link = session.scalars(select(ShareLink)).one()
        account = session.get(Account, ola.id)
        credential = session.get(HeldCredential, held)
        pending = session.scalars(select(EmailProof).where(EmailProof.address == "new@dorobek.example")).one()
        after = [repr(row) for row in session.execute(select(VerdictRun.__table__)).all()]
    assert (link.account_id, link.views) == (ola.id, 0)
    assert link.secret_hash != "0" * 64
    assert link.ends_at.year < 2999
    assert (account.role, credential.account_id) == ("learner", ola.id)
    assert (pending.account_id, pending.proven_at) == (ola.id, None)
    assert after == before


def test_authz_06_ids_are_128_random_bits(things, sqlite_store):
    kinds = set(things.ids) - NO_IDS
    assert all(re.fullmatch("[0-9a-f]{32}", things.ids[kind]) for kind in kinds)
    numbers = sorted(int(things.ids[kind], 16) for kind in kinds)
    assert min(b - a for a, b in pairwise(numbers)) > 2**64


def test_authz_07_nobody_shares_or_shows_anothers_badge(app, ola, sam, held, sqlite_store):
    answer = sam.browser.post(f"/links/credentials/{held}/new", {"name": "mine now", "ends": "90"})
    assert answer.status_code == 404
    assert sam.browser.get(f"/linkedin/{held}").status_code == 404
    with sqlite_store.read() as session:
        assert session.scalar(select(func.count()).select_from(ShareLink)) == 0


@pytest.mark.parametrize("endpoint", ["imports.batch", "exports.made", "exports.download"])
def test_authz_08_the_work_of_another_is_not_to_be_seen_by_its_number(app, sam, things, endpoint):
    assert sam.browser.get(things.address(app, endpoint)).status_code == 404


@pytest.mark.parametrize("role", ["operator", "adviser"])
def test_authz_11_no_role_lets_anyone_see_what_a_learner_keeps(app, sam, things, sqlite_store, role):
    with sqlite_store.write() as session:
        session.get(Account, sam.id).role = role
    for endpoint in OWNED:
        if "GET" in methods_of(app, endpoint):
            answer = sam.browser.get(things.address(app, endpoint))
            assert answer.status_code in {303, 404}, endpoint
            assert "Ola" not in answer.text, endpoint


def test_authz_12_a_role_taken_away_while_a_form_is_open_counts_at_once(sam, sqlite_store):
    def become(role: str) -> None:
        with sqlite_store.write() as session:
            session.get(Account, sam.id).role = role

    become("operator")
    assert sam.browser.get("/vocabulary").status_code == 200
    become("learner")
    before = snapshot(sqlite_store)
    assert sam.browser.post("/vocabulary/sample", {"language": "pl"}).status_code == 404
    assert snapshot(sqlite_store) == before


def test_authz_12_a_portfolio_deleted_while_its_link_form_is_open_gets_no_link(
    app, ola, things, sqlite_store
):
    form = things.address(app, "sharing.open_portfolio_link")
    assert ola.browser.get(form).status_code == 200
    ola.browser.post(things.address(app, "portfolios.delete"))
    assert ola.browser.post(form, {"name": "Acme", "ends": "90"}).status_code == 404
    with sqlite_store.read() as session:
        assert session.scalars(select(ShareLink).where(ShareLink.portfolio_id.is_not(None))).all() == []


def test_authz_09_the_copy_of_one_stays_when_the_other_deletes_theirs(app, ola, sam, held, badge):
    theirs = sam.receive(badge)
    assert theirs != held
    ola.browser.post(f"/credentials/{held}/delete")
    assert sam.browser.get(f"/credentials/{theirs}").status_code == 200
    assert sam.browser.get(f"/credentials/{theirs}/original").data == badge
    assert sam.browser.get(f"/credentials/{theirs}/picture").status_code == 200


def test_authz_10_bytes_are_not_to_be_had_by_their_digest(app, ola, sam, held, sqlite_store):
    with sqlite_store.read() as session:
        row = session.get(HeldCredential, held)
    for digest in (row.original_digest, row.picture_digest, row.fingerprint):
        for path in (f"/credentials/{digest}/original", f"/credentials/{digest}", f"/documents/{digest}"):
            assert sam.browser.get(path).status_code == 404
            assert ola.browser.get(path).status_code == 404


def test_authz_13_a_method_is_what_it_is(app, ola, held, sqlite_store):
    headers = {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "POST"}
    assert ola.browser.get(f"/credentials/{held}/delete", headers=headers).status_code == 405
    ola.browser.get(f"/credentials/{held}", query_string={"_method": "DELETE"})
    with sqlite_store.read() as session:
        assert session.get(HeldCredential, held).deleted_at is None
    both = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if {"GET", "POST"} <= rule.methods and not rule.arguments
    ]
    assert len(both) > 5
    for path in [*both, f"/links/credentials/{held}/new"]:  # HEAD asks for a page and never sends its form
        asked = ola.browser.get(path)
        headed = ola.browser.client.head(path, base_url=ola.browser.home)
        assert (headed.status_code, headed.data) == (asked.status_code, b""), path


@pytest.mark.parametrize(
    "path",
    [
        "/credentials/{own}/../{foreign}",
        "/credentials/{own}/..%2f{foreign}",
        "/credentials/{own};/{foreign}",
        "/credentials//{foreign}",
        "/credentials/%2e%2e/credentials/{foreign}",
        "/credentials/{foreign}.",
        "/credentials/{FOREIGN}",
        "/credentials/{foreign}%00",
        "/CREDENTIALS/{foreign}",
    ],
)
def test_authz_14_no_spelling_of_an_address_reaches_anothers_badge(app, ola, sam, held, badge, path):
    own = sam.receive(badge)
    address = path.format(own=own, foreign=held, FOREIGN=held.upper())
    answer = sam.browser.get(address)
    if answer.status_code in {301, 308}:
        answer = sam.browser.get(answer.headers["Location"])
    assert answer.status_code in {400, 404}
