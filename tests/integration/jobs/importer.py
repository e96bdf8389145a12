"""A whole wallet to be killed: takes in badge after badge, says so line by line, and checks them in threads.

python importer.py DATABASE_URL INSTANCE HOLDER PREFIX
"""

from __future__ import annotations

import io
import itertools
import sys
import time
import zipfile
from pathlib import Path

from tests.integration.collection.issuer import Issuer, Web
from tests.integration.collection.people import open_app
from wallet.collection import importing
from wallet.store import Store, clock


def main(database_url: str, instance: str, holder: str, prefix: str) -> None:
    store = Store(database_url)
    web = Web(clock)
    issuer = Issuer(web)
    app = open_app(store, web, Path(instance))
    house = app.extensions["wallet"]
    house.jobs.start_in_process()
    for number in itertools.count():
        title = f"{prefix}-{number}"
        files = [(f"{title}.jwt", issuer.token(title))]
        if number % 5 == 0:  # an archive, so that kills hit what is opened as well
            inside = {f"{title}-{letter}.jwt": issuer.token(f"{title}-{letter}") for letter in "ab"}
            files.append((f"{title}.zip", archive(inside)))
        with app.test_request_context():
            batch = importing.import_files(holder, files, house=house)
        sys.stdout.write(f"kept {batch} {title}\n")
        sys.stdout.flush()
        time.sleep(0.1)  # as many as its own threads can check, more or less


def archive(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return packed.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
