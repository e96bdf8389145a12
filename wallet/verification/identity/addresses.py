"""Whether two web addresses are the same one (RFC 3986 §6.2), and whose host an address is on.

Written differently is not different: case of scheme and host, the default port of the scheme, an empty path
and the case of percent-encoding say nothing. Everything else does: a slash at the end, a query, another
port."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_DEFAULT_PORTS = {"https": 443, "http": 80}
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What no address may hold (RFC 3986 §2); programs disagree on what such an address leads to.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`\ud800-\udfff]")
_PORT = re.compile(r"[0-9]{0,5}\Z")


def is_web_address(value: object) -> bool:
    """An absolute https or http address with a host and without a user name."""
    return normal(value) != ""


def normal(value: object) -> str:
    """The address in its normal form (RFC 3986 §6.2.2 and §6.2.3), fragment kept; "" for anything else
    than an absolute https or http address with a host and without a user name."""
    parts = _parts(value)
    if parts is None:
        return ""
    scheme, host, port, path, rest = parts
    return f"{scheme}://{host}{f':{port}' if port else ''}{path}{rest}"


def without_dots(address: str) -> str:
    """The address that programs ask for: `.` and `..` in its path resolved, encoded or not, nothing else
    changed where there are none. A server may read them otherwise, so nothing is asked for with them."""
    parts = _parts(address)
    if parts is None or parts[3] == (_encoding(urlsplit(address).path) or "/"):
        return address
    return normal(address)


def same_address(one: object, other: object) -> bool:
    """Equal by RFC 3986 §6.2. What is no web address is the same as nothing."""
    first = normal(one)
    return first != "" and first == normal(other)


def same_but_for_tls(one: object, other: object) -> bool:
    """Equal, or so but for http and https, which issuers changed after issuing."""
    first = _without_scheme(normal(one))
    return first != "" and first == _without_scheme(normal(other))


def same_host(one: object, other: object) -> bool:
    """On the same host and port, whatever the path, and whether by http or https."""
    first = host_of(one)
    return first != "" and first == host_of(other)


def host_of(value: object) -> str:
    """Host in lower case, with its port unless that is the scheme's own; "" for what is no web address."""
    parts = _parts(value)
    if parts is None:
        return ""
    _, host, port, _, _ = parts
    return f"{host.rstrip('.')}:{port}" if port else host.rstrip(".")


def path_of(value: object) -> str:
    """The path in normal form, "" for what is no web address."""
    parts = _parts(value)
    return parts[3] if parts is not None else ""


def _without_scheme(address: str) -> str:
    return address.partition("://")[2]


def _parts(value: object) -> tuple[str, str, int, str, str] | None:
    """Scheme, host, port (0 for the scheme's own), path, and query and fragment with their marks."""
    if not isinstance(value, str) or _FORBIDDEN.search(value):
        return None
    try:
        split = urlsplit(value)
        host, stated, netloc = split.hostname, split.port, split.netloc
    except ValueError:
        return None
    scheme = split.scheme.lower()
    if (
        scheme not in _DEFAULT_PORTS
        or not host
        or "@" in netloc
        or not value[len(scheme) :].startswith("://")
    ):
        return None
    if not _PORT.match(netloc.rpartition(":")[2]) and not netloc.endswith("]") and ":" in netloc:
        return None
    host = f"[{host}]" if ":" in host else _name(host)
    if not host:
        return None
    port = 0 if stated in (None, _DEFAULT_PORTS[scheme]) else stated
    if port is None or stated == 0:
        return None  # port 0 leads nowhere (RFC 6335 §6)
    mark = "?" if "?" in value.partition("#")[0] else ""
    fragment = f"#{_encoding(split.fragment)}" if split.fragment else ""
    path = _without_dots(_encoding(split.path)) or "/"
    return scheme, host, port, path, f"{mark}{_encoding(split.query)}{fragment}"


def _name(host: str) -> str:
    """A name in lower case and in ASCII (RFC 5890), "" if it has no such form that leads back to it."""
    host = host.lower()
    if "%" in host:
        return ""  # programs disagree on whether a name is decoded before it is looked up
    if host.isascii():
        return host
    try:
        coded = host.encode("idna").decode("ascii")
        return coded if coded.encode("ascii").decode("idna") == host else ""
    except UnicodeError:
        return ""


def _encoding(text: str) -> str:
    """RFC 3986 §6.2.2.1 and §6.2.2.2: hexadecimal digits in capitals, and no code for an unreserved
    character."""

    def code(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if character in _UNRESERVED else found[0].upper()

    if not text.isascii():  # RFC 3987 §3.1
        text = "".join(one if one.isascii() else quote(one, safe="") for one in text)
    return _ENCODED.sub(code, text)


def _without_dots(path: str) -> str:
    """RFC 3986 §5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
