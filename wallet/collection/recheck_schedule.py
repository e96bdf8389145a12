"""When a credential is to be asked about again: by what was found, spread so that no host meets a crowd."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import SystemRandom

from wallet.verification.report import CLOCK_IN_DOUBT, Check, Outcome, Report, Verdict

_dice = SystemRandom()

SOONEST_RETRY = timedelta(hours=1)
LATEST_RETRY = timedelta(hours=24)
WITH_STATUS = (timedelta(hours=24), timedelta(hours=60))  # a status list may change any day
WITHOUT_STATUS = (timedelta(days=3), timedelta(days=7))


def next_due(report: Report, *, failures: int, now: datetime, expires_at: datetime | None) -> datetime:
    """The next check. `failures` counts the runs in a row that could not find out, this one included."""
    if report.verdict is Verdict.UNDETERMINED and _may_change(report):
        pause = min(SOONEST_RETRY * 2 ** min(failures - 1, 10), LATEST_RETRY)
        return now + pause * _dice.uniform(1, 1.25)
    asked = any(
        f.check is Check.STATUS and f.outcome is Outcome.PASS and f.consulted for f in report.findings
    )
    earliest, latest = WITH_STATUS if asked else WITHOUT_STATUS
    due = now + earliest + (latest - earliest) * _dice.random()
    if expires_at is not None and now < expires_at < due:
        return expires_at + timedelta(seconds=1)
    return due


def _may_change(report: Report) -> bool:
    """Was a document, or the time, not to be had? What is undetermined for good is not asked hourly."""
    open_questions = [f for f in report.findings if f.outcome is Outcome.INCONCLUSIVE]
    return any(
        finding.code.endswith("-unreachable")
        or finding.code in ("check-failed", CLOCK_IN_DOUBT)
        or any(source.digest == "" for source in finding.consulted)
        for finding in open_questions
    )
