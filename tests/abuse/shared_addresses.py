"""Every address below a share link, read from the app's own map: a new one is asked the same questions."""

from __future__ import annotations

import re
import secrets

# What fills the other places of an address.
FILLED = {"key": "c1", "version": "abc"}


def dead() -> str:
    """A secret that nobody was ever given."""
    return secrets.token_urlsafe(32)


def every_address(app, secret: str) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of all that a stranger can ask with the secret of a link."""
    found = []
    for rule in app.url_map.iter_rules():
        if "secret" not in rule.arguments or not rule.endpoint.startswith("sharing."):
            continue
        values = {name: secret if name == "secret" else FILLED[name] for name in rule.arguments}
        address = app.url_map.bind("wallet.example").build(rule.endpoint, values)
        found += [(rule.endpoint, method, address) for method in sorted(rule.methods - {"OPTIONS", "HEAD"})]
    return found


def told(answer) -> tuple[int, str, bytes]:
    """What an answer tells, but for the address that was asked."""
    return answer.status_code, answer.mimetype, re.sub(rb"/s/[\w-]+", b"/s/", answer.data)
