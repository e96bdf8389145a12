"""Pictures from strangers, drawn anew: what leaves this module is a small plain PNG and nothing else.

The only place that opens a picture with Pillow. The kind is decided by the first bytes, the size is checked
before a pixel is decoded, and whatever rides along (text, location, colour profiles, further frames, a second
file after the end) stays behind. SVG is never drawn on the server."""

from __future__ import annotations

import hashlib
import io
import struct
import threading
import warnings
from dataclasses import dataclass, field

from PIL import Image, ImageOps

from wallet.credentials.carriers.png import SIGNATURE, walk_chunks
from wallet.errors import Unreadable

MAX_BYTES = 10_000_000
MAX_PIXELS = 16_000_000
MAX_SIDE = 512
_DRAWING = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_warning_filters = threading.Lock()  # `warnings.catch_warnings` changes the whole process


@dataclass(frozen=True)
class Picture:
    """`data` is PNG, or SVG written by `svg_picture`; the longer side has at most 512 pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int
    media_type: str = "image/png"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def reencode_picture(data: bytes, *, max_side: int = MAX_SIDE) -> Picture:
    """The first frame of a PNG, JPEG, WebP or GIF as a fresh PNG, its longer side at most `max_side` pixels.

    Raises Unreadable: picture-not-raster (SVG and every other kind), picture-too-large (bytes, or more than
    16 million pixels), damaged-picture."""
    kind = _kind(data)
    if len(data) > MAX_BYTES:
        raise Unreadable("picture-too-large")
    source = _bare_png(data) if kind == "PNG" else data
    try:
        with _warning_filters, warnings.catch_warnings():
            warnings.simplefilter("error")
            return _draw(source, kind, max_side)
    except Unreadable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unreadable("picture-too-large") from None
    except Exception:  # decoders fail in ways that no list names; a picture is never worth an error page
        raise Unreadable("damaged-picture") from None


def _kind(data: bytes) -> str:
    if data.startswith(SIGNATURE):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    raise Unreadable("picture-not-raster")


def _bare_png(data: bytes) -> bytes:
    """Only the chunks that draw the default image: no texts or profiles to inflate, no animation."""
    kept = bytearray(SIGNATURE)
    try:
        for chunk in walk_chunks(data):
            if chunk.kind == b"IHDR":
                width, height = struct.unpack_from(">II", chunk.data)
                if width * height > MAX_PIXELS:
                    raise Unreadable("picture-too-large")
            if chunk.kind in _DRAWING:
                kept += data[chunk.start : chunk.end]
    except Unreadable as refusal:
        if refusal.code == "picture-too-large":
            raise
        if refusal.code != "trailing-data":  # what follows the end is simply not copied
            raise Unreadable("damaged-picture") from None
    return bytes(kept)


def _draw(data: bytes, kind: str, max_side: int) -> Picture:
    with Image.open(io.BytesIO(data), formats=[kind]) as opened:
        if opened.width * opened.height > MAX_PIXELS or not opened.width or not opened.height:
            raise Unreadable("picture-too-large")
        if kind == "JPEG":
            opened.draft("RGB", (2 * max_side, 2 * max_side))
        opened.load()
        picture = _plain(ImageOps.exif_transpose(opened) if kind == "JPEG" else opened)
    picture.thumbnail((max_side, max_side))
    picture.info = {}
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=False)
    return Picture(written.getvalue(), picture.width, picture.height)


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits a sample: keep the upper eight, do not clip
        return picture.convert("I").point(lambda sample: sample * (1 / 256)).convert("L")
    has_alpha = picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")
