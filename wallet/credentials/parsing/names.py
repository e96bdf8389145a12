"""Names that people give: of files, shown and sent back in a header, never used as a path; and of skills,
titles and issuers, folded so that the same name is found whoever wrote it."""

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


def normal(text: str) -> str:
    """A skill's URI as it is; a label folded, so that case, spaces and Unicode forms do not matter."""
    text = text.strip()
    if text.startswith(("http://", "https://", "urn:")):
        return text
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
