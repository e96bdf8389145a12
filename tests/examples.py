"""How many examples a property test tries: few in the usual run, many in the long form (`--long`)."""

from __future__ import annotations

from hypothesis import settings


def examples(usual: int, *, long: int = 20_000) -> settings:
    """The settings of a property test: `@examples(60)`. The profile is chosen in `conftest.py`."""
    number = long if settings.get_current_profile_name() == "long" else usual
    return settings(max_examples=number, deadline=None)
