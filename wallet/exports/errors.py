# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Why something could not be handed out."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class TooManyInTheMaking(Refused):
    code = "too-many-in-the-making"
    what = mark("Several files are still being made for you")
    means = mark("At most %(most)s are made at a time.")
    do = mark("Wait until one of them is ready, then ask again.")


class FormNotPossible(Refused):
    code = "form-not-possible"
    what = mark("It cannot be written in this form")
    means = mark(
        "The signed data does not fit into such a picture unchanged, and changed it would be worth nothing."
    )
    do = mark("Take the file as you added it, or another form.")


class NothingToHandOut(Refused):
    code = "nothing-to-hand-out"
    what = mark("There is nothing to hand out yet")
    means = mark("Your wallet holds no credential.")
    do = mark("Add one first.")


class PresentationEmpty(Refused):
    code = "presentation-empty"
    what = mark("Nothing is chosen")
    means = mark("A presentation holds at least one credential.")
    do = mark("Choose what goes in.")


class PresentationTooMany(Refused):
    code = "presentation-too-many"
    what = mark("Too much is chosen")
    means = mark("A presentation holds at most %(most)s credentials here.")
    do = mark("Choose fewer, or make two presentations.")


class PresentationNotPossible(Refused):
    code = "presentation-not-possible"
    what = mark("“%(title)s” cannot stand in a presentation")
    means = mark(
        "Only W3C verifiable credentials whose proof stands in them can be presented; older badges cannot."
    )
    do = mark("Leave it out, and hand it over as a file.")


class PresentationSdJwtVc(Refused):
    code = "presentation-sd-jwt-vc"
    what = mark("“%(title)s” cannot stand in a presentation")
    means = mark(
        "It is an SD-JWT of the kind that the wallets of the EU use. The W3C has no form for these in its presentations."
    )
    do = mark("Leave it out, and hand it over by itself: there you choose which claims it shows.")


class PresentationSealed(Refused):
    code = "presentation-sealed"
    what = mark("“%(title)s” cannot stand in a presentation")
    means = mark(
        "It is sealed as one whole file, and the W3C has no form for such files in its presentations."
    )
    do = mark("Leave it out, and hand it over as a file.")


class PresentationQuestion(Refused):
    code = "presentation-question"
    what = mark("The challenge or the domain cannot be signed like this")
    means = mark("They are at most 200 plain characters without spaces.")
    do = mark("Copy them again exactly as the verifier gave them.")


class PresentationContext(Refused):
    code = "presentation-context"
    what = mark("One of the credentials uses words that we could not look up")
    means = mark("What we do not understand to the last word we do not sign.")
    do = mark("Try again later, or leave that credential out and hand it over as a file.")


class TakeoutTooLarge(Refused):
    code = "takeout-too-large"
    what = mark("Your wallet is too large for one file made here")
    means = mark("It holds more than %(most)s MB. Nothing was lost.")
    do = mark("Ask whoever runs this wallet to make the file for you with “wallet export”.")
