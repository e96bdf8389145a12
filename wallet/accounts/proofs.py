"""Telling other packages that what a holder has proven to be theirs has changed, without knowing them.

A package subscribes when the app is built and is called inside the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wallet.services import Services

CHANGED = "accounts.proofs-changed"


def subscribe(listener: Callable[..., None], *, services: Services) -> None:
    """`listener(holder, session=…, services=…)` is called with every change, and what it raises undoes the
    change. Subscribing twice is subscribing once."""
    services.signals.signal(CHANGED).connect(listener, weak=False)


def tell(session: Any, holder: str, *, services: Services) -> None:
    """An address was confirmed, spelled in another way, or removed (in the caller's transaction)."""
    services.signals.signal(CHANGED).send(holder, session=session, services=services)
