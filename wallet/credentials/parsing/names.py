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


LONGEST_STEM = 60
_ASIDE = str.maketrans("łŁøØđĐæÆœŒß", "lLoOdDaAoOs")


def safe_name(name: str, *, number: int, ending: str = "") -> str:
    """`0007-dyplom.png`: ASCII, lower case, unique by its number, whatever stood in `name`. The ending is
    ours if given, else what the name says, if that is plain."""
    stem, _, said = name.rpartition(".")
    if not stem:
        stem, said = name, ""
    plain = unicodedata.normalize("NFKD", stem.translate(_ASIDE)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_STEM].strip("-") or "file"
    said = said.lower() if re.fullmatch(r"[A-Za-z0-9]{1,8}", said) else ""
    end = ending or said
    return f"{number:04}-{words}" + (f".{end}" if end else "")
