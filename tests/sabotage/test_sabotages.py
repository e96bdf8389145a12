"""One line of the verifier made worse at a time, and the tests that must notice it.

`sabotages.toml` lists the changes: in `file` (below `wallet/`) the text `right` becomes `wrong`. What that
does stands in `means`, and the `tests` must then fail. The usual run only holds the list against the code, so
that it cannot go stale; the long form makes each change in a copy of the project and runs the tests there.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SABOTAGES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "sabotages.toml").read_text(encoding="utf-8")
)["sabotage"]
EVERYTHING = ["tests/unit/verification", "tests/unit/credentials"]
LEFT_OUT = shutil.ignore_patterns("node_modules", ".git", ".venv", "instance", "__pycache__", "docs")
SECONDS = 300
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")


def name_of(sabotage: dict[str, Any]) -> str:
    return f"{sabotage['file']}: {sabotage['means']}"


def sabotaged(source: str, sabotage: dict[str, Any]) -> str:
    return source.replace(sabotage["right"], sabotage["wrong"])


def test_there_are_sixty_and_each_has_a_meaning_of_its_own():
    assert len(SABOTAGES) >= 60
    assert len({name_of(one) for one in SABOTAGES}) == len(SABOTAGES)


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=name_of)
def test_the_list_names_code_that_is_there(sabotage: dict[str, Any]):
    source = (ROOT / "wallet" / sabotage["file"]).read_text(encoding="utf-8")
    assert source.count(sabotage["right"]) == 1
    assert "\n" not in sabotage["right"].strip("\n")
    changed = ast.parse(sabotaged(source, sabotage))
    assert ast.dump(changed) != ast.dump(ast.parse(source))
    for place in sabotage.get("tests", EVERYTHING):
        assert (ROOT / place.partition("::")[0]).exists()


@pytest.fixture(scope="module")
def copy_of_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("sabotaged") / "project"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    if (ROOT.parent / "shared").exists():
        (copy.parent / "shared").symlink_to(ROOT.parent / "shared")
    return copy


@pytest.mark.long
@pytest.mark.parametrize("sabotage", SABOTAGES, ids=name_of)
def test_it_is_noticed(sabotage: dict[str, Any], copy_of_project: Path):
    path = copy_of_project / "wallet" / sabotage["file"]
    right = path.read_text(encoding="utf-8")
    path.write_text(sabotaged(right, sabotage), encoding="utf-8")
    try:
        ended = subprocess.run(
            [*PYTEST, *sabotage.get("tests", EVERYTHING)],
            cwd=copy_of_project,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    finally:
        path.write_text(right, encoding="utf-8")
    # 1: tests failed. Anything else (no test ran, the change does not import) kills nothing.
    assert ended.returncode == 1, ended.stdout[-2000:] + ended.stderr[-2000:]
    assert "error" not in ended.stdout.rpartition("\n")[2] or "failed" in ended.stdout
