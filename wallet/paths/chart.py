"""Progress over time as a drawing of points, with the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _

from wallet.paths.cards import Chart, ChartPoint
from wallet.web import languages

WIDTH, HEIGHT = 600.0, 140.0
INSET = 10.0


def draw(points: Sequence[tuple[datetime, int, str, dict[str, Any]]]) -> Chart:
    """Time runs to the right, percent upwards. Steps, not slopes: between two dates nothing is known."""
    first, last = points[0][0], points[-1][0]
    span = (last - first).total_seconds() or 1.0
    drawn = []
    for at, percent, _exact, reason in points:
        x = INSET + (WIDTH - 2 * INSET) * (at - first).total_seconds() / span
        y = HEIGHT - INSET - (HEIGHT - 2 * INSET) * percent / 100
        lost = reason.get("lost") or []
        why = lost[0]["title"] if lost else ""
        label = f"{languages.day(at)}: {percent}%"
        drawn.append(ChartPoint(at, percent, round(x, 1), round(y, 1), label, why))
    corners = [(drawn[0].x, drawn[0].y)]
    for before, after in pairwise(drawn):
        corners += [(after.x, before.y), (after.x, after.y)]
    line = " ".join(f"{x},{y}" for x, y in corners)
    floor = HEIGHT - INSET
    area = f"{drawn[0].x},{floor} {line} {drawn[-1].x},{floor}"
    summary = _(
        "Progress from %(first)s%% on %(begin)s to %(last)s%% on %(end)s.",
        first=points[0][1],
        begin=languages.day(first),
        last=points[-1][1],
        end=languages.day(last),
    )
    return Chart(tuple(drawn), line, area, summary)
