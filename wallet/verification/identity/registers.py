"""Registers in which somebody else names issuers: read, never trusted by themselves.

Whoever hands the verifier a register's document (a folder of documents, an operator's setting) vouches
for it. The form is that of the Digital Credentials Consortium: {"registry": {issuer id: {"name": …}}}.
"""

from __future__ import annotations

from collections.abc import Mapping

from wallet.credentials.parsing.strict import read_json
from wallet.errors import Unreadable
from wallet.verification.resources import Fetched, Purpose, Resources

# Where such registers are published.
ADDRESSES = (
    "https://digitalcredentials.github.io/community-registry/registry.json",
    "https://digitalcredentials.github.io/sandbox-registry/registry.json",
)
MAX_BYTES = 20_000_000


def read_register(body: bytes) -> dict[str, str]:
    """Issuer id → name. Raises Unreadable (`not-json`) if it is no register."""
    document = read_json(body, max_bytes=MAX_BYTES)
    listed = document.get("registry") if isinstance(document, Mapping) else None
    if not isinstance(listed, Mapping):
        raise Unreadable("not-json")
    return {
        issuer: str(entry.get("name") or issuer)
        for issuer, entry in listed.items()
        if isinstance(entry, Mapping)
    }


def issuers_in(resources: Resources) -> dict[str, str]:
    """The issuers named by whichever known registers `resources` answers for; silence names nobody."""
    known: dict[str, str] = {}
    for address in ADDRESSES:
        answer = resources.fetch(address, Purpose.ISSUER)
        if not isinstance(answer, Fetched) or answer.status != 200:
            continue
        try:
            known.update(read_register(answer.body))
        except Unreadable:
            continue
    return known
