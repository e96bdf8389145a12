"""The folder that stands for the internet: what the mapping names, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.smith.web import NOW
from wallet.errors import Unreadable
from wallet.fetching.offline import OfflineResources
from wallet.verification.resources import Fetched, Purpose, Unreachable


def resources(folder: Path, mapping: dict[str, Any]) -> OfflineResources:
    path = folder / "documents.json"
    path.write_text(json.dumps(mapping), encoding="utf-8")
    return OfflineResources.from_file(path, at=NOW)


def test_a_named_address_is_answered_from_its_file(tmp_path: Path):
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    answer = resources(tmp_path, {"https://a.example/x": "a.json"}).fetch("https://a.example/x", Purpose.KEY)
    assert isinstance(answer, Fetched)
    assert (answer.status, answer.body, answer.content_type, answer.at) == (
        200,
        b"{}",
        "application/json",
        NOW,
    )
    assert answer.digest == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert not answer.insecure


@pytest.mark.parametrize(
    "entry", [{"must_fail": True, "file": "a.json"}, {"absent": True}, None, 7, "gone.json"]
)
def test_what_is_not_there_is_unreachable(tmp_path: Path, entry: Any):
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    known = resources(tmp_path, {"https://a.example/x": entry})
    for url in ("https://a.example/x", "https://b.example/"):
        answer = known.fetch(url, Purpose.KEY)
        assert isinstance(answer, Unreachable)
        assert answer.code == "not-in-documents"


def test_nothing_outside_the_folder_is_read(tmp_path: Path):
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    known = resources(
        inner, {"https://a.example/": "../secret.json", "https://b.example/": str(tmp_path / "secret.json")}
    )
    for url in ("https://a.example/", "https://b.example/"):
        assert isinstance(known.fetch(url, Purpose.KEY), Unreachable)


def test_an_entry_may_state_status_and_media_type(tmp_path: Path):
    (tmp_path / "a").write_text("{}", encoding="utf-8")
    entry = {"file": "a", "status": 410, "content_type": "text/html"}
    answer = resources(tmp_path, {"http://a.example/": entry}).fetch("http://a.example/", Purpose.ASSERTION)
    assert isinstance(answer, Fetched)
    assert (answer.status, answer.content_type, answer.insecure) == (410, "text/html", True)


@pytest.mark.parametrize("mapping", ["[]", "{", '{"a":1,"a":2}'])
def test_a_mapping_that_is_none_is_refused(tmp_path: Path, mapping: str):
    path = tmp_path / "documents.json"
    path.write_text(mapping, encoding="utf-8")
    with pytest.raises(Unreadable):
        OfflineResources.from_file(path, at=NOW)
