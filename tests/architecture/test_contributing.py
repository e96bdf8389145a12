"""What CONTRIBUTING, SECURITY and the templates tell contributors to type and to open is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import do

ROOT = Path(__file__).parents[2]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCUMENTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("CONTRIBUTING.md", "SECURITY.md", "README.md", ".github/pull_request_template.md")
}
EVERYTHING = "\n".join(DOCUMENTS.values())
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")


def test_every_command_of_do_py_that_is_named_exists_and_each_is_explained():
    named = set(re.findall(r"python3 do\.py (\w+)", EVERYTHING))
    assert named == set(do.COMMANDS)
    assert {re.split(r"\s+", line)[2] for line in re.findall(r"(?m)^python3 do\.py .*", do.__doc__)} == named


def test_every_check_that_is_named_exists():
    named = re.findall(r"(?m)^python3 do\.py check ([a-z ]+?) +#", CONTRIBUTING)
    assert named
    assert {name for line in named for name in line.split()} <= do.CHECKS.keys()
    (listed,) = re.findall(r"(?m)^python3 do\.py check +# (.+)$", CONTRIBUTING)
    assert listed.split(", ") == list(do.CHECKS)


def test_every_tool_and_every_command_of_the_wallet_that_is_named_exists():
    for tool in set(re.findall(r"\.venv/bin/([\w-]+)", EVERYTHING)):
        assert Path(sys.executable).with_name(tool).exists(), tool
    help_text = subprocess.run(
        [sys.executable, "-m", "wallet", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for command in set(re.findall(r"`wallet (--\w+|[a-z]+)", EVERYTHING)):
        assert re.search(
            rf"(?m)^ +{re.escape(command)}\b|{re.escape(command)}\]|[{{,]{command}[,}}]", help_text
        ), command


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_that_is_linked_exists(name):
    linked = re.findall(r"\]\((?!http|#)([^)#]+)\)", DOCUMENTS[name])
    assert [target for target in linked if not (ROOT / name).parent.joinpath(target).exists()] == []


def test_every_file_and_folder_of_the_project_that_contributors_are_sent_to_exists():
    paths = re.findall(
        r"`((?:wallet|tests|docs|instance)/[\w./-]+|[\w.-]+\.(?:toml|lock|yaml))`", CONTRIBUTING
    )
    assert len(paths) > 8
    made = {"instance/demo.sqlite3"}
    assert [path for path in paths if path not in made and not (ROOT / path).exists()] == []


def test_every_name_of_the_code_that_contributors_are_sent_to_exists():
    named = set(re.findall(r"`([A-Za-z_]\w+)\(\)`", CONTRIBUTING)) | set(
        re.findall(r"`([A-Z]\w+)`", CONTRIBUTING)
    )
    named -= {"PASS", "FAIL", "INCONCLUSIVE", "Language", "TEST_DATABASE_URL", "CHROMIUM"}
    assert len(named) > 8
    assert sorted(named - set(defined())) == []


def defined():
    for path in (ROOT / "wallet").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_the_hooks_before_a_commit_are_the_checks_and_download_nothing():
    assert re.findall(r"entry: (.+)", HOOKS) == [f"python3 do.py check {name}" for name in do.CHECKS]
    assert re.findall(r"repo: (.+)", HOOKS) == ["local"]
    assert "http" not in HOOKS


def test_how_to_report_a_vulnerability_stands_in_one_place():
    told = [name for name, text in DOCUMENTS.items() if "Report a vulnerability" in text]
    assert told == ["SECURITY.md"]
    assert "(SECURITY.md)" in DOCUMENTS["README.md"]
