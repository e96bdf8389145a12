"""What a browser keeps when people change: nothing of anybody (PWA-01, PWA-02)."""

from __future__ import annotations

from tests.browser.conftest import SESSION
from tests.integration.collection.people import sign_in
from wallet.store.models.account import SessionRecord

CANARY = "Kanarek w arkuszu"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const text = await (await cache.match(request)).text();
      found.push({name, url: request.url, text});
    }
  }
  return {caches: found, local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage),
          databases: (await indexedDB.databases()).map(one => one.name)};
}"""


def add_a_badge(page, served) -> None:
    page.goto("/add")
    file = {
        "name": "canary.jwt",
        "mimeType": "application/octet-stream",
        "buffer": served.issuer.token(CANARY, to="ana@example.org"),
    }
    page.set_input_files("#files", [file])
    page.get_by_role("button", name="Add these files").click()
    page.wait_for_selector('[data-state="done"]')
    page.goto("/")
    assert CANARY in page.content()


def worker_is_ready(page) -> None:
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def assert_nothing_kept(page, *canaries: str) -> None:
    kept = page.evaluate(KEPT)
    for canary in canaries:
        assert canary not in str(kept), canary
    assert kept["databases"] == []
    for one in kept["caches"]:
        path = one["url"].split("/", 3)[3]
        assert path.startswith("static/") or path == "offline", one["url"]


def test_pwa_01_who_signs_in_next_finds_nothing_of_who_was_there_before(served, open_page):
    page = open_page()
    add_a_badge(page, served)
    worker_is_ready(page)
    page.goto("/me")
    assert_nothing_kept(page, CANARY, "ana@example.org")
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.wait_for_url("**/sign-in**")
    assert_nothing_kept(page, CANARY, "ana@example.org")
    for _ in range(3):  # the back button, also into pages that the browser may have kept whole
        page.go_back()
        page.wait_for_load_state()
        assert CANARY not in page.content() and "ana@example.org" not in page.content()
    ben = sign_in(served.app, "ben@example.org")
    secret = ben.client.get_cookie(SESSION, domain="127.0.0.1").value
    page.context.add_cookies([{"name": SESSION, "value": secret, "url": served.home}])
    page.goto("/")
    assert CANARY not in page.content()
    page.context.set_offline(True)
    try:
        page.goto("/")
    except Exception:  # without the worker's page the browser shows its own
        assert page.url
    assert CANARY not in page.content() and "ana@example.org" not in page.content()
    page.context.set_offline(False)


def test_pwa_02_a_sign_in_ended_on_the_server_leaves_nothing_to_read_offline(served, open_page):
    page = open_page()
    add_a_badge(page, served)
    worker_is_ready(page)
    page.context.set_offline(True)
    with served.app.extensions["wallet"].store.write() as session:
        session.query(SessionRecord).delete()
    page.goto("/")  # the shell's own page: no personal page is ever kept, so there is none to be wiped
    assert "No connection" in page.content() and CANARY not in page.content()
    page.context.set_offline(False)
    first = page.context.request.get("/", max_redirects=0)
    assert first.status == 303 and first.headers["clear-site-data"] == '"cache", "storage"'
    page.goto("/")
    assert CANARY not in page.content()
