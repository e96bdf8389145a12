"""The page of a learner record names what is inside, and what was found about each."""

from __future__ import annotations

import json

from tests.unit.collection.test_nested import record


def test_the_page_of_a_record_shows_each_thing_inside_with_a_result_of_its_own(ola, samples):
    child = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:1fe53dc9-b2ec-4939-9b2c-0d00f6663b62",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:example:evening", "type": ["Profile"], "name": "Evening School"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"achievement": {"type": ["Achievement"], "name": "Baking bread"}},
    }
    whole = {**child, **record([child])}
    page = ola.browser.get(f"/credentials/{ola.receive(json.dumps(whole).encode(), 'record.json')}").text
    inside = page[page.index('id="collection-inside"') :]
    inside = inside[: inside.index("</section>")]
    assert "2 things inside" in inside and "Baking bread" in inside and "Evening School" in inside
    assert inside.count('data-verdict="') == 1 and "Stated by the record" in inside
