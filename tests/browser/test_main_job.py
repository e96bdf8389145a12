"""The main job: several badge files at once become checked credentials, and one can read why."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def add_all(page, served) -> None:
    page.goto("/add")
    page.set_input_files("#files", served.files())
    page.get_by_role("button", name="Add these files").click()
    page.wait_for_url(re.compile("/add/[0-9a-f]{32}"))
    expect(page.get_by_text("All 7 checked")).to_be_visible(timeout=30_000)


def row(page, title: str):
    return page.locator("#imports-progress li", has_text=title)


def test_several_files_at_once_get_a_verdict_each_and_polling_stops(open_page, served):
    page = open_page()
    add_all(page, served)
    expect(row(page, "Praca z danymi")).to_contain_text("Verified")
    expect(row(page, "Climate basics")).to_contain_text("Verified")
    expect(row(page, "Job interview lab")).to_contain_text("Verified")
    expect(row(page, "First aid")).to_contain_text("Expired")
    expect(row(page, "Team leader")).to_contain_text("Altered")
    expect(row(page, "Of another person")).to_contain_text("Issued to someone else")
    expect(row(page, "diploma.png")).to_contain_text("Not added")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2_500)
    assert asked == []
    assert page.problems == []


def test_one_opens_a_badge_reads_why_and_checks_it_again(open_page, served):
    page = open_page()
    add_all(page, served)
    row(page, "Job interview lab").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Job interview lab")
    report = page.locator("#collection-report")
    report.locator(".passed > summary").click()
    proof = report.locator("li", has_text="https://badges.example/interview").first
    proof.locator("summary").click()
    expect(proof.locator(".source").first).to_be_visible()
    history = page.locator("#collection-history li")
    expect(history).to_have_count(1)
    report.get_by_role("button", name="Check again").click()
    expect(history).to_have_count(2)
    expect(report.get_by_role("button", name="Check again")).to_be_focused()
    assert page.problems == []


def test_a_certificate_without_a_badge_is_kept_as_ones_own_document(open_page, served):
    page = open_page()
    add_all(page, served)
    row(page, "diploma.png").get_by_role("button", name="Keep it").click()
    expect(row(page, "diploma.png")).to_contain_text("Kept as your document")
    page.goto("/")
    page.get_by_role("link", name="diploma.png").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "diploma.png"


def test_search_finds_while_typing_and_filters_narrow(open_page, served):
    page = open_page()
    add_all(page, served)
    page.goto("/")
    cards = page.locator(".cards a.credential")
    expect(cards).to_have_count(6)
    page.get_by_role("searchbox").press_sequentially("arkuszu")
    expect(cards).to_have_count(1)
    assert "q=arkuszu" in page.url
    page.get_by_role("searchbox").fill("")
    expect(cards).to_have_count(6)
    page.get_by_role("link", name=re.compile("Needs attention")).click()
    expect(cards).to_have_count(3)
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.go_back()
    expect(cards).to_have_count(6)
    assert page.problems == []


def test_deleting_can_be_undone(open_page, served):
    page = open_page()
    add_all(page, served)
    row(page, "Climate basics").get_by_role("link").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("“Climate basics” was deleted")).to_be_visible()
    expect(page.locator(".cards a.credential")).to_have_count(5)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Climate basics")


def test_all_of_it_works_without_javascript(open_page, served):
    page = open_page(scripts=False)
    page.goto("/add")
    page.set_input_files("#files", served.files())
    page.get_by_role("button", name="Add these files").click()
    expect(page.get_by_text("All 7 checked")).to_be_visible(timeout=30_000)
    row(page, "Praca z danymi").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("Verified")
    page.get_by_role("button", name="Check again").click()
    expect(page.locator("#collection-history li")).to_have_count(2)
    page.goto("/")
    page.get_by_role("searchbox").fill("climate")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".cards a.credential")).to_have_count(1)
    page.locator(".cards a.credential").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Climate basics")


def test_all_of_it_works_with_the_keyboard_alone(open_page, served):
    page = open_page()
    page.goto("/add")

    def tab_to(selector: str, most: int = 40) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached with the Tab key")

    tab_to("a.skip")
    tab_to("#files")
    page.set_input_files("#files", served.files()[:2])
    tab_to("button.primary")
    page.keyboard.press("Enter")
    expect(page.get_by_text("All 2 checked")).to_be_visible(timeout=30_000)
    page.locator("body").press("Home")
    tab_to("#imports-progress a")
    page.keyboard.press("Enter")
    expect(page.locator("#collection-report")).to_be_visible()
    tab_to("#collection-report summary")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    expect(page.locator("#collection-report details[open]")).to_have_count(1)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_one_person_never_sees_anothers_wallet_in_the_same_browser(open_page, served):
    page = open_page()
    add_all(page, served)
    row(page, "Climate basics").get_by_role("link").click()
    address = page.url
    other = open_page(who="bob")
    assert other.goto(address).status == 404
    other.goto("/")
    expect(other.get_by_text("Your wallet is empty")).to_be_visible()
