"""FILE-37, FILE-38 and the part of FILE-39 that reading decides: ZIP archives that lie, nest or hide."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from tests.unit.credentials.makers import OB2, OB3, archive, png, read, refusal, within, written
from wallet.credentials.reading import read_envelopes

BADGE = written(OB3)


def outcomes(data: bytes) -> dict[str, str]:
    """Name → "read" or the code of its refusal, for every envelope."""
    return {e.name: e.refusal.code if e.refusal else "read" for e in read_envelopes(data, name="all.zip")}


def overlapping(count: int) -> bytes:
    """`count` entries in the directory that all share one body."""
    body = zlib.compress(b"a" * 100_000)[2:-4]
    checksum = zlib.crc32(b"a" * 100_000)
    numbers = struct.pack("<3I", checksum, len(body), 100_000)
    local = (
        b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 0) + numbers + struct.pack("<2H", 1, 0) + b"a" + body
    )
    central = b""
    for _ in range(count):
        central += b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 0) + numbers
        central += struct.pack("<5H2I", 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4H2IH", 0, 0, count, count, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def many(count: int) -> bytes:
    return archive({f"{number}.json": b"{}" for number in range(count)})


def lying(**changes: int) -> bytes:
    """An honest archive of one entry whose last record is then changed."""
    data = bytearray(archive({"a.json": BADGE}))
    at = data.rfind(b"PK\x05\x06")
    places = {
        "disk": (4, "<H"),
        "count": (10, "<H"),
        "size": (12, "<I"),
        "offset": (16, "<I"),
        "note": (20, "<H"),
    }
    for name, value in changes.items():
        place, form = places[name]
        struct.pack_into(form, data, at + place, value)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(overlapping(50), "overlapping-entries", id="50 entries, one body"),
        pytest.param(many(201), "too-many-entries", id="201 entries"),
        pytest.param(lying(count=0xFFFF), "too-many-entries", id="ZIP64 count"),
        pytest.param(lying(offset=0xFFFF_FFFF), "too-many-entries", id="ZIP64 offset"),
        pytest.param(lying(count=2), "damaged-archive", id="more listed than there"),
        pytest.param(lying(disk=1), "damaged-archive", id="second disk"),
        pytest.param(lying(size=3), "damaged-archive", id="directory of another size"),
        pytest.param(lying(offset=7), "damaged-archive", id="directory elsewhere"),
        pytest.param(lying(note=9), "damaged-archive", id="comment that is not there"),
        pytest.param(archive({"a.json": BADGE}) + b"more", "damaged-archive", id="something behind"),
        pytest.param(archive({"a.json": BADGE})[:-30], "damaged-archive", id="cut off"),
        pytest.param(archive({}), "empty-archive", id="nothing in it"),
        pytest.param(archive({"folder/": b"", "__MACOSX/._a.png": b"x"}), "empty-archive", id="only litter"),
        pytest.param(archive({"[Content_Types].xml": b"", "word/a.xml": b""}), "office-document", id="Word"),
    ],
)
def test_file_37_an_archive_that_lies_is_refused_as_a_whole(data, code):
    with within(0.2):
        assert refusal(data, "all.zip") == code


def test_file_37_an_archive_that_would_grow_beyond_fifty_megabytes_is_refused_before_it_grows():
    with within(2):
        assert refusal(archive({f"{n}.json": b" " * 9_000_000 for n in range(6)})) == "too-large"


def test_file_37_an_entry_that_grows_more_than_it_says_or_too_much_is_refused_alone():
    data = bytearray(archive({"bomb.json": b" " * 1_000_000, "a.json": BADGE}))
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 1_000)
    assert outcomes(bytes(data)) == {"bomb.json": "too-large", "a.json": "read"}
    assert outcomes(archive({"big.json": b" " * 10_000_001, "a.json": BADGE})) == {
        "big.json": "too-large",
        "a.json": "read",
    }


def test_file_37_archives_are_not_opened_inside_archives():
    inner = archive({"a.json": BADGE})
    assert outcomes(archive({"inner.zip": inner, "disguised.png": inner, "a.json": BADGE})) == {
        "inner.zip": "nested-archive",
        "disguised.png": "nested-archive",
        "a.json": "read",
    }


def test_file_38_odd_entries_are_refused_one_by_one_and_the_others_are_still_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name in ("../../evil.json", "/etc/evil2.json", "C:\\evil3.json", "ok/a.json"):
            opened.writestr(name, BADGE)
        link = zipfile.ZipInfo("link.json")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
        with pytest.warns(UserWarning, match="Duplicate"):
            opened.writestr("ok/a.json", written(OB2))
    found = [(e.name, e.refusal.code if e.refusal else "read") for e in read_envelopes(out.getvalue())]
    assert found == [
        ("evil.json", "odd-entry"),
        ("evil2.json", "odd-entry"),
        ("evil3.json", "odd-entry"),
        ("a.json", "read"),
        ("link.json", "odd-entry"),
        ("a.json", "duplicate-entry"),
    ]


def test_file_37_an_entry_whose_bytes_are_not_those_that_were_packed_is_refused_alone():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("a.json", BADGE)
        opened.writestr("b.json", BADGE)
    data = out.getvalue().replace(b"Maple", b"Mable", 1)
    assert outcomes(data) == {"a.json": "damaged-archive", "b.json": "read"}


def test_file_38_an_encrypted_entry_and_one_with_two_names_are_refused():
    data = bytearray(archive({"a.json": BADGE, "b.json": BADGE}))
    first = data.find(b"PK\x01\x02")
    data[first + 8] |= 1
    second = data.find(b"b.json")
    data[second : second + 6] = b"c.json"
    assert outcomes(bytes(data)) == {"a.json": "encrypted-entry", "b.json": "odd-entry"}


def test_file_39_one_malformed_badge_among_a_hundred_does_not_sink_the_rest():
    badges = {f"{n:03}.json": written(OB3 | {"id": f"urn:example:{n}"}) for n in range(100)}
    badges["057.json"] = b"{malformed"
    found = outcomes(archive(badges))
    assert list(found.values()).count("read") == 99 and found["057.json"] == "not-json"


def test_an_archive_of_one_is_that_one_and_of_several_is_several():
    assert read(archive({"folder/a.json": BADGE})).name == "a.json"
    assert read(archive({"a.json": BADGE})).original == BADGE
    assert refusal(archive({"a.json": BADGE, "b.png": png()})) == "several-in-one-file"
