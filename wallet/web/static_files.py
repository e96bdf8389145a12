"""Addresses of static files that change with their content, so that they may be kept for ever."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from flask import request, url_for

from wallet.web.icons import STATIC

_SEEN: dict[Path, tuple[int, str, str]] = {}


def _digests(name: str) -> tuple[str, str]:
    """(short address digest, SRI value) of a file, read again only when it has changed."""
    path = STATIC / name
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return "", ""
    known = _SEEN.get(path)
    if known is None or known[0] != changed:
        data = path.read_bytes()
        sri = "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()
        known = _SEEN[path] = (changed, hashlib.sha256(data).hexdigest()[:12], sri)
    return known[1], known[2]


def static_url(name: str) -> str:
    """The address of a file under `static/`, with its digest."""
    return url_for("static", filename=name, v=_digests(name)[0] or None)


def static_integrity(name: str) -> str:
    """What the browser holds the file against (Subresource Integrity)."""
    return _digests(name)[1]


def is_lasting() -> bool:
    """Whether this request names a static file by the digest it has now."""
    name = (request.view_args or {}).get("filename", "")
    return bool(name) and request.args.get("v", "") == _digests(name)[0] != ""
