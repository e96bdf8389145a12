"""A host of Open Badges 2.0: issuer profile, badge class, assertions, key and revocation list."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.smith.keys import Key
from tests.smith.web import Web

CONTEXT = "https://w3id.org/openbadges/v2"


class BadgeHost:
    """Everything is published at once; change what was published with `web.put` or the keyword members."""

    def __init__(
        self, web: Web, *, host: str = "https://badges.example", key: Key | None = None, **profile: Any
    ) -> None:
        self.web, self.host, self.key = web, host, key or Key.make("RSA")
        self.issuer_id, self.badge_id, self.key_id = f"{host}/issuer", f"{host}/badge", f"{host}/key"
        self.profile = {
            "@context": CONTEXT,
            "type": "Issuer",
            "id": self.issuer_id,
            "name": "Badge House",
            "url": host,
            "publicKey": self.key_id,
            **profile,
        }
        self.badge = {
            "@context": CONTEXT,
            "type": "BadgeClass",
            "id": self.badge_id,
            "name": "Baking",
            "description": "Bakes bread.",
            "image": f"{host}/badge.png",
            "criteria": f"{host}/criteria",
            "issuer": self.issuer_id,
        }
        web.put(self.issuer_id, self.profile)
        web.put(self.badge_id, self.badge)
        web.put(
            self.key_id,
            {
                "@context": CONTEXT,
                "type": "CryptographicKey",
                "id": self.key_id,
                "owner": self.issuer_id,
                "publicKeyPem": self.key.pem(),
            },
        )

    def assertion(
        self, *, email: str = "ada@example.org", path: str = "/assertions/1", **changes: Any
    ) -> dict[str, Any]:
        digest = hashlib.sha256((email + "deadsea").encode()).hexdigest()
        document = {
            "@context": CONTEXT,
            "type": "Assertion",
            "id": self.host + path,
            "recipient": {"type": "email", "hashed": True, "salt": "deadsea", "identity": f"sha256${digest}"},
            "issuedOn": "2026-01-01T00:00:00Z",
            "badge": self.badge_id,
            "verification": {"type": "hosted"},
            **changes,
        }
        return {name: value for name, value in document.items() if value is not None}

    def publish(self, assertion: dict[str, Any], **answer: Any) -> dict[str, Any]:
        """Host it at its own id; `answer` as for `Web.put`."""
        self.web.put(assertion["id"], assertion, **answer)
        return assertion

    def sign(
        self, assertion: dict[str, Any], *, header: dict[str, Any] | None = None, key: Key | None = None
    ) -> str:
        signed = {**assertion, "verification": {"type": "signed", "creator": self.key_id}}
        return (key or self.key).jws(signed, header=header)
