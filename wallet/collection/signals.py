"""Telling other rooms that what somebody holds has changed, without knowing them.

A room subscribes when the app is built. It is told after the change is committed; what it does then must
not undo the change, so its failures are logged and go no further.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from wallet.web.house import House

_log = logging.getLogger(__name__)
_listeners: list[Callable[..., None]] = []


def subscribe(listener: Callable[..., None]) -> None:
    """`listener(holder, house=…)` is called after every change. Subscribing twice is subscribing once."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(holder: str, *, house: House) -> None:
    """Something of the holder's arrived, was checked, removed or brought back."""
    for listener in _listeners:
        try:
            listener(holder, house=house)
        except Exception:
            _log.exception("a room could not take in a change")
