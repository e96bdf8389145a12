"""The two commands of the house, on nothing but Python's own library.

python3 do.py demo            set up if needed, then serve the wallet with demo people and badges
python3 do.py test [-- ARGS]  set up if needed, then run every check; ARGS go to pytest
python3 do.py test --long     the same in the long form: many more examples, kills and rows
python3 do.py setup           only set up
python3 do.py translations    take the texts of the code into every catalogue; say what is missing and unused
python3 do.py translations --check    only say it
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

import build_translations

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "set-up.sha256"
INPUTS = ("requirements.lock", "pyproject.toml", "build_assets.py", "package-lock.json")


def run(*command: object, **kwargs) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, **kwargs).returncode


def must(*command: object, why: str) -> None:
    if run(*command) != 0:
        sys.exit(f"Set-up stopped: {why} The lines above say more.")


def fingerprint() -> str:
    """SHA-256 over everything that decides what is installed, and the interpreter that runs it."""
    digest = hashlib.sha256(sys.version.encode())
    for name in INPUTS:
        digest.update(name.encode() + b"\0" + (ROOT / name).read_bytes())
    return digest.hexdigest()


def set_up() -> None:
    install()
    if build_translations.stale():
        must(PYTHON, "build_translations.py", "compile", why="a catalogue of translations is faulty.")


def install() -> None:
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    print("Setting up (about a minute the first time)…", flush=True)
    if not PYTHON.exists():
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (subprocess.CalledProcessError, OSError):
            sys.exit(
                "Set-up stopped: this Python cannot make a virtual environment.\n"
                "On Debian or Ubuntu: apt install python3-venv. Then run the same command again."
            )
    name_the_project_relatively()  # an earlier set-up may have stopped before it
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
    must(
        *pip,
        "--require-hashes",
        "-r",
        "requirements.lock",
        why="a pinned package could not be installed.",
    )
    must(
        *pip,
        "--no-deps",
        "--no-build-isolation",
        "-e",
        ".",
        why="the project itself could not be built.",
    )
    name_the_project_relatively()
    STAMP.write_text(wanted)


def name_the_project_relatively() -> None:
    """The editable install writes the absolute path of this folder into a .pth file. Python up to 3.12 reads that
    file in the encoding of the locale and does not start where the path has a letter outside it (LC_ALL=C).
    A path relative to the .pth file is allowed too (documentation of `site`) and is plain ASCII."""
    for path in (*VENV.glob("lib/python*/site-packages/*.pth"), *VENV.glob("Lib/site-packages/*.pth")):
        if path.read_bytes().strip() == os.fsencode(ROOT):
            path.write_text(os.path.relpath(ROOT, path.parent) + "\n", encoding="ascii")


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed_browser() -> str | None:
    if os.environ.get("CHROMIUM") and Path(os.environ["CHROMIUM"]).exists():
        return os.environ["CHROMIUM"]
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    asked = subprocess.run(
        [
            str(PYTHON),
            "-c",
            "from playwright.sync_api import sync_playwright as s\n"
            "with s() as p: print(p.chromium.executable_path)",
        ],
        capture_output=True,
        text=True,
    )
    path = asked.stdout.strip()
    return path if asked.returncode == 0 and path and Path(path).exists() else None


def find_browser() -> str:
    """Chromium for the browser tests: on PATH, else the system's package, else Playwright's own build."""
    if found := installed_browser():
        return found
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests…", flush=True)
        quiet = {"stdout": subprocess.DEVNULL}
        run("apt-get", "update", "-qq", **quiet)
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", **quiet)
        if found := installed_browser():
            return found
    run(PYTHON, "-m", "playwright", "install", "chromium")
    if found := installed_browser():
        return found
    sys.exit(
        "No Chromium was found and none could be installed, so the browser tests cannot run.\n"
        "Install it (Debian: apt install chromium) or set CHROMIUM=/path/to/chromium, then run the same command."
    )


CHECKS = (
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("types", ("mypy",)),
    ("templates", ("djlint", "--lint", "--quiet", "wallet/templates")),
    ("arrows", ("lint-imports",)),
)


def test(arguments: list[str], *, long: bool = False) -> int:
    started = time.monotonic()
    environment = os.environ | {"CHROMIUM": find_browser()}
    failed = []
    if not arguments:
        for name, (tool, *rest) in CHECKS:
            print(f"── {name}", flush=True)
            if run(BIN / tool, *rest, env=environment):
                failed.append(name)
    print("── tests", flush=True)
    workers = () if arguments else ("-n", "2", "--dist", "loadgroup")
    length = ("--long",) if long else ()
    if run(PYTHON, "-m", "pytest", *workers, *length, *arguments, env=environment):
        failed.append("tests")
    print(f"{time.monotonic() - started:.0f} s.", "Failed: " + ", ".join(failed) if failed else "All held.")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        sys.exit("Dorobek needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    command, *rest = arguments or ["help"]
    if command not in {"demo", "test", "setup", "translations"}:
        print(__doc__)
        return 0 if command in {"help", "-h", "--help"} else 2
    set_up()
    if command == "demo":
        return run(BIN / "wallet", "demo", *rest)
    if command == "test":
        long = rest[:1] == ["--long"]
        rest = rest[1:] if long else rest
        return test(rest[1:] if rest[:1] == ["--"] else rest, long=long)
    if command == "translations":
        return run(PYTHON, "build_translations.py", "check" if rest == ["--check"] else "update")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
