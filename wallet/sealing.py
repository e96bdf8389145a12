# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Things of a person that the database may hold only locked: the keys are settings, outside the database.

AES-256-GCM. In front of what is sealed stands which key sealed it; table, row and column are bound in, so
that a sealed value is worth nothing in another's row. The first of WALLET_SEALING_KEYS seals, all of them
open, and so does WALLET_SECRET_KEY, which seals where no other key is set (GDPR-07, GDPR-08, R25)."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import func, select

from wallet.errors import Misconfigured, WalletError
from wallet.marks import mark
from wallet.store import Store
from wallet.store.models.export import HolderKey

_VERSION = b"\x01"
_KEY_ID = 4
_HEAD = len(_VERSION) + _KEY_ID
_NONCE = 12
OVERHEAD = _HEAD + _NONCE + 16  # by how many bytes what is sealed is longer


class SealBroken(WalletError):
    """What was sealed cannot be opened: no key fits, or it was changed or moved."""

    code = "seal-broken"
    what = mark("Your signing key cannot be opened")
    means = mark(
        "It is locked with a key of this wallet that does not fit any more. Your credentials are not touched by it."
    )
    do = mark("Tell whoever runs this wallet.")


class Sealer:
    """Seals with the newest key of the settings, opens with any."""

    def __init__(self, settings: Any) -> None:
        texts = [*getattr(settings, "sealing_keys", ()), settings.secret_key]
        keys = [_derived(text) for text in texts]
        self._newest = _key_id(keys[0])
        self._keys = {_key_id(key): key for key in keys}

    def seal(self, table: str, row: str, column: str, data: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        locked = AESGCM(self._keys[self._newest]).encrypt(nonce, data, _place(table, row, column))
        return _VERSION + self._newest + nonce + locked

    def unseal(self, table: str, row: str, column: str, sealed: bytes) -> bytes:
        """Raises SealBroken."""
        key = self._keys.get(sealed[len(_VERSION) : _HEAD])
        if sealed[: len(_VERSION)] != _VERSION or key is None:
            raise SealBroken()
        try:
            nonce, locked = sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
            return AESGCM(key).decrypt(nonce, locked, _place(table, row, column))
        except (InvalidTag, ValueError):
            raise SealBroken() from None

    def knows(self, head: bytes) -> bool:
        """Whether the key that is named at the start of something sealed is ours."""
        return head[: len(_VERSION)] == _VERSION and head[len(_VERSION) : _HEAD] in self._keys

    def is_newest(self, sealed: bytes) -> bool:
        return sealed[:_HEAD] == _VERSION + self._newest


def check_sealed(store: Store, sealer: Sealer) -> None:
    """Raises Misconfigured if the database holds what none of the keys opens: with a wrong key nothing
    starts, for what it then sealed would lie beside what is lost."""
    with store.read() as session:
        heads = session.scalars(select(func.substr(HolderKey.sealed, 1, _HEAD)).distinct()).all()
    if not all(sealer.knows(bytes(head)) for head in heads):
        raise Misconfigured(
            [
                "The database holds keys of people that were sealed with another key. Put the earlier key "
                "(or the earlier WALLET_SECRET_KEY, if no sealing key was set) behind the new one in "
                "WALLET_SEALING_KEYS."
            ]
        )


def reseal(store: Store, sealer: Sealer) -> int:
    """Seal anew, with the newest key, what an older one sealed. Returns how much. Then the old key can go."""
    with store.read() as session:
        rows = session.execute(select(HolderKey.id, HolderKey.sealed)).all()
    old = [row.id for row in rows if not sealer.is_newest(row.sealed)]
    for row_id in old:
        with store.write() as session:
            row = session.get(HolderKey, row_id)
            if row is not None:
                opened = sealer.unseal("holder_key", row.id, "sealed", row.sealed)
                row.sealed = sealer.seal("holder_key", row.id, "sealed", opened)
    return len(old)


def _derived(text: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"dorobek sealing 1").derive(text.encode())


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"dorobek key id" + key).digest()[:_KEY_ID]


def _place(table: str, row: str, column: str) -> bytes:
    return "\0".join((table, row, column)).encode()
