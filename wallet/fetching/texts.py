"""Why a link that somebody handed in led to no credential: what happened, what it means, what to do."""

from __future__ import annotations

from wallet.marks import mark

LINK_WORDS: dict[str, tuple[str, str, str]] = {
    "link-not-reached": (
        mark("The address did not answer"),
        mark("No server could be reached there. This says nothing about the badge."),
        mark(
            "Check the link for typing errors, try again later, or download the badge there and add the file."
        ),
    ),
    "link-too-slow": (
        mark("The address did not answer in time"),
        mark("We wait ten seconds. The limit is ours and says nothing about the badge."),
        mark("Try again later, or download the badge there and add the file."),
    ),
    "link-not-secure": (
        mark("There is no secure connection to this address"),
        mark("It doesn't offer https with a valid certificate, so somebody else could be answering."),
        mark("Tell the issuer, or ask them for the badge as a file."),
    ),
    "link-answer-broken": (
        mark("We can't read what the address answers"),
        mark("The answer broke off, or is written or packed in a way that we don't read."),
        mark("Download the badge there and add the file."),
    ),
    "link-too-large": (
        mark("There is more behind this link than we read"),
        mark("We read up to %(most)s MB from a link. The limit is ours and says nothing about the badge."),
        mark("Download it there, see whether it is the badge itself, and add the file."),
    ),
    "link-is-a-page": (
        mark("This link leads to a web page, not to a badge"),
        mark("The page may show a badge, but the badge itself is another file."),
        mark("Look on that page for “Download” or “Share”, and add that file or that link."),
    ),
    "link-another-kind": (
        mark("The file behind this link is not of a kind that badges are"),
        mark("The server calls it “%(found)s”."),
        mark("Download it; if a badge is in it, add the badge itself."),
    ),
    "link-leads-elsewhere": (
        mark("The link leads on to where we don't follow"),
        mark("It is passed on too often, or to an address that is not protected (https)."),
        mark("Open it in your browser, download the badge and add the file."),
    ),
    "link-asked-too-often": (
        mark("We have asked for this often enough for now"),
        mark("We limit how often we ask other servers. The limit is ours and says nothing about the badge."),
        mark("Try again in an hour, or download the badge there and add the file."),
    ),
    "link-needs-permission": (
        mark("The server behind the link does not let us in"),
        mark("It answers that we may not see this (%(status)s). You may have to sign in there."),
        mark("Open the link in your browser, download the badge and add the file."),
    ),
    "link-nothing-there": (
        mark("There is nothing at this address"),
        mark("The server answers that it has no such page (%(status)s)."),
        mark("Check the link for missing letters, or ask the issuer for a new one."),
    ),
    "link-server-trouble": (
        mark("The server behind the link has a problem"),
        mark("It answers with an error of its own (%(status)s). This says nothing about the badge."),
        mark("Try again later, or download the badge there and add the file."),
    ),
    "link-answers-no-badge": (
        mark("There is no badge at this address"),
        mark("The server answers “%(status)s” instead of sending a file."),
        mark("Look there for “Download” or “Share”, and add that file or that link."),
    ),
    "address-not-allowed": (
        mark("We do not open this address"),
        mark("Only public addresses that begin with https:// are opened, for everybody's safety."),
        mark("Download the badge and add the file instead."),
    ),
}
