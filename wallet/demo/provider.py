"""The demo's own sign-in provider: three people, one click each, no password. Never in production.

A small but honest OpenID provider on Authlib's server pieces: code flow only, PKCE S256 and nonce enforced,
codes single use within 60 seconds, keys made anew at each start. The wallet asks it in-process, over the
same WSGI door as anyone else, so the demo needs no second port and no certificate.
"""

from __future__ import annotations

import contextvars
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, abort, current_app, jsonify, redirect, request
from joserfc.jwk import ECKey
from werkzeug.test import Client as WsgiClient

from wallet.accounts.providers import KEY as CLIENTS
from wallet.demo.blueprint import blueprint
from wallet.errors import Misconfigured
from wallet.providers import Provider
from wallet.store import clock
from wallet.web.htmx import render
from wallet.web.security import csrf

PROVIDER_KEY = "demo"
CLIENT_ID = "dorobek"
CODE_LIFETIME = timedelta(seconds=60)
TOKEN_LIFETIME = timedelta(minutes=10)
EXTENSION = "wallet.demo_provider"
ALGORITHM = "ES256"


@dataclass(frozen=True)
class Persona:
    key: str
    name: str
    email: str
    locale: str
    role: str

    def claims(self) -> dict[str, Any]:
        return {
            "sub": f"demo-{self.key}",
            "name": self.name,
            "email": self.email,
            "email_verified": True,
            "locale": self.locale,
            "role": self.role,
        }


PERSONAS = (
    Persona("ola", "Ola Zielińska", "ola@dorobek.example", "pl", "learner"),
    Persona("sam", "Sam Reed", "sam@dorobek.example", "en", "learner"),
    Persona("jan", "Jan Kowalski", "jan@dorobek.example", "pl", "adviser"),
)


@dataclass(frozen=True)
class DemoClient:
    """The one client: this wallet. Authlib asks it what it may do."""

    redirect_uri: str
    home: str
    secret: str

    client_id = CLIENT_ID
    id_token_signed_response_alg = ALGORITHM

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str | None) -> str:
        return " ".join(name for name in (scope or "").split() if name in {"openid", "email", "profile"})

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret.encode(), self.secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass(frozen=True)
class Code:
    """An authorization code as it waits to be redeemed."""

    code: str
    persona: Persona
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    issued_at: datetime
    code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.issued_at.timestamp())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class DemoProvider:
    """What one running demo remembers: its key, its codes, its access tokens."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self.issuer = f"{self.base_url}/demo-provider"
        self.key = ECKey.generate_key("P-256", parameters={"kid": secrets.token_hex(8)})
        self.client = DemoClient(
            redirect_uri=f"{self.base_url}/sign-in/{PROVIDER_KEY}/callback",
            home=f"{self.base_url}/",
            secret=secrets.token_urlsafe(32),
        )
        self._codes: dict[str, Code] = {}
        self._tokens: dict[str, tuple[Persona, datetime]] = {}
        self._lock = threading.Lock()

    def keep(self, code: Code) -> None:
        with self._lock:
            oldest = clock.now() - CODE_LIFETIME
            self._codes = {key: kept for key, kept in self._codes.items() if kept.issued_at > oldest}
            self._codes[code.code] = code

    def take(self, text: str) -> Code | None:
        """Once, and within its minute: also a wrong verifier uses the code up."""
        with self._lock:
            code = self._codes.pop(text, None)
        return code if code and clock.now() - code.issued_at < CODE_LIFETIME else None

    def remember_token(self, token: str, persona: Persona) -> None:
        with self._lock:
            now = clock.now()
            self._tokens = {key: kept for key, kept in self._tokens.items() if kept[1] > now}
            self._tokens[token] = (persona, now + TOKEN_LIFETIME)

    def persona_of(self, token: str) -> Persona | None:
        kept = self._tokens.get(token)
        return kept[0] if kept and kept[1] > clock.now() else None


def provider() -> DemoProvider:
    return current_app.extensions[EXTENSION]


# -- Authlib's pieces ---------------------------------------------------------------------------------


class _CodeGrant(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

    def save_authorization_code(self, code: str, request: Any) -> None:
        data = request.payload.data
        provider().keep(
            Code(
                code=code,
                persona=request.user,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                nonce=data.get("nonce"),
                code_challenge=data.get("code_challenge"),
                issued_at=clock.now(),
            )
        )

    def query_authorization_code(self, code: str, client: Any) -> Code | None:
        return provider().take(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """It was taken when it was asked for."""

    def authenticate_user(self, authorization_code: Code) -> Persona:
        return authorization_code.persona


class _S256(CodeChallenge):
    """PKCE is not optional here, and S256 is the only method."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        data = grant.request.payload.data
        if not data.get("code_challenge") or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE with S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)


class _OpenID(OpenIDCode):
    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return any(code.nonce == nonce for code in list(provider()._codes.values()))

    def resolve_client_private_key(self, client: Any) -> Any:
        return provider().key

    def get_encode_header(self, client: Any) -> dict[str, str]:
        return {"alg": ALGORITHM, "kid": provider().key.kid}

    def get_client_claims(self, client: Any) -> dict[str, Any]:
        now = int(clock.now().timestamp())
        expires = now + int(TOKEN_LIFETIME.total_seconds())
        return {"iss": provider().issuer, "aud": [client.get_client_id()], "iat": now, "exp": expires}

    def generate_user_info(self, user: Persona, scope: str) -> dict[str, Any]:
        return user.claims()


server = AuthorizationServer()
server.register_grant(_CodeGrant, [_S256(required=True), _OpenID(require_nonce=True)])


# -- pages --------------------------------------------------------------------------------------------


@blueprint.get("/demo-provider/.well-known/openid-configuration")
def discovery() -> Response:
    issuer = provider().issuer
    return jsonify(
        issuer=issuer,
        authorization_endpoint=f"{issuer}/authorize",
        token_endpoint=f"{issuer}/token",
        userinfo_endpoint=f"{issuer}/userinfo",
        jwks_uri=f"{issuer}/jwks",
        end_session_endpoint=f"{issuer}/end-session",
        response_types_supported=["code"],
        subject_types_supported=["public"],
        scopes_supported=["openid", "email", "profile"],
        id_token_signing_alg_values_supported=[ALGORITHM],
        code_challenge_methods_supported=["S256"],
        token_endpoint_auth_methods_supported=["client_secret_basic"],
        authorization_response_iss_parameter_supported=True,
    )


@blueprint.get("/demo-provider/jwks")
def jwks() -> Response:
    key = provider().key
    return jsonify(keys=[{**key.as_dict(private=False), "kid": key.kid, "use": "sig", "alg": ALGORITHM}])


@blueprint.route("/demo-provider/authorize", methods=["GET", "POST"])
def authorize() -> Any:
    """Who are you today? The question stays in the address, the answer is a button."""
    try:
        grant = server.get_consent_grant()
    except OAuth2Error as error:
        return jsonify(error=error.error, error_description=error.description), 400
    if request.method == "GET":
        return render("demo/authorize.html", personas=PERSONAS, question=request.args.to_dict())
    chosen = next((one for one in PERSONAS if one.key == request.form.get("persona")), None)
    response = server.create_authorization_response(grant=grant, grant_user=chosen)
    location = add_params_to_uri(response.headers["Location"], [("iss", provider().issuer)])  # RFC 9207
    return redirect(location, 303)


@blueprint.post("/demo-provider/token")
@csrf.exempt
def token() -> Response:
    return server.create_token_response()


@blueprint.get("/demo-provider/userinfo")
def userinfo() -> Response:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    persona = provider().persona_of(token) if kind.lower() == "bearer" else None
    if persona is None:
        abort(401)
    return jsonify(persona.claims())


@blueprint.get("/demo-provider/end-session")
def end_session() -> Response:
    """There is no session to end here: each sign-in asks anew. Back to the wallet, and only there."""
    back = request.args.get("post_logout_redirect_uri")
    return redirect(provider().client.home if back == provider().client.home else provider().issuer, 303)


# -- wiring -------------------------------------------------------------------------------------------


class InProcess:
    """`get` and `post` for the wallet's own client, through the app's WSGI door, in a context of its own: the
    inner request must see nothing of the outer one (whose `g` it would otherwise share)."""

    def __init__(self, app: Flask, base_url: str) -> None:
        self._app, self._base_url = app, base_url

    def get(self, url: str, *, headers: dict[str, str] | None = None) -> Any:
        return self._open(url, "GET", headers, None)

    def post(self, url: str, *, data: dict[str, str], headers: dict[str, str] | None = None) -> Any:
        return self._open(
            url, "POST", {**(headers or {}), "Content-Type": "application/x-www-form-urlencoded"}, data
        )

    def _open(
        self, url: str, method: str, headers: dict[str, str] | None, data: dict[str, str] | None
    ) -> Any:
        parts = urlsplit(url)

        def run() -> Any:
            response = WsgiClient(self._app.wsgi_app, use_cookies=False).open(
                parts.path,
                base_url=f"{parts.scheme}://{parts.netloc}",
                query_string=parts.query,
                method=method,
                headers=headers,
                data=urlencode(data) if data is not None else None,
            )
            return _Answer(response.status_code, response.get_data())

        return contextvars.Context().run(run)


@dataclass(frozen=True)
class _Answer:
    status_code: int
    content: bytes


def set_up(app: Flask, settings: Any) -> None:
    """Open the provider; refuses anywhere but in the demo (and in tests of it)."""
    if not settings.demo:
        raise Misconfigured(["The demo sign-in provider must not run outside the demo."])
    demo = app.extensions[EXTENSION] = DemoProvider(settings.base_url)
    server.init_app(app, query_client=_query_client, save_token=_save_token)
    named = Provider(
        key=PROVIDER_KEY,
        name="Demo",
        issuer=demo.issuer,
        client_id=CLIENT_ID,
        client_secret=demo.client.secret,
    )
    app.extensions[CLIENTS].add(named, open_session=lambda: InProcess(app, settings.base_url))


def _query_client(client_id: str) -> DemoClient | None:
    return provider().client if client_id == CLIENT_ID else None


def _save_token(token: dict[str, Any], request: Any) -> None:
    provider().remember_token(token["access_token"], request.user)
