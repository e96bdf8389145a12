# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What can go wrong when somebody takes their data, brings them, or leaves."""

from __future__ import annotations

from wallet.marks import mark

LEAVING = {
    "sign-in-not-fresh": (
        mark("Please sign in once more first"),
        mark(
            "Your last sign-in is more than five minutes ago, and nobody else shall be able to do this in your name. Nothing was changed."
        ),
        mark("Press the button to sign in again; you come back here."),
    ),
    "leaving-not-confirmed": (
        mark("You have not ticked the box"),
        mark("We want to be sure that it is no slip. Nothing was changed."),
        mark("Tick the box if you want it, then press the button again."),
    ),
    "account-leaving": (
        mark("You have left this wallet"),
        mark("Until it is erased, nothing in it can be seen or changed."),
        mark("Open the page anew: there you can undo it."),
    ),
    "takeout-too-large": (
        mark("Your wallet is too large for one file made here"),
        mark("It holds more than %(most)s MB. Nothing was lost."),
        mark("Ask whoever runs this wallet to make the file for you with “wallet export”."),
    ),
    "takeout-not-readable": (
        mark("This copy of a wallet cannot be read"),
        mark("Its wallet.json is missing, damaged, or of a newer version than this wallet knows."),
        mark(
            "Take the file anew from the wallet where it comes from. You can also unpack it and add the files in “originals”."
        ),
    ),
    "takeout-altered": (
        mark("A file in this copy is not the one that it lists"),
        mark("It was changed or damaged after the copy was made. It was left out; the rest was taken in."),
        mark("Take the copy anew from the wallet where it comes from."),
    ),
}
