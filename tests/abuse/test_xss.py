"""XSS-01 to XSS-05 over everything that strangers open: words stay words, wherever they come from."""

from __future__ import annotations

import html
import io
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from tests.hostile import ALL, PAYLOADS, hostile_badge, write_everywhere
from tests.integration.exports.test_pdf import made, text_of
from tests.integration.sharing.test_recipients_page import build, open_portfolio
from tests.smith.issuer import Issuer
from tests.smith.web import Web
from tests.unit.credentials.makers import within
from wallet.store.models.credential import HeldCredential
from wallet.store.models.imports import ImportBatch
from wallet.store.models.link import ShareLink
from wallet.takeout.export import make_takeout
from wallet.web.markdown import render_markdown

OUTLETS = ("", "?lang=pl", "/c1", ".json")
NEVER = {"iframe", "frame", "math", "base", "object", "embed", "style", "marquee", "video", "audio", "applet"}


POLICY = "content-security-policy"  # takes away and gives nothing


class Reader(HTMLParser):
    """Reads a page as a browser would and keeps what could act."""

    def __init__(self) -> None:
        super().__init__()
        self.acting: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: (value or "").strip().casefold() for name, value in attrs}
        acts = (
            tag in NEVER
            or (tag == "script" and not said.get("src", "").startswith("/static/"))
            or (tag == "meta" and said.get("http-equiv", POLICY) != POLICY)
            or "style" in said
            or "srcdoc" in said
            or any(name.startswith("on") for name in said)
            or any("script:" in said.get(name, "") for name in ADDRESSES)
            or any(said.get(name, "").startswith("data:") for name in ADDRESSES)
            or (tag in {"img", "link", "source"} and any(host in str(said) for host in ELSEWHERE))
        )
        if acts:
            self.acting.append((tag, str(attrs)))


# Of a badge's HTML the text is shown. This part of the payloads is no HTML, and so stands there as it is.
PLAIN = "<script/x>alert(2)</script/x>"
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href")
ELSEWHERE = ("evil.example", "track.example")


def acting(text: str) -> list[tuple[str, str]]:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.acting


@pytest.fixture
def hostile(ola, recognise) -> dict[str, str]:
    """Hostile words everywhere, each in a place that the wallet keeps; the ids of what holds them."""
    issuer = Issuer(Web(), did="key")
    recognise(ola, issuer)
    badge = ola.receive(hostile_badge(issuer), f"{PAYLOADS[13]}.jwt")
    with ola.store.write() as session:
        row = session.get_one(HeldCredential, badge)
        assert row.verdict == "valid", "a hostile badge that does not hold would be shown differently"
        ids = write_everywhere(session, ola.id, badge)
    return {**ids, "badge": badge}


def test_xss_01_03_04_words_of_learners_and_issuers_stay_words(ola, hostile, stranger):
    """On every page for others the text stands literally, and nothing of it acts."""
    path = open_portfolio(ola, hostile["portfolio"], **{"employer.contact": "on", "employer.evidence": "on"})
    for outlet in OUTLETS:
        answer = stranger.get(path + outlet)
        assert answer.status_code == 200
        if outlet == ".json":
            assert answer.json["headline"] == ALL
            assert answer.mimetype == "application/json"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            continue
        assert acting(answer.text) == []
        assert ALL in html.unescape(answer.text)
    single = ola.open_link(hostile["badge"], "x", audience="public", embeddable="on")
    frame = stranger.get(single.replace("/s/", "/embed/"))
    assert frame.status_code == 200
    assert acting(frame.text) == []
    assert PLAIN in html.unescape(frame.text)
    said = stranger.get(f"/oembed?url=https://wallet.example{single}").json
    assert re.fullmatch(r"<iframe [^<>]*></iframe>", said["html"])
    assert stranger.get(path + "/card-1.png").mimetype == "image/png"


def test_xss_01_the_holders_own_pages_show_words(ola, hostile):
    ola.open_link(hostile["badge"], ALL[:100])
    with ola.store.read() as session:
        batch = session.scalars(select(ImportBatch.id)).one()
        link = session.scalars(select(ShareLink.id)).first()
    pages = [
        "/", "/?q=script", "/links", "/portfolios", "/paths", "/skills", "/me", "/takeout", f"/add/{batch}",
        f"/links/{link}", f"/links/{link}/edit", f"/guide/{hostile['description']}",
        f"/entries/{hostile['entry']}",
    ]  # fmt: skip
    badge, portfolio, path = hostile["badge"], hostile["portfolio"], hostile["path"]
    pages += [f"/credentials/{badge}", f"/links/credentials/{badge}/new", f"/transparency/{badge}/ask"]
    pages += [f"/exports/credentials/{badge}/{form}" for form in ("pdf", "forms")]
    pages += [f"/portfolios/{portfolio}", f"/portfolios/{portfolio}/preview"]
    pages += [f"/links/portfolios/{portfolio}/new", f"/exports/portfolios/{portfolio}/pdf"]
    pages += [f"/paths/{path}{more}" for more in ("", "/edit", "/steps/new")]
    pages += [f"/skills/gaps/{path}", f"/plans/{path}"]
    told = 0
    for page in pages:
        answer = ola.browser.get(page)
        assert answer.status_code == 200, page
        assert acting(answer.text) == [], page
        told += any(words in html.unescape(answer.text) for words in (ALL, PLAIN, PAYLOADS[13]))
    assert told >= len(pages) - 6, "hardly a page showed the words: they were looked for in the wrong place"


def test_xss_01_the_copy_that_opens_without_us_shows_words(ola, hostile):
    with ola.app.test_request_context():
        zipped, _, _ = make_takeout(ola.id, services=ola.app.extensions["wallet"])
    with zipfile.ZipFile(io.BytesIO(zipped)) as files:
        page = files.read("index.html").decode()
    assert acting(page) == []
    assert "<script" not in page.casefold()
    assert ALL in html.unescape(page)


def test_xss_01_print_says_them_literally_and_links_nowhere(ola, hostile):
    data = made(ola, f"/exports/portfolios/{hostile['portfolio']}/pdf")
    said = "".join(text_of(data).split())
    for payload in ("{{7*7}}", "${7*7}", "#{7*7}", "alert(1)"):
        assert payload in said
    assert "49" not in said.replace("alert(49)", "")
    links = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in PdfReader(io.BytesIO(data)).pages
        for note in page.get("/Annots", ())
    ]
    assert [link for link in links if not link.startswith("https://wallet.example/")] == []


def test_xss_05_no_script_stands_in_the_page(ola, held, stranger):
    page = stranger.get(open_portfolio(ola, build(ola, held)))
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", page.text) == []
    assert "ld+json" not in page.text


def test_xss_01_the_list_is_as_long_as_it_should_be():
    assert len(set(PAYLOADS)) >= 60


def test_xss_02_markdown_makes_no_markup_of_its_own():
    for payload in PAYLOADS:
        drawn = str(render_markdown(payload, links=True))
        assert acting(drawn) == []
        assert "<img" not in drawn
    for address in (
        "javascript:alert(1)",
        "data:text/html,x",
        "JaVaScRiPt:x",
        "vbscript:x",
        "file:///etc/passwd",
    ):
        drawn = str(render_markdown(f"[x]({address}) <{address}> [y][r]\n\n[r]: {address}", links=True))
        assert "href" not in drawn


def test_xss_02_deep_quotes_are_cut_and_cost_little():
    for text in (
        ">" * 10_000 + " x",
        "[" * 10_000,
        "*a " * 10_000,
        "`" * 9_999,
        "![](" * 5_000,
        "&" * 20_000,
    ):
        with within(0.2):
            assert str(render_markdown(text)).count("<blockquote") <= 100


def test_xss_08_an_address_that_leads_nowhere_repeats_nothing(ola, stranger):
    for payload in PAYLOADS:
        answer = stranger.client.get("/" + quote(payload, safe=""), base_url=stranger.home)
        assert answer.status_code in {404, 400, 308}
        assert acting(answer.text) == []


def test_xss_01_search_shows_words(ola, held):
    for payload in PAYLOADS[::6]:
        answer = ola.browser.get("/?q=" + quote(payload, safe=""))
        assert answer.status_code == 200
        assert acting(answer.text) == []


@pytest.mark.parametrize("text", [PAYLOADS[0], PAYLOADS[13], PAYLOADS[19], PAYLOADS[38], PAYLOADS[42]])
def test_the_reader_would_see_them(text):
    """Unescaped they act: else the tests above would look for nothing."""
    assert acting(text)
