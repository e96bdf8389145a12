"""File names as words for people: shown and sent back in a header, never used as a path."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 120
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)")


def display_name(name: str) -> str:
    """The last part of `name` without controls, direction overrides, quotes and separators; may be ""."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", last)
        if unicodedata.category(character)[0] != "C" and character not in '<>:"|?*;\u2028\u2029'
    )
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    if _DEVICES.match(kept):
        kept = "_" + kept
    if len(kept) > MAX_LENGTH:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: MAX_LENGTH - 12]}….{ending}" if dot and len(ending) <= 8 else kept[:MAX_LENGTH]
    return kept
