"""Names as strangers write them, made safe to show: one line, no controls, no tricks with direction."""

from __future__ import annotations

import unicodedata

from wallet.credentials.parsing.typed import cleaned

MAX_NAME = 120
MAX_MARKS = 3  # combining marks on one letter; Vietnamese needs two


def clean_name(text: object) -> str:
    """NFC, without controls, spaces folded, at most MAX_NAME characters; "" if nothing is left."""
    if not isinstance(text, str):
        return ""
    kept: list[str] = []
    marks = 0
    for character in cleaned(unicodedata.normalize("NFC", text[: 20 * MAX_NAME]), kept=""):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return " ".join("".join(kept).split())[:MAX_NAME].rstrip()
