"""A learner record: each thing inside has its own title and its own verdict, never that of the record."""

from __future__ import annotations

import json

from tests.smith import Issuer, Web, altered
from tests.smith.asking import ask
from tests.unit.collection.test_facts import AT
from tests.vectors import VECTORS, needs_vectors
from wallet.collection.facts import facts_of
from wallet.collection.nested import inside_cards
from wallet.collection.reports.as_json import report_from_json, report_to_json
from wallet.credentials.reading import read_envelope
from wallet.verification.report import Verdict

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


def record(children: list, **changes) -> dict:
    return {
        "id": "urn:uuid:5fe53dc9-b2ec-4939-9b2c-0d00f6663b6c",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Two years at school",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "achievement": [
                {
                    "id": "https://uni.example/achievements/bare",
                    "type": ["Achievement"],
                    "name": "Stated bare",
                    "description": "Without a proof.",
                    "criteria": {"narrative": "None."},
                }
            ],
            "verifiableCredential": children,
        },
        **changes,
    }


def test_each_child_of_a_record_has_its_own_verdict_and_lends_it_to_no_other():
    web = Web()
    school, other = Issuer(web, did="web"), Issuer(web, did="key")
    good = other.sign(other.credential(name="Good", id="urn:uuid:1fe53dc9-b2ec-4939-9b2c-0d00f6663b61"))
    forged = altered(good, "credentialSubject.achievement.name", "Surgery")
    unsigned = other.credential(name="Bare paper", id="urn:uuid:1fe53dc9-b2ec-4939-9b2c-0d00f6663b62")
    written = school.credential(**record([good, forged, unsigned]))
    written["@context"] = [written["@context"][0], CLR, *written["@context"][1:]]
    report = ask(school.sign(written, suite="eddsa-jcs-2022"), web)
    report = report_from_json(report_to_json(report))  # as it is kept
    assert report.format == "clr-di" and report.verdict is Verdict.VALID
    cards = inside_cards(report.document, dialect="clr", report=report, language="en")
    assert [(card.title, card.verdict, card.own) for card in cards] == [
        ("Welding", "valid", True),
        ("Surgery", "invalid", True),
        ("Welding", "unsigned", True),
        ("Stated bare", None, False),
    ]
    said = facts_of(report.document, dialect="clr", at=AT, report=report)
    assert said["doubt"] == "grave"
    older = inside_cards(report.document, dialect="clr", report=None, language="en")
    assert {card.verdict for card in older} == {None}


def test_what_a_child_states_counts_only_where_the_child_itself_holds():
    web = Web()
    school = Issuer(web, did="web")
    child = school.credential(id="urn:uuid:1fe53dc9-b2ec-4939-9b2c-0d00f6663b61")
    child["credentialSubject"]["creditsEarned"] = 3
    child["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": "Weld", "targetUrl": "https://frameworks.example/weld"}
    ]
    good = school.sign(child, suite="eddsa-jcs-2022")
    forged = altered(good, "credentialSubject.achievement.alignment.0.targetName", "Operate")
    for inside, doubt, counted in (
        ([good], "", {"weld"}),
        ([good, child], "open", {"weld"}),
        ([forged], "grave", set()),
        ([forged, good], "grave", {"weld"}),
        ([child], "open", set()),
    ):
        written = school.credential(**record(inside))
        written["@context"] = [written["@context"][0], CLR, *written["@context"][1:]]
        report = ask(school.sign(written, suite="eddsa-jcs-2022"), web)
        assert report.verdict is Verdict.VALID
        said = facts_of(report.document, dialect="clr", at=AT, report=report)
        assert (said["doubt"], set(said["skills"]) & {"weld", "operate"}) == (doubt, counted), doubt
        assert said["transparency"] == 3, "what is stated is stated, whoever stands behind it"
    assert inside_cards(report.document, dialect="ob3", report=report, language="en") == ()


@needs_vectors
def test_published_records_tell_their_parts_and_claim_no_verdict_that_nobody_found():
    seen = 0
    for path in sorted((VECTORS / "clr2").rglob("clr--*.json")):
        envelope = read_envelope(path.read_bytes())
        report = ask(json.loads(path.read_bytes()), Web())
        cards = inside_cards(envelope.claimed, dialect="clr", report=report, language="en")
        seen += len(cards)
        assert all(card.title for card in cards), path.name
        assert not {card.verdict for card in cards} & {"valid"}, path.name
    assert seen > 5
