"""Why a portfolio could not be made or changed."""

from __future__ import annotations

from wallet.errors import Conflict, Refused
from wallet.marks import mark


class PortfolioChangedMeanwhile(Conflict):
    code = "portfolio-changed-meanwhile"
    what = mark("This portfolio was changed meanwhile")
    means = mark("In another window, or on another device. So that nothing is lost, nothing was changed now.")
    do = mark("Look at it as it is now, and do it once more.")


class PortfolioNeedsATitle(Refused):
    code = "portfolio-needs-a-title"
    what = mark("The portfolio needs a title")
    means = mark("It stands at the top, and you tell your portfolios apart by it.")
    do = mark("Write a few words, for example what it is for.")


class WordsTooLong(Refused):
    code = "words-too-long"
    what = mark("This text is too long")
    means = mark("It has %(given)s letters; there is room for %(most)s.")
    do = mark("Shorten it. Nothing was cut off, and nothing was saved.")


class PictureNotUsable(Refused):
    code = "picture-not-usable"
    what = mark("This picture cannot be used")
    means = mark("We draw it anew, and could not: it is damaged, too large, or of another kind.")
    do = mark("Choose a PNG, JPEG, GIF or WebP picture.")


class TooManyPortfolios(Refused):
    code = "too-many-portfolios"
    what = mark("You have too many portfolios")
    means = mark("One wallet may have %(most)s.")
    do = mark("Delete one that nobody needs any more.")


class TooMuchInAPortfolio(Refused):
    code = "too-much-in-a-portfolio"
    what = mark("There is no more room in this portfolio")
    means = mark("It may hold %(most)s. Nobody reads that many.")
    do = mark("Take something out, or make another portfolio.")


class BadgeOfSomeoneElse(Refused):
    code = "badge-of-someone-else"
    what = mark("“%(title)s” was issued to someone else")
    means = mark("A portfolio shows only badges of your own, so nothing was added.")
    do = mark("Is it yours under another address? Add that address on your page “Me”.")


class NoSuchSection(Refused):
    code = "no-such-section"
    what = mark("There is no section of this kind")
    means = mark("Nothing was added.")
    do = mark("Choose one of the kinds on the page.")


class NothingChosen(Refused):
    code = "nothing-chosen"
    what = mark("Nothing was chosen")
    means = mark("So nothing was changed.")
    do = mark("Tick or write at least one thing.")
