# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Why a sign-in, an address or leaving did not go through."""

from __future__ import annotations

from wallet.errors import NotFound, Refused, SignInFailed
from wallet.marks import mark


class SignInStartAgain(SignInFailed):
    code = "sign-in-start-again"
    what = mark("Please start signing in again")
    means = mark("Too much time has passed, or it was begun in another browser. Nobody was signed in.")
    do = mark("Go to the sign-in page and start once more.")


class ProviderAnswerRefused(SignInFailed):
    code = "provider-answer-refused"
    what = mark("The sign-in service did not answer properly")
    means = mark("Something in its answer did not hold, so we believe none of it. Nobody was signed in.")
    do = mark("Start again. If it keeps happening, tell whoever runs this wallet.")


class ProviderSaidNo(SignInFailed):
    code = "provider-said-no"
    what = mark("The sign-in service said no")
    means = mark("You, or the service, broke off the sign-in. Nobody was signed in.")
    do = mark("Start again, or choose another way to sign in.")


class ProviderUnavailable(SignInFailed):
    code = "provider-unavailable"
    what = mark("The sign-in service cannot be reached")
    means = mark("It did not answer just now. Your wallet is safe.")
    do = mark("Try again later, or choose another way to sign in.")


class AddressNotUsable(Refused):
    code = "address-not-usable"
    what = mark("This is not an e-mail address we can use")
    means = mark("It must look like name@example.org.")
    do = mark("Check it and try again.")


class AddressProvenAlready(Refused):
    code = "address-proven-already"
    what = mark("“%(address)s” is confirmed already, spelled just so")
    means = mark("Badges issued to it are recognised as yours.")
    do = mark("If one is not, enter the address as its issuer wrote it, with the same capital letters.")


class TooManySpellings(Refused):
    code = "too-many-spellings"
    what = mark("There are %(most)s other spellings of “%(address)s” already")
    means = mark("That is as many as we try.")
    do = mark("Remove the address and add it again, then enter the spelling you need.")


class TooManyAddresses(Refused):
    code = "too-many-addresses"
    what = mark("You have too many addresses")
    means = mark("There is a limit to how many e-mail addresses one account may have.")
    do = mark("Remove one that you no longer need.")


class ConfirmationLinkNotValid(NotFound):
    code = "confirmation-link-not-valid"
    what = mark("This confirmation link does not work")
    means = mark("It has been used, it is too old, or it belongs to another account.")
    do = mark("Add the address once more; a new link will be sent.")


class MailNotSent(Refused):
    code = "mail-not-sent"
    what = mark("The e-mail could not be sent")
    means = mark("This wallet cannot send mail just now. The address was not confirmed.")
    do = mark("Try again later, or tell whoever runs this wallet.")


class SignInNotFresh(Refused):
    code = "sign-in-not-fresh"
    what = mark("Please sign in once more first")
    means = mark(
        "Your last sign-in is more than five minutes ago, and nobody else shall be able to do this in your name. Nothing was changed."
    )
    do = mark("Press the button to sign in again; you come back here.")
