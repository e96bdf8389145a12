"""XSS-01 in a real browser: hostile words stay text; nothing runs, is reported or asked of anybody."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.hostile import hostile_badge, write_everywhere
from tests.smith.issuer import Issuer
from tests.smith.web import Web
from wallet.imports import service as imports
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential

WATCH = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => window.__ran.push(name);
document.addEventListener('securitypolicyviolation', event => window.__ran.push(
    event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
"""


def received(served, holder: str) -> str:
    """A hostile badge, taken in and checked by the wallet's own threads."""
    services = served.app.extensions["wallet"]
    with served.app.test_request_context():
        imports.import_files(holder, [("x.jwt", hostile_badge(Issuer(Web(), did="key")))], services=services)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with services.store.read() as session:
            row = session.query(HeldCredential).filter_by(account_id=holder).one_or_none()
            if row is not None and row.verdict is not None:
                return row.id
        time.sleep(0.05)
    raise AssertionError("the badge was not checked in time")


def test_xss_01_nothing_of_strangers_or_learners_runs_on_any_page(open_page, served, chromium):
    page = open_page()
    store = served.app.extensions["wallet"].store
    with store.read() as session:
        holder = session.query(Account).filter_by(subject="ana@example.org").one().id
    badge = received(served, holder)
    with store.write() as session:
        ids = write_everywhere(session, holder, badge)
    page.goto(f"/links/portfolios/{ids['portfolio']}/new")
    page.locator('input[name="name"]').fill("Acme")
    page.locator("form[data-link-form] button.primary").click()
    address = page.locator("#link-address").input_value()
    page.goto(f"/links/credentials/{badge}/new")
    page.locator('input[name="name"]').fill("Acme")
    page.get_by_label("Anyone, in public").check()
    page.locator('input[name="embeddable"]').check()
    page.locator("form[data-link-form] button.primary").click()
    single = page.locator("#link-address").input_value()

    stranger = chromium.new_context(locale="en").new_page()
    asked: list[str] = []
    for visitor in (page, stranger):
        visitor.add_init_script(WATCH)
        visitor.on("request", lambda request: asked.append(request.url))
        visitor.on("dialog", lambda dialog: asked.append("dialog: " + dialog.message))
    visits = [
        (page, path)
        for path in (
            "/", "/?q=script", "/links", "/portfolios", "/paths", "/skills", f"/credentials/{badge}",
            f"/transparency/{badge}/ask", f"/portfolios/{ids['portfolio']}", f"/paths/{ids['path']}",
            f"/plans/{ids['path']}", f"/entries/{ids['entry']}", f"/guide/{ids['description']}",
        )
    ]  # fmt: skip
    visits += [(stranger, at) for at in (address, address + "/c1", single, single.replace("/s/", "/embed/"))]
    told = 0
    for visitor, at in visits:
        answer = visitor.goto(at)
        assert answer.status == 200, at
        visitor.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        visitor.mouse.move(200, 300)  # whatever waits for a pointer or for focus
        visitor.keyboard.press("Tab")
        assert visitor.evaluate("window.__ran") == [], at
        told += "alert(2)" in visitor.locator("body").inner_text()
    assert told >= len(visits) - 3
    expect(stranger.locator("body")).to_contain_text("<script/x>alert(2)</script/x>")
    stranger.context.close()
    elsewhere = [at for at in asked if not at.startswith((served.home, "data:image/"))]
    assert elsewhere == []
    assert page.problems == []
