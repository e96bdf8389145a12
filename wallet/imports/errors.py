"""Why something could not be taken in."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class NothingToAdd(Refused):
    code = "nothing-to-add"
    what = mark("There was nothing to add")
    means = mark("No file was chosen, and nothing was pasted.")
    do = mark("Choose a file, paste a badge or a link.")


class TooManyFiles(Refused):
    code = "too-many-files"
    what = mark("These are too many files at once")
    means = mark("At most %(most)s can be added in one go. Nothing was taken in.")
    do = mark("Send them in smaller groups, or in one ZIP file.")


class WalletFull(Refused):
    code = "wallet-full"
    what = mark("Your wallet is full")
    means = mark("It may hold %(most)s badges and documents.")
    do = mark("Delete what you no longer need, or ask whoever runs this wallet for more room.")


class ImportStopped(Refused):
    code = "import-stopped"
    what = mark("The import of this file stopped")
    means = mark("Something failed on our side, three times. The file says nothing wrong by it.")
    do = mark("Add it once more. If it stops again, tell whoever runs this wallet.")
