"""EXP-07 to EXP-09: hostile words, pictures and sizes on their way into a PDF."""

from __future__ import annotations

import io
import json
import time
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale
from pypdf import PdfReader

from wallet.exports import pdf
from wallet.exports.pdf_content import Print, print_data
from wallet.printing import typesetting
from wallet.printing.glyphs import printable
from wallet.shared_page.page_model import ShownCredential, ShownPage, ShownSection, Summary

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOSTILE = {
    "reading a file": '#read("/etc/passwd")',
    "reading upwards": '#read("../../etc/hostname")',
    "a picture from elsewhere": '#image("https://evil.example/x.png")',
    "a package": '#import "@preview/cetz:0.2.2"',
    "stopping it": "#panic()",
    "leaving the text": '"]) #read("/etc/passwd") //',
    "eval": '#eval("1+1")',
    "a label and markup": "= Heading <here> @there *bold* $x^2$ `raw`",
    "HTML": '<img src="file:///etc/passwd"><script>alert(1)</script>',
    "a reportlab paragraph": '<para><font color="red">x</font></para>',
}
AWKWARD = {
    "Arabic and Hebrew": "شهادة مهارة – תעודה",
    "emoji": "Well done 👩‍👩‍👧 🎉🏅",
    "no such glyphs": "日本語の資格 ไทย 한국어 नमस्ते",
    "turned round": "Course \u202egnp.exe\u202c",
    "control characters": "a\x00b\x07c\ufffe\ue000",
    "one endless word": "a" * 4000,
    "combining without end": "Z" + "\u0301\u0323" * 500,
    "a lone surrogate": "x \ud83d y",
}


def page_of(*titles: str, language: str = "en") -> ShownPage:
    items = tuple(
        ShownCredential(
            key=f"c{number}",
            title=title,
            issuer=title,
            issued_at=NOW,
            outcomes=(title, "Reads data"),
            description=title,
            criteria=title,
            caption=title,
            verdict="valid",
            word="Verified",
            sentence="It holds.",
            tone="pass",
            icon="shield-check",
            checked_at=NOW,
        )
        for number, title in enumerate(titles, 1)
    )
    summary = Summary(len(items), len(items), "pass", "shield-check", "All check out", "Each of them.")
    return ShownPage(
        "portfolio", titles[0], language, "Ola", "O", titles[0], titles[0], False,
        (ShownSection("credentials", titles[0], titles[0], titles[0], items),),
        summary, None, None, NOW, "", "", "",
    )  # fmt: skip


def render(app, page: ShownPage) -> bytes:
    with app.app_context(), force_locale("en_GB"):
        return pdf.render_pdf(Print(page, NOW, check_address="https://wallet.example/check"))


def text_of(data: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_exp_07_markup_in_a_name_is_printed_as_the_text_that_it_is(app, words):
    text = text_of(render(app, page_of(words)))
    assert "root:" not in text
    plain = "".join(words.split()).replace('"', "").replace("“", "")
    assert plain[:12] in text.replace('"', "")


def test_exp_07_even_a_template_gone_wrong_reaches_no_file_outside_its_folder(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY")
    for source in (f'#read("{secret}")', '#read("/../secret.txt")', '#read("../../../../../etc/passwd")'):
        template = tmp_path / "hostile.typ"
        template.write_text(f'#set document(title: "x")\n{source}')
        with pytest.raises(typesetting.NotTypeset) as refused:
            typesetting.typeset("{}", {}, at=0, template=template)
        assert refused.value.params["stage"] == "refused"


def test_exp_08_nothing_is_fetched_for_a_document(tmp_path):
    template = tmp_path / "hostile.typ"
    for source in ('#import "@preview/cetz:0.2.2": canvas', '#image("http://127.0.0.1:9/x.png")'):
        template.write_text(f'#set document(title: "x")\n{source}')
        with pytest.raises(typesetting.NotTypeset):
            typesetting.typeset("{}", {}, at=0, template=template)


def test_exp_08_the_process_that_sets_it_knows_no_secret_of_ours(monkeypatch):
    monkeypatch.setenv("WALLET_SECRET_KEY", "CANARY")
    monkeypatch.setenv("HTTPS_PROXY", "http://evil.example")
    assert {"WALLET_SECRET_KEY", "HTTPS_PROXY"}.isdisjoint(typesetting._environment("/tmp"))


def test_without_the_typesetter_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr(typesetting, "installed", lambda extra: False)
    with pytest.raises(typesetting.NotInstalled) as refused:
        typesetting.typeset("{}", {}, at=0, template=pdf.TEMPLATE)
    assert refused.value.code == "file-not-made"


def test_a_document_that_breaks_the_standard_is_refused(tmp_path):
    """What PDF/UA asks for is checked at each making: a picture without words in its place is no document."""
    template = tmp_path / "inaccessible.typ"
    template.write_text(
        '#set document(title: "x")\n#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" '
        'width=\\"9\\" height=\\"9\\"></svg>"), format: "svg")'
    )
    with pytest.raises(typesetting.NotTypeset) as refused:
        typesetting.typeset("{}", {}, at=0, template=template)
    assert "PDF/UA-1" in refused.value.params["why"]


@pytest.mark.parametrize("words", AWKWARD.values(), ids=AWKWARD.keys())
def test_no_script_and_no_sign_stops_the_making(app, words):
    assert render(app, page_of(words)).startswith(b"%PDF")


def test_polish_is_printed_letter_by_letter(app):
    assert "ZażółćgęśląjaźńŁÓDŹ" in text_of(render(app, page_of("Zażółć gęślą jaźń ŁÓDŹ", language="pl")))


def test_what_has_no_glyph_is_a_square_and_what_is_unseen_goes():
    assert printable("日") == "□"
    assert printable("a\u202eb\u200d") == "ab"
    assert printable("Łódź – „tak” €") == "Łódź – „tak” €"


def test_exp_09_a_few_hundred_badges_are_printed_in_seconds(app):
    """All five thousand: bench/pdf.py."""
    started = time.perf_counter()
    data = render(app, page_of(*(f"Badge {number}" for number in range(400))))
    assert time.perf_counter() - started < 20
    assert "Badge399" in text_of(data)


def test_exp_09_a_large_portfolio_comes_in_parts_with_nothing_lost(app, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_IN_ONE", 4)
    told = []
    with app.app_context(), force_locale("en_GB"):
        page = page_of(*(f"Badge {number}" for number in range(10)))
        parts = pdf.render_parts(Print(page, NOW), lambda *how_far: told.append(how_far))
    texts = [text_of(part) for part in parts]
    assert [sum(f"Badge{number}Badge{number}" in text for text in texts) for number in range(1, 10)] == [
        1
    ] * 9
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert "part2of3" in texts[1]


def test_exp_09_what_takes_too_long_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 1)
    template = tmp_path / "endless.typ"
    template.write_text(
        '#set document(title: "x")\n#let i = 0\n#for a in range(100000) { for b in range(100000) { i += 1 } }'
    )
    with pytest.raises(typesetting.NotTypeset) as refused:
        typesetting.typeset("{}", {}, at=0, template=template)
    assert refused.value.params["stage"] == "time"


def test_what_is_printed_is_only_what_the_page_shows(app):
    with app.app_context(), force_locale("en_GB"):
        data, files = print_data(Print(page_of("A badge"), NOW))
    assert files == {}
    assert "refs" not in json.dumps(data)
