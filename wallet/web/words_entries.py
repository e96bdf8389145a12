# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What happened, what it means, what to do: for own entries and their evidence."""

from __future__ import annotations

from wallet.marks import mark

ENTRIES: dict[str, tuple[str, str, str]] = {
    "entry-needs-title": (
        mark("The entry needs a title"),
        mark("Without one, nobody could tell what it is about."),
        mark("Write in a few words what you did or completed."),
    ),
    "entry-needs-date": (
        mark("The entry needs a date"),
        mark("A reader wants to know when it was. The year alone is enough."),
        mark("Write when it was, or when it began."),
    ),
    "entry-date-not-read": (
        mark("We cannot read this date"),
        mark("A date is a year, a month with its year, or a day. It cannot lie far ahead."),
        mark("Write it like 2024, 05.2024 or 17.05.2024."),
    ),
    "entry-ends-before-it-began": (
        mark("It ends before it began"),
        mark("The second date is earlier than the first."),
        mark("Correct one of the two, or leave the end empty."),
    ),
    "entry-number-not-read": (
        mark("This is not a number we can keep"),
        mark("Hours and ECTS credits are numbers above zero."),
        mark("Write only the number, for example 30 or 2.5, or leave it empty."),
    ),
    "entry-too-long": (
        mark("The text is too long"),
        mark("At most %(most)s letters fit here. Nothing was saved yet."),
        mark("Shorten it; a reader has little time anyway."),
    ),
    "entry-too-many-outcomes": (
        mark("These are too many learning outcomes"),
        mark("At most %(most)s fit into one entry."),
        mark("Keep the most important ones, or make a second entry."),
    ),
    "entry-kind-unknown": (
        mark("Choose what kind of entry it is"),
        mark("The form did not say one that we know."),
        mark("Choose one of those offered."),
    ),
    "entries-full": (
        mark("You have too many entries"),
        mark("A wallet may hold %(most)s of them."),
        mark("Remove those that you no longer need."),
    ),
    "evidence-nothing": (
        mark("There was nothing to add"),
        mark("No file with anything in it, no link and no words came with the form."),
        mark("Choose a file, paste a link, or describe it in your own words."),
    ),
    "evidence-too-large": (
        mark("The file is too large"),
        mark("One file may have 10 MB. Nothing was added."),
        mark("Save it smaller, or add a link to where it can be seen."),
    ),
    "evidence-kind": (
        mark("This kind of file is not taken"),
        mark(
            "Pictures, PDF, documents without macros, text, sound and film are taken. Web pages, programs and archives are not, because the file may go to others. The content decides, not the name."
        ),
        mark("Save it as PDF or as a picture, or add a link to it."),
    ),
    "evidence-link": (
        mark("This is not a web address"),
        mark("Only addresses that begin with https:// or http:// can be opened by a reader."),
        mark("Copy the whole address from your browser’s address line."),
    ),
    "evidence-too-much": (
        mark("There is too much evidence"),
        mark("An entry may have %(most)s pieces."),
        mark("Remove what says least, then add the new one."),
    ),
}
