# ruff: noqa: F811 (fixtures come in by import)
"""On a phone no page grows wider than its window when every text is a third longer."""

from __future__ import annotations

import pytest

from tests.translations.pseudo import CODE
from tests.translations.walking import (
    Walk,
    demo_walk,  # noqa: F401 (fixtures)
    grant,  # noqa: F401
    jan,  # noqa: F401
    pseudo_folder,  # noqa: F401
    things,  # noqa: F401
    translations,  # noqa: F401
    walks,  # noqa: F401
)

WIDTH = 360
# Every folded part open: what makes the document wider than the window, and how wide it is.
OVERFLOW = """() => {
  document.querySelectorAll("details").forEach(each => { each.open = true; });
  const width = document.documentElement.scrollWidth;
  if (width <= innerWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(each =>
    each.getBoundingClientRect().right > innerWidth + 0.5 && each.children.length === 0);
  return [String(width), ...wide.slice(0, 3).map(each => each.outerHTML.slice(0, 200))];
}"""


@pytest.fixture
def phone(chromium):
    """Opens a phone whose requests the app of a walk answers, without a socket."""
    contexts = []

    def opened(walk: Walk):
        context = chromium.new_context(viewport={"width": WIDTH, "height": 780}, service_workers="block")
        contexts.append(context)

        def answer(route):
            address = route.request.url.removeprefix(walk.browser.home)
            if address == route.request.url or route.request.method != "GET":
                route.abort()
                return
            given = walk.browser.get(address, follow_redirects=True)
            route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.data)

        context.route("**/*", answer)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_no_page_overflows_a_phone_in_the_pseudo_language(walks, demo_walk, phone):
    overflowing, seen = {}, 0
    for who, walk in {**walks, "demo": demo_walk}.items():
        page = phone(walk)
        for address in walk.endpoints.values():
            page.goto(walk.browser.home + address)
            assert page.locator("html").get_attribute("lang") == CODE
            if found := page.evaluate(OVERFLOW):
                overflowing[f"{who} {address}"] = found
            seen += 1
    assert overflowing == {}
    assert seen > 100
