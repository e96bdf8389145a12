"""What an installation may leave out (the extras of pyproject.toml), and which settings need it."""

from __future__ import annotations

import importlib.util

PACKAGES = {"pdf": "typst", "postgresql": "psycopg", "queue": "redis"}  # extra: the module it brings
SCHEMES = {"postgresql": "postgresql"} | dict.fromkeys(("redis", "rediss", "valkey", "valkeys"), "queue")


def installed(extra: str) -> bool:
    """Whether the package that `extra` brings can be imported here."""
    return importlib.util.find_spec(PACKAGES[extra]) is not None


def how_to_install(extra: str) -> str:
    """What an operator types to have it."""
    return f"pip install 'dorobek-wallet[{extra}]'"


def extra_missing(address: str) -> str | None:
    """The extra that reaches the database or queue at this address, where it is not installed."""
    scheme = address.partition("://")[0].partition("+")[0]
    extra = SCHEMES.get(scheme)
    return extra if extra is not None and not installed(extra) else None
