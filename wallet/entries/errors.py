# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Why an own entry or its evidence was refused."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class EntryNeedsTitle(Refused):
    code = "entry-needs-title"
    what = mark("The entry needs a title")
    means = mark("Without one, nobody could tell what it is about.")
    do = mark("Write in a few words what you did or completed.")


class EntryNeedsDate(Refused):
    code = "entry-needs-date"
    what = mark("The entry needs a date")
    means = mark("A reader wants to know when it was. The year alone is enough.")
    do = mark("Write when it was, or when it began.")


class EntryDateNotRead(Refused):
    code = "entry-date-not-read"
    what = mark("We cannot read this date")
    means = mark("A date is a year, a month with its year, or a day. It cannot lie far ahead.")
    do = mark("Write it like 2024, 05.2024 or 17.05.2024.")


class EntryEndsBeforeItBegan(Refused):
    code = "entry-ends-before-it-began"
    what = mark("It ends before it began")
    means = mark("The second date is earlier than the first.")
    do = mark("Correct one of the two, or leave the end empty.")


class EntryNumberNotRead(Refused):
    code = "entry-number-not-read"
    what = mark("This is not a number we can keep")
    means = mark("Hours and ECTS credits are numbers above zero.")
    do = mark("Write only the number, for example 30 or 2.5, or leave it empty.")


class EntryTooLong(Refused):
    code = "entry-too-long"
    what = mark("The text is too long")
    means = mark("At most %(most)s letters fit here. Nothing was saved yet.")
    do = mark("Shorten it; a reader has little time anyway.")


class EntryTooManyOutcomes(Refused):
    code = "entry-too-many-outcomes"
    what = mark("These are too many learning outcomes")
    means = mark("At most %(most)s fit into one entry.")
    do = mark("Keep the most important ones, or make a second entry.")


class EntryKindUnknown(Refused):
    code = "entry-kind-unknown"
    what = mark("Choose what kind of entry it is")
    means = mark("The form did not say one that we know.")
    do = mark("Choose one of those offered.")


class EntriesFull(Refused):
    code = "entries-full"
    what = mark("You have too many entries")
    means = mark("A wallet may hold %(most)s of them.")
    do = mark("Remove those that you no longer need.")


class EvidenceNothing(Refused):
    code = "evidence-nothing"
    what = mark("There was nothing to add")
    means = mark("No file with anything in it, no link and no words came with the form.")
    do = mark("Choose a file, paste a link, or describe it in your own words.")


class EvidenceTooLarge(Refused):
    code = "evidence-too-large"
    what = mark("The file is too large")
    means = mark("One file may have 10 MB. Nothing was added.")
    do = mark("Save it smaller, or add a link to where it can be seen.")


class EvidenceKind(Refused):
    code = "evidence-kind"
    what = mark("This kind of file is not taken")
    means = mark(
        "Pictures, PDF, documents without macros, text, sound and film are taken. Web pages, programs and archives are not, because the file may go to others. The content decides, not the name."
    )
    do = mark("Save it as PDF or as a picture, or add a link to it.")


class EvidenceLink(Refused):
    code = "evidence-link"
    what = mark("This is not a web address")
    means = mark("Only addresses that begin with https:// or http:// can be opened by a reader.")
    do = mark("Copy the whole address from your browser’s address line.")


class EvidenceTooMuch(Refused):
    code = "evidence-too-much"
    what = mark("There is too much evidence")
    means = mark("An entry may have %(most)s pieces.")
    do = mark("Remove what says least, then add the new one.")
