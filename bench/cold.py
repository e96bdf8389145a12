"""A fresh interpreter's first verdict: milliseconds from its imports on. `bench.verify` starts it."""

from __future__ import annotations

import base64
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
given = json.load(sys.stdin)
started = time.perf_counter()

from bench.verify import Memory, verify_once  # noqa: E402

answers = {url: (*told, base64.b64decode(body)) for url, (*told, body) in given["answers"].items()}
print(verify_once(base64.b64decode(given["data"]), Memory(answers)), end=" ")
print((time.perf_counter() - started) * 1000)
