"""RDFC-1.0 against the W3C suite: every evaluation test byte for byte, and the poison refused in time."""

from __future__ import annotations

import time
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ldsigner import OB3, VC2, Issuer
from tests.vectors import VECTORS, Documents, needs_vectors, read
from wallet.verification.jsonld import TooComplex, canonicalize, choices, rdfc

SUITE = "rdf-canon/w3c-rdf-canon"
CASES = (read(f"{SUITE}/manifest.jsonld") or {"entries": []})["entries"]
POSITIVE = [case for case in CASES if case["type"] == "rdfc:RDFC10EvalTest"]
NEGATIVE = [case for case in CASES if case["type"] == "rdfc:RDFC10NegativeEvalTest"]
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
LANG = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def dataset(text: bytes) -> dict[str, list[dict[str, Any]]]:
    """N-Quads in PyLD's form, read by pyoxigraph (PyLD's own reader undoes escapes wrongly)."""
    graphs: dict[str, list[dict[str, Any]]] = {}
    for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_QUADS):
        default = isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
        name = "@default" if default else term(quad.graph_name)["value"]
        graphs.setdefault(name, []).append(
            {
                "subject": term(quad.subject),
                "predicate": term(quad.predicate),
                "object": term(quad.object),
            }
        )
    return graphs


def term(value: Any) -> dict[str, str]:
    if isinstance(value, pyoxigraph.NamedNode):
        return {"type": "IRI", "value": value.value}
    if isinstance(value, pyoxigraph.BlankNode):
        return {"type": "blank node", "value": f"_:{value.value}"}
    if value.language:
        return {"type": "literal", "value": value.value, "datatype": LANG, "language": value.language}
    return {"type": "literal", "value": value.value, "datatype": value.datatype.value}


def read_input(case: dict[str, Any]) -> bytes:
    path = VECTORS / SUITE / case["action"].rpartition("/")[2]
    if not path.exists():
        pytest.skip("the collection of vectors does not hold this case's files")
    return path.read_bytes()


@needs_vectors
def test_the_suite_is_here() -> None:
    assert (len(POSITIVE), len(NEGATIVE)) == (64, 1)
    assert sum((VECTORS / SUITE / case["action"].rpartition("/")[2]).exists() for case in POSITIVE) >= 41


@needs_vectors
@pytest.mark.parametrize("case", POSITIVE, ids=lambda case: case["id"])
def test_canonical_form_is_the_published_one(case: dict[str, Any]) -> None:
    given, digest = read_input(case), case.get("hashAlgorithm", "SHA256").lower()
    expected = (VECTORS / SUITE / case["result"].rpartition("/")[2]).read_text(encoding="utf-8")
    assert rdfc.canonicalize_dataset(dataset(given), digest=digest) == expected


@needs_vectors
@pytest.mark.parametrize("case", NEGATIVE, ids=lambda case: case["id"])
def test_poison_is_refused_within_two_seconds(case: dict[str, Any]) -> None:
    started = time.monotonic()
    with pytest.raises(TooComplex):
        rdfc.canonicalize_dataset(dataset(read_input(case)))
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("size", [7, 8, 9, 10, 12])
def test_a_clique_of_blank_nodes_is_refused_in_time(size: int) -> None:
    node = lambda name: {"type": "blank node", "value": f"_:n{name}"}  # noqa: E731
    linked = {"type": "IRI", "value": "https://x.example/linked"}
    clique = [
        {"subject": node(a), "predicate": linked, "object": node(b)}
        for a in range(size)
        for b in range(size)
        if a != b
    ]
    started = time.monotonic()
    with pytest.raises(TooComplex):
        rdfc.canonicalize_dataset({"@default": clique})
    assert time.monotonic() - started < 3


def test_two_thousand_nested_objects_are_refused_before_expansion() -> None:
    document: dict[str, Any] = {"name": "x"}
    for _ in range(300):
        document = {"evidence": document}
    with pytest.raises(TooComplex):
        canonicalize({"@context": [VC2], **document}, contexts=next(choices([VC2], resources=Documents())))


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    narrative=st.text(st.characters(max_codepoint=0x7F), max_size=40),
)
def test_an_independent_engine_gives_the_same_canonical_form(name: str, narrative: str) -> None:
    document = Issuer(did="did:example:issuer").credential(name=name or "-")
    document["credentialSubject"]["achievement"]["criteria"] = {"narrative": narrative}
    contexts = next(choices([VC2, OB3], resources=Documents()))
    ours = canonicalize(document, contexts=contexts)
    theirs = pyoxigraph.Dataset(pyoxigraph.parse(ours, format=pyoxigraph.RdfFormat.N_QUADS))
    theirs.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(
        pyoxigraph.serialize([quad], format=pyoxigraph.RdfFormat.N_QUADS).decode() for quad in theirs
    )
    assert ours.decode() == "".join(lines)
