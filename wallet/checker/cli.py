"""`wallet verify`: the verifier on the command line. Nothing is stored."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from wallet.checker.answer import report_object, role_of
from wallet.checker.links import followed, is_address
from wallet.credentials.envelope import Envelope
from wallet.credentials.parsing.names import display_name
from wallet.credentials.parsing.strict import read_json
from wallet.credentials.parsing.times import read_time
from wallet.credentials.reading import read_envelopes
from wallet.errors import Unreadable
from wallet.fetching.offline import OfflineResources
from wallet.store import clock
from wallet.verification.identity.registers import issuers_in
from wallet.verification.nested import answered
from wallet.verification.recipient import Recipient
from wallet.verification.report import Check, Outcome, Report, Verdict
from wallet.verification.resources import Resources
from wallet.verification.verifier import Recognised, verify

MAX_FILE = 50_000_000
OPERATORS_LIST = "WALLET_RECOGNISED_ISSUERS"  # the same setting that the wallet itself reads
_UNCLEAR = (Verdict.UNDETERMINED, Verdict.UNREADABLE)
_DID = re.compile(r"did:[a-z0-9]+:\S+")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_INSTEAD = {  # what a file that was named should have been
    "--documents": 'must be a JSON object like {"https://issuer.example/did.json": "did.json"}',
    "--recognised": 'must be a JSON object like {"did:web:issuer.example": "Its name"}',
}


EXIT_CODES = """exit codes:
  0  everything is valid (and, with --recipient, issued to that person)
  1  something does not hold: invalid, altered, withdrawn, suspended, expired, not signed, or, with
     --recipient, issued to someone else
  2  something could not be determined or read, and nothing is known not to hold; or the command was not
     understood"""


class _Misunderstood(Exception):
    """An option that means nothing; the text says which and what it should be."""


def verify_command(argv: list[str]) -> int:
    """Check files, folders, standard input and addresses; print what was found. Returns the exit code of
    `EXIT_CODES`."""
    arguments = _parser().parse_args(argv)
    if arguments.json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # RFC 8259 §8.1, whatever the terminal speaks
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except _Misunderstood as problem:
        sys.stderr.write(f"wallet verify: {problem}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    except OSError as problem:  # nobody reads on (`| head`), or the disk is full: not all of it was said
        if not isinstance(problem, BrokenPipeError):
            sys.stderr.write(f"wallet verify: {problem.strerror}\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush at the end
        return 2
    return code


def _run(arguments: argparse.Namespace) -> int:
    at = _moment(arguments.at)
    resources = _resources(arguments.documents, at)
    recognised = _recognised(arguments.recognised)
    if arguments.documents is not None:
        recognised = _with_registers(recognised, resources)
    recipient = _recipient(arguments.recipient)
    reports = []
    with _answers(arguments.json, recipient_asked=recipient is not None) as answer:
        for name, envelope in _inputs(arguments.paths, resources):
            report = verify(envelope, at=at, resources=resources, recipient=recipient, recognised=recognised)
            if arguments.challenge is not None or arguments.domain is not None:
                report = answered(report, challenge=arguments.challenge, domain=arguments.domain)
            reports.append(report)
            sys.stdout.write(answer(name, report) + "\n")
    if not reports:
        sys.stderr.write("wallet verify: there is no file in there, so nothing was checked\n")
    return exit_code(reports, recipient_asked=recipient is not None)


def _answers(as_json: bool, *, recipient_asked: bool) -> AbstractContextManager[Callable[[str, Report], str]]:
    """What makes the answer about one credential, for programs or for people."""
    if as_json:
        return nullcontext(_json_line)
    from wallet.checker.plain import plain_answers  # words need the catalogues; programs do not wait for them

    return plain_answers(recipient_asked=recipient_asked)


def exit_code(reports: Iterable[Report], *, recipient_asked: bool = False) -> int:
    """The exit code for all that was found (`EXIT_CODES`). What a learner record holds counts like the
    record itself."""
    codes = [_code_of(report, recipient_asked=recipient_asked) for report in reports]
    return min((code for code in codes if code), default=0) if codes else _UNTOLD


_HOLDS, _FAILS, _UNTOLD = 0, 1, 2


def _code_of(report: Report, *, recipient_asked: bool) -> int:
    inside = [one for one in report.nested if role_of(one) == "credential"]
    codes = [_code_of(one, recipient_asked=False) for one in inside]
    if report.verdict in _UNCLEAR:
        codes.append(_UNTOLD)
    elif report.verdict is not Verdict.VALID:
        codes.append(_FAILS)
    if recipient_asked:
        outcome = report.finding(Check.RECIPIENT).outcome
        codes.append(_HOLDS if outcome is Outcome.PASS else _FAILS if outcome is Outcome.FAIL else _UNTOLD)
    return min((code for code in codes if code), default=_HOLDS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wallet verify",
        description="Check whether credentials hold.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, a folder to walk, a ZIP, an https address, or - for standard input",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object per credential, one a line")
    parser.add_argument("--at", metavar="ISO", help="the moment asked about (default: now)")
    parser.add_argument(
        "--documents", type=Path, metavar="FILE", help="JSON mapping address to file; no network is then used"
    )
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="mailto:…",
        help="whose it should be: mailto:someone@example.org or a DID; may be given several times",
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
    if text is None:
        return clock.now()
    try:
        at = read_time(text, lenient=True)
    except Unreadable:
        raise _Misunderstood(f"--at {text!r} is no moment like 2026-11-22T12:00:00Z") from None
    if not 1 < at.year < 9999:  # a little earlier or later would leave the calendar
        raise _Misunderstood(f"--at {text!r} lies beyond the years that can be asked about")
    return at


def _resources(documents: Path | None, at: datetime) -> Resources:
    if documents is not None:
        try:
            return OfflineResources.from_file(documents, at=at)
        except (Unreadable, OSError) as problem:
            raise _not_usable("--documents", documents, problem) from None
    from wallet.fetching import Fetcher, FetchPolicy  # only who asks the network needs it

    return Fetcher(FetchPolicy(), clock=clock.now)


def _recognised(path: Path | None) -> Recognised | None:
    """{"issuer id": "name"}; a name may also be an object with `name`."""
    if path is None:
        return None
    try:
        listed = read_json(path.read_bytes())
        if not isinstance(listed, Mapping):
            raise Unreadable("not-json")
    except (Unreadable, OSError) as problem:
        raise _not_usable("--recognised", path, problem) from None
    return {
        issuer: name if isinstance(name, str) else str((name or {}).get("name", issuer))
        for issuer, name in listed.items()
        if isinstance(name, str | Mapping)
    }


def _not_usable(option: str, path: Path, problem: Unreadable | OSError) -> _Misunderstood:
    if isinstance(problem, OSError):
        return _Misunderstood(f"{option} {path}: {problem.strerror}")
    return _Misunderstood(f"{option} {path}: {_INSTEAD[option]} ({problem.code})")


def _with_registers(recognised: Recognised | None, resources: Resources) -> Recognised | None:
    """Registers among the documents count too: whoever hands them in vouches for them. The list wins."""
    found = issuers_in(resources)
    return {**found, **(recognised or {})} if found else recognised


def _recipient(stated: list[str]) -> Recipient | None:
    """Whose it should be. What is neither an address nor a DID is nobody's: no badge was issued to another
    person because of it."""
    emails, dids = [], []
    for one in stated:
        scheme, colon, address = one.strip().partition(":")
        mailto = colon and scheme.lower() == "mailto"
        email = unquote(address.partition("?")[0]) if mailto else one.strip()  # RFC 6068 §2
        if _DID.fullmatch(one.strip()):
            dids.append(one.strip())
        elif _EMAIL.fullmatch(email) and (mailto or not colon):
            emails.append(email)
        else:
            raise _Misunderstood(f"--recipient {one!r} is neither mailto:someone@example.org nor a DID")
    return Recipient(emails=tuple(emails), dids=tuple(dids)) if stated else None


def _inputs(paths: Iterable[str], resources: Resources) -> Iterator[tuple[str, Envelope]]:
    """Each credential of everything that was named, under the name that its answer carries."""
    for given in paths:
        if given == "-":
            yield from _credentials("-", sys.stdin.buffer.read(MAX_FILE + 1))
        elif is_address(given):
            yield from _credentials(given, followed(given.encode(), resources=resources))
        else:
            for path in _files([Path(given)]):
                yield from _from_file(path)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Folders are walked; one that may not be looked into, and a link that leads nowhere, are files that
    cannot be read: what was named and not checked has its line."""
    for path in paths:
        if not stat.S_ISDIR(_kind(path)):
            yield path
            continue
        closed: list[OSError] = []
        found = []
        for folder, _, names in os.walk(path, onerror=closed.append):
            found += [one for name in names if _has_contents(one := Path(folder, name))]
        yield from sorted(found + [Path(os.fsdecode(problem.filename)) for problem in closed])


def _has_contents(path: Path) -> bool:
    return stat.S_ISREG(_kind(path)) or not _kind(path)  # no pipe or socket, which would be waited for


def _kind(path: Path) -> int:
    """What stands there; 0 when that cannot be found out, which opening it will then say."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _from_file(path: Path) -> Iterator[tuple[str, Envelope]]:
    shown = os.fsencode(path).decode("utf-8", "replace")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)  # bounded, because a pipe has no size
    except OSError as problem:
        sys.stderr.write(f"wallet verify: {path}: {problem.strerror}\n")
        yield shown, Envelope(b"", path.name, refusal=Unreadable("file-not-opened"))
        return
    yield from _credentials(shown, data)


def _credentials(shown: str, data: bytes) -> Iterator[tuple[str, Envelope]]:
    """Each credential in what was read; one of an archive is named by the archive and its own name."""
    own = shown.rpartition("/")[2]
    if len(data) > MAX_FILE:
        yield shown, Envelope(b"", own, refusal=Unreadable("too-large"))
        return
    for envelope in read_envelopes(data, name=own):
        member = envelope.name if envelope.name != display_name(own) else ""
        name = f"{shown}/{member}" if member else shown
        yield (f"{name}#{envelope.part}" if envelope.part else name), envelope


def _json_line(name: str, report: Report) -> str:
    return json.dumps(report_object(name, report), ensure_ascii=False)
