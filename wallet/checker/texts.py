# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""The page "How checking works": the checklist, the verdicts and the promises in plain words."""

from __future__ import annotations

from flask_babel import gettext

from wallet.marks import mark
from wallet.verification.cases import Case
from wallet.verification.words.verdicts import VERDICTS
from wallet.web import words

CHECKLIST = (
    (
        mark("Can we read it?"),
        mark("We look at the content, not at the file's name, and refuse what can be read in two ways."),
    ),
    (
        mark("Is its format correct?"),
        mark(
            "Every word in it must mean what the standard says it means. So nobody can hide an expiry date behind "
            "a word that only looks right."
        ),
    ),
    (
        mark("Whose key is it?"),
        mark(
            "We ask the issuer, at the issuer's own address, which keys are theirs. A key that comes only with the "
            "badge itself proves that nothing was changed, but not who issued it."
        ),
    ),
    (
        mark("Is it unaltered?"),
        mark("The signature must fit every word. One changed letter and it does not fit any more."),
    ),
    (mark("Is it still valid?"), mark("We compare its dates with the moment of the check.")),
    (
        mark("Has it been withdrawn?"),
        mark("We ask the issuer's list of withdrawn and suspended badges, if the badge names one."),
    ),
    (
        mark("Is it about you?"),
        mark("In your own wallet we compare it with the e-mail addresses you have proven to be yours."),
    ),
    (
        mark("Is the issuer known?"),
        mark(
            "If this wallet keeps a list of recognised issuers, we look there. An issuer who is not on it may be "
            "just as good."
        ),
    ),
    (
        mark("Do others stand behind it?"),
        mark(
            "Endorsements are credentials too; each one is checked by the same list. Most badges have none."
        ),
    ),
)

PROMISES = (
    mark("We never call valid what we could not check."),
    mark("We never call a badge forged because a server was down."),
    mark("We show what the signature covers, not what the file around it says."),
    mark("We keep the file you gave us exactly as it was, and give it back the same."),
    mark("We keep every earlier result with its date, and check again by ourselves."),
    mark("We never tell an issuer who you are: a check carries no name, no cookie and no address of yours."),
    mark("A badge checked on the public page is not kept."),
)


def checklist() -> list[tuple[str, str]]:
    return [(gettext(question), gettext(answer)) for question, answer in CHECKLIST]


def verdict_table() -> list[tuple[str, str]]:
    """(case, sentence) of everything that a check can come to."""
    order = [case.value for case in Case]
    return [(verdict, words.verdict_words(verdict)[1]) for verdict in order if verdict in VERDICTS]


def promises() -> list[str]:
    return [gettext(promise) for promise in PROMISES]
