"""axe finds nothing serious on any page of the collection, at both widths, in both colours and languages."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

SERIOUS = {"serious", "critical"}
SHOTS = os.environ.get("WALLET_TEST_SHOTS", "")  # a folder: keep a picture of each page, to be looked at


def visit(page, served) -> dict[str, str]:
    """Fill a wallet; the pages to look at."""
    page.goto("/")
    page.goto("/add")
    page.set_input_files("#files", served.files())
    page.locator("button.primary").click()
    page.wait_for_url(re.compile("/add/[0-9a-f]{32}"))
    expect(page.locator("[data-state=done]")).to_have_count(6, timeout=30_000)
    expect(page.locator("#imports-progress progress")).to_have_count(0)
    batch = page.url
    addresses = {
        title: page.locator("#imports-progress li", has_text=title).get_by_role("link").get_attribute("href")
        for title in ("arkuszu", "First aid", "Team leader", "Of another")
    }
    page.locator("#imports-progress form button").click()
    page.locator("[data-state=document] a").wait_for()
    document = page.locator("[data-state=document] a").get_attribute("href")
    return {
        "home": "/",
        "attention": "/?field=attention",
        "nothing-found": "/?q=astronomy",
        "add": "/add",
        "batch": batch,
        "valid": addresses["arkuszu"],
        "expired": addresses["First aid"],
        "invalid": addresses["Team leader"],
        "another": addresses["Of another"],
        "document": document,
    }


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("pl", 360, True), ("en", 1280, False)],
)
def test_nothing_serious_on_any_page(open_page, served, language, width, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = open_page(language=language, width=width, dark=dark)
    page.goto("/")
    found = serious(axe, page, "empty", (language, width, dark))
    for name, address in visit(page, served).items():
        page.goto(address)
        for summary in page.locator("summary").all()[:3]:
            summary.click()
        found += serious(axe, page, name, (language, width, dark))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"{name}: {wide} px wider than the screen")
    assert found == []


def serious(axe, page, name: str, look: tuple) -> list[str]:
    if SHOTS:
        language, width, dark = look
        file = f"{name}-{language}-{width}-{'dark' if dark else 'light'}.png"
        page.screenshot(path=str(Path(SHOTS) / file), full_page=True)
    violations = axe.run(page).response["violations"]
    return [
        f"{name}: {violation['id']}: {node['html'][:200]}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
