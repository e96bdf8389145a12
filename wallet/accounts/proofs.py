"""Telling other rooms that what a holder has proven to be theirs has changed, without knowing them.

A room subscribes when the app is built and is called inside the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wallet.services import Services

_listeners: list[Callable[..., None]] = []


def subscribe(listener: Callable[..., None]) -> None:
    """`listener(session, holder, services=…)` is called with every change. Subscribing twice is once."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(session: Any, holder: str, *, services: Services) -> None:
    """An address was confirmed, spelled in another way, or removed (in the caller's transaction)."""
    for listener in _listeners:
        listener(session, holder, services=services)
