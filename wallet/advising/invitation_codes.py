"""The code of an invitation: short enough to be typed by hand, too long to be guessed.

Sixteen signs of an alphabet of 32 that has no two signs alike: 80 random bits. Shown once, kept as SHA-256,
good for one use and for two weeks. What people mistake for one another is read as what it was meant to be.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U
LENGTH, GROUP = 16, 4
LASTS = timedelta(days=14)
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Four groups of four signs, with dashes between."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str:
    """The sixteen signs, however they were typed; "" for what cannot be a code."""
    signs = "".join(sign for sign in typed[:100].upper() if sign.isalnum()).translate(_MEANT)
    return signs if len(signs) == LENGTH and set(signs) <= set(SIGNS) else ""


def digest_of(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(f"adviser-code:{read_code(code)}".encode()).hexdigest()
