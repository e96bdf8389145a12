"""Names as strangers write them, made safe to show: one line, no controls, no tricks with direction."""

from __future__ import annotations

import unicodedata

MAX_NAME = 120
MAX_MARKS = 3  # combining marks on one letter; Vietnamese needs two
# Controls, surrogates, private and unassigned characters, and the invisible format characters (among them
# those that turn the direction of text: U+202E and its kin).
_UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_name(text: object) -> str:
    """NFC, without controls, spaces folded, at most MAX_NAME characters; "" if nothing is left."""
    if not isinstance(text, str):
        return ""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text[: 20 * MAX_NAME]):
        if character.isspace():
            character = " "
        category = unicodedata.category(character)
        if category in _UNWANTED:
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return " ".join("".join(kept).split())[:MAX_NAME].rstrip()
