"""Why a comparison was refused."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class CompareTwoToFour(Refused):
    code = "compare-two-to-four"
    what = mark("Choose two, three or four badges")
    means = mark("One has nothing to be compared with, and more than four do not fit side by side.")
    do = mark("Tick the ones you want to compare.")
