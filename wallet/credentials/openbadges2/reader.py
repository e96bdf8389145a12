"""Open Badges 0.5, 1.0, 1.1, 2.0 and 2.1 assertions, with BadgeClass and Profile embedded, into the model.

1EdTech Open Badges 2.0 §Assertion, §BadgeClass, §Profile; the older shapes as their issuers wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wallet.credentials.alignments import kind_of
from wallet.credentials.model import (
    Achievement,
    Alignment,
    Credential,
    Evidence,
    Identifier,
    Image,
    Profile,
    Subject,
)
from wallet.credentials.openbadges3.reader import MOST_ALIGNMENTS, MOST_EVIDENCE, is_address, read_criteria
from wallet.credentials.parsing import values
from wallet.credentials.parsing.times import is_no_date
from wallet.credentials.shapes import hosted_address, types_of


def read_ob2(document: Mapping[str, Any], *, dialect: str = "ob2") -> Credential:
    """Total over any JSON object; `badge` and `badge.issuer` that are only addresses stay addresses."""
    badge = values.one_of(document.get("badge"))
    achievement = badge if isinstance(badge, Mapping) else {}
    issuer = _read_profile(values.one_of(achievement.get("issuer", document.get("issuer"))))
    return Credential(
        id=values.identifier(document) or hosted_address(document) or values.string(document.get("uid")),
        dialect=dialect,
        issuer=issuer,
        achievement=_read_achievement(achievement, id=values.identifier(badge), creator=issuer),
        subject=_read_recipient(document),
        issued_at=values.first_time(document, "issuedOn", "issued_on", lenient=True),
        expires_at=None
        if is_no_date(values.one_of(document.get("expires")))
        else values.earliest(document, "expires", lenient=True),
        description=values.prose(document.get("narrative"), values.string(document.get("@language"))),
        evidence=_read_evidence(document.get("evidence")),
        image=values.image(document.get("image")),
        types=types_of(document),
        raw=document,
    )


def _read_achievement(badge: Mapping[str, Any], *, id: str, creator: Profile) -> Achievement:
    language = values.string(badge.get("@language"))
    criteria, criteria_url = read_criteria(badge.get("criteria"), language)
    return Achievement(
        id=id,
        name=values.text(badge.get("name"), language),
        description=values.prose(badge.get("description"), language),
        criteria=criteria,
        criteria_url=criteria_url,
        image=_read_image(badge, creator),
        creator=creator,
        alignments=_read_alignments(badge.get("alignment", badge.get("alignments"))),
        tags=tuple(tag for tag in (values.string(item) for item in values.items(badge.get("tags"))) if tag),
    )


def _read_image(badge: Mapping[str, Any], issuer: Profile) -> Image | None:
    found = values.image(badge.get("image"))
    path = values.string(badge.get("image"))
    if found is None and path.startswith("/") and is_address(issuer.url):  # OB 0.5: relative to the origin
        return Image("/".join(issuer.url.split("/")[:3]) + path)
    return found


def _read_profile(value: object) -> Profile:
    if not isinstance(value, Mapping):
        return Profile(id=values.string(value))
    origin = values.string(value.get("url")) or values.string(value.get("origin"))
    name = values.text(value.get("name"), values.string(value.get("@language")))
    department = values.string(value.get("org"))  # OB 0.5
    if department and len(name) == 1:
        name = {tag: f"{said}, {department}" for tag, said in name.items()}
    return Profile(
        id=values.identifier(value) or origin,
        name=name,
        url=origin,
        email=values.string(value.get("email")) or values.string(value.get("contact")),
        description=values.text(value.get("description")),
        image=values.image(value.get("image")),
    )


def _read_alignments(value: object) -> tuple[Alignment, ...]:
    """OB 2 names members `target…`, OB 1.1 `name`, `url`, `description`."""
    found = (
        Alignment(
            name=values.plain(item.get("targetName", item.get("name"))),
            url=values.identifier(item.get("targetUrl", item.get("targetURL", item.get("url")))),
            framework=values.plain(item.get("targetFramework", item.get("framework"))),
            code=values.string(item.get("targetCode")),
            description=values.plain(item.get("targetDescription", item.get("description"))),
            kind=kind_of(item),
        )
        for item in values.objects(value)[:MOST_ALIGNMENTS]
    )
    return tuple(item for item in found if item.name or item.url)


def _read_recipient(document: Mapping[str, Any]) -> Subject:
    """OB 2.0 §IdentityObject; OB 0.5 wrote the address or its hash straight, the salt beside it."""
    found = []
    for item in values.items(document.get("recipient")):
        if isinstance(item, str) and item:
            hashed = "$" in item and "@" not in item
            found.append(Identifier("email", item, hashed, values.string(document.get("salt"))))
        elif isinstance(item, Mapping) and values.string(item.get("identity")):
            kind = next(iter(types_of(item)), "email")
            found.append(
                Identifier(
                    kind=kind.removeprefix("schema:"),
                    value=values.string(item["identity"]),
                    hashed=item.get("hashed") is True
                    or values.string(item["identity"]).startswith("sha256$"),
                    salt=values.string(item.get("salt")),
                )
            )
    return Subject(identifiers=tuple(found))


def _read_evidence(value: object) -> tuple[Evidence, ...]:
    found = []
    for item in values.items(value)[:MOST_EVIDENCE]:
        if isinstance(item, Mapping):
            found.append(
                Evidence(
                    url=values.identifier(item),
                    name=values.plain(item.get("name")),
                    description=values.plain_prose(item.get("description")),
                    narrative=values.plain_prose(item.get("narrative")),
                )
            )
        elif values.string(item):
            found.append(Evidence(url=values.string(item)))
    return tuple(item for item in found if item != Evidence())
