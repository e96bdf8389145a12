"""The wallet's sentences: a code goes in, words in the reader's language come out.

The English sentences stand beside what they speak of: refusals in the `errors.py` of each feature, findings
and verdicts in `wallet.verification.words`. A code without a sentence gets an honest general one; tests prove
that none of ours needs it.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_date, gettext

from wallet.credentials.refusal_texts import REFUSAL_WORDS
from wallet.errors import Refused, sentences
from wallet.fetching.texts import LINK_WORDS
from wallet.marks import mark
from wallet.verification.cases import Case, case_of, deciding
from wallet.verification.report import Finding, Report, Verdict
from wallet.verification.words.findings import facts, gaps, texts_of
from wallet.verification.words.formats import FORMATS
from wallet.verification.words.network import NETWORK
from wallet.verification.words.proofs import FIELDS
from wallet.verification.words.verdicts import (
    AGAIN,
    ANOTHER,
    DIFFERS,
    DIFFERS_CODE,
    NAMED,
    NEXT,
    OWN_SENTENCE,
    VERDICTS,
)
from wallet.web.http_texts import GENERAL_ERROR, HTTP_WORDS
from wallet.web.languages import current

_TABLES = REFUSAL_WORDS | NETWORK | LINK_WORDS | HTTP_WORDS
_HTTP_ANSWER = mark("the server answered “%(status)s”")
_NOT_STATED = mark("not stated")
_DOUBT = (
    mark("Not everything inside checks out"),
    mark("The record is unaltered and from the issuer it names; not everything inside it checks out."),
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


MOST_SAID = 1024
LONGEST_NAME = 160  # of an issuer within a sentence
_SAID: OrderedDict[tuple[object, ...], tuple[str, str, str]] = OrderedDict()
_keeping = threading.Lock()


class _Gaps(dict):
    """What fills the gaps of a sentence; a gap that nobody filled says so instead of failing."""

    def __missing__(self, key: str) -> str:
        return gettext(_NOT_STATED)


def _fill(message: str, params: Mapping[str, Any]) -> str:
    return gettext(message) % _Gaps(params) if message else ""


def known_errors() -> dict[str, tuple[str, str, str]]:
    """code -> (what happened, what it means, what to do) in English, of every failure with words."""
    return _TABLES | sentences()


def error_words(code: str, params: Mapping[str, Any]) -> tuple[str, str, str]:
    """(what happened, what it means, what to do)."""
    what, means, do = known_errors().get(code, GENERAL_ERROR)
    filled = {"code": code, **params}
    return _fill(what, filled), _fill(means, filled), _fill(do, filled)


def refusal_words(refused: Refused) -> tuple[str, ...]:
    """The sentences of a refusal that have something to say."""
    return tuple(sentence for sentence in error_words(refused.code, refused.params) if sentence)


def verdict_words(verdict: Case | Verdict | str | None, *, doubt: str = "") -> tuple[str, str, str, str]:
    """(word, sentence, tone, icon); tone is pass, warn, fail or none. None: it was not checked yet. What
    holds itself, while something inside it does not (`doubt`: "open" or "grave"), is not told as green."""
    key = verdict.value if isinstance(verdict, Case | Verdict) else verdict
    word, sentence, tone, icon = VERDICTS.get(key, VERDICTS[None])
    if doubt and key == Verdict.VALID.value:
        word, sentence = _DOUBT
        tone, icon = ("warn", "triangle-alert") if doubt == "grave" else ("none", "circle-question-mark")
    return gettext(word), gettext(sentence), tone, icon


def report_words(
    report: Report, *, issuer: str = "", doubt: str = "", until: str = ""
) -> tuple[str, str, str, str]:
    """(word, sentence, tone, icon) of a report: the case, with the name of its issuer, the reason and the day
    where they are known. `until`: the end as the issuer's own day."""
    case = case_of(report)
    word, sentence, tone, icon = verdict_words(case, doubt=doubt)
    decided = deciding(report)
    if case is Case.VALID:
        if doubt:
            return word, sentence, tone, icon
        if any(finding.code == DIFFERS_CODE for finding in report.findings):
            return word, gettext(DIFFERS), tone, icon
    if decided is not None and (case is Case.COULD_NOT_CHECK or decided.code in OWN_SENTENCE):
        return word, finding_words(decided)[1], tone, icon
    known = {key: _shown(key, value) for key, value in (facts(decided) if decided else {}).items()}
    known |= {"issuer": " ".join(issuer.split())[:LONGEST_NAME]} | ({"until": until} if until else {})
    for named in NAMED.get(case.value, ()):
        if all(known.get(gap) for gap in gaps(named)):
            return word, _fill(named, known), tone, icon
    return word, sentence, tone, icon


def next_step(case: str, *, again: bool = False) -> str:
    """What to do about it; "" where there is nothing to do. `again`: it is asked again within a day."""
    if again and case in (Case.COULD_NOT_CHECK.value, Verdict.UNDETERMINED.value):
        return gettext(AGAIN)
    return gettext(NEXT[case]) if case in NEXT else ""


def another_words() -> tuple[str, str, str, str]:
    """(word, sentence, tone, icon) of what was issued to somebody else, to stand beside the verdict."""
    word, sentence, tone, icon = ANOTHER
    return gettext(word), gettext(sentence), tone, icon


def finding_words(finding: Finding) -> tuple[str, str, str]:
    """(heading, answer, how we know; "" if there is no more to say)."""
    known = (current(), finding.check, finding.outcome, finding.code, tuple(finding.params.items()))
    return _finding_words(known, finding)


def _finding_words(known: tuple[object, ...], finding: Finding) -> tuple[str, str, str]:
    """A page of fifty badges says the same few sentences again and again: those said lately are kept."""
    with _keeping:
        if known in _SAID:
            _SAID.move_to_end(known)
            return _SAID[known]
    heading, answer, how = texts_of(finding)
    params = {"code": finding.code, **{key: _shown(key, value) for key, value in facts(finding).items()}}
    said = _fill(heading, params), _fill(answer, params), _fill(how, params)
    with _keeping:
        _SAID[known] = said
        if len(_SAID) > MOST_SAID:
            _SAID.popitem(last=False)
    return said


def _shown(key: str, value: str) -> str:
    """A parameter as people read it: dates in their language, reasons and formats as words."""
    if key == "why":
        if value.isdigit():
            return _fill(_HTTP_ANSWER, {"status": value})
        return _lowered(gettext(_TABLES[value][0])) if value in _TABLES else value
    if key == "field" and value in FIELDS:
        return gettext(FIELDS[value])
    if key == "format" and value in FORMATS:
        return gettext(FORMATS[value])
    if _INSTANT.match(value):
        try:
            return format_date(datetime.fromisoformat(value).date(), format="long")
        except ValueError:
            return value
    return value


def _lowered(sentence: str) -> str:
    """For use within a sentence."""
    return sentence[:1].lower() + sentence[1:]
