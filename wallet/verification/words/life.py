# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Findings about a badge's life: in force, withdrawn, for whom, endorsed. code -> (answer, how we know)."""

from __future__ import annotations

from wallet.marks import mark

_ASKED = mark("We asked the issuer's list: %(url)s.")
_NO_SIGN = mark("This is no sign of forgery. Check again later.")
_LIST_FAULT = mark("The list is the issuer's to mend: %(url)s.")

LIFE_WORDS: dict[str, tuple[str, str]] = {
    # in force
    "in-force-until": (
        mark("It is valid until %(until)s."),
        mark("We compared the dates in it with the moment of the check."),
    ),
    "no-end-date": (
        mark("It has no expiry date."),
        mark("We looked for one under every name the standards use."),
    ),
    "expired": (
        mark("It was valid until %(until)s."),
        mark("We compared the dates in it with the moment of the check."),
    ),
    "not-yet-valid": (
        mark("It is valid from %(from)s."),
        mark("We compared the dates in it with the moment of the check."),
    ),
    "clock-in-doubt": (
        mark("The clock of this wallet may be wrong, so no date can be judged now."),
        mark("Several organisations’ servers state another time than ours. This is no sign of forgery."),
    ),
    # withdrawn?
    "not-revoked": (mark("The issuer has not withdrawn it."), _ASKED),
    "not-suspended": (mark("The issuer has not suspended it."), _ASKED),
    "revoked": (mark("The issuer withdrew it. Reason: %(reason)s"), _ASKED),
    "suspended": (mark("The issuer has suspended it for now."), _ASKED),
    "no-status-stated": (
        mark(
            "It names no list of withdrawn badges, so the issuer cannot withdraw it. That is common, and no fault."
        ),
        "",
    ),
    "status-list-unreachable": (
        mark("The issuer's list could not be fetched: %(why)s. This is no sign of forgery."),
        mark("We asked at %(url)s. Check again later."),
    ),
    "status-list-unreadable": (
        mark("The issuer's list could not be read: %(why)s."),
        mark("What does not hold together is believed neither way."),
    ),
    "status-list-malformed": (mark("The issuer's list is not written as its standard demands."), _LIST_FAULT),
    "status-list-not-proved": (
        mark("The issuer's list does not check out itself, so we believe nothing it says."),
        _LIST_FAULT,
    ),
    "status-list-of-another-kind": (
        mark("The address named for withdrawals answers with a document of another kind."),
        _LIST_FAULT,
    ),
    "status-list-of-another-address": (
        mark("The address named for withdrawals answers with another list than the one asked for."),
        _LIST_FAULT,
    ),
    "status-entry-malformed": (
        mark("It says that it can be withdrawn, but not properly where to ask."),
        mark("Ask the issuer; only they can mend it."),
    ),
    "status-index-malformed": (
        mark("Its place in the list of withdrawals is not a number."),
        mark("What it demands cannot be looked up, so it cannot be called valid."),
    ),
    "status-index-beyond-list": (
        mark("Its place lies beyond the end of the list of withdrawals."),
        mark("What it demands cannot be looked up, so it cannot be called valid."),
    ),
    "status-issuer-differs": (
        mark("The list of withdrawals is published by somebody other than the issuer."),
        mark("A list of somebody else's can warn us, but not put us at ease: %(url)s."),
    ),
    "status-purpose-differs": (
        mark("The list is kept for another purpose than the badge says."),
        _LIST_FAULT,
    ),
    "status-purpose-not-supported": (
        mark("The list answers a question that we do not know (%(purpose)s)."),
        _ASKED,
    ),
    "status-type-not-supported": (
        mark("Withdrawals are published in a way we cannot read yet (%(type)s)."),
        _NO_SIGN,
    ),
    "status-message": (mark("The issuer's list says: %(message)s"), _ASKED),
    "refresh-offered": (mark("The issuer says that there is a newer version of it."), _ASKED),
    "no-refresh-needed": (mark("The issuer says that it is up to date."), _ASKED),
    "too-many-status-entries": (
        mark("It names more lists of withdrawals than we ask."),
        mark("No honest badge needs so many."),
    ),
    "credential-without-id": (
        mark("It has no identifier, so it cannot be found in the issuer's list."),
        _ASKED,
    ),
    "status-of-list-not-asked": (mark("A list of withdrawals is not itself looked up in another list."), ""),
    # for whom
    "recipient-matches": (
        mark("It names an address or an identity that you confirmed as yours."),
        mark("We compared it with your proven e-mail addresses, also where it holds only their fingerprint."),
    ),
    "recipient-matches-weak-hash": (
        mark("It names an address that you confirmed as yours."),
        mark(
            "The fingerprint of the address is of an old kind (MD5 or SHA-1), which can be forged with effort."
        ),
    ),
    "recipient-not-stated": (
        mark("It does not say whom it was issued to."),
        mark("Anyone could show it as their own."),
    ),
    "recipient-cannot-match": (
        mark("It names its recipient in a way that we cannot compare."),
        mark("We can compare e-mail addresses and digital identities (DID)."),
    ),
    "nothing-to-compare": (
        mark("You have not yet proven an address of the kind it was issued to."),
        mark("Add and confirm the e-mail address that the issuer knows, under “Me”."),
    ),
    "recipient-hash-cannot-tell": (
        mark("It names its recipient by a fingerprint that we cannot compare with your addresses."),
        mark("It may be yours. Only the issuer can say whose address the fingerprint is of."),
    ),
    "issued-to-someone-else": (
        mark("None of your confirmed addresses matches."),
        mark("Is it yours under another address? Add it under “Me”, spelled exactly as the issuer wrote it."),
    ),
    "holder-is-not-subject": (
        mark("Whoever presents it is not the person whom credential number %(number)s speaks of."),
        mark(
            "That may be right, for example where a parent presents a child's. Ask if you expected otherwise."
        ),
    ),
    "nobody-asked": (mark("Without an account nobody is there to compare it with."), ""),
    # recognised
    "issuer-recognised": (mark("%(name)s is on the list of recognised issuers that this wallet keeps."), ""),
    "issuer-not-on-list": (
        mark(
            "The issuer is not on the list that this wallet keeps. It may be just as good; nobody has entered it."
        ),
        mark("Identifier of the issuer: %(issuer)s."),
    ),
    "no-list-kept": (
        mark("This wallet keeps no list of recognised issuers. That says nothing about this one."),
        "",
    ),
    # endorsed
    "no-endorsements": (mark("No endorsement is attached. That is common, and no fault."), ""),
    "endorsements-hold": (
        mark("%(hold)s of %(of)s endorsements check out."),
        mark("Each endorsement is a credential of its own and was checked by the same list of questions."),
    ),
    "endorsements-not-all-hold": (
        mark("%(hold)s of %(of)s endorsements check out; the badge itself is not touched by that."),
        mark("Each endorsement is a credential of its own and was checked by the same list of questions."),
    ),
    "endorsements-of-something-else": (
        mark("%(hold)s of %(of)s endorsements check out and speak of this badge or its issuer."),
        mark("Another one speaks of something else. The badge itself is not touched by that."),
    ),
    "endorsements-not-looked-at": (
        mark("It names endorsements that lie elsewhere; we did not follow them."),
        mark("That says nothing for or against the badge."),
    ),
    # not asked
    "not-meaningful-when-malformed": (
        mark("Not checked: its format is faulty, so an answer would mean nothing."),
        "",
    ),
    "not-meaningful-without-proof": (
        mark("Not checked: without a confirmed signature an answer would mean nothing."),
        "",
    ),
    "not-reached": (mark("Not checked, because an earlier check found no answer."), ""),
    "no-proof-to-check": (mark("Not checked: nobody signed it."), ""),
    "check-failed": (
        mark("The check itself broke off on our side. This says nothing about the badge."),
        mark("We have noted it. Check again later."),
    ),
}

# The same answers when the issuer, or the file, leaves out what fills the gap.
PLAINER: dict[str, str] = {
    "revoked": mark("The issuer withdrew it and gave no reason."),
    "expired": mark("Its time is over."),
    "status-type-not-supported": mark("Withdrawals are published in a way we cannot read yet."),
    "status-purpose-not-supported": mark("The list answers a question that we do not know."),
    "status-message": mark("The issuer's list says something that it does not put into words."),
    "unsigned-terms": mark("It holds words that the signature does not cover."),
    "context-not-known": mark("It uses a vocabulary that we do not know."),
    "file-differs-from-hosted-copy": mark(
        "%(field)s: the file you gave says something else than the issuer's copy."
    ),
    "proof-not-supported": mark("It is signed in a way that we cannot check yet."),
    "proof-from-the-future": mark("The signature is dated in the future."),
}
