"""Open Badges contexts under their several addresses, and lists of one, as the reader takes them."""

from __future__ import annotations

import pytest

from tests.unit.credentials.test_reading import OB2
from wallet.credentials.contexts import open_badges_version, open_badges_versions
from wallet.credentials.dialects import read_credential, recognise
from wallet.credentials.shapes import hosted_address

TWO = [
    "https://w3id.org/openbadges/v2",
    "http://w3id.org/openbadges/v2/",
    "https://W3ID.org:443/openbadges/v2/context.json",
    "https://openbadgespec.org/v2/context.json",
    "https://purl.imsglobal.org/spec/ob/v2p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld",
    "https://purl.1edtech.org/spec/ob/v2p0/context.json",
    "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/context.json",
    "https://1edtech.github.io/openbadges-specification/ob_v2p0/context.json",
]
ONE = [
    "https://w3id.org/openbadges/v1",
    "http://standard.openbadges.org/1.1/context.json",
    "https://openbadgespec.org/v1/context.json",
]
NONE = [
    "https://w3id.org/openbadges/invalid",
    "https://w3id.org/openbadges/v3",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://evil.example/?https://w3id.org/openbadges/v2",
    "https://w3id.org.evil.example/openbadges/v2",
    "https://w3id.org/openbadges/v20",
    "",
    None,
    7,
]


@pytest.mark.parametrize(
    ("context", "version"), [(c, 2) for c in TWO] + [(c, 1) for c in ONE] + [(c, 0) for c in NONE]
)
def test_a_context_stands_for_a_version_under_every_address_it_has_had(context: object, version: int):
    assert open_badges_version(context) == version
    assert open_badges_versions({"@context": [{"x": "y"}, context]}) == ({version} if version else set())
    if version:
        assert recognise(OB2 | {"@context": context}) == f"ob{version}"


def test_a_list_of_one_is_the_thing_itself_to_the_reader_too():
    issuer = {"id": "https://uni.example/issuer", "name": "Uni"}
    badge = {"id": ["https://uni.example/badge"], "name": ["Baking"], "issuer": [issuer]}
    document = {
        **OB2,
        "id": ["https://uni.example/1"],
        "badge": [badge],
        "verification": [{"type": ["hosted"]}],
    }
    read = read_credential(document, dialect="ob2")
    assert list(read.achievement.name.values()) == ["Baking"]
    assert (read.achievement.id, read.issuer.id) == (
        "https://uni.example/badge",
        "https://uni.example/issuer",
    )
    assert hosted_address(document) == "https://uni.example/1"
    assert hosted_address({**document, "verification": [{"type": ["SignedBadge"]}]}) == ""
