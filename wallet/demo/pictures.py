"""The demo's badge pictures: one shape, one colour, one sign; drawn large, then made smaller."""

from __future__ import annotations

import math
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from wallet.demo.achievements import BY_SLUG

SIZE = 512
_SCALE = 3
_MIDDLE = SIZE * _SCALE / 2
PAPER = "#fffaf0"

Point = tuple[float, float]


@cache
def draw_badge(slug: str) -> bytes:
    """PNG of the achievement's badge, 512 x 512, transparent outside."""
    subject = BY_SLUG[slug]
    image = Image.new("RGBA", (SIZE * _SCALE, SIZE * _SCALE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for part, colour in ((0.98, subject.colour), (0.89, PAPER), (0.85, subject.colour)):
        draw.polygon(_outline(subject.shape, part), fill=colour)
    _SIGNS[subject.sign](draw, subject.colour)
    out = BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _at(x: float, y: float) -> Point:
    """From the unit square around the middle (-1 … 1) to pixels."""
    return _MIDDLE + x * _MIDDLE, _MIDDLE + y * _MIDDLE


def _outline(shape: str, part: float) -> list[Point]:
    if shape == "shield":
        return [_at(part * x, part * y) for x, y in _shield()]
    points = []
    for step in range(720):
        angle = math.tau * step / 720
        points.append(_at(*_polar(part * _radius(shape, angle), angle)))
    return points


def _radius(shape: str, angle: float) -> float:
    if shape == "flower":
        return 0.93 + 0.07 * math.cos(12 * angle)
    corners = {"hexagon": 6, "octagon": 8}.get(shape)
    if corners is None:
        return 1.0
    sector = math.tau / corners
    turned = (angle + (sector / 2 if shape == "octagon" else math.pi / 2)) % sector
    return math.cos(sector / 2) / math.cos(turned - sector / 2)


def _polar(radius: float, angle: float) -> Point:
    return radius * math.cos(angle), radius * math.sin(angle)


def _shield() -> list[Point]:
    right = [(0.0, -0.98), (0.45, -0.86), (0.84, -0.8)]
    right += [
        (0.84 * math.cos(t / 60 * math.pi / 2), 1.0 * math.sin(t / 60 * math.pi / 2)) for t in range(61)
    ]
    return right + [(-x, y) for x, y in reversed(right)]


def _box(draw: ImageDraw.ImageDraw, corners: tuple[float, float, float, float], fill: str = PAPER) -> None:
    left, top, right, bottom = corners
    draw.rounded_rectangle((*_at(left, top), *_at(right, bottom)), radius=_MIDDLE * 0.045, fill=fill)


def _disc(draw: ImageDraw.ImageDraw, middle: Point, radius: float, fill: str = PAPER) -> None:
    x, y = middle
    draw.ellipse((*_at(x - radius, y - radius), *_at(x + radius, y + radius)), fill=fill)


def _bars(draw: ImageDraw.ImageDraw, colour: str) -> None:
    _box(draw, (-0.42, -0.4, 0.42, 0.26))
    _box(draw, (-0.34, -0.32, 0.34, 0.18), colour)
    draw.polygon([_at(-0.1, -0.22), _at(0.18, -0.07), _at(-0.1, 0.08)], fill=PAPER)
    _box(draw, (-0.24, 0.34, 0.24, 0.43))


def _cross(draw: ImageDraw.ImageDraw, colour: str) -> None:
    _box(draw, (-0.14, -0.46, 0.14, 0.46))
    _box(draw, (-0.46, -0.14, 0.46, 0.14))


def _speech(draw: ImageDraw.ImageDraw, colour: str) -> None:
    for corners, tail in (
        ((-0.46, -0.44, 0.2, 0.02), [(-0.3, 0.0), (-0.08, 0.0), (-0.32, 0.2)]),
        ((-0.14, -0.12, 0.48, 0.32), [(0.34, 0.3), (0.12, 0.3), (0.36, 0.5)]),
    ):
        left, top, right, bottom = corners
        _box(draw, (left - 0.04, top - 0.04, right + 0.04, bottom + 0.04), colour)
        _box(draw, corners)
        draw.polygon([_at(x, y) for x, y in tail], fill=PAPER)
    for x in (0.02, 0.17, 0.32):
        _disc(draw, (x, 0.1), 0.045, colour)


def _steps(draw: ImageDraw.ImageDraw, colour: str) -> None:
    for row, (left, right) in enumerate(((-0.46, 0.02), (-0.2, 0.28), (0.06, 0.46))):
        top = -0.36 + row * 0.27
        _box(draw, (left, top, right, top + 0.17))


def _leaf(draw: ImageDraw.ImageDraw, colour: str) -> None:
    edge = [(math.sin(t / 50 * math.pi) * 0.3, -0.5 + t / 50 * 0.85) for t in range(51)]
    points = edge + [(-x, y) for x, y in reversed(edge)]
    turned = [(x * 0.82 - y * 0.57, x * 0.57 + y * 0.82) for x, y in points]
    draw.polygon([_at(x, y) for x, y in turned], fill=PAPER)
    draw.line([_at(0.22, -0.32), _at(-0.34, 0.5)], fill=colour, width=int(_MIDDLE * 0.05))
    draw.line([_at(-0.19, 0.28), _at(-0.36, 0.52)], fill=PAPER, width=int(_MIDDLE * 0.06))


def _grid(draw: ImageDraw.ImageDraw, colour: str) -> None:
    _box(draw, (-0.46, -0.42, 0.46, 0.42))
    for column in range(3):
        for row in range(3):
            left, top = -0.39 + column * 0.27, -0.35 + row * 0.245
            if row != 1 or column != 1:
                _box(draw, (left, top, left + 0.22, top + 0.2), colour)
    _disc(draw, (-0.01, -0.005), 0.07, colour)


def _spark(draw: ImageDraw.ImageDraw, colour: str) -> None:
    for (x, y), size in (((-0.06, 0.04), 0.48), ((0.36, -0.36), 0.2), ((0.34, 0.4), 0.13)):
        points = []
        for step in range(8):
            radius = size if step % 2 == 0 else size * 0.3
            dx, dy = _polar(radius, math.tau * step / 8 - math.pi / 2)
            points.append(_at(x + dx, y + dy))
        draw.polygon(points, fill=PAPER)


_SIGNS = {
    "bars": _bars,
    "cross": _cross,
    "speech": _speech,
    "steps": _steps,
    "leaf": _leaf,
    "grid": _grid,
    "spark": _spark,
}
