"""The same findings, told to somebody else than the holder.

How the recipient was compared (address, hash, salt) stays with the holder; whether it fits is what a reader
needs to know. A reader never sees the holder's file, so where that differs from the issuer's copy is not told
to them. Which addresses were asked is told by their host alone: a hosted badge lies at its address with
all that it says about its recipient.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask_babel import gettext as _

from wallet.collection.cards import CheckCard, ReportCard
from wallet.verification.differing import CODE as FILE_DIFFERS
from wallet.verification.report import Consulted


def for_reader(report: ReportCard) -> ReportCard:
    """The report card without what is the holder's own business."""
    checks = tuple(_check(check) for check in report.checks if check.code != FILE_DIFFERS)
    nested = tuple(for_reader(inner) for inner in report.nested)
    return replace(report, checks=checks, nested=nested)


def another_sentence() -> str:
    """What a reader is told beside the verdict of a badge that was issued to somebody else."""
    return _("It names none of the addresses confirmed by the person who shares it.")


def _check(check: CheckCard) -> CheckCard:
    if check.check == "recipient":
        return _recipient(check)
    return replace(check, params={}, sources=tuple(_host(source) for source in check.sources))


def _host(source: Consulted) -> Consulted:
    parts = urlsplit(source.url)
    host = f"{parts.scheme}://{parts.hostname}" if parts.scheme and parts.hostname else parts.scheme
    return Consulted(host, "", source.at)


def _recipient(check: CheckCard) -> CheckCard:
    if check.outcome == "not_applicable":
        return replace(check, how="", params={}, sources=())
    told = {
        "pass": (
            _("Issued to whoever shares it"),
            _("It names an address that they have proven to be theirs."),
        ),
        "fail": (
            _("Issued to someone else"),
            another_sentence(),
        ),
    }
    question, answer = told.get(
        check.outcome,
        (_("Whom it was issued to could not be compared"), _("It says too little about its recipient.")),
    )
    return replace(check, question=question, answer=answer, how="", params={}, sources=())
