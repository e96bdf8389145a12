"""Why a plan could not be printed."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class PlanHoldsPesel(Refused):
    code = "plan-holds-pesel"
    what = mark("There is a PESEL number in it")
    means = mark("The plan leaves your hands, and nobody needs that number in it. Nothing was printed.")
    do = mark("Take the number out and try again.")


class PlanLinkNotOurs(Refused):
    code = "plan-link-not-ours"
    what = mark("This is not the address of a link of this wallet")
    means = mark("The QR code leads to something that you share here, so it begins with %(home)s.")
    do = mark("Copy the address of an open link, or print without the QR code.")
