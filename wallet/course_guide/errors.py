"""Why a description could not be kept."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class TooManyDescriptions(Refused):
    code = "too-many-descriptions"
    what = mark("You have too many descriptions")
    means = mark("One account may have %(most)s.")
    do = mark("Delete one that you no longer need.")
