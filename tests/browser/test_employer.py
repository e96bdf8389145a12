"""An employer opens a portfolio, understands it, has it checked again, prints it: no account, no cookie."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import SERIOUS
from tests.browser.test_main_job import add_all
from tests.integration.sharing.test_recipients_page import build
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential


class Holder:
    def __init__(self, store) -> None:
        self.store = store
        with store.read() as session:
            self.id = session.query(Account).first().id
            held = session.query(HeldCredential).filter_by(account_id=self.id)
            # the one that does not hold first, what is nobody's to show last
            ordered = sorted(held, key=lambda row: (row.another, row.verdict != "invalid"))
            self.held = [row.id for row in ordered]


@pytest.mark.parametrize(("width", "dark", "language"), [(1280, False, "en"), (360, True, "pl")])
def test_an_employers_route(open_page, served, chromium, width, dark, language):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page()
    add_all(page, served)
    holder = Holder(served.app.extensions["wallet"].store)
    page.goto(f"/links/portfolios/{build(holder, *holder.held[:4])}/new")
    page.get_by_label("Name of the link").fill("Acme")
    page.get_by_role("button", name="Open the link").click()
    address = page.get_by_label("Address").input_value()

    context = chromium.new_context(
        locale=language, viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    reader = context.new_page()
    foreign = []
    reader.on("request", lambda asked: asked.url.startswith(served.home) or foreign.append(asked.url))
    reader.goto(address)
    expect(reader.locator("#shared-page-summary")).to_have_attribute("data-verdict", "fail")
    reader.locator("article.shown summary").first.click()
    expect(reader.locator("article.shown .checks").first).to_be_visible()
    found = [v["id"] for v in axe.run(reader).response["violations"] if v["impact"] in SERIOUS]
    assert found == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
    reader.locator("form[action*='/check'] button").click()
    reader.wait_for_url("**since=**")
    reader.emulate_media(media="print")
    expect(reader.locator(".only-print")).to_be_visible()
    assert foreign == []
    assert context.cookies() == []
    context.close()
