from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from tests.unit.credentials.makers import picture, picture_refusal
from wallet.credentials.carriers.pictures import MAX_SIDE, reencode_picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_leaves_as_a_fresh_png_of_the_same_look(kind):
    drawn = reencode_picture(picture(kind))
    opened = Image.open(io.BytesIO(drawn.data))
    assert opened.format == "PNG" and opened.size == (drawn.width, drawn.height) == (40, 30)
    red, green, blue = opened.convert("RGB").getpixel((20, 15))
    assert abs(red - 200) < 12 and abs(green - 30) < 12 and abs(blue - 40) < 12
    assert drawn.digest == hashlib.sha256(drawn.data).hexdigest()


@pytest.mark.parametrize(
    ("size", "expected"), [((2000, 1000), (512, 256)), ((512, 512), (512, 512)), ((10, 4000), (1, 512))]
)
def test_a_large_picture_is_made_smaller_and_a_small_one_is_left(size, expected):
    drawn = reencode_picture(picture(size=size))
    assert (drawn.width, drawn.height) == expected and max(expected) <= MAX_SIDE


def test_what_is_seen_through_stays_so():
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(reencode_picture(out.getvalue()).data)).getpixel((1, 1))[3] == 0


def test_the_same_picture_gives_the_same_bytes():
    assert reencode_picture(picture("WEBP")) == reencode_picture(picture("WEBP"))


def test_sixteen_million_pixels_are_drawn_and_one_row_more_is_refused():
    assert reencode_picture(picture("GIF", size=(4000, 4000))).width == 512
    assert picture_refusal(picture("GIF", size=(4000, 4001))) == "picture-too-large"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_spoiled_picture_is_refused_wherever_it_breaks(kind):
    whole = picture(kind, size=(64, 64))
    for cut in range(4, len(whole) - 40, max(1, len(whole) // 30)):
        assert picture_refusal(whole[:cut]) in ("damaged-picture", "picture-not-raster")


def test_too_many_bytes_are_refused():
    assert picture_refusal(picture("JPEG") + b"\0" * 10_000_000) == "picture-too-large"
