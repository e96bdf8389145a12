"""Every requirement id that code, tests and documents cite stands in docs/requirements.md with words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "docs" / "requirements.md"
WRITTEN = {".py", ".html", ".md", ".toml", ".css", ".js", ".typ"}
BROUGHT = ("wallet/static/vendor/", "wallet/verification/jsonld/contexts/")

ENTRY = re.compile(r"(?m)^- \*\*([A-Z0-9]+-\d\d|[RH]\d+)\*\* (\S.*)")
ENTRIES = ENTRY.findall(CATALOGUE.read_text(encoding="utf-8"))
FAMILY = "|".join(
    sorted({name.partition("-")[0] for name, _ in ENTRIES if "-" in name}, key=len, reverse=True)
)
NEXT = rf"(, and |, | and | or | to |…|–)(?:({FAMILY})-|-)?(\d\d)(?!\d)"
CITED = re.compile(rf"(?<![\w-])({FAMILY})-(\d\d)(?!\d)((?:{NEXT})*)")
RULE = re.compile(r"(?<![\w'\"/#.-])([RH]\d{1,2})(?![\w'\"/-])")
TESTED = re.compile(rf"def test_({FAMILY.lower()})_(\d\d)_(?:and_(\d\d)_)?")


def cited_in(text: str) -> Iterator[str]:
    """Each id in a text, also where it says more than one ("RES-06, 07") or is the name of a test."""
    for found in CITED.finditer(text):
        family, last = found[1], int(found[2])
        yield f"{family}-{last:02}"
        for between, other, number in re.findall(NEXT, found[3]):
            family = other or family
            first = last + 1 if between in {" to ", "…", "–"} else int(number)
            last = int(number)
            yield from (f"{family}-{one:02}" for one in range(first, last + 1))
    yield from (found[1] for found in RULE.finditer(text))
    for family, *numbers in TESTED.findall(text):
        yield from (f"{family.upper()}-{number}" for number in numbers if number)


def sources() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.suffix in WRITTEN)
    for folder in ("wallet", "tests", "bench", "docs"):
        for path in (ROOT / folder).rglob("*"):
            brought = path.relative_to(ROOT).as_posix().startswith(BROUGHT)
            if path.suffix in WRITTEN and path != CATALOGUE and not brought:
                yield path


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("(OB2-06)", ["OB2-06"]),
        ("AUTHN-32, 33, 35", ["AUTHN-32", "AUTHN-33", "AUTHN-35"]),
        ("DATA-02, -03 and -07", ["DATA-02", "DATA-03", "DATA-07"]),
        ("JSON-01…03", ["JSON-01", "JSON-02", "JSON-03"]),
        ("SHARE-04 to SHARE-06", ["SHARE-04", "SHARE-05", "SHARE-06"]),
        ("DI-13, LD-16", ["DI-13", "LD-16"]),
        ("may differ (R27)", ["R27"]),
        ("def test_exp_07_words(): ...", ["EXP-07"]),
        ("def test_file_32_and_34_words(): ...", ["FILE-32", "FILE-34"]),
        ("SHA-256, RDFC-10 and R2D2", []),
    ],
)
def test_citations_are_found_however_they_are_written(text, ids):
    assert list(cited_in(text)) == ids


def test_every_cited_requirement_has_its_sentence():
    known = {name for name, _ in ENTRIES}
    unknown = defaultdict(set)
    cited = 0
    for path in sources():
        if path == Path(__file__):
            continue
        for name in cited_in(path.read_text(encoding="utf-8")):
            cited += 1
            if name not in known:
                unknown[name].add(path.relative_to(ROOT).as_posix())
    assert cited > 200  # there is something to look up
    assert dict(unknown) == {}


def test_every_id_stands_once():
    names = [name for name, _ in ENTRIES]
    assert sorted(names) == sorted(set(names))
