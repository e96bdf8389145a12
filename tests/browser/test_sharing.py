"""Showing a badge: opened, copied, put on LinkedIn, seen by a stranger, closed; and the check for anyone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import serious
from tests.browser.test_main_job import add_all, row
from wallet.store.models.account import Account

HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="https://purl.imsglobal.org/ob/v3p0"
 viewBox="0 0 9 9" onload="document.title='owned'"><script>document.title='owned'</script>
 <g><script>alert(1)</script></g><rect width="9" height="9" fill="#0b5d4e"/>
 <image href="https://tracker.example/pixel.png"/>
 <foreignObject><iframe src="javascript:alert(2)"/></foreignObject>
 <set attributeName="onmouseover" to="alert(3)"/><ob:credential verify="%s"/></svg>"""


def open_link(page, title: str = "Praca z danymi w arkuszu") -> str:
    """From the import's rows to an open link; its address."""
    row(page, title).get_by_role("link").click()
    page.get_by_role("link", name="Share a link").click()
    page.get_by_label("Name of the link").fill("Acme, HR")
    page.get_by_role("button", name="Open the link").click()
    return page.get_by_label("Address").input_value()


def test_a_link_is_opened_copied_seen_by_a_stranger_and_closed(open_page, served, chromium):
    page = open_page()
    add_all(page, served)
    address = open_link(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == address

    stranger = chromium.new_context(locale="pl").new_page()
    foreign = []
    stranger.on(
        "request", lambda asked: None if asked.url.startswith(served.home) else foreign.append(asked.url)
    )
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Praca z danymi w arkuszu")
    expect(stranger.locator(".banner")).to_contain_text("Zweryfikowan")
    stranger.get_by_role("button", name="Sprawdź ponownie").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Praca z danymi w arkuszu")
    assert foreign == []

    page.goto("/links")
    expect(page.get_by_role("article", name="Acme, HR")).to_contain_text(
        "opened once"
    )  # checking again is no second visit
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("article", name="Acme, HR")).to_contain_text("Closed by you")
    assert stranger.goto(address).status == 404
    stranger.context.close()
    assert page.problems == []


def test_linkedin_asks_for_a_link_first_and_then_fills_its_form(open_page, served):
    page = open_page()
    add_all(page, served)
    row(page, "Praca z danymi").get_by_role("link").click()
    page.get_by_role("link", name="Add to LinkedIn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open a link for LinkedIn")
    page.get_by_role("button", name="Open the link").click()
    form = page.locator("form", has=page.get_by_role("button", name="Add to profile"))
    assert form.get_attribute("rel") == "noopener noreferrer"
    expect(page.get_by_label("Issuing organisation")).to_have_value("Politechnika Testowa")
    assert page.problems == []


def test_a_link_is_opened_and_closed_without_javascript(open_page, served):
    page = open_page(scripts=False)
    page.goto("/add")
    page.set_input_files("#files", served.files()[:2])
    page.get_by_role("button", name="Add these files").click()
    expect(page.locator("[data-state=done]")).to_have_count(2, timeout=30_000)
    page.goto("/")
    page.locator("a.credential", has_text="Climate basics").click()
    page.get_by_role("link", name="Share a link").click()
    page.get_by_label("Name of the link").fill("Acme")
    page.get_by_role("button", name="Open the link").click()
    address = page.get_by_label("Address").input_value()
    assert page.goto(address).status == 200
    page.goto("/links")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Close").click()
    assert page.goto(address).status == 404


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("pl", 1280, True), ("en", 360, False)],
)
def test_nothing_serious_on_any_page_of_sharing(open_page, served, chromium, language, width, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = open_page(width=width, dark=dark)
    add_all(page, served)
    addresses = {}
    for title in ("Praca z danymi w arkuszu", "First aid", "Team leader", "Of another person"):
        page.goto("/")
        page.locator("a.credential", has_text=title).click()
        page.get_by_role("link", name="Share a link").click()
        page.get_by_label("Name of the link").fill(title)
        page.get_by_role("button", name="Open the link").click()
        addresses[title] = page.get_by_label("Address").input_value()
    opened = page.url
    with served.app.extensions["wallet"].store.write() as session:
        for account in session.query(Account):
            account.language = language
    look = (language, width, dark)
    found = []
    held = {
        "links": "/links",
        "opened": opened,
        "me": "/me",
        "help": "/how-checking-works",
        "check": "/check",
    }
    page.goto("/")
    first = page.locator("a.credential", has_text="Praca z danymi").get_attribute("href")
    held |= {
        "open-link": f"{first.replace('/credentials', '/links/credentials')}/new",
        "linkedin": first.replace("/credentials", "/linkedin"),
        "nowhere": "/nowhere",
    }
    for name, address in {**held, **{f"shared {title}": link for title, link in addresses.items()}}.items():
        page.goto(address)
        found += serious(axe, page, name, look)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{name}: {wide} px wider than the screen"] if wide > 0 else []
    page.goto("/check")
    page.set_input_files("input[type=file]", served.files()[:5])
    page.locator("main form button[type=submit]").click()
    page.locator("#checker-results article").nth(4).wait_for()
    found += serious(axe, page, "checked", look)
    assert found == []


def test_file_20_a_hostile_picture_runs_nothing_and_asks_nobody(open_page, served):
    token = served.issuer.token("Hostile picture", to="ana@example.org").decode()
    page = open_page()
    dialogs, foreign = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: foreign.append(asked.url))
    page.goto("/add")
    file = {"name": "hostile.svg", "mimeType": "image/svg+xml", "buffer": (HOSTILE % token).encode()}
    page.set_input_files("#files", [file])
    page.get_by_role("button", name="Add these files").click()
    page.wait_for_url(re.compile("/add/[0-9a-f]{32}"))
    expect(row(page, "Hostile picture")).to_contain_text("Verified", timeout=30_000)
    address = open_link(page, "Hostile picture")
    for place in ("/", "/links", address):
        page.goto(place)
        page.wait_for_timeout(300)
        assert "owned" not in page.title()
        assert page.locator("main foreignObject, main iframe, main script").count() == 0
        if place != "/links":
            picture = page.locator("img[src*='/picture']").first
            expect(picture).to_be_visible()
            assert picture.evaluate("image => image.complete && image.naturalWidth") == 512
    foreign = [url for url in foreign if not url.startswith(served.home)]
    assert (dialogs, foreign, page.problems) == ([], [], [])


def test_the_check_for_anyone_answers_without_an_account(served, chromium):
    page = chromium.new_context(base_url=served.home, locale="en").new_page()
    page.goto("/check")
    page.set_input_files("input[type=file]", served.files()[:4])
    page.get_by_role("button", name="Check", exact=True).click()
    results = page.locator("#checker-results article")
    expect(results).to_have_count(4)
    for number, word in enumerate(("Verified", "Verified", "Expired", "Altered")):
        expect(results.nth(number).locator(".banner")).to_contain_text(word)
    page.context.close()
