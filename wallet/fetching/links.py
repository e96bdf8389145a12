"""What a link that somebody handed in leads to, or the true reason why nothing came of it."""

from __future__ import annotations

from wallet.errors import Unreadable
from wallet.fetching.pages import holds_badge, read_page
from wallet.fetching.policy import KINDS, RULES
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
_PAGES = KINDS["page"]
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
    """The bytes behind a link to a badge, or why there are none; every code has its words. A page about a
    badge is asked where the badge itself is."""
    answer = resources.fetch(url, Purpose.ASSERTION)
    if isinstance(answer, Fetched):
        page = answer.status == 200 and answer.content_type in _PAGES
        return _behind_page(answer, url, resources=resources) if page else _answered(answer, url)
    if answer.code == "wrong-content-type" and answer.found in _PAGES:
        return _behind_page(resources.fetch(url, Purpose.PAGE), url, resources=resources)
    return _unreached(answer, url)


def _behind_page(page: Fetched | Unreachable, url: str, *, resources: Resources) -> bytes | Unreadable:
    """The first badge that a page holds or leads to, one step far."""
    if isinstance(page, Fetched) and page.status == 200:
        named = read_page(page.body, at=page.final_url)
        for body in (page.body, *named.inside):
            if holds_badge(body):
                return body
        for address in named.addresses:
            answer = resources.fetch(address, Purpose.ASSERTION)
            if isinstance(answer, Fetched) and answer.status == 200 and holds_badge(answer.body):
                return answer.body
    return Unreadable("link-is-a-page", url=url)


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
    if answer.found in _COMPRESSED:
        return Unreadable("compressed-file", url=url)
    return Unreadable("link-another-kind", url=url, found=answer.found[:80])
