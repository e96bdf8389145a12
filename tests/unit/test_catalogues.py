"""Which languages there are follows from folders; no second list exists."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.core import get_global

from wallet.catalogues import TRANSLATIONS, languages_in, shipped

WALLET = TRANSLATIONS.parent


def test_english_and_polish_come_with_the_wallet():
    assert [(one.code, one.name, one.locale) for one in shipped().values()] == [
        ("en", "English", "en_GB"),
        ("pl", "Polski", "pl_PL"),
    ]


@pytest.mark.parametrize(
    ("folder", "code", "name", "locale"),
    [
        ("uk", "uk", "Українська", "uk_UA"),
        ("de", "de", "Deutsch", "de_DE"),
        ("pt_BR", "pt-BR", "Português (Brasil)", "pt_BR"),
        ("zh_Hant", "zh-Hant", "中文 (繁體)", "zh_Hant"),
        ("eo", "eo", "Esperanto", "eo_001"),
        ("en@xa", "en-XA", "English", "en_GB@xa"),
    ],
)
def test_a_folder_with_a_compiled_catalogue_is_a_language(tmp_path: Path, folder, code, name, locale):
    path = tmp_path / folder / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    assert list(languages_in(tmp_path / "nothing")) == ["en"]
    path.write_bytes(b"")
    found = languages_in(tmp_path)
    assert list(found) == ["en", code]
    assert (found[code].name, found[code].locale) == (name, locale)


def test_nothing_else_lists_languages():
    """No list, tuple or set of language tags; words that are written in two languages are data."""
    tags = set(get_global("likely_subtags")) | {"en"}
    lists = [
        f"{path.relative_to(WALLET)}:{node.lineno}"
        for path in WALLET.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.List | ast.Tuple | ast.Set)
        and len(said := {part.value for part in node.elts if isinstance(part, ast.Constant)})
        == len(node.elts)
        and "en" in said
        and len(said) > 1
        and said <= tags
    ]
    assert lists == []
    templates = [
        path for path in WALLET.rglob("*.html") if '"pl"' in (text := path.read_text()) or "'pl'" in text
    ]
    assert templates == []
