"""Two accounts in two browsers: a learner (Polish) invites; an adviser (English) looks, speaks, is out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.test_accessibility import serious
from wallet.store.models.account import Account, EmailProof

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
            found.extend(serious(axe, page, f"advisers-{name}", (language, width, dark)))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name} is wider than {width} px")
        page.set_viewport_size(before)

    yield look
    assert found == []


def test_a_learner_invites_an_adviser_who_looks_comments_and_is_shut_out(
    open_page, served, sqlite_store, looked_at
):
    ola = open_page(language="pl", width=360, dark=True)
    ola.goto("/add")
    ola.set_input_files("#files", served.files()[:1])
    ola.locator("button.primary").click()
    expect(ola.locator("[data-state=done]")).to_have_count(1, timeout=30_000)
    ola.goto("/paths/new?goal=reskilling")
    ola.fill("[name=target]", "analityk danych")
    ola.locator("main form button.primary").last.click()
    ola.wait_for_url(re.compile("/paths/[0-9a-f]{32}"))
    path = ola.url
    ola.locator("form[action*='/starter/'] button").first.click()
    expect(ola.locator(".stairs > li")).to_have_count(1)
    ola.locator("a[href*='/advisers/new']").click()
    ola.fill("[name=name]", "Jan, urząd pracy")
    expect(ola.locator("[name=paths]")).to_be_checked()
    ola.locator("[name=credentials]").first.check()
    looked_at(ola, "invite", "pl")
    ola.locator("button[value=preview]").click()
    ola.locator("button[value=open]").wait_for()
    for summary in ola.locator("details.preview > summary").all():
        summary.click()
    looked_at(ola, "preview", "pl")
    ola.locator("button[value=open]").click()
    code = ola.locator(".big-code").inner_text()
    looked_at(ola, "invited", "pl")

    jan = open_page(language="en", width=1280, who="jan")
    with sqlite_store.write() as session:
        account = select(EmailProof.account_id).where(EmailProof.normalised == "jan@example.org")
        session.get(Account, session.scalars(account).one()).role = "adviser"
    jan.goto("/")
    jan.get_by_role("link", name="People I support").first.click()
    looked_at(jan, "board-empty", "en")
    jan.get_by_role("link", name="Enter a code").first.click()
    jan.fill("[name=code]", "WRONG-CODE")
    jan.get_by_role("button", name="Take it up").click()
    jan.get_by_role("alert").wait_for()
    looked_at(jan, "take", "en")
    jan.fill("[name=code]", code.lower())
    jan.get_by_role("button", name="Take it up").click()
    jan.locator("table.people").wait_for()
    looked_at(jan, "board", "en")
    jan.get_by_role("link", name="Praca z danymi w arkuszu").click()
    jan.get_by_role("heading", name="How it checks out").wait_for()
    looked_at(jan, "credential", "en")
    jan.get_by_role("link", name="People I support").last.click()
    jan.locator("table.people a[href*='/advise/paths/']").click()
    jan.locator("#talk textarea").fill("A good first step. Set a date.")
    jan.get_by_role("button", name="Send the comment").click()
    expect(jan.locator(".said")).to_contain_text("A good first step")
    jan.get_by_text("Write down a contact").click()
    jan.fill("[name=note]", "We spoke on the telephone.")
    jan.get_by_role("button", name="Write it down").click()
    expect(jan.locator("#meetings .list")).to_contain_text("We spoke on the telephone.")
    looked_at(jan, "path", "en")

    ola.goto(path)
    expect(ola.locator("#talk")).to_contain_text("A good first step")
    looked_at(ola, "talk", "pl")
    ola.locator("#talk a[href$='/advisers']").click()
    ola.get_by_text("Kiedy tu zaglądano").click()
    expect(ola.locator("main")).to_contain_text("ścieżka „analityk danych”")
    looked_at(ola, "grants", "pl")
    ola.get_by_role("button", name=re.compile("Zamknij teraz")).click()
    expect(ola.get_by_role("button", name=re.compile("Zamknij teraz"))).to_have_count(0)

    answer = jan.reload()
    assert answer.status == 404
    jan.goto("/advise")
    expect(jan.locator("table.people")).to_have_count(0)
    problems = [told for told in (*ola.problems, *jan.problems) if "400 (BAD REQUEST)" not in told]
    assert problems == []
