"""A page about a badge leads to the badge itself, and is never taken for more than that."""

from __future__ import annotations

import json
import time

import pytest

from tests.smith.badges import BadgeHost
from tests.smith.web import Web
from wallet.errors import Unreadable
from wallet.fetching.links import open_link
from wallet.fetching.pages import MOST, read_page

PAGE = "https://badges.example/pages/1"


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def badge(web):
    return BadgeHost(web).publish(BadgeHost(web).assertion())


def page_of(web, head: str, *, url: str = PAGE, **more) -> bytes | Unreadable:
    body = f"<!doctype html><html><head><title>Baking</title>{head}</head><body>Baking</body></html>"
    web.put(url, body, content_type="text/html", **more)
    return open_link(url, resources=web)


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/json" href="/assertions/1">',
        "<LINK type='application/ld+json; charset=utf-8' href='../assertions/1' rel='me alternate' />",
        "<link rel=alternate type=application/vc+ld+json href=https://badges.example/assertions/1>",
        '<link rel="openbadges-assertion" href="https://badges.example/assertions/1">',
        '<link rel="alternate" type="application/json" href="/wp-json/1">'
        '<link rel="alternate" type="application/json" href="/assertions/1#a">',
    ],
)
def test_the_badge_is_found_where_the_page_says_it_is(web, badge, link):
    web.put("https://badges.example/wp-json/1", {"title": "Baking", "content": "of a weblog"})
    assert json.loads(page_of(web, link)) == badge


def test_a_badge_written_into_the_page_is_found(web, badge):
    head = f'<script type="application/ld+json">\n{json.dumps(badge)}\n</script>'
    assert json.loads(page_of(web, head)) == badge


def test_a_badge_that_is_only_called_a_page_is_still_a_badge(web, badge):
    web.put(PAGE, badge, content_type="text/html")
    assert json.loads(open_link(PAGE, resources=web)) == badge


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<link rel="alternate" hreflang="pl" href="/assertions/1">',
        '<link rel="alternate" type="application/rss+xml" href="/assertions/1">',
        '<link rel="stylesheet" type="application/json" href="/assertions/1">',
        '<link rel="alternate" type="application/json" href="/gone">',
        '<link rel="alternate" type="application/json" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/json" href="https://[broken/">',
        '<link rel="alternate" type="application/json" href="/badge">',  # what can be earned
        '<link rel="alternate" type="application/json" href="/pages/2">',  # a second step is not taken
        '<script type="application/ld+json">{"@type": "EducationalOccupationalCredential"}</script>',
        '<script type="application/ld+json">"https://badges.example/assertions/1"</script>',
    ],
)
def test_a_page_without_a_badge_stays_a_page(web, badge, head):
    web.put(
        "https://badges.example/pages/2",
        '<link rel="alternate" type="application/json" href="/assertions/1">',
        content_type="text/html",
    )
    problem = page_of(web, head)
    assert isinstance(problem, Unreadable) and problem.code == "link-is-a-page"
    assert problem.params["url"] == PAGE


def test_a_page_that_lists_addresses_without_end_has_a_few_of_them_asked_its_own_first(web, badge):
    links = [
        f'<link rel="alternate" type="application/json" href="https://x{n}.example/">' for n in range(99)
    ]
    own = '<link rel="alternate" type="application/json" href="/assertions/1">'
    assert json.loads(page_of(web, "".join([*links, own]))) == badge
    web.asked.clear()
    assert isinstance(page_of(web, "".join(links)), Unreadable)
    assert len(web.asked) == 1 + MOST


def test_a_relative_address_counts_from_where_the_page_was_found(web, badge):
    link = '<link rel="alternate" type="application/json" href="1">'
    found = page_of(web, link, url="https://go.example/x", final_url="https://badges.example/assertions/page")
    assert json.loads(found) == badge


@pytest.mark.parametrize(
    "piece", ["<link ", "<script type=application/ld+json>", "<link a='", "<" * 9, "=\"'"]
)
def test_a_hostile_page_costs_little(piece):
    started = time.perf_counter()
    read_page((piece * 2_000_000)[:2_000_000].encode(), at=PAGE)
    assert time.perf_counter() - started < 2
