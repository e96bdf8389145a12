"""Asking the issuer, labelling and comparing in a real browser, in Polish and English, axe clean."""

from __future__ import annotations

import json

import pytest

from tests.browser.test_accessibility import serious
from tests.unit.credentials.transparent import LOCAL, PLAIN


@pytest.mark.parametrize(
    ("language", "width", "dark", "said"),
    [
        ("en", 1280, False, ("Ask the issuer", "labelled by you", "differs")),
        ("pl", 360, True, ("Zapytaj wydawcę", "oznaczone przez Ciebie", "różnica")),
    ],
)
def test_what_is_missing_is_asked_labelled_and_compared(served, open_page, language, width, dark, said):
    ask, labelled, differs = said
    look = (language, width, dark)
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(language=language, width=width, dark=dark)
    page.goto("/add")
    files = [
        {"name": f"{n}.json", "mimeType": "application/json", "buffer": json.dumps(one).encode()}
        for n, one in enumerate((LOCAL, PLAIN))
    ]
    page.set_input_files("#files", files)
    page.locator("button.primary").click()
    page.locator("[data-state=done] a").nth(1).wait_for()
    page.locator("[data-state=done] a").first.click()
    tools = page.locator("#collection-transparency")
    tools.locator("summary").last.click()
    tools.locator("select[name=kind]").select_option("participation")
    tools.locator("button[type=submit]").first.click()
    page.locator("#collection-transparency .tag").first.wait_for()
    assert labelled in page.locator("#collection-transparency").inner_text()
    assert fits(page) and serious(axe, page, "labelled", look) == []

    page.get_by_role("link", name=ask).click()
    page.locator("#ask-message").wait_for()
    assert fits(page) and serious(axe, page, "ask", look) == []

    page.goto("/transparency/compare")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    assert fits(page) and serious(axe, page, "choose", look) == []
    page.locator("main button.primary").click()
    page.locator(".compare").wait_for()
    assert differs in page.locator(".compare").inner_text()
    page.locator(".compare .term summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".compare .term > span").first.is_visible()
    assert fits(page) and serious(axe, page, "compare", look) == []

    page.goto("/how-checking-works")
    assert fits(page) and serious(axe, page, "about", look) == []
    assert page.problems == []


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")
