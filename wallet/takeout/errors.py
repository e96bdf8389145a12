# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Why a copy could not be made or taken in."""

from __future__ import annotations

from wallet.errors import Unreadable
from wallet.marks import mark


class TakeoutNotReadable(Unreadable):
    code = "takeout-not-readable"
    what = mark("This copy of a wallet cannot be read")
    means = mark("Its wallet.json is missing, damaged, or of a newer version than this wallet knows.")
    do = mark(
        "Take the file anew from the wallet where it comes from. You can also unpack it and add the files in “originals”."
    )


class TakeoutAltered(Unreadable):
    code = "takeout-altered"
    what = mark("A file in this copy is not the one that it lists")
    means = mark("It was changed or damaged after the copy was made. It was left out; the rest was taken in.")
    do = mark("Take the copy anew from the wallet where it comes from.")
