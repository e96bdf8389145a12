"""Why a fetch gave nothing: one closed list of codes, and the exception that carries one inside this room."""

from __future__ import annotations

# What the outside may see. A host that refuses, drops or does not exist, and a name that points to an
# address inside, all answer `could-not-reach` at the same moment: the wallet is no port scanner.
CODES = (
    "scheme-not-allowed",  # not https (or http where the operator allows it)
    "url-malformed",  # user name, control characters, no host
    "url-not-public",  # a number, a local name, another port, or this wallet itself
    "could-not-reach",
    "timeout",  # reached, and then too slow
    "tls-failed",
    "bad-answer",  # not HTTP as it should be, or broken off
    "too-large",
    "encoding-refused",  # compressed in a way we do not open
    "wrong-content-type",
    "wrong-charset",
    "redirect-refused",  # too many, from https to http, or to an address we would not open
    "too-many-fetches",  # the caller's quota, or the queue for one host
)


class FetchProblem(Exception):
    """`code` is one of CODES; `why` is for the log alone; `found` names what was found instead, if told."""

    def __init__(self, code: str, why: str = "", *, found: str = "") -> None:
        self.code = code
        self.why = why or code
        self.found = found
        super().__init__(self.why)
