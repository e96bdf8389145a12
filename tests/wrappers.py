"""Two credentials as other systems hand them out: (how it is called) → what it makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

_WALLET = ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/wallet/v1"]

OF_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "a list": lambda a, b: [a, b],
    "OpenID4VCI": lambda a, b: {
        "credentials": [{"credential": a}, {"credential": b}],
        "notification_id": "1",
    },
    "walt.id": lambda a, b: [
        {"wallet": "x", "id": "1", "document": a, "parsedDocument": {"nothing": 1}},
        {"wallet": "x", "id": "2", "document": b, "parsedDocument": None},
    ],
    "Open Badges 3 API": lambda a, b: {"credential": [], "compactJwsString": [a, b]},
    "Open Badges 3 API, both": lambda a, b: {"credential": [b], "compactJwsString": [a]},
    "Badge Connect": lambda a, b: {"status": {"statusCode": 200, "error": None}, "results": [a, b]},
    "Badge Connect, assertion": lambda a, b: {"results": [{"assertion": a}, {"assertion": b}]},
    "Learner Credential Wallet": lambda a, b: {
        "@context": _WALLET,
        "id": "http://example.gov/wallet/3732",
        "type": "UniversalWallet2020",
        "status": "UNLOCKED",
        "contents": [
            {"_id": "1", "createdAt": "x", "credential": a},
            {"id": "did:key:z1", "type": ["Profile"], "name": "Ola"},
            {"type": "Ed25519VerificationKey2020", "publicKeyMultibase": "z1"},
            b,
        ],
    },
    "texts that hold JSON": lambda a, b: [json.dumps({"credential": a}), json.dumps([b])],
    "a text that holds a list": lambda a, b: json.dumps([a, b]),
    "a wrapper in a wrapper": lambda a, b: {"results": [{"credential": {"vc": a}}, {"vc": {"jwt": b}}]},
}
