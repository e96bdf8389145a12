"""OpenID providers as the operator names them: a JSON file, or WALLET_OIDC_<KEY>_… variables, or both."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CLIENT_AUTH = ("client_secret_basic", "client_secret_post", "none")
_PARTS = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "SCOPES", "CLIENT_AUTH")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_VARIABLE = re.compile(rf"WALLET_OIDC_([A-Z0-9]+)_({'|'.join(_PARTS)})")


@dataclass(frozen=True)
class Provider:
    """One place where people may sign in. `key` is its name in addresses, `issuer` as in its discovery."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    client_auth: str = "client_secret_basic"


def read_providers(
    environ: Mapping[str, str], problems: list[str], *, allow_http: bool
) -> tuple[Provider, ...]:
    """Every provider that was named; what is wrong with one is added to `problems`."""
    described = [
        *_from_file(environ.get("WALLET_PROVIDERS", "").strip(), problems),
        *_from_variables(environ),
    ]
    providers = [_provider(entry, problems, allow_http=allow_http) for entry in described]
    found = tuple(provider for provider in providers if provider is not None)
    for key in {p.key for p in found if [q.key for q in found].count(p.key) > 1}:
        problems.append(f"The OpenID provider “{key}” is named twice.")
    return found


def _from_file(path: str, problems: list[str]) -> list[dict[str, Any]]:
    if not path:
        return []
    try:
        described = json.JSONDecoder().decode(Path(path).read_text(encoding="utf-8"))
    except OSError:
        problems.append(f"WALLET_PROVIDERS: there is no readable file {path}.")
        return []
    except ValueError:
        problems.append(f"WALLET_PROVIDERS: {path} is not JSON.")
        return []
    if not isinstance(described, list) or not all(isinstance(entry, dict) for entry in described):
        problems.append(f"WALLET_PROVIDERS: {path} must hold a list of objects.")
        return []
    return described


def _from_variables(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    described: dict[str, dict[str, Any]] = {}
    for variable, value in sorted(environ.items()):
        if match := _VARIABLE.fullmatch(variable):
            key, part = match[1].lower(), match[2].lower()
            described.setdefault(key, {"key": key})[part] = value.strip()
    return list(described.values())


def _provider(entry: dict[str, Any], problems: list[str], *, allow_http: bool) -> Provider | None:
    key = entry.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        problems.append("An OpenID provider needs a key of small letters, digits and hyphens.")
        return None
    before = len(problems)
    where = f"OpenID provider “{key}”"
    if strange := sorted(set(entry) - {"key", *(part.lower() for part in _PARTS)}):
        problems.append(f"{where}: {', '.join(strange)} is not known.")
    scopes = entry.get("scopes", "openid profile email")
    scopes = tuple(scopes.split() if isinstance(scopes, str) else scopes if isinstance(scopes, list) else ())
    text = {part: entry.get(part, "") for part in ("issuer", "client_id", "client_secret", "name")}
    secret = text["client_secret"]
    auth = entry.get("client_auth") or ("client_secret_basic" if secret else "none")
    if not all(isinstance(value, str) for value in (*text.values(), *scopes)):
        problems.append(f"{where}: every value must be text.")
    elif not _is_issuer(text["issuer"], allow_http=allow_http):
        problems.append(f"{where}: its issuer must be an https address without query or fragment.")
    if not text["client_id"]:
        problems.append(f"{where}: its client_id is missing.")
    if "openid" not in scopes:
        problems.append(f"{where}: its scopes must hold openid.")
    if auth not in CLIENT_AUTH:
        problems.append(f"{where}: client_auth must be one of {', '.join(CLIENT_AUTH)}.")
    elif auth != "none" and not secret:
        problems.append(f"{where}: its client_secret is missing.")
    if len(problems) > before:
        return None
    return Provider(
        key=key,
        name=text["name"] or key,
        issuer=text["issuer"],
        client_id=text["client_id"],
        client_secret=secret,
        scopes=scopes,
        client_auth=auth,
    )


def _is_issuer(url: str, *, allow_http: bool) -> bool:
    """OpenID Connect Discovery 1.0 §3: https, host, no query or fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    schemes = {"https", "http"} if allow_http else {"https"}
    return parts.scheme in schemes and bool(parts.hostname) and not parts.query and not parts.fragment
