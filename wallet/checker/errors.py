"""Why nothing could be checked."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class NothingToCheck(Refused):
    code = "nothing-to-check"
    what = mark("There was nothing to check")
    means = mark("No file was chosen, and nothing was pasted.")
    do = mark("Choose a file, paste a badge or a link.")


class TooManyCredentials(Refused):
    code = "too-many-credentials"
    what = mark("There are too many badges in it")
    means = mark("At most %(most)s are checked at a time here.")
    do = mark("Send fewer, or add them to your wallet.")
