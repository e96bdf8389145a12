"""Which characters the typesetter's own fonts can print. A document for screen readers may not hold one that
has no glyph, and one may even stop the typesetter: so whatever is not known to print becomes a square."""

from __future__ import annotations

import re
import unicodedata

SQUARE = "□"
LONGEST_WORD = 40  # letters without a place to break; then the line may break anyway
_BREAK = "\u200b"  # zero width
# Measured one by one with typst 0.15 (its fonts come with it): the test measures a part of it again.
_KNOWN = """
20-7E A0-4FF 510-513 51A-51D 531-5F4 606-60C 615-616 61F 621-63A 640-656 65A 660-66D 674 679-67B 67E-680
683-684 686-687 691 698 6A4 6A9 6AF 6BE 6CC 6F0-6F9 900-97F E3F E81-E84 E87-E88 E8A E8D E94-E97
E99-E9F EA1-EA7 EAA-EAB EAD-EB9 EBB-EBC EC8-ECD 10D0-10FF 1AB0-1ACE 1D00-2040 2042 2044-2052
2054-211E 2120 2122 2124 2126-2151 2153-2184 2189 2190-23FF 2422-2423 2460-2606 2609-262F 2638-268B
2690-269C 26A0-26A7 26AA-26AF 26B2 2701-2704 2706-2709 270C-2714 2717-2726 272A-274B 274D 274F-2752
2756 2758-275E 2761-277F 2794 2798-27AF 27B1-2BFF 2C60-2CFF 2E02-2E05 2E08-2E0A 2E17-2E18 2E1F
2E22-2E25 2E2E 3000 3012 3016-3017 301A-301B 302E-3030 3036 306E
"""
# As plain as it gets, for a text whose letters print one by one but not together.
_PLAIN = (
    "20-7E A1-AC AE-17F 391-3A1 3A3-3C9 410-44F 401 451 2010-2015 2018-201A 201C-201E 2022 2026 20AC 25A1"
)


def _class(ranges: str) -> str:
    parts = (part.partition("-") for part in ranges.split())
    return "".join(f"\\U{int(a, 16):08X}-\\U{int(b or a, 16):08X}" for a, _, b in parts)


_UNKNOWN = re.compile(f"[^\n{_BREAK}{_class(_KNOWN)}]")
_NOT_PLAIN = re.compile(f"[^\n{_BREAK}{_class(_PLAIN)}]")
# Variation selectors, joiners, directions: they change how others look, and may hide what a text says.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def printable(text: str) -> str:
    """The text with a square for each character that has no glyph, and places to break in endless words."""
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_WORD:
        return text
    text = unicodedata.normalize("NFC", text.replace("\t", " "))
    text = _UNKNOWN.sub(SQUARE, _UNSEEN.sub("", text))
    text = re.sub(f"{SQUARE}{{3,}}", SQUARE * 3, text)
    return _LONG.sub(lambda found: found[0] + _BREAK, text)


def plainest(text: str) -> str:
    """The same with Latin, Greek and Cyrillic letters alone."""
    return _NOT_PLAIN.sub(SQUARE, text)
