"""`wallet verify`: the verifier on the command line. Nothing is stored."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from wallet.checker.answer import report_object
from wallet.credentials.reading import read_envelopes
from wallet.credentials.strict import read_json
from wallet.credentials.times import read_time
from wallet.errors import Unreadable
from wallet.fetching.offline import OfflineResources
from wallet.store import clock
from wallet.verification.nested import answered
from wallet.verification.recipient import Recipient
from wallet.verification.registers import issuers_in
from wallet.verification.report import Report, Verdict
from wallet.verification.resources import Resources
from wallet.verification.verifier import Recognised, verify

MAX_FILE = 50_000_000
OPERATORS_LIST = "WALLET_RECOGNISED_ISSUERS"  # the same setting that the wallet itself reads
_UNCLEAR = (Verdict.UNDETERMINED, Verdict.UNREADABLE)


def verify_command(argv: list[str]) -> int:
    """Check files (folders are walked) and print what was found. 0: all valid; 1: some are not; 2: some could
    not be determined or read (and 2 also for a command that cannot be understood)."""
    arguments = _parser().parse_args(argv)
    try:
        at = _moment(arguments.at)
        resources = _resources(arguments.documents, at)
        recognised = _recognised(arguments.recognised)
        if arguments.documents is not None:
            recognised = _with_registers(recognised, resources)
    except (Unreadable, OSError) as problem:
        sys.stderr.write(f"wallet verify: {problem}\n")
        return 2
    recipient = _recipient(arguments.recipient)
    verdicts = []
    for path in _files(arguments.paths):
        for name, report in _reports(path, at, resources, recipient, recognised):
            if arguments.challenge is not None or arguments.domain is not None:
                report = answered(report, challenge=arguments.challenge, domain=arguments.domain)
            verdicts.append(report.verdict)
            line = _json_line(name, report) if arguments.json else _plain_line(name, report)
            sys.stdout.write(line + "\n")
    return exit_code(verdicts)


def exit_code(verdicts: Iterable[Verdict]) -> int:
    found = list(verdicts)
    if not found or any(verdict in _UNCLEAR for verdict in found):
        return 2
    return 1 if any(verdict is not Verdict.VALID for verdict in found) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wallet verify", description="Check whether credentials hold.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder to walk")
    parser.add_argument("--json", action="store_true", help="one JSON object per credential, one a line")
    parser.add_argument("--at", metavar="ISO", help="the moment asked about (default: now)")
    parser.add_argument(
        "--documents", type=Path, metavar="FILE", help="JSON mapping address to file; no network is then used"
    )
    parser.add_argument(
        "--recipient", action="append", default=[], metavar="mailto:…", help="whose it should be"
    )
    parser.add_argument("--challenge", metavar="TEXT", help="what you asked to be signed in a presentation")
    parser.add_argument("--domain", metavar="TEXT", help="for whom you asked the presentation to be signed")
    parser.add_argument(
        "--recognised",
        type=Path,
        metavar="FILE",
        default=os.environ.get(OPERATORS_LIST) or None,
        help="JSON mapping issuers' identifiers to their names (default: the operator's list, if one is set)",
    )
    return parser


def _moment(text: str | None) -> datetime:
    return clock.now() if text is None else read_time(text, lenient=True).astimezone(UTC)


def _resources(documents: Path | None, at: datetime) -> Resources:
    if documents is not None:
        return OfflineResources.from_file(documents, at=at)
    from wallet.fetching import Fetcher, FetchPolicy  # only who asks the network needs it

    return Fetcher(FetchPolicy(), clock=clock.now)


def _recognised(path: Path | None) -> Recognised | None:
    """{"issuer id": "name"}; a name may also be an object with `name`."""
    if path is None:
        return None
    listed = read_json(path.read_bytes())
    if not isinstance(listed, Mapping):
        raise Unreadable("not-json")
    return {
        issuer: name if isinstance(name, str) else str((name or {}).get("name", issuer))
        for issuer, name in listed.items()
        if isinstance(name, str | Mapping)
    }


def _with_registers(recognised: Recognised | None, resources: Resources) -> Recognised | None:
    """Registers among the documents count too: whoever hands them in vouches for them. The list wins."""
    found = issuers_in(resources)
    return {**found, **(recognised or {})} if found else recognised


def _recipient(stated: list[str]) -> Recipient | None:
    if not stated:
        return None
    emails = tuple(one.removeprefix("mailto:") for one in stated if not one.startswith("did:"))
    return Recipient(emails=emails, dids=tuple(one for one in stated if one.startswith("did:")))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file())
        else:
            yield path


def _reports(
    path: Path, at: datetime, resources: Resources, recipient: Recipient | None, recognised: Recognised | None
) -> Iterator[tuple[str, Report]]:
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_FILE else b""
    except OSError as problem:
        sys.stderr.write(f"wallet verify: {path}: {problem.strerror}\n")
        data = b""
    for envelope in read_envelopes(data, name=path.name):
        yield (
            str(path),
            verify(envelope, at=at, resources=resources, recipient=recipient, recognised=recognised),
        )


def _json_line(name: str, report: Report) -> str:
    return json.dumps(report_object(name, report), ensure_ascii=False)


def _plain_line(name: str, report: Report) -> str:
    lines = [f"{report.verdict.value:12}  {name}  ({report.format})"]
    lines += [
        f"    {finding.check.name.lower():18} {finding.outcome.value:15} {finding.code}"
        for finding in report.findings
    ]
    return "\n".join(lines)
