"""Bytes → Envelope, decided by content, never by the file's name or its stated type."""

from __future__ import annotations

from dataclasses import replace

from wallet.credentials import archives
from wallet.credentials.archives import read_archive
from wallet.credentials.baking import take_out_png, take_out_svg
from wallet.credentials.envelope import Envelope
from wallet.credentials.names import display_name
from wallet.credentials.pdf import take_out_pdf
from wallet.credentials.png import SIGNATURE as PNG
from wallet.credentials.presentations import presented
from wallet.credentials.strict import without_mark
from wallet.credentials.wrappers import read_content
from wallet.errors import Unreadable

__all__ = ["Envelope", "presented", "read_envelope", "read_envelopes"]

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


def read_envelopes(data: bytes, *, name: str = "") -> list[Envelope]:
    """Every credential in a file: one, or as many as a ZIP lists. Never raises, never answers with nothing:
    what cannot be read is an Envelope with its `refusal`, so that one bad entry does not sink the rest."""
    if not data.startswith(archives.STARTS):
        return [_read(data, display_name(name))]
    try:
        entries = read_archive(data)
    except Unreadable as refusal:
        return [Envelope(data, display_name(name), media_type="application/zip", refusal=refusal)]
    return [
        Envelope(entry.data, display_name(entry.name), refusal=entry.refusal)
        if entry.refusal
        else _read(entry.data, display_name(entry.name))
        for entry in entries
    ]


def read_envelope(data: bytes, name: str = "") -> Envelope:
    """The single credential in a file; an archive of several is refused (several-in-one-file)."""
    found = read_envelopes(data, name=name)
    if len(found) == 1:
        return found[0]
    return Envelope(
        data, display_name(name), media_type="application/zip", refusal=Unreadable("several-in-one-file")
    )


def _read(data: bytes, name: str) -> Envelope:
    carrier, media_type = _carrier(data)
    known = Envelope(data, name, carrier, media_type)
    try:
        if len(data) > MAX_FILE:
            raise Unreadable("too-large")
        content = read_content(_taken_out(data, carrier, media_type))
    except Unreadable as refusal:
        return replace(known, refusal=refusal)
    return replace(
        known,
        carrier=carrier or content.kind,
        media_type=media_type if carrier else _MEDIA_TYPES[content.kind],
        dialect=content.dialect,
        payload=content.payload,
        claimed=content.claimed,
        token=content.token,
        url=content.url,
        outer_proof=content.outer_proof,
    )


def _carrier(data: bytes) -> tuple[str, str]:
    """The carrier ("" when the bytes are the credential itself or nothing known) and the media type."""
    if data.startswith(PNG[:4]) or (data and PNG.startswith(data[:8])):
        return "png", "image/png"
    for offset, magic, media_type in _OTHER_PICTURES:
        if data[offset:].startswith(magic):
            return "", media_type
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    start = without_mark(data[:4096]).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "", "text/html"
    if start.startswith(b"<"):
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
    if media_type == "text/html":
        raise Unreadable("web-page")
    if media_type == "application/xml":
        raise Unreadable("xml-not-supported")
    return data
