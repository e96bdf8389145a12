"""`python3 do.py`: the wallet is started again when a file changes, and ends with the command."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import do

ROOT = Path(__file__).parents[2]
WALLET = """#!{python}
import os, time
from pathlib import Path
with Path("started").open("a") as log:
    log.write(f"{{os.getpid()}}\\n")
time.sleep(60)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one module, whose command `wallet` notes its process and waits."""
    for name in ("do.py", "build_translations.py"):
        shutil.copy(ROOT / name, tmp_path)
    command = tmp_path / do.BIN.relative_to(do.ROOT) / "wallet"
    for folder in (command.parent, tmp_path / "wallet"):
        folder.mkdir(parents=True)
    command.write_text(WALLET.format(python=sys.executable))
    command.chmod(0o755)
    (tmp_path / "wallet" / "module.py").write_text("one = 1\n")
    return tmp_path


@pytest.fixture
def developing(project: Path) -> Iterator[subprocess.Popen[bytes]]:
    script = "import do, sys; sys.exit(do.serve_and_reload([]))"
    process = subprocess.Popen([sys.executable, "-c", script], cwd=project)
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(10)


def started(project: Path) -> list[int]:
    log = project / "started"
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def wait_for(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within ten seconds")


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for the wallet is a script with a first line")
def test_a_changed_file_starts_the_wallet_again_and_ending_the_command_ends_it(project, developing):
    wait_for(lambda: len(started(project)) == 1)
    (project / "wallet" / "module.py").write_text("one = 2\n")
    wait_for(lambda: len(started(project)) == 2)
    first, second = started(project)
    assert not is_running(first)
    developing.send_signal(signal.SIGTERM)
    developing.wait(10)
    assert not is_running(second)


def test_an_unknown_check_names_those_that_there_are():
    said = subprocess.run(
        [sys.executable, "do.py", "check", "speling"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode != 0
    assert all(name in said.stderr for name in ("speling", *do.CHECKS))


def test_help_explains_every_command_and_check():
    said = subprocess.run(
        [sys.executable, "do.py"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    assert all(f"python3 do.py {command}" in said for command in do.COMMANDS)
    assert all(name in said for name in do.CHECKS)
