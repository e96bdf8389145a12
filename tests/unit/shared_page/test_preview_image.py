"""The picture a link preview shows."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from PIL import Image

from wallet.shared_page.preview_image import CardFacts, Pen, render_card

FACTS = CardFacts(
    "Gospodarka obiegu zamkniętego", "Fundacja Zielony Krok", "Verified", "pass", "checked today"
)


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data), formats=("PNG",))


def test_it_has_the_size_that_previews_ask_for():
    assert opened(render_card(FACTS)).size == (1200, 627)


def test_every_fact_changes_what_is_drawn():
    drawn = render_card(FACTS)
    for changed in (
        replace(FACTS, title="Other"),
        replace(FACTS, issuer="Other"),
        replace(FACTS, verdict="Revoked"),
        replace(FACTS, tone="fail"),
        replace(FACTS, checked=""),
        None,
    ):
        assert render_card(changed) != drawn


def test_its_own_picture_is_on_it():
    art = BytesIO()
    Image.new("RGB", (300, 300), "#ff0000").save(art, "PNG")
    assert (255, 0, 0) in {
        color for _, color in opened(render_card(replace(FACTS, picture=art.getvalue()))).getcolors(1_000_000)
    }


def test_a_long_title_is_cut_with_an_ellipsis_and_never_overflows():
    pen = Pen(60, 720)
    lines = pen.lines("Bardzo długi tytuł " * 40, 700, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(pen.width(line) <= 700 for line in lines)
    assert pen.width(pen.lines("x" * 500, 700, 3)[0]) <= 700


def test_polish_letters_are_drawn_from_a_font_that_has_them():
    assert Pen(60, 400).width("ł") != Pen(60, 400).width("\u2fff")
