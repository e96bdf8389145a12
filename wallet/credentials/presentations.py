"""The credentials that a presentation holds, each as an Envelope of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from wallet.credentials.envelope import Envelope
from wallet.credentials.parsing.values import listed
from wallet.credentials.wrappers import read_content
from wallet.errors import Unreadable

MAX_PRESENTED = 50


def presented(envelope: Envelope) -> list[Envelope]:
    """What stands under `verifiableCredential` (VC Data Model §4.13): objects, JWTs, enveloped JWTs.

    Nothing for anything but a presentation. An entry that cannot be read carries its refusal."""
    if envelope.dialect != "vp" or envelope.claimed is None:
        return []
    entries = listed(envelope.claimed.get("verifiableCredential", []))
    found = [_entry(entry, envelope.name) for entry in entries[:MAX_PRESENTED]]
    if len(entries) > MAX_PRESENTED:
        found.append(Envelope(b"", envelope.name, refusal=Unreadable("too-many-entries", most=MAX_PRESENTED)))
    return found


def _entry(entry: Any, name: str) -> Envelope:
    original = entry.encode() if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False).encode()
    envelope = Envelope(original, name)
    try:
        content = read_content(original)
        if content.dialect in ("vp", "unknown"):
            raise Unreadable("not-a-credential")
    except Unreadable as refusal:
        return replace(envelope, refusal=refusal)
    return replace(
        envelope,
        carrier=content.kind,
        media_type="application/jwt" if content.token else "application/json",
        dialect=content.dialect,
        payload=content.payload,
        claimed=content.claimed,
        token=content.token,
        outer_proof=content.outer_proof,
    )
