"""Bytes → Envelope, decided by content, never by the file's name or its stated type."""

from __future__ import annotations

import re
from dataclasses import replace

from wallet.credentials.carriers import zip_archive
from wallet.credentials.carriers.baking import take_out_png, take_out_svg
from wallet.credentials.carriers.pdf import take_out_pdf
from wallet.credentials.carriers.png import SIGNATURE as PNG
from wallet.credentials.carriers.zip_archive import read_archive
from wallet.credentials.envelope import Envelope
from wallet.credentials.parsing.names import display_name
from wallet.credentials.parsing.strict import read_data_url, too_large, without_mark
from wallet.credentials.presentations import presented
from wallet.credentials.wrappers import Content, read_contents
from wallet.errors import Unreadable

__all__ = ["Envelope", "presented", "read_envelope", "read_envelopes", "read_files"]

MAX_FILE = 20_000_000
_MEDIA_TYPES = {"json": "application/json", "jwt": "application/jwt", "url": "text/uri-list"}
# Pictures that no Open Badges version bakes into: (offset, magic, media type).
_OTHER_PICTURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"SIMPLE  =", "image/fits"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
)
# Archives and compressed files other than ZIP: gzip, bzip2, xz, 7z, RAR, Zstandard, tar.
_COMPRESSED = (
    (0, b"\x1f\x8b\x08"),
    (0, b"BZh"),
    (0, b"\xfd7zXZ\0"),
    (0, b"7z\xbc\xaf\x27\x1c"),
    (0, b"Rar!\x1a\x07"),
    (0, b"\x28\xb5\x2f\xfd"),
    (257, b"ustar"),
)
_COMPRESSED_TYPE = "application/x-compressed"
_DATA = "text/x-data-url"
# XML or HTML, and no link (RFC 3986 Appendix C) or token in angle brackets
_MARKUP = re.compile(rb"<(?![a-z][a-z0-9+.-]*:(?://|https?:)|eyj)(?:\?xml|!doctype|!--|[a-z_][\w.:-]*[\s/>])")
_WEB_PAGE = re.compile(
    rb"\A(?:<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->|\s)*+"
    rb"(?:<!doctype html|<(?:html|head|body|meta|title|script|div|span|img|iframe)[\s/>])",
    re.DOTALL,
)


def read_envelopes(data: bytes, *, name: str = "") -> list[Envelope]:
    """Every credential in a file: of a ZIP those of each of its files, of a wrapper each that lies in it. The
    wallet, the public check and the command all open files here.

    Never raises, never answers with nothing: what cannot be read is an Envelope with its `refusal`, so that
    one bad entry does not sink the rest."""
    return [envelope for file in read_files(data, name=name) for envelope in _credentials(file)]


def read_files(data: bytes, *, name: str = "") -> list[Envelope]:
    """The files that were handed in: the one, or those of a ZIP, not looked into yet. One that cannot be
    taken out has its `refusal`."""
    if not data.startswith(zip_archive.STARTS):
        return [Envelope(data, display_name(name))]
    try:
        entries = read_archive(data)
    except Unreadable as refusal:
        return [Envelope(data, display_name(name), media_type="application/zip", refusal=refusal)]
    return [Envelope(entry.data, display_name(entry.name), refusal=entry.refusal) for entry in entries]


def read_envelope(data: bytes, name: str = "") -> Envelope:
    """The single credential in a file; a file of several is refused (several-in-one-file)."""
    found = read_envelopes(data, name=name)
    if len(found) == 1:
        return found[0]
    media_type = "application/zip" if data.startswith(zip_archive.STARTS) else found[0].media_type
    return Envelope(
        data, display_name(name), media_type=media_type, refusal=Unreadable("several-in-one-file")
    )


def _credentials(file: Envelope) -> list[Envelope]:
    """Each credential in one file that is no archive, with the file's bytes as its original."""
    if file.refusal is not None:
        return [file]
    data = file.original
    carrier, media_type = _carrier(data)
    known = replace(file, carrier=carrier, media_type=media_type)
    try:
        if len(data) > MAX_FILE:
            raise too_large(MAX_FILE)
        if media_type == _DATA:
            contents = read_data_url(_text(data))
            if _carrier(contents)[1] == _DATA:
                raise Unreadable("not-recognised")  # one within another, as deep as anybody likes
            inside = _credentials(Envelope(contents, file.name))
            return [replace(envelope, original=data) for envelope in inside]
        found = read_contents(_taken_out(data, carrier, media_type))
        if carrier and len(found) > 1:
            raise Unreadable("ambiguous-badge")  # a picture shows one badge; which of them, nobody could say
    except Unreadable as refusal:
        return [replace(known, refusal=refusal)]
    if len(found) == 1:
        return [_envelope(known, found[0])]
    return [replace(_envelope(known, one), part=part) for part, one in enumerate(found, 1)]


def _envelope(known: Envelope, content: Content | Unreadable) -> Envelope:
    if isinstance(content, Unreadable):
        return replace(known, refusal=content)
    return replace(
        known,
        carrier=known.carrier or content.kind,
        media_type=known.media_type if known.carrier else _MEDIA_TYPES[content.kind],
        dialect=content.dialect,
        payload=content.payload,
        claimed=content.claimed,
        token=content.token,
        url=content.url,
        outer_proof=content.outer_proof,
    )


def _text(data: bytes) -> str:
    """A `data:` URL (RFC 2397) is ASCII. Raises Unreadable."""
    try:
        return without_mark(data).strip(b" \t\r\n<>\"'").decode("ascii")
    except UnicodeDecodeError:
        raise Unreadable("not-recognised") from None


def _carrier(data: bytes) -> tuple[str, str]:
    """The carrier ("" when the bytes are the credential itself or nothing known) and the media type."""
    if data.startswith(PNG[:4]) or (data and PNG.startswith(data[:8])):
        return "png", "image/png"
    for offset, magic, media_type in _OTHER_PICTURES:
        if data[offset:].startswith(magic):
            return "", media_type
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    for offset, magic in _COMPRESSED:
        if data[offset:].startswith(magic):
            return "", _COMPRESSED_TYPE
    start = without_mark(data[:4096]).lstrip().lower()
    if start.lstrip(b"<\"'").startswith(b"data:"):
        return "", _DATA
    if _WEB_PAGE.search(start[:1024]):
        return "", "text/html"
    if _MARKUP.match(start):
        return ("svg", "image/svg+xml") if b"<svg" in data or b":svg" in data else ("", "application/xml")
    if start[:1] in (b"{", b"[", b'"'):
        return "", "application/json"
    return "", "application/octet-stream"


def _taken_out(data: bytes, carrier: str, media_type: str) -> bytes:
    if not data:
        raise Unreadable("empty-file")
    if carrier == "png":
        return take_out_png(data)
    if carrier == "svg":
        return take_out_svg(data)
    if carrier == "pdf":
        return take_out_pdf(data)
    if media_type.startswith("image/"):
        raise Unreadable("no-badge-in-picture")
    if media_type == _COMPRESSED_TYPE:
        raise Unreadable("compressed-file")
    if media_type == "text/html":
        raise Unreadable("web-page")
    if media_type == "application/xml":
        raise Unreadable("xml-not-supported")
    return data
