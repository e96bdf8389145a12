"""Telling other rooms that what somebody holds has changed, without knowing them.

A room subscribes when the app is built. It is told after the change is committed; what it does then must
not undo the change, so its failures are logged and go no further.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from wallet.services import Services

_log = logging.getLogger(__name__)
_listeners: list[Callable[..., None]] = []


def subscribe(listener: Callable[..., None]) -> None:
    """`listener(holder, services=…)` is called after every change. Subscribing twice is subscribing once."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(holder: str, *, services: Services) -> None:
    """Something of the holder's arrived, was checked, removed or brought back."""
    for listener in _listeners:
        try:
            listener(holder, services=services)
        except Exception:
            _log.exception("a room could not take in a change")
