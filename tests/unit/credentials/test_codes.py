"""The list of refusals is exactly what the code raises: the words of the screens are written from it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from wallet.credentials.codes import REFUSALS

ROOM = Path(__file__).resolve().parents[3] / "wallet" / "credentials"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+\Z")


def raised() -> set[str]:
    """Every slug that stands in an `Unreadable(…)` or in the table of documents that are no credential."""
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = getattr(node, "func", None)
            if isinstance(named, ast.Name) and named.id == "Unreadable":
                found |= {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_NOT_CREDENTIALS":
                found |= {part.value for part in node.value.values}
    return {code for code in found if isinstance(code, str) and SLUG.match(code)}


def test_every_code_that_is_raised_is_listed_and_every_code_listed_is_raised():
    assert raised() - {"sd-jwt"} == REFUSALS
