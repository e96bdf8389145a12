"""From a job advert to steps in a real browser: Polish and English, axe clean, nothing scrolls sideways."""

from __future__ import annotations

import os

import pytest

from tests.browser.test_accessibility import serious
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential

WORDS = {
    "en": {
        "compare": "Compare with what I have",
        "guess": "may fit",
        "yes": "Yes, this is meant",
        "steps": "Make steps of what is ticked",
        "proven": "Proven",
    },
    "pl": {
        "compare": "Porównaj z tym, co mam",
        "guess": "może pasuje",
        "yes": "Tak, to jest to",
        "steps": "Utwórz kroki z zaznaczonych",
        "proven": "Potwierdzone",
    },
}


@pytest.mark.parametrize(("language", "width", "dark"), [("en", 1280, False), ("pl", 360, True)])
def test_a_pasted_advert_becomes_steps(served, open_page, sqlite_store, language, width, dark):
    words = WORDS[language]
    page = open_page(language=language, width=width, dark=dark)
    page.goto("/add")
    page.set_input_files("#files", served.files()[:3])
    page.locator("button.primary").click()
    page.locator("[data-state=done] a").first.wait_for()
    _plant_skills(sqlite_store)
    page.goto("/skills")
    assert words["proven"] in page.locator("#group-proven").inner_text()
    _look(page, "skills", (language, width, dark))
    page.goto("/paths/new?goal=reskilling")
    page.fill("[name=target]", "office worker")
    page.locator("form button.primary").click()
    page.wait_for_url("**/paths/*")
    page.goto(page.url.split("#")[0] + "/gaps")
    page.fill("[name=needs]", "Arkusz: praca z danymi\nForklift licence\nWelding")
    page.get_by_role("button", name=words["compare"]).click()
    page.get_by_text(words["guess"]).first.wait_for()
    page.get_by_role("button", name=words["yes"]).first.click()
    page.locator("[data-gap=proven]").wait_for()
    _look(page, "gaps", (language, width, dark))
    page.get_by_role("button", name=words["steps"]).click()
    page.locator(".stairs").wait_for()
    assert "Forklift licence" in page.locator(".stairs").inner_text()
    assert "Welding" in page.locator(".stairs").inner_text()
    assert page.problems == []


@pytest.mark.parametrize(("language", "width", "dark"), [("en", 360, False), ("pl", 1280, True)])
def test_an_operator_puts_the_sample_in_use(served, open_page, sqlite_store, language, width, dark):
    page = open_page(language=language, width=width, dark=dark)
    _make_operator(sqlite_store)
    page.goto("/vocabulary")
    page.locator("button[value=pl]").click()
    page.locator("form[action$='/use'] button").click()
    page.locator("[data-verdict=pass]").wait_for()
    _look(page, "vocabulary", (language, width, dark))
    assert page.problems == []


def _plant_skills(store):
    with store.write() as session:
        for row in session.query(HeldCredential):
            row.facts = {
                **(row.facts or {}),
                "skills": [row.title.casefold()],
                "ects": "2",
                "areas": ["digital"],
            }
            row.version += 1


def _make_operator(store):
    with store.write() as session:
        for account in session.query(Account):
            account.role = "operator"


def _look(page, name, how):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}-{'-'.join(map(str, how))}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert serious(axe, page, name, how) == []
