"""The verdict in one word, one sentence, a tone and an icon: never by colour alone."""

from __future__ import annotations

from wallet.web.marks import mark

VERDICTS: dict[str | None, tuple[str, str, str, str]] = {
    "valid": (
        mark("Verified"),
        mark("It is unchanged, its issuer is confirmed, and it holds today."),
        "pass",
        "check",
    ),
    "expired": (
        mark("Expired"),
        mark("The time set for it is over. The report says what else was found."),
        "warn",
        "clock",
    ),
    "suspended": (
        mark("Suspended"),
        mark("Its issuer has put it on hold. That may change again."),
        "warn",
        "pause",
    ),
    "revoked": (
        mark("Withdrawn"),
        mark("Its issuer has taken it back. It proves nothing any more."),
        "fail",
        "octagon-x",
    ),
    "invalid": (
        mark("Does not hold"),
        mark("Something in it contradicts itself or its issuer. Do not rely on it."),
        "fail",
        "x",
    ),
    "undetermined": (
        mark("Could not check"),
        mark("Something could not be checked. This is no sign of forgery, and no proof either."),
        "none",
        "circle-question-mark",
    ),
    "unsigned": (
        mark("Not signed"),
        mark("Nobody has put a signature under it. It says only what its file says."),
        "none",
        "circle-question-mark",
    ),
    "unreadable": (
        mark("Not readable"),
        mark("This is not a credential that we can read."),
        "none",
        "file",
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
