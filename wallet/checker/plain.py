"""The command's answer in words for people: verdict, title, issuer, and the check that decided."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Flask
from flask_babel import force_locale, gettext

from wallet.checker.answer import role_of
from wallet.collection.reports.statement import title_of
from wallet.credentials.dialects import stated_credential
from wallet.credentials.model import Credential, words
from wallet.marks import mark
from wallet.verification.cases import deciding
from wallet.verification.differing import CODE as DIFFERS
from wallet.verification.report import Check, Outcome, Report
from wallet.web import languages
from wallet.web.words import finding_words, report_words

_LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX: the first that is set decides
_LABELS = {
    "title": mark("Title"),
    "issuer": mark("Issuer"),
    "issued": mark("Issued"),
    "until": mark("Valid until"),
    "why": mark("Why"),
    "note": mark("Difference"),
    "recipient": mark("Recipient"),
    "inside": mark("Inside"),
    "endorsement": mark("Endorsement"),
}
_RECIPIENT = {
    Outcome.PASS: mark("It was issued to the recipient you named."),
    Outcome.FAIL: mark("Issued to someone else: it names none of the recipients you gave."),
}
_RECIPIENT_OPEN = mark("It could not be determined whether it was issued to the recipient you named.")
_UNPROVED = mark("says the file; not confirmed")


@contextmanager
def plain_answers(*, recipient_asked: bool) -> Iterator[Callable[[str, Report], str]]:
    """A function from (name, report) to several lines in the language of the terminal, or in English where
    the wallet does not speak it. `recipient_asked`: whether the report was to say whose the credential is."""
    app = Flask("wallet")
    languages.set_up(app)
    wanted = next((os.environ[name] for name in _LANGUAGE_VARIABLES if os.environ.get(name)), "")
    with app.app_context():
        language = languages.closest(wanted.partition(".")[0].partition("@")[0])  # pl_PL.UTF-8
        with force_locale(languages.locale_of(language)):
            yield lambda name, report: "\n".join(
                [_clean(name), *_indented(_lines(report, recipient_asked=recipient_asked))]
            )


def _lines(report: Report, *, recipient_asked: bool = False) -> Iterator[str]:
    word, sentence, *_ = report_words(report, issuer=_named(report))
    yield f"{word}. {sentence}"
    yield from _statement(report)
    decided = deciding(report)
    if decided is not None:
        heading, answer, _ = finding_words(decided)
        yield _line("why", f"{heading}. {answer}")
    for finding in report.findings:
        if finding.code == DIFFERS:
            yield _line("note", finding_words(finding)[1])
    if recipient_asked:
        outcome = report.finding(Check.RECIPIENT).outcome
        yield _line("recipient", gettext(_RECIPIENT.get(outcome, _RECIPIENT_OPEN)))
    for one in report.nested:
        yield _label("endorsement" if role_of(one) == "endorsement" else "inside")
        yield from _indented(_lines(one))


def _statement(report: Report) -> Iterator[str]:
    """Title, issuer and dates: as the proof covers them, else marked as what the file says of itself."""
    document = report.proved if report.proved is not None else report.stated
    credential = stated_credential(document, dialect=report.dialect)
    if credential is None:
        return
    language = languages.current()
    doubt = "" if report.proved is not None else " (" + gettext(_UNPROVED) + ")"
    if title := title_of(credential, language):
        yield _line("title", title + doubt)
    if issuer := _issuer(credential, language):
        yield _line("issuer", issuer + doubt)
    if report.proved is not None:
        yield from _dates(credential)


def _named(report: Report) -> str:
    credential = stated_credential(report.stated, dialect=report.dialect)
    return words(credential.issuer.name, languages.current()) if credential else ""


def _issuer(credential: Credential, language: str) -> str:
    name, identifier = words(credential.issuer.name, language), credential.issuer.id
    return f"{name} <{identifier}>" if name and identifier else name or identifier


def _dates(credential: Credential) -> Iterator[str]:
    for label, moment in (("issued", credential.issued_at), ("until", credential.expires_at)):
        if isinstance(moment, datetime):
            yield _line(label, languages.day(moment))


def _line(label: str, text: str) -> str:
    return f"{_label(label)} {_clean(text)}"


def _label(name: str) -> str:
    return gettext(_LABELS[name]) + ":"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _clean(text: str) -> str:
    """A stranger's text on one line, without what a terminal would obey."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
