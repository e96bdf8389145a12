"""FILE-20…30: SVG. It is read for the badge it may hold, never drawn, and nothing in it is run or fetched."""

from __future__ import annotations

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

BADGE = written(OB3)
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


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(svg(svg_badge(BADGE), svg_badge(BADGE)), "ambiguous-badge", id="twice"),
        pytest.param(
            svg(svg_badge(BADGE), svg_badge(BADGE, prefix=b"o")),
            "ambiguous-badge",
            id="twice by another prefix",
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
            svg(svg_badge(BADGE).replace(b"https://purl", b"http://purl")),
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
            "too-large",
            id="400,000 attributes",
        ),
        pytest.param(svg(b"<text>" + b"a" * 100_000_000 + b"</text>"), "too-large", id="100 MB of text"),
        pytest.param(svg(b"<a/>" * 1_000_000), "too-large", id="a million elements"),
        pytest.param(svg((b"<" * 19_999 + b">") * 240), "damaged-svg", id="a field of brackets"),
    ],
)  # fmt: skip
def test_file_26_an_svg_that_is_too_much_is_refused_quickly(data, code):
    with within(1.0):
        assert refusal(data) == code


def test_file_30_every_line_end_and_prologue_of_real_svg_files_is_read():
    for before in (b"", b'<?xml version="1.0" encoding="utf-8"?>\r\n', b"<!-- made by hand -->\n", b"\n\n"):
        assert read(svg(svg_badge(b"\r\n" + BADGE + b"\r\n"), before=before)).claimed == OB3
