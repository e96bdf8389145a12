"""Why a list of needs, or a classification, could not be used."""

from __future__ import annotations

from wallet.marks import mark

SKILLS: dict[str, tuple[str, str, str]] = {
    "needs-too-long": (
        mark("This list is too long"),
        mark("At most %(most)s letters are read. Nothing was changed."),
        mark("Paste only the part that says what is needed, one need a line."),
    ),
    "needs-not-readable": (
        mark("There is no need in this list"),
        mark("Not one line of it holds a word. Nothing was changed."),
        mark("Paste what is needed, one need a line."),
    ),
    "no-gap-chosen": (
        mark("Nothing was chosen"),
        mark("Steps are made only of what you tick, so none was made."),
        mark("Tick at least one line and try again."),
    ),
    "vocabulary-not-readable": (
        mark("This is neither a folder nor a ZIP file"),
        mark("The classification was not read, and nothing was changed."),
        mark("Name the folder or the ZIP file that holds the CSV files of ESCO."),
    ),
    "vocabulary-not-sent": (
        mark("None of these files is one the import knows"),
        mark("The files of ESCO are named after their part and language: %(what)s. Nothing was changed."),
        mark("Choose the ZIP of the download, or its CSV files, and the language they are in."),
    ),
    "vocabulary-too-large": (
        mark("One of the files is far too large"),
        mark("The official files are smaller, so this cannot be one of them. Nothing was changed."),
        mark("Download the files again."),
    ),
    "vocabulary-not-usable": (
        mark("These files cannot be used"),
        mark("Something that the import needs is not as it should be: %(what)s. Nothing was changed."),
        mark("Download the CSV files of that language again, all parts of the classification."),
    ),
    "vocabulary-needs-a-version": (
        mark("The version is not known"),
        mark("It stands neither in the name of the folder or file, nor was it said."),
        mark("Say which version it is, for example 1.2.1."),
    ),
    "nothing-to-roll-back": (
        mark("There is nothing to go back to"),
        mark("Only one import of this language was ever in use. Nothing was changed."),
        mark("Put another import in use instead."),
    ),
}
