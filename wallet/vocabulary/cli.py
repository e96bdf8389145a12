"""`wallet vocabulary`: import, list, use, roll back. English, for whoever runs the wallet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from wallet.errors import NotFound, Refused
from wallet.vocabulary import service
from wallet.vocabulary.esco_csv import read_vocabulary
from wallet.vocabulary.uploads import files_of, version_in


def vocabulary_command(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    imported = deeds.add_parser("import", help="read the official CSV files; a preview until put in use")
    imported.add_argument("path", type=Path, help="folder or ZIP file, or the word “sample”")
    imported.add_argument("--language", required=True, help="pl, en…")
    imported.add_argument("--version", default="", help="such as 1.2.1, where the name does not say it")
    deeds.add_parser("list", help="all imports")
    deeds.add_parser("use", help="put an import in use").add_argument("id")
    deeds.add_parser("remove", help="remove an import that is not in use").add_argument("id")
    deeds.add_parser("roll-back", help="go back to the one before").add_argument(
        "--language", required=True, help="pl, en…"
    )


def run_vocabulary(store: Any, arguments: argparse.Namespace) -> tuple[int, list[str]]:
    """Do it. The exit code (1 where it was refused) and the lines to print."""
    try:
        if arguments.deed == "import":
            _import(store, arguments)
        elif arguments.deed == "use":
            service.use_vocabulary(store, arguments.id)
        elif arguments.deed == "remove":
            service.remove_vocabulary(store, arguments.id)
        elif arguments.deed == "roll-back":
            service.roll_back(store, arguments.language)
    except Refused as refused:
        return 1, [" ".join(_sentences(refused))]
    except NotFound:
        return 1, ["There is no such import, or it is in use. See: wallet vocabulary list"]
    return 0, [_line(card) for card in service.list_vocabularies(store)]


def _line(card: service.VocabularyCard) -> str:
    return (
        f"{card.id}  ESCO {card.version}  {card.language}  {card.state}  skills {card.skills}, "
        f"occupations {card.occupations}, relations {card.links}"
        + "".join(f", left out {count} ({code})" for code, count in card.problems)
    )


def _import(store: Any, arguments: argparse.Namespace) -> None:
    if str(arguments.path) == "sample":
        service.keep_sample(store, arguments.language)
        return
    reading = read_vocabulary(files_of(arguments.path, arguments.language), arguments.language)
    version = arguments.version or version_in(arguments.path.name)
    service.keep_reading(store, reading, version=version, language=arguments.language)


def _sentences(refused: Refused) -> list[str]:
    words = [text for text in (refused.what, refused.means, refused.do) if text]
    return [text % refused.params if "%(" in text else text for text in words] or [refused.code]
