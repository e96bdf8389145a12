"""The catalogues of translations, compiled, updated and checked with Babel.

English stands in the code. Every other language is one folder of `wallet/translations/` with one
`LC_MESSAGES/messages.po`. The build and the set-up compile it to the `messages.mo` beside it, which is what
the wallet reads. `python3 do.py translations` runs `update` or `check`. None of this runs in the wallet.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent
TRANSLATIONS = ROOT / "wallet" / "translations"
# Besides Babel's own (_, gettext, ngettext, pgettext …): texts that are translated later than they are named.
KEYWORDS = ("mark", "lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2")


def catalogues(folder: Path = TRANSLATIONS) -> list[Path]:
    """Every language's `messages.po` in a folder of languages."""
    return sorted(folder.glob("*/LC_MESSAGES/messages.po"))


def language_of(catalogue: Path) -> str:
    return catalogue.parents[1].name


def stale(folder: Path = TRANSLATIONS) -> list[Path]:
    """The catalogues that are newer than what was compiled from them. Needs no Babel."""
    return [path for path in catalogues(folder) if not _is_compiled(path)]


def _is_compiled(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns >= catalogue.stat().st_mtime_ns


def compile_stale(folder: Path = TRANSLATIONS) -> list[Path]:
    """Compile what is stale, each file replaced in one step; returns the catalogues compiled."""
    todo = stale(folder)
    if not todo:
        return []
    from babel.messages.mofile import write_mo

    for path in todo:
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            write_mo(file, read(path))  # leaves out what is fuzzy or empty: English is shown there
        part = Path(file.name)
        part.chmod(0o644)
        part.replace(path.with_suffix(".mo"))
    return todo


def read(catalogue: Path) -> Catalog:
    from babel.messages.pofile import read_po

    with catalogue.open("rb") as file:
        return read_po(file, locale=language_of(catalogue))


def extract() -> Catalog:
    """The texts that stand in Python files and templates now, each with its files."""
    from babel.messages.pofile import read_po

    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        extract_to(template)
        with template.open("rb") as file:
            return read_po(file)


def extract_to(template: Path) -> None:
    keywords = [part for keyword in KEYWORDS for part in ("--keyword", keyword)]
    form = ["--add-location=file", "--add-comments=Translators:", "--sort-by-file", "--no-wrap"]
    project = ["--project=Dorobek", "--mapping-file=babel.cfg", "--output-file", str(template)]
    _pybabel("extract", *form, *keywords, *project, "wallet")


def update(catalogue: Path, template: Path) -> None:
    """Take over new texts and places. What nobody says any more leaves the file; a text that changed a little
    keeps its old translation, marked fuzzy, which is not served until a person has looked at it."""
    form = ["--ignore-obsolete", "--ignore-pot-creation-date", "--no-wrap"]
    files = ["--input-file", str(template), "--output-file", str(catalogue)]
    _pybabel("update", *form, *files, "--locale", language_of(catalogue))


def _pybabel(*arguments: str) -> None:
    from babel.messages.frontend import CommandLineInterface

    before = Path.cwd()
    os.chdir(ROOT)  # places are written as they are seen from here
    try:
        CommandLineInterface().run(["pybabel", "--quiet", *arguments])
    finally:
        os.chdir(before)


@dataclass(frozen=True)
class State:
    """What a catalogue lacks, what it holds in vain, and where its gaps or forms differ from the English."""

    missing: tuple[str, ...]
    unused: tuple[str, ...]
    wrong: tuple[str, ...]


def compare(catalogue: Catalog, texts: Catalog) -> State:
    def name(message) -> str:
        text = message.id[0] if isinstance(message.id, tuple) else message.id
        return f"{', '.join(file for file, _ in message.locations) or 'nowhere'}: {text!r}"

    def translated(message) -> bool:
        found = catalogue.get(message.id, message.context)
        forms = (found.string if isinstance(found.string, tuple) else (found.string,)) if found else ()
        return bool(forms) and all(forms) and not found.fuzzy

    return State(
        missing=tuple(name(message) for message in texts if message.id and not translated(message)),
        unused=tuple(
            name(message)
            for message in catalogue
            if message.id and texts.get(message.id, message.context) is None
        ),
        wrong=tuple(
            f"{name(message)}: {'; '.join(map(str, errors))}" for message, errors in catalogue.check()
        ),
    )


def report(folder: Path = TRANSLATIONS, *, change: bool) -> int:
    """Say what each catalogue misses and holds in vain, after updating it if `change`.

    Returns 1 where something is wrong, or is missing in a finished catalogue. gettext's mark of an unfinished
    one is `#, fuzzy` before its head."""
    held = True
    with tempfile.TemporaryDirectory() as scratch:
        template = Path(scratch) / "messages.pot"
        extract_to(template)
        from babel.messages.pofile import read_po

        with template.open("rb") as file:
            texts = read_po(file)
        for path in catalogues(folder):
            catalogue = read(path)
            state = compare(catalogue, texts)
            if change:
                update(path, template)
            for line in _lines(path, state, len(texts), changed=change):
                print(line)
            held = held and not state.wrong and not (state.missing and not catalogue.fuzzy)
    return 0 if held else 1


def _lines(path: Path, state: State, texts: int, *, changed: bool) -> Iterator[str]:
    language = language_of(path)
    for title, messages in (
        ("missing", state.missing),
        ("wrong", state.wrong),
        ("unused, taken out" if changed else "unused", state.unused),
    ):
        if messages:
            yield f"{language}: {title}:"
            yield from (f"  {message}" for message in messages)
    yield (
        f"{language}: {texts - len(state.missing)} of {texts} texts translated, "
        f"{len(state.missing)} missing, {len(state.wrong)} wrong, {len(state.unused)} unused."
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="translations", description=__doc__)
    parser.add_argument("action", choices=("compile", "update", "check"))
    action = parser.parse_args(arguments).action
    if action == "compile":
        compile_stale()
        return 0
    if action == "check":
        return report(change=False)
    code = report(change=True)
    compile_stale()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
