"""Credentials per second for one credential of each kind of proof, cold (first in a new process) and warm.

    .venv/bin/python bench/verify.py [--seconds 2]

Everything is issued here by the test smith and answered from memory, so what is measured is reading,
canonicalisation, keys and signatures, and no network. Cold starts a fresh interpreter and counts
everything after the imports of the standard library: imports, contexts, first verification.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def verify_once(data: bytes, resources) -> str:
    from wallet.credentials.reading import read_envelope
    from wallet.verification.verifier import verify

    return verify(read_envelope(data), at=AT, resources=resources).verdict.value


def warm(kind: str, seconds: float) -> float:
    from bench.kinds import issue

    data, resources = issue(kind)
    assert verify_once(data, resources) == "valid", kind
    done, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < seconds:
        verify_once(data, resources)
        done += 1
    return done / spent


def cold(kind: str) -> float:
    """Milliseconds from a fresh interpreter's imports to its first verdict."""
    from bench.kinds import issue

    data, web = issue(kind)
    answers = {
        url: (answer.status, answer.content_type, base64.b64encode(answer.body).decode())
        for url, answer in web._answers.items()
    }
    given = json.dumps({"data": base64.b64encode(data).decode(), "answers": answers})
    command = [sys.executable, str(ROOT / "bench" / "cold.py")]
    out = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
    verdict, spent = out.split()
    assert verdict == "valid", kind
    return float(spent)


class Memory:
    """The documents of one credential, without anything that issued it."""

    def __init__(self, answers: dict) -> None:
        self.answers = answers

    def fetch(self, url: str, purpose: object) -> object:
        from wallet.verification.resources import Fetched, Unreachable

        if url not in self.answers:
            return Unreachable(url, "not-in-memory", AT)
        status, content_type, body = self.answers[url]
        return Fetched(url, url, status, content_type, body, hashlib.sha256(body).hexdigest(), AT)


def main() -> None:
    from bench.kinds import KINDS

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0)
    seconds = parser.parse_args().seconds
    print(f"{'proof':32} {'cold, ms':>10} {'warm, per s':>12}")
    for kind in KINDS:
        print(f"{kind:32} {cold(kind):10.0f} {warm(kind, seconds):12.0f}", flush=True)


if __name__ == "__main__":
    main()
