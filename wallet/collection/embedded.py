"""Credentials inside a presentation: each is held by itself, all share the presentation's original bytes."""

from __future__ import annotations

from dataclasses import replace

from wallet.credentials.dialects import fingerprint as fingerprint_of
from wallet.credentials.envelope import Envelope
from wallet.credentials.presentations import presented
from wallet.credentials.reading import read_envelopes
from wallet.errors import Unreadable


def credentials_in(envelope: Envelope) -> list[Envelope]:
    """The credentials of a presentation in their order, each with the presentation's bytes as its original;
    anything else is returned as it is, alone."""
    if envelope.refusal is not None or envelope.dialect != "vp":
        return [envelope]
    inside = [replace(part, original=envelope.original) for part in presented(envelope)]
    return inside or [replace(envelope, refusal=Unreadable("presentation-only"))]


def open_original(data: bytes, *, name: str, fingerprint: str) -> Envelope:
    """The envelope of a held credential, found again in its original bytes."""
    envelope = read_envelopes(data, name=name)[0]
    if envelope.dialect != "vp":
        return envelope
    inside = credentials_in(envelope)
    for part in inside:
        if part.refusal is None and fingerprint_of(part) == fingerprint:
            return part
    return inside[0]
