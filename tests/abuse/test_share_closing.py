"""Links that stop, and what must stop with them: SHARE-02, 03, 07, 09 to 11, 13 to 20."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.abuse.shared_addresses import dead, every_address, told
from tests.peers.wallet_in_test import HOME, Browser, open_wallet
from wallet.sharing import links, resolve_link
from wallet.sharing.links import Wanted
from wallet.store import Store
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential
from wallet.store.models.link import ShareLink
from wallet.store.models.portfolio import Portfolio


def only_link(store) -> str:
    with store.read() as session:
        return session.query(ShareLink).one().id


def set_on(store, table, id: str, **values) -> None:
    with store.write() as session:
        row = session.get(table, id)
        for name, value in values.items():
            setattr(row, name, value)


# Every way in which a link stops leading anywhere.
STOPS = {
    "closed": lambda ola, held, link: ola.browser.post(f"/links/{link}/close"),
    "closed with all": lambda ola, held, link: ola.browser.post("/links/close-all"),
    "paused": lambda ola, held, link: ola.browser.post(f"/links/{link}/pause"),
    "ended": lambda ola, held, link: set_on(
        ola.store, ShareLink, link, ends_at=datetime(2026, 11, 22, 11, tzinfo=UTC)
    ),
    "badge deleted": lambda ola, held, link: ola.browser.post(f"/credentials/{held}/delete"),
    "leaving": lambda ola, held, link: set_on(
        ola.store, Account, ola.id, erase_at=datetime(2026, 11, 29, tzinfo=UTC)
    ),
}


@pytest.mark.parametrize("stop", STOPS)
def test_share_02_whatever_stops_a_link_every_address_below_it_is_dead_to_the_byte(
    app, ola, held, stranger, clock, stop
):
    path = ola.open_link(held, audience="public", embeddable="on")
    secret = path.removeprefix("/s/")
    assert stranger.get(path).status_code == 200
    STOPS[stop](ola, held, only_link(ola.store))
    for endpoint, method, address in every_address(app, secret):
        gone = stranger.client.open(address, method=method, base_url=HOME)
        never = stranger.client.open(address.replace(secret, dead()), method=method, base_url=HOME)
        assert gone.status_code == never.status_code == 404, endpoint
        assert (gone.mimetype, gone.data) == (never.mimetype, never.data), endpoint
        assert list(gone.headers.keys()) == list(never.headers.keys()), endpoint
        assert gone.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in gone.headers, endpoint


def test_share_02_a_deleted_portfolio_takes_its_links_with_it(ola, stranger, sqlite_store, clock):
    path, portfolio = portfolio_link(ola)
    assert stranger.get(path).status_code == 200
    set_on(sqlite_store, Portfolio, portfolio, deleted_at=clock.now())
    assert stranger.get(path).status_code == 404


def portfolio_link(ola, **wanted) -> tuple[str, str]:
    with ola.store.write() as session:
        made = Portfolio(account_id=ola.id, title="For work", language="en", audience="employer")
        session.add(made)
        session.flush()
        id = made.id
    ends_at = resolve_link.clock.now() + timedelta(days=90)
    asked = Wanted(name="Acme", ends_at=ends_at, language="en", **wanted)
    _, secret = links.open_link(ola.id, store=ola.store, wanted=asked, portfolio_id=id)
    return f"/s/{secret}", id


def test_share_02_another_worker_knows_at_once(ola, held, sqlite_store):
    """Two apps over one database, as two workers are: nothing is remembered between requests."""
    path = ola.open_link(held)
    other_store = Store(sqlite_store.url.render_as_string(hide_password=False))
    other = Browser(open_wallet(other_store))
    assert other.get(path).status_code == 200
    ola.browser.post(f"/links/{only_link(ola.store)}/close")
    assert other.get(path).status_code == 404
    other_store.dispose()


@pytest.mark.parametrize("zone", [-12, 0, 1, 2, 14])
def test_share_03_the_end_is_one_instant_in_whatever_zone_it_was_written(ola, held, stranger, clock, zone):
    path = ola.open_link(held)
    instant = (clock.now() + timedelta(hours=5)).astimezone(timezone(timedelta(hours=zone)))
    set_on(ola.store, ShareLink, only_link(ola.store), ends_at=instant)
    clock.move(timedelta(hours=5, seconds=-1))
    assert stranger.get(path).status_code == 200
    clock.move(timedelta(seconds=1))
    assert stranger.get(path).status_code == 404


def test_share_05_every_address_needs_the_whole_secret(app, ola, held, stranger):
    secret = ola.open_link(held).removeprefix("/s/")
    for part in (secret[:-1], secret[1:], secret[:20], secret + "A", secret.swapcase()):
        for endpoint, method, address in every_address(app, part):
            answer = stranger.client.open(address, method=method, base_url=HOME)
            assert answer.status_code == 404, endpoint


def test_share_09_a_removed_badge_is_gone_from_page_data_and_picture_at_once(app, ola, held, stranger):
    path = ola.open_link(held)
    page = stranger.get(path).text
    title = re.search(r"<h1[^>]*>\s*([^<]+?)\s*</h1>", page).group(1)
    ola.browser.post(f"/credentials/{held}/delete")
    for endpoint, method, address in every_address(app, path.removeprefix("/s/")):
        answer = stranger.client.open(address, method=method, base_url=HOME)
        assert title.encode() not in answer.data, endpoint


def test_share_10_nothing_of_the_owner_leaves_by_any_address(app, ola, held, stranger, samples):
    from wallet.demo.samples import SAMPLES

    award = SAMPLES["ola-holds.png"].award
    secret = ola.open_link(held).removeprefix("/s/")
    kept = ("ola@dorobek.example", award.salt, award.hashed_email.removeprefix("sha256$"))
    for endpoint, method, address in every_address(app, secret):
        answer = stranger.client.open(address, method=method, base_url=HOME)
        for hidden in (*kept, ola.id, held, only_link(ola.store), "Acme, HR"):
            assert hidden.encode() not in answer.data, (endpoint, hidden)
            assert hidden not in str(answer.headers), (endpoint, hidden)


def test_share_10_the_original_leaves_only_when_it_was_ticked_and_confirmed(ola, held, stranger, badge):
    path = ola.open_link(held)
    assert stranger.get(f"{path}/c1/original").status_code == 404
    offered = ola.open_link(
        held, audience="employer", include_original="on", original_confirmed="on", name="With original"
    )
    answer = stranger.get(f"{offered}/c1/original")
    assert answer.data == badge
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "badge.png" not in answer.headers["Content-Disposition"]


def test_share_10_a_public_link_never_offers_the_original(ola, held, stranger):
    path = ola.open_link(held, audience="public", include_original="on", original_confirmed="on")
    assert stranger.get(f"{path}/c1/original").status_code == 404


def test_share_11_neither_heads_nor_pictures_nor_dead_ends_count_as_views(app, ola, held, stranger):
    path = ola.open_link(held)
    stranger.client.head(path, base_url=HOME)
    stranger.get(f"{path}/qr.svg")
    stranger.get(f"{path}.json")
    ola.browser.get(path)
    with ola.store.read() as session:
        assert session.query(ShareLink).one().views == 0
    stranger.get(path)
    with ola.store.read() as session:
        assert session.query(ShareLink).one().views == 1


def test_share_13_an_old_check_says_how_old_it_is(ola, held, stranger, clock):
    path = ola.open_link(held, ends="365")
    clock.move(timedelta(days=300))
    page = stranger.get(path).text
    assert "22 November 2026" in page or "Nov 22, 2026" in page or "2026-11-22" in page


def test_share_14_there_are_no_addresses_with_names_to_try(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("shared.") and rule.endpoint != "sharing.oembed":
            assert "secret" in rule.arguments, rule.rule


def test_share_15_every_answer_below_a_link_is_kept_by_no_cache(app, ola, held, stranger):
    path = ola.open_link(held)
    for endpoint, method, address in every_address(app, path.removeprefix("/s/")):
        answer = stranger.client.open(address, method=method, base_url=HOME)
        assert answer.headers["Cache-Control"] == "no-store", endpoint
        assert "noindex" in answer.headers["X-Robots-Tag"], endpoint
        assert "Set-Cookie" not in answer.headers, endpoint
    for page in ("/links", f"/links/{only_link(ola.store)}", f"/links/credentials/{held}/new"):
        assert ola.browser.get(page).headers["Cache-Control"] == "no-store"


def test_share_16_the_secret_is_in_no_log_and_in_no_title(ola, held, stranger, caplog):
    caplog.set_level(logging.DEBUG)
    path = ola.open_link(held)
    secret = path.removeprefix("/s/")
    title = re.search(r"<title>(.*?)</title>", stranger.get(path).text, re.DOTALL).group(1)
    stranger.get(f"{path}/nothing/here")
    stranger.get(f"{path[:-1]}")
    assert secret not in title
    assert secret not in caplog.text


def test_share_17_only_the_embed_may_stand_in_a_foreign_frame(app, ola, held, stranger):
    path = ola.open_link(held, audience="public", embeddable="on")
    secret = path.removeprefix("/s/")
    for endpoint, method, address in every_address(app, secret):
        answer = stranger.client.open(address, method=method, base_url=HOME)
        policy = answer.headers["Content-Security-Policy"]
        if endpoint == "sharing.embed":
            assert answer.status_code == 200
            assert "frame-ancestors *" in policy
            assert "form-action 'none'" in policy or "form-action" not in policy.replace("'self'", "")
            assert "<form" not in answer.text
            assert "Set-Cookie" not in answer.headers
        else:
            assert "frame-ancestors *" not in policy, endpoint


@pytest.mark.parametrize(
    "form",
    [
        {"audience": "employer", "embeddable": "on"},
        {"audience": "public"},
        {"audience": "public", "embeddable": "on", "password": "a password"},
    ],
)
def test_share_17_only_a_public_link_that_allows_it_is_embedded(ola, held, stranger, form):
    secret = ola.open_link(held, **form).removeprefix("/s/")
    assert stranger.get(f"/embed/{secret}").status_code == 404


def test_share_17_a_password_set_later_takes_the_embed_away(ola, held, stranger):
    secret = ola.open_link(held, audience="public", embeddable="on").removeprefix("/s/")
    assert stranger.get(f"/embed/{secret}").status_code == 200
    ola.browser.post(f"/links/{only_link(ola.store)}/password", {"password": "a password"})
    assert stranger.get(f"/embed/{secret}").status_code == 404


def test_share_18_there_is_an_end_to_open_links_and_all_close_at_once(ola, sam, held, badge, stranger, clock):
    theirs = sam.open_link(sam.receive(badge))
    mine = ola.open_link(held)
    with ola.store.write() as session:
        for number in range(links.MOST_OPEN - 1):
            session.add(
                ShareLink(
                    account_id=ola.id,
                    credential_id=held,
                    name=f"Link {number}",
                    secret_hash=f"{number:064}",
                    secret_prefix="abcd",
                    ends_at=clock.now() + timedelta(days=1),
                )
            )
    refused = ola.browser.post(f"/links/credentials/{held}/new", {"name": "one more", "ends": "90"})
    assert refused.status_code == 400
    assert "200" in refused.text
    ola.browser.post("/links/close-all")
    assert stranger.get(mine).status_code == 404
    assert stranger.get(theirs).status_code == 200
    with ola.store.read() as session:
        mine_open = session.query(ShareLink).filter_by(account_id=ola.id, closed_at=None).count()
    assert mine_open == 0
    assert ola.open_link(held)


def test_share_18_a_renewed_link_does_not_slip_past_the_quota(ola, held, clock):
    with ola.store.write() as session:
        for number in range(links.MOST_OPEN + 1):
            over = number == 0
            session.add(
                ShareLink(
                    account_id=ola.id,
                    credential_id=held,
                    name="old" if over else f"Link {number}",
                    secret_hash=f"{number:064}",
                    secret_prefix="abcd",
                    ends_at=clock.now() + timedelta(days=-1 if over else 1),
                )
            )
    with ola.store.read() as session:
        old = session.query(ShareLink).filter_by(name="old").one().id
    assert ola.browser.post(f"/links/{old}/renew", {"ends": "90"}).status_code == 400


def test_share_19_what_a_learner_writes_never_stands_where_the_verdict_stands(ola, stranger):
    """A portfolio may be called whatever its owner likes; the summary says only what we found."""
    path, portfolio = portfolio_link(ola)
    lie = "✔ Verified by Dorobek"
    set_on(ola.store, Portfolio, portfolio, title=lie, headline=lie)
    page = stranger.get(path).text
    areas = re.findall(r'<(?:div|section)[^>]*class="banner[^"]*".*?</(?:div|section)>', page, re.DOTALL)
    assert areas
    assert lie in page
    assert not any(lie in area for area in areas)


def test_share_20_a_printed_code_leads_nowhere_after_closing_and_the_print_says_its_day(
    ola, held, stranger, clock
):
    path = ola.open_link(held)
    page = stranger.get(path).text
    assert f'src="{path}/qr.svg' in page
    assert "2026" in page
    ola.browser.post(f"/links/{only_link(ola.store)}/close")
    assert stranger.get(f"{path}/qr.svg").status_code == 404
    assert stranger.get(path).status_code == 404


def test_share_02_what_a_closed_link_kept_is_gone(ola, held):
    ola.open_link(held, password="three small words")
    link = only_link(ola.store)
    ola.browser.post(f"/links/{link}/close")
    with ola.store.read() as session:
        row = session.get(ShareLink, link)
        assert (row.password_hash, row.frozen) == (None, None)
        assert session.get(HeldCredential, held) is not None


def test_share_01_a_secret_is_256_random_bits_kept_only_as_its_digest(ola, held):
    secrets_seen = {ola.open_link(held, name=f"Link {n}").removeprefix("/s/") for n in range(20)}
    assert len(secrets_seen) == 20
    assert all(re.fullmatch(r"[\w-]{43}", secret) for secret in secrets_seen)
    with ola.store.read() as session:
        rows = session.query(ShareLink).all()
        assert {row.secret_hash for row in rows} == {
            resolve_link.digest_of(secret) for secret in secrets_seen
        }


def test_told_ignores_only_the_address(stranger):
    assert told(stranger.get(f"/s/{dead()}")) == told(stranger.get(f"/s/{dead()}"))
