from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.credentials.parsing.strict import (
    inflate,
    read_base64url,
    read_json,
    refuse_utf_16,
    without_mark,
    write_base64url,
)
from wallet.errors import Unreadable


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Unreadable) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_a_repeated_key_is_named():
    with pytest.raises(Unreadable) as caught:
        read_json('{"issuer": 1, "issuer": 2}')
    assert caught.value.params == {"key": "issuer"}


def test_limits_are_the_callers():
    assert code_of(read_json, "[1, 2, 3]", max_bytes=8) == "too-large"
    assert code_of(read_json, "[[[]]]", max_depth=2) == "too-deep"
    assert read_json(b"[[1]]", max_bytes=5, max_depth=2) == [[1]]


def test_a_byte_order_mark_is_no_part_of_the_text():
    """RFC 8259 §8.1; the bytes themselves stay as they are."""
    marked = b"\xef\xbb\xbf" + b'{"a": "\xef\xbb\xbf"}'
    assert read_json(marked) == read_json(marked.decode()) == {"a": "\ufeff"}
    assert code_of(read_json, b"\xef\xbb\xbf" * 2 + b"{}") == "not-json"
    assert without_mark(marked) == marked[3:] and without_mark(b"{}") == b"{}"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_utf_16_is_called_by_its_name(encoding):
    assert code_of(read_json, '{"a": "ż"}'.encode(encoding)) == "utf-16-text"
    assert code_of(refuse_utf_16, "https://college.example".encode(encoding)) == "utf-16-text"


@pytest.mark.parametrize("data", [b"\0\0\0 ftypheic", b"\xff\xfe\xff\xfb", b"\0\0\1\0\1\0  ", b"\x89PNG\r\n"])
def test_a_picture_or_a_film_is_not_called_text(data):
    refuse_utf_16(data)


@given(st.binary(max_size=300))
def test_base64url_reads_back_what_it_wrote(data):
    assert read_base64url(write_base64url(data)) == data


@pytest.mark.parametrize("text", ["QQ==", "Q", "QR", "Q+==", "a b", "QUI\n", "ąą", "QUJD\n"])
def test_base64url_that_is_padded_or_not_canonical_is_refused(text):
    assert code_of(read_base64url, text) == "bad-base64"


@pytest.mark.parametrize(("pack", "wbits"), [(zlib.compress, 15), (gzip.compress, 31)])
def test_a_compressed_stream_is_read_whole_or_not_at_all(pack, wbits):
    packed = pack(b"list" * 100)
    assert inflate(packed, max_bytes=400, wbits=wbits) == b"list" * 100
    assert code_of(inflate, packed, max_bytes=399, wbits=wbits) == "too-large"
    assert code_of(inflate, packed[:-1], max_bytes=999, wbits=wbits) == "damaged-compression"
    assert code_of(inflate, packed + b"x", max_bytes=999, wbits=wbits) == "damaged-compression"
    assert code_of(inflate, b"", max_bytes=999, wbits=wbits) == "damaged-compression"
    assert inflate(pack(b""), max_bytes=0, wbits=wbits) == b""
