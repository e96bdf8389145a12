"""Which openings of a shared page are not counted again: those that follow from one that was.

A page that was opened carries a mark, and whoever has its badges checked again hands the mark on. It is valid
for that link alone and for minutes, and nobody can write one, so that no address avoids the count.
"""

from __future__ import annotations

import hmac
from datetime import timedelta

from wallet.store import clock

LASTS = timedelta(minutes=10)  # a check that a visitor asks for is over long before


def mark_of(link_id: str, *, secret_key: str) -> str:
    """For a page that was counted just now, or that carries a valid mark."""
    until = int((clock.now() + LASTS).timestamp())
    return f"{until}.{_signature(link_id, until, secret_key)}"


def is_marked(mark: str, link_id: str, *, secret_key: str) -> bool:
    """Whether this mark was given out for this link, and lately."""
    until, _, signature = mark.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 12 and signature.isascii()):
        return False
    now = clock.now().timestamp()
    if not now < int(until) <= now + LASTS.total_seconds():  # also after the clock was set back
        return False
    return hmac.compare_digest(signature, _signature(link_id, int(until), secret_key))


def _signature(link_id: str, until: int, secret_key: str) -> str:
    key = hmac.digest(secret_key.encode(), b"wallet: an opening that was counted", "sha256")
    return hmac.digest(key, f"{link_id}\n{until}".encode(), "sha256").hex()[:32]
