"""Where the badges of an issuer may be hosted: Open Badges 2.0, VerificationObject of a Profile.

`startsWith` and `allowedOrigins` are the issuer's own rules, from its own profile; without them it is the
host of the issuer's id. Everything is compared by parsed parts, never as bare text (OB2-05)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from wallet.credentials.parsing.values import several
from wallet.verification.identity.addresses import host_of, normal, path_of, same_host
from wallet.verification.report import Outcome

# Hosts that many people share: so many segments of a path name whose place it is.
_SHARED = {
    "bitbucket.org": 1,
    "cdn.jsdelivr.net": 2,
    "cdn.rawgit.com": 1,
    "cdn.statically.io": 2,
    "codeberg.org": 1,
    "dl.dropboxusercontent.com": 2,
    "firebasestorage.googleapis.com": 3,
    "gist.github.com": 1,
    "gist.githubusercontent.com": 1,
    "github.com": 1,
    "gitlab.com": 1,
    "ipfs.io": 2,
    "raw.githack.com": 1,
    "raw.githubusercontent.com": 1,
    "rawcdn.githack.com": 1,
    "rawgit.com": 1,
    "storage.cloud.google.com": 1,
    "storage.googleapis.com": 1,
    "unpkg.com": 1,
}
_BUCKETS = re.compile(r"s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com|s3\.dualstack\.[a-z0-9-]+\.amazonaws\.com")
_DECODINGS = 4  # a server may decode an address more than once


@dataclass(frozen=True)
class Scope:
    """The rules of one issuer. `origin_only`: an issuer of Open Badges 0.5, who is an origin and has no
    profile that could state rules."""

    issuer: str
    prefixes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    readable: bool = True
    origin_only: bool = False

    @classmethod
    def of(cls, profile: Mapping[str, Any]) -> Scope:
        """The rules in a profile that was fetched from its own id."""
        stated = profile.get("verification")
        if isinstance(stated, list) and len(stated) == 1:
            stated = stated[0]
        rules = stated if isinstance(stated, Mapping) else {}
        return cls(
            str(profile.get("id", "")),
            prefixes=_texts(rules.get("startsWith")),
            origins=_texts(rules.get("allowedOrigins")),
            readable=_is_plain(stated)
            and _are_texts(rules.get("startsWith"))
            and _are_texts(rules.get("allowedOrigins")),
        )

    def covers(self, url: str) -> Outcome:
        """PASS if a badge at `url` speaks for the issuer, FAIL if the rules say it does not, INCONCLUSIVE
        where they cannot be read, or where the host is shared by many."""
        if self.origin_only:
            return _by_host(url, self.issuer) if _same_origin(url, self.issuer) else Outcome.FAIL
        if not normal(url):
            return Outcome.FAIL
        if not self.readable:
            return Outcome.INCONCLUSIVE
        if self.prefixes and not any(_starts_with(url, prefix) for prefix in self.prefixes):
            readable = all(normal(_as_address(prefix)) for prefix in self.prefixes)
            return Outcome.FAIL if readable else Outcome.INCONCLUSIVE
        if self.prefixes and not self.origins:
            return Outcome.PASS
        answers = {_at_origin(url, origin, self.issuer) for origin in self.origins or (self.issuer_host,)}
        return next((one for one in (Outcome.PASS, Outcome.INCONCLUSIVE) if one in answers), Outcome.FAIL)

    def is_shared(self, url: str) -> bool:
        """Whether the host of `url` is one that many people have places on."""
        return _shared_segments(host_of(url)) > 0

    @property
    def issuer_host(self) -> str:
        scheme = normal(self.issuer).partition("://")[0]
        return f"{scheme}://{host_of(self.issuer)}" if scheme else ""


def _is_plain(stated: object) -> bool:
    """Whether one object stands there, or nothing: no reference to rules elsewhere, nor several objects."""
    return not normal(stated) and not (isinstance(stated, list) and stated)


def _are_texts(value: object) -> bool:
    """A rule that is there and cannot be read may be stricter than none."""
    return all(isinstance(one, str) for one in several(value))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one.strip() for one in several(value) if isinstance(one, str) and one.strip())


def _as_address(text: str) -> str:
    """A host alone is how `allowedOrigins` names one; `startsWith` is written without its scheme too."""
    return text if "://" in text else f"https://{text}"


def _same_origin(url: str, origin: str) -> bool:
    """The very origin; an origin that was http then and is https now is the better protected one."""
    if not same_host(url, origin) or not _stays_in_place(url):
        return False
    secure, wanted = (normal(one).startswith("https://") for one in (url, origin))
    place = path_of(origin)
    return (secure or not wanted) and (place == "/" or path_of(url).startswith(place.rstrip("/") + "/"))


def _at_origin(url: str, origin: str, issuer: str) -> Outcome:
    """`allowedOrigins` names hosts; issuers also write them as addresses, which may name less than a host."""
    written = _as_address(origin)
    if "*" in origin:  # no rule of the standard's, but one can see what is meant
        return (
            Outcome.INCONCLUSIVE if host_of(url).endswith(origin.rpartition("*")[2].lower()) else Outcome.FAIL
        )
    if not same_host(url, written):
        return Outcome.FAIL if normal(written) else Outcome.INCONCLUSIVE
    if path_of(written) != "/":
        return Outcome.PASS if _starts_with(url, written) else Outcome.FAIL
    return _by_host(url, issuer)


def _by_host(url: str, issuer: str) -> Outcome:
    """The host alone says whose a badge is, unless others have places there too."""
    number = _shared_segments(host_of(url))
    if not number:
        return Outcome.PASS
    place, own = (path_of(one).split("/")[1 : number + 1] for one in (url, issuer))
    theirs = same_host(url, issuer) and place == own and len(own) == number and "" not in own
    return Outcome.PASS if theirs and _stays_in_place(url) else Outcome.INCONCLUSIVE


def _shared_segments(host: str) -> int:
    if _BUCKETS.fullmatch(host):
        return 1
    return _SHARED.get(host, 0)


def _starts_with(url: str, prefix: str) -> bool:
    """`…/badges/12` also allows `…/badges/123`: a prefix may end inside a segment of the path."""
    wanted = _as_address(prefix)
    if not same_host(url, wanted):
        return False
    if not _stays_in_place(url):
        return False
    if "?" in wanted:
        return normal(url).partition("://")[2].startswith(normal(wanted).partition("://")[2])
    return path_of(url).startswith(path_of(wanted))


def _stays_in_place(url: str) -> bool:
    """False where a server that decodes the path could be led out of the folder it seems to be in."""
    path = path_of(url)
    for _ in range(_DECODINGS):
        # what follows a semicolon is a parameter of its segment (RFC 3986 §3.3); some servers leave it out
        segments = [segment.partition(";")[0] for segment in path.split("/")]
        if "\\" in path or "." in segments or ".." in segments:
            return False
        decoded = unquote(path)
        if decoded == path:
            return bool(path)
        path = decoded
    return False
