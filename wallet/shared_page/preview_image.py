"""The 1200 x 627 PNG that a shared page gives to link previews. Drawn here, with no data of the person."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 627)
DRAWING = 1  # in the picture's address, so that a new drawing is fetched anew
FONTS = Path(__file__).parent.parent / "static" / "vendor"
PAPER, INK, MUTED, BRAND = "#faf7f1", "#17211f", "#56635f", "#0b5d4e"
TONES = {
    "pass": ("#e1f3e8", "#146c3f"),
    "warn": ("#fbeed3", "#875100"),
    "fail": ("#fbe4e1", "#ab1f17"),
    "none": ("#ecebe6", "#56635f"),
}


@dataclass(frozen=True)
class CardFacts:
    """What the picture says. `picture` is an already re-encoded PNG, or None."""

    title: str
    issuer: str
    verdict: str  # the word, in the page's language
    tone: str  # pass, warn, fail, none
    checked: str  # "checked on 22 November 2026", or ""
    picture: bytes | None = None


MOST_LETTERS = 300  # of one text; more is never wide enough to be seen, and shortening is slow


class Pen:
    """Inter at one size. The packaged font comes in two files by alphabet, so text is drawn in runs."""

    def __init__(self, size: int, weight: int) -> None:
        self.size = size
        self._fonts = {}
        for name in ("inter-latin", "inter-latin-ext"):
            font = ImageFont.truetype(str(FONTS / f"{name}.woff2"), size)
            font.set_variation_by_axes([weight])
            self._fonts[name] = font

    def _runs(self, text: str) -> list[tuple[str, str]]:
        runs: list[tuple[str, str]] = []
        for char in text:
            name = "inter-latin-ext" if 0x100 <= ord(char) < 0x2000 else "inter-latin"
            if runs and runs[-1][0] == name:
                runs[-1] = (name, runs[-1][1] + char)
            else:
                runs.append((name, char))
        return runs

    def width(self, text: str) -> float:
        return sum(self._fonts[name].getlength(run) for name, run in self._runs(text))

    def write(self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, fill: str) -> None:
        x, baseline = at
        for name, run in self._runs(text):
            draw.text((x, baseline), run, font=self._fonts[name], fill=fill, anchor="ls")
            x += self._fonts[name].getlength(run)

    def lines(self, text: str, room: float, most: int) -> list[str]:
        """Broken at spaces to fit `room`; what does not fit in `most` lines ends in an ellipsis."""
        lines = [""]
        for word in text[:MOST_LETTERS].split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        cut = len(lines) > most
        lines = lines[:most]
        return [self._shorten(line, room, cut and line is lines[-1]) for line in lines]

    def _shorten(self, line: str, room: float, cut: bool) -> str:
        if not cut and self.width(line) <= room:
            return line
        fits, over = 0, len(line) + 1
        while over - fits > 1:  # by halves: measuring is what costs
            middle = (fits + over) // 2
            fits, over = (middle, over) if self.width(line[:middle] + "…") <= room else (fits, middle)
        line = line[:fits]
        return line.rstrip() + "…"


def render_card(facts: CardFacts | None) -> bytes:
    """PNG bytes. None gives the neutral card of a link that leads nowhere."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    _draw_brand(draw)
    if facts is not None:
        _draw_facts(image, draw, facts)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_brand(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, 18, SIZE[1]), fill=BRAND)
    for box, shade in (
        ((72, 560, 132, 575), "#a6c3bb"),
        ((86, 541, 132, 556), "#5e9587"),
        ((100, 522, 132, 537), BRAND),
    ):
        draw.rectangle(box, fill=shade)
    Pen(34, 750).write(draw, (150, 573), "Dorobek", INK)


def _draw_facts(image: Image.Image, draw: ImageDraw.ImageDraw, facts: CardFacts) -> None:
    left, room = 72.0, 1056.0
    if facts.picture:
        with Image.open(BytesIO(facts.picture), formats=("PNG",)) as picture:
            art = picture.convert("RGBA")
        art.thumbnail((240, 240))
        image.paste(art, (72, 80), art)
        left, room = 352.0, 776.0
    title, small = Pen(60, 720), Pen(34, 450)
    y = 130.0
    for line in title.lines(facts.title, room, 3):
        title.write(draw, (left, y), line, INK)
        y += 72
    for line in small.lines(facts.issuer, room, 1):
        small.write(draw, (left, y + 4), line, MUTED)
    y += 44
    soft, strong = TONES.get(facts.tone, TONES["none"])
    word = Pen(34, 640)
    draw.rounded_rectangle((left, y, left + word.width(facts.verdict) + 56, y + 62), 31, fill=soft)
    word.write(draw, (left + 28, y + 43), facts.verdict, strong)
    if facts.checked:
        width = small.width(facts.checked)
        small.write(draw, (SIZE[0] - 72 - width, 573), facts.checked, MUTED)
