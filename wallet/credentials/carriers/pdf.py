"""Files attached to a PDF (ISO 32000-2 §7.11.4), found without interpreting the PDF.

Embedded-file streams are always top-level objects, so a scan for them needs no cross-reference table, no
object streams, no scripts: nothing that the hostile PDFs of this world live on. What the scan does not
understand it does not see."""

from __future__ import annotations

import re

from wallet.credentials.parsing.strict import MAX_TEXT, inflate, inflate_start, too_large, without_mark
from wallet.errors import Unreadable

MAX_ATTACHMENTS = 20
_TYPE = re.compile(rb"/Type[\s\0]{0,16}/EmbeddedFile\b")
_DICTIONARY = 2_048  # bytes before and after the type in which its dictionary must lie
_STREAM = re.compile(rb">>[\s\0]{0,16}stream(?:\r\n|\n)")
_LENGTH = re.compile(rb"/Length[\s\0]+([0-9]{1,9})(?![0-9])(?![\s\0]+[0-9]+[\s\0]+R\b)")
_FILTER = re.compile(rb"/Filter[\s\0]*(\[[^\]]{0,200}\]|/[A-Za-z0-9]+)")


def take_out_pdf(pdf: bytes) -> bytes:
    """The one attachment that is JSON or a compact JWS. Raises Unreadable: encrypted-pdf, pdf-too-complex,
    too-large, ambiguous-badge (more than one), pdf-without-credential."""
    found: set[bytes] = set()
    streams = 0
    for match in _TYPE.finditer(pdf):
        streams += 1
        if streams > MAX_ATTACHMENTS:
            raise Unreadable("pdf-too-complex", most=MAX_ATTACHMENTS)
        start = pdf.rfind(b"obj", max(0, match.start() - _DICTIONARY), match.start())
        stream = _STREAM.search(pdf, match.end(), match.end() + _DICTIONARY)
        if start < 0 or stream is None:
            continue
        contents = _contents(pdf, pdf[start : stream.start()], stream.end())
        if contents is not None and _is_candidate(contents):
            if len(contents) > MAX_TEXT:
                raise too_large(MAX_TEXT)
            found.add(contents)
        if len(found) > 1:
            raise Unreadable("ambiguous-badge")
    if not found:
        raise Unreadable("encrypted-pdf" if streams and b"/Encrypt" in pdf else "pdf-without-credential")
    return found.pop()


def _contents(pdf: bytes, dictionary: bytes, start: int) -> bytes | None:
    length = _LENGTH.search(dictionary)
    end = start + int(length[1]) if length else pdf.find(b"endstream", start)
    if end < start or end > len(pdf):
        return None
    raw = pdf[start:end]
    if not length:  # the length stands in another object; an end of line belongs to `endstream`
        raw = raw.removesuffix(b"\n").removesuffix(b"\r")
    stated = _FILTER.search(dictionary)
    filters = re.findall(rb"/[A-Za-z0-9]+", stated[1]) if stated else []
    try:
        if filters == [b"/FlateDecode"]:
            return inflate(raw, max_bytes=MAX_TEXT)
    except Unreadable as refusal:
        if refusal.code == "too-large" and _is_candidate(inflate_start(raw)):
            raise
        return None
    return raw if not filters else None


def _is_candidate(contents: bytes) -> bool:
    start = without_mark(contents[:4096]).lstrip()
    return start.startswith(b"{") or re.match(rb"e[w-z0-3][A-Za-z0-9_-]+\.", start) is not None
