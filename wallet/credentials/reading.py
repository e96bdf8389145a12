"""Bytes → Envelope, decided by content, never by the file's name or its stated type."""

from __future__ import annotations

from wallet.credentials.envelope import Envelope
from wallet.errors import Unreadable

__all__ = ["Envelope", "read_envelope", "read_envelopes"]


def read_envelopes(data: bytes, *, name: str = "") -> list[Envelope]:
    """Every credential in a file: one, or as many as a ZIP holds. What cannot be read carries its refusal."""
    return [Envelope(data, name, refusal=Unreadable("not-recognised"))]


def read_envelope(data: bytes, name: str = "") -> Envelope:
    """The single thing in a file; a ZIP is refused here."""
    return read_envelopes(data, name=name)[0]
