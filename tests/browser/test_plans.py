"""The plan in print and the design guide in a real browser, in Polish and English."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import serious

SHOTS = os.environ.get("WALLET_TEST_SHOTS", "")
LOOKS = [("pl", 360, False), ("en", 1280, True)]


def looked_at(page, name: str, look: tuple) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert serious(axe, page, name, look) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if SHOTS:
        shot = f"{name}-{look[0]}-{look[1]}-{'dark' if look[2] else 'light'}.png"
        page.screenshot(path=Path(SHOTS) / shot, full_page=True)


@pytest.mark.parametrize(("language", "width", "dark"), LOOKS)
def test_a_plan_is_made_shown_and_taken_as_pdf(open_page, language, width, dark):
    look = (language, width, dark)
    page = open_page(language=language, width=width, dark=dark)
    page.goto("/paths/new?goal=reskilling")
    page.fill("[name=target]", "analityk danych" if language == "pl" else "data analyst")
    page.locator("form[action$='/paths/new'] button[type=submit], main form button.primary").last.click()
    page.wait_for_url(re.compile("/paths/[0-9a-f]{32}"))
    while page.locator("form[action*='/starter/'] button").count() > 1:
        before = page.locator("form[action*='/starter/'] button").count()
        page.locator("form[action*='/starter/'] button").first.click()
        page.wait_for_function(
            f"document.querySelectorAll(\"form[action*='/starter/'] button\").length < {before}"
        )
    page.locator("a[href^='/plans/']").click()
    page.wait_for_url(re.compile("/plans/[0-9a-f]{32}$"))
    looked_at(page, "plan-options", look)
    page.fill("[name=name]", "Ana Maria")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/plans/[0-9a-f]{32}/\d+$"))
    looked_at(page, "plan-printed", look)
    heading = "Indywidualny plan rozwoju" if language == "pl" else "Individual development plan"
    assert heading in page.locator("h1").inner_text()
    with page.expect_download() as loading:
        page.locator("a[href$='/pdf']").click()
    pdf = Path(loading.value.path()).read_bytes()
    assert pdf.startswith(b"%PDF")
    if SHOTS:
        (Path(SHOTS) / f"plan-{language}.pdf").write_bytes(pdf)
    assert page.problems == []


@pytest.mark.parametrize(("language", "width", "dark", "scripts"), [(*LOOKS[0], True), (*LOOKS[1], False)])
def test_a_description_is_written_in_five_steps(open_page, language, width, dark, scripts):
    look = (language, width, dark)
    page = open_page(language=language, width=width, dark=dark, scripts=scripts)
    page.goto("/guide")
    if scripts:
        looked_at(page, "guide-list", look)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/1$"))
    page.fill("[name=title]", "Praca z danymi w arkuszu")
    if scripts:  # the check is counted anew as soon as a field is left
        page.keyboard.press("Tab")
        expect(page.locator("#course-guide-check h2")).to_contain_text("2 ")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/2$"))
    page.fill("[name=outcomes]", "przygotowuje tabelę przestawną\nczyta wykres")
    page.locator("button[name=to][value='1']").first.click()
    page.wait_for_url(re.compile("/1$"))
    assert page.input_value("[name=title]") == "Praca z danymi w arkuszu"
    page.goto(re.sub("/1$", "/2", page.url))
    assert "czyta wykres" in page.input_value("[name=outcomes]")
    page.select_option("[name=level]", "4")
    for number, (field, value) in (
        (3, ("ects", "2,5")),
        (4, ("criteria", "Oba zadania")),
        (5, ("body", "A")),
    ):
        page.locator("main form button.primary").click()
        page.wait_for_url(re.compile(f"/{number}$"))
        page.fill(f"[name={field}]", value)
    if scripts:
        looked_at(page, "guide-step", look)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/guide/[0-9a-f]{32}$"))
    if scripts:
        looked_at(page, "guide-description", look)
    said = page.locator("#course-guide-check h2").inner_text()
    assert said == ("6 z 11 elementów" if language == "pl" else "6 of 11 elements")
    assert page.problems == []
