"""An OpenID provider inside the test: honest by default, and lying in any way on request. No socket."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from wallet.accounts.providers import KEY
from wallet.providers import Provider
from wallet.store import clock

RSA = RSAKey.generate_key(2048, parameters={"kid": "rsa-1"})
NEXT_RSA = RSAKey.generate_key(2048, parameters={"kid": "rsa-2"})
EC = ECKey.generate_key("P-256", parameters={"kid": "ec-1"})
ROGUE = RSAKey.generate_key(2048, parameters={"kid": "rsa-1"})


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def public(key: Any, **members: Any) -> dict[str, Any]:
    return {**key.as_dict(private=False), "use": "sig", **members}


@dataclass
class Answer:
    status_code: int
    content: bytes


@dataclass
class LyingProvider:
    """`claims`, `header`, `metadata`, `userinfo` override what it says; None takes a member away."""

    key: str = "uni"
    issuer: str = "https://idp.example"
    subject: str = "s-1"
    person: dict[str, Any] = field(
        default_factory=lambda: {"name": "Lea", "email": "lea@example.org", "email_verified": True}
    )
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=lambda: [public(RSA, alg="RS256")])
    signer: Any = field(default_factory=lambda: RSA)
    algorithm: str = "RS256"
    make_token: Callable[[dict[str, Any], dict[str, Any]], str] | None = None
    token_answer: Answer | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def join(self, app: Any) -> LyingProvider:
        """Become one of the wallet's providers."""
        named = Provider(
            key=self.key,
            name=self.key.title(),
            issuer=self.issuer,
            client_id=f"client-of-{self.key}",
            client_secret="s:ecret",
        )
        app.extensions[KEY].add(named, open_session=lambda: self)
        return self

    # -- what the wallet asks -----------------------------------------------------------------------

    def get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        self.asked.append(url)
        if url.endswith("/.well-known/openid-configuration"):
            return self._json(self._describe())
        if url == f"{self.issuer}/jwks":
            return self._json({"keys": self.keys})
        if url == f"{self.issuer}/me":
            said = {"sub": self.subject, **self.person, **self.userinfo}
            return self._json({name: value for name, value in said.items() if value is not None})
        return Answer(404, b"")

    def post(self, url: str, data: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        self.asked.append(url)
        if self.token_answer:
            return self.token_answer
        asked = self.codes.pop(data["code"], None)
        if asked is None:
            return self._json({"error": "invalid_grant"}, 400)
        given = b64(hashlib.sha256(data.get("code_verifier", "").encode()).digest())
        if asked.get("code_challenge_method") != "S256" or not hmac.compare_digest(
            given, asked["code_challenge"]
        ):
            return self._json({"error": "invalid_grant"}, 400)
        if data.get("redirect_uri") != asked["redirect_uri"]:
            return self._json({"error": "invalid_grant"}, 400)
        return self._json(
            {
                "access_token": "at-1",
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": self._id_token(asked),
            }
        )

    # -- what the browser does there ----------------------------------------------------------------

    def authorize(self, question: str, **changes: str | None) -> str:
        """The person agrees; the address of the callback. `changes` to its query; None takes away."""
        parts = urlsplit(question)
        assert question.startswith(f"{self.issuer}/auth?"), question
        asked = dict(parse_qsl(parts.query))
        code = f"code-{len(self.codes)}-{asked['state'][:6]}"
        self.codes[code] = asked
        answer: dict[str, str | None] = {"code": code, "state": asked["state"], "iss": self.issuer, **changes}
        query = urlencode({name: value for name, value in answer.items() if value is not None})
        return f"{asked['redirect_uri']}?{query}"

    # -- inside -------------------------------------------------------------------------------------

    def _json(self, said: Any, status: int = 200) -> Answer:
        return Answer(status, json.dumps(said).encode())

    def _describe(self) -> dict[str, Any]:
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/me",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": [
                "RS256",
                "PS256",
                "ES256",
                "ES384",
                "EdDSA",
                "HS256",
                "none",
            ],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }
        return {name: value for name, value in said.items() if value is not None}

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": asked["client_id"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            "at_hash": b64(hashlib.sha256(b"at-1").digest()[:16]),
            **self.person,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.signer.kid, **self.header}
        header = {name: value for name, value in header.items() if value is not None}
        if self.make_token:
            return self.make_token(header, claims)
        return sign(header, claims, self.signer)


def sign(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:
    registry = jws.JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
    return jws.serialize_compact(header, json.dumps(claims), key, registry=registry)


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return f"{b64(json.dumps({'alg': 'none'}).encode())}.{b64(json.dumps(claims).encode())}."


def signed_with_public_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """HMAC with the provider's public key as the secret: the classic confusion of algorithms."""
    said = f"{b64(json.dumps({'alg': 'HS256', 'kid': RSA.kid}).encode())}.{b64(json.dumps(claims).encode())}"
    return f"{said}.{b64(hmac.new(RSA.as_pem(private=False), said.encode(), 'sha256').digest())}"


def query_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
