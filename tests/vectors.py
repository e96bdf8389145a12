"""Where the published vectors are, for tests that need them: `../shared/vectors` beside the checkout."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wallet.verification.resources import Fetched, Purpose, Unreachable

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


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Documents:
    """Resources that hold exactly these answers and remember what was asked for. An answer is bytes, a
    mapping (sent as JSON), a number (an HTTP status) or a ready `Fetched`; anything else is not reachable."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        self.asked.append(url)
        answer = self.answers.get(url)
        if answer is None:
            return Unreachable(url, "connection-failed", NOON)
        if isinstance(answer, Fetched):
            return answer
        if isinstance(answer, int):
            return Fetched(url, url, answer, "text/html", b"", hashlib.sha256(b"").hexdigest(), NOON)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Fetched(url, url, 200, "application/json", body, hashlib.sha256(body).hexdigest(), NOON)


def published() -> Documents:
    """What the vectors' documents.json serves."""
    names = read("documents.json") or {}
    return Documents({url: (VECTORS / name).read_bytes() for url, name in names.items()})
