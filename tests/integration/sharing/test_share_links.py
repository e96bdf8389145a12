"""Showing one badge to one reader for a while."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

from PIL import Image

from tests.peers.wallet_in_test import HOME
from wallet.store.models.credential import VerdictRun
from wallet.store.models.link import ShareLink


def test_a_stranger_sees_the_badge_and_how_it_checks_out_without_an_account(ola, held, stranger):
    page = stranger.get(ola.open_link(held))
    assert page.status_code == 200
    assert "Dorobek Demo Academy" in page.text or "Akademia" in page.text
    assert "Verified" in page.text
    assert "How it checks out" in page.text


def test_the_page_is_for_this_reader_only_and_for_no_search_engine(ola, held, stranger):
    page = stranger.get(ola.open_link(held))
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_each_opening_is_counted_but_the_holders_own_are_not(ola, held, stranger, sqlite_store):
    path = ola.open_link(held)
    for browser in (stranger, stranger, ola.browser):
        assert browser.get(path).status_code == 200
    with sqlite_store.read() as session:
        assert session.query(ShareLink).one().views == 2
    assert "opened 2 times" in ola.browser.get("/links").text


def views(store) -> int:
    with store.read() as session:
        return session.query(ShareLink).one().views


def mark_on(page: str) -> str:
    return re.search(r'name="seen" value="([^"]+)"', page)[1]


def test_no_address_avoids_the_count(ola, sam, held, stranger, sqlite_store, clock):
    path = ola.open_link(held)
    now = clock.now()
    for count, tried in enumerate(
        (
            f"since={now.isoformat()}",
            "since=",
            "since=x",
            f"seen={int(now.timestamp()) + 60}.{'0' * 32}",
            "seen=9999999999.x",
            "seen=\u0661.x",
            f"since={now.isoformat()}&seen=",
        ),
        1,
    ):
        assert stranger.get(f"{path}?{tried}").status_code == 200
        assert views(sqlite_store) == count, tried


def test_a_check_that_follows_an_opening_is_not_a_second_one(ola, held, stranger, sqlite_store, clock):
    path = ola.open_link(held)
    mark = mark_on(stranger.get(path).text)
    clock.move(timedelta(minutes=2))
    answer = stranger.client.post(f"{path}/check", data={"seen": mark}, base_url=HOME)
    page = stranger.get(answer.headers["Location"])
    assert "Asking the issuers again" in page.text and views(sqlite_store) == 1
    going_on = re.search(r'hx-get="([^"]+)"', page.text)[1].replace("&amp;", "&")
    assert stranger.get(going_on).status_code == 200
    clock.move(timedelta(minutes=3))
    stranger.get(stranger.get(going_on).headers["Location"])
    assert views(sqlite_store) == 1
    clock.move(timedelta(minutes=9))
    stranger.get(answer.headers["Location"])  # kept and opened later: an opening like any other
    assert views(sqlite_store) == 2


def test_a_check_that_nobody_opened_the_page_for_is_counted(ola, held, stranger, sqlite_store):
    path = ola.open_link(held)
    answer = stranger.client.post(f"{path}/check", base_url=HOME)
    stranger.get(answer.headers["Location"])
    assert views(sqlite_store) == 1


def test_the_mark_of_one_link_is_none_for_another_and_none_after_the_clock_went_back(
    ola, held, stranger, sqlite_store, clock
):
    first, second = ola.open_link(held), ola.open_link(held, "Another")
    mark = mark_on(stranger.get(first).text)
    stranger.get(f"{second}?seen={mark}")
    with sqlite_store.read() as session:
        assert sorted(link.views for link in session.query(ShareLink)) == [1, 1]
    clock.move(timedelta(days=-2))
    stranger.get(f"{first}?seen={mark}")
    with sqlite_store.read() as session:
        assert sum(link.views for link in session.query(ShareLink)) == 3


def test_a_closed_link_leads_nowhere_at_once(ola, held, stranger):
    path = ola.open_link(held)
    link_id = link_ids(ola)[0]
    ola.browser.post(f"/links/{link_id}/close")
    assert stranger.get(path).status_code == 404
    assert "Closed by you" in ola.browser.get("/links").text


def test_a_link_can_end_on_a_chosen_day(ola, held, stranger, clock):
    path = ola.open_link(held, ends="day", day="2026-12-01")
    clock.move(timedelta(days=9, hours=11, minutes=59))
    assert stranger.get(path).status_code == 200
    clock.move(timedelta(seconds=59))
    assert stranger.get(path).status_code == 404


def test_an_end_in_the_past_is_explained_in_the_form(ola, held):
    answer = ola.browser.post(
        f"/links/credentials/{held}/new", {"name": "Acme", "ends": "day", "day": "2026-01-01"}
    )
    assert answer.status_code == 400
    assert 'value="Acme"' in answer.text
    assert 'role="alert"' in answer.text


def test_a_link_without_a_name_is_not_opened(ola, held, sqlite_store):
    answer = ola.browser.post(f"/links/credentials/{held}/new", {"name": "  ", "ends": "90"})
    assert answer.status_code == 400
    with sqlite_store.read() as session:
        assert session.query(ShareLink).count() == 0


def test_the_address_is_kept_by_the_browser_that_opened_it_and_by_nobody_else(ola, held, sqlite_store):
    path = ola.open_link(held)
    secret = path.removeprefix("/s/")
    with sqlite_store.read() as session:
        link = session.query(ShareLink).one()
        assert secret not in str(link.__dict__)
        assert len(secret) >= 43
    assert secret not in ola.browser.get("/links").text


def test_a_stranger_may_have_it_checked_again(ola, held, stranger, clock, sqlite_store):
    path = ola.open_link(held)
    clock.move(timedelta(minutes=5))
    answer = stranger.client.post(path + "/check", base_url=stranger.home)
    assert answer.status_code == 303
    waiting = stranger.get(answer.headers["Location"])
    assert "Asking the issuers again: 0 of 1" in waiting.text
    with ola.app.test_request_context():
        assert ola.app.extensions["wallet"].jobs.run_due() >= 1
    with sqlite_store.read() as session:
        assert session.query(VerdictRun).count() == 2
    assert "below is what they said" in stranger.get(answer.headers["Location"]).text


def test_within_a_minute_it_is_not_asked_again(ola, held, stranger, sqlite_store):
    stranger.client.post(ola.open_link(held) + "/check", base_url=stranger.home)
    with sqlite_store.read() as session:
        assert session.query(VerdictRun).count() == 1


def test_share_12_a_badge_revoked_later_is_shown_as_revoked(ola, stranger, samples, clock, shelf):
    from wallet.demo.samples import SAMPLES

    status = samples.academy.status_url
    kept = shelf.documents[status]
    shelf.documents[status] = kept
    held = ola.receive(samples.file(SAMPLES["ola-revoked.png"]))
    page = stranger.get(ola.open_link(held))
    assert "Verified" not in page.text
    assert "Revoked" in page.text or "Withdrawn" in page.text


def test_a_link_preview_gets_title_words_and_a_picture_of_its_own(ola, held, stranger):
    path = ola.open_link(held)
    page = stranger.get(path)
    assert 'property="og:title"' in page.text
    start = page.text.index('property="og:image"')
    address = page.text[page.text.index("https://wallet.example", start) :].split('"')[0]
    picture = stranger.get(address)
    assert picture.mimetype == "image/png"
    assert Image.open(BytesIO(picture.data)).size == (1200, 627)


def test_the_qr_code_is_a_picture_of_the_address(ola, held, stranger):
    answer = stranger.get(ola.open_link(held) + "/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<svg")


def test_linkedin_asks_for_an_open_link_first_and_then_fills_the_form(ola, held):
    first = ola.browser.get(f"/linkedin/{held}")
    assert first.status_code == 303
    assert first.headers["Location"].endswith(f"/links/credentials/{held}/new?for=linkedin")
    answer = ola.browser.post(
        f"/links/credentials/{held}/new?for=linkedin", {"name": "LinkedIn", "ends": "365"}
    )
    page = ola.browser.get(answer.headers["Location"])
    assert 'value="https://wallet.example/s/' in page.text  # a line to copy
    ways = {kind: ola.browser.post(f"/linkedin/{held}", {"kind": kind}) for kind in ("profile", "post")}
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in ways["profile"].text
    assert "certUrl=https%3A%2F%2Fwallet.example%2Fs%2F" in ways["profile"].text
    assert "https://www.linkedin.com/sharing/share-offsite/?url=" in ways["post"].text


def test_a_revoked_badge_is_not_offered_to_linkedin(ola, samples):
    from wallet.demo.samples import SAMPLES

    held = ola.receive(samples.file(SAMPLES["ola-revoked.png"]))
    ola.open_link(held)
    assert ola.browser.get(f"/linkedin/{held}").status_code == 400


def link_ids(learner) -> list[str]:
    with learner.store.read() as session:
        return [link.id for link in session.query(ShareLink).filter_by(account_id=learner.id)]


def test_a_reader_learns_that_it_was_issued_to_whoever_shares_it(ola, held, stranger):
    assert "Issued to whoever shares it" in stranger.get(ola.open_link(held)).text


def test_a_reader_learns_when_it_was_issued_to_somebody_else(sam, badge, stranger):
    page = stranger.get(sam.open_link(sam.receive(badge))).text
    assert "Issued to someone else" in page
    assert "confirmed by the person who shares it" in page
    assert "<strong>Verified · Issued to someone else</strong>" in page
    assert 'class="banner top" data-verdict="warn"' in page
