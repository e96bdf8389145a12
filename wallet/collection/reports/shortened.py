"""A report short enough to be read for every visitor: the same verdicts, its documents cut to size.

Most reports are small and are shown as they were written. One of a long credential (two megabytes of
alignments, an embedded picture, a text of half a million letters) would cost each reader a tenth of a second
and more to read; it is written a second time, shortened, when it is recorded, and pages are made from that.
The whole report stays what it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func

from wallet.collection.reports import as_json
from wallet.credentials.parsing.tokens import COMPACT_JWS, credential_in, read_token
from wallet.errors import Unreadable
from wallet.store.models.credential import VerdictRun
from wallet.verification.report import Finding, Outcome, Report, Verdict

MOST_SHOWN = 300_000  # characters; no shortened report is longer
SMALL = 64_000  # characters of a report that is shown as it is
ROOM = 128_000  # of a shortened one
FOR_EACH_INSIDE = 3_000  # so many more for each credential inside it
MOST_INSIDE = 60  # reports of credentials inside; those that do not hold are kept first
MOST_ALIKE = 10  # findings of one check with one code
LONGEST_FACT = 1_000  # characters of one technical fact
# (characters of a text, things in a list, members of an object): the first that fits is taken.
STEPS = (
    (20_000, 200, 200),
    (6_000, 200, 100),
    (1_500, 100, 80),
    (400, 60, 60),
    (400, 15, 40),
    (150, 6, 30),
    (60, 3, 20),
)
LONGEST_KEY = 200


def shortened(report: Report) -> str:
    """The report as JSON for pages; "" where the whole one is small enough to be read for each of them."""
    if len(as_json.report_to_json(report)) <= SMALL:
        return ""
    return as_json.report_to_json(shorten(report))


SHOWN = func.coalesce(VerdictRun.shown, VerdictRun.report)  # the column that pages read


def read_shown(text: str) -> Report:
    """The report out of `SHOWN`. One that an older version recorded whole is cut to size now."""
    report = as_json.report_from_json(text)
    return shorten(report) if len(text) > MOST_SHOWN else report


def shorten(report: Report) -> Report:
    """The same findings and verdicts; no text, list or object of its documents is longer than pages show."""
    report = _with_fewer(report, MOST_INSIDE)
    room = ROOM + FOR_EACH_INSIDE * _count(report)
    for step in STEPS:
        short = _cut_report(report, step)
        if len(as_json.report_to_json(short)) <= room:
            return short
    return _without_largest(short, room)


def _with_fewer(report: Report, most: int) -> Report:
    """With at most so many reports inside it, in their order: those of what does not hold are kept first."""
    worst = sorted(range(len(report.nested)), key=lambda place: report.nested[place].verdict is Verdict.VALID)
    kept = (report.nested[place] for place in sorted(worst[:most]))
    return replace(report, nested=tuple(_with_fewer(one, most // 10) for one in kept))


def _count(report: Report) -> int:
    return sum(1 + _count(one) for one in report.nested)


def _cut_report(report: Report, step: tuple[int, int, int]) -> Report:
    return replace(
        report,
        findings=tuple(_few(report.findings)),
        document=_cut(report.document, *step),
        claimed=_cut(report.claimed, *step),
        nested=tuple(_cut_report(one, step) for one in report.nested),
    )


def _few(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Of many alike the first ones: the verdict asks only whether there is one."""
    seen: Counter[tuple[int, Outcome, str]] = Counter()
    for finding in findings:
        alike = (finding.check.value, finding.outcome, finding.code)
        seen[alike] += 1
        if seen[alike] <= MOST_ALIKE:
            params = {name: value[:LONGEST_FACT] for name, value in finding.params.items()}
            yield replace(finding, params=params, consulted=finding.consulted[:MOST_ALIKE])


def _cut(value: Any, text: int, things: int, members: int) -> Any:
    """What is equal stays equal: children of a record are found again by what they say."""
    if isinstance(value, str):
        if len(value) > LONGEST_FACT and value.startswith("data:"):
            return ""  # pictures were taken out of it when it was recorded
        return value if len(value) <= text else value[: text - 1] + "…"
    if isinstance(value, list | tuple):
        return [_cut(_opened(one), text, things, members) for one in value[:things]]
    if isinstance(value, Mapping):
        named = [(key, one) for key, one in value.items() if len(key) <= LONGEST_KEY][:members]
        return {key: _cut(one, text, things, members) for key, one in named}
    return value


def _opened(value: Any) -> Any:
    """A credential that stands in a list as a token: what it says, which alone can be cut."""
    if not isinstance(value, str) or len(value) < LONGEST_FACT or not COMPACT_JWS.match(value):
        return value
    try:
        return credential_in(read_token(value).claims())
    except Unreadable:
        return value


def _without_largest(report: Report, room: int) -> Report:
    """Deep nests of small things: the largest members go, of the documents inside first."""
    report = replace(report, nested=tuple(_bare(one) for one in report.nested))
    document, claimed = dict(report.document or {}), dict(report.claimed or {})
    while len(as_json.report_to_json(_with(report, document, claimed))) > room:
        larger = document if len(str(document)) >= len(str(claimed)) else claimed
        if not larger:
            break
        del larger[max(larger, key=lambda name: len(str(larger[name])))]
    return _with(report, document, claimed)


def _with(report: Report, document: dict[str, Any], claimed: dict[str, Any]) -> Report:
    return replace(
        report,
        document=None if report.document is None else document,
        claimed=None if report.claimed is None else claimed,
    )


def _bare(report: Report) -> Report:
    """Of its documents their plain members alone."""
    return replace(
        report,
        document=_plain(report.document),
        claimed=_plain(report.claimed),
        nested=tuple(_bare(one) for one in report.nested),
    )


def _plain(document: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if document is None:
        return None
    return {name: value for name, value in document.items() if isinstance(value, str | int | float)}
