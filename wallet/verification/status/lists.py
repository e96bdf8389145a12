"""What every kind of status list has in common: where it is fetched, and whether it is the one asked for."""

from __future__ import annotations

import re

from wallet.credentials.parsing.values import one_of
from wallet.errors import Unreadable
from wallet.verification.identity.addresses import same_address, same_but_for_tls
from wallet.verification.report import Check, Consulted, Finding, Outcome
from wallet.verification.resources import Fetched, Purpose, Resources, Unreachable
from wallet.verification.shape import is_url

_INDEX = re.compile(r"0|[1-9][0-9]{0,15}")
_LAST_INDEX = 10**16
# A name this long is no number that another list has by chance: a copy that lies elsewhere is known by it.
_OWN_NAME = re.compile(r"/([A-Za-z0-9_-]{16,})/?(?:[?#].*)?\Z")


def unclear(code: str, *consulted: Consulted, **params: str) -> Finding:
    """A STATUS finding that leaves the question open."""
    return Finding(Check.STATUS, Outcome.INCONCLUSIVE, code, params, consulted)


def fetch_list(url: object, resources: Resources) -> tuple[Fetched, Consulted] | Finding:
    """What is served at a list's address, or the finding that says why nothing is."""
    if not is_url(url):
        return unclear("status-entry-malformed")
    answer = resources.fetch(str(url), Purpose.STATUS)
    if isinstance(answer, Unreachable):
        return unclear(
            "status-list-unreachable", Consulted(answer.url, "", answer.at), url=answer.url, why=answer.code
        )
    consulted = Consulted(answer.url, answer.digest, answer.at)
    if answer.status != 200 or answer.content_type == "text/html":
        return unclear("status-list-unreachable", consulted, url=answer.url, why=str(answer.status))
    return answer, consulted


def is_the_one(stated: object, url: str) -> bool:
    """Whether a list that calls itself `stated` is the one asked for at `url`. One that calls itself nothing
    is; fragments name a part of it. A copy that lies at another address than its own is, if both addresses
    end in one name that is too long to be shared by chance."""
    stated = one_of(stated)
    if stated is None:
        return True
    if not isinstance(stated, str):
        return False
    own, asked = stated.partition("#")[0], url.partition("#")[0]
    if own == asked or same_address(own, asked) or same_but_for_tls(own, asked):
        return True
    names = [_OWN_NAME.search(address) for address in (own, asked)]
    return bool(names[0] and names[1] and names[0][1] == names[1][1])


def same_identifier(one: str, other: str) -> bool:
    """Equal, or the same web address by RFC 3986 §6.2, or the same URN by RFC 8141 §3.1 as far as it says."""
    if one == other or same_address(one, other):
        return True
    return one.lower().startswith("urn:uuid:") and one.lower() == other.lower()


def read_index(value: object) -> int:
    """A place in a list: decimal digits, or a whole JSON number as some issuers write it.

    Raises Unreadable status-index-malformed."""
    value = one_of(value)
    if isinstance(value, str) and _INDEX.fullmatch(value):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON makes no difference between 7 and 7.0 (RFC 8259 §6)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LAST_INDEX:
        return value
    raise Unreadable("status-index-malformed")
