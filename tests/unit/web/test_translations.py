"""Polish is complete: each text in templates and tables has it, with the same gaps."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import build_translations

WALLET = build_translations.ROOT / "wallet"
POLISH = build_translations.TRANSLATIONS / "pl" / "LC_MESSAGES" / "messages.po"
MARKERS = {"_", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "mark"}
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


@pytest.fixture(scope="module")
def texts():
    return build_translations.extract()


@pytest.fixture(scope="module")
def polish():
    return build_translations.read(POLISH)


@pytest.fixture(scope="module")
def state(polish, texts):
    return build_translations.compare(polish, texts)


def test_the_extractor_finds_texts_in_templates_and_tables(texts):
    files = {Path(file).parts[1] for message in texts for file, _ in message.locations}
    assert {"templates", "web"} <= files
    assert len(texts) > 2500


def test_no_text_is_translated_inside_an_f_string():
    """Python 3.11 gives an f-string to the extractor as one token: a text in it would never be found."""
    hidden = [
        f"{path.relative_to(WALLET)}:{call.lineno} {ast.unparse(call)}"
        for path in sorted(WALLET.rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in MARKERS
    ]
    assert hidden == []


def test_no_text_lacks_polish(state):
    assert state.missing == ()


def test_no_word_is_kept_that_nobody_says(state):
    assert state.unused == ()


def test_polish_has_the_same_gaps_as_english(polish, state):
    assert state.wrong == ()  # a gap that does not exist, a plural form too few
    wrong = [
        f"{message.id!r} -> {message.string!r}"
        for message in polish
        if isinstance(message.id, str) and set(GAP.findall(message.string)) != set(GAP.findall(message.id))
    ]
    assert wrong == []


def test_polish_plurals_have_three_forms(polish):
    plurals = [message for message in polish if message.pluralizable]
    assert plurals
    assert [message.id for message in plurals if len(message.string) != 3] == []


def test_polish_is_not_english(polish):
    same = [
        message.id
        for message in polish
        if message.id and message.string == message.id and message.id not in ALIKE
    ]
    assert [text for text in same if re.search(r"[a-z]{4}", GAP.sub("", text))] == []
