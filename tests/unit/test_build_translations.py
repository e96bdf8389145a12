"""What a translator and the build get from the catalogues."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from babel.support import Translations

import build_translations

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
SAVED = '#: wallet/accounts/views.py\nmsgid "Saved."\nmsgstr "Збережено."\n\n'


@pytest.fixture
def ukrainian(tmp_path: Path):
    """Writes `messages.po` of Ukrainian in a folder of languages of its own."""
    path = tmp_path / "uk" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)

    def write(*entries: str) -> Path:
        path.write_text(HEAD + "".join(entries), encoding="utf-8")
        return path

    return write


def test_a_catalogue_is_compiled_once_and_again_only_when_it_is_newer(ukrainian, tmp_path):
    po = ukrainian(SAVED)
    assert build_translations.compile_stale(tmp_path) == [po]
    assert Translations.load(tmp_path, ["uk"]).gettext("Saved.") == "Збережено."
    assert build_translations.compile_stale(tmp_path) == []
    compiled = po.with_suffix(".mo")
    os.utime(compiled, ns=(0, po.stat().st_mtime_ns - 1))
    assert build_translations.stale(tmp_path) == [po]
    assert build_translations.compile_stale(tmp_path) == [po]
    assert list(po.parent.iterdir()) in ([po, compiled], [compiled, po])


def test_a_translation_that_nobody_looked_at_is_not_served(ukrainian, tmp_path):
    ukrainian("#, fuzzy\n", SAVED)
    build_translations.compile_stale(tmp_path)
    assert Translations.load(tmp_path, ["uk"]).gettext("Saved.") == "Saved."


def test_check_names_what_is_missing_and_unused_and_changes_nothing(ukrainian, tmp_path, capsys):
    po = ukrainian(SAVED, 'msgid "Nobody says this"\nmsgstr "Ніхто"\n\n')
    before = po.read_bytes()
    assert build_translations.report(tmp_path, change=False) == 1
    assert po.read_bytes() == before and not po.with_suffix(".mo").exists()
    said = capsys.readouterr().out
    missing, unused = said.split("uk: unused:\n")
    assert re.search(r"wallet/templates/\S+: 'Skip to the content'", missing)
    assert "'Saved.'" not in missing
    assert "'Nobody says this'" in unused
    assert ", 0 wrong, 1 unused." in unused


def test_update_brings_every_text_with_its_files_and_takes_out_the_unused(ukrainian, tmp_path, capsys):
    po = ukrainian('msgid "Saved."\nmsgstr "Збережено."\n\n', 'msgid "Zzz"\nmsgstr "Ззз"\n\n')
    assert build_translations.report(tmp_path, change=True) == 1
    written = po.read_text(encoding="utf-8")
    assert "messages.po" not in written and "Zzz" not in written
    assert re.search(r'#: wallet/\S+\.py\nmsgid "Saved\."\nmsgstr "Збережено\."\n', written)
    assert 'msgid "Skip to the content"\nmsgstr ""\n' in written
    assert build_translations.report(tmp_path, change=True) == 1
    assert po.read_text(encoding="utf-8") == written


def test_what_an_unfinished_catalogue_misses_is_said_and_is_no_fault(ukrainian, tmp_path, capsys):
    po = ukrainian(SAVED)
    po.write_text("# Begun.\n#, fuzzy\n" + po.read_text(encoding="utf-8"), encoding="utf-8")
    assert build_translations.report(tmp_path, change=True) == 0
    assert "uk: missing:" in capsys.readouterr().out
    assert '#, fuzzy\nmsgid ""' in po.read_text(encoding="utf-8")
    build_translations.compile_stale(tmp_path)
    assert Translations.load(tmp_path, ["uk"]).gettext("Saved.") == "Збережено."
    assert build_translations.report(tmp_path, change=False) == 0


def test_a_gap_that_the_english_does_not_have_is_wrong(ukrainian, tmp_path, capsys):
    ukrainian('#, python-format\nmsgid "Page %(number)s"\nmsgstr "Сторінка %(nummer)s"\n\n')
    assert build_translations.report(tmp_path, change=False) == 1
    assert "uk: wrong:" in capsys.readouterr().out
