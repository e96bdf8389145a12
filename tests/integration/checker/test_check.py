"""Checking a badge without an account."""

from __future__ import annotations

import json
from html import unescape
from io import BytesIO

import pytest

from wallet.demo.samples import SAMPLES
from wallet.store.models.base import Base
from wallet.store.models.credential import Original


def hand_in(stranger, *files: tuple[bytes, str], accept: str = "text/html", **form: str):
    data = {"files": [(BytesIO(content), name) for content, name in files], **form}
    return stranger.client.post(
        "/check",
        base_url=stranger.home,
        data=data,
        headers={"Accept": accept},
        content_type="multipart/form-data",
    )


def test_the_form_is_open_to_everyone(stranger):
    page = stranger.get("/check")
    assert page.status_code == 200
    assert 'type="file"' in page.text
    assert "Nothing you hand in here is stored" in page.text


def test_a_badge_that_holds_is_called_so_with_its_reasons(stranger, badge):
    page = hand_in(stranger, (badge, "badge.png"))
    assert page.status_code == 200
    assert "Verified" in page.text
    assert "How we know" in page.text


@pytest.mark.parametrize("name", sorted(name for name in SAMPLES if "hosted" not in name))
def test_a_program_gets_the_verdict_that_the_academy_meant(stranger, samples, name):
    sample = SAMPLES[name]
    answer = hand_in(stranger, (samples.file(sample), sample.file_name), accept="application/json")
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["file"] == sample.file_name
    assert told["verdict"] == sample.kind.verdict
    assert {"check", "outcome", "code", "detail"} == set(told["checks"][0])


def test_several_files_get_several_answers_in_their_order(stranger, samples):
    first, second = SAMPLES["ola-holds.png"], SAMPLES["ola-revoked.png"]
    answer = hand_in(
        stranger,
        (samples.file(first), "first.png"),
        (samples.file(second), "second.png"),
        accept="application/json",
    )
    assert [(one["file"], one["verdict"]) for one in answer.get_json()] == [
        ("first.png", "valid"),
        ("second.png", "revoked"),
    ]


def test_a_zip_is_opened(stranger, samples):
    archive = samples.archive(SAMPLES["ola-holds.png"].learner)
    answer = hand_in(stranger, (archive, "all.zip"), accept="application/json")
    assert len(answer.get_json()) == 7


@pytest.mark.parametrize("text", ["{}", "My badge: {}."])
def test_a_pasted_link_is_followed(stranger, samples, shelf, text):
    shelf.documents["https://academy.example/badge.json"] = json.dumps(
        samples.academy.signed(SAMPLES["ola-holds.png"].award)
    ).encode()
    answer = hand_in(
        stranger, accept="application/json", text=text.format("https://academy.example/badge.json")
    )
    assert answer.get_json()["verdict"] == "valid"


def test_a_link_that_answers_nothing_is_never_called_valid_or_forged(stranger):
    answer = hand_in(stranger, accept="application/json", text="https://gone.example/badge.json")
    assert answer.get_json()["verdict"] in {"undetermined", "unreadable"}


def test_a_raw_body_is_taken_too(stranger, samples):
    for kind in ("application/jwt", "application/x-www-form-urlencoded"):  # curl's own word for any body
        answer = stranger.client.post(
            "/check",
            base_url=stranger.home,
            data=samples.file(SAMPLES["ola-token.jwt"]),
            content_type=kind,
            headers={"Accept": "application/json"},
        )
        assert answer.get_json()["verdict"] == "valid"


def test_a_picture_without_a_badge_gets_a_sentence_and_no_verdict_of_forgery(stranger):
    page = hand_in(stranger, (b"\x89PNG\r\n\x1a\nnothing", "holiday.png"))
    assert page.status_code == 200
    assert "holiday.png" in page.text
    assert "Not valid" not in page.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": "https://gone.example/badge.json"}, "The address did not answer."),
        ({"text": "Dear Ana, congratulations"}, "We don't recognise this as a badge."),
    ],
)
def test_what_could_not_be_read_is_told_once_and_in_its_own_words(stranger, form, said):
    page = unescape(hand_in(stranger, **form).text)
    banner = page.partition('<div class="banner"')[2].partition("</div>")[0]
    assert said in banner
    assert page.count(said) == 1
    assert "issuer's server" not in page


def test_too_many_at_once_are_told_so(stranger):
    page = hand_in(stranger, *[(b"{}", f"{number}.json") for number in range(11)])
    assert page.status_code == 400
    assert "These are too many files at once.</strong> At most 10" in page.text


def test_nothing_handed_in_is_answered_with_what_to_do(stranger):
    page = hand_in(stranger)
    assert page.status_code == 400
    assert 'role="alert"' in page.text


def test_nothing_of_it_is_stored(stranger, badge, sqlite_store):
    hand_in(stranger, (badge, "badge.png"))
    with sqlite_store.read() as session:
        assert session.query(Original).count() == 0
        assert {
            table.name
            for table in Base.metadata.sorted_tables
            if session.execute(table.select()).first() is not None
        } <= {"cached_document"}
