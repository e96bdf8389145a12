"""Bytes that are saved and never shown: as strangers made them, or as we made them for one person."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Response

SANDBOX = "default-src 'none'; sandbox"


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """An answer that the browser saves under `name`, keeps nowhere else and never runs (R12)."""
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def disposition(name: str) -> str:
    """RFC 6266: a plain ASCII name for old readers, the true one as RFC 8187 beside it."""
    name = name or "badge"
    folded = unicodedata.normalize("NFKD", name.translate(_BARRED)).encode("ascii", "ignore").decode()
    plain = "".join(c if c.isalnum() or c in "-_. ()" else "_" for c in folded).strip(" .") or "badge"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


_BARRED = str.maketrans("łŁøØđĐ", "lLoOdD")  # letters that do not come apart into letter and stroke
