"""Text that somebody typed, without what nobody sees: one cleaner for every form, name and copy."""

from __future__ import annotations

import unicodedata

# Controls, surrogates, private and unassigned characters, and the invisible format characters (among them
# those that turn the direction of text: U+202E and its kin).
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
JOINERS = "\u200c\u200d"  # letters of some scripts and emoji need them
_PICTURES = frozenset(map(chr, range(0x1F300, 0x1FB00)))  # emoji, also those newer than Python's tables
LAYOUT = "\t\n\r"


def cleaned(text: str, *, kept: str = JOINERS + LAYOUT) -> str:
    """The text without the characters that nobody sees, but for those of `kept`. What a control parted
    stays apart."""
    unseen = {
        one
        for one in set(text)
        if unicodedata.category(one) in _UNSEEN and one not in kept and one not in _PICTURES
    }
    return text.translate({ord(one): " " if one.isspace() else None for one in unseen}) if unseen else text
