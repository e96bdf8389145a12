"""Governing links in a real browser: a reader is chosen, a password asked, a link paused, closed, dead."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import serious
from tests.browser.test_main_job import add_all
from wallet.store.models.account import Account

TITLE = "Praca z danymi w arkuszu"


def open_link(page, name: str, **choices: str) -> str:
    page.goto("/")
    page.locator("a.credential", has_text=TITLE).click()
    page.locator('a[href^="/links/"][href$="/new"]').first.click()
    page.locator('input[name="name"]').fill(name)
    if "audience" in choices:
        page.locator(f'input[name="audience"][value="{choices["audience"]}"]').check()
    if "password" in choices:
        page.locator('input[name="password"]').fill(choices["password"])
    page.locator("form[data-link-form] button.primary").click()
    return page.locator("#link-address").input_value()


def test_a_link_is_shared_three_ways_paused_locked_and_closed_and_a_reader_sees_it_dead(
    open_page, served, chromium
):
    page = open_page()
    add_all(page, served)
    address = open_link(page, "Acme, HR")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == address
    expect(page.locator("img.qr")).to_be_visible()
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0

    reader = chromium.new_context(locale="en").new_page()
    assert reader.goto(address).status == 200
    assert reader.context.cookies() == []

    page.goto("/links")
    page.get_by_role("button", name="Pause Acme, HR").click()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    assert reader.goto(address).status == 404
    page.get_by_role("button", name="Resume Acme, HR").click()
    expect(page.get_by_role("heading", name="Open now")).to_be_visible()
    assert reader.goto(address).status == 200

    page.get_by_role("link", name="Password Acme, HR").click()
    page.get_by_label("New password").fill("three small words")
    page.get_by_role("button", name="Set the password").click()
    reader.goto(address)
    reader.get_by_label("Password").fill("wrong words")
    reader.get_by_role("button", name="Open").click()
    expect(reader.get_by_role("alert")).to_contain_text("It did not open")
    reader.get_by_label("Password").fill("three small words")
    reader.get_by_role("button", name="Open").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(TITLE)
    assert sorted(cookie["path"] for cookie in reader.context.cookies()) == [
        "/s/" + address.rpartition("/")[2],
        "/s/" + address.rpartition("/")[2] + ".json",
    ]

    page.once("dialog", lambda dialog: dialog.accept())  # closing is for good, and asks
    page.get_by_role("button", name="Close Acme, HR").click()
    expect(page.get_by_role("article", name="Acme, HR")).to_contain_text("Closed by you")
    assert reader.goto(address).status == 404
    expect(reader.get_by_role("heading", level=1)).to_have_text("This link leads nowhere")
    reader.context.close()
    assert page.problems == []


def test_the_form_shows_only_what_fits_the_chosen_reader(open_page, served):
    page = open_page(scripts=False)
    page.goto("/add")
    page.set_input_files("#files", served.files()[:1])
    page.get_by_role("button", name="Add these files").click()
    expect(page.locator("[data-state=done]")).to_have_count(1, timeout=30_000)
    page.goto("/")
    page.locator("a.credential", has_text=TITLE).click()
    page.get_by_role("link", name="Share a link").click()
    expect(page.locator('input[name="school.birth_date"]')).to_be_hidden()
    page.get_by_label("A school or university").check()
    expect(page.locator('input[name="school.birth_date"]')).to_be_visible()
    expect(page.locator('input[name="original_confirmed"]')).to_be_hidden()
    page.locator('input[name="include_original"]').check()
    expect(page.locator('input[name="original_confirmed"]')).to_be_visible()
    page.get_by_label("Anyone, in public").check()
    expect(page.locator('input[name="include_original"]')).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("pl", 360, True), ("en", 1280, False)],
)
def test_nothing_serious_on_any_page_of_governing(open_page, served, chromium, language, width, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = open_page(width=width, dark=dark)
    add_all(page, served)
    with served.app.extensions["wallet"].store.write() as session:
        for account in session.query(Account):
            account.language = language
    open_link(page, "Acme, HR", audience="school")
    locked = open_link(page, "Locked", password="three small words")
    opened = page.url
    link = opened.rpartition("/")[2]
    page.goto("/")
    page.locator("a.credential", has_text=TITLE).click()
    held = page.url
    page.goto(f"{held.replace('/credentials', '/links/credentials')}/new")
    page.locator('input[name="include_original"]').check()
    found: list[str] = []

    def look(there, name: str) -> None:
        found.extend(serious(axe, there, name, (language, width, dark)))
        if there.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{name}: scrolls sideways")

    look(page, "form")
    for name, address in {
        "links": "/links",
        "opened": opened,
        "edit": f"/links/{link}/edit",
        "lock": f"/links/{link}/password",
    }.items():
        page.goto(address)
        look(page, name)
    reader = chromium.new_context(
        locale=language,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
    ).new_page()
    reader.goto(locked)
    look(reader, "unlock")
    reader.goto(locked[:-1])
    look(reader, "nowhere")
    reader.context.close()
    assert found == []
