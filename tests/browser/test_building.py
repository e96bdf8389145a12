"""A portfolio built with the keyboard alone, dragged, seen as its reader sees it; nothing serious to axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error, expect

from tests.browser.test_accessibility import serious
from tests.browser.test_main_job import add_all
from wallet.store.models.account import Account
from wallet.store.models.portfolio import PortfolioItem, PortfolioSection

LEFT = {"aria-disabled": "true"}


NAME_OF_FOCUS = """() => { const at = document.activeElement;
    const label = at.labels && at.labels[0] ? at.labels[0].innerText : '';
    return (at.getAttribute('aria-label') || label || at.textContent || '').trim(); }"""


def tab_to(page, wanted: str, most: int = 120) -> None:
    """Press Tab until focus stands on what is called `wanted`, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        try:
            name = page.evaluate(NAME_OF_FOCUS)
        except Error:  # the key before led to another page, which is only coming now
            page.wait_for_load_state()
            continue
        if re.search(wanted, name):
            return
    raise AssertionError(f"no Tab leads to {wanted!r}")


def press(page, wanted: str, key: str = "Enter") -> None:
    tab_to(page, wanted)
    page.keyboard.press(key)


def make(page, title: str = "What I can do", *badges: str) -> str:
    """A portfolio with these badges; its address."""
    page.goto("/portfolios/new")
    page.locator("input[name=title]").fill(title)
    for badge in badges:
        page.locator("label", has_text=badge).locator("input[name=credential]").check()
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/portfolios/[0-9a-f]{32}$"))
    return page.url


def titles(page) -> list[str]:
    return page.locator(".things .title").all_inner_texts()


def test_a_portfolio_is_built_with_the_keyboard_alone_and_previewed(open_page, served):
    page = open_page()
    add_all(page, served)
    page.goto("/portfolios")
    press(page, "Make a portfolio")
    tab_to(page, "^Title")
    page.keyboard.type("Data and people")
    press(page, "Climate basics", "Space")
    press(page, "Make the portfolio")
    expect(page.get_by_role("heading", level=1)).to_have_text("Data and people")

    press(page, "Title and words")
    expect(page.get_by_label("What you claim here")).to_be_visible()
    tab_to(page, "What you claim here")
    page.keyboard.type("I can work with data")
    press(page, "^Save$")
    expect(page.locator(".claim")).to_have_text("I can work with data")

    press(page, "Add from your wallet")
    expect(page.get_by_role("button", name="Add what is ticked")).to_be_visible()
    press(page, "Praca z danymi", "Space")
    press(page, "Add what is ticked")
    expect(page.locator(".things .title")).to_have_count(2)
    assert titles(page) == ["Climate basics", "Praca z danymi w arkuszu"]

    tab_to(page, "Move up: Praca z danymi")
    page.keyboard.press("Enter")
    expect(page.locator(".things .title").first).to_have_text("Praca z danymi w arkuszu")
    expect(page.locator("#building-said")).to_have_text("“Praca z danymi w arkuszu” is now number 1 of 2.")
    focused = page.evaluate("document.activeElement.textContent.trim()")
    assert focused == "Move up: Praca z danymi w arkuszu"  # focus went with it

    press(page, "Words about it: Praca z danymi", "Enter")
    expect(page.get_by_label("Caption, which readers see")).to_be_visible()
    tab_to(page, "Caption, which readers see")
    page.keyboard.type("I rebuilt our reporting")
    tab_to(page, "Private note")
    page.keyboard.type("It was hard")
    press(page, "^Save$")
    expect(page.locator(".things li").first).to_contain_text("with a private note, never shown")

    press(page, "^Preview$")
    page.wait_for_url("**/preview*")
    page.wait_for_load_state()
    expect(page.get_by_text("I rebuilt our reporting")).to_be_visible()
    assert "It was hard" not in page.content()
    assert page.problems == []


def test_what_is_dragged_stays_where_it_was_dropped(open_page, served):
    page = open_page()
    add_all(page, served)
    make(page, "Dragged", "Praca z danymi", "Climate basics", "First aid")
    before = titles(page)
    grips = page.locator(".things [data-grip]")
    first, last = grips.nth(0).bounding_box(), page.locator(".things > li").nth(2).bounding_box()
    page.mouse.move(first["x"] + 8, first["y"] + 12)
    page.mouse.down()
    page.mouse.move(first["x"] + 8, last["y"] + 10, steps=12)
    page.mouse.move(first["x"] + 8, last["y"] + last["height"] - 3, steps=6)
    with page.expect_response(lambda answer: answer.url.endswith("/order")):
        page.mouse.up()
    expect(page.locator(".things .title").nth(2)).to_have_text(before[0])
    page.reload()
    assert titles(page) == [*before[1:], before[0]]
    assert page.problems == []


def test_a_portfolio_is_built_without_javascript(open_page, served):
    filled = open_page()
    add_all(filled, served)
    page = open_page(scripts=False, who="ana2")
    page.context.add_cookies(filled.context.cookies())
    make(page, "Plain", "Praca z danymi", "Climate basics")
    before = titles(page)
    page.get_by_role("button", name=f"Move down: {before[0]}").click()
    assert titles(page) == before[::-1]
    expect(page.locator("#messages")).to_contain_text(f"“{before[0]}” is now number 2 of 2.")
    page.get_by_role("button", name=f"Take out: {before[0]}").click()
    assert titles(page) == [before[1]]
    page.get_by_role("button", name="Words of your own").click()
    page.get_by_label("Your words").fill("About me")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("About me")).to_be_visible()
    page.get_by_role("button", name="Delete the portfolio").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plain")


def fill(page, served) -> str:
    """A portfolio in which something of everything stands."""
    address = make(
        page, "Co potrafię z danymi", "Praca z danymi", "Climate basics", "First aid", "Team leader"
    )
    store = served.app.extensions["wallet"].store
    with store.write() as session:
        section = session.query(PortfolioSection).one()
        section.title, section.claim = "Data", "I can lead a small team"
        section.words = "What I use every day in my current project."
        first = session.query(PortfolioItem).filter_by(section_id=section.id, position=0).one()
        first.caption, first.reflection = (
            "I rebuilt our grant reporting: from two days to two hours.",
            "Hard.",
        )
        portfolio = section.portfolio_id
        for place, kind in enumerate(("skills", "words", "timeline", "evidence"), 1):
            session.add(PortfolioSection(portfolio_id=portfolio, position=place, kind=kind))
        session.flush()
        skills = session.query(PortfolioSection).filter_by(kind="skills").one()
        for place in range(4):
            session.add(PortfolioItem(section_id=skills.id, position=place, skill=f"Skill number {place}"))
    return address


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("pl", 360, False), ("en", 1280, True)],
)
def test_nothing_serious_on_any_page_of_building(open_page, served, language, width, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = open_page(width=width, dark=dark)
    look = (language, width, dark)
    add_all(page, served)

    def speak() -> None:
        with served.app.extensions["wallet"].store.write() as session:
            for account in session.query(Account):
                account.language = language

    found = []
    page.goto("/portfolios")
    found += serious(axe, page, "portfolios-none", look)
    home = fill(page, served)
    speak()
    store = served.app.extensions["wallet"].store
    with store.read() as session:
        by_kind = {section.kind: section.id for section in session.query(PortfolioSection)}
        item = session.query(PortfolioItem).filter(PortfolioItem.reflection != "").one().id
    pages = {
        "portfolios": "/portfolios",
        "new": "/portfolios/new",
        "portfolio": home,
        "head": f"{home}/head",
        "section": f"{home}/sections/{by_kind['credentials']}",
        "item": f"{home}/items/{item}",
        "add-badges": f"{home}/sections/{by_kind['credentials']}/add",
        "add-skills": f"{home}/sections/{by_kind['skills']}/add",
        "add-evidence": f"{home}/sections/{by_kind['evidence']}/add",
        "strongest": f"{home}/strongest",
    }
    for name, address in pages.items():
        page.goto(address)
        for summary in page.locator("main summary").all()[:1]:
            summary.click()
        found += serious(axe, page, name, look)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{name}: {wide} px wider than the screen"] if wide > 0 else []
    assert found == []
    assert page.problems == []
