"""A credential's own picture: the baked file, a data: URI, or what its address gives; always made anew."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from wallet.credentials.carriers.pictures import Picture, reencode_picture
from wallet.credentials.carriers.svg_sanitize import rewrite_svg
from wallet.credentials.envelope import Envelope
from wallet.credentials.model import Credential
from wallet.errors import WalletError
from wallet.verification.resources import Fetched, Purpose, Resources

MAX_DATA_URI = 4_000_000
_DATA = re.compile(
    r"data:image/[a-z0-9.+-]+(?P<base64>;base64)?(?:;[^,;]*)*,(?P<data>.*)\Z", re.DOTALL | re.I
)


def find_picture(
    envelope: Envelope, credential: Credential | None, *, resources: Resources, proved: bool
) -> Picture | None:
    """The first that can be shown: the baked picture itself, then what the credential names. An address is
    asked only when a proof stands under it, so that no stranger learns of an import by a made-up file."""
    if envelope.carrier in ("png", "svg") and (drawn := _redrawn(envelope.original)):
        return drawn
    if credential is None:
        return None
    for image in (credential.achievement.image, credential.image):
        if image is None:
            continue
        data = _bytes_of(image.url, resources, proved=proved)
        if data and (drawn := _redrawn(data)):
            return drawn
    return None


def _bytes_of(url: str, resources: Resources, *, proved: bool) -> bytes:
    if url[:5].lower() == "data:":
        return _read_data_uri(url)
    if not proved:
        return b""
    answer = resources.fetch(url, Purpose.IMAGE)
    return answer.body if isinstance(answer, Fetched) and answer.status == 200 else b""


def _read_data_uri(url: str) -> bytes:
    """RFC 2397, pictures only."""
    found = _DATA.match(url) if len(url) <= MAX_DATA_URI else None
    if found is None:
        return b""
    data = unquote_to_bytes(found["data"])
    if not found["base64"]:
        return data
    try:
        return base64.b64decode(re.sub(rb"\s+", b"", data) + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b""


def _redrawn(data: bytes) -> Picture | None:
    for made_anew in (reencode_picture, rewrite_svg):
        try:
            return made_anew(data)
        except WalletError:
            continue
    return None
