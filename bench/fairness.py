"""How long one learner's badge waits beside what others have given the wallet to do.

    python bench/fairness.py [--jobs sqlite] [--store /path/to.sqlite3]

Three situations, each in a fresh wallet with its own background threads: nothing else to do; three ZIPs of
67 kB with large pictures of another learner; thirty links of another learner to an issuer that takes every
connection and never answers. Two seconds after the others have handed theirs in, one badge is handed in; the
seconds until its row says that it is done are printed, and how many of the others' things were done by then.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import socket
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from pathlib import Path
from struct import pack

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import select

from tests.smith.issuer import Issuer
from tests.smith.web import Web
from wallet import create_app
from wallet.imports import service as imports
from wallet.settings import Settings
from wallet.store import Store
from wallet.store.models.account import Account
from wallet.store.models.imports import ImportBatch, ImportItem

SIDE = 4_000  # pixels, the most that is drawn; black, so that it is small until then
ARCHIVE = 67_000  # bytes
LINKS = 30
PATIENCE = 300.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--jobs", default="sqlite", help="WALLET_JOBS_URL")
    chosen = options.parse_args()
    for name, others in (
        ("nothing else", None),
        ("three archives of pictures", archives),
        ("thirty links", links),
    ):
        waited, told = measure(others, chosen.jobs)
        print(f"{name:30} {waited:7.1f} s   {told}", flush=True)


def measure(others, jobs_url: str) -> tuple[float, str]:
    folder = Path(tempfile.mkdtemp(prefix="dorobek-bench-"))
    silent = Silent()
    settings = Settings(
        environment="test",
        secret_key="of the benches, and of nothing else 0123456789",
        base_url="http://localhost",
        database_url=f"sqlite:///{folder / 'wallet.sqlite3'}",
        instance=folder,
        allow_http_issuers=True,
        allowed_internal_hosts=(silent.host,),
        jobs_url=jobs_url,
    )
    store = Store(settings.database_url)
    store.upgrade()
    app = create_app(settings, store=store)
    services = app.extensions["wallet"]
    jobs = services.jobs
    jobs.start_in_process() if jobs_url == "sqlite" else jobs.start()
    while not jobs.running:
        time.sleep(0.05)
    try:
        with app.test_request_context():
            mallory, ana = account(store, "mallory"), account(store, "ana")
            for files in others(silent) if others else ():
                imports.import_files(mallory, files, services=services)
            time.sleep(2)
            began = time.monotonic()
            imports.import_files(ana, [("badge.json", badge("Ana's"))], services=services)
            while "done" not in states(store, ana) and time.monotonic() - began < PATIENCE:
                time.sleep(0.05)
            waited = time.monotonic() - began
        theirs = states(store, mallory)
        return waited, f"of the others' {len(theirs)} things, {len(theirs) - open_ones(theirs)} done by then"
    finally:
        silent.close()
        threading.Thread(target=jobs.stop, daemon=True).start()
        shutil.rmtree(folder, ignore_errors=True)


def account(store: Store, name: str) -> str:
    with store.write() as session:
        row = Account(issuer="bench", subject=name, language="en")
        session.add(row)
        session.flush()
        return row.id


def states(store: Store, holder: str) -> list[str]:
    query = select(ImportItem.state).join(ImportBatch, ImportBatch.id == ImportItem.batch_id)
    with store.read() as session:
        return list(session.scalars(query.where(ImportBatch.account_id == holder)))


def open_ones(found: list[str]) -> int:
    return sum(state in {"waiting", "running"} for state in found)


def badge(title: str) -> bytes:
    issuer = Issuer(Web())
    return json.dumps(issuer.sign(issuer.credential(name=title))).encode()


def archives(_silent: Silent) -> list[list[tuple[str, bytes]]]:
    return [[(f"{number}.zip", archive(number))] for number in range(3)]


def archive(number: int) -> bytes:
    """Pictures with a credential each, as many as fit."""
    pixels = zlib.compress(b"\0" * (4 * SIDE * SIDE + SIDE), 9)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        count = 0
        while packed.tell() < ARCHIVE:
            zipped.writestr(f"{count}.png", picture(pixels, badge(f"{number}/{count}")))
            count += 1
    return packed.getvalue()


def picture(pixels: bytes, credential: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", pack(">IIBBBBB", SIDE, SIDE, 8, 6, 0, 0, 0))
        + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + credential)
        + chunk(b"IDAT", pixels)
        + chunk(b"IEND", b"")
    )


def links(silent: Silent) -> list[list[tuple[str, bytes]]]:
    return [[("pasted.txt", f"http://{silent.host}/badge/{number}".encode())] for number in range(LINKS)]


class Silent:
    """Takes every connection and says nothing."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.host = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self._taken: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        try:
            while True:
                self._taken.append(self._listening.accept()[0])
        except OSError:
            return

    def close(self) -> None:
        self._listening.close()
        for one in self._taken:
            one.close()


if __name__ == "__main__":
    main()
