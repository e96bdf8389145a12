"""What other systems hand out is opened; each credential in it stands by itself."""

from __future__ import annotations

import base64
import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.credentials.makers import (
    OB2,
    OB3,
    archive,
    itxt,
    pdf,
    png,
    read,
    refusal,
    svg,
    svg_badge,
    token,
    within,
    written,
)
from tests.wrappers import OF_TWO
from wallet.credentials.reading import read_envelopes

SECOND = OB3 | {"id": "https://college.example/credentials/8"}


@pytest.mark.parametrize("name", OF_TWO)
@pytest.mark.parametrize("second", [SECOND, token(SECOND)], ids=["object", "token"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["", "marked"])
def test_each_credential_in_a_wrapper_is_an_item_of_its_own(name, second, start):
    data = start + written(OF_TWO[name](token(OB3), second))
    found = read_envelopes(data, name="answer.json")
    assert [one.refusal for one in found] == [None, None]
    assert sorted((one.claimed["id"], one.part) for one in found)[0][0] == OB3["id"]
    assert {one.claimed["id"] for one in found} == {OB3["id"], SECOND["id"]}
    assert {one.original for one in found} == {data} and {one.part for one in found} == {1, 2}


def test_a_list_in_a_zip_gives_all_that_it_holds():
    found = read_envelopes(archive({"all.json": written([OB3, SECOND]), "one.jwt": token(OB2).encode()}))
    assert [(one.name, one.part, one.dialect) for one in found] == [
        ("all.json", 1, "ob3"),
        ("all.json", 2, "ob3"),
        ("one.jwt", 0, "ob2"),
    ]


def test_a_locked_backup_is_called_locked():
    locked = {"type": ["VerifiableCredential", "EncryptedWallet"], "credentialSubject": {"x": {}}}
    backup = {"type": "UniversalWallet2020", "status": "LOCKED", "contents": [locked]}
    assert refusal(written(backup)) == "encrypted-backup"


def test_what_cannot_be_read_beside_a_credential_is_not_left_out():
    found = read_envelopes(written([OB3, {"type": "BadgeClass"}, "words", OB3]))
    assert [one.refusal and one.refusal.code for one in found] == [None, "achievement-only", "not-recognised"]


def test_no_more_than_two_hundred_are_taken_from_one_file():
    crowd = read_envelopes(written([OB3 | {"id": f"urn:uuid:{n}"} for n in range(205)]))
    assert len(crowd) == 201 and crowd[-1].refusal.params == {"most": 200}


def test_a_credential_is_never_taken_for_a_wrapper():
    """Members that a wrapper has too are an extension of its own, and what was signed stays whole."""
    for odd in (OB3 | {"credential": SECOND}, OB2 | {"results": [SECOND]}):
        assert read(written(odd)).claimed == odd


@pytest.mark.parametrize("bake", [lambda text: png(itxt(text)), lambda text: svg(svg_badge(text)), pdf])
def test_a_picture_with_two_badges_stays_refused(bake):
    assert refusal(bake(written({"credentials": [OB3, SECOND]}))) == "ambiguous-badge"
    assert read(bake(written({"credentials": [OB3]}))).claimed == OB3


LEAVES = st.one_of(
    st.none(),
    st.integers(-5, 5),
    st.text(max_size=12),
    st.sampled_from([OB3, token(OB3), "data:,{}", "https://a.example/1"]),
)
NAMES = st.sampled_from(
    ["credential", "credentials", "results", "vp", "type", "contents", "@context", "badge"]
)


@given(
    st.recursive(
        LEAVES,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(NAMES, inner, max_size=3),
            inner.map(lambda value: json.dumps(value)),
        ),
        max_leaves=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_whatever_is_wrapped_in_whatever_reading_ends_with_an_answer(value):
    found = read_envelopes(written(value))
    assert found
    assert all((one.refusal is None) == bool(one.claimed or one.url) for one in found)


LINK = "https://college.example/assertions/7"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (LINK, LINK),
        (f"<{LINK}>", LINK),
        (f"<URL:{LINK}>", LINK),
        (f"  {LINK}\u200b\r\n", LINK),
        (f"\u2060{LINK}\ufeff", LINK),
        (f'"{LINK}"', LINK),
        (f"„{LINK}”", LINK),
        ("college.example/assertions/7", LINK),
        ("www.college.example", "https://www.college.example"),
        ("localhost:8080/a", "https://localhost:8080/a"),
        ("HTTPS://college.example/a", "HTTPS://college.example/a"),
    ],
)
def test_a_link_is_understood_as_people_paste_it(text, url):
    assert read(text.encode()).url == url


@pytest.mark.parametrize(
    "text", ["demo.json", "Hello. World", "a/b", "3/4", "ola@example.org/x", "<3 you", "C:\\a/b"]
)
def test_words_are_no_link(text):
    assert refusal(text.encode()) == "not-recognised"


@pytest.mark.parametrize(
    "link",
    [
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example",
        "<openid-initiate-issuance://?issuer=https%3A%2F%2Fissuer.example>",
        "https://wallet.example/add?credential_offer=%7B%7D",
    ],
)
def test_an_offer_is_called_an_offer(link):
    assert refusal(link.encode()) == "credential-offer"
    assert refusal(b"openid4vp://?client_id=x&request_uri=https%3A%2F%2Fa.example") == "presentation-request"


@pytest.mark.parametrize(
    "data",
    [
        b"data:application/json;base64," + base64.b64encode(written(OB3)),
        b"data:application/vc+ld+json," + written(OB3).replace(b" ", b"%20"),
        b"data:application/vc+jwt," + token(OB3).encode(),
        b"data:image/png;base64," + base64.b64encode(png(itxt(written(OB3)))),
        b"<data:application/json;base64," + base64.urlsafe_b64encode(written(OB3)) + b">",
        written({"credential": "data:application/vc+jwt," + token(OB3)}),
    ],
)
def test_a_data_url_is_what_it_holds(data):
    envelope = read(data)
    assert envelope.claimed == OB3 and envelope.original == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gzip.compress(written(OB3)), "compressed-file"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "compressed-file"),
        (b"Rar!\x1a\x07\x01\0", "compressed-file"),
        (b"a.json".ljust(257, b"\0") + b"ustar\x0000", "compressed-file"),
        (b"<!-- saved --><html><body></body></html>", "web-page"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-"><html/>', "web-page"),
        (b'<iframe src="https://a.example"></iframe>', "web-page"),
        (b"<europassCredential xmlns='x'/>", "xml-not-supported"),
        (b"<!---->" * 140 + b"<htm", "xml-not-supported"),
        (b"<!---->" * 140 + b"<html>", "web-page"),
        (b"<3", "not-recognised"),
        (json.dumps(OB3).encode("utf-16"), "utf-16-text"),
        (b"data:application/json;base64,!!", "bad-base64"),
        (b"data:," * 100_000 + written(OB3), "not-recognised"),
        (b'["data:,' + b"data:," * 100_000 + b'"]', "not-a-credential"),
    ],
)
def test_a_refusal_says_what_the_file_is(data, code):
    assert refusal(data) == code


@pytest.mark.parametrize("between", [b"\n", b"\r\n", b"\n\n", b"\n\x1e"])
@pytest.mark.parametrize("second", [written(SECOND), token(SECOND).encode()], ids=["object", "token"])
def test_each_line_of_json_lines_is_an_item_of_its_own(between, second):
    data = written(OB3) + between + second + b"\n"
    assert [one.claimed["id"] for one in read_envelopes(data)] == [OB3["id"], SECOND["id"]]


def test_lines_of_tokens_and_of_links_are_items_and_not_one_encrypted_badge():
    tokens = read_envelopes(f"{token(OB3)}\n{token(SECOND)}\n".encode())
    assert [one.claimed for one in tokens] == [OB3, SECOND]
    links = read_envelopes(b"# my badges\r\nhttps://a.example/1\r\nhttps://a.example/2\r\n")
    assert [one.url for one in links] == ["https://a.example/1", "https://a.example/2"]


def test_a_token_broken_into_lines_is_still_one():
    broken = "\n".join(token(OB3)[at : at + 64] for at in range(0, len(token(OB3)), 64))
    assert read(broken.encode()).claimed == OB3


def test_more_lines_than_one_file_may_hold_are_said_to_be_too_many():
    crowd = read_envelopes(b"\n".join(written(OB3 | {"id": f"urn:uuid:{n}"}) for n in range(900)))
    assert len(crowd) == 201 and crowd[-1].refusal.params == {"most": 200}
    again = read_envelopes((written(OB3) + b"\n") * 900 + written(SECOND))
    assert [one.claimed for one in again] == [OB3, SECOND]


def test_what_only_looks_like_many_credentials_costs_little():
    for inside in ([f"eyJhbGciOiJub25lIn0.e30.{n}" for n in range(90_000)], ['{"a": [1]}'] * 90_000):
        with within(0.8):
            assert refusal(written({"data": inside})) == "not-a-credential"


@pytest.mark.parametrize("end", [b"\0\0", b"\x1a", b"\f\n"])
@pytest.mark.parametrize("text", [written(OB3), token(OB3).encode(), b"\xef\xbb\xbf" + written(OB3)])
def test_marks_of_an_end_are_no_part_of_a_badge(text, end):
    envelope = read(text + end)
    assert envelope.claimed == OB3 and envelope.original == text + end


def test_a_saved_link_and_a_token_in_brackets_are_read():
    assert (
        read(b"[InternetShortcut]\r\nURL=https://a.example/1\r\nIconIndex=0\r\n").url == "https://a.example/1"
    )
    assert read(f"<{token(OB3)}>".encode()).claimed == OB3


@pytest.mark.parametrize(
    "wrapped",
    [
        {"data": OB3},
        {"data": {"items": [token(OB3)]}},
        {"_embedded": {"badges": [{"json": OB3, "url": "https://a.example/1"}]}},
        {"body": json.dumps({"payload": OB3})},
        {"urn:uuid:1": OB3, "urn:uuid:2": {"note": "www.a.example"}},
        {"vp_token": {"query": [token(OB3)]}},
    ],
)
def test_a_credential_in_an_answer_of_an_unknown_system_is_found(wrapped):
    assert read(written(wrapped)).claimed == OB3


def test_an_object_that_only_names_addresses_is_no_badge():
    for odd in (
        {"data": {"url": "https://a.example/1"}},
        {"data": {"version": "1.2.3"}},
        {"data": {"badge": 1}},
    ):
        assert refusal(written(odd)) == "not-a-credential"


@pytest.mark.parametrize(
    "address",
    [
        "data:application/jwt,",
        "data:application/vc+jwt;charset=utf-8,",
        "data:application/vc+jwt;base64,",
    ],
)
def test_an_enveloped_token_is_what_its_data_url_holds(address):
    text = base64.b64encode(token(OB3).encode()).decode() if "base64" in address else token(OB3)
    kind = {"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential"}
    assert read(written(kind | {"id": address + text})).claimed == OB3


def test_padding_after_an_archive_is_no_damage():
    assert read(archive({"a.json": written(OB3)}) + b"\r\n").claimed == OB3
    assert read(archive({"a.json": written(OB3)}) + bytes(600)).claimed == OB3
    assert refusal(archive({"a.json": written(OB3)}) + b"more") == "damaged-archive"
