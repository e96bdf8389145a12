"""The demo as it is served, and a browser in front of it; on both databases."""

from __future__ import annotations

import pytest

from tests.peers.wallet_in_test import Browser, open_wallet

DEMO = "http://127.0.0.1:8000"


@pytest.fixture
def demo(store):
    return open_wallet(store, demo=True)


@pytest.fixture
def new_browser(demo):
    """Call it for one more browser, with cookies of its own."""
    return lambda: Browser(demo, DEMO)


@pytest.fixture
def browser(new_browser) -> Browser:
    return new_browser()
