"""Data into PDF by typst, in a process of its own: with limits, without our secrets, and killed when it takes
too long. A text that makes the typesetter fall over takes this process down and not the wallet.

    python -m wallet.printing.typesetting FOLDER pdf|png STANDARDS SECONDS    # JSON in, document out

The folder is all that can be read from the document: the pictures and originals it is given. The text of
people is data (`sys.inputs`), never markup; packages cannot be loaded, for their folder is empty.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from wallet.errors import WalletError
from wallet.extras import installed
from wallet.marks import mark

READABLE = ("ua-1", "a-2a")  # tagged for screen readers, and for archives
WITH_FILES = ("ua-1", "a-3a")  # the same, with attached files
SECONDS = 55
REFUSED = 2
MOST_MEMORY = 2_000_000_000  # of addresses; what is really used is far less (bench/pdf.py)


class NotTypeset(WalletError):
    """The typesetter refused: what it was given would not be a proper document."""

    code = "file-not-made"


class NotInstalled(WalletError):
    """The typesetter is an extra that this installation left out (`wallet doctor` says so)."""

    code = "file-not-made"
    what = mark("The file could not be made")
    means = mark("Something went wrong on our side. Nothing of yours was lost or changed.")
    do = mark("Ask for it once more. If it fails again, tell whoever runs this wallet.")


def typeset(
    data: str,
    files: Mapping[str, bytes],
    *,
    at: int,
    standards: tuple[str, ...] = READABLE,
    form: str = "pdf",
    template: Path,
) -> bytes:
    """The document. `data` is JSON for the `template`; `files` can be read by it under their names; `at` is
    the moment of making, in seconds. Raises NotTypeset, also where the document would break a standard;
    NotInstalled where there is no typesetter."""
    if not installed("pdf"):
        raise NotInstalled()
    with TemporaryDirectory(prefix="dorobek-print-") as folder:
        root = Path(folder)
        (root / "page.typ").write_bytes(template.read_bytes())
        for name, content in files.items():
            (root / name).write_bytes(content)
        command = [sys.executable, "-m", __name__, folder, form, ",".join(standards), str(at)]
        try:
            child = subprocess.run(
                command,
                input=data.encode(),
                capture_output=True,
                timeout=SECONDS,
                env=_environment(folder),
                cwd=folder,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotTypeset(stage="time", why="") from None
    if child.returncode != 0 or not child.stdout:
        stage = "refused" if child.returncode == REFUSED else "crashed"
        raise NotTypeset(stage=stage, why=child.stderr.decode(errors="replace")[:2000])
    return child.stdout


def _environment(folder: str) -> dict[str, str]:
    """Where to find Python's packages, and nothing of ours: no secret key, no database, no proxy."""
    needed = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RUST_BACKTRACE": "0", "HOME": folder}
    return needed | {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _limit() -> None:
    try:
        import resource
    except ImportError:  # where there are no such limits, the time remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 2, SECONDS * 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(folder: str, form: str, standards: str, at: str) -> int:
    _limit()
    import typst

    data = sys.stdin.buffer.read().decode()
    empty = Path(folder) / "packages"
    empty.mkdir()
    try:
        made = typst.compile(
            str(Path(folder) / "page.typ"),
            root=folder,
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"page": data},
            package_path=empty,
            package_cache_path=empty,
            format=form,
            pdf_standards=[name for name in standards.split(",") if name] if form == "pdf" else [],
            timestamp=int(at),
            ppi=110 if form == "png" else None,
        )
    except typst.TypstError as refusal:
        sys.stderr.write(refusal.diagnostic)
        return REFUSED
    pages = made if isinstance(made, list) else [made]
    sys.stdout.buffer.write(b"\0PAGE\0".join(pages))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
