from __future__ import annotations

import io
import json
import zlib

import pytest
from PIL import Image

from tests.unit.credentials.makers import (
    OB2,
    OB3,
    SVG,
    chunk,
    itxt,
    picture,
    png,
    read,
    refusal,
    svg,
    svg_badge,
    token,
    written,
)
from wallet.credentials.carriers.baking import bake_png, bake_svg, take_out_png, take_out_svg
from wallet.credentials.reading import read_envelope
from wallet.errors import Unreadable

PAYLOADS = [written(OB3), token(OB3).encode(), b'{"a": "<&>\\"\'\\u00e9 ]]> \xc5\x82"}']


@pytest.mark.parametrize("keyword", ["openbadges", "openbadgecredential"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_baked_into_a_png_comes_out_again_and_the_picture_stays_the_same(payload, keyword):
    plain = picture()
    baked = bake_png(plain, payload, keyword)
    assert take_out_png(baked) == payload
    assert Image.open(io.BytesIO(baked)).tobytes() == Image.open(io.BytesIO(plain)).tobytes()
    assert Image.open(io.BytesIO(baked)).text[keyword] == payload.decode()


def test_baking_again_replaces_what_was_there():
    twice = bake_png(bake_png(picture(), b"old", "openbadges"), b"new", "openbadgecredential")
    assert take_out_png(twice) == b"new"


@pytest.mark.parametrize(
    "carried",
    [
        itxt(b"{}"),
        itxt(b"{}", compressed=True),
        itxt(b"{}", b"openbadges", compressed=True),
        chunk(b"tEXt", b"openbadges\0{}"),
        chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b"{}")),
        chunk(b"iTXt", b"openbadges\0\0\0en\0Odznaka\0{}"),
    ],
)
def test_every_kind_of_text_chunk_carries_a_badge(carried):
    assert take_out_png(png(chunk(b"tEXt", b"Software\0Paint"), carried)) == b"{}"


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_baked_into_an_svg_comes_out_again(payload, version):
    for plain in (SVG, b'<?xml version="1.0"?>\n<!-- <svg> -->\n' + SVG):
        baked = bake_svg(plain, payload, version=version)
        assert take_out_svg(baked) == payload
        assert b"<circle" in baked


def test_a_baked_svg_is_read_as_the_credential_it_holds():
    assert read_envelope(bake_svg(SVG, written(OB2), version=2)).claimed == OB2
    assert read_envelope(bake_svg(SVG, token(OB3).encode())).token == token(OB3)


def test_a_picture_that_cannot_hold_a_badge_is_left_alone():
    for spoiled in (SVG[:-2], SVG.replace(b'><circle r="4"/></svg>', b"/>"), bake_svg(SVG, b"{}")):
        with pytest.raises(Unreadable):
            bake_svg(spoiled, b"{}")
    with pytest.raises(Unreadable):
        bake_svg(SVG, b'{"a": "\x01"}')
    with pytest.raises(Unreadable):
        bake_png(SVG, b"{}", "openbadges")
    with pytest.raises(ValueError):
        bake_png(picture(), b"{}", "Comment")


def test_the_verify_attribute_speaks_when_the_element_is_empty():
    element = '<o:assertion xmlns:o="http://openbadges.org" verify="{}"><![CDATA[{}]]></o:assertion></svg>'

    def svg(verify: str, text: str = "") -> bytes:
        return SVG.replace(b"</svg>", element.format(verify, text).encode())

    assert take_out_svg(svg("https://a.example/1?a=1&amp;b=2")) == b"https://a.example/1?a=1&b=2"
    assert take_out_svg(svg(token(OB2))) == token(OB2).encode()
    assert take_out_svg(svg("https://a.example/1", "{}")) == b"{}"


@pytest.mark.parametrize(
    "namespace",
    [
        "https://openbadges.org",
        "http://www.openbadges.org/",
        "http://purl.imsglobal.org/ob/v3p0",
        "https://purl.imsglobal.org/spec/ob/v3p0",
        "https://purl.1edtech.org/ob/v3p0/",
    ],
)
@pytest.mark.parametrize("element", ["assertion", "credential"])
def test_a_badge_element_is_known_under_every_spelling_of_its_namespace(namespace, element):
    badge = f'<b:{element} xmlns:b="{namespace}"><![CDATA[{json.dumps(OB3)}]]></b:{element}>'.encode()
    assert read(svg(badge)).claimed == OB3


def test_an_element_of_somebody_elses_namespace_is_no_badge():
    for namespace in ("https://openbadges.org.example", "https://purl.imsglobal.org/ob/v3p0/other"):
        assert (
            refusal(svg(f'<b:credential xmlns:b="{namespace}">{{}}</b:credential>'.encode()))
            == "no-badge-in-picture"
        )


def test_what_stands_around_a_drawing_is_no_damage():
    drawing = svg(
        f'<b:credential xmlns:b="https://purl.imsglobal.org/ob/v3p0">{json.dumps(OB3)}</b:credential>'.encode()
    )
    declared = b'<?xml version="1.0"?>' + drawing
    for data in (b"\r\n" + declared, b"\xef\xbb\xbf\n" + declared, drawing + b"\0\0", drawing + b"\n\n"):
        assert read(data).claimed == OB3 and read(data).original == data


ANOTHER_SPELLING = json.dumps(dict(reversed(OB3.items())), indent=1).encode()


@pytest.mark.parametrize(
    "picture_of",
    [
        lambda *texts: png(*(itxt(text) for text in texts)),
        lambda *texts: svg(*(svg_badge(text) for text in texts)),
    ],
    ids=["png", "svg"],
)
def test_the_same_badge_baked_again_in_other_words_is_one_badge(picture_of):
    assert read(picture_of(written(OB3), ANOTHER_SPELLING)).claimed == OB3
    assert read(picture_of(b"", written(OB3))).claimed == OB3
    for other in (written(OB3 | {"id": "urn:uuid:2"}), written(OB3 | {"revoked": True}), token(OB3).encode()):
        assert refusal(picture_of(written(OB3), other)) == "ambiguous-badge"
    assert refusal(picture_of(written({"a": 1}), written({"a": True}))) == "ambiguous-badge"


def test_zeros_after_a_baked_text_are_no_part_of_it():
    assert read(png(itxt(written(OB3) + b"\0"))).claimed == OB3
