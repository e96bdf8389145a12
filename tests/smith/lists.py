"""Status lists as issuers publish them."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

from tests.smith.issuer import V2, Issuer
from tests.smith.keys import base64url


def bits(marked: set[int] | dict[int, int], *, length: int = 131_072, size: int = 1) -> bytes:
    """The bit string: leftmost bit first; with `size` > 1, `marked` maps index → value."""
    data = bytearray(length * size // 8)
    values = marked if isinstance(marked, dict) else dict.fromkeys(marked, 1)
    for index, value in values.items():
        for offset in range(size):
            if value >> (size - 1 - offset) & 1:
                position = index * size + offset
                data[position // 8] |= 0x80 >> position % 8
    return bytes(data)


def encoded(data: bytes, *, kind: str = "Bitstring") -> str:
    """`u` and gzip for Bitstring, bare gzip for StatusList2021, bare zlib for RevocationList2020."""
    if kind == "RevocationList2020":
        return base64url(zlib.compress(data))
    return ("u" if kind == "Bitstring" else "") + base64url(gzip.compress(data, mtime=0))


def status_entry(
    url: str, *, index: Any = "7", purpose: str = "revocation", **changes: Any
) -> dict[str, Any]:
    return {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": url,
        **changes,
    }


def publish_list(
    issuer: Issuer,
    url: str,
    data: bytes,
    *,
    purpose: str = "revocation",
    subject: dict[str, Any] | None = None,
    signed: bool = True,
    suite: str = "eddsa-rdfc-2022",
    **changes: Any,
) -> str:
    """A BitstringStatusListCredential at `url`; `subject` and `changes` are for lies."""
    document = {
        "@context": [V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(data),
            **(subject or {}),
        },
        **changes,
    }
    issuer.web.put(url, issuer.sign(document, suite=suite) if signed else document)
    return url


def publish_revocations(issuer: Issuer, url: str, entries: list[Any], **changes: Any) -> str:
    """A 1EdTech revocation list."""
    issuer.web.put(url, {"id": url, "issuer": issuer.id, "revokedCredential": entries, **changes})
    return url
