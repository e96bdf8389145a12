"""A whole wallet to be killed: takes in badge after badge, says so line by line, and checks them in threads.

python importer.py DATABASE_URL INSTANCE HOLDER

For each line that it reads, a prefix, it forks such a wallet, says its number, and waits until it was killed.
A fork has everything loaded: kills can follow one another within a second.
"""

from __future__ import annotations

import io
import itertools
import os
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from tests.integration.collection.issuer import Issuer, Web
from tests.integration.collection.people import open_app
from wallet.imports import service as imports
from wallet.store import Store, clock


def main(database_url: str, instance: str, holder: str) -> None:
    web = Web(clock)
    issuer = Issuer(web)
    app = open_app(Store(database_url), web, Path(instance))  # no connection is opened before the fork
    while prefix := sys.stdin.readline().strip():
        child = os.fork()
        if not child:
            take_in(app, issuer, holder, prefix)
        say(f"forked {child}")
        os.waitpid(child, 0)
        say("over")


def take_in(app: Any, issuer: Issuer, holder: str, prefix: str) -> None:
    """For ever."""
    services = app.extensions["wallet"]
    services.jobs.start_in_process()
    for number in itertools.count():
        title = f"{prefix}-{number}"
        files = [(f"{title}.jwt", issuer.token(title))]
        if number % 5 == 0:  # an archive, so that kills hit what is opened as well
            inside = {f"{title}-{letter}.jwt": issuer.token(f"{title}-{letter}") for letter in "ab"}
            files.append((f"{title}.zip", archive(inside)))
        with app.test_request_context():
            batch = imports.import_files(holder, files, services=services)
        say(f"kept {batch} {title}")
        time.sleep(0.1)  # as many as its own threads can check, more or less


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())  # one call to the system: whole, or not at all


def archive(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return packed.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
