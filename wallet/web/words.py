"""The wallet's sentences: a code goes in, words in the reader's language come out.

The tables stand in words_errors, words_verdicts and words_findings as English texts marked for translation.
A code without a sentence gets an honest general one; tests prove that none of ours needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from wallet.verification.report import Finding, Verdict
from wallet.web.words_errors import ERRORS, GENERAL_ERROR
from wallet.web.words_verdicts import VERDICTS


def _fill(message: str, params: Mapping[str, Any]) -> str:
    """Translate, then fill the gaps; a gap nobody filled stays a dash rather than an exception."""
    return gettext(message) % _Gaps(params)


class _Gaps(dict):
    def __missing__(self, key: str) -> str:
        return "–"


def error_words(code: str, params: Mapping[str, Any]) -> tuple[str, str, str]:
    """(what happened, what it means, what to do)."""
    what, means, do = ERRORS.get(code, GENERAL_ERROR)
    params = {"code": code, **params}
    return _fill(what, params), _fill(means, params), _fill(do, params)


def verdict_words(verdict: Verdict | str | None) -> tuple[str, str, str, str]:
    """(word, sentence, tone, icon); tone is pass, warn, fail or none. None: it was not checked yet."""
    key = verdict.value if isinstance(verdict, Verdict) else verdict
    word, sentence, tone, icon = VERDICTS.get(key, VERDICTS[None])
    return gettext(word), gettext(sentence), tone, icon


def finding_words(finding: Finding) -> tuple[str, str, str]:
    """(question or statement, answer, how we know)."""
    from wallet.web.words_findings import words_of

    return tuple(_fill(text, params) if text else "" for text, params in words_of(finding))
