# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Findings about form, build and signature. code -> (answer, how we know)."""

from __future__ import annotations

from wallet.marks import mark

_ASK_ISSUER = mark("Ask the issuer; only they can mend it.")
_FITS = mark("The signature fits every word of it.")
_NOT_FITS = mark(
    "The signature does not fit the words. Something was changed after it was signed, or it was signed by somebody else."
)
_WHERE = mark("Place in the file: %(where)s.")
_HIDES = mark("What people read and what the signature covers might differ, so it is refused.")

# The facts of `file-differs-from-hosted-copy`.
FIELDS = {
    "title": mark("Title"),
    "achievement": mark("Badge"),
    "recipient": mark("Recipient"),
    "issuer": mark("Issuer"),
    "issued": mark("Issued on"),
    "expires": mark("Valid until"),
}

PROOF_WORDS: dict[str, tuple[str, str]] = {
    # form and build
    "recognised": (mark("We read it as: %(format)s."), mark("By its content, whatever the file is called.")),
    "well-formed": (mark("It follows the rules of its format."), ""),
    "shape-plain": (
        mark(
            "Every word in it means what its standard says; none is written so that a signature could miss it."
        ),
        mark("We compared what people read with what the signature covers."),
    ),
    "assertion-malformed": (
        mark("A part that its format demands is missing or of the wrong kind."),
        _WHERE,
    ),
    "extension-malformed": (mark("An extension in it breaks the rules of its own type."), _WHERE),
    "base-context-missing": (mark("It does not name the vocabulary in which it is written."), _WHERE),
    "context-missing": (mark("It does not name the vocabulary in which it is written."), _HIDES),
    "context-not-known": (
        mark("It uses a vocabulary that we do not know: %(url)s"),
        mark(
            "What its words mean, we look up only in vocabularies whose content is fixed. Nothing is wrong with the badge by that."
        ),
    ),
    "context-order": (
        mark("Its vocabularies stand in an order that could change the meaning of its words."),
        _HIDES,
    ),
    "inline-context": (
        mark("It brings a vocabulary of its own, which could change the meaning of its words."),
        _HIDES,
    ),
    "described-twice": (
        mark(
            "It describes the same person or thing in two places, "
            "and the signature does not say what stands where."
        ),
        _HIDES,
    ),
    "not-compacted": (
        mark("Something in it is written so that readers and the signature could see different things."),
        _HIDES,
    ),
    "unsigned-terms": (mark("It holds words that the signature does not cover: %(where)s"), _HIDES),
    "id-not-absolute": (mark("An identifier in it is not a full address."), _HIDES),
    "not-json-ld": (mark("It does not follow the rules of JSON-LD."), _HIDES),
    "too-complex": (
        mark("It is more complicated than any honest badge."),
        mark("We stopped before it could exhaust the computer."),
    ),
    "bad-text-value": (mark("A text in it is not a text."), _WHERE),
    "dates-out-of-order": (mark("It ends before it begins."), _WHERE),
    "issuance-date-missing": (mark("It does not say when it was issued."), _WHERE),
    "not-an-identifier": (mark("Something that should be an identifier is none."), _WHERE),
    "subject-without-claims": (mark("It says nothing about anybody."), _WHERE),
    "term-defined-twice": (mark("It gives one word two meanings."), _HIDES),
    "type-missing": (mark("It does not say of what type it is."), _WHERE),
    "type-not-defined": (mark("It claims to be of a type that its vocabulary does not know."), _WHERE),
    "claims-disagree": (
        mark("Its outer and its inner statement contradict each other (%(claim)s)."),
        mark("The signed envelope and the badge in it must say the same."),
    ),
    "token-of-another-kind": (
        mark("It is signed, but as something else (%(type)s)."),
        mark("A token made for another purpose is not a badge."),
    ),
    # proof
    "signature-fits": (_FITS, mark("Kind of signature: %(algorithm)s.")),
    "signature-answers": (
        mark("The signature fits every word of it, and it answers a question: “%(challenge)s” %(domain)s"),
        mark(
            "Whoever presents it signed the question too. If you did not ask it, it was made for somebody else, and may have been copied."
        ),
    ),
    "question-not-answered": (
        mark("It does not answer what you asked."),
        mark(
            "Its holder did not sign your question: “%(challenge)s”. It may have been made for somebody else."
        ),
    ),
    "hosted-copy": (
        mark("It is shown as the issuer's own server holds it now."),
        mark(
            "Badges of this kind are not signed; the copy at the issuer's address counts, and we show that copy, not your file: %(url)s."
        ),
    ),
    "file-differs-from-hosted-copy": (
        mark("%(field)s: the file you gave says “%(file)s”, the issuer says “%(issuer)s”."),
        mark(
            "Badges of this kind are not signed. Only the issuer's copy counts, and that is what we checked."
        ),
    ),
    "hosted-copy-over-http": (
        mark("It is shown as the issuer's server holds it now, but over an unprotected connection."),
        mark("On the way somebody could have changed it (no https): %(url)s."),
    ),
    "signature-does-not-fit": (_NOT_FITS, mark("Kind of signature: %(algorithm)s.")),
    "no-proof": (
        mark("Nobody signed it. It shows only what the file says."),
        mark("Anyone could have written it."),
    ),
    "algorithm-not-allowed": (
        mark("It is “signed” in a way that proves nothing (%(algorithm)s)."),
        mark("Only kinds of signature that need the issuer's secret key are accepted."),
    ),
    "algorithm-not-supported": (
        mark("It is signed in a way that we cannot check yet."),
        mark("This is no sign of forgery."),
    ),
    "crit-not-supported": (
        mark("It demands that we understand something that we do not."),
        mark("The standard says that it is to be refused then."),
    ),
    "proof-not-supported": (
        mark("It is signed in a way that we cannot check yet (%(type)s)."),
        mark("This is no sign of forgery."),
    ),
    "proof-chain-not-supported": (
        mark("Its signatures build on one another, which we cannot check yet."),
        mark("This is no sign of forgery."),
    ),
    "proof-malformed": (mark("The signature breaks the rules of its format."), _ASK_ISSUER),
    "proof-from-the-future": (
        mark("The signature is dated in the future (%(created)s)."),
        mark("That cannot be."),
    ),
    # inside a presentation
    "credential-inside-does-not-hold": (
        mark("Badge number %(number)s in it does not hold."),
        mark("An envelope is no better than the worst badge in it."),
    ),
    "credential-inside-not-proved": (
        mark("Badge number %(number)s in it could not be checked to the end."),
        mark("An envelope is no better than the worst badge in it."),
    ),
    "presentation-empty": (
        mark("There is no credential in it."),
        mark("A presentation with nothing in it proves nothing. Ask the sender for one with the credential."),
    ),
    # Data Integrity
    "all-covered": (
        mark("The signature covers the file as it stands, every word of it."),
        mark("Signatures of this kind (JCS) are made over the text itself."),
    ),
    "shape-hides": (
        mark("The signature fits, but people might read something else in it than what was signed."),
        mark("A signature counts only if what it covers is just what is shown."),
    ),
    "not-read-safely": (
        mark("What exactly was signed could not be read safely, so the signature was not checked."),
        mark("The line above on how it is put together says why."),
    ),
    "signature-malformed": (
        mark("The signature itself is not written as it should be."),
        mark("It is too long, too short, or holds characters that do not belong there."),
    ),
    "proof-purpose-wrong": (
        mark("It is signed, but for another purpose."),
        mark("A signature made for something else proves nothing here (%(purpose)s)."),
    ),
    "base-proof": (
        mark("This is the issuer's template for signatures, not meant to be shown."),
        mark("From it the holder's program must first make a signature for showing (%(suite)s)."),
    ),
    "no-key-to-check-with": (
        mark("Without the issuer's key there is nothing to check the signature with."),
        mark("Kind of signature: %(algorithm)s."),
    ),
    "key-does-not-fit-suite": (
        mark("The key is of another kind than the signature."),
        mark("Mixing the two is a known trick, so it is refused."),
    ),
    "key-for-another-algorithm": (
        mark("The issuer made this key for another kind of signature."),
        mark("Signed with %(algorithm)s; the key is for %(wanted)s."),
    ),
    "expired@proof": (
        mark("The signature was only good until %(until)s."),
        mark("Ask the issuer for a new one."),
    ),
}
