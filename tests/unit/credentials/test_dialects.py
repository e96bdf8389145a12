from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.credentials.makers import OB2, OB3, SVG, itxt, png, read, token, written
from wallet.credentials.carriers.baking import bake_svg
from wallet.credentials.dialects import fingerprint, read_credential
from wallet.credentials.model import Alignment, Evidence, Identifier, Image, Result
from wallet.credentials.reading import read_envelope
from wallet.errors import Unreadable

ISSUER = {
    "id": "https://college.example/issuer",
    "type": "Issuer",
    "name": "Maple College",
    "url": "https://college.example",
    "email": "badges@college.example",
    "image": "https://college.example/logo.png",
}
BADGE = {
    "id": "https://college.example/badges/soldering",
    "type": "BadgeClass",
    "@language": "pl",
    "name": "Lutowanie",
    "description": "Łączy elementy.",
    "image": {"id": "https://college.example/b.png", "caption": "Lutownica"},
    "criteria": {"id": "https://college.example/criteria", "narrative": "Zlutuj *dziesięć* złączy."},
    "tags": ["elektronika", 5, None],
    "alignment": [
        {"targetName": "Solder", "targetUrl": "https://esco.example/1", "targetFramework": "ESCO"},
        {"name": "Old", "url": "https://old.example"},
        "nonsense",
    ],
    "issuer": ISSUER,
}
HASHED = {"type": "email", "hashed": True, "salt": "deadsea", "identity": "sha256$c7ef"}


def test_an_open_badge_2_is_read_whole():
    read = read_credential(
        OB2
        | {
            "badge": BADGE,
            "recipient": HASHED,
            "expires": "2027-03-01",
            "narrative": "Well done",
            "evidence": ["https://a.example/e1", {"id": "https://a.example/e2", "name": "Film"}],
            "image": "https://college.example/a.png",
        },
        dialect="ob2",
    )
    assert read.title() == "Lutowanie" and read.achievement.name == {"pl": "Lutowanie"}
    assert read.id == "https://college.example/assertions/7" and read.dialect == "ob2"
    assert read.issuer.name == {"": "Maple College"} and read.issuer.id == "https://college.example/issuer"
    assert read.issuer.email == "badges@college.example"
    assert read.issued_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert read.expires_at == datetime(2027, 3, 1, tzinfo=UTC)
    assert read.achievement.criteria == {"pl": "Zlutuj *dziesięć* złączy."}
    assert read.achievement.criteria_url == "https://college.example/criteria"
    assert read.achievement.image == Image("https://college.example/b.png", "Lutownica")
    assert read.achievement.tags == ("elektronika", "5")
    assert read.achievement.alignments == (
        Alignment("Solder", "https://esco.example/1", "ESCO"),
        Alignment("Old", "https://old.example"),
    )
    assert read.subject.identifiers == (Identifier("email", "sha256$c7ef", True, "deadsea"),)
    assert read.evidence == (
        Evidence("https://a.example/e1"),
        Evidence("https://a.example/e2", name="Film"),
    )
    assert read.description == {"": "Well done"}


def test_an_open_badge_2_whose_parts_are_still_addresses_has_ids_and_no_names():
    read = read_credential(OB2, dialect="ob2")
    assert read.achievement.id == "https://college.example/badges/soldering" and read.title() == ""
    read = read_credential(
        OB2 | {"badge": BADGE | {"issuer": "https://college.example/issuer"}}, dialect="ob2"
    )
    assert read.issuer.id == "https://college.example/issuer" and read.issuer.name == {}


def test_an_open_badge_of_2012_is_read():
    read = read_credential(
        {
            "recipient": "sha256$ab12",
            "salt": "sea",
            "issued_on": 1772366400,
            "expires": "1803902400",
            "evidence": "/work",
            "badge": {
                "version": "0.5.0",
                "name": "HTML",
                "image": "/html.png",
                "description": "d",
                "criteria": "/criteria",
                "issuer": {
                    "origin": "https://old.example",
                    "name": "Old",
                    "org": "Web",
                    "contact": "o@old.example",
                },
            },
        },
        dialect="ob1",
    )  # fmt: skip
    assert read.title() == "HTML" and read.issuer.name == {"": "Old, Web"}
    assert read.issuer.id == read.issuer.url == "https://old.example"
    assert read.issuer.email == "o@old.example"
    assert read.achievement.image == Image("https://old.example/html.png")
    assert read.subject.identifiers == (Identifier("email", "sha256$ab12", True, "sea"),)
    assert read.issued_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert read.expires_at is not None and read.dialect == "ob1"


FULL = OB3 | {
    "name": "Ola Nowak",
    "validUntil": "2027-03-01T10:00:00+01:00",
    "issuer": OB3["issuer"]
    | {
        "url": "https://college.example",
        "image": {"id": "https://college.example/l.png", "type": "Image"},
        "address": {"type": ["Address"], "addressCountryCode": "PL"},
    },
    "evidence": [{"id": "https://a.example/e", "type": ["Evidence"], "name": "Film", "narrative": "n"}],
    "credentialSubject": {
        "id": "did:key:zOla",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$ff",
                "identityType": "emailAddress",
                "salt": "s",
            },
            {"type": "IdentityObject", "hashed": False, "identityHash": "Ola Nowak", "identityType": "name"},
        ],
        "creditsEarned": 4.5,
        "result": [
            {"resultDescription": "urn:r1", "value": "94%"},
            {"resultDescription": "urn:r2", "achievedLevel": "urn:level3"},
            {"status": "Completed"},
        ],
        "achievement": {
            "id": "https://college.example/achievements/soldering",
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": {"en": "Soldering", "pl": ["Lutowanie"]},
            "description": [{"@value": "Łączy.", "@language": "pl"}, {"@value": "Joins.", "@language": "en"}],
            "criteria": {"id": "https://college.example/c", "narrative": "Solder."},
            "image": "data:image/png;base64,AAAA",
            "creator": {"id": "https://guild.example", "name": "Guild"},
            "tag": ["a", "b"],
            "alignment": {
                "type": "Alignment",
                "targetName": "T",
                "targetUrl": "https://t.example",
                "targetCode": "7",
            },
            "ext:LearningOutcome": ["Solders", {"name": "Measures"}],
            "resultDescription": [
                {"id": "urn:r1", "name": "Score"},
                {
                    "id": "urn:r2",
                    "name": "Level",
                    "rubricCriterionLevel": [{"id": "urn:level3", "name": "Master"}],
                },
            ],
        },
    },
}


def test_an_open_badge_3_is_read_whole():
    read = read_credential(FULL, dialect="ob3")
    assert read.title() == "Soldering" and read.title("pl") == "Lutowanie"
    assert read.name == {"": "Ola Nowak"}, "some issuers write the learner's name there; it is no title"
    assert read.achievement.description == {"pl": "Łączy.", "en": "Joins."}
    assert read.issuer.country == "PL" and read.issuer.image == Image("https://college.example/l.png")
    assert read.issued_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert read.expires_at == datetime(2027, 3, 1, 9, tzinfo=UTC)
    assert read.subject.id == "did:key:zOla" and read.subject.name == "Ola Nowak"
    assert read.subject.identifiers == (
        Identifier("email", "sha256$ff", True, "s"),
        Identifier("name", "Ola Nowak"),
        Identifier("did", "did:key:zOla"),
    )
    achievement = read.achievement
    assert achievement.kind == "MicroCredential" and achievement.credits == "4.5"
    assert achievement.criteria == {"": "Solder."} and achievement.criteria_url == "https://college.example/c"
    assert achievement.image == Image("data:image/png;base64,AAAA")
    assert achievement.creator is not None and achievement.creator.name == {"": "Guild"}
    assert achievement.alignments == (Alignment("T", "https://t.example", code="7"),)
    assert achievement.tags == ("a", "b") and achievement.outcomes == ("Solders", "Measures")
    assert read.results == (Result("Score", "94%"), Result("Level", "Master"), Result("", "Completed"))
    assert read.evidence == (Evidence("https://a.example/e", "Film", narrative="n"),)
    assert read.types == ("VerifiableCredential", "OpenBadgeCredential") and read.raw is FULL


def test_the_older_dates_and_a_bare_issuer_are_read():
    old = {k: v for k, v in OB3.items() if k != "validFrom"} | {
        "issuer": "did:key:zI",
        "issuanceDate": "2025-01-09T15:06:31Z",
        "expirationDate": "2026-01-09T15:06:31Z",
    }
    read = read_credential(old, dialect="ob3")
    assert read.issuer.id == "did:key:zI"
    assert (read.issued_at.year, read.expires_at.year) == (2025, 2026)


def test_a_date_without_a_time_zone_is_no_date_in_a_verifiable_credential():
    assert read_credential(OB3 | {"validFrom": "2026-03-01T10:00:00"}, dialect="ob3").issued_at is None


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ({"name": "Card"}, "Card"),
        ({"credentialSubject": {"degree": {"name": "Bachelor"}}}, "Bachelor"),
        ({"credentialSubject": [{"x": 1}, {"achievement": {"name": "Soldering"}}]}, "Soldering"),
        ({"displayParameter": {"title": {"pl": "Mikropoświadczenie"}}}, "Mikropoświadczenie"),
        ({"type": ["VerifiableCredential", "UniversityDegreeCredential"]}, "University Degree Credential"),
        ({"type": ["VerifiableCredential", "https://a.example#StudentId"]}, "Student Id"),
        ({"type": "VerifiableCredential"}, ""),
        (
            {
                "type": ["VerifiableCredential", "ClrCredential"],
                "name": "Transcript",
                "credentialSubject": {"achievement": [{"name": "One of many"}]},
            },
            "Transcript",
        ),
    ],
)
def test_any_other_credential_has_the_best_title_there_is(parts, title):
    read = read_credential({"type": "VerifiableCredential", "issuer": "did:key:zI", **parts}, dialect="vc")
    assert read.title() == title and read.dialect == "vc"


odd = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "type",
                    "name",
                    "issuer",
                    "badge",
                    "credentialSubject",
                    "achievement",
                    "criteria",
                    "image",
                    "recipient",
                    "identity",
                    "alignment",
                    "evidence",
                    "result",
                    "tag",
                    "tags",
                    "@value",
                    "@language",
                    "identifier",
                    "address",
                    "creator",
                    "narrative",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(document=st.dictionaries(st.sampled_from([*FULL, *OB2, "narrative"]), odd, max_size=6))
def test_odd_values_are_left_out_and_never_stop_the_reading(document):
    for dialect in ("ob1", "ob2", "ob3", "vc"):
        read = read_credential(document, dialect=dialect)
        assert isinstance(read.title(), str) and isinstance(read.issuer.id, str)


def test_a_presentation_or_nothing_is_no_credential():
    for document, dialect in (({}, "vp"), ({}, "unknown"), ([], "ob3")):
        with pytest.raises(Unreadable):
            read_credential(document, dialect=dialect)


def test_the_same_credential_is_recognised_in_every_carrier_and_spelling():
    document = written(OB3)
    reordered = written(dict(reversed(list(OB3.items())))).replace(b", ", b",\n  ")
    carriers = [document, reordered, png(itxt(document)), bake_svg(SVG, document), written({"vc": OB3})]
    assert len({fingerprint(read_envelope(data)) for data in carriers}) == 1
    tokens = [token(OB3).encode(), png(itxt(token(OB3).encode())), written({"jwt": token(OB3)})]
    assert len({fingerprint(read_envelope(data)) for data in tokens}) == 1
    hosted = [
        written(OB2),
        png(itxt(written(OB2 | {"evidence": "https://a.example"}), b"openbadges")),
        OB2["id"].encode(),
    ]
    assert len({fingerprint(read_envelope(data)) for data in hosted}) == 1


def test_different_credentials_and_a_signed_copy_of_an_unsigned_one_are_told_apart():
    files = [
        written(OB3),
        written(OB3 | {"proof": {"type": "DataIntegrityProof"}}),
        written(OB3 | {"id": "urn:other"}),
        token(OB3).encode(),
        token(OB2).encode(),
        written(OB2),
        written(OB2 | {"id": "https://college.example/assertions/8"}),
        written(OB2 | {"verification": {"type": "signed"}}),
        b"refused 1",
        b"refused 2",
    ]
    assert len({fingerprint(read_envelope(data)) for data in files}) == len(files)


def test_a_number_that_has_no_canonical_form_is_no_reason_to_fail():
    assert fingerprint(read(written(OB3 | {"x": 1e300}))) != fingerprint(read(written(OB3)))


@pytest.mark.parametrize("dialect", ["ob3", "vc", "elm"])
def test_of_several_ends_the_earliest_is_shown(dialect):
    document = {"type": ["VerifiableCredential"], "validFrom": None, "issuanceDate": ["2025-01-01T00:00:00Z"]}
    ends = {"validUntil": "2030-01-01T00:00:00Z", "expirationDate": "2027-01-01T00:00:00Z"}
    for one, other in (("validUntil", "expirationDate"), ("expirationDate", "validUntil")):
        credential = read_credential(
            {**document, one: ends["validUntil"], other: ends["expirationDate"]}, dialect=dialect
        )
        assert credential.expires_at is not None
        assert credential.expires_at.year == 2027
        assert credential.issued_at is not None
        assert credential.issued_at.year == 2025
    alone = read_credential(
        {**document, "validUntil": None, "expirationDate": ends["expirationDate"]}, dialect=dialect
    )
    assert alone.expires_at is not None


@pytest.mark.parametrize("member", ["alignment", "alignments"])
@pytest.mark.parametrize("prefix", [("targetName", "targetUrl"), ("name", "url")])
def test_skills_and_tags_under_the_names_of_older_versions_are_not_lost(member, prefix):
    subject = OB3["credentialSubject"]
    skill = dict(zip(prefix, ["Solder", "https://esco.example/1"], strict=True))
    achievement = subject["achievement"] | {member: [skill], "tags": ["electronics", {"@value": "tin"}]}
    read_so = read_credential(
        OB3 | {"credentialSubject": subject | {"achievement": achievement}}, dialect="ob3"
    ).achievement
    assert [(one.name, one.url) for one in read_so.skills] == [("Solder", "https://esco.example/1")]
    assert read_so.tags == ("electronics", "tin")


@pytest.mark.parametrize("nothing", [0, "0", False, "null", "0000-00-00", ["0000-00-00 00:00:00"]])
def test_what_programs_write_for_no_date_is_shown_as_no_end(nothing):
    assert read_credential(OB2 | {"expires": nothing}, dialect="ob2").expires_at is None
