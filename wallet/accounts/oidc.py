"""Asking a sign-in provider who somebody is: OpenID Connect code flow with PKCE S256, state and nonce.

Any issuer with discovery will do. One that is broken answers with an error of its own, the others work on.
Nothing here knows a table or a cookie: a `Question` goes out, an `Identity` comes back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from wallet.accounts.errors import ProviderSaidNo, ProviderUnavailable, SignInStartAgain
from wallet.accounts.idtoken import ALGORITHMS, Expected, read_id_token, refused, select_key
from wallet.credentials.parsing.strict import read_json
from wallet.errors import SignInFailed, WalletError

log = logging.getLogger(__name__)

METADATA_KEPT = timedelta(hours=1)
BROKEN_FOR = timedelta(seconds=30)  # how long a failed discovery is believed
KEY_REFETCH = timedelta(seconds=60)  # at most one look for a new key in this time
MAX_ANSWER = 256_000  # bytes: metadata, keys, tokens


@dataclass(frozen=True)
class Metadata:
    """What the provider says of itself (OpenID Connect Discovery 1.0, 3), checked."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    end_session_endpoint: str
    algorithms: frozenset[str]
    names_itself: bool  # puts `iss` into its answer (RFC 9207)


@dataclass(frozen=True)
class Question:
    """One sign-in under way: what was asked, and what the answer must carry."""

    redirect_uri: str
    state_hash: str
    nonce: str
    verifier: str
    asked_at: datetime


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is. `email` is empty unless the provider says it is verified."""

    issuer: str
    subject: str
    name: str
    language: str
    email: str
    role: str
    id_token: str
    auth_time: datetime | None


def new_secret() -> str:
    """256 random bits, for states, nonces, verifiers and cookies."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class Client:
    """The wallet as one provider knows it. `open_session` gives something with `get` and `post`, anew for
    each question: one person's sign-in leaves no cookie behind for the next."""

    def __init__(self, provider: Any, *, open_session: Callable[[], Any], clock: Any) -> None:
        self.provider = provider
        self.key = provider.key
        self.name = provider.name
        self._open_session = open_session
        self._clock = clock
        self._lock = threading.RLock()
        self._metadata: Metadata | None = None
        self._read_at: datetime | None = None
        self._broken_at: datetime | None = None
        self._keys: list[Any] | None = None
        self._looked_again_at: datetime | None = None

    @property
    def broken(self) -> bool:
        """Whether the last discovery failed a moment ago."""
        return self._broken_at is not None and self._clock.now() - self._broken_at < BROKEN_FOR

    def metadata(self) -> Metadata:
        """The provider's metadata, kept for an hour. Raises SignInFailed `provider-unavailable`."""
        with self._lock:
            now = self._clock.now()
            if self._metadata and self._read_at and now - self._read_at < METADATA_KEPT:
                return self._metadata
            if self.broken:
                raise self._unavailable("broken-a-moment-ago")
            try:
                found = self._discover()
            except SignInFailed as problem:
                self._broken_at = now
                log.error("sign-in provider %s is switched off: %s", self.key, problem.params.get("reason"))
                raise
            self._metadata, self._read_at, self._broken_at, self._keys = found, now, None, None
            return found

    def authorization_url(self, question: Question, *, state: str, language: str, fresh: bool = False) -> str:
        """Where to send the person (Core 1.0, 3.1.2.1; RFC 7636, 4.3). `fresh`: the provider shall ask them
        anew, even if it knows this browser, and say when it did."""
        scopes = self.provider.scopes or ("openid", "email", "profile")
        wanted = scopes.split() if isinstance(scopes, str) else list(scopes)
        return prepare_grant_uri(
            self.metadata().authorization_endpoint,
            client_id=self.provider.client_id,
            response_type="code",
            redirect_uri=question.redirect_uri,
            scope=" ".join(dict.fromkeys(["openid", *wanted])),
            state=state,
            nonce=question.nonce,
            code_challenge=create_s256_code_challenge(question.verifier),
            code_challenge_method="S256",
            ui_locales=language,
            **({"prompt": "login", "max_age": "300"} if fresh else {}),
        )

    def finish(self, answer: Mapping[str, str], question: Question) -> Identity:
        """The identity behind the provider's answer at our callback; raises SignInFailed."""
        self._check_answer(answer, question)
        metadata = self.metadata()
        tokens = self._redeem(answer.get("code", ""), question)
        access_token = tokens.get("access_token")
        expected = Expected(
            issuer=self.provider.issuer,
            client_id=self.provider.client_id,
            nonce=question.nonce,
            asked_at=question.asked_at,
            now=self._clock.now(),
            access_token=access_token if isinstance(access_token, str) else "",
            algorithms=metadata.algorithms,
        )
        claims = read_id_token(tokens.get("id_token"), expected, find_key=self._find_key)
        return _identity(self.provider.issuer, tokens["id_token"], claims, self._userinfo(expected, claims))

    def sign_out_url(self, *, id_token: str, back: str) -> str:
        """Where the provider ends its own session (RP-Initiated Logout 1.0, 2); "" without such a place."""
        try:
            endpoint = self.metadata().end_session_endpoint
        except SignInFailed:
            return ""
        if not endpoint or not id_token:
            return ""
        given = {
            "id_token_hint": id_token,
            "client_id": self.provider.client_id,
            "post_logout_redirect_uri": back,
        }
        return add_params_to_uri(endpoint, list(given.items()))

    def keys(self) -> list[Any]:
        """The provider's key set as it was last read."""
        with self._lock:
            if self._keys is None:
                self._keys = self._fetch_keys()
            return self._keys

    # -- inside ---------------------------------------------------------------------------------

    def _unavailable(self, reason: str) -> SignInFailed:
        return ProviderUnavailable(provider=self.name, reason=reason)

    def _ask(self, method: str, url: str, **given: Any) -> tuple[int, bytes]:
        """Status and body. Redirects are not followed; size and time are capped by the session."""
        try:
            response = getattr(self._open_session(), method)(url, **given)
            return response.status_code, response.content[: MAX_ANSWER + 1]
        except (OSError, ValueError, WalletError) as problem:
            raise self._unavailable(f"{type(problem).__name__} at {urlsplit(url).path}") from problem

    def _ask_object(self, method: str, url: str, **given: Any) -> dict[str, Any]:
        status, body = self._ask(method, url, **given)
        if status != 200:
            raise self._unavailable(f"{status} at {urlsplit(url).path}")
        try:
            found = read_json(body, max_bytes=MAX_ANSWER)
        except WalletError as problem:
            raise self._unavailable(f"{problem.code} at {urlsplit(url).path}") from problem
        if not isinstance(found, dict):
            raise self._unavailable(f"not-an-object at {urlsplit(url).path}")
        return found

    def _discover(self) -> Metadata:
        issuer = self.provider.issuer
        found = self._ask_object("get", issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != issuer:  # exactly: Discovery 1.0, 4.3; no template is ever filled in
            raise self._unavailable("discovery-issuer-differs")
        supported = found.get("id_token_signing_alg_values_supported")
        offered = (
            {alg for alg in supported if isinstance(alg, str)} if isinstance(supported, list) else {"RS256"}
        )
        if "Ed25519" in offered:
            offered.add("EdDSA")  # RFC 9864 renamed it
        algorithms = frozenset(ALGORITHMS) & offered
        if not algorithms:
            raise self._unavailable("no-algorithm-in-common")
        methods = found.get("code_challenge_methods_supported")
        if isinstance(methods, list) and "S256" not in methods:
            log.warning(
                "sign-in provider %s does not say that it knows PKCE S256; it is sent all the same", self.key
            )
        return Metadata(
            authorization_endpoint=self._endpoint(found, "authorization_endpoint"),
            token_endpoint=self._endpoint(found, "token_endpoint"),
            jwks_uri=self._endpoint(found, "jwks_uri"),
            userinfo_endpoint=self._endpoint(found, "userinfo_endpoint", needed=False),
            end_session_endpoint=self._endpoint(found, "end_session_endpoint", needed=False),
            algorithms=algorithms,
            names_itself=found.get("authorization_response_iss_parameter_supported") is True,
        )

    def _endpoint(self, found: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
        """An https address; plain http only where the issuer itself is the demo's own."""
        url = found.get(name)
        if url is None and not needed:
            return ""
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
        secure = parts.scheme == "https" or parts.scheme == urlsplit(self.provider.issuer).scheme == "http"
        if not secure or not parts.hostname or parts.username or parts.fragment:
            raise self._unavailable(f"discovery-{name.replace('_', '-')}")
        return url

    def _check_answer(self, answer: Mapping[str, str], question: Question) -> None:
        if not hmac.compare_digest(digest(answer.get("state", "")), question.state_hash):
            raise SignInStartAgain(reason="state")
        named = answer.get("iss")
        if (named is None and self.metadata().names_itself) or named not in {None, self.provider.issuer}:
            raise refused("answer-iss")  # RFC 9207, 2.4: mix-up
        if "error" in answer:
            known = answer["error"] == "access_denied"
            raise ProviderSaidNo(provider=self.name) if known else refused("provider-error")
        if not answer.get("code"):
            raise refused("answer-code-missing")

    def _redeem(self, code: str, question: Question) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": question.redirect_uri,
            "code_verifier": question.verifier,
        }
        headers = {"Accept": "application/json"}
        provider = self.provider
        method = provider.client_auth or ("client_secret_basic" if provider.client_secret else "none")
        if method == "client_secret_basic":  # RFC 6749, 2.3.1: form-encoded first, then Base64
            pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.client_secret)}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form["client_id"] = provider.client_id
        if method == "client_secret_post":
            form["client_secret"] = provider.client_secret
        return self._ask_object("post", self.metadata().token_endpoint, data=form, headers=headers)

    def _fetch_keys(self) -> list[Any]:
        keys = self._ask_object("get", self.metadata().jwks_uri).get("keys")
        if not isinstance(keys, list):
            raise self._unavailable("key-set-unreadable")
        return keys

    def _find_key(self, kid: str | None, algorithm: str) -> Mapping[str, Any]:
        with self._lock:
            found = select_key(self.keys(), kid, algorithm)
            if found is None and self._may_look_again():
                self._keys = self._fetch_keys()
                found = select_key(self._keys, kid, algorithm)
        if found is None:
            raise refused("no-key-fits")
        return found

    def _may_look_again(self) -> bool:
        """Keys change; but a stream of unknown kids must not become a stream of fetches."""
        now = self._clock.now()
        if self._looked_again_at is not None and now - self._looked_again_at < KEY_REFETCH:
            return False
        self._looked_again_at = now
        return True

    def _userinfo(self, expected: Expected, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the provider adds about the same person. One that does not answer adds nothing."""
        endpoint = self.metadata().userinfo_endpoint
        if not endpoint or not expected.access_token:
            return {}
        headers = {"Authorization": f"Bearer {expected.access_token}", "Accept": "application/json"}
        try:
            found = self._ask_object("get", endpoint, headers=headers)
        except SignInFailed as problem:
            log.warning("userinfo of %s: %s", self.key, problem.params.get("reason"))
            return {}
        if found.get("sub") != claims["sub"]:  # Core 1.0, 5.3.2
            raise refused("userinfo-sub")
        return found


def _identity(issuer: str, id_token: str, claims: Mapping[str, Any], more: Mapping[str, Any]) -> Identity:
    def text(name: str) -> str:
        value = more.get(name, claims.get(name))
        return value if isinstance(value, str) else ""

    # Address and proof come from the same mouth, and only the literal `true` proves (Core 1.0, 5.1).
    source = more if "email" in more else claims
    email = source.get("email")
    proven = isinstance(email, str) and source.get("email_verified") is True
    moment = claims.get("auth_time")
    seconds = moment if isinstance(moment, int) and 0 < moment < 2**40 else None
    return Identity(
        issuer=issuer,
        subject=claims["sub"],
        name=text("name") or " ".join(filter(None, (text("given_name"), text("family_name")))),
        language=text("locale"),
        email=email if proven else "",
        role=text("role"),
        id_token=id_token,
        auth_time=datetime.fromtimestamp(seconds, tz=UTC) if seconds else None,
    )
