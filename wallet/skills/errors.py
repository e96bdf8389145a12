"""Why a list of needs could not be used."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class NeedsTooLong(Refused):
    code = "needs-too-long"
    what = mark("This list is too long")
    means = mark("At most %(most)s letters are read. Nothing was changed.")
    do = mark("Paste only the part that says what is needed, one need a line.")


class NeedsNotReadable(Refused):
    code = "needs-not-readable"
    what = mark("There is no need in this list")
    means = mark("Not one line of it holds a word. Nothing was changed.")
    do = mark("Paste what is needed, one need a line.")


class NoGapChosen(Refused):
    code = "no-gap-chosen"
    what = mark("Nothing was chosen")
    means = mark("Steps are made only of what you tick, so none was made.")
    do = mark("Tick at least one line and try again.")
