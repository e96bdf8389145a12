"""FILE-01…16 and FILE-20…26: hostile and broken files, at the door where bytes become envelopes or pictures.

What a browser does with a picture (FILE-08, 20, 22 to 24) is proved here only as far as this room can:
nothing but a freshly drawn PNG leaves it, and an SVG is never drawn. FILE-16 lives with the recipient."""

from __future__ import annotations

import io
import json
import struct
import zlib

import pytest
from PIL import Image

from tests.unit.credentials.makers import (
    END,
    OB2,
    OB3,
    PIXELS,
    SIGNATURE,
    SVG,
    archive,
    chunk,
    header,
    itxt,
    pdf,
    picture,
    picture_refusal,
    png,
    read,
    refusal,
    svg,
    svg_badge,
    token,
    within,
    written,
)
from wallet.credentials.carriers.pictures import reencode_picture
from wallet.credentials.parsing.names import display_name
from wallet.credentials.reading import read_envelopes

BADGE = written(OB3)
BAKED = png(itxt(BADGE))
TOKEN = token(OB3).encode()


def test_file_01_a_png_cut_off_anywhere_is_never_read_as_a_badge():
    for cut in range(1, len(BAKED)):
        assert refusal(BAKED[:cut]) == "damaged-png", cut
    assert read(BAKED).claimed == OB3


def test_file_01_a_png_with_one_byte_changed_is_never_read_as_another_badge():
    """What is damaged elsewhere (the picture itself) says nothing about the badge."""
    start, whole = len(SIGNATURE + header()), len(itxt(BADGE))
    for position in range(8, len(BAKED)):
        spoiled = bytearray(BAKED)
        spoiled[position] ^= 1
        found = read_envelopes(bytes(spoiled))[0]
        if found.refusal is None:
            assert found.claimed == OB3 and not start <= position < start + whole, position
        else:
            assert found.refusal.code in ("damaged-png", "damaged-badge"), position


@pytest.mark.parametrize("kind", [b"IHDR", b"IDAT", b"eXIf", b"tEXt", b"IEND"])
def test_a_wrong_checksum_elsewhere_is_no_fault_of_the_badge(kind):
    whole = png(itxt(BADGE), chunk(b"eXIf", b"MM"), chunk(b"tEXt", b"Title\0Soldering"))
    place = whole.index(kind) + 4
    end = place + int.from_bytes(whole[place - 8 : place - 4], "big")
    assert read(whole[:end] + b"\0\0\0\0" + whole[end + 4 :]).claimed == OB3


def test_a_badge_whose_own_checksum_is_wrong_is_refused_as_that():
    assert refusal(BAKED.replace(b"Soldering", b"soldering")) == "damaged-badge"
    assert (
        refusal(BAKED.replace(b"iTXt", b"iTXu")) == "damaged-png"
    )  # what is damaged may have been the badge


@pytest.mark.parametrize("tail", [b"\n", b"\r\n", b" \t\r\n\0", b"\0" * 60_000, b"\0" * 65_536])
def test_padding_after_the_end_is_no_fault_of_the_badge(tail):
    """Mail, FTP and file systems add it; nothing can hide in it."""
    envelope = read(BAKED + tail)
    assert envelope.claimed == OB3 and envelope.original == BAKED + tail


@pytest.mark.parametrize("tail", [b"\0" * 65_537, b"\0\0x", b"\n" + BAKED, b"PK\3\4"])
def test_anything_else_after_the_end_is_refused(tail):
    assert refusal(BAKED + tail) == "trailing-data"


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param([itxt(BADGE), itxt(BADGE)], id="byte for byte"),
        pytest.param([itxt(BADGE), chunk(b"tEXt", b"openbadges\0" + BADGE)], id="in tEXt and iTXt"),
        pytest.param([itxt(BADGE), itxt(BADGE, compressed=True)], id="plain and compressed"),
        pytest.param([itxt(BADGE + b"\n"), itxt(BADGE)], id="with a line's end"),
        pytest.param([itxt(BADGE, b"OpenBadgeCredential")], id="keyword in other case"),
        pytest.param([itxt(BADGE, b"OpenBadges ")], id="a space behind the keyword"),
        pytest.param([itxt(BADGE, b"openbadge")], id="salava's keyword"),
        pytest.param([chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(BADGE))], id="zTXt"),
        pytest.param([chunk(b"acTL", b"\0" * 8), itxt(BADGE), chunk(b"fcTL", b"\0" * 26)], id="an animation"),
    ],
)
def test_the_same_badge_is_read_however_it_is_baked(chunks):
    assert read(png(*chunks)).claimed == OB3


@pytest.mark.parametrize("spelling", ["latin-1", "utf-8"])
@pytest.mark.parametrize("packed", [False, True])
def test_text_of_a_png_is_latin_1_or_utf_8(spelling, packed):
    """PNG §11.3.3.2 says Latin-1; most bakers write UTF-8 all the same."""
    text = json.dumps(OB3 | {"name": "Grüße"}, ensure_ascii=False).encode(spelling)
    made = (
        chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(text))
        if packed
        else chunk(b"tEXt", b"openbadges\0" + text)
    )
    assert read(png(made)).claimed["name"] == "Grüße"
    assert read(png(made, itxt(text.decode(spelling).encode()))).claimed["name"] == "Grüße"


BOMB = zlib.compress(b" " * 40_000_000, 9)


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(chunk(b"iTXt", b"openbadges\0\1\0\0\0" + BOMB), id="iTXt"),
        pytest.param(chunk(b"zTXt", b"openbadgecredential\0\0" + BOMB), id="zTXt"),
    ],
)
def test_file_02_a_compressed_bomb_is_stopped_at_the_limit(bomb):
    with within(0.2):
        assert refusal(png(bomb)) == "too-large"


def test_file_02_a_badge_just_under_the_limit_is_read():
    long = written(OB3 | {"description": "a" * 1_000_000})
    assert len(long) < 1_048_576
    assert read(png(itxt(long, compressed=True))).claimed["description"] == "a" * 1_000_000


GOOD_START = SIGNATURE + header()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(GOOD_START + chunk(b"tEXt", b"a\0b") * 100_000, "too-many-chunks", id="100,000 chunks"),
        pytest.param(
            GOOD_START + struct.pack(">I", 2**31 - 1) + b"iTXt" + b"a" * 99, "damaged-png", id="length 2^31-1"
        ),
        pytest.param(
            GOOD_START + struct.pack(">I", 2**32 - 1) + b"iTXt" + b"a" * 99, "damaged-png", id="length 2^32-1"
        ),
        pytest.param(
            BAKED.replace(itxt(BADGE), itxt(BADGE)[:-4] + b"\0\0\0\0"), "damaged-badge", id="wrong checksum"
        ),
        pytest.param(BAKED + chunk(b"tEXt", b"a\0b"), "trailing-data", id="chunk after the end"),
        pytest.param(GOOD_START + header() + itxt(BADGE) + PIXELS + END, "damaged-png", id="two headers"),
        pytest.param(SIGNATURE + itxt(BADGE) + header() + PIXELS + END, "damaged-png", id="header not first"),
        pytest.param(GOOD_START + chunk(b"\0\0\0\0", b"") + END, "damaged-png", id="kind that is no word"),
        pytest.param(SIGNATURE, "damaged-png", id="signature alone"),
        pytest.param(BAKED.replace(b"\r\n", b"\n", 1), "damaged-png", id="sent as text"),
    ],
)
def test_file_03_chunks_that_lie_are_refused_quickly(data, code):
    with within(0.5):
        assert refusal(data) == code


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param([itxt(BADGE), itxt(TOKEN)], id="JSON and token"),
        pytest.param([itxt(written([OB3, OB2]))], id="a list of two"),
        pytest.param(
            [chunk(b"tEXt", b"openbadges\0" + b" " * n + BADGE) for n in range(5)], id="five chunks"
        ),
        pytest.param([itxt(BADGE), itxt(written(OB2), b"openbadges")], id="one of each standard"),
        pytest.param(
            [itxt(BADGE), chunk(b"tEXt", b"openbadgecredential\0https://other.example/1")],
            id="tEXt disagrees",
        ),
        pytest.param([itxt(BADGE), itxt(written(OB2), b"OpenBadgeCredential")], id="keyword in other case"),
        pytest.param([itxt(BADGE), chunk(b"zTXt", b"openbadges \0\0" + zlib.compress(b"x"))], id="a space"),
    ],
)
def test_file_04_two_badges_in_one_picture_are_refused_never_the_first_taken(chunks):
    assert refusal(png(*chunks)) == "ambiguous-badge"


PACKED = zlib.compress(BADGE)


@pytest.mark.parametrize(
    ("spoiled", "code"),
    [
        pytest.param(b"openbadges\0\1\0\0\0" + BADGE, "damaged-compression", id="flag set, text plain"),
        pytest.param(b"openbadges\0\1\7\0\0" + PACKED, "damaged-png", id="unknown method"),
        pytest.param(b"openbadges\0\2\0\0\0" + PACKED, "damaged-png", id="flag neither 0 nor 1"),
        pytest.param(b"openbadges\0\0\0" + b"e" * 10_000 + b"\0\0" + BADGE, "damaged-png", id="language tag"),
        pytest.param(b"openbadges\0\1\0\0\0" + PACKED + b"junk", "damaged-compression", id="junk after"),
        pytest.param(b"openbadges\0\1\0\0\0" + PACKED[:-6], "damaged-compression", id="stream cut off"),
        pytest.param(b"openbadges\0\0\0", "damaged-png", id="no text at all"),
        pytest.param(b"openbadges\0\0\0en\0", "damaged-png", id="separator missing"),
        pytest.param(b"openbadges\0\0\0\0\0", "no-badge-in-picture", id="empty text"),
        pytest.param("оpenbadges".encode() + b"\0\0\0\0\0" + BADGE, "no-badge-in-picture", id="Cyrillic o"),
    ],
)
def test_file_05_text_chunks_that_break_their_own_rules_are_refused(spoiled, code):
    assert refusal(png(chunk(b"iTXt", spoiled))) == code


def test_file_05_a_ztxt_chunk_with_an_unknown_method_is_refused():
    assert refusal(png(chunk(b"zTXt", b"openbadges\0\1" + PACKED))) == "damaged-png"


def test_file_06_a_huge_picture_is_refused_before_a_pixel_is_decoded():
    with within(0.2):
        assert picture_refusal(SIGNATURE + header(60_000, 60_000) + PIXELS + END) == "picture-too-large"
        gif = bytearray(picture("GIF"))
        gif[6:10] = struct.pack("<HH", 65_000, 65_000)
        assert picture_refusal(bytes(gif)) == "picture-too-large"


def test_file_06_a_badge_in_a_huge_picture_is_still_read_because_no_pixel_is_needed():
    assert read(SIGNATURE + header(60_000, 60_000) + itxt(BADGE) + PIXELS + END).claimed == OB3


def test_file_07_only_the_first_frame_of_an_animation_is_drawn():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "lime")]
    for kind in ("PNG", "GIF", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100, lossless=True)
        drawn = Image.open(io.BytesIO(reencode_picture(out.getvalue()).data))
        assert getattr(drawn, "n_frames", 1) == 1
        assert drawn.convert("RGB").getpixel((10, 10)) == (255, 0, 0), kind


def test_file_07_sixteen_bit_and_palette_pictures_are_drawn():
    for mode, colour in (("I;16", 40_000), ("P", 3), ("LA", (90, 80)), ("1", 1)):
        out = io.BytesIO()
        Image.new(mode, (20, 20), colour).save(out, "PNG")
        drawn = reencode_picture(out.getvalue())
        assert (drawn.width, drawn.height) == (20, 20)
    grey = Image.new("I;16", (4, 4), 32_768)
    out = io.BytesIO()
    grey.save(out, "PNG")
    assert Image.open(io.BytesIO(reencode_picture(out.getvalue()).data)).getpixel((1, 1)) == 128


@pytest.mark.parametrize("rider", [b"<html><script>alert(1)</script>", archive({"a.txt": b"x"}), b"%PDF-1.7"])
def test_file_08_a_second_file_behind_or_inside_a_picture_stays_behind(rider):
    behind = picture() + rider
    inside = png(chunk(b"tEXt", b"Comment\0" + rider), chunk(b"iTXt", b"XML\0\0\0\0\0" + rider))
    jpeg = picture("JPEG", comment=rider) + rider
    for polyglot in (behind, inside, jpeg):
        drawn = reencode_picture(polyglot).data
        assert rider not in drawn
        assert drawn.startswith(SIGNATURE) and drawn.endswith(END)
    assert refusal(png(itxt(BADGE)) + rider) == "trailing-data"


KINDS = {
    "png": (BAKED, "png"),
    "svg": (svg(svg_badge(BADGE)), "svg"),
    "json": (BADGE, "json"),
    "jwt": (TOKEN, "jwt"),
    "pdf": (pdf(BADGE), "pdf"),
}


@pytest.mark.parametrize("named", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_file_09_the_bytes_decide_and_a_wrong_name_is_noticed(kind, named):
    data, carrier = KINDS[kind]
    envelope = read(data, f"badge.{named}")
    assert (envelope.carrier, envelope.dialect) == (carrier, "ob3")
    both_text = {kind, named} <= {"json", "jwt"}
    assert envelope.misnamed is (kind != named and not both_text)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ola\\badge.png", "badge.png"),
        ("CON", "_CON"),
        ("nul.png", "_nul.png"),
        ("a\0b.png", "ab.png"),
        ("a.png\r\nSet-Cookie: x=1", "a.pngSet-Cookie x=1"),
        ("gpj\u202egnp.exe", "gpjgnp.exe"),
        ("zażółć.png", "zażółć.png"),
        ('"><img src=x>.png', "img src=x.png"),
        ("...", ""),
        ("", ""),
    ],
)
def test_file_10_a_name_is_words_for_people(given, shown):
    assert display_name(given) == shown
    assert read(BADGE, given).name == shown


def test_file_10_a_long_name_is_cut_but_keeps_its_ending():
    shown = display_name("a" * 300 + ".png")
    assert len(shown) <= 120 and shown.endswith("….png")


def test_file_11_where_a_photograph_was_taken_is_not_kept():
    exif = Image.Exif()
    exif[0x0110] = "Camera of Ola"
    exif.get_ifd(0x8825)[1] = "N"
    for kind in ("JPEG", "PNG", "WEBP"):
        drawn = reencode_picture(picture(kind, exif=exif.tobytes(), icc_profile=b"profile" * 40))
        opened = Image.open(io.BytesIO(drawn.data))
        assert not opened.getexif() and "icc_profile" not in opened.info
        assert b"Ola" not in drawn.data and b"iCCP" not in drawn.data and b"eXIf" not in drawn.data


def test_file_11_a_colour_profile_bomb_is_not_inflated():
    bomb = chunk(b"iCCP", b"p\0\0" + BOMB)
    with within(0.3):
        assert reencode_picture(png(bomb)).width == 1


def test_file_11_a_photograph_is_turned_the_way_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = reencode_picture(picture("JPEG", size=(40, 20), exif=exif.tobytes()))
    assert (drawn.width, drawn.height) == (20, 40)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\t", "empty-file"),
        (b"\x89", "damaged-png"),
        (b"x", "not-recognised"),
        (b"{", "not-json"),
        (b"<", "not-recognised"),
        (b"\0", "not-recognised"),
        (b"\0" * 5_000_000, "not-recognised"),
        (b"\xff" * 5_000_000, "not-recognised"),
        (b"\xff\xfe" * 5_000_000, "not-recognised"),
    ],
)
def test_file_12_files_with_nothing_in_them_are_refused_by_name(data, code):
    with within(0.5):
        assert refusal(data) == code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF"])
def test_file_13_an_ordinary_picture_holds_no_badge(kind):
    assert refusal(picture(kind), "badge.png") == "no-badge-in-picture"
    assert refusal(SVG) == "no-badge-in-picture"


FITS = b"SIMPLE  =                    T".ljust(80) + b"BITPIX  =                    8".ljust(80)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(FITS.ljust(2880), id="FITS"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", id="EPS"),
        pytest.param(b"8BPS\0\1" + b"\0" * 40, id="PSD"),
        pytest.param(picture("TIFF"), id="TIFF"),
        pytest.param(picture("BMP"), id="BMP"),
        pytest.param(picture("PPM"), id="PPM"),
        pytest.param(picture("ICO"), id="ICO"),
        pytest.param(SVG, id="SVG"),
        pytest.param(b"", id="nothing"),
        pytest.param(BADGE, id="JSON"),
    ],
)
def test_file_14_no_decoder_but_the_four_is_ever_reached(data, monkeypatch):
    def never(*_, **__):
        raise AssertionError("Pillow was asked")

    monkeypatch.setattr(Image, "open", never)
    assert picture_refusal(data) == "picture-not-raster"


def test_file_14_a_picture_is_opened_only_as_what_its_first_bytes_say(monkeypatch):
    asked = []
    opening = Image.open

    def watch(source, mode="r", formats=None):
        asked.append(formats)
        return opening(source, mode, formats)

    monkeypatch.setattr(Image, "open", watch)
    for kind in ("PNG", "JPEG", "WEBP", "GIF"):
        reencode_picture(picture(kind))
    assert asked == [["PNG"], ["JPEG"], ["WEBP"], ["GIF"]]


def test_file_15_the_original_of_a_baked_badge_is_kept_byte_for_byte():
    envelope = read(BAKED)
    assert envelope.original == BAKED and envelope.payload == BADGE


def test_file_32_and_34_only_what_a_pdf_has_attached_is_read():
    assert (
        refusal(b"%PDF-1.7\n1 0 obj<</Length 9>>stream\n" + BADGE + b"\nendstream")
        == "pdf-without-credential"
    )
    assert refusal(pdf(b"MZ executable", b"<xml/>")) == "pdf-without-credential"
    assert read(pdf(b"readme", BADGE)).claimed == OB3


def test_file_33_a_pdf_with_many_attachments_or_two_credentials_is_refused():
    assert refusal(pdf(*[b"x"] * 500)) == "pdf-too-complex"
    assert refusal(pdf(BADGE, written(OB2))) == "ambiguous-badge"


def test_file_31_a_pdf_bomb_is_not_inflated():
    length = str(len(BOMB)).encode()
    bomb = b"%PDF-1.7\n2 0 obj\n<</Type /EmbeddedFile/Filter/FlateDecode/Length " + length + b">>\nstream\n"
    with within(0.3):
        assert refusal(bomb + BOMB + b"\nendstream") == "pdf-without-credential"
        assert refusal(b"%PDF-1.7\n" + b"obj<<" * 1_000_000) == "pdf-without-credential"
        assert refusal(b"%PDF-1.7\n" + b"/Type/EmbeddedFile " * 100_000) == "pdf-too-complex"


def test_no_bytes_make_reading_raise():
    """Seeds of every kind, cut and spoiled at pseudo-random places: always an envelope, no exception."""
    seeds = [BAKED, BADGE, TOKEN, svg(svg_badge(BADGE)), pdf(BADGE), archive({"a.json": BADGE}), written(OB2)]
    state = 1
    for seed in seeds:
        for _ in range(300):
            spoiled = bytearray(seed)
            for _ in range(3):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                spoiled[(state >> 33) % len(spoiled)] = (state >> 20) & 0xFF
            assert read_envelopes(bytes(spoiled[: len(spoiled) - (state >> 40) % 9]), name="x")
