"""What the README says of settings, commands and rooms is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from wallet.settings import FIELDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_table() -> str:
    rows = [f"| `{one.variable}` | {one.default} | {one.meaning} |" for one in FIELDS]
    return "\n".join(["| variable | default | what it does |", "|---|---|---|", *rows])


def test_every_setting_is_explained_as_the_code_explains_it():
    told = re.search(r"<!-- settings:begin -->\n(.*?)\n<!-- settings:end -->", README, re.S)
    assert told and told.group(1) == settings_table()


def test_the_pictures_it_shows_exist():
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


def test_the_documents_it_points_to_exist():
    linked = re.findall(r"\]\((?!http|#)([^)]+)\)", README)
    assert [name for name in linked if not (ROOT / name).exists()] == []


def test_the_map_names_every_module_of_the_top_floor():
    modules = {path.name for path in (ROOT / "wallet").glob("*.py")} - {"version.py", "__main__.py"}
    assert [name for name in sorted(modules) if name not in README] == []
