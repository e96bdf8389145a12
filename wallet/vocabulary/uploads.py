"""Where the files of a classification are taken from: a folder or a ZIP file of the operator's own, or what
the operator sends in.

Only the names an import knows are read; nothing is unpacked to disk.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, BinaryIO

from wallet.vocabulary.errors import VocabularyNotReadable, VocabularyNotSent, VocabularyTooLarge
from wallet.vocabulary.esco_csv import MOST_BYTES, NEEDED, VERSION, known_files

MOST_SENT = 150_000_000  # of everything sent in at once, unpacked; the official files have about a third


def files_of(path: Path, language: str) -> dict[str, bytes]:
    """The known files of that language. Refused: vocabulary-not-readable, vocabulary-too-large."""
    wanted = known_files(language)
    if path.is_dir():
        found = [file for file in sorted(path.iterdir()) if file.name in wanted and file.is_file()]
        if any(file.stat().st_size > MOST_BYTES for file in found):
            raise VocabularyTooLarge()
        return {file.name: file.read_bytes() for file in found}
    try:
        with zipfile.ZipFile(path) as opened:
            return dict(
                _member(opened, one) for one in opened.infolist() if Path(one.filename).name in wanted
            )
    except (zipfile.BadZipFile, RuntimeError, FileNotFoundError):
        raise VocabularyNotReadable() from None


def files_sent(uploads: Iterable[tuple[str, BinaryIO]], language: str) -> dict[str, bytes]:
    """The known files of that language among what was sent: CSV files, or ZIP files with such. Read piece by
    piece, never more than MOST_SENT together. Refused: vocabulary-not-readable, vocabulary-too-large."""
    wanted = known_files(language)
    found: dict[str, bytes] = {}
    for name, stream in uploads:
        left = MOST_SENT - sum(map(len, found.values()))
        if Path(name).name in wanted:
            found[Path(name).name] = _read(stream, left)
        elif name.lower().endswith(".zip"):
            try:
                with zipfile.ZipFile(stream) as opened:
                    for member in opened.infolist():
                        if Path(member.filename).name in wanted:
                            left = MOST_SENT - sum(map(len, found.values()))
                            inside, data = _member(opened, member, most=left)
                            found[inside] = data
            except (zipfile.BadZipFile, RuntimeError, EOFError, ValueError):
                raise VocabularyNotReadable() from None
    if not found:
        raise VocabularyNotSent(what=", ".join(f"{part}_{language}.csv" for part in NEEDED))
    return found


def _member(opened: zipfile.ZipFile, member: zipfile.ZipInfo, *, most: int = MOST_BYTES) -> tuple[str, bytes]:
    with opened.open(member) as stream:  # what it really holds; the stated size proves nothing
        return Path(member.filename).name, _read(stream, most)


def _read(stream: BinaryIO | IO[bytes], most: int) -> bytes:
    data = stream.read(max(0, most) + 1)
    if len(data) > most:
        raise VocabularyTooLarge()
    return data


def version_in(name: str) -> str:
    """The version in the name of the download (“ESCO dataset - v1.2.0 - …”), "" if there is none."""
    found = VERSION.search(name)
    return found[1] if found else ""
