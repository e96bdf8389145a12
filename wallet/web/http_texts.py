# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""HTTP's own failures: what happened, what it means, what to do."""

from __future__ import annotations

from wallet.marks import mark

HTTP_WORDS: dict[str, tuple[str, str, str]] = {
    "bad-request": (
        mark("We did not understand the request"),
        mark("Something in it is missing or not as it should be."),
        mark("Go back, load the page anew and try again."),
    ),
    "not-allowed": (
        mark("That is not allowed"),
        mark("This account may not do that."),
        mark("Sign in with another account if you have one that may."),
    ),
    "not-here": (
        mark("This address does not take that"),
        mark("The page exists, but it cannot be asked in this way."),
        mark("Go back and use the button on the page."),
    ),
    "too-slow": (
        mark("It took too long"),
        mark("The connection was too slow, and we stopped waiting."),
        mark("Try again; with a large upload, send fewer files at once."),
    ),
    "upload-too-large": (
        mark("That is too large for one upload"),
        mark("Nothing of it was taken in."),
        mark("Send fewer files at once, or smaller ones."),
    ),
    "too-often": (
        mark("Too many requests in a short time"),
        mark("We limit how often one may ask, so that the wallet keeps answering everybody."),
        mark("Wait a minute and try again."),
    ),
    "unexpected": (
        mark("Something went wrong on our side"),
        mark("It is not your fault, and nothing of yours was changed by it. We have noted it."),
        mark("Try again in a moment."),
    ),
    "busy": (
        mark("The wallet is busy"),
        mark("It could not answer just now. Nothing was lost."),
        mark("Try again in a minute."),
    ),
    "disk-full": (
        mark("The wallet has no room left"),
        mark("Nothing could be saved. What was kept before is safe and can be read."),
        mark("Tell whoever runs this wallet, and try again later."),
    ),
    "form-expired": (
        mark("This form is too old"),
        mark(
            "It was opened before you signed in or out, or your browser does not keep our cookie. Nothing was changed."
        ),
        mark("Load the page anew and send the form again."),
    ),
    "foreign-origin": (
        mark("This request came from another website"),
        mark(
            "We accept changes only from our own pages, so that no other site can act in your name. Nothing was changed."
        ),
        mark("Open the wallet itself and try there."),
    ),
    "foreign-host": (
        mark("This is not our address"),
        mark("The wallet answers only at the address that was set for it."),
        mark("Check the address in your browser."),
    ),
}

GENERAL_ERROR = (
    mark("That did not work"),
    mark("We have no better words for this yet. Nothing was lost by it."),
    mark("Try again. If it happens once more, quote the code “%(code)s”."),
)
