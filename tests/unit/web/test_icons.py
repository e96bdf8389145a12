"""Icons come from pinned files only, and every name that a template asks for is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wallet.verification.words.verdicts import VERDICTS
from wallet.web.icons import STATIC, icon

TEMPLATES = Path(__file__).parents[3] / "wallet" / "templates"


def asked() -> set[str]:
    names = {entry[3] for entry in VERDICTS.values()} | {
        "minus",
        "triangle-alert",
        "circle-question-mark",
        "check",
        "x",
    }
    for path in TEMPLATES.rglob("*.html"):
        names |= set(re.findall(r'icon\("([^"]+)"\)', path.read_text(encoding="utf-8")))
        names |= set(re.findall(r'call empty\("([^"]+)"', path.read_text(encoding="utf-8")))
    return names


@pytest.mark.parametrize("name", sorted(asked()))
def test_every_icon_that_is_asked_for_exists(name):
    assert any(
        (folder / f"{name}.svg").is_file() for folder in (STATIC / "icons", STATIC / "vendor" / "icons")
    )
    drawn = icon(name)
    assert drawn.startswith("<svg ") and drawn.endswith("</svg>")
    assert 'aria-hidden="true"' in drawn
    assert "<script" not in drawn and " on" not in drawn and "style=" not in drawn


@pytest.mark.parametrize(
    "name", ["../../settings", "logo.svg", "/etc/passwd", "A", "", "x y", "nothing-like-it"]
)
def test_any_other_name_draws_nothing(name):
    assert icon(name) == '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"></svg>'
