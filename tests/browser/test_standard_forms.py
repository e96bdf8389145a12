"""Taking a credential along in a real browser: downloads, a presentation that our check accepts, axe."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from tests.browser.test_accessibility import serious
from tests.browser.test_main_job import add_all, row
from wallet.store.models.account import Account

PICTURES = os.environ.get("PICTURES")  # a folder, for whoever wants to look


def test_a_presentation_is_made_downloaded_and_accepted_by_the_check(open_page, served, tmp_path):
    page = open_page()
    add_all(page, served)
    row(page, "Praca z danymi").get_by_role("link").click()
    page.get_by_role("link", name="Take it along").click()
    with page.expect_download() as picture:
        page.get_by_role("link", name="Picture (PNG)").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    page.get_by_role("link", name="Make a presentation").click()
    page.get_by_text("The verifier gave me something to enter").click()
    page.get_by_label("Challenge").fill("n-123")
    with page.expect_download() as made:
        page.get_by_role("button", name="Sign and download").click()
    file = tmp_path / "presentation.json"
    made.value.save_as(file)
    assert json.loads(file.read_bytes())["proof"]["challenge"] == "n-123"
    page.goto("/check")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Check", exact=True).click()
    results = page.locator("#checker-results article")
    expect(results).to_have_count(2)
    expect(results.first).to_contain_text("n-123")
    assert page.problems == []


def test_a_presentation_of_nothing_is_refused_in_words(open_page, served):
    page = open_page()
    add_all(page, served)
    row(page, "Praca z danymi").get_by_role("link").click()
    page.goto(f"{page.url.replace('/credentials', '/exports/credentials')}/presentation")
    page.locator("input[name=credential]:checked").uncheck()
    page.get_by_role("button", name="Sign and download").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is chosen")


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("pl", 360, False), ("en", 1280, True)],
)
def test_nothing_serious_on_the_pages_of_taking_along(open_page, served, language, width, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = open_page(width=width, dark=dark)
    add_all(page, served)
    row(page, "Praca z danymi").get_by_role("link").click()
    held = page.url.replace("/credentials", "/exports/credentials")
    with served.app.extensions["wallet"].store.write() as session:
        session.execute(update(Account).values(language=language))
    found = []
    for name in ("forms", "presentation"):
        page.goto(f"{held}/{name}")
        for closed in page.locator("main details").all():
            closed.locator("summary").click()
        found += serious(axe, page, name, (language, width, dark))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{name}: {wide} px wider than the screen"] if wide > 0 else []
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{language}-{width}.png", full_page=True)
    assert found == []
