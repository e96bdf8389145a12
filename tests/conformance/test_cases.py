"""Real reports and crafted attacks with the right answers: `../shared/cases`, if it is beside the checkout.

The questions of its `run.py`, put to the command in this process. Cases that a person has to look at in a
running wallet are not among them. One that we believe to be wrong stands in `KNOWN_GAPS.toml` with a reason.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.vectors import SHARED, VECTORS
from wallet.checker.cli import verify_command

CASES = SHARED / "cases"
CONTEXTS_CALLED_OTHERWISE = {
    "jws-2020-v1.json": "lds-jws2020-v1.json",
    "secp256k1-2019-v1-didai.json": "secp256k1-2019-v1.json",
}
GAPS = tomllib.loads((Path(__file__).parent / "KNOWN_GAPS.toml").read_text(encoding="utf-8")).get("cases", {})
needs_cases = pytest.mark.skipif(
    not (CASES / "run.py").exists(), reason="the collection of cases is not beside this checkout"
)


def field_cases() -> list[Path]:
    found = []
    for path in sorted((CASES / "field").glob("*/case.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if not case.get("by_eye") and not case.get("input_left_out"):
            found.append(path)
    return found


def answers(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    verify_command(["--json", *arguments])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@needs_cases
def test_there_are_cases_to_ask():
    assert len(field_cases()) > 40
    assert len(json.loads((CASES / "attacks" / "attacks.json").read_bytes())) > 60


@needs_cases
@pytest.mark.parametrize("path", field_cases(), ids=lambda path: path.parent.name)
def test_what_people_reported_comes_out_right(path: Path, capsys: pytest.CaptureFixture[str]):
    case, here = json.loads(path.read_text(encoding="utf-8")), path.parent
    arguments = []
    for name in ("documents", "recognised"):
        arguments += [f"--{name}", str(here / case[name])] if case.get(name) else []
    for name in ("at", "recipient"):
        arguments += [f"--{name}", case[name]] if case.get(name) else []
    lines = answers(capsys, *arguments, str(here / case["file"]))
    assert lines
    codes = {check["code"] for line in lines for check in line["checks"]}
    verdicts = {line["verdict"] for line in lines}
    right = not case.get("verdicts") or verdicts <= set(case["verdicts"])
    right = right and case.get("never") not in codes
    right = right and (not case.get("recipient_findings") or bool(codes & set(case["recipient_findings"])))
    gap = GAPS.get(f"field/{here.name}")
    assert right == (gap is None), (case["what"], verdicts, codes)
    assert gap is None or gap["comes_out"] in codes


@needs_cases
def test_no_crafted_attack_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    place = Path(shutil.copytree(CASES / "attacks", tmp_path / "attacks"))
    shutil.copytree(VECTORS / "contexts", place / "contexts")
    for wanted, name in CONTEXTS_CALLED_OTHERWISE.items():
        shutil.copy(VECTORS / "contexts" / name, place / "contexts" / wanted)
    rows = json.loads((place / "attacks.json").read_bytes())
    files = [str(place / row["file"]) for row in rows]
    lines = answers(
        capsys, "--at", "2026-12-01T12:00:00Z", "--documents", str(place / "documents.json"), *files
    )
    found: dict[str, str] = {}
    for line in lines:
        found.setdefault(Path(line["file"]).name, line["verdict"])
    wrong = [
        (row["file"], found.get(row["file"]), row["want"])
        for row in rows
        if not is_right(found.get(row["file"]), row["want"])
    ]
    assert wrong == []


def is_right(verdict: str | None, wanted: str) -> bool:
    if verdict is None:
        return False
    return wanted in ("any", verdict) or (wanted == "not-valid" and verdict != "valid")
