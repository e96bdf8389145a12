"""Where the files of a classification are taken from: a folder or a ZIP file of the operator's own.

Only the names an import knows are read; nothing is unpacked to disk.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from wallet.errors import Refused
from wallet.pathways.vocabulary_reading import MOST_BYTES, VERSION, known_files


def files_of(path: Path, language: str) -> dict[str, bytes]:
    """The known files of that language. Refused: vocabulary-not-readable, vocabulary-too-large."""
    wanted = known_files(language)
    if path.is_dir():
        found = [file for file in sorted(path.iterdir()) if file.name in wanted and file.is_file()]
        if any(file.stat().st_size > MOST_BYTES for file in found):
            raise Refused("vocabulary-too-large")
        return {file.name: file.read_bytes() for file in found}
    try:
        with zipfile.ZipFile(path) as opened:
            return dict(
                _member(opened, one) for one in opened.infolist() if Path(one.filename).name in wanted
            )
    except (zipfile.BadZipFile, RuntimeError, FileNotFoundError):
        raise Refused("vocabulary-not-readable") from None


def _member(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[str, bytes]:
    with opened.open(member) as stream:
        data = stream.read(MOST_BYTES + 1)  # what it really holds; the stated size proves nothing
    if len(data) > MOST_BYTES:
        raise Refused("vocabulary-too-large")
    return Path(member.filename).name, data


def version_in(name: str) -> str:
    """The version in the name of the download (“ESCO dataset - v1.2.0 - …”), "" if there is none."""
    found = VERSION.search(name)
    return found[1] if found else ""
