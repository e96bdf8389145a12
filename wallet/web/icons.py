"""Icons drawn into the page by the server: the one place that marks markup as safe.

The files are ours (`static/icons`) or come from a package pinned by hash (`static/vendor/icons`);
no name comes from a stranger, and only names of lower-case letters, digits and hyphens are looked up.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

STATIC = Path(__file__).parents[1] / "static"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EMPTY = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"></svg>'
LINE = (  # how the icons of the package are drawn
    ' fill="none"',
    ' stroke="currentColor"',
    ' stroke-width="2"',
    ' stroke-linecap="round"',
    ' stroke-linejoin="round"',
)


@cache
def icon(name: str) -> Markup:
    """The drawing as inline SVG, hidden from screen readers: a word always stands beside it."""
    if not _NAME.fullmatch(name):
        return Markup(_EMPTY)  # noqa: S704
    for folder in (STATIC / "icons", STATIC / "vendor" / "icons"):
        path = folder / f"{name}.svg"
        if path.is_file():
            return Markup(_clean(path.read_text(encoding="utf-8")))  # noqa: S704 (pinned files only)
    return Markup(_EMPTY)  # noqa: S704


def _clean(drawing: str) -> str:
    """One line, sized by the style sheet, without the comment and the attributes a page has no need of."""
    drawing = re.sub(r"<!--.*?-->|<\?.*?\?>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"\s+", " ", drawing).strip().replace("> <", "><")
    head, _, body = drawing.partition(">")
    head = re.sub(r'\s(class|xmlns|width|height|role|aria-hidden|focusable)="[^"]*"', "", head)
    if all(attribute in head for attribute in LINE):  # every icon of the package: the style sheet knows how
        for attribute in LINE:
            head = head.replace(attribute, "")
        return f'{head.rstrip()} class="icon stroke" aria-hidden="true">{body}'
    return f'{head} class="icon" aria-hidden="true">{body}'
