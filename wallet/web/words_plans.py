"""Why a plan could not be printed, or a description not kept."""

from __future__ import annotations

from wallet.marks import mark

PLANS: dict[str, tuple[str, str, str]] = {
    "plan-holds-pesel": (
        mark("There is a PESEL number in it"),
        mark("The plan leaves your hands, and nobody needs that number in it. Nothing was printed."),
        mark("Take the number out and try again."),
    ),
    "plan-link-not-ours": (
        mark("This is not the address of a link of this wallet"),
        mark("The QR code leads to something that you share here, so it begins with %(home)s."),
        mark("Copy the address of an open link, or print without the QR code."),
    ),
    "too-many-descriptions": (
        mark("You have too many descriptions"),
        mark("One account may have %(most)s."),
        mark("Delete one that you no longer need."),
    ),
}
