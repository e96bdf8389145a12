"""OpenID providers as the operator names them: a JSON file, or WALLET_OIDC_<KEY>_… variables, or both."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

ClientAuth = Literal["client_secret_basic", "client_secret_post", "none"]
FILE = "WALLET_PROVIDERS"
_VARIABLE = re.compile(r"WALLET_OIDC_([A-Z0-9]+)_(ISSUER|CLIENT_ID|CLIENT_SECRET|NAME|SCOPES|CLIENT_AUTH)")


class Provider(BaseModel):
    """One place where people may sign in. `key` is its name in addresses, `issuer` as in its discovery."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)

    key: str = Field(pattern=r"\A[a-z0-9][a-z0-9-]{0,31}\z")
    name: str = Field(default_factory=lambda read: read.get("key", ""))
    issuer: str
    client_id: str
    client_secret: str = Field(default="", repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    client_auth: ClientAuth = Field(
        default_factory=lambda read: "client_secret_basic" if read.get("client_secret") else "none"
    )

    @field_validator("issuer")
    @classmethod
    def _is_an_issuer(cls, url: str, info: ValidationInfo) -> str:
        """OpenID Connect Discovery 1.0 §3: https, host, no query or fragment. Plain http is for the demo and
        for tests."""
        schemes = {"https"} if info.context and info.context["https_only"] else {"https", "http"}
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("its issuer must be an https address without query or fragment")
        return url

    @field_validator("scopes", mode="before")
    @classmethod
    def _split(cls, scopes: object) -> object:
        return tuple(scopes.split()) if isinstance(scopes, str) else scopes

    @field_validator("scopes")
    @classmethod
    def _ask_who_it_is(cls, scopes: tuple[str, ...]) -> tuple[str, ...]:
        if "openid" not in scopes:
            raise ValueError("its scopes must hold openid")
        return scopes

    @field_validator("client_auth")
    @classmethod
    def _has_what_it_needs(cls, auth: ClientAuth, info: ValidationInfo) -> ClientAuth:
        if auth != "none" and info.data.get("client_secret") == "":
            raise ValueError("its client_secret is missing")
        return auth


def names_a_provider(variable: str) -> bool:
    """Does this environment variable say something of an OpenID provider?"""
    return variable == FILE or _VARIABLE.fullmatch(variable) is not None


def read_providers(
    environ: Mapping[str, str], problems: list[str], *, https_only: bool
) -> tuple[Provider, ...]:
    """Every provider that was named; what is wrong with one is added to `problems`."""
    found = []
    for entry in (*_from_file(environ.get(FILE, "").strip(), problems), *_from_variables(environ)):
        said = {part: value for part, value in entry.items() if value not in ("", None)}  # left open
        try:
            found.append(Provider.model_validate(said, context={"https_only": https_only}))
        except ValidationError as refused:
            problems += _sentences(said.get("key"), refused)
    for key, count in Counter(provider.key for provider in found).items():
        if count > 1:
            problems.append(f"The OpenID provider “{key}” is named twice.")
    return tuple(found)


def _from_file(path: str, problems: list[str]) -> list[dict[str, Any]]:
    if not path:
        return []
    try:
        described = json.JSONDecoder().decode(Path(path).read_text(encoding="utf-8"))
    except OSError:
        problems.append(f"{FILE}: there is no readable file {path}.")
        return []
    except ValueError:
        problems.append(f"{FILE}: {path} is not JSON.")
        return []
    if not isinstance(described, list) or not all(isinstance(entry, dict) for entry in described):
        problems.append(f"{FILE}: {path} must hold a list of objects.")
        return []
    return described


def _from_variables(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    described: dict[str, dict[str, Any]] = {}
    for variable, value in sorted(environ.items()):
        if match := _VARIABLE.fullmatch(variable):
            key, part = match[1].lower(), match[2].lower()
            described.setdefault(key, {"key": key})[part] = value.strip()
    return list(described.values())


def _sentences(key: object, refused: ValidationError) -> list[str]:
    errors = refused.errors(include_url=False, include_input=False)
    if any(error["loc"] == ("key",) for error in errors):
        return ["An OpenID provider needs a key of small letters, digits and hyphens."]
    return [
        f"OpenID provider “{key}”: {wrong}."
        for wrong in dict.fromkeys(_wrong(str(error["loc"][0]), error) for error in errors)
        if wrong
    ]


def _wrong(part: str, error: ErrorDetails) -> str:
    match error["type"]:
        case "value_error":
            return str(error["ctx"]["error"])
        case "default_factory_not_called":  # what it would follow from is wrong, and is named
            return ""
        case "missing":
            return f"its {part} is missing"
        case "extra_forbidden":
            return f"{part} is not known"
        case "literal_error":
            return f"{part} must be one of {', '.join(get_args(ClientAuth))}"
        case _:
            return "every value must be text"
