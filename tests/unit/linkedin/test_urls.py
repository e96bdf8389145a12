"""What a person's LinkedIn form is filled with."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from wallet.credentials.openbadges3.reader import read_ob3
from wallet.linkedin.urls import Entry, can_be_reached, copy_lines, post_address, profile_address


def fields(entry: Entry) -> dict[str, list[str]]:
    address = urlsplit(profile_address(entry))
    assert (address.scheme, address.netloc, address.path) == ("https", "www.linkedin.com", "/profile/add")
    return parse_qs(address.query, strict_parsing=True)


def entry(**changes) -> Entry:
    given = {
        "name": "Zażółć gęślą jaźń & 100 %",
        "organization": "Politechnika Gdańska",
        "link": "https://wallet.example/s/abc",
        "issued_at": datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
    }
    return Entry(**(given | changes))


def test_polish_letters_and_signs_arrive_whole():
    assert fields(entry())["name"] == ["Zażółć gęślą jaźń & 100 %"]


def test_the_month_is_the_issuers_own_and_counts_from_one():
    assert fields(entry())["issueYear"] == ["2026"]
    assert fields(entry())["issueMonth"] == ["1"]
    warsaw = read_ob3({"validFrom": "2026-01-01T00:00:00+01:00"}).issued_at
    assert fields(entry(issued_at=warsaw))["issueYear"] == ["2026"]
    assert fields(entry(issued_at=warsaw))["issueMonth"] == ["1"]


def test_an_end_at_the_last_second_of_a_year_is_that_december():
    ends = read_ob3({"validUntil": "2027-12-31T23:59:59Z"}).expires_at
    told = fields(entry(expires_at=ends))
    assert (told["expirationYear"], told["expirationMonth"]) == (["2027"], ["12"])
    assert ("expires", "12.2027") in copy_lines(entry(expires_at=ends))


def test_no_expiry_means_no_expiry_fields():
    assert not {"expirationYear", "expirationMonth"} & set(fields(entry()))


def test_an_expiry_is_told():
    told = fields(entry(expires_at=datetime(2027, 12, 1, tzinfo=UTC)))
    assert (told["expirationYear"], told["expirationMonth"]) == (["2027"], ["12"])


def test_a_linkedin_number_replaces_the_name_of_the_organisation():
    told = fields(entry(organization_id="1234567"))
    assert told["organizationId"] == ["1234567"]
    assert "organizationName" not in told


def test_a_number_that_is_none_is_not_sent():
    told = fields(entry(organization_id="12&certUrl=https://evil.example"))
    assert told["organizationName"] == ["Politechnika Gdańska"]
    assert "organizationId" not in told


def test_exp_01_a_name_cannot_smuggle_another_address_in():
    told = fields(entry(name="A&certUrl=https://evil.example#x\r\nSet-Cookie: a\x00\u202eb" + "z" * 5000))
    assert told["certUrl"] == ["https://wallet.example/s/abc"]
    assert set(told) == {"startTask", "name", "organizationName", "issueYear", "issueMonth", "certUrl"}
    assert len(told["name"][0]) == 255
    assert told["name"][0].endswith("…")
    assert not any(c in told["name"][0] for c in "\r\n\x00\u202e")


def test_a_post_carries_the_address_and_nothing_else():
    assert parse_qs(urlsplit(post_address("https://wallet.example/s/a?b=c&d")).query) == {
        "url": ["https://wallet.example/s/a?b=c&d"]
    }


def test_the_same_facts_can_be_copied_line_by_line():
    assert copy_lines(entry(name="Teamwork")) == (
        ("name", "Teamwork"),
        ("organization", "Politechnika Gdańska"),
        ("issued", "01.2026"),
        ("address", "https://wallet.example/s/abc"),
    )


def test_an_address_linkedin_cannot_open_is_known_as_such():
    assert can_be_reached("https://wallet.example/s/a")
    assert not can_be_reached("http://127.0.0.1:8000/s/a")
    assert not can_be_reached("https://localhost/s/a")
    assert not can_be_reached("https://wallet.local/s/a")
