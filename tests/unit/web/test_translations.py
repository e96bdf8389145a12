"""Polish is complete: each text in templates and tables has it, with the same gaps."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from wallet.web.languages import ROOT, read_catalog

WALLET = Path(__file__).parents[3] / "wallet"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "mark": None, "ngettext": (1, 2)}
GAP = re.compile(r"%\((\w+)\)")

# The same word in both languages.
ALIKE = {
    "Portfolio",
    "portfolio",
    "e-mail",
    "Status",
    "Format",
    "LinkedIn",
    "QR",
    "PDF",
    "Demo",
    "Operator",
    "E-mail",
    "·",
    "%(name)s",
}


def texts() -> dict[str | tuple[str, ...], str]:
    """text -> the file where it stands first."""
    found = {}
    walk = extract_from_dir(str(WALLET), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS)
    for file, _, text, _, _ in walk:
        if isinstance(text, tuple):
            text = tuple(part for part in text if part is not None)
            text = text[0] if len(text) == 1 else text
        found.setdefault(text, file)
    return found


@pytest.fixture(scope="module")
def polish():
    return read_catalog("pl")


def test_the_extractor_finds_texts_in_templates_and_tables():
    files = {file.split("/")[0] for file in texts().values()}
    assert {"templates", "web"} <= files
    assert len(texts()) > 500


def test_no_text_is_translated_inside_an_f_string():
    """Python 3.11 gives an f-string to the extractor as one token: a text in it would never be found."""
    hidden = [
        f"{path.relative_to(WALLET)}:{call.lineno} {ast.unparse(call)}"
        for path in sorted(WALLET.rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in KEYWORDS
    ]
    assert hidden == []


def test_no_text_lacks_polish(polish):
    missing = [f"{file}: {text!r}" for text, file in texts().items() if polish.get(text) is None]
    assert missing == []


def test_polish_has_the_same_gaps_as_english(polish):
    wrong = []
    for text in texts():
        message = polish.get(text)
        if message is None:
            continue
        english = set(GAP.findall(text if isinstance(text, str) else text[-1]))
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        wrong += [f"{text!r} -> {form!r}" for form in forms if set(GAP.findall(form)) - english]
        if isinstance(text, str) and set(GAP.findall(message.string)) != english:
            wrong.append(f"{text!r} -> {message.string!r}")
    assert wrong == []


def test_polish_plurals_have_three_forms(polish):
    plurals = [text for text in texts() if isinstance(text, tuple)]
    assert plurals
    short = [text for text in plurals if polish.get(text) and len(polish.get(text).string) != 3]
    assert short == []


def test_polish_is_not_english(polish):
    same = [
        text
        for text in texts()
        if isinstance(text, str)
        and (message := polish.get(text))
        and message.string == text
        and text not in ALIKE
    ]
    assert [text for text in same if re.search(r"[a-z]{4}", GAP.sub("", text))] == []


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.po")), ids=lambda path: path.stem)
def test_no_word_is_kept_that_nobody_says(path: Path):
    said = texts()
    with path.open("rb") as file:
        kept = [message.id for message in read_po(file, locale="pl") if message.id]
    assert [text for text in kept if text not in said] == []
