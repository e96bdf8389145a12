"""RDF Dataset Canonicalization (RDFC-1.0) of a JSON-LD document, with a work budget.

PyLD does the JSON-LD and the labelling of blank nodes. What it lacks is added here: a limit to the work (a
2 kB graph can otherwise ask for hours), SHA-384 (P-384 suites hash with it inside too), the escapes of
canonical N-Quads, and a lock, because its caches are not safe among threads.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Mapping
from typing import Any

from pyld import canon, jsonld
from pyld.identifier_issuer import IdentifierIssuer

from wallet.credentials.parsing.strict import MAX_TEXT
from wallet.verification import work
from wallet.verification.jsonld.contexts import Contexts
from wallet.verification.jsonld.errors import NotCompacted, TooComplex, UnknownContext
from wallet.verification.jsonld.extensions import EXTENSIONS

MAX_DEPTH = 40
MAX_NODES = 15_000  # the largest real transcript we know has 2,400
MAX_ITEMS = 1_000  # in one array: PyLD compares each value of a property with all before it
MAX_LABELLINGS = 500  # calls of Hash N-Degree Quads; the positive W3C tests stay below
MAX_PERMUTATIONS = 20_000
MAX_CPU_SECONDS = 4.0

LOCK = threading.RLock()

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARK = re.compile("[\udc00-\udc7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAMED_ESCAPES = {0x08: "\\b", 0x0C: "\\f"}
# `>` and its kin would end an IRI early and let one document spell the canonical form of another.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x1f\x7f<>\"\\^`{|}]*\Z")


def canonicalize(
    document: Mapping[str, Any] | list[Any],
    *,
    contexts: Contexts,
    digest: str = "sha256",
    base: str | None = None,
) -> bytes:
    """Canonical N-Quads, UTF-8. `digest` is sha256 or sha384. Without a base a relative IRI has no
    meaning that a signature could fix, so it is refused outside of extensions.

    Raises TooComplex, UnknownContext, NotCompacted("id-not-absolute" | "not-json-ld")."""
    measure(document)
    with LOCK:
        expanded = expand(document, contexts=contexts, base=base)
        refuse_relative(expanded)
        options = {**contexts.options(), "base": base}
        dataset = _guarded(lambda: jsonld.to_rdf(expanded, options), contexts)
        return canonicalize_dataset(dataset, digest=digest).encode()


def expand(
    document: object, *, contexts: Contexts, dropped: list[str] | None = None, base: str | None = None
) -> list[Any]:
    """Expanded form. Names of terms that no context defines are appended to `dropped`."""

    def note(term: object) -> None:
        if dropped is not None:
            dropped.append(str(term))

    with LOCK:
        expanded: list[Any] = _guarded(
            lambda: jsonld.expand(document, {**contexts.options(), "base": base}, on_property_dropped=note),
            contexts,
        )
        return expanded


def compact(expanded: list[Any], *, context: object, contexts: Contexts) -> Any:
    """Compacted form of an expanded document."""
    options = {**contexts.options(), "skipExpansion": True}
    with LOCK:
        return _guarded(lambda: jsonld.compact(expanded, {"@context": context}, options), contexts)


def _guarded(work: Any, contexts: Contexts) -> Any:
    """PyLD answers malformed input with many kinds of exception; all of them mean "this is no JSON-LD"."""
    contexts.missing = ""
    try:
        return work()
    except (TooComplex, NotCompacted):
        raise
    except RecursionError:
        raise TooComplex from None
    except Exception as problem:
        if contexts.missing:
            raise UnknownContext(contexts.missing) from None
        code = getattr(problem, "code", None) or type(problem).__name__
        cause = problem.__cause__
        raise NotCompacted("not-json-ld", str(getattr(cause, "code", None) or code)) from None


def measure(document: object) -> None:
    """Refuse what is too deep or too large before any algorithm whose cost grows faster than its input, and
    what is more than one verification may be."""
    work.spend()
    nodes = text = 0
    stack: list[tuple[object, int]] = [(document, 1)]
    while stack:
        value, depth = stack.pop()
        nodes += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES or text > MAX_TEXT:
            raise TooComplex
        if isinstance(value, dict):
            text += sum(len(key) for key in value)
            stack.extend((item, depth + 1) for item in value.values())
        elif isinstance(value, list):
            if len(value) > MAX_ITEMS:
                raise TooComplex
            stack.extend((item, depth + 1) for item in value)
        elif isinstance(value, str):
            text += len(value)
            if _SURROGATE.search(value):
                raise NotCompacted("not-json-ld", "surrogate")
    work.spend(nodes + work.LOOK)


def refuse_relative(expanded: object) -> None:
    """Every @id and @type of an expanded document must be an absolute IRI: others are silently unsigned. What
    stands in an extension is not taken for signed anyway."""
    if isinstance(expanded, list):
        for item in expanded:
            refuse_relative(item)
    elif isinstance(expanded, dict):
        value_object = "@value" in expanded
        for key, value in expanded.items():
            if key in ("@id", "@type"):
                if value_object and value == "@json":
                    continue
                for iri in value if isinstance(value, list) else [value]:
                    if not isinstance(iri, str) or not _IRI.match(iri):
                        raise NotCompacted("id-not-absolute", str(iri)[:200])
            elif key not in ("@value", *EXTENSIONS):
                refuse_relative(value)
                if not key.startswith("@") and not _IRI.match(key):
                    raise NotCompacted("id-not-absolute", key[:200])


def canonicalize_dataset(dataset: Mapping[str, Any], *, digest: str = "sha256") -> str:
    """Canonical N-Quads of an RDF dataset in PyLD's form (changed in place)."""
    for triples in dataset.values():
        for triple in triples:
            value = triple["object"]
            if value["type"] == "literal":
                value["value"] = _CONTROL.sub(lambda m: chr(0xDC00 + ord(m[0])), value["value"])
    return str(_Canonicalizer(digest).main(dataset, {"format": "application/n-quads"}))


def _escape(nquad: str) -> str:
    """Put the escapes of canonical N-Quads where control characters were marked."""
    return _MARK.sub(
        lambda m: _NAMED_ESCAPES.get(ord(m[0]) - 0xDC00) or f"\\u{ord(m[0]) - 0xDC00:04X}", nquad
    )


class _Meter:
    """Counts what grows without bound, and the processor time of this thread."""

    def __init__(self) -> None:
        self.labellings = MAX_LABELLINGS
        self.permutations = MAX_PERMUTATIONS
        self.until = time.thread_time() + MAX_CPU_SECONDS

    def check(self) -> None:
        if self.labellings < 0 or self.permutations < 0 or time.thread_time() > self.until:
            raise TooComplex


class _MeteredIssuer(IdentifierIssuer):  # type: ignore[misc]
    """The algorithm copies its issuer once for each permutation it tries: the place to count them."""

    def __init__(self, prefix: str, meter: _Meter) -> None:
        super().__init__(prefix)
        self.meter = meter

    def __deepcopy__(self, _memo: object) -> _MeteredIssuer:
        self.meter.permutations -= 1
        self.meter.check()
        twin = _MeteredIssuer(self.prefix, self.meter)
        twin.counter, twin.existing, twin.order = self.counter, dict(self.existing), list(self.order)
        return twin


class _Canonicalizer(canon.URDNA2015):  # type: ignore[misc]
    """PyLD's labelling with a meter, a choice of digest and canonical escapes."""

    def __init__(self, digest: str) -> None:
        super().__init__()
        self.digest = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}[digest]
        self.meter = _Meter()

    def create_hash(self) -> Any:
        return self.digest()

    def hash_nquads(self, nquads: list[str]) -> str:
        return self.digest("".join(sorted(map(_escape, nquads))).encode()).hexdigest()

    def hash_n_degree_quads(self, id_: str, issuer: Any) -> Any:
        self.meter.labellings -= 1
        self.meter.check()
        if not isinstance(issuer, _MeteredIssuer):
            metered = _MeteredIssuer(issuer.prefix, self.meter)
            metered.counter, metered.existing, metered.order = issuer.counter, issuer.existing, issuer.order
            issuer = metered
        return super().hash_n_degree_quads(id_, issuer)

    def main(self, dataset: Any, options: Any) -> str:
        lines = super().main(dataset, options).split("\n")[:-1]
        return "".join(sorted({_escape(line) + "\n" for line in lines}))
