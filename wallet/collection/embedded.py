"""Credentials that came together in one file (a presentation, a list, a backup): each is held by itself, all
share the file's original bytes."""

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


def credentials_of(data: bytes, *, name: str) -> list[Envelope]:
    """Every credential in a file that is no archive, out of wrappers and presentations, in their order."""
    return [part for envelope in read_envelopes(data, name=name) for part in credentials_in(envelope)]


def open_original(data: bytes, *, name: str, fingerprint: str) -> Envelope:
    """The envelope of a held credential, found again in its original bytes."""
    inside = credentials_of(data, name=name)
    if len(inside) == 1:
        return inside[0]
    for part in inside:
        if part.refusal is None and fingerprint_of(part) == fingerprint:
            return part
    return inside[0]
