"""An issuer's Markdown becomes safe markup."""

from __future__ import annotations

import re

import pytest

from wallet.web.markdown import render_markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "![a](https://tracker.example/p.png)",
        '<a href="https://evil.example" onclick="x">a</a>',
        "<https://evil.example/?<script>>",
        "[a]: javascript:alert(1)\n\n[a]",
    ],
)
@pytest.mark.parametrize("links", [False, True])
def test_nothing_that_acts_or_loads_comes_out(text, links):
    html = str(render_markdown(text, links)).lower()
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert not re.search(r"<[^>]*\son[a-z]+=", html)


def test_words_keep_their_weight():
    assert "<strong>two</strong>" in render_markdown("one **two**")
    assert "<li>a</li>" in render_markdown("- a\n- b")
    assert "<h3>" in render_markdown("# Title")


def test_a_link_is_its_words_and_its_address_until_the_issuer_is_recognised():
    plain = str(render_markdown("[here](https://school.example/a?b=1&c=2)"))
    assert "<a" not in plain
    assert "here (https://school.example/a?b=1&amp;c=2)" in plain
    linked = str(render_markdown("[here](https://school.example/a)", True))
    assert '<a href="https://school.example/a" rel="noopener noreferrer nofollow ugc">here</a>' in linked


def test_a_link_to_a_private_place_is_never_a_link():
    assert "<a" not in render_markdown("[x](http://127.0.0.1/admin)", True)
