"""The shape gate: is what a reader of the JSON sees exactly what the signature covers?

A signature over canonical RDF does not protect JSON: the same quads can be spelled so that an expiry date or
a status entry is no longer where a reader looks, or so that something is read which was never signed. So a
document is taken only in the one plain spelling: contexts by name, terms for keys, absolute identifiers,
nothing that expansion drops, and a round trip through expansion and compaction that gives it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wallet.credentials.parsing.values import listed
from wallet.verification.jsonld import rdfc
from wallet.verification.jsonld.contexts import Contexts
from wallet.verification.jsonld.errors import JsonLdRefused, NotCompacted
from wallet.verification.jsonld.extensions import EXTENSIONS, extensions_in, without_extensions
from wallet.verification.jsonld.synonyms import hiding_terms
from wallet.verification.report import Check, Finding, Outcome

V2 = "https://www.w3.org/ns/credentials/v2"
VC_CONTEXTS = ("https://www.w3.org/2018/credentials/v1", V2)
MAX_CONTEXTS = 16
_OF_A_NODE_NAMED = frozenset({"id", "type", "endorsementComment"})
_BOOLEAN = "//www.w3.org/2001/XMLSchema#boolean"  # Open Badges contexts write it with https
_EMBEDDED = ("verifiableCredential", "endorsement")  # documents of their own, with their own @context

# Refusals that say "we cannot read this safely", not "someone changed this".
_NOT_JUDGED = {"inline-context", "context-not-known", "too-complex", "described-twice"}


def check_shape(document: Mapping[str, Any], *, contexts: Contexts) -> Finding:
    """The SHAPE finding for a document without its proof."""
    try:
        inspect(document, contexts=contexts)
    except JsonLdRefused as refusal:
        return refused(refusal)
    return Finding(Check.SHAPE, Outcome.PASS, "shape-plain")


def refused(refusal: JsonLdRefused) -> Finding:
    outcome = Outcome.INCONCLUSIVE if refusal.code in _NOT_JUDGED else Outcome.FAIL
    params = {name: str(value) for name, value in refusal.params.items()}
    return Finding(Check.SHAPE, outcome, refusal.code, params)


def context_urls(document: Mapping[str, Any]) -> list[str]:
    """URLs of all contexts a document names, its own and those of documents in it, in order of appearance.
    Inline contexts may name more; the frozen loader refuses those it does not hold."""
    found: dict[str, None] = {}
    for path, _, value in _members(document):
        if path[-1] == "@context":
            found.update(dict.fromkeys(entry for entry in listed(value) if isinstance(entry, str)))
    return list(found)


def worth_reading(document: Mapping[str, Any]) -> bool:
    """Whether to canonicalise a document whose shape was not accepted, to learn if its signature fits: not
    with many contexts, nor with large ones of its own, whose processing nothing else bounds. Without any, it
    says nothing that could be signed."""
    named = listed(document.get("@context"))
    own = [value for path, _, value in _members(document) if path[-1] == "@context"]
    inline = [entry for value in own for entry in listed(value) if not isinstance(entry, str)]
    # PyLD writes an import into the context that it imports, which every later document is read with
    imports = any(path[-1] == "@import" for entry in inline for path, _, _ in _every_member(entry))
    return (
        not imports
        and named != [None]
        and len(named) <= MAX_CONTEXTS
        and sum(1 for entry in inline for _ in _members(entry)) <= 200
    )


def inspect(document: Mapping[str, Any], *, contexts: Contexts, outer: tuple[Any, ...] = ()) -> None:
    """Raises NotCompacted, TooComplex or UnknownContext unless the document is plain. `outer` are contexts of
    a document around it, which hold inside too (JSON-LD 1.1 §4.1)."""
    rdfc.measure(document)
    _inspect_contexts(document)
    _inspect_extensions(document)
    document = without_extensions(document)
    _inspect_keys(document)
    _inspect_own_id(document)
    _inspect_descriptions(document)
    _inspect_synonyms(document, contexts)
    in_force = (*outer, *listed(document["@context"]))
    for member, inner in _embedded(document):
        # Data Model 2.0 says `@context: null` of `verifiableCredential`: there the outer contexts end
        around = () if member == "verifiableCredential" and V2 in in_force else in_force
        inspect(_without_proof(inner), contexts=contexts, outer=around)
    bare = {**_without_embedded(document), "@context": list(dict.fromkeys(in_force))}
    inspect_meaning(bare, contexts=contexts)


def inspect_options(options: Mapping[str, Any], *, contexts: Contexts) -> None:
    """The same for a proof's options, which have no shape of their own beyond that."""
    rdfc.measure(options)
    _inspect_keys(options)
    inspect_meaning(options, contexts=contexts)


def inspect_meaning(document: Mapping[str, Any], *, contexts: Contexts) -> None:
    """Nothing dropped, nothing relative, and the round trip gives the same document back."""
    dropped: list[str] = []
    expanded = rdfc.expand(document, contexts=contexts, dropped=dropped)
    if dropped:
        raise NotCompacted("unsigned-terms", ", ".join(sorted(set(dropped)))[:500])
    _refuse_unknown_types(expanded)
    rdfc.refuse_relative(expanded)
    back = rdfc.compact(expanded, context=document["@context"], contexts=contexts)
    difference = _difference(document, back, "")
    if difference:
        raise NotCompacted("not-compacted", difference)


def _members(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """(path, owner, value) of every member of every object."""
    if isinstance(value, list):
        for item in value:
            yield from _members(item, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key), value, item
            if key != "@context":
                yield from _members(item, (*path, key))


def _every_member(value: object) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """`_members`, and those of contexts inside contexts."""
    for path, owner, one in _members(value):
        yield path, owner, one
        if path[-1] == "@context":
            yield from _every_member(one)


def _inspect_contexts(document: Mapping[str, Any]) -> None:
    named = listed(document.get("@context"))
    if not named or named == [None]:
        raise NotCompacted("context-missing")
    if any(not isinstance(entry, str) for entry in named):
        raise NotCompacted("inline-context")
    if named[0] not in VC_CONTEXTS or len(named) > MAX_CONTEXTS:
        raise NotCompacted("context-order", str(named[0])[:200])


def _inspect_keys(document: Mapping[str, Any]) -> None:
    for path, owner, value in _members(document):
        key, where = path[-1], ".".join(path)
        if key == "@context":
            allowed = owner is document or _may_carry_context(path)
            if allowed and all(isinstance(entry, str) for entry in listed(value)):
                continue
            raise NotCompacted("inline-context", where)
        if _language_value(path, owner):
            continue
        if key.startswith("@") or ":" in key or "/" in key:
            raise NotCompacted("not-compacted", where)
        if isinstance(value, list) and any(isinstance(item, list) for item in value):
            raise NotCompacted("not-compacted", where)  # expansion flattens it; a reader would not
        if key == "type" and any(isinstance(entry, str) and entry.startswith("@") for entry in listed(value)):
            raise NotCompacted("not-compacted", where)


def _language_value(path: tuple[str, ...], owner: Mapping[str, Any]) -> bool:
    """`name` and `description` may state their language (VC Data Model 2.0 §11.1): the one value object
    that readers know."""
    return (
        len(path) > 1
        and path[-2] in ("name", "description")
        and isinstance(owner.get("@language"), str)
        and set(owner) <= {"@value", "@language", "@direction"}
        and all(isinstance(value, str) for value in owner.values())
    )


def _may_carry_context(path: tuple[str, ...]) -> bool:
    return len(path) > 1 and path[-2] in (*_EMBEDDED, "proof")


def _inspect_extensions(document: Mapping[str, Any]) -> None:
    """Nothing in an extension may speak of a node outside it, nor carry a keyword or a context: then whatever
    is in it can be left out without leaving out anything else."""
    outside = {
        value
        for path, _, value in _members(without_extensions(document))
        if isinstance(value, str) and path[-1] != "@context"
    }
    for extension in extensions_in(document):
        for path, _, value in _members(extension):
            words = [path[-1], *(listed(value) if path[-1] == "type" else [])]
            keyword = any(isinstance(word, str) and word.startswith("@") for word in words)
            named = path[-1] in ("id", "uid") and (not isinstance(value, str) or value in outside)
            if keyword or named or path[-1] in EXTENSIONS or ":" in path[-1]:
                raise NotCompacted("not-compacted", ".".join(path))


def _inspect_own_id(document: Mapping[str, Any]) -> None:
    """Another object with the document's id would be the same node: its members could be the document's, in a
    document inside as well. An endorsement speaks of what it endorses, and says of it no more than its
    comment."""
    own = document.get("id")
    if own is None:
        return
    for path, owner, value in _members(document):
        if path[-1] == "id" and value == own and len(path) > 1 and set(owner) - _OF_A_NODE_NAMED:
            raise NotCompacted("not-compacted", ".".join(path))


def _inspect_descriptions(document: Mapping[str, Any]) -> None:
    """What is described in two places is one node of RDF: the signature does not cover which of its members
    stands where. So a result could wander from one achievement of a subject to another, or into an
    endorsement of the subject, where nobody looks for it."""
    subjects = [one for one in listed(document.get("credentialSubject")) if isinstance(one, dict)]
    for place, one in enumerate(subjects):
        if any("id" in one and one["id"] == other.get("id") and one != other for other in subjects[:place]):
            raise NotCompacted("described-twice", "credentialSubject")
    outside: dict[str, list[Mapping[str, Any]]] = {}
    for path, owner, value in _members(document):
        if path[-1] == "id" and "endorsement" not in path and isinstance(value, str):
            outside.setdefault(value, []).append(owner)
    for path, _, value in _members(document):
        for one in listed(value) if path[-2:] == ("endorsement", "credentialSubject") else ():
            own = one.get("id") if isinstance(one, dict) else None
            twins = outside.get(own, []) if isinstance(own, str) else []
            for name in set(one) - _OF_A_NODE_NAMED if twins else ():
                if not any(twin.get(name) == one[name] for twin in twins):
                    raise NotCompacted("described-twice", ".".join(path))


def _inspect_synonyms(document: Mapping[str, Any], contexts: Contexts) -> None:
    hiding = hiding_terms(tuple(context_urls(document)), contexts)
    for path, _, _ in _members(document):
        if path[-1] in hiding:
            raise NotCompacted("not-compacted", ".".join(path))


def _embedded(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, _, value in _members(document):
        if path[-1] in _EMBEDDED and not set(path[:-1]) & set(_EMBEDDED):
            for item in listed(value):
                if isinstance(item, dict) and "@context" in item:
                    yield path[-1], item


def _without_embedded(value: Any) -> Any:
    """A copy without embedded documents; they are looked at by themselves."""
    if isinstance(value, list):
        return [_without_embedded(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, item in value.items():
        if key in _EMBEDDED:
            rest = [
                _without_embedded(i) for i in listed(item) if not (isinstance(i, dict) and "@context" in i)
            ]
            if rest:
                kept[key] = rest
        else:
            kept[key] = _without_embedded(item) if key != "@context" else item
    return kept


def _without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "proof"}


def _refuse_unknown_types(expanded: object) -> None:
    """A type that no context defines stays relative, and so is not signed."""
    if isinstance(expanded, list):
        for item in expanded:
            _refuse_unknown_types(item)
    elif isinstance(expanded, dict):
        if "@value" not in expanded:
            unknown = [t for t in listed(expanded.get("@type", [])) if isinstance(t, str) and ":" not in t]
            if unknown:
                raise NotCompacted("unsigned-terms", ", ".join(unknown)[:500])
        elif str(expanded.get("@type")).endswith(_BOOLEAN) and isinstance(expanded["@value"], str):
            raise NotCompacted("not-compacted", expanded["@value"][:100])  # "false" reads as true
        for value in expanded.values():
            _refuse_unknown_types(value)


def _difference(given: Any, back: Any, where: str) -> str:
    """Where two documents differ in what they say, "" if nowhere. Compaction chooses among spellings that say
    the same; these count as equal: one value and an array of it; a null or empty array and nothing; an object
    with nothing but an id and that id; two terms for the same IRI (see `synonyms`)."""
    if isinstance(given, list) or isinstance(back, list):
        left = [item for item in listed(given) if item is not None]
        right = [item for item in listed(back) if item is not None]
        if len(left) != len(right):
            return where or "."
        return next((d for a, b in zip(left, right, strict=True) if (d := _difference(a, b, where))), "")
    given, back = _only_id(given), _only_id(back)
    if isinstance(given, dict) and isinstance(back, dict):
        return _object_difference(given, back, where)
    if type(given) is not type(back) and not (_number(given) and _number(back)):
        return where or "."
    if given == back or (where.endswith("type") and ":" not in given):
        return ""
    return where or "."


def _object_difference(given: dict[str, Any], back: dict[str, Any], where: str) -> str:
    mine = {key for key, value in given.items() if value not in (None, []) and key != "@context"}
    theirs = {key for key, value in back.items() if value not in (None, []) and key != "@context"}
    for key in sorted(mine & theirs):
        if difference := _difference(given[key], back[key], f"{where}.{key}".lstrip(".")):
            return difference
    spare = sorted(theirs - mine)
    for key in sorted(mine - theirs):
        path = f"{where}.{key}".lstrip(".")
        twin = next((other for other in spare if not _difference(given[key], back[other], path)), None)
        if twin is None:
            return path
        spare.remove(twin)
    return f"{where}.{spare[0]}".lstrip(".") if spare else ""


def _only_id(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) and set(value) == {"id"} else value


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
