"""What a link that somebody handed in leads to, or the true reason why nothing came of it."""

from __future__ import annotations

from wallet.errors import Unreadable
from wallet.fetching.policy import RULES
from wallet.verification.resources import Fetched, Purpose, Resources, Unreachable

_UNREACHED = {
    "could-not-reach": "link-not-reached",
    "connection-failed": "link-not-reached",
    "not-in-documents": "link-not-reached",
    "timeout": "link-too-slow",
    "tls-failed": "link-not-secure",
    "bad-answer": "link-answer-broken",
    "encoding-refused": "link-answer-broken",
    "wrong-charset": "link-answer-broken",
    "too-large": "link-too-large",
    "redirect-refused": "link-leads-elsewhere",
    "too-many-fetches": "link-asked-too-often",
    "scheme-not-allowed": "address-not-allowed",
    "url-malformed": "address-not-allowed",
    "url-not-public": "address-not-allowed",
}
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_COMPRESSED = frozenset(
    {
        "application/gzip",
        "application/x-gzip",
        "application/x-tar",
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/x-rar-compressed",
        "application/x-bzip2",
        "application/x-xz",
        "application/zstd",
    }
)
_MOST = f"{RULES[Purpose.ASSERTION].max_bytes / 1_000_000:g}"


def open_link(url: str, *, resources: Resources) -> bytes | Unreadable:
    """The bytes behind a link to a badge, or why there are none; every code has its words."""
    answer = resources.fetch(url, Purpose.ASSERTION)
    if isinstance(answer, Fetched):
        return _answered(answer, url)
    return _unreached(answer, url)


def _answered(answer: Fetched, url: str) -> bytes | Unreadable:
    status = answer.status
    if status == 200:
        return answer.body or Unreadable("empty-file")
    if status in (401, 403, 407, 451):
        code = "link-needs-permission"
    elif status in (404, 410):
        code = "link-nothing-there"
    elif status == 429 or status >= 500:
        code = "link-server-trouble"
    else:
        code = "link-answers-no-badge"
    return Unreadable(code, url=url, status=str(status))


def _unreached(answer: Unreachable, url: str) -> Unreadable:
    if answer.code != "wrong-content-type":
        code = _UNREACHED.get(answer.code, "link-not-reached")
        return Unreadable(code, url=url, reason=answer.code, most=_MOST)
    if answer.found in _PAGES:
        return Unreadable("link-is-a-page", url=url)
    if answer.found in _COMPRESSED:
        return Unreadable("compressed-file", url=url)
    return Unreadable("link-another-kind", url=url, found=answer.found[:80])
