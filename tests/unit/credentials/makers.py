"""Small honest files and the means to spoil them."""

from __future__ import annotations

import base64
import io
import json
import struct
import time
import zipfile
import zlib
from typing import Any

from PIL import Image

from wallet.credentials.carriers.pictures import reencode_picture
from wallet.credentials.reading import Envelope, read_envelope
from wallet.errors import Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'

OB3: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "https://college.example/credentials/7",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://college.example/issuer", "type": ["Profile"], "name": "Maple College"},
    "validFrom": "2026-03-01T10:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://college.example/achievements/soldering",
            "type": ["Achievement"],
            "name": "Soldering",
            "description": "Joins parts.",
            "criteria": {"narrative": "Solder ten joints."},
        },
    },
}
OB2: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://college.example/assertions/7",
    "recipient": {"type": "email", "hashed": False, "identity": "ola@example.org"},
    "issuedOn": "2026-03-01T10:00:00Z",
    "verification": {"type": "hosted"},
    "badge": "https://college.example/badges/soldering",
}


def written(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int = 1, height: int = 1) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


PIXELS = chunk(b"IDAT", zlib.compress(b"\0\x10\x20\x30"))
END = chunk(b"IEND", b"")


def png(*chunks: bytes) -> bytes:
    """A one-pixel PNG with `chunks` between its header and its pixels."""
    return SIGNATURE + header() + b"".join(chunks) + PIXELS + END


def itxt(payload: bytes, keyword: bytes = b"openbadgecredential", *, compressed: bool = False) -> bytes:
    text = zlib.compress(payload) if compressed else payload
    return chunk(b"iTXt", keyword + b"\0" + bytes([compressed]) + b"\0\0\0" + text)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 40)).save(out, kind, **options)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in entries.items():
            opened.writestr(name, data)
    return out.getvalue()


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(claims: Any, header_members: dict[str, Any] | None = None) -> str:
    parts = (written(header_members or {"alg": "EdDSA"}), written(claims), b"s" * 64)
    return ".".join(base64url(part) for part in parts)


def pdf(*attachments: bytes) -> bytes:
    """Enough of a PDF to hold attachments, the second and later ones compressed."""
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
    for number, attachment in enumerate(attachments, 2):
        packed = zlib.compress(attachment) if number > 2 else attachment
        filtered = b"/Filter/FlateDecode" if number > 2 else b""
        body += b"%d 0 obj\n<</Type /EmbeddedFile%s/Length %d>>\nstream\n" % (number, filtered, len(packed))
        body += packed + b"\nendstream\nendobj\n"
    return body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def refusal(data: bytes, name: str = "") -> str:
    """The code with which reading refuses `data`; fails when it reads it."""
    envelope = read_envelope(data, name)
    assert envelope.refusal is not None, f"was read as {envelope.dialect} in {envelope.carrier}"
    assert envelope.claimed is None and not envelope.token and not envelope.url
    return envelope.refusal.code


def read(data: bytes, name: str = "") -> Envelope:
    envelope = read_envelope(data, name)
    assert envelope.refusal is None, f"refused as {envelope.refusal and envelope.refusal.code}"
    return envelope


def svg_badge(text: bytes, *, verify: bytes = b"", prefix: bytes = b"openbadges") -> bytes:
    attribute = b' verify="' + verify + b'"' if verify else b""
    name = prefix + b":credential"
    space = b' xmlns:%s="https://purl.imsglobal.org/ob/v3p0"' % prefix
    return b"<" + name + space + attribute + b"><![CDATA[" + text + b"]]></" + name + b">"


def svg(*inside: bytes, before: bytes = b"") -> bytes:
    return before + b'<svg xmlns="http://www.w3.org/2000/svg">' + b"".join(inside) + b"</svg>"


class within:
    """The work inside stays under `seconds` of this process's own time (with room for a busy machine)."""

    def __init__(self, seconds: float):
        self.seconds = seconds

    def __enter__(self):
        self.started = time.process_time()

    def __exit__(self, kind, *rest):
        if kind is None:
            assert time.process_time() - self.started < 10 * self.seconds + 2


def picture_refusal(data: bytes) -> str:
    """The code with which drawing a picture anew is refused."""
    try:
        reencode_picture(data)
    except Unreadable as refusal:
        return refusal.code
    raise AssertionError("the picture was drawn")
