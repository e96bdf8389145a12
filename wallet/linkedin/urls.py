"""LinkedIn: the address of its "add to profile" form and of a post, and the same facts as lines to copy.

LinkedIn verifies nothing and fills its form only as well as it can that day, so the lines to copy are
always offered beside the button. Nothing is sent from here: these are plain links a person follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

PROFILE_FORM = "https://www.linkedin.com/profile/add"
POST_FORM = "https://www.linkedin.com/sharing/share-offsite/"
NAME_LIMIT = 255  # longer names are cut, visibly, with an ellipsis


@dataclass(frozen=True)
class Entry:
    """What goes into a profile: the achievement's name, who awarded it, when, until when, where to look.

    Both moments stand in the issuer's own offset: a profile says the month that the wallet's page shows, and
    never claims a month beyond the end."""

    name: str
    organization: str
    link: str
    organization_id: str = ""
    issued_at: datetime | None = None
    expires_at: datetime | None = None


def one_line(text: str, limit: int = NAME_LIMIT) -> str:
    """Without controls and line breaks; cut at `limit` characters with an ellipsis."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def profile_address(entry: Entry) -> str:
    """The form with everything filled in. `organizationId` replaces the name; absent dates are left out."""
    values = {"startTask": "CERTIFICATION_NAME", "name": one_line(entry.name)}
    if entry.organization_id.isascii() and entry.organization_id.isdigit():
        values["organizationId"] = entry.organization_id
    else:
        values["organizationName"] = one_line(entry.organization)
    for prefix, moment in (("issue", entry.issued_at), ("expiration", entry.expires_at)):
        if moment:
            values[f"{prefix}Year"] = str(moment.year)
            values[f"{prefix}Month"] = str(moment.month)
    values["certUrl"] = entry.link
    return f"{PROFILE_FORM}?{urlencode(values)}"


def post_address(link: str) -> str:
    """LinkedIn honours only the address; words and picture come from the page's OpenGraph tags."""
    return f"{POST_FORM}?{urlencode({'url': link})}"


def copy_lines(entry: Entry) -> tuple[tuple[str, str], ...]:
    """(field, value) pairs in the order of LinkedIn's form; empty values are left out."""

    def month(moment: datetime | None) -> str:
        return f"{moment.month:02}.{moment.year}" if moment else ""

    pairs = (
        ("name", one_line(entry.name)),
        ("organization", one_line(entry.organization)),
        ("issued", month(entry.issued_at)),
        ("expires", month(entry.expires_at)),
        ("address", entry.link),
    )
    return tuple(pair for pair in pairs if pair[1])


def can_be_reached(link: str) -> bool:
    """Whether LinkedIn could open the address: https and not a machine of one's own."""
    parts = urlsplit(link)
    host = parts.hostname or ""
    return parts.scheme == "https" and "." in host and not host.endswith((".local", ".internal", ".test"))
