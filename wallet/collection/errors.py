"""Why the wallet would not do it."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class NoRoomForFile(Refused):
    code = "no-room-for-file"
    what = mark("There is no room for this file")
    means = mark("Your wallet holds %(used)s and may hold %(most)s.")
    do = mark(
        "Delete what you no longer need (a deleted badge frees its room after a week), or ask whoever "
        "runs this wallet for more."
    )


class LabelUnknown(Refused):
    code = "label-unknown"
    what = mark("We do not know this label")
    means = mark("The form named a kind of proof or a field that there is not. Nothing was changed.")
    do = mark("Choose one of those offered.")
