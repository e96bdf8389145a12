"""Where somebody goes, in a real browser: the three kinds of goal, and from what is missing to the print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import serious
from wallet.store import clock


@pytest.fixture
def look() -> Iterator:
    """Looks at a page: axe finds nothing serious, nothing scrolls sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def looked(page, name: str, *how) -> None:
        assert serious(axe, page, name, how) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    return looked


def begin(page, goal: str, target: str) -> str:
    """A path from the kind of goal; its address."""
    page.goto("/paths/new")
    page.locator(f"input[name=goal][value={goal}]").check()
    page.locator("main form button.primary").click()
    page.wait_for_url(f"**/paths/new?goal={goal}")
    page.fill("[name=target]", target)
    page.fill("[name=due_on]", (clock.now() + timedelta(days=200)).date().isoformat())
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/paths/[0-9a-f]{32}"))
    return page.url.split("#")[0]


def skilled(served, title: str, *skills: str) -> bytes:
    """A signed badge for Ana with these skills."""
    today = f"{clock.now():%Y-%m-%d}T00:00:00Z"
    credential = served.issuer.credential(title, to="ana@example.org", validFrom=today)
    credential["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": skill} for skill in skills
    ]
    return served.issuer.sign(credential)


def receive(page, data: bytes) -> None:
    page.goto("/add")
    page.set_input_files(
        "#files", [{"name": "badge.jwt", "mimeType": "application/octet-stream", "buffer": data}]
    )
    page.locator("main button.primary").first.click()
    page.wait_for_url(re.compile("/add/[0-9a-f]{32}"))
    expect(page.locator("[data-state=done]")).to_have_count(1, timeout=30_000)
    expect(page.locator("#imports-progress progress")).to_have_count(0)


def take(page, number: int) -> None:
    starter = page.locator(f"form[action$='/starter/{number}'] button")
    starter.click()
    expect(starter).to_have_count(0)


def test_bringing_skills_up_to_date_in_english(served, open_page, look):
    page, how = open_page(), ("en", 1280, False)
    path = begin(page, "upskilling", "office worker")
    take(page, 2)
    page.locator("a[href$='/steps/new']").click()
    page.fill("[name=title]", "Show that I handle data")
    page.select_option("[name=kind-0]", "group")  # its lines come at once
    page.select_option("[name='kind-0.0']", "skill")
    page.fill("[name='text-0.0']", "Pivot tables")
    expect(page.locator("[name='amount-0.0']")).to_be_hidden()
    page.select_option("[name='kind-0.1']", "sum_ects")
    page.fill("[name='amount-0.1']", "many")
    page.locator("[name=needed-0]").select_option("any")
    page.locator("main form button.primary").click()
    expect(page.get_by_role("alert")).to_contain_text("a number above 0")
    assert page.input_value("[name='text-0.0']") == "Pivot tables"
    page.fill("[name='amount-0.1']", "2,5")
    look(page, "step-form", *how)
    page.locator("main form button.primary").click()
    step = page.locator(".stairs > li", has_text="Show that I handle data")
    said = "One of these: a badge for the skill “Pivot tables”; at least 2.5 ECTS credits"
    expect(step).to_contain_text(said)
    receive(page, skilled(served, "Praca z danymi w arkuszu", "Pivot tables"))
    page.goto(path)
    expect(step).to_have_attribute("data-state", "done")
    expect(step).to_contain_text("Proven by Praca z danymi w arkuszu")
    expect(page.locator(".ring strong").first).to_have_text("50%")
    expect(page.locator("#chart")).to_be_visible()
    expect(page.locator(".wins")).to_contain_text("proven by “Praca z danymi w arkuszu”")
    page.locator("summary", has_text="Set the next action").click()
    page.fill("[name=text]", "Ask my manager for an example")
    page.fill("[name=on]", "2026-12-01")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("section:has(#next)")).to_contain_text("by 1 December 2026")
    look(page, "path", *how)
    page.goto("/paths")
    expect(page.locator(".way.path")).to_contain_text("50%")
    look(page, "paths", *how)
    assert [one for one in page.problems if "400" not in one] == []  # the refusal above


def test_moving_to_another_occupation_in_polish_from_what_is_missing_to_the_print(served, open_page, look):
    page, how = open_page(language="pl"), ("pl", 1280, False)
    receive(page, skilled(served, "Climate basics", "Rozmowa z klientem"))
    path = begin(page, "reskilling", "analityk danych")
    expect(page.locator("#start")).to_have_text("Co zabierasz ze sobą")
    expect(page.locator("section:has(#start)")).to_contain_text("Climate basics")
    take(page, 0)
    page.goto(f"{path.replace('/paths', '/skills/gaps')}")
    page.fill("[name=needs]", "Rozmowa z klientem\nTabele przestawne\nSpawanie")
    page.get_by_role("button", name="Porównaj z tym, co mam").click()
    page.get_by_role("button", name="Tak, to jest to").click()
    page.locator("[data-gap=proven]").wait_for()
    page.get_by_role("button", name="Utwórz kroki z zaznaczonych").click()
    step = page.locator(".stairs > li", has_text="Tabele przestawne")
    expect(step).to_contain_text("Odznaka za umiejętność „Tabele przestawne”")
    receive(page, skilled(served, "Praca z danymi w arkuszu", "Tabele przestawne"))
    page.goto(path)
    expect(step).to_have_attribute("data-state", "done")
    expect(step).to_contain_text("Praca z danymi w arkuszu")
    page.goto(f"{path}/edit")
    page.locator("summary", has_text="Które odznaki liczą się na całej ścieżce").click()
    page.locator("[name=verified_only]").check()
    look(page, "path-form", *how)
    page.locator("main form button.primary").click()
    expect(page.locator("h1")).to_have_text("analityk danych")
    expect(page.locator("main")).to_contain_text("Liczą się tylko odznaki: potwierdzone przy sprawdzeniu")
    expect(step).to_have_attribute("data-state", "done")
    look(page, "path", *how)
    page.locator("a[href^='/plans/']").click()
    page.wait_for_url("**/plans/*")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/plans/[0-9a-f]{32}/\d+$"))
    expect(page.locator("article")).to_contain_text("Praca z danymi w arkuszu")
    expect(page.locator("article")).to_contain_text("Liczą się tylko odznaki")
    assert page.problems == []


def test_coming_back_to_work_in_polish_on_a_small_dark_screen(served, open_page, look):
    page, how = open_page(language="pl", width=360, dark=True), ("pl", 360, True)
    receive(page, skilled(served, "Climate basics", "Recykling"))
    path = begin(page, "return", "praca w kuchni")
    expect(page.locator("#start")).to_have_text("Co nadal się liczy")
    expect(page.locator(".starters li").first).to_contain_text("około 20 godzin")
    look(page, "path-new", *how)
    take(page, 0)
    page.goto(f"{path}/steps/new")
    page.fill("[name=title]", "Wracam do segregowania")
    page.select_option("[name=kind-0]", "skill")
    page.fill("[name=text-0]", "Recykling")
    page.locator(".rule-line .rule-more > summary").first.click()
    look(page, "step-form", *how)
    page.press("[name=text-0]", "Enter")  # saves; it does not open another line
    step = page.locator(".stairs > li", has_text="Wracam do segregowania")
    expect(step).to_have_attribute("data-state", "done")
    expect(step).to_contain_text("Climate basics")
    expect(page.locator(".wins")).to_contain_text("Wracam do segregowania")
    expect(page.locator("section:has(#next)")).to_contain_text("napisz, co zrobisz teraz i do kiedy")
    look(page, "path", *how)
    assert page.problems == []
