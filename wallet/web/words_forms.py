# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Why a credential could not be handed out in a form."""

from __future__ import annotations

from wallet.marks import mark

FORMS: dict[str, tuple[str, str, str]] = {
    "form-not-possible": (
        mark("It cannot be written in this form"),
        mark(
            "The signed data does not fit into such a picture unchanged, and changed it would be worth nothing."
        ),
        mark("Take the file as you added it, or another form."),
    ),
    "nothing-to-hand-out": (
        mark("There is nothing to hand out yet"),
        mark("Your wallet holds no credential."),
        mark("Add one first."),
    ),
    "presentation-empty": (
        mark("Nothing is chosen"),
        mark("A presentation holds at least one credential."),
        mark("Choose what goes in."),
    ),
    "presentation-too-many": (
        mark("Too much is chosen"),
        mark("A presentation holds at most %(most)s credentials here."),
        mark("Choose fewer, or make two presentations."),
    ),
    "presentation-not-possible": (
        mark("“%(title)s” cannot stand in a presentation"),
        mark(
            "Only W3C verifiable credentials whose proof stands in them can be presented; older badges cannot."
        ),
        mark("Leave it out, and hand it over as a file."),
    ),
    "presentation-sd-jwt-vc": (
        mark("“%(title)s” cannot stand in a presentation"),
        mark(
            "It is an SD-JWT of the kind that the wallets of the EU use. The W3C has no form for these in its presentations."
        ),
        mark("Leave it out, and hand it over by itself: there you choose which claims it shows."),
    ),
    "presentation-sealed": (
        mark("“%(title)s” cannot stand in a presentation"),
        mark("It is sealed as one whole file, and the W3C has no form for such files in its presentations."),
        mark("Leave it out, and hand it over as a file."),
    ),
    "presentation-question": (
        mark("The challenge or the domain cannot be signed like this"),
        mark("They are at most 200 plain characters without spaces."),
        mark("Copy them again exactly as the verifier gave them."),
    ),
    "presentation-context": (
        mark("One of the credentials uses words that we could not look up"),
        mark("What we do not understand to the last word we do not sign."),
        mark("Try again later, or leave that credential out and hand it over as a file."),
    ),
    "seal-broken": (
        mark("Your signing key cannot be opened"),
        mark(
            "It is locked with a key of this wallet that does not fit any more. Your credentials are not touched by it."
        ),
        mark("Tell whoever runs this wallet."),
    ),
}
