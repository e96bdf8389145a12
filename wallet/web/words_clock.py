# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What is said on a page while the wallet's own clock is in doubt (wallet.fetching.clocks)."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import format_timedelta, gettext
from flask_login import current_user

from wallet.services import services

_SHOWS_VERDICT = "data-verdict="


def clock_words(body: str) -> str:
    """A sentence for the operator on every page, for others where `body` shows a verdict; else ""."""
    operator = getattr(current_user, "role", "") == "operator"
    if not operator and _SHOWS_VERDICT not in body:
        return ""
    error = services().clock_error()
    if error is None:
        return ""
    if not operator:
        return gettext("The clock of this wallet may be wrong. What it says about dates may be wrong too.")
    amount = format_timedelta(abs(error), granularity="minute", threshold=1.5)
    if error > timedelta(0):
        return gettext(
            "The clock of this server is %(amount)s ahead of other servers’ clocks. Set it right: until then, no date of a badge is judged.",
            amount=amount,
        )
    return gettext(
        "The clock of this server is %(amount)s behind other servers’ clocks. Set it right: until then, no date of a badge is judged.",
        amount=amount,
    )
