"""Words by language: however an issuer spells the tag, readers get their language and nothing is lost."""

from __future__ import annotations

import pytest

from wallet.credentials.model import words
from wallet.credentials.openbadges3.reader import read_ob3
from wallet.credentials.parsing import values
from wallet.credentials.parsing.languages import language_tag, spoken


@pytest.mark.parametrize("polish", ["pl", "pl-PL", "pl_PL", "PL", "Pl-pl", "pol", "pl-Latn-PL", "Polish"])
@pytest.mark.parametrize("english", ["en", "en-GB", "en_EN", "EN", "en-us", "eng", "English"])
def test_a_tag_matches_by_its_primary_subtag_in_any_spelling(polish, english):
    said = values.text({polish: "Spawanie", english: "Welding"})
    assert words(said, "en") == "Welding"
    assert words(said, "pl") == "Spawanie"
    assert words(spoken({polish: "Spawanie", english: "Welding"}), "pl") == "Spawanie"


def test_the_tag_that_was_asked_for_goes_before_its_region():
    assert words({"en-US": "Color", "en": "Colour"}, "en") == "Colour"
    assert words({"en-US": "Color", "en-GB": "Colour"}, "en-GB") == "Colour"


@pytest.mark.parametrize(
    "tag", ["de-CH-1901", "nl_NL", "zh-Hant-TW", "es-419", "x-klingon", "und", "@none", "default", "sr-Cyrl"]
)
def test_nothing_is_lost_for_its_tag(tag):
    assert words(values.text({tag: "Words"}), "pl") == "Words"
    assert words(values.text([{"@value": "Words", "@language": tag}]), "pl") == "Words"
    assert list(spoken({tag: "Words"}).values()) == ["Words"]


def test_an_object_with_an_id_and_a_type_is_no_language_map():
    assert values.text({"id": "https://a.example/1", "type": "Achievement"}) == {}
    assert values.text({"id": "Pengelasan", "en": "Welding"}) == {"id": "Pengelasan", "en": "Welding"}


def test_tags_are_made_even_where_they_are_kept():
    assert language_tag("nl_nl") == "nl-NL"
    assert language_tag("SR-latn-rs") == "sr-Latn-RS"
    assert language_tag("en_EN") == "en"


@pytest.mark.parametrize(
    ("criteria", "said", "address"),
    [
        ("Weld a plate.", "Weld a plate.", ""),
        ("https://issuer.example/c", "", "https://issuer.example/c"),
        ({"narrative": "Weld a plate."}, "Weld a plate.", ""),
        ({"id": "https://issuer.example/c"}, "", "https://issuer.example/c"),
        ({"narrative": "https://issuer.example/c"}, "", "https://issuer.example/c"),
        ({"id": "https://a.example/1", "narrative": "<p>Weld</p>"}, "Weld", "https://a.example/1"),
        ([{"id": "https://a.example/1"}, {"narrative": "Weld"}], "Weld", "https://a.example/1"),
        ({"narrative": {"en_US": "Weld", "pl_PL": "Spawaj"}}, "Weld", ""),
        ({"en-GB": "Weld", "pl-PL": "Spawaj"}, "Weld", ""),
        (["Weld a plate.", "https://a.example/1"], "Weld a plate.", "https://a.example/1"),
        (None, "", ""),
        (7, "7", ""),
    ],
)
def test_criteria_are_shown_however_they_are_written(criteria, said, address):
    document = {"credentialSubject": {"achievement": {"name": "Welding", "criteria": criteria}}}
    achievement = read_ob3(document).achievement
    assert words(achievement.criteria, "en") == said
    assert achievement.criteria_url == address


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-04-06T00:30:00+02:00", "2023-04-06"),
        ("2024-05-01T20:00:00-07:00", "2024-05-01"),
        ("2026-01-01T00:00:00+01:00", "2026-01-01"),
        ("2027-12-31T23:59:59Z", "2027-12-31"),
        ("2027-12-31T24:00:00Z", "2027-12-31"),
        ("9999-12-31T23:59:59-05:00", "9999-12-31"),
        ("20240501T200000-0700", "2024-05-01"),
        ("2024-05-01", "2024-05-01"),
    ],
)
def test_a_date_is_the_day_that_the_issuer_wrote(written, day):
    assert values.time(written, lenient=True).date().isoformat() == day
