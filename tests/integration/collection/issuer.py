"""A small issuer for these tests: signs with a key that it publishes, hosts badges, can be down."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from datetime import datetime
from struct import pack

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wallet.verification.resources import Fetched, Purpose, Unreachable


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Issuer:
    """One key, one name, one address (did:web) under which the key is published on `web`."""

    def __init__(self, web: Web, name: str = "Politechnika Testowa") -> None:
        self.name = name
        self.id = "did:web:politechnika.example"
        self.key = Ed25519PrivateKey.generate()
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        method = {
            "id": f"{self.id}#key-1",
            "type": "JsonWebKey2020",
            "controller": self.id,
            "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": b64(raw)},
        }
        document = {
            "@context": ["https://www.w3.org/ns/did/v1"],
            "id": self.id,
            "verificationMethod": [method],
            "assertionMethod": [method["id"]],
        }
        web.put("https://politechnika.example/.well-known/did.json", document)

    def credential(self, title: str, *, to: str = "", **more) -> dict:
        subject = {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://issuer.example/achievements/1",
                "type": ["Achievement"],
                "name": title,
                "description": more.pop("description", "Works with tables."),
                "criteria": {"narrative": more.pop("criteria", "Cleans **tables** from several sources.")},
                **more.pop("achievement", {}),
            },
        }
        if to:
            digest = hashlib.sha256((to + "salt").encode()).hexdigest()
            subject["identifier"] = [
                {
                    "type": "IdentityObject",
                    "identityHash": f"sha256${digest}",
                    "identityType": "emailAddress",
                    "hashed": True,
                    "salt": "salt",
                }
            ]
        return {
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": "urn:uuid:" + hashlib.md5(title.encode()).hexdigest(),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": self.id, "type": ["Profile"], "name": self.name},
            "validFrom": "2026-01-10T09:00:00Z",
            "credentialSubject": subject,
            **more,
        }

    def token(self, title: str, *, to: str = "", alter: bool = False, **more) -> bytes:
        """A signed credential as a compact JWS; `alter` changes it after the signature."""
        return self.sign(self.credential(title, to=to, **more), alter=alter)

    def sign(self, payload: dict, *, alter: bool = False) -> bytes:
        header = b64(json.dumps({"alg": "EdDSA", "kid": f"{self.id}#key-1", "typ": "vc+jwt"}).encode())
        body = json.dumps(payload, ensure_ascii=False).encode()
        signature = self.key.sign(f"{header}.{b64(body)}".encode())
        if alter:
            body = body.replace(b"Works with", b"Excels at")
        return f"{header}.{b64(body)}.{b64(signature)}".encode()


def png(token: bytes = b"") -> bytes:
    """A small red picture, with a credential baked into it if there is one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xc0\x20\x20" * 64 for _ in range(64))
    baked = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + token) if token else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
        + baked
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


class Web:
    """The stranger's web: URL -> (status, content type, body). What is not there cannot be reached."""

    def __init__(self, clock) -> None:
        self.clock = clock
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self.asked: list[str] = []

    def put(self, url: str, body: bytes | dict, *, status: int = 200, kind: str = "application/json") -> None:
        self.pages[url] = (status, kind, body if isinstance(body, bytes) else json.dumps(body).encode())

    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        self.asked.append(url)
        at: datetime = self.clock.now()
        if url not in self.pages:
            return Unreachable(url, "connection-failed", at)
        status, kind, body = self.pages[url]
        return Fetched(url, url, status, kind, body, hashlib.sha256(body).hexdigest(), at)

    def host_badge(self, slug: str, *, title: str, to: str = "ana@example.org") -> str:
        """An Open Badges 2.0 badge with its class and issuer; returns the assertion's address."""
        base = f"https://badges.example/{slug}"
        assertion = {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": base,
            "recipient": {"type": "email", "hashed": False, "identity": to},
            "badge": f"{base}/class",
            "verification": {"type": "HostedBadge"},
            "issuedOn": "2026-02-02T00:00:00Z",
        }
        badge = {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "BadgeClass",
            "id": f"{base}/class",
            "name": title,
            "description": "First aid at work.",
            "image": "https://badges.example/picture.png",
            "criteria": {"narrative": "Has passed."},
            "issuer": "https://badges.example/issuer",
        }
        issuer = {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Issuer",
            "id": "https://badges.example/issuer",
            "name": "Red Cross Test",
            "url": "https://badges.example",
            "email": "badges@badges.example",
        }
        self.put(base, assertion)
        self.put(f"{base}/class", badge)
        self.put("https://badges.example/issuer", issuer)
        self.put("https://badges.example/picture.png", png(), kind="image/png")
        return base
