"""Taking one's data and opening them without the wallet; leaving, and coming back."""

from __future__ import annotations

import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import SESSION
from wallet.accounts import sessions
from wallet.store import clock
from wallet.store.models.account import Account


def add_badges(page, served) -> None:
    page.goto("/add")
    page.set_input_files("#files", served.files()[:2])
    page.get_by_role("button", name="Add these files").click()
    page.wait_for_selector('[data-state="done"] >> nth=1')


def nothing_serious(page) -> None:
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def test_the_copy_opens_offline_and_names_the_badges(served, open_page, chromium, tmp_path):
    page = open_page()
    add_badges(page, served)
    page.goto("/me")
    page.get_by_role("link", name="Take my data").click()
    nothing_serious(page)
    page.get_by_role("button", name="Make the file").click()
    page.wait_for_selector('a[href$="/download"]')
    with page.expect_download() as waiting:
        page.locator('a[href$="/download"]').click()
    waiting.value.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path / "copy")
    context = chromium.new_context(offline=True, viewport={"width": 360, "height": 800})
    alone = context.new_page()
    problems = []
    alone.on("console", lambda message: problems.append(message.text))
    alone.on("requestfailed", lambda request: problems.append(request.url))
    alone.goto((tmp_path / "copy" / "index.html").as_uri())
    assert alone.get_by_role("heading", name="Climate basics").is_visible()
    assert alone.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    assert alone.evaluate("document.documentElement.scrollWidth") <= 360
    assert problems == []
    nothing_serious(alone)  # last: axe asks for the style sheet itself, which the page's policy refuses
    context.close()


def test_leaving_closes_everything_and_undo_brings_it_back(served, open_page):
    page = open_page()
    add_badges(page, served)
    page.goto("/me/leave")
    nothing_serious(page)
    page.get_by_label("I want to leave and have everything erased").check()
    page.get_by_role("button", name="Leave and erase").click()
    page.wait_for_selector("text=Your wallet is closed and every link is dead")
    services = served.app.extensions["wallet"]
    with services.store.write() as session:
        (account,) = session.query(Account).filter(Account.erase_at.is_not(None)).all()
        secret = sessions.open_session(session, account, provider="test", identity=_Identity, now=clock.now())
    page.context.add_cookies([{"name": SESSION, "value": secret, "url": served.home}])
    page.goto("/")
    assert page.get_by_role("heading", name="You have left").is_visible()
    nothing_serious(page)
    page.get_by_role("button", name="Undo, I stay").click()
    page.wait_for_selector("text=Climate basics")


class _Identity:
    id_token, auth_time = "", None


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_pages_fit_a_small_screen(served, open_page, language):
    page = open_page(language=language, width=360, dark=language == "pl")
    for place in ("/me", "/takeout", "/me/leave"):
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
