"""Which files are taken as evidence, decided by their first bytes and never by their name.

What a browser could run (pages, drawings, scripts, programs) and what could hide anything (archives,
documents with macros) is not taken: the file may go to others by a link."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from wallet.credentials.parsing.names import display_name

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """`endings`: what a name may end with; the first is added to a name that ends otherwise."""

    media_type: str
    endings: tuple[str, ...]


_BY_START: tuple[tuple[int, bytes, FileKind], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", FileKind("image/png", ("png",))),
    (0, b"\xff\xd8\xff", FileKind("image/jpeg", ("jpg", "jpeg"))),
    (0, b"GIF87a", FileKind("image/gif", ("gif",))),
    (0, b"GIF89a", FileKind("image/gif", ("gif",))),
    (4, b"ftyphei", FileKind("image/heic", ("heic", "heif"))),
    (4, b"ftypmif1", FileKind("image/heic", ("heic", "heif"))),
    (4, b"ftypavif", FileKind("image/avif", ("avif",))),
    (0, b"II*\0", FileKind("image/tiff", ("tif", "tiff"))),
    (0, b"MM\0*", FileKind("image/tiff", ("tif", "tiff"))),
    (4, b"ftyp", FileKind("video/mp4", ("mp4", "m4v", "m4a", "mov"))),
    (0, b"\x1aE\xdf\xa3", FileKind("video/webm", ("webm", "mkv"))),
    (0, b"OggS", FileKind("audio/ogg", ("ogg", "oga", "opus"))),
    (0, b"ID3", FileKind("audio/mpeg", ("mp3",))),
    (0, b"\xff\xfb", FileKind("audio/mpeg", ("mp3",))),
)
_PARTS = (
    (b"word/document.xml", FileKind(f"{_OFFICE}wordprocessingml.document", ("docx",))),
    (b"ppt/presentation.xml", FileKind(f"{_OFFICE}presentationml.presentation", ("pptx",))),
    (b"xl/workbook.xml", FileKind(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",))),
)
_OPEN = {
    b"text": FileKind("application/vnd.oasis.opendocument.text", ("odt",)),
    b"spreadsheet": FileKind("application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
    b"presentation": FileKind("application/vnd.oasis.opendocument.presentation", ("odp",)),
}
_PDF = FileKind("application/pdf", ("pdf",))
_TEXT = FileKind("text/plain", ("txt", "md", "csv"))


def kind_of(data: bytes) -> FileKind | None:
    """The kind of file, or None if it is not taken."""
    for offset, magic, kind in _BY_START:
        if data[offset:].startswith(magic):
            return kind
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _PDF
    if data.startswith(b"RIFF"):
        return {
            b"WEBP": FileKind("image/webp", ("webp",)),
            b"WAVE": FileKind("audio/wav", ("wav",)),
        }.get(data[8:12])
    if data.startswith(_ZIP):
        return _packed(data)
    return _TEXT if _is_text(data) else None


def _packed(data: bytes) -> FileKind | None:
    """Office documents are archives; nothing of them is unpacked here. Macros are not taken."""
    if data[30:].startswith(_OPEN_DOCUMENT):
        rest = data[30 + len(_OPEN_DOCUMENT) : 60 + len(_OPEN_DOCUMENT)]
        return next((kind for name, kind in _OPEN.items() if rest.startswith(name + b"PK")), None)
    if b"[Content_Types].xml" not in data or b"vbaProject" in data:
        return None
    return next((kind for part, kind in _PARTS if part in data), None)


def _is_text(data: bytes) -> bool:
    """UTF-8 without controls that does not begin like markup or a script."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if not text.strip() or text.lstrip().startswith(("<", "#!", "{\\rtf", "MZ")):
        return False
    return all(letter in "\t\r\n\f" or unicodedata.category(letter) != "Cc" for letter in text)


def proper_name(name: str, kind: FileKind) -> str:
    """A name for people whose ending tells the truth: "raport.exe" that is a PDF becomes "raport.exe.pdf"."""
    shown = display_name(name) or "evidence"
    return shown if shown.rpartition(".")[2].lower() in kind.endings else f"{shown}.{kind.endings[0]}"
