"""HTML in names, descriptions and criteria: its words stay, its tags go, and nothing of it ever runs."""

from __future__ import annotations

import time

import pytest

from wallet.credentials.parsing.markup import MOST, markdown, plain
from wallet.web.markdown import plain_markdown, render_markdown


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Welding", "Welding"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("Research &amp; development", "Research & development"),
        ("Caf&eacute; &#8211; caf&#xE9;", "Café – café"),
        ("<b>Welding</b> <i>level 2</i>", "Welding level 2"),
        ("<p>Spawanie</p><p>MAG</p>", "Spawanie MAG"),
        ("List<String> in Java", "List<String> in Java"),
        ("a < b and c > d", "a < b and c > d"),
        ("Welding<script>alert(1)</script>", "Welding"),
        ("Turn&#8238;ed", "Turned"),
        ("one&nbsp;two", "one two"),
        ("<a href='https://x.example'>Course</a>", "Course"),
    ],
)
def test_a_name_is_its_words(written, said):
    assert plain(written) == said


def test_html_becomes_markdown():
    written = (
        "<h2>How</h2>\n<p>You <strong>weld</strong> a &ldquo;plate&rdquo;<br>twice.</p>\n<ul>\n"
        "    <li>by hand</li>\n    <li>by <em>robot</em></li>\n</ul><ol><li>one</li><li>two</li></ol>"
        '<p>See <a href="https://issuer.example/c">the course</a>.</p><script>alert(1)</script>'
    )
    assert markdown(written) == (
        "## How\n\nYou **weld** a “plate”  \ntwice.\n\n- by hand\n- by *robot*\n\n1. one\n2. two\n\n"
        "See [the course](https://issuer.example/c)."
    )


def test_it_is_then_drawn_without_a_tag_to_be_seen():
    drawn = str(render_markdown(markdown("<p>Pass the <b>test</b></p><ul><li>weld</li><li>cut</li></ul>")))
    assert drawn.count("<li>") == 2
    assert "<strong>test</strong>" in drawn
    assert "&lt;" not in drawn
    assert plain_markdown(markdown("<p>One</p><p>two &amp; three</p>")).split() == [
        "One",
        "two",
        "&",
        "three",
    ]


def test_markdown_stays_markdown():
    written = "# Badge\n\nThis **badge** is for\n\n- one\n- two\n\n    code"
    assert markdown(written) == written


def test_markdown_with_a_few_tags_keeps_its_lists():
    assert markdown("Do:\n- one<br>more\n- two &amp; three") == "Do:\n- one  \nmore\n- two & three"


def test_html_that_was_escaped_on_its_way_is_read_as_what_it_was():
    assert markdown("&lt;p&gt;Weld a plate&lt;/p&gt;") == "Weld a plate"
    assert markdown("The &lt;table&gt; element") == "The <table> element"


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src=x onerror="alert(1)">x',
        "<svg onload=alert(1)><p>x</p></svg>",
        '<a href="javascript:alert(1)">x</a>',
        "<p onclick='alert(1)'>x</p>",
        "&lt;script&gt;alert(1)&lt;/script&gt;<p>x</p>",
        "<iframe src='https://evil.example'></iframe>x",
    ],
)
def test_nothing_of_it_runs(hostile):
    drawn = str(render_markdown(markdown(hostile), True))
    assert "<script" not in drawn and "<img" not in drawn and "<svg" not in drawn and "<iframe" not in drawn
    assert "javascript:" not in drawn and "onclick" not in drawn


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        '<a "',
        "<a '",
        "<b>",
        "</b>",
        "<ul><li>",
        "<!--",
        "&",
        "&#",
        "<p>\n",
        "<a href='https://x'>",
        "<b><i>",
        "\n- <b>",
    ],
)
def test_the_work_is_bounded(piece):
    began = time.process_time()
    markdown(piece * (2 * MOST // len(piece)))
    markdown(piece * (MOST // len(piece) // 2) + "</i></ul>" * (MOST // 18))
    plain(piece * (2 * MOST // len(piece)))
    assert time.process_time() - began < 1.5
