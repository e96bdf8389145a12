"""Why a share link was refused, or leads nowhere."""

from __future__ import annotations

from wallet.errors import NotFound, Refused
from wallet.marks import mark


class LinkLeadsNowhere(NotFound):
    code = "link-leads-nowhere"
    what = mark("This link leads nowhere")
    means = mark(
        "It was closed by its owner, it has ended, or there never was such a link. We do not tell which."
    )
    do = mark("Ask the person who gave it to you for a new one.")


class LinkNeedsAName(Refused):
    code = "link-needs-a-name"
    what = mark("The link needs a name")
    means = mark("It is for you alone, so that you can tell your links apart later.")
    do = mark("Write for whom or for what it is, in at most 80 letters.")


class LinkEndNotADate(Refused):
    code = "link-end-not-a-date"
    what = mark("This end is not a date")
    means = mark("A link needs a last day, so that nothing stays open for ever by mistake.")
    do = mark("Choose one of the periods, or pick a day.")


class LinkEndInThePast(Refused):
    code = "link-end-in-the-past"
    what = mark("This day is already over")
    means = mark("The link would have ended before it began.")
    do = mark("Choose a later day.")


class LinkEndTooFar(Refused):
    code = "link-end-too-far"
    what = mark("This day is too far away")
    means = mark("A link may stay open for two years at most.")
    do = mark("Choose an earlier day; you can open a new link later.")


class TooManyOpenLinks(Refused):
    code = "too-many-open-links"
    what = mark("You have too many open links")
    means = mark("At most %(most)s can be open at a time.")
    do = mark("Close those that nobody needs any more.")


class LinkIsClosed(Refused):
    code = "link-is-closed"
    what = mark("This link is closed")
    means = mark("A closed address stays closed, so that whoever once had it can rely on nothing.")
    do = mark("Open a new link; it gets a new address.")


class LinkPasswordTooShort(Refused):
    code = "link-password-too-short"
    what = mark("This password is too short")
    means = mark("It could be guessed quickly.")
    do = mark("Use at least %(least)s characters; three words make a good password.")


class LinkPasswordTooLong(Refused):
    code = "link-password-too-long"
    what = mark("This password is too long")
    means = mark("A reader has to type it.")
    do = mark("Use at most %(most)s characters.")


class LinkOriginalNotConfirmed(Refused):
    code = "link-original-not-confirmed"
    what = mark("The signed original was not confirmed")
    means = mark(
        "It would hand over all personal data in the file, and cannot be called back once it was downloaded."
    )
    do = mark("Read the list under “The signed original” and confirm it, or leave the original out.")
