"""Files as the world's issuers make them: each gets its row and its page, and none stops the import."""

from __future__ import annotations

import re

import pytest

from tests.integration.collection.people import open_app, sign_in
from tests.vectors import VECTORS, manifest, needs_vectors, published

FAMILIES = ("ob3-jwt", "ob3-baked", "ob2-baked", "ob2-signed", "ob2-hosted", "vc-jwt", "vp", "qr")


@needs_vectors
def test_published_files_are_all_taken_in_or_refused_by_name(sqlite_store, tmp_path, clock):
    ana = sign_in(open_app(sqlite_store, published(), tmp_path), "ana@example.org")
    entries = manifest(*FAMILIES)
    page = ana.add(
        *((entry["file"].rpartition("/")[2], (VECTORS / entry["file"]).read_bytes()) for entry in entries)
    )
    assert "no better words" not in page
    states = re.findall(r'data-state="([a-z]+)"', page)
    assert set(states) <= {"done", "refused", "duplicate", "opened"}
    assert states.count("done") >= 40
    held = re.findall(r'href="/credentials/([0-9a-f]{32})"', page)
    for credential in set(held):
        answer = ana.get(f"/credentials/{credential}")
        assert answer.status_code == 200
        assert "no better words" not in answer.text


@needs_vectors
@pytest.mark.parametrize(
    "entry", [e for e in manifest("ob2-baked", "ob3-baked") if e["file"].endswith(".png")][:4]
)
def test_a_published_baked_picture_is_redrawn(sqlite_store, tmp_path, clock, entry):
    ana = sign_in(open_app(sqlite_store, published(), tmp_path), "ana@example.org")
    ana.add(("badge.png", (VECTORS / entry["file"]).read_bytes()))
    for credential in ana.held():
        drawn = ana.get(f"/credentials/{credential}/picture")
        assert drawn.data.startswith(b"\x89PNG")
