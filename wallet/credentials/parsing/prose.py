"""What can be guessed from an issuer's free text, in Polish and English. Never more than weak, and quoted.

Every pattern is linear; texts are cut at 20,000 characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wallet.credentials.elements import Element, Fact, weak
from wallet.credentials.parsing.amounts import positive

MOST = 20_000
AROUND = 30  # characters shown on each side of what was found

_ECTS = re.compile(
    r"\b(?P<number>\d{1,3}(?:[.,]\d{1,2})?)\s{0,3}(?:(?:punkt\w{0,5}|credits?|points?)\s{0,3})?ECTS\b", re.I
)
_HOURS = re.compile(r"\b(?P<number>\d{1,4})\s{0,3}(?:godz\w{0,6}|h\b|hours?\b)", re.I)
_LEVEL = re.compile(r"\b(?P<frame>ERK|EQF|PRK|poziom)\s{0,3}[-–:]?\s{0,3}(?P<level>[1-8])\b(?![.,]\d)", re.I)
_MODE = re.compile(
    r"\b(?:(?P<online>online|zdaln\w{1,3})|(?P<onsite>stacjonarn\w{1,4})|(?P<blended>hybrydow\w{1,4}))\b",
    re.I,
)
_ASSESSED = re.compile(
    r"\b(?:(?P<written_examination>egzamin\w{0,4}|exams?|examination)|(?P<quiz>test\w{0,4}|quiz\w{0,4})"
    r"|(?P<project_work>projekt\w{0,4})|(?P<portfolio>portfolio)|(?P<observation>obserwacj\w{1,4}))\b",
    re.I,
)
_QUALITY = re.compile(
    r"\b(?:(?P<external_institutional>akredytacj\w{1,4}|accredited|accreditation|PKA)|(?P<other>ISO\s?\d{4,5})"
    r"|(?P<certifying_body_zsk>instytucj\w{1,3} certyfikując\w{1,3}))\b",
    re.I,
)
_BEFORE = re.compile(r"(?:Wymagania wstępne|Prerequisites?)\s{0,3}:\s{0,3}(?P<said>[^\n]{1,300})", re.I)


_LINK = re.compile(r"!?\[(?P<said>[^\[\]\n]{0,200})\]\([^()\s]{0,500}\)")


def plain_words(text: str) -> str:
    """Markdown without the addresses of its links and pictures, cut."""
    return _LINK.sub(r"\g<said>", text[:MOST])


def quoted(text: str, start: int, end: int) -> str:
    """What was found, with a little of what stands around it."""
    left, right = max(start - AROUND, 0), min(end + AROUND, len(text))
    words = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{words}{'…' if right < len(text) else ''}"


def mine(texts: Iterable[tuple[str, str]]) -> list[Element]:
    """Weak elements out of (path, text) pairs."""
    found: list[Element] = []
    for path, text in texts:
        text = plain_words(text)
        found += [*_amounts(text, path), *_levels(text, path)]
        for key, pattern in (("participation", _MODE), ("assessment", _ASSESSED), ("quality", _QUALITY)):
            if match := pattern.search(text):
                code = next(name for name, said in match.groupdict().items() if said)
                found.append(_weak(key, Fact(code, {"": match[0]}), path, text, match))
        if match := _BEFORE.search(text):
            found.append(_weak("prerequisites", Fact(words={"": match["said"].strip()}), path, text, match))
    return found


def _amounts(text: str, path: str) -> list[Element]:
    for pattern, unit in ((_ECTS, "ects"), (_HOURS, "hours")):
        if (match := pattern.search(text)) and (amount := positive(match["number"])):
            return [
                _weak("workload", Fact(amount=amount, unit=unit, words={"": match[0]}), path, text, match)
            ]
    return []


def _levels(text: str, path: str) -> list[Element]:
    match = _LEVEL.search(text)
    if match is None:
        return []
    unit = "prk" if match["frame"].upper() == "PRK" else "eqf" if match["frame"].upper() != "POZIOM" else ""
    return [_weak("level", Fact(match["level"], {"": match[0]}, unit=unit), path, text, match)]


def _weak(key: str, fact: Fact, path: str, text: str, match: re.Match[str]) -> Element:
    quote = quoted(text, match.start(), match.end())
    return weak(key, (fact,), path, "in-text-only", quote=quote)


def texts_of(said: Mapping[str, str], path: str) -> list[tuple[str, str]]:
    """Every language of a text, to be searched."""
    return [(path, words) for words in said.values() if words]
