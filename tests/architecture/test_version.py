"""The newest version of the changelog is the one that the wallet says it is."""

from __future__ import annotations

import re
from pathlib import Path

from wallet.version import __version__

CHANGELOG = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_changelog_speaks_of_this_version_first_and_of_each_version_once():
    versions = [name for name in re.findall(r"(?m)^## \[([^\]]+)\]", CHANGELOG) if name != "Unreleased"]
    assert versions[0] == __version__
    numbers = [tuple(map(int, name.split("."))) for name in versions]
    assert numbers == sorted(set(numbers), reverse=True)
