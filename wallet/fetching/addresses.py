"""One reading of a URL, used for deciding and for connecting alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from wallet.fetching.policy import FetchPolicy
from wallet.fetching.problems import FetchProblem

MAX_LENGTH = 4096
PORTS = {"https": 443, "http": 80}

_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)(#.*)?", re.S)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]@%]+)(:(?P<port>[0-9]{1,5}))?")
# Raw controls, spaces, backslashes; and controls in percent disguise.
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]|%[01][0-9A-Fa-f]|%7[Ff]")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Special-use names that never belong to a public host (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476).
_LOCAL_NAMES = ("localhost", "local", "localdomain", "internal", "invalid", "onion", "alt", "home.arpa")


@dataclass(frozen=True)
class Target:
    """Where to connect and what to ask for. `host` is a lower-case DNS name (or, if allowed, a number)."""

    scheme: str
    host: str
    port: int
    path: str  # origin form, with query
    allowed: bool  # stands on the operator's list

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"


def read_target(url: str, policy: FetchPolicy) -> Target:
    """Absolute URL → Target. FetchProblem: scheme-not-allowed, url-malformed, url-not-public."""
    scheme, host, port, path = _split(url)
    if scheme not in PORTS or (scheme == "http" and not policy.allow_http):
        raise FetchProblem("scheme-not-allowed", scheme)
    bare = host.strip("[]")
    allowed = f"{host}:{port}" in policy.allowed_hosts
    if not allowed:
        if not _is_dns_name(bare):
            raise FetchProblem("url-not-public", "host is a number or a local name")
        if is_own(bare, policy):
            raise FetchProblem("url-not-public", "this wallet itself")
        if port != PORTS[scheme] and port not in policy.extra_ports:
            raise FetchProblem("url-not-public", f"port {port}")
    return Target(scheme, bare, port, path, allowed)


def read_redirect(target: Target, location: str, policy: FetchPolicy) -> Target:
    """The next hop, as if it had been asked for in the first place. FetchProblem: redirect-refused."""
    try:
        after = read_target(urljoin(target.url, location), policy)
    except (FetchProblem, ValueError) as problem:
        raise FetchProblem("redirect-refused", str(problem)) from None
    if target.scheme == "https" and after.scheme == "http":
        raise FetchProblem("redirect-refused", "from https to http")
    return after


def is_own(host: str, policy: FetchPolicy) -> bool:
    """Is this name or address the wallet's own?"""
    return host in {own.lower().rstrip(".") for own in policy.own_hosts}


def is_linkable(url: str) -> bool:
    """May a page show this stranger's URL as a link? Only http(s) to a named public host; else plain text."""
    try:
        scheme, host, _, _ = _split(url)
    except FetchProblem:
        return False
    return scheme in PORTS and _is_dns_name(host)


def _split(url: str) -> tuple[str, str, int, str]:
    """scheme, host (lower-case ASCII, IPv6 in brackets), port, path with query."""
    if len(url) > MAX_LENGTH or _UNSAFE.search(url):
        raise FetchProblem("url-malformed", "controls, spaces or length")
    whole = _URL.fullmatch(url)
    if whole is None:
        raise FetchProblem("scheme-not-allowed", "no scheme and host")
    scheme = whole["scheme"].lower()
    authority = _AUTHORITY.fullmatch(whole["authority"])
    if scheme not in PORTS:
        raise FetchProblem("scheme-not-allowed", scheme)
    if authority is None:
        raise FetchProblem("url-malformed", "no host, or a user name")
    port = int(authority["port"] or PORTS[scheme])
    rest = quote(whole["rest"], safe="!#$%&'()*+,/:;=?@[]~")
    return scheme, _ascii_host(authority["host"]), port, rest if rest.startswith("/") else "/" + rest


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host.lower().removesuffix(".")
    try:  # UTS 46 also maps full-width digits and dots, so that a disguised number shows itself
        return idna.encode(host, uts46=True).decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        # idna refuses labels that become plain numbers or are empty; either way it is no public name
        raise FetchProblem("url-not-public", "not a name after IDNA") from None


def _is_dns_name(host: str) -> bool:
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    if _NUMERIC.fullmatch(labels[-1]):  # whatever a C library would read as a number
        return False
    return not any(host == name or host.endswith("." + name) for name in _LOCAL_NAMES)
