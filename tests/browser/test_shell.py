"""What every page brings along: Trusted Types, the service worker, the offline page, the language switch."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

KEPT = """async () => {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map((request) => new URL(request.url).pathname);
}"""


def ready(page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


@pytest.mark.parametrize(
    "attempt",
    [
        "document.body.insertAdjacentHTML('beforeend', '<b>injected</b>')",
        "document.querySelector('main').innerHTML = location.hash || '<i>injected</i>'",
        "new DOMParser().parseFromString('<p>injected</p>', 'text/html')",
        "document.createElement('script').src = 'https://evil.example/x.js'",
        "document.createElement('script').text = 'injected()'",
        "trustedTypes.createPolicy('another', {createHTML: (text) => text})",
    ],
)
def test_text_that_our_server_did_not_just_send_never_becomes_markup(open_page, attempt):
    page = open_page()
    page.goto("/how-checking-works")
    outcome = page.evaluate(f"() => {{ try {{ {attempt}; return 'let in' }} catch {{ return 'blocked' }} }}")
    assert outcome == "blocked"
    expect(page.get_by_text("injected")).to_have_count(0)


def test_fragments_of_our_server_do_become_markup(open_page):
    page = open_page()
    page.goto("/check")
    page.locator("main form button[type=submit]").click()  # a refusal stands where the results will stand
    expect(page.locator("#content #checker-results")).to_contain_text("There was nothing to check.")
    page.fill("textarea[name=text]", '{"no": "badge"}')
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#checker-results")).to_contain_text("Not readable")
    assert page.url.endswith("/check")
    assert page.problems == []


def test_the_browser_keeps_the_shell_and_no_personal_page(open_page):
    page = open_page()
    page.goto("/")
    ready(page)
    for path in ("/", "/me", "/links", "/add"):
        page.goto(path)
    kept = page.evaluate(KEPT)
    assert "/offline" in kept
    assert all(path == "/offline" or path.startswith("/static/") for path in kept)


def test_without_a_network_there_is_a_page_that_says_so(open_page):
    page = open_page()
    page.goto("/how-checking-works")
    ready(page)
    page.reload()  # the first page was loaded before the worker took over
    page.context.set_offline(True)
    page.goto("/me")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    expect(page.get_by_text("ana@example.org")).to_have_count(0)
    page.context.set_offline(False)


def test_the_language_can_be_switched_without_scripts(open_page):
    page = open_page(scripts=False)
    page.goto("/how-checking-works")
    page.get_by_role("button", name="Polski").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jak sprawdzamy")
    assert page.url.endswith("/how-checking-works")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_can_skip_to_the_content(open_page, width):
    page = open_page(width=width)
    page.goto("/how-checking-works")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
