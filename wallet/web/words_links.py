# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What goes wrong with share links: what happened, what it means, what to do."""

from __future__ import annotations

from wallet.marks import mark

LINKS: dict[str, tuple[str, str, str]] = {
    "link-is-closed": (
        mark("This link is closed"),
        mark("A closed address stays closed, so that whoever once had it can rely on nothing."),
        mark("Open a new link; it gets a new address."),
    ),
    "link-password-wrong": (
        mark("It did not open"),
        mark("The password was not right, or there were too many wrong ones in a short time."),
        mark(
            "Check capital letters, wait a little, and try again. If it goes on, ask whoever gave you the address."
        ),
    ),
    "link-password-too-short": (
        mark("This password is too short"),
        mark("It could be guessed quickly."),
        mark("Use at least %(least)s characters; three words make a good password."),
    ),
    "link-password-too-long": (
        mark("This password is too long"),
        mark("A reader has to type it."),
        mark("Use at most %(most)s characters."),
    ),
    "link-original-not-confirmed": (
        mark("The signed original was not confirmed"),
        mark(
            "It would hand over all personal data in the file, and cannot be called back once it was downloaded."
        ),
        mark("Read the list under “The signed original” and confirm it, or leave the original out."),
    ),
}
