"""FILE-20…26: SVG. It is read for the badge it may hold, never drawn, and nothing in it is run or fetched."""

from __future__ import annotations

import re
import socket

import pytest

from tests.unit.credentials.makers import (
    OB3,
    SVG,
    picture_refusal,
    read,
    refusal,
    svg,
    svg_badge,
    token,
    within,
    written,
)
from wallet.credentials.carriers.svg_sanitize import MAX_BYTES, rewrite_svg
from wallet.errors import Unreadable

BADGE = written(OB3)
OTHER = written({**OB3, "id": "urn:uuid:00000000-0000-4000-8000-000000000000"})
TOKEN = token(OB3).encode()

HOSTILE_SVG = b"""<svg xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">
<script>alert(1)</script><g><g><script href="https://evil.example/x.js"/></g></g>
<a href="javascript:alert(1)"><circle r="3"/></a>
<foreignObject><iframe src="https://evil.example"/></foreignObject>
<set attributeName="onmouseover" to="alert(1)"/><style>@import "https://evil.example/x.css";</style>
<use xlink:href="data:image/svg+xml,&lt;svg/&gt;#x"/>
<image href="http://169.254.169.254/"/><feImage href="//evil"/>
</svg>"""


@pytest.mark.parametrize("case", ["file_20", "file_22", "file_23", "file_24"])
def test_file_20_22_23_24_an_svg_is_never_drawn_and_so_can_run_and_fetch_nothing(case):
    recursive = SVG.replace(b"<circle", b'<g id="a"><use href="#a"/><use href="#a"/></g><circle')
    for hostile in (HOSTILE_SVG, recursive, b"<?xml version='1.0'?>" + HOSTILE_SVG):
        assert picture_refusal(hostile) == "picture-not-raster"
    assert refusal(HOSTILE_SVG) == "no-badge-in-picture"


def test_file_20_a_badge_inside_a_hostile_svg_is_read_as_text_alone():
    envelope = read(HOSTILE_SVG.replace(b"</svg>", svg_badge(BADGE) + b"</svg>"))
    assert envelope.payload == BADGE and envelope.claimed == OB3


LAUGHS = b"""<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;">]>"""
QUADRATIC = b'<!DOCTYPE svg [<!ENTITY a "' + b"a" * 100_000 + b'">]>'
EXTERNAL = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://evil.example/x.dtd"> %a;]>'
DEFAULTED = b'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>'


@pytest.mark.parametrize(
    "prologue",
    [
        pytest.param(LAUGHS, id="billion laughs"),
        pytest.param(QUADRATIC, id="quadratic"),
        pytest.param(EXTERNAL, id="external entity"),
        pytest.param(PARAMETER, id="parameter entity"),
        pytest.param(DEFAULTED, id="attribute default"),
        pytest.param(b"<!DOCTYPE svg []>", id="empty subset"),
    ],
)
def test_file_21_a_document_type_that_declares_anything_is_refused(prologue):
    with within(0.2):
        assert refusal(svg(svg_badge(BADGE), b"<text>&a;</text>", before=prologue)) == "document-type"
        assert refusal(svg(svg_badge(BADGE), before=b"<?xml version='1.0'?>" + prologue)) == "document-type"


def test_file_21_the_svg_11_document_type_of_genuine_badges_is_passed_over_and_never_fetched(monkeypatch):
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    named = (
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    assert read(svg(svg_badge(BADGE), before=named)).claimed == OB3


def test_file_21_an_entity_that_only_the_external_document_type_could_know_is_not_guessed():
    named = b'<!DOCTYPE svg SYSTEM "http://www.w3.org/x.dtd">'
    assert refusal(svg(b"<text>&unknown;</text>", before=named)) in ("damaged-svg", "no-badge-in-picture")
    badge = svg_badge(b"").replace(b"<![CDATA[]]>", b"{&unknown;}")
    assert refusal(svg(badge, before=named)) in ("damaged-svg", "not-json")


def test_file_21_inclusion_of_other_documents_is_refused():
    include = (
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    )
    assert refusal(svg(svg_badge(BADGE), include)) == "document-type"


def test_a_token_in_both_places_of_one_element_is_one_badge():
    assert read(svg(svg_badge(TOKEN, verify=TOKEN))).claimed == OB3
    marked = b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\r\n' + svg(svg_badge(BADGE))
    assert read(marked).claimed == OB3 and read(marked).original == marked


def test_the_same_badge_twice_is_one_badge():
    for again in (svg_badge(BADGE), svg_badge(BADGE, prefix=b"o")):
        assert read(svg(svg_badge(BADGE), again)).claimed == OB3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(svg(svg_badge(BADGE), svg_badge(OTHER)), "ambiguous-badge", id="two"),
        pytest.param(
            svg(svg_badge(BADGE), svg_badge(OTHER, prefix=b"o")),
            "ambiguous-badge",
            id="two, one by another prefix",
        ),
        pytest.param(svg(svg_badge(BADGE, verify=TOKEN)), "ambiguous-badge", id="JSON and a token"),
        pytest.param(
            svg(svg_badge(b"").replace(b"<![CDATA[]]>", b"<g>{}</g>")), "ambiguous-badge", id="markup inside"
        ),
        pytest.param(
            svg(b"<text><![CDATA[" + svg_badge(b"").replace(b"<![CDATA[]]>", b"{}") + b"]]></text>"),
            "no-badge-in-picture",
            id="inside CDATA",
        ),
        pytest.param(
            svg(svg_badge(BADGE).replace(b"ob/v3p0", b"ob/v9p9")), "no-badge-in-picture", id="wrong namespace"
        ),
        pytest.param(
            svg(svg_badge(BADGE).replace(b"https://purl", b"https://evil.example/purl")),
            "no-badge-in-picture",
            id="almost the namespace",
        ),
        pytest.param(svg(svg_badge(b" " * 10_000_000 + BADGE)), "too-large", id="10 MB"),
        pytest.param(svg(svg_badge(b"")), "no-badge-in-picture", id="empty"),
        pytest.param(svg(svg_badge(BADGE))[:-9], "damaged-svg", id="cut off after the badge"),
    ],
)
def test_file_25_a_badge_in_an_svg_stands_there_once_and_plainly(data, code):
    with within(0.5):
        assert refusal(data) == code


def many_attributes(count: int) -> bytes:
    start = b'<svg xmlns="http://www.w3.org/2000/svg" '
    return start + b" ".join(b'a%d=""' % number for number in range(count)) + b"/>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(svg(b"<g>" * 20_000 + b"</g>" * 20_000), "too-deep", id="20,000 deep"),
        pytest.param(
            many_attributes(1_000_000),
            "too-large",
            id="a million attributes",
        ),
        pytest.param(
            many_attributes(400_000),
            "too-many-parts",
            id="400,000 attributes",
        ),
        pytest.param(svg(b"<text>" + b"a" * 100_000_000 + b"</text>"), "too-large", id="100 MB of text"),
        pytest.param(svg(b"<a/>" * 1_000_000), "too-many-parts", id="a million elements"),
        pytest.param(svg((b"<" * 19_999 + b">") * 240), "damaged-svg", id="a field of brackets"),
    ],
)  # fmt: skip
def test_file_26_an_svg_that_is_too_much_is_refused_quickly(data, code):
    with within(1.0):
        assert refusal(data) == code


def test_file_30_every_line_end_and_prologue_of_real_svg_files_is_read():
    for before in (b"", b'<?xml version="1.0" encoding="utf-8"?>\r\n', b"<!-- made by hand -->\n", b"\n\n"):
        assert read(svg(svg_badge(b"\r\n" + BADGE + b"\r\n"), before=before)).claimed == OB3


# -- the picture that is shown: written anew, of shapes alone ------------------------------------------


def rewritten(*inside: bytes, root: bytes = b'viewBox="0 0 9 9"') -> str:
    shape = b'<rect width="9" height="9"/>'
    start = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ' + root + b">"
    )
    return rewrite_svg(start + shape + b"".join(inside) + b"</svg>").data.decode()


def not_rewritten(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        rewrite_svg(data)
    return refused.value.code


HOSTILE_PARTS = [
    b"<script>alert(1)</script>",
    b'<g><g><script href="https://evil.example/x.js"/></g></g>',
    b'<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    b'<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    b'<a href="javascript:alert(1)"><circle r="3"/></a>',
    b'<foreignObject><iframe src="https://evil.example"/></foreignObject>',
    b'<set attributeName="onmouseover" to="alert(1)"/><animate onbegin="alert(1)"/>',
    b'<style>@import "https://evil.example/x.css"; rect{fill:url(https://evil.example)}</style>',
    b'<use xlink:href="data:image/svg+xml,&lt;svg/&gt;#x"/><use href="https://evil.example/a.svg#x"/>',
    b'<image href="http://169.254.169.254/"/><feImage href="//evil"/>',
    b'<circle r="3" onclick="alert(1)" style="fill:url(//evil.example)" fill="url(https://evil.example#a)"/>',
    b'<circle r="3" style="width:expression(alert(1));fill:u\\72l(//evil)"/>',
    b'<circle r="3" mask="url(//evil)" filter="url(//evil)" cursor="url(//evil)" data-evil="1"/>',
    b"<!-- evil --><?xml-stylesheet href='https://evil.example'?><metadata>evil</metadata>",
    b'<text font-family="url(//evil)">x</text><text style="font-family:a;src:url(//evil)">x</text>',
]


@pytest.mark.parametrize("part", HOSTILE_PARTS)
def test_file_20_22_of_a_hostile_svg_only_harmless_shapes_are_copied(part):
    written_anew = rewritten(part, root=b'viewBox="0 0 9 9" onload="alert(1)"')
    assert "<rect " in written_anew
    bad = r"script|alert|evil|foreign|iframe|image|url\((?!#i\d)|style|\son|expression|<a\b|xlink|<[!?]|169"
    assert re.findall(bad, written_anew, re.I) == []


def test_file_20_the_shapes_colours_and_words_of_a_badge_stay():
    written_anew = rewritten(
        b"<style>.st0{fill:#0B5D4E;stroke:none} .b, .c { fill: red; }</style>",
        b'<defs><linearGradient id="paint"><stop offset="0" stop-color="#fff"/></linearGradient></defs>',
        b'<path class="st0" d="M1 1L2,2z"/><circle r="2" style="fill:url(#paint);opacity:.5"/>',
        b'<g id="leaf"><ellipse rx="1" ry="2"/></g><use xlink:href="#leaf" x="3"/>',
        "<text x='1' y='2' font-family='Inter, sans-serif'>Zażółć &amp; <tspan>gęślą</tspan></text>".encode(),
    )
    for kept in (
        '<path d="M1 1L2,2z" fill="#0B5D4E" stroke="none"/>',
        '<stop offset="0" stop-color="#fff"/>',
        'fill="url(#i1)" opacity=".5"',
        '<use x="3" href="#i',
        "Zażółć &amp; <tspan>gęślą</tspan></text>",
    ):
        assert kept in written_anew
    assert rewrite_svg(written_anew.encode()).data.decode() == written_anew
    linked = rewritten(b"<a href='https://evil.example'><circle r='1'/></a>")
    assert '<g><circle r="1"/></g>' in linked  # the shapes of a link, without the link
    assert "evil" not in linked


def test_file_23_what_repeats_itself_is_not_repeated():
    doubling = b"".join(
        b'<g id="g%d"><use href="#g%d"/><use href="#g%d"/></g>' % (n, n + 1, n + 1) for n in range(20)
    )
    assert "<use" not in rewritten(doubling)
    assert "<use" not in rewritten(b'<g id="a"><use href="#a"/></g>')
    assert "clip-path" not in rewritten(
        b'<clipPath id="a" clip-path="url(#a)"><rect width="1" height="1"/></clipPath>'
    )
    large = b'<g id="a">' + b'<rect width="1" height="1"/>' * 1000 + b"</g>"
    assert rewritten(large, b'<use href="#a"/>' * 100).count("<use") < 10


def test_file_24_an_svg_with_entities_or_without_anything_to_show_gives_no_picture():
    assert not_rewritten(b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG) == "document-type"
    assert not_rewritten(b"<html/>") == "not-svg"
    start = b'<svg xmlns="http://www.w3.org/2000/svg"'
    shape = b"<circle r='1'/></svg>"
    for root in (b">", b' viewBox="0 0 0 9">', b' viewBox="0 0 1e9 1">', b' viewBox="a b c d">'):
        assert not_rewritten(start + root + shape) == "damaged-picture"
    assert not_rewritten(start + b' viewBox="0 0 9 9"><script/></svg>') == "damaged-picture"
    assert rewrite_svg(start + b' width="9000" height="4500px">' + shape).width == 512


@pytest.mark.parametrize(
    "inside",
    [
        b"<g>" * 60 + b"</g>" * 60,
        b"<g/>" * 6000,
        b'<path d="' + b"M1 1" * 60_000 + b'"/><path d="' + b"M1 1" * 40_000 + b'"/>' * 1,
    ],
)
def test_file_26_a_picture_that_is_too_much_is_not_shown(inside):
    with within(1.0):
        try:
            assert len(rewritten(inside)) <= MAX_BYTES
        except Unreadable as refused:
            assert refused.code == "picture-too-large"


@pytest.mark.parametrize(
    "value",
    [
        b"11 " * 300 + b"x",
        b"scale(1)   " * 80 + b"x",
        b"1" * 900 + b"x",
        b" " * 900 + b"x",
        b"a@" * 400,
    ],
)
def test_file_26_no_value_makes_a_pattern_run_away(value):
    names = b"x stroke-dasharray transform fill style viewBox font-family d points width".split()
    with within(0.5):
        rewritten(
            *(b'<rect %s="%s"/>' % (name, value) for name in names), b"<text>" + value * 900 + b"</text>"
        )


def test_share_10_a_rewritten_picture_carries_no_hash_address_or_badge():
    hashed = b"sha256$" + b"c7ef86405ba71b85acd8e2e95166c4b111448089f2e1599f42fe1bba46e865c5"
    written_anew = rewritten(
        svg_badge(BADGE),
        b"<text>%s</text><text id='%s' class='%s'>ola@example.org</text>" % (hashed, hashed, hashed),
        b"<title>%s</title><desc>%s</desc><g aria-label='%s'/>" % (hashed, hashed, hashed),
        b"<text>" + TOKEN + b"</text><text display='none'>secret</text>",
    )
    for secret in ("sha256", "c7ef", "ola@", "Soldering", "openbadges", "eyJ", "secret"):
        assert secret not in written_anew
