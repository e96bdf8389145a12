"""From a target to a socket that is where it should be: resolve once, check every address, connect to it."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from pathlib import Path

import certifi

from wallet.fetching.addresses import Target, is_own
from wallet.fetching.deadlines import Deadline
from wallet.fetching.policy import FetchPolicy
from wallet.fetching.problems import FetchProblem
from wallet.fetching.registries import is_public

Resolver = Callable[[str, int], Sequence[str]]  # host, port → numeric addresses in order of preference
Connector = Callable[[str, int, float], socket.socket]  # numeric address, port, seconds → connected

MAX_ATTEMPTS = 4
_lookups = threading.BoundedSemaphore(32)  # a lookup cannot be cancelled, so a dead DNS may hold this many
_log = logging.getLogger(__name__)


def system_resolver(host: str, port: int) -> list[str]:
    """Addresses as the operating system gives them."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(answer[4][0]) for answer in answers]


def system_connector(address: str, port: int, seconds: float) -> socket.socket:
    """TCP to a numeric address: no second lookup can happen here."""
    return socket.create_connection((address, port), timeout=seconds)


def resolve(target: Target, *, resolver: Resolver, deadline: Deadline) -> list[str]:
    """The target's addresses. FetchProblem("could-not-reach"): no answer, too late, or not wholly public."""
    if target.allowed and _is_number(target.host):
        return [target.host]
    addresses = list(dict.fromkeys(_look_up(target, resolver, deadline)))
    if not addresses:
        raise FetchProblem("could-not-reach", "no address")
    return addresses


def check_public(target: Target, addresses: Sequence[str], policy: FetchPolicy) -> None:
    """One bad address refuses the host: a mixed answer is how a rebinding starts."""
    if target.allowed:
        return
    if not all(is_public(address) for address in addresses):
        raise FetchProblem("could-not-reach", "the name leads to an address that is not public")
    if any(is_own(address, policy) for address in addresses):
        raise FetchProblem("could-not-reach", "the name leads to this wallet itself")


def connect(
    target: Target, addresses: Sequence[str], *, connector: Connector, deadline: Deadline
) -> socket.socket:
    """A socket whose peer is one of `addresses`. Tries the next where one is dead (broken IPv6, say)."""
    addresses = addresses[:MAX_ATTEMPTS]
    problem = FetchProblem("could-not-reach", "no time left to connect")
    for tried, address in enumerate(addresses):
        try:
            seconds = deadline.left() / (len(addresses) - tried)
            connected = connector(address, target.port, seconds)
        except FetchProblem:
            break
        except OSError as error:
            problem = FetchProblem("could-not-reach", f"connect: {type(error).__name__}")
            continue
        if _peer_is(connected, address, target.port):
            return connected
        connected.close()
        problem = FetchProblem("could-not-reach", "the peer is not who was asked for")
    raise problem


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """The system's authorities (or those of certifi where a system brings none), TLS 1.2 at least."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    paths = ssl.get_default_verify_paths()
    if paths.cafile is None and not context.get_ca_certs():
        context.load_verify_locations(certifi.where())
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def secure(plain: socket.socket, *, host: str, context: ssl.SSLContext, deadline: Deadline) -> ssl.SSLSocket:
    """TLS with the certificate checked against `host`. FetchProblem: tls-failed, timeout."""
    try:
        plain.settimeout(deadline.left())  # ssl takes this as the total for the handshake
        return context.wrap_socket(plain, server_hostname=host)
    except TimeoutError:
        raise FetchProblem("timeout", "TLS handshake") from None
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise FetchProblem("tls-failed", getattr(error, "verify_message", "") or str(error)) from None


def _look_up(target: Target, resolver: Resolver, deadline: Deadline) -> Sequence[str]:
    if not _lookups.acquire(timeout=deadline.left()):
        raise FetchProblem("could-not-reach", "too many lookups in flight")
    answer: list[str] = []
    done = threading.Event()

    def look() -> None:
        try:
            answer.extend(resolver(target.host, target.port))
        except (OSError, UnicodeError) as error:
            _log.info("lookup failed: %s", type(error).__name__)
        finally:
            _lookups.release()
            done.set()

    threading.Thread(target=look, name="fetch-lookup", daemon=True).start()
    if not done.wait(deadline.left()):
        raise FetchProblem("could-not-reach", "lookup took too long")
    return answer


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _peer_is(connected: socket.socket, address: str, port: int) -> bool:
    try:
        peer = connected.getpeername()
    except OSError:
        return False
    return bool(ip_address(peer[0]) == ip_address(address) and peer[1] == port)
