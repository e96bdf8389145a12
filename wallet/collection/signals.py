"""Telling other packages that what somebody holds has changed, without knowing them.

A package subscribes when the app is built. It is told after the change is committed; what it does then must
not undo the change, so its failures are logged and go no further.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from wallet.services import Services

CHANGED = "collection.changed"
_log = logging.getLogger(__name__)


def subscribe(listener: Callable[..., None], *, services: Services) -> None:
    """`listener(holder, services=…)` is called after every change. Subscribing twice is subscribing once."""
    services.signals.signal(CHANGED).connect(listener, weak=False)


def tell(holder: str, *, services: Services) -> None:
    """Something of the holder's arrived, was checked, removed or brought back."""
    for listener in services.signals.signal(CHANGED).receivers_for(holder):
        try:
            listener(holder, services=services)
        except Exception:
            _log.exception("a listener could not take in a change")
