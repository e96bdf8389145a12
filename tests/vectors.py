"""Where the published vectors are, for tests that need them: `../shared/vectors` beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
VECTORS = SHARED / "vectors"

needs_vectors = pytest.mark.skipif(
    not (VECTORS / "manifest.json").exists(), reason="the published vectors are not beside this checkout"
)


def read(name: str) -> Any:
    """A JSON file of the vectors, parsed; None when the vectors are absent (so that modules still import)."""
    path = VECTORS / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def manifest(*families: str) -> list[dict[str, Any]]:
    """The manifest's entries that are cases, of the named families (all when none is named)."""
    entries = read("manifest.json") or []
    return [
        entry
        for entry in entries
        if entry["role"].startswith("subject") and (not families or entry["family"] in families)
    ]
