# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What goes wrong between a holder and a career adviser: what happened, what it means, what to do."""

from __future__ import annotations

from wallet.marks import mark

ADVISERS: dict[str, tuple[str, str, str]] = {
    "not-an-adviser": (
        mark("This page is for career advisers"),
        mark(
            "Your account is not an adviser's, so there is nothing to take up or to see here. Your own things are not affected."
        ),
        mark("If you are an adviser, ask whoever runs this wallet to give your account that role."),
    ),
    "code-does-not-open": (
        mark("This code opens nothing"),
        mark(
            "It may be mistyped, used, too old, closed, or meant for another address. We do not tell which."
        ),
        mark("Check the sixteen signs; if it goes on, ask the person for a new code."),
    ),
    "grant-needs-a-name": (
        mark("Say whom you mean"),
        mark("It is for you, so that you can tell later who sees what."),
        mark("Write the name of the adviser or of the office."),
    ),
    "grant-needs-a-thing": (
        mark("Nothing is chosen"),
        mark("An invitation without anything to see would show nothing."),
        mark("Tick at least one path, portfolio or badge."),
    ),
    "grant-has-too-many-things": (
        mark("That is too much for one invitation"),
        mark("At most %(most)s things of one kind can be shown."),
        mark("Choose what the adviser needs."),
    ),
    "grant-end-not-a-date": (
        mark("This end is not a date"),
        mark("An adviser's access always has a last day, so that nothing stays open by mistake."),
        mark("Choose one of the periods, or pick a day."),
    ),
    "grant-end-in-the-past": (
        mark("This day is already over"),
        mark("The access would have ended before it began."),
        mark("Choose a later day."),
    ),
    "grant-end-too-far": (
        mark("This day is too far away"),
        mark("An adviser may see your things for a year at most."),
        mark("Choose an earlier day; you can renew the access later."),
    ),
    "grant-is-closed": (
        mark("This access is closed"),
        mark("What is closed stays closed, so that nobody can rely on it."),
        mark("Invite the adviser again; there will be a new code."),
    ),
    "too-many-grants": (
        mark("You have invited too many advisers"),
        mark("At most %(most)s can have access at a time."),
        mark("Close those that nobody needs any more."),
    ),
    "comment-is-empty": (
        mark("There is nothing to send"),
        mark("The comment has no words."),
        mark("Go back and write it."),
    ),
    "comment-too-long": (
        mark("This is too long"),
        mark("At most %(most)s letters fit."),
        mark("Go back and make it shorter."),
    ),
    "too-many-comments": (
        mark("There is no more room"),
        mark("A path keeps at most %(most)s comments and as many meetings."),
        mark("Talk to each other, or begin a new path."),
    ),
    "meeting-needs-a-day": (
        mark("The contact needs a form and a day"),
        mark("Without them nobody can tell later what it was."),
        mark("Go back, choose the form, and set the day of the contact or of the next one."),
    ),
    "meeting-next-before-last": (
        mark("The next contact lies before the last one"),
        mark("One of the two days is not right."),
        mark("Go back and change it."),
    ),
}
