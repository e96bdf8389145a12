"""JSON-01…06: two honest programs must never read different things out of one text."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.credentials.makers import OB2, OB3, base64url, read, refusal, token, written
from wallet.credentials.dialects import fingerprint, read_credential
from wallet.credentials.parsing.strict import read_json
from wallet.credentials.reading import presented, read_envelopes
from wallet.errors import Unreadable


def code_of(text: bytes | str, **limits) -> str:
    with pytest.raises(Unreadable) as caught:
        read_json(text, **limits)
    return caught.value.code


HEADER_TWICE = base64url(b'{"alg":"none","alg":"EdDSA"}')
TWICE = written(OB3).replace(b'"issuer":', b'"issuer": "did:key:zEvil", "issuer":', 1)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TWICE, id="upload"),
        pytest.param(
            f"{base64url(b'{}')}.{base64url(TWICE)}.{base64url(b's')}".encode(), id="payload of a token"
        ),
        pytest.param(
            f"{HEADER_TWICE}.{base64url(written(OB3))}.c2ln".encode(),
            id="header of a token",
        ),
        pytest.param(b'{"vp": ' + TWICE + b"}", id="inside a wrapper"),
        pytest.param(written(OB3).replace(b'"narrative"', b'"a": 1, "a": 1, "narrative"'), id="deep inside"),
        pytest.param(
            written(OB3).replace(b'"issuer":', b'"\\u0069ssuer": 1, "issuer":'), id="spelled with an escape"
        ),
    ],
)
def test_json_01_a_key_given_twice_is_refused_wherever_it_stands(data):
    assert refusal(data) == "duplicate-key"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "-0", "-0.0", "1e400", "-1e400", "-0e5"])
def test_json_02_numbers_that_are_none_or_do_not_fit_are_refused(number):
    assert code_of(f'{{"a": [{number}]}}') == "bad-number"


@pytest.mark.parametrize("number", ["9" * 4301, "-" + "9" * 4301, str(2**53), str(-(2**53)), "1" * 18])
def test_json_03_integers_that_two_parsers_would_hold_differently_are_refused(number):
    assert code_of(f'{{"a": {number}}}') == "bad-number"


def test_json_03_the_largest_exact_integers_and_fractions_are_read_and_canonicalised_alike():
    assert read_json("[9007199254740991, -9007199254740991, 2.5, 1e3, 0]") == [
        9007199254740991,
        -9007199254740991,
        2.5,
        1000.0,
        0,
    ]
    assert rfc8785.dumps(read_json("[1.0, 1, 1e0]")) == b"[1,1,1]"


@pytest.mark.parametrize("pair", [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [65, 5_000, 100_000])
def test_json_04_deep_nesting_is_refused_before_it_is_parsed(pair, depth):
    assert code_of(pair[0] * depth + "1" + pair[1] * depth) == "too-deep"


def test_json_04_brackets_inside_words_are_no_nesting_and_the_limit_itself_is_allowed():
    assert read_json('["' + "[" * 500 + '\\"{"]') == ["[" * 500 + '"{']
    assert read_json("[" * 64 + "]" * 64)


@pytest.mark.parametrize(
    "text", ['"\\ud800"', '"\\udc00\\ud800"', '{"\\ud800": 1}', '["a\\u0000b"]', '{"a": [{"b\\u0000": 1}]}']
)
def test_json_05_half_characters_and_nul_are_refused_at_the_edge(text):
    assert code_of(text) == "bad-text"


def test_json_05_a_lone_surrogate_that_is_already_text_is_refused():
    assert code_of('["\ud800"]') == "bad-text"


def test_json_05_a_whole_pair_of_surrogates_is_a_character():
    assert read_json('"\\ud83c\\udf93"') == "🎓"
    assert read_json('"\\\\u0000"') == "\\u0000"


TEXT = written(OB3).decode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(TEXT.encode("utf-16"), "utf-16-text", id="UTF-16"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16-text", id="UTF-16 without a mark"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16-text", id="UTF-16 the other way round"),
        pytest.param(TEXT.encode("utf-32"), "utf-16-text", id="UTF-32"),
        pytest.param(TEXT.encode("utf-32-be"), "utf-16-text", id="UTF-32 without a mark"),
        pytest.param(b"\xef\xbb\xbf" * 2 + written(OB3), "not-recognised", id="two byte order marks"),
        pytest.param(
            written(OB3).replace(b"Soldering", b"S\xc0\xafldering"), "bad-text", id="overlong UTF-8"
        ),
        pytest.param(
            written(OB3).replace(b"Soldering", "Sołdering".encode("iso-8859-2")), "bad-text", id="Latin-2"
        ),
        pytest.param(written(OB3) + b"x", "not-json", id="something after the end"),
        pytest.param(written(OB3) + written(OB3), "not-json", id="two documents"),
        pytest.param(b"callback(" + written(OB3) + b")", "not-recognised", id="JSONP"),
        pytest.param(written(OB3)[:-1], "not-json", id="cut off"),
        pytest.param(b"{'id': 1}", "not-json", id="single quotes"),
        pytest.param(b'{"id": 1,}', "not-json", id="comma at the end"),
    ],
)
def test_json_06_only_one_whole_utf8_text_is_read(data, code):
    assert refusal(data) == code


def test_json_06_line_ends_and_spaces_around_a_text_are_harmless():
    assert read(b"\r\n  " + written(OB3).replace(b", ", b",\r\n") + b"\r\n").dialect == "ob3"


def test_json_07_odd_keys_are_data_and_their_number_is_capped():
    assert read_json('{"__proto__": 1, "constructor": 2, "": 3}') == {"__proto__": 1, "constructor": 2, "": 3}
    assert code_of("{" + ",".join(f'"{n}":0' for n in range(100_001)) + "}") == "too-many-parts"
    assert code_of('"' + "a" * 5_000_000 + '"') == "too-large"
    assert code_of('"' + "ł" * 2_500_000 + '"') == "too-large"


def test_a_token_of_honest_json_is_read():
    assert read(token(OB3).encode()).dialect == "ob3"


wrong = st.recursive(
    st.sampled_from([None, True, 5, 1.5, "", "x", "https://a.example", "did:key:z", "2026-02-30", [], {}]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from([*OB3, *OB2, "vc", "vp", "jwt", "verify", "revoked"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(
    base=st.sampled_from([OB3, OB2, {}]),
    changes=st.dictionaries(st.sampled_from([*OB3, *OB2]), wrong, max_size=4),
)
def test_json_08_the_right_shape_with_wrong_types_is_read_or_refused_but_never_stops(base, changes):
    for data in (
        written(base | changes),
        token({"vc": base | changes}).encode(),
        token(base | changes).encode(),
    ):
        (envelope,) = read_envelopes(data)
        assert fingerprint(envelope)
        if envelope.refusal is None and envelope.dialect in ("ob1", "ob2", "ob3", "vc") and envelope.claimed:
            read_credential(envelope.claimed, dialect=envelope.dialect)
        presented(envelope)
