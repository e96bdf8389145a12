"""Why a classification could not be used."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class VocabularyNotReadable(Refused):
    code = "vocabulary-not-readable"
    what = mark("This is neither a folder nor a ZIP file")
    means = mark("The classification was not read, and nothing was changed.")
    do = mark("Name the folder or the ZIP file that holds the CSV files of ESCO.")


class VocabularyNotSent(Refused):
    code = "vocabulary-not-sent"
    what = mark("None of these files is one the import knows")
    means = mark("The files of ESCO are named after their part and language: %(what)s. Nothing was changed.")
    do = mark("Choose the ZIP of the download, or its CSV files, and the language they are in.")


class VocabularyTooLarge(Refused):
    code = "vocabulary-too-large"
    what = mark("One of the files is far too large")
    means = mark("The official files are smaller, so this cannot be one of them. Nothing was changed.")
    do = mark("Download the files again.")


class VocabularyNotUsable(Refused):
    code = "vocabulary-not-usable"
    what = mark("These files cannot be used")
    means = mark("Something that the import needs is not as it should be: %(what)s. Nothing was changed.")
    do = mark("Download the CSV files of that language again, all parts of the classification.")


class VocabularyNeedsAVersion(Refused):
    code = "vocabulary-needs-a-version"
    what = mark("The version is not known")
    means = mark("It stands neither in the name of the folder or file, nor was it said.")
    do = mark("Say which version it is, for example 1.2.1.")


class NothingToRollBack(Refused):
    code = "nothing-to-roll-back"
    what = mark("There is nothing to go back to")
    means = mark("Only one import of this language was ever in use. Nothing was changed.")
    do = mark("Put another import in use instead.")
