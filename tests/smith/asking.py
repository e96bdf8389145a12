"""Ask the verifier about anything, and read its answer shortly."""

from __future__ import annotations

import json
from typing import Any

from tests.smith.web import NOW, Web
from wallet.credentials.reading import read_envelope
from wallet.verification.report import Check, Finding, Report
from wallet.verification.verifier import verify


def ask(thing: bytes | str | dict[str, Any], web: Web, **how: Any) -> Report:
    """The report on a document, a token or a file's bytes, at noon of 2026-11-22 unless `at` is given, by a
    verifier who knows every issuer of this web unless `recognised` is given."""
    if isinstance(thing, dict):
        thing = json.dumps(thing)
    data = thing if isinstance(thing, bytes) else thing.encode()
    how.setdefault("recognised", web.known)
    return verify(read_envelope(data), at=how.pop("at", NOW), resources=web, **how)


def answer(report: Report, check: Check) -> tuple[str, str]:
    """Outcome and code of a check's worst finding."""
    finding: Finding = report.finding(check)
    return finding.outcome.value, finding.code
