"""Own entries in a real browser: described in Polish with a file, with the keyboard, without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import serious
from tests.browser.test_main_job import add_all, row
from tests.integration.entries.test_entries import PDF, photo

STAMP = "Wpis własny – niezweryfikowany"


def files() -> list[dict]:
    return [
        {"name": "Zaświadczenie.pdf", "mimeType": "application/pdf", "buffer": PDF},
        {"name": "skan.jpg", "mimeType": "image/jpeg", "buffer": photo((900, 600))},
    ]


def describe(page, language: str = "pl") -> None:
    """From "Add" to a saved entry with two files."""
    polish = language == "pl"
    page.goto("/add")
    page.get_by_role("link", name="Dodaj wpis własny" if polish else "Add your own entry").click()
    page.get_by_label(re.compile("Wolontariat" if polish else "Volunteering")).check()
    page.locator("#title").fill(
        "Prowadzenie zespołu w banku żywności" if polish else "Leading a team at the food bank"
    )
    page.get_by_label("Kiedy albo od kiedy" if polish else "When, or from when").fill("05.2024")
    page.get_by_label(re.compile("^Organizacja" if polish else "^Organisation")).fill("Bank Żywności w Łodzi")
    page.locator("form details > summary").first.click()
    page.get_by_label(re.compile("Efekty uczenia się" if polish else "Learning outcomes")).fill(
        "kieruję małym zespołem\nrozwiązuję konflikty" if polish else "leads a small team\nmediates"
    )
    page.get_by_label(re.compile("^Godziny" if polish else "^Hours")).fill("120")
    page.set_input_files("#files", files())
    page.get_by_role("button", name="Zapisz wpis" if polish else "Save the entry").click()
    page.wait_for_url(re.compile("/entries/[0-9a-f]{32}"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_entry_with_files_is_described_in_polish(open_page, served, scripts):
    page = open_page(language="pl", scripts=scripts)
    describe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Prowadzenie zespołu w banku żywności")
    expect(page.locator(".own .stamp")).to_have_text(STAMP)
    expect(page.locator("main")).to_contain_text("od 05.2024")
    expect(page.locator("#evidence img")).to_have_count(1)
    page.locator("#evidence img").scroll_into_view_if_needed()
    assert (
        page.locator("#evidence img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    )
    with page.expect_download() as saved:
        page.locator("#evidence li", has_text="Zaświadczenie.pdf").get_by_role("link").click()
    assert saved.value.suggested_filename == "Zaświadczenie.pdf"
    assert saved.value.path().read_bytes() == PDF
    page.goto("/")
    expect(page.locator("#entries-entries .own")).to_contain_text(STAMP)
    expect(page.locator("#entries-entries")).not_to_contain_text("Zweryfikowan")
    assert page.problems == []


def test_an_entry_is_other_material_than_a_badge(open_page, served):
    page = open_page()
    add_all(page, served)
    describe(page, "en")
    page.goto("/")
    looks = [
        page.locator(place).first.evaluate(
            "element => { const own = getComputedStyle(element);"
            " return [own.borderTopStyle, own.backgroundColor, own.boxShadow]; }"
        )
        for place in ("a.own", "a.credential")
    ]
    assert looks[0][0] == "dashed"
    assert all(own != badge for own, badge in zip(*looks, strict=True))
    assert page.locator("a.own [data-verdict]").count() == 0


def test_a_wrong_date_is_told_at_its_field_and_removing_is_undone(open_page, served):
    page = open_page()
    page.goto("/entries/new?kind=project")
    page.locator("#title").fill("Chess club page")
    page.get_by_label("When, or from when").fill("long ago")
    page.get_by_role("button", name="Save the entry").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the date like 2024")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("When, or from when")).to_be_focused()
    expect(page.get_by_label("When, or from when")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("When, or from when").fill("2025")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/entries/[0-9a-f]{32}"))
    page.get_by_role("button", name="Remove").first.click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chess club page")


def test_the_way_to_linkedin_is_remembered_and_told_about(open_page, served):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page, look = open_page(width=360), ("en", 360, False)
    add_all(page, served)
    row(page, "Praca z danymi").get_by_role("link").click()
    page.get_by_role("link", name="Add to LinkedIn").click()
    page.get_by_role("button", name="Open the link").click()
    page.context.route("https://www.linkedin.com/**", lambda route: route.fulfill(body="LinkedIn"))
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Add to profile").click()
    opened.value.wait_for_url(re.compile(r"^https://www\.linkedin\.com/profile/add\?startTask="))
    page.reload()
    expect(page.locator("main")).to_contain_text("Entry in your profile")
    found = serious(axe, page, "linkedin", look)
    page.goto("/links")
    page.get_by_text("Close all links").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Close all now").click()
    expect(page.locator("#sharing-links")).to_contain_text("Closed")
    page.goto("/")
    expect(page.locator("#web-notices")).to_contain_text("on LinkedIn leads nowhere")
    assert found + serious(axe, page, "linkedin-warned", look) == []
    page.get_by_role("button", name="I took it down there").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Praca z danymi")
    expect(page.locator("#web-notices")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("pl", 360, True), ("en", 1280, False)],
)
def test_nothing_serious_on_any_page_of_entries(open_page, served, language, width, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = open_page(language=language, width=width, dark=dark)
    look = (language, width, dark)
    describe(page, language)
    entry = page.url
    found = []
    for name, address in {
        "entry": entry,
        "entry-edit": f"{entry}/edit",
        "entry-new": "/entries/new",
        "entry-home": "/",
        "entry-add": "/add",
    }.items():
        page.goto(address)
        for summary in page.locator("summary").all()[:3]:
            summary.click()
        found += serious(axe, page, name, look)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"{name}: {wide} px wider than the screen")
    page.goto("/entries/new")
    page.locator("#title").fill("x")
    page.locator("#began").fill("?")
    page.locator("main button.primary").click()
    page.get_by_role("alert").wait_for()
    found += serious(axe, page, "entry-problem", look)
    assert found == []
