# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What a verdict is called and said to be: a word, a sentence, a tone and an icon; never by colour alone.

The keys are the cases of `verification.cases` and, for what was checked before cases were stored, the verdicts
`invalid` and `undetermined`. The sentences of `NAMED` say the same with the issuer's name, a reason or a day.
"""

from __future__ import annotations

from wallet.marks import mark

VERDICTS: dict[str | None, tuple[str, str, str, str]] = {
    "valid": (
        mark("Verified"),
        mark("Its issuer confirms it, and it is valid today."),
        "pass",
        "check",
    ),
    "expired": (
        mark("Expired"),
        mark("Its time is over. What it proved then still stands in the report."),
        "warn",
        "clock",
    ),
    "suspended": (
        mark("Suspended"),
        mark("Its issuer has suspended it for now."),
        "warn",
        "pause",
    ),
    "revoked": (
        mark("Withdrawn"),
        mark("Its issuer withdrew it. It proves nothing any more."),
        "fail",
        "octagon-x",
    ),
    "altered": (
        mark("Altered"),
        mark("It was changed after it was signed. Don’t rely on it."),
        "fail",
        "octagon-x",
    ),
    "not-from-this-issuer": (
        mark("Not from this issuer"),
        mark("The issuer it names did not issue it. Don’t rely on it."),
        "fail",
        "octagon-x",
    ),
    "faulty": (
        mark("Faulty"),
        mark(
            "It breaks the rules of its format, so nobody can rely on it. Ask the issuer for a correct one."
        ),
        "fail",
        "x",
    ),
    "not-yet-valid": (
        mark("Not valid yet"),
        mark("The day from which it is valid is still to come."),
        "warn",
        "clock",
    ),
    "issuer-unknown": (
        mark("Issuer unknown"),
        mark("The signature is intact, but we can’t tell whose key it is."),
        "none",
        "circle-question-mark",
    ),
    "could-not-check": (
        mark("Couldn’t check"),
        mark("Something could not be checked. That does not mean it is false, and proves nothing either."),
        "none",
        "circle-question-mark",
    ),
    "unsigned": (
        mark("Not signed"),
        mark("Nobody signed it. It shows only what the file says."),
        "none",
        "circle-question-mark",
    ),
    "unreadable": (
        mark("Not readable"),
        mark("This file holds no badge that we can read."),
        "none",
        "file",
    ),
    # Checked before cases were stored: the next check says more.
    "invalid": (
        mark("Not valid"),
        mark("It failed a check. Don’t rely on it before you know why."),
        "fail",
        "x",
    ),
    "undetermined": (
        mark("Couldn’t check"),
        mark("Something could not be checked. That does not mean it is false, and proves nothing either."),
        "none",
        "circle-question-mark",
    ),
    None: (
        mark("Being checked"),
        mark("It is kept; the check has not finished yet."),
        "none",
        "hourglass",
    ),
}

# Beside the verdict, never in its place: an expired badge of another person is both.
ANOTHER = (
    mark("Issued to someone else"),
    mark("None of your confirmed addresses matches. Is it yours under another address?"),
    "warn",
    "users",
)

# The same sentences where more is known, the fullest first. Each is used if all its gaps are filled.
NAMED: dict[str, tuple[str, ...]] = {
    "valid": (mark("Issued by %(issuer)s, unaltered, and valid today."),),
    "not-from-this-issuer": (mark("%(issuer)s did not issue this. Don’t rely on it."),),
    "faulty": (
        mark(
            "It breaks the rules of its format, so nobody can rely on it. Ask %(issuer)s for a correct one."
        ),
    ),
    "not-yet-valid": (mark("It is valid from %(from)s."),),
    "revoked": (
        mark("%(issuer)s withdrew it: “%(reason)s”"),
        mark("%(issuer)s withdrew it and gave no reason."),
    ),
    "suspended": (mark("%(issuer)s has suspended it for now."),),
    "expired": (mark("It was valid until %(until)s. What it proved then still stands in the report."),),
}

# A hosted badge whose file says otherwise than the issuer's own copy: the copy is judged, not the file.
DIFFERS = mark("The issuer’s own copy is valid today. The file you gave says something else.")
DIFFERS_CODE = "file-differs-from-hosted-copy"

# What to do next, for the person whose badge it is.
NEXT: dict[str, str] = {
    "altered": mark("Ask the issuer for a new copy, or add the file again from where you got it."),
    "not-from-this-issuer": mark("If they did give it to you, ask them for a new copy."),
    "revoked": mark("If you think this is a mistake, ask the issuer."),
    "suspended": mark("Ask the issuer when it will be valid again."),
    "expired": mark("Ask the issuer whether it can be renewed."),
    "issuer-unknown": mark("Ask the issuer to publish its key at its own web address."),
    "unsigned": mark("Ask the issuer for a signed badge."),
    "unreadable": mark("Ask the issuer for the badge file."),
}
AGAIN = mark("We try again by ourselves within a day.")

# Codes whose answer is a truer sentence than the one of their case.
OWN_SENTENCE = frozenset(
    {
        "algorithm-not-allowed",
        "credential-inside-does-not-hold",
        "issuer-not-stated",
        "key-holds-secret",
        "key-weak",
        "question-not-answered",
    }
)
