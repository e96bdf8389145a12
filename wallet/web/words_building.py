"""Why a portfolio could not be made or changed."""

from __future__ import annotations

from wallet.marks import mark

BUILDING: dict[str, tuple[str, str, str]] = {
    "portfolio-changed-meanwhile": (
        mark("This portfolio was changed meanwhile"),
        mark("In another window, or on another device. So that nothing is lost, nothing was changed now."),
        mark("Look at it as it is now, and do it once more."),
    ),
    "portfolio-needs-a-title": (
        mark("The portfolio needs a title"),
        mark("It stands at the top, and you tell your portfolios apart by it."),
        mark("Write a few words, for example what it is for."),
    ),
    "words-too-long": (
        mark("This text is too long"),
        mark("It has %(given)s letters; there is room for %(most)s."),
        mark("Shorten it. Nothing was cut off, and nothing was saved."),
    ),
    "picture-not-usable": (
        mark("This picture cannot be used"),
        mark("We draw it anew, and could not: it is damaged, too large, or of another kind."),
        mark("Choose a PNG, JPEG, GIF or WebP picture."),
    ),
    "too-many-portfolios": (
        mark("You have too many portfolios"),
        mark("One wallet may have %(most)s."),
        mark("Delete one that nobody needs any more."),
    ),
    "too-much-in-a-portfolio": (
        mark("There is no more room in this portfolio"),
        mark("It may hold %(most)s. Nobody reads that many."),
        mark("Take something out, or make another portfolio."),
    ),
    "badge-of-someone-else": (
        mark("“%(title)s” was issued to someone else"),
        mark("A portfolio shows only badges of your own, so nothing was added."),
        mark("Is it yours under another address? Add that address on your page “Me”."),
    ),
    "no-such-section": (
        mark("There is no section of this kind"),
        mark("Nothing was added."),
        mark("Choose one of the kinds on the page."),
    ),
    "nothing-chosen": (
        mark("Nothing was chosen"),
        mark("So nothing was changed."),
        mark("Tick or write at least one thing."),
    ),
}
