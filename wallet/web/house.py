"""What every room may ask for: the settings, the store, the job queue, the fetcher, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app


@dataclass(frozen=True)
class House:
    """Built once by `create_app`; rooms take it as an argument, views ask `house()`."""

    settings: Any  # wallet.settings.Settings
    store: Any  # wallet.store.Store
    jobs: Any  # wallet.jobs.Jobs
    fetcher: Any  # wallet.fetching.Fetcher
    clock: Any  # wallet.store.clock


def house() -> House:
    return current_app.extensions["wallet"]
