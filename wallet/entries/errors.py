# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Why an own entry or its evidence was refused."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class EntryNotWhole(Refused):
    code = "entry-not-whole"
    what = mark("The entry needs a kind, a title and a date")
    means = mark("Without them, nobody could tell what it is about. Nothing was saved.")
    do = mark("Add what is missing; of the date, the year alone is enough.")


class EntryTooLong(Refused):
    code = "entry-too-long"
    what = mark("The text is too long")
    means = mark("At most %(most)s letters fit here. Nothing was saved yet.")
    do = mark("Shorten it; a reader has little time anyway.")


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
