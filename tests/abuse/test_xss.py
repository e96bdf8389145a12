"""XSS-01 to XSS-05 over everything that strangers open: words stay words, wherever they come from."""

from __future__ import annotations

import html
import re

import pytest

from tests.integration.portfolios.test_recipients_page import build, open_portfolio
from wallet.portfolios import showing
from wallet.store.shown import PortfolioItem, PortfolioSection

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "{{7*7}}",
    "${7*7}",
    "%(secret)s %s %n",
    "{0.__class__}",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "\u202e<b onmouseover=alert(1)>",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
)
OUTLETS = ("", "?lang=pl", "/c1", ".json")
DANGEROUS = re.compile(
    r"<script(?![^>]*\ssrc=\"/static)|<(?:img|svg|b|math|iframe)[^>]*\son[a-z]+\s*=|<iframe|<math|\bhref=\"javascript:",
    re.IGNORECASE,
)


@pytest.mark.parametrize("payload", PAYLOADS)
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
        assert DANGEROUS.search(answer.text) is None
        assert payload in html.unescape(answer.text)
    single = ola.open_link(held, audience="public", embeddable="on")
    frame = stranger.get(single.replace("/s/", "/embed/"))
    assert DANGEROUS.search(frame.text) is None
    assert payload in html.unescape(frame.text)
    said = stranger.get(f"/oembed?url=https://wallet.example{single}").json
    assert re.fullmatch(r"<iframe [^<>]*></iframe>", said["html"])


def test_xss_05_no_script_stands_in_the_page(ola, held, stranger):
    page = stranger.get(open_portfolio(ola, build(ola, held)))
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", page.text) == []
    assert "ld+json" not in page.text
