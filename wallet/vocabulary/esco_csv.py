"""The official CSV files of ESCO, read and checked. Pure: bytes by file name in, rows and problems out.

No file is believed: a missing column stops the import, a row with an address that is not ESCO's is left out
and counted, and more than the limits is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wallet.collection.fields import fold

MOST_CONCEPTS = 60_000
MOST_LINKS = 500_000
MOST_BYTES = 200_000_000  # of one file
LONGEST = 500  # characters of a label
MOST_OTHERS = 40
URI = re.compile(r"http://data\.europa\.eu/esco/[A-Za-z0-9._~/-]{1,160}")
LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?")
VERSION = re.compile(r"v?(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)")

CONCEPTS = {"skills": "skill", "occupations": "occupation"}
RELATIONS = "occupationSkillRelations"
BROADER = "broaderRelationsSkillPillar"
# Which collection speaks of which of the wallet's fields of competence.
COLLECTIONS = {
    "digCompSkillsCollection": "digital",
    "digitalSkillsCollection": "digital",
    "greenSkillsCollection": "green",
    "transversalSkillsCollection": "social",
    "languageSkillsCollection": "social",
}
NEEDED = ("skills", "occupations", RELATIONS)
COLUMNS = {
    "skills": ("conceptUri", "preferredLabel", "altLabels"),
    "occupations": ("conceptUri", "preferredLabel", "altLabels"),
    RELATIONS: ("occupationUri", "relationType", "skillUri"),
    BROADER: ("conceptUri", "broaderUri"),
    **dict.fromkeys(COLLECTIONS, ("conceptUri",)),
}


@dataclass
class Reading:
    """What was found. `stops` make it unusable; `problems` are rows that were left out, by kind."""

    concepts: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    stops: list[tuple[str, str]] = field(default_factory=list)  # code, what it is about
    files: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, Any]:
        kinds = Counter(concept["kind"] for concept in self.concepts)
        return {
            "skills": kinds["skill"],
            "occupations": kinds["occupation"],
            "links": len(self.links),
            "files": sorted(self.files),
            "problems": dict(self.problems),
        }


def known_files(language: str) -> dict[str, str]:
    """The names an import looks for, and the part each is."""
    return {f"{part}_{language}.csv": part for part in COLUMNS}


def read_vocabulary(files: Mapping[str, bytes], language: str) -> Reading:
    """Everything the files of that language say."""
    reading = Reading()
    parts = {part: files[name] for name, part in known_files(language).items() if name in files}
    reading.files = [f"{part}_{language}.csv" for part in parts]
    if not LANGUAGE.fullmatch(language):
        reading.stops.append(("language", language[:20]))
    reading.stops += [("file-missing", f"{part}_{language}.csv") for part in NEEDED if part not in parts]
    if reading.stops:
        return reading
    fields = _fields(parts, reading)
    broader = _broader(parts, reading)
    known: dict[str, str] = {}
    for part, kind in CONCEPTS.items():
        for row in _rows(part, parts, reading):
            _concept(row, kind, reading, known, fields, broader)
            if len(known) > MOST_CONCEPTS:
                reading.stops.append(("too-many", part))
                return reading
    _links(parts, reading, known)
    if not reading.stops and not any(concept["kind"] == "skill" for concept in reading.concepts):
        reading.stops.append(("empty", "skills"))
    return reading


def _concept(
    row: Mapping[str, str],
    kind: str,
    reading: Reading,
    known: dict[str, str],
    fields: Mapping[str, set[str]],
    broader: Mapping[str, list[str]],
) -> None:
    uri, label = row["conceptUri"].strip(), " ".join(row["preferredLabel"].split())
    if not URI.fullmatch(uri) or f"/{kind}/" not in uri:
        reading.problems["uri"] += 1
    elif not label or len(label) > LONGEST:
        reading.problems["label"] += 1
    elif uri in known:
        reading.problems["twice"] += 1
    else:
        known[uri] = kind
        others = [" ".join(text.split())[:LONGEST] for text in row["altLabels"].splitlines() if text.strip()]
        reading.concepts.append(
            {
                "kind": kind,
                "uri": uri,
                "label": label,
                "folded": fold(label),
                "others": others[:MOST_OTHERS],
                "fields": sorted(fields.get(uri, ())),
                "broader": broader.get(uri, [])[:20],
            }
        )


def _links(parts: Mapping[str, bytes], reading: Reading, known: Mapping[str, str]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in _rows(RELATIONS, parts, reading):
        pair = (row["occupationUri"].strip(), row["skillUri"].strip())
        if known.get(pair[0]) != "occupation" or known.get(pair[1]) != "skill":
            reading.problems["relation"] += 1
        elif row["relationType"].strip() not in {"essential", "optional"}:
            reading.problems["relation-type"] += 1
        elif pair in seen:
            reading.problems["twice"] += 1
        else:
            seen.add(pair)
            reading.links.append(
                {
                    "occupation_uri": pair[0],
                    "skill_uri": pair[1],
                    "essential": row["relationType"].strip() == "essential",
                }
            )
        if len(seen) > MOST_LINKS:
            reading.stops.append(("too-many", RELATIONS))
            return


def _fields(parts: Mapping[str, bytes], reading: Reading) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for part, area in COLLECTIONS.items():
        for row in _rows(part, parts, reading):
            found.setdefault(row["conceptUri"].strip(), set()).add(area)
    return found


def _broader(parts: Mapping[str, bytes], reading: Reading) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in _rows(BROADER, parts, reading):
        uri = row["broaderUri"].strip()
        if URI.fullmatch(uri):
            found.setdefault(row["conceptUri"].strip(), []).append(uri)
        else:
            reading.problems["uri"] += 1
    return found


def _rows(part: str, parts: Mapping[str, bytes], reading: Reading) -> Iterator[dict[str, str]]:
    """The rows of a file, every needed column a text; nothing of a file without its columns."""
    if part not in parts:
        return
    try:
        text = parts[part].decode("utf-8-sig")
    except UnicodeDecodeError:
        reading.stops.append(("not-utf-8", part))
        return
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        absent = [name for name in COLUMNS[part] if name not in (rows.fieldnames or ())]
        if absent:
            reading.stops.append(("column-missing", f"{part}: {', '.join(absent)}"))
            return
        for row in rows:
            yield {name: row[name] or "" for name in COLUMNS[part]}
    except csv.Error:
        reading.stops.append(("not-csv", part))
