"""What happened, what it means, what to do: for every failure a person can meet."""

from __future__ import annotations

from wallet.web.marks import mark

GENERAL_ERROR = (
    mark("That did not work"),
    mark("We have no better words for this yet. Nothing was lost by it."),
    mark("Try again. If it happens once more, quote the code “%(code)s”."),
)

ERRORS: dict[str, tuple[str, str, str]] = {}
