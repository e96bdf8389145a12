"""JSON-LD contexts: only documents whose digest is pinned, from packages; never from the message.

The same URL has had different contents in the wild (Open Badges 3.0.0 and its beta; 3.0.3 before and after
its errata), so a URL has *alternatives*. `choices` yields them in a fixed order: what packages bring first,
then, if that did not do and the URL has further pins, the copy its own server gives, if its digest is pinned.
A URL that is neither packaged nor pinned is never asked for.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import rfc8785
from pyld.context_resolver import ContextResolver
from pyld.documentloader.frozen import BUNDLED_CONTEXTS, FrozenDocumentLoader
from pyld.jsonld import JsonLdError

from wallet.credentials.contexts import published_as
from wallet.credentials.parsing.strict import read_json
from wallet.errors import WalletError
from wallet.verification.jsonld.errors import UnknownContext
from wallet.verification.jsonld.pins import PINS
from wallet.verification.resources import Fetched, Purpose, Resources

FOLDER = Path(__file__).parent / "contexts"
MAX_CHOICES = 6


def digest_of(document: object) -> str:
    """SHA-256 of the RFC 8785 form: the same for copies that differ only in spacing or key order."""
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()  # type: ignore[arg-type]


@dataclass(frozen=True)
class Context:
    """One content of one URL."""

    url: str
    digest: str
    document: Mapping[str, Any]


class _Resolver(ContextResolver):  # type: ignore[misc]
    """PyLD finds a scoped context in its cache by its canonical form, which costs a fifth of a verification.
    Those of a loaded context are the same objects each time and nobody changes them: known by identity."""

    def __init__(self, load: Any) -> None:
        super().__init__({}, load)
        self.seen: dict[int, tuple[object, Any]] = {}  # holding the object keeps its identity its own

    def resolve(self, active_ctx: Any, context: Any, base: Any, cycles: Any = None) -> Any:
        if not isinstance(context, dict):
            return super().resolve(active_ctx, context, base, cycles)
        if id(context) not in self.seen:
            if len(self.seen) > 2000:
                self.seen.clear()
            self.seen[id(context)] = (context, super().resolve(active_ctx, context, base, cycles))
        return self.seen[id(context)][1]


class Contexts:
    """One content for each URL: what a document is read with."""

    def __init__(self, chosen: Iterable[Context]) -> None:
        self.chosen = {context.url: context for context in chosen}
        self.missing = ""  # the URL that was asked for and is not there
        self.resolver = _Resolver(self.load)

    def load(self, url: str, _options: object) -> dict[str, Any]:
        """PyLD's document loader: serves the frozen set, refuses everything else."""
        context = self.chosen.get(url)
        if context is None:
            self.missing = url
            raise JsonLdError("context outside the frozen set", "jsonld.LoadDocumentError", {"url": url})
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": copy.deepcopy(context.document),
            "tag": "static",  # PyLD may keep the processed form in this set's own cache
        }

    def options(self) -> dict[str, Any]:
        """For every PyLD call: no base, this loader, this cache."""
        return {"base": None, "documentLoader": self.load, "contextResolver": self.resolver}

    def digests(self, urls: Iterable[str]) -> str:
        """`url sha256:…` for each, for the record of what verified."""
        return " ".join(f"{url} sha256:{self.chosen[url].digest}" for url in urls if url in self.chosen)


@lru_cache(maxsize=1)
def packaged() -> Mapping[str, tuple[Context, ...]]:
    """URL -> its packaged contents in the order in which they are tried. A file whose digest is not pinned
    is left out: a package that changes under us changes nothing silently."""
    found: dict[str, list[Context]] = {}

    def put(url: str, path: Path) -> None:
        document = FrozenDocumentLoader({url: path})(url, {})["document"]
        context = Context(url, digest_of(document), document)
        known = found.setdefault(url, [])
        if context.digest in PINS.get(url, ()) and all(c.digest != context.digest for c in known):
            known.append(context)

    index_path = FOLDER / "index.json"
    index = read_json(index_path.read_bytes()) if index_path.exists() else {}
    for url, names in index.items():
        for name in names:
            put(url, FOLDER / name)
    for url, path in BUNDLED_CONTEXTS.items():
        put(url, path)
    return {url: tuple(contexts) for url, contexts in found.items() if contexts}


def choices(urls: Iterable[str], *, resources: Resources) -> Iterator[Contexts]:
    """The sets of contexts to try for a document that names `urls`, in a fixed order, at least one.

    Raises UnknownContext where one cannot be had."""
    own = dict.fromkeys(urls)
    held = {**packaged(), **{url: known for url in own if (known := _under_another_address(url))}}
    base = {url: contexts[0] for url, contexts in held.items()}
    fetched: dict[str, Context] = {}
    for url in own:
        if url not in base:
            _fetch_with_references(url, base=base, fetched=fetched, resources=resources)
    alternatives = [held.get(url) or (fetched[url],) for url in own]
    for chosen in itertools.islice(itertools.product(*alternatives), MAX_CHOICES):
        yield _contexts({**base, **fetched, **{context.url: context for context in chosen}})
    for url in own:
        if url in packaged() and len(PINS[url]) > len(packaged()[url]):
            context = _fetch(url, resources)
            if context is not None and all(context.digest != c.digest for c in packaged()[url]):
                yield _contexts({**base, **fetched, url: context})


def _under_another_address(url: str) -> tuple[Context, ...]:
    """The contents of a packaged context that a document names by another address of its publisher."""
    published = published_as(url)
    if published == url:
        return ()
    return tuple(replace(context, url=url) for context in packaged().get(published, ()))


_kept: dict[tuple[str, ...], Contexts] = {}


def _contexts(chosen: Mapping[str, Context]) -> Contexts:
    """Sets are kept, because a processed context is the greater part of the work of a verification."""
    key = tuple(sorted(f"{context.url} {context.digest}" for context in chosen.values()))
    if key not in _kept:
        if len(_kept) >= 16:
            _kept.clear()
        _kept[key] = Contexts(chosen.values())
    return _kept[key]


def _fetch_with_references(
    url: str, *, base: Mapping[str, Context], fetched: dict[str, Context], resources: Resources
) -> None:
    """A pinned context and the contexts that it names itself."""
    waiting = [url]
    while waiting:
        wanted = waiting.pop()
        if wanted in base or wanted in fetched:
            continue
        context = _fetch(wanted, resources)
        if context is None or len(fetched) >= 16:
            raise UnknownContext(wanted)
        fetched[wanted] = context
        waiting.extend(_references(context.document))


def _fetch(url: str, resources: Resources) -> Context | None:
    pins = PINS.get(url)
    if not pins:
        return None
    answer = resources.fetch(url, Purpose.CONTEXT)
    if not isinstance(answer, Fetched) or answer.status != 200:
        return None
    try:
        document = read_json(answer.body)
        digest = digest_of(document)
    except (WalletError, ValueError):
        return None
    return Context(url, digest, document) if digest in pins else None


def _references(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("@context", "@import"):
                for entry in item if isinstance(item, list) else [item]:
                    if isinstance(entry, str):
                        yield entry
            yield from _references(item)
