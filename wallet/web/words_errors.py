# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What happened, what it means, what to do: for every failure a person can meet."""

from __future__ import annotations

from wallet.credentials.refusal_texts import REFUSAL_WORDS
from wallet.marks import mark
from wallet.verification.words.network import NETWORK
from wallet.web.words_advisers import ADVISERS
from wallet.web.words_building import BUILDING
from wallet.web.words_entries import ENTRIES
from wallet.web.words_files import FILES
from wallet.web.words_forms import FORMS
from wallet.web.words_labels import LABELS
from wallet.web.words_leaving import LEAVING
from wallet.web.words_links import LINKS
from wallet.web.words_paths import PATHS
from wallet.web.words_plans import PLANS
from wallet.web.words_proposals import PROPOSALS
from wallet.web.words_skills import SKILLS

GENERAL_ERROR = (
    mark("That did not work"),
    mark("We have no better words for this yet. Nothing was lost by it."),
    mark("Try again. If it happens once more, quote the code “%(code)s”."),
)

_NO_LINK = (
    mark("This link leads nowhere"),
    mark("It was closed by its owner, it has ended, or there never was such a link. We do not tell which."),
    mark("Ask the person who gave it to you for a new one."),
)

ERRORS: dict[str, tuple[str, str, str]] = {
    # HTTP's own
    "bad-request": (
        mark("We did not understand the request"),
        mark("Something in it is missing or not as it should be."),
        mark("Go back, load the page anew and try again."),
    ),
    "not-found": (
        mark("There is nothing here for you"),
        mark("The page does not exist, or it belongs to somebody else. We do not tell which."),
        mark("Check the address, or go back to your wallet."),
    ),
    "not-allowed": (
        mark("That is not allowed"),
        mark("This account may not do that."),
        mark("Sign in with another account if you have one that may."),
    ),
    "not-here": (
        mark("This address does not take that"),
        mark("The page exists, but it cannot be asked in this way."),
        mark("Go back and use the button on the page."),
    ),
    "too-slow": (
        mark("It took too long"),
        mark("The connection was too slow, and we stopped waiting."),
        mark("Try again; with a large upload, send fewer files at once."),
    ),
    "upload-too-large": (
        mark("That is too large for one upload"),
        mark("Nothing of it was taken in."),
        mark("Send fewer files at once, or smaller ones."),
    ),
    "too-often": (
        mark("Too many requests in a short time"),
        mark("We limit how often one may ask, so that the wallet keeps answering everybody."),
        mark("Wait a minute and try again."),
    ),
    "unexpected": (
        mark("Something went wrong on our side"),
        mark("It is not your fault, and nothing of yours was changed by it. We have noted it."),
        mark("Try again in a moment."),
    ),
    "busy": (
        mark("The wallet is busy"),
        mark("It could not answer just now. Nothing was lost."),
        mark("Try again in a minute."),
    ),
    "disk-full": (
        mark("The wallet has no room left"),
        mark("Nothing could be saved. What was kept before is safe and can be read."),
        mark("Tell whoever runs this wallet, and try again later."),
    ),
    "refused": (
        mark("That cannot be done"),
        mark("We understood it, but as things stand it is not possible."),
        mark("Load the page anew; perhaps it has changed meanwhile."),
    ),
    # who asks, and from where
    "sign-in-needed": (
        mark("Please sign in"),
        mark("This page is part of somebody's own wallet, or your session has ended."),
        mark("Sign in and open it again."),
    ),
    "form-expired": (
        mark("This form is too old"),
        mark(
            "It was opened before you signed in or out, or your browser does not keep our cookie. Nothing was changed."
        ),
        mark("Load the page anew and send the form again."),
    ),
    "foreign-origin": (
        mark("This request came from another website"),
        mark(
            "We accept changes only from our own pages, so that no other site can act in your name. Nothing was changed."
        ),
        mark("Open the wallet itself and try there."),
    ),
    "foreign-host": (
        mark("This is not our address"),
        mark("The wallet answers only at the address that was set for it."),
        mark("Check the address in your browser."),
    ),
    # signing in
    "sign-in-failed": (
        mark("You were not signed in"),
        mark("The answer of the sign-in service did not hold. No account was made."),
        mark("Start again. If it keeps happening, tell whoever runs this wallet."),
    ),
    "sign-in-start-again": (
        mark("Please start signing in again"),
        mark("Too much time has passed, or it was begun in another browser. Nobody was signed in."),
        mark("Go to the sign-in page and start once more."),
    ),
    "provider-answer-refused": (
        mark("The sign-in service did not answer properly"),
        mark("Something in its answer did not hold, so we believe none of it. Nobody was signed in."),
        mark("Start again. If it keeps happening, tell whoever runs this wallet."),
    ),
    "provider-said-no": (
        mark("The sign-in service said no"),
        mark("You, or the service, broke off the sign-in. Nobody was signed in."),
        mark("Start again, or choose another way to sign in."),
    ),
    "provider-unavailable": (
        mark("The sign-in service cannot be reached"),
        mark("It did not answer just now. Your wallet is safe."),
        mark("Try again later, or choose another way to sign in."),
    ),
    # e-mail addresses
    "address-not-usable": (
        mark("This is not an e-mail address we can use"),
        mark("It must look like name@example.org."),
        mark("Check it and try again."),
    ),
    "address-proven-already": (
        mark("“%(address)s” is confirmed already, spelled just so"),
        mark("Badges issued to it are recognised as yours."),
        mark("If one is not, enter the address as its issuer wrote it, with the same capital letters."),
    ),
    "too-many-spellings": (
        mark("There are %(most)s other spellings of “%(address)s” already"),
        mark("That is as many as we try."),
        mark("Remove the address and add it again, then enter the spelling you need."),
    ),
    "too-many-addresses": (
        mark("You have too many addresses"),
        mark("There is a limit to how many e-mail addresses one account may have."),
        mark("Remove one that you no longer need."),
    ),
    "confirmation-link-not-valid": (
        mark("This confirmation link does not work"),
        mark("It has been used, it is too old, or it belongs to another account."),
        mark("Add the address once more; a new link will be sent."),
    ),
    "mail-not-sent": (
        mark("The e-mail could not be sent"),
        mark("This wallet cannot send mail just now. The address was not confirmed."),
        mark("Try again later, or tell whoever runs this wallet."),
    ),
    # adding
    "nothing-to-add": (
        mark("There was nothing to add"),
        mark("No file was chosen, and nothing was pasted."),
        mark("Choose a file, paste a badge or a link."),
    ),
    "nothing-to-check": (
        mark("There was nothing to check"),
        mark("No file was chosen, and nothing was pasted."),
        mark("Choose a file, paste a badge or a link."),
    ),
    "too-many-files": (
        mark("These are too many files at once"),
        mark("At most %(most)s can be added in one go. Nothing was taken in."),
        mark("Send them in smaller groups, or in one ZIP file."),
    ),
    "too-many-credentials": (
        mark("There are too many badges in it"),
        mark("At most %(most)s are checked at a time here."),
        mark("Send fewer, or add them to your wallet."),
    ),
    "wallet-full": (
        mark("Your wallet is full"),
        mark("It may hold %(most)s badges and documents."),
        mark("Delete what you no longer need, or ask whoever runs this wallet for more room."),
    ),
    "no-room-for-file": (
        mark("There is no room for this file"),
        mark("Your wallet holds %(used)s and may hold %(most)s."),
        mark(
            "Delete what you no longer need (a deleted badge frees its room after a week), or ask whoever "
            "runs this wallet for more."
        ),
    ),
    "import-stopped": (
        mark("The import of this file stopped"),
        mark("Something failed on our side, three times. The file says nothing wrong by it."),
        mark("Add it once more. If it stops again, tell whoever runs this wallet."),
    ),
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
    "original-damaged": (
        mark("The stored file is damaged"),
        mark("Its bytes are no longer what was put in, so we do not give it out."),
        mark("Tell whoever runs this wallet: it can be restored from a backup."),
    ),
    # sharing
    "link-leads-nowhere": _NO_LINK,
    "link-needs-a-name": (
        mark("The link needs a name"),
        mark("It is for you alone, so that you can tell your links apart later."),
        mark("Write for whom or for what it is, in at most 80 letters."),
    ),
    "link-end-not-a-date": (
        mark("This end is not a date"),
        mark("A link needs a last day, so that nothing stays open for ever by mistake."),
        mark("Choose one of the periods, or pick a day."),
    ),
    "link-end-in-the-past": (
        mark("This day is already over"),
        mark("The link would have ended before it began."),
        mark("Choose a later day."),
    ),
    "link-end-too-far": (
        mark("This day is too far away"),
        mark("A link may stay open for two years at most."),
        mark("Choose an earlier day; you can open a new link later."),
    ),
    "too-many-open-links": (
        mark("You have too many open links"),
        mark("At most %(most)s can be open at a time."),
        mark("Close those that nobody needs any more."),
    ),
    "not-for-linkedin": (
        mark("This badge cannot be put on LinkedIn from here"),
        mark("Its check says “%(verdict)s”. Whoever followed your entry would read just that."),
        mark("Look at the report, or check it again."),
    ),
    **BUILDING,
    **REFUSAL_WORDS,
    **NETWORK,
    **LINKS,
    **PATHS,
    **SKILLS,
    **PLANS,
    **LEAVING,
    **FILES,
    **FORMS,
    **LABELS,
    **ENTRIES,
    **ADVISERS,
    **PROPOSALS,
}
