"""A wallet that is set up unsafely does not start (OPS-01)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.test_settings import GOOD
from wallet.errors import Misconfigured
from wallet.settings import Settings


def problems(environ: dict[str, str], tmp_path: Path) -> str:
    try:
        Settings.load(environ, instance=tmp_path)
    except Misconfigured as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"WALLET_SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"WALLET_SECRET_KEY": "changeme"}, "too short"),
        ({"WALLET_SECRET_KEY": "secret" * 8}, "too plain"),
        ({"WALLET_SECRET_KEY": "a" * 64}, "too plain"),
        ({"WALLET_BASE_URL": "http://wallet.example.edu"}, "plain http"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"FLASK_DEBUG": "true"}, "FLASK_DEBUG"),
    ],
)
def test_ops_01_unsafe_settings_do_not_start(tmp_path, change, said):
    assert problems(GOOD, tmp_path) == ""
    assert said in problems({**GOOD, **change}, tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
@pytest.mark.parametrize(("rights", "starts"), [(0o600, True), (0o640, True), (0o644, False), (0o602, False)])
def test_ops_01_a_database_that_everybody_can_read_does_not_start(tmp_path, rights, starts):
    file = tmp_path / "wallet.sqlite3"
    file.touch()
    file.chmod(rights)
    said = problems({**GOOD, "WALLET_DATABASE_URL": f"sqlite:///{file}"}, tmp_path)
    assert (said == "") is starts
    if not starts:
        assert str(file) in said and "chmod 600" in said


def test_ops_01_flask_debug_that_is_off_is_no_problem(tmp_path):
    assert problems({**GOOD, "FLASK_DEBUG": "0"}, tmp_path) == ""
