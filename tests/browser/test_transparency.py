"""Transparency in a real browser: folded, opened by keyboard, in Polish and English, axe clean."""

from __future__ import annotations

import json

import pytest

from tests.browser.test_accessibility import serious
from tests.unit.credentials.transparent import LOCAL

PROSE = {"en": "A course of two evenings. Prerequisites: a computer of one's own."}


@pytest.mark.parametrize(
    ("language", "width", "dark", "headline"),
    [("en", 1280, False, "10 of the 11 elements"), ("pl", 360, True, "podano 10 z 11 elementów")],
)
def test_the_elements_are_folded_and_open_by_keyboard(served, open_page, language, width, dark, headline):
    spec = LOCAL["credentialSubject"]["hasClaim"]["specifiedBy"] | {"description": PROSE}
    claim = LOCAL["credentialSubject"]["hasClaim"] | {"specifiedBy": spec}
    document = LOCAL | {"credentialSubject": LOCAL["credentialSubject"] | {"hasClaim": claim}}
    page = open_page(language=language, width=width, dark=dark)
    page.goto("/add")
    page.set_input_files(
        "#files",
        [{"name": "data.json", "mimeType": "application/json", "buffer": json.dumps(document).encode()}],
    )
    page.locator("button.primary").click()
    page.locator("[data-state=done] a").first.click()
    section = page.locator("#collection-transparency")
    assert headline in section.inner_text()
    assert not section.locator(".element").first.is_visible()
    section.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert section.locator(".element").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert serious(axe, page, "transparency", (language, width, dark)) == []
    assert page.problems == []
