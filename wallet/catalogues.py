"""Which languages the wallet speaks: English, which stands in the code, and each folder of translations.

A folder is named as gettext names languages (`pl`, `pt_BR`, `sr@latin`) and counts once its catalogue is
compiled (`build_translations.py`). Nothing else in the wallet lists languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale

TRANSLATIONS = Path(__file__).with_name("translations")
SOURCE = "en"  # the language of the texts in the code


@dataclass(frozen=True)
class Language:
    code: str  # as addresses and HTML write it: pl, pt-BR
    name: str  # as it calls itself: Polski
    locale: str  # how its dates and numbers are written, and where its catalogue is found: pl_PL


@cache
def languages_in(*folders: Path) -> Mapping[str, Language]:
    """Code → language: English first, the others in the order of their codes."""
    compiled = {
        path.parents[1].name for folder in folders for path in folder.glob("*/LC_MESSAGES/messages.mo")
    }
    spoken = [_language(name) for name in (SOURCE, *sorted(compiled - {SOURCE}))]
    return {language.code: language for language in spoken}


def shipped() -> Mapping[str, Language]:
    """The languages that come with the wallet."""
    return languages_in(TRANSLATIONS)


def _language(folder: str) -> Language:
    plain = Locale.parse(folder)
    name = plain.get_display_name() or folder
    return Language(
        code=_tag(folder),
        name=name[0].upper() + name[1:],
        locale=str(_with_territory(plain)),
    )


def _tag(folder: str) -> str:
    """pt_BR → pt-BR, en@xa → en-XA."""
    language, *rest = re.split("[_@]", folder)
    return "-".join((language, *(part.upper() if len(part) == 2 else part for part in rest)))


def _with_territory(locale: Locale) -> Locale:
    """pl → pl_PL. English is that of Europe, where days come before months."""
    if locale.territory or locale.script:
        return locale
    likely = get_global("likely_subtags").get(locale.language, "")
    territory = "GB" if locale.language == SOURCE else likely and parse_locale(likely)[1]
    try:
        return Locale(locale.language, territory or None, modifier=locale.modifier)
    except UnknownLocaleError:
        return locale
