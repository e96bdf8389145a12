# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What a person may say about themselves: name and language, one more address, that they want to leave."""

from __future__ import annotations

from wallet.accounts.emails import MAX_LENGTH
from wallet.accounts.names import MAX_NAME
from wallet.errors import Refused
from wallet.marks import mark
from wallet.web.forms import Choice, Form, Line, Tick
from wallet.web.languages import known

_NOT_TICKED = mark("Tick the box if you want it; nothing was changed")


class AboutForm(Form):
    """An empty name keeps the one there is."""

    name = Line(mark("Your name"), most=MAX_NAME, fill="name")
    language = Choice(
        mark("Language"),
        lambda: [(code, language.name, code) for code, language in known().items()],
        none=mark("As the browser asks"),
    )


class AddressForm(Form):
    """Every refusal of an address is about this one field."""

    at = {Refused: "address"}

    address = Line(
        mark("Add an address"),
        help=mark(
            "We send a link to it. Open the link in this browser within 30 minutes. A badge of yours is not"
            " recognised? Enter your address exactly as its issuer wrote it, for example with capital letters."
        ),
        missing=mark("Write an e-mail address like name@example.org"),
        most=MAX_LENGTH,
        kind="email",
        fill="email",
    )


class LeaveForm(Form):
    sure = Tick(mark("I want to leave and have everything erased"), missing=_NOT_TICKED)


class EraseForm(Form):
    sure = Tick(mark("Erase everything now. It cannot be undone."), missing=_NOT_TICKED)
