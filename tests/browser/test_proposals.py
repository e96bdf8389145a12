"""Holder (Polish) and adviser (English) in two browsers: diagnosis, proposal, answer, evidence, judgement."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.test_accessibility import serious
from wallet.store import clock
from wallet.store.models.account import Account, EmailProof
from wallet.store.models.advising import Grant
from wallet.vocabulary import service as vocabulary

LOOKS = [(360, True), (1280, False)]


@pytest.fixture
def looked_at():
    """Call it with a page and a name: axe finds nothing serious and nothing is too wide, in both looks."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found: list[str] = []

    def look(page, name: str, language: str) -> None:
        before = page.viewport_size
        for width, dark in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
            found.extend(serious(axe, page, f"proposals-{name}", (language, width, dark)))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name} is wider than {width} px")
        page.set_viewport_size(before)

    yield look
    assert found == []


def granted(store, path_id: str) -> None:
    """Jan is an adviser, and sees Ana's path."""
    with store.write() as session:
        ids = {
            name: session.scalars(
                select(EmailProof.account_id).where(EmailProof.normalised == f"{name}@example.org")
            ).one()
            for name in ("ana", "jan")
        }
        session.get(Account, ids["jan"]).role = "adviser"
        now = clock.now()
        grant = Grant(account_id=ids["ana"], adviser_id=ids["jan"], name="Jan", taken_at=now)
        grant.scope, grant.ends_at = {"paths": [path_id]}, now + timedelta(days=30)
        session.add(grant)


def write_an_entry(ana, title: str) -> None:
    ana.goto("/entries/new?kind=project")
    ana.fill("[name=title]", title)
    ana.fill("[name=began]", "2026")
    ana.locator("main form button.primary").last.click()
    ana.wait_for_url(re.compile("/entries/[0-9a-f]{32}"))


def test_from_a_diagnosis_to_a_step_that_is_done(open_page, served, sqlite_store, looked_at):
    vocabulary.use_vocabulary(sqlite_store, vocabulary.keep_sample(sqlite_store, "en"))
    ana, jan = open_page(language="pl", width=360, dark=True), open_page(language="en", who="jan")
    ana.goto("/paths/new?goal=reskilling")
    ana.fill("[name=target]", "analityk danych")
    ana.locator("main form button.primary").last.click()
    ana.wait_for_url(re.compile("/paths/[0-9a-f]{32}"))
    path = ana.url
    granted(sqlite_store, path[-32:])

    # the diagnosis, with a skill of the vocabulary and two of the adviser's own
    jan.goto(f"/advise/paths/{path[-32:]}")
    jan.get_by_role("link", name="Diagnosis").click()
    jan.fill("[name=label-0]", "Interviews with customers")
    jan.select_option("[name=needed-0]", "3")
    jan.select_option("[name=adviser-0]", "1")
    jan.fill("[name=label-1]", "Arkusze")
    jan.select_option("[name=needed-1]", "2")
    jan.fill("[name=q]", "digital")
    jan.get_by_role("button", name="Search").click()
    jan.locator("button[name=add]").first.click()
    expect(jan.get_by_text("(from ESCO)")).to_have_count(1)
    jan.get_by_role("button", name="Save the diagnosis").click()
    expect(jan.locator("#kept")).to_contain_text("3 gaps")
    looked_at(jan, "diagnosis", "en")

    # its gaps, a change of the whole and a step of the adviser's own make a proposal
    jan.get_by_role("button", name="Propose a step for each gap").click()
    expect(jan.locator("#draft .changes > li")).to_have_count(3)
    jan.fill("[name=due_on]", "2027-06-30")
    jan.get_by_role("button", name="Add to the proposal").click()
    expect(jan.locator("#draft .changes > li")).to_have_count(4)
    jan.get_by_role("link", name="Propose a new step").click()
    jan.fill("[name=title]", "A small project")
    jan.select_option("[name=kind-0]", "evidence")
    jan.fill("[name=amount-0]", "1")
    jan.get_by_text("More about this step").click()
    jan.locator("[name=needs_review]").check()
    looked_at(jan, "step", "en")
    jan.get_by_role("button", name="Add to the proposal").click()
    expect(jan.locator("#draft .changes > li")).to_have_count(5)
    jan.fill("[name=words]", "Let us begin small.")
    looked_at(jan, "desk", "en")
    jan.get_by_role("button", name="Send the proposal").click()
    expect(jan.locator("#sent")).to_contain_text("5 changes wait")

    # the holder reads the diagnosis, accepts one step, declines one, accepts the deadline and the project
    ana.goto(f"{path.replace('/paths', '/skills/gaps')}")
    expect(ana.get_by_role("heading", name="Z diagnozy doradcy")).to_be_visible()
    looked_at(ana, "gaps", "pl")
    ana.goto(path)
    looked_at(ana, "waiting", "pl")
    expect(ana.locator("main")).to_contain_text("proponuje zmiany na tej ścieżce")
    ana.get_by_role("link", name="Zobacz i odpowiedz").click()
    expect(ana.locator("main")).to_contain_text("Termin: 30 czerwca 2027 (dotąd: brak)")
    looked_at(ana, "proposal", "pl")
    for word, heading, state in (
        ("Przyjmij", "Interviews with customers", "accepted"),
        ("Odrzuć", "Arkusze", "declined"),
        ("Przyjmij", "termin ścieżki", "accepted"),
        ("Przyjmij", "A small project", "accepted"),
    ):
        change = ana.locator(".changes > li").filter(has=ana.get_by_role("heading", name=heading))
        change.get_by_role("button", name=word).click()
        expect(change).to_have_attribute("data-change", state)
    looked_at(ana, "answered", "pl")
    ana.get_by_role("link", name="Do ścieżki").click()
    expect(ana.locator(".stairs > li")).to_have_count(2)
    expect(ana.locator("main")).to_contain_text("30 czerwca 2027")

    # evidence is laid, returned with a reason, asked for again, and accepted
    write_an_entry(ana, "Raport dla klubu")
    ana.goto(path)
    step = ana.locator(".stairs > li", has_text="A small project")
    step.locator("summary", has_text="Dodaj").first.click()
    step.locator("form[action$='/evidence'] button").click()
    expect(step).to_contain_text("Raport dla klubu")
    jan.goto(f"/advise/paths/{path[-32:]}")
    seen = jan.locator(".stairs > li", has_text="A small project")
    seen.locator("summary", has_text="Return it with a reason").click()
    seen.locator("[name=words]").fill("Add what you did yourself.")
    looked_at(jan, "review", "en")
    seen.get_by_role("button", name="Return it").click()
    expect(seen).to_have_attribute("data-state", "returned")
    ana.goto(path)
    expect(step).to_contain_text("Add what you did yourself.")
    looked_at(ana, "returned", "pl")
    step.locator("summary", has_text="Dodaj").first.click()
    step.locator("form[action$='/review'] button").click()
    expect(step).to_have_attribute("data-state", "awaiting")
    jan.reload()
    seen.locator("summary", has_text="I have seen the original").click()
    seen.get_by_role("button", name="Note that I saw it").click()
    expect(seen).to_contain_text("this is no digital verification")
    seen.get_by_role("button", name="Accept").click()
    expect(seen).to_have_attribute("data-state", "done")
    ana.reload()
    expect(step).to_have_attribute("data-state", "done")
    expect(step).to_contain_text("potwierdzone przez doradcę (nie jest to weryfikacja cyfrowa)")
    looked_at(ana, "done", "pl")

    # the path becomes a template without the person; the holder sees it once it is shared
    jan.get_by_role("link", name="Propose changes").click()
    jan.fill("#keep-title ~ form [name=title]", "To data work")
    jan.get_by_role("button", name="Keep it").click()
    jan.get_by_role("heading", name="To data work").wait_for()
    looked_at(jan, "template", "en")
    jan.get_by_role("link", name="Edit and share").click()
    jan.locator("[name=shared]").check()
    looked_at(jan, "template-form", "en")
    jan.get_by_role("button", name="Save").click()
    jan.get_by_text("shared with everybody here").wait_for()
    ana.goto("/templates")
    looked_at(ana, "templates", "pl")
    ana.get_by_role("link", name="To data work").click()
    looked_at(ana, "template", "pl")
    ana.locator("form[action$='/start'] button").click()
    expect(ana.locator(".stairs > li")).to_have_count(2)
    assert ana.problems == [] and jan.problems == []
