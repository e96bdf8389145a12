"""Long reports are read by pages in a short form: the same verdicts, bounded documents."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wallet.collection.nested import children_of, doubt_among
from wallet.collection.reports import as_json
from wallet.collection.reports.shortened import MOST_SHOWN, ROOM, read_shown, shorten, shortened
from wallet.verification.report import Check, Finding, Outcome, Report, Verdict

AT = datetime(2026, 11, 22, tzinfo=UTC)
HOLDS = tuple(
    Finding(check, Outcome.PASS, "fine")
    for check in (Check.FORMAT, Check.SHAPE, Check.ISSUER_KEY, Check.PROOF, Check.VALIDITY, Check.STATUS)
)


def report(document, *, findings=HOLDS, nested=()) -> Report:
    return Report("ob3-jwt", findings, AT, document=document, nested=nested)


def size(one: Report) -> int:
    return len(as_json.report_to_json(one))


def test_a_small_report_is_shown_as_it_is():
    assert shortened(report({"name": "Welding"})) == ""


def test_an_embedded_picture_is_all_that_goes_where_the_rest_is_small():
    document = {"name": "Welding", "image": "data:image/png;base64," + "A" * 1_500_000, "tags": ["a"] * 150}
    short = read_shown(shortened(report(document)))
    assert short.document == {**document, "image": ""}
    assert short.verdict is Verdict.VALID and short.findings == HOLDS


def nest(width: int, depth: int):
    return {f"m{n}": nest(width, depth - 1) for n in range(width)} if depth else "x" * 20


LARGE = {
    "one word": {"name": "a" * 1_900_000},
    "wide": {"a": [{"b": n, "c": str(n)} for n in range(60_000)]},
    "keys": {f"key {n}": n for n in range(90_000)},
    "long keys": {"k" * 1_000 + str(n): n for n in range(1_500)},
    "deep": nest(3, 9),
    "wide and deep": nest(12, 4),
    "escaped": {"a": "\u0001" * 300_000, "b": '"' * 900_000},
    "lists in lists": {"a": [[[["x"] * 40] * 40] * 20] * 2},
    "two-byte letters": {"a": ["\u05d0" * 300] * 3_000},
}


@pytest.mark.parametrize("name", LARGE)
def test_whatever_is_long_becomes_short_and_stays_what_it_is(name):
    short = shorten(report({"type": "VerifiableCredential", **LARGE[name]}))
    assert size(short) <= ROOM
    assert short.verdict is Verdict.VALID and short.document["type"] == "VerifiableCredential"


def test_random_documents_become_short():
    made = random.Random(7)

    def value(depth: int):
        kind = made.randrange(5 if depth else 2)
        if kind < 2:
            return "w" * made.choice((3, 30, 3_000))
        if kind == 2:
            return [value(depth - 1) for _ in range(made.choice((2, 20, 60)))]
        return {f"k{n}": value(depth - 1) for n in range(made.choice((2, 10, 30)))}

    for _ in range(15):
        assert size(shorten(report({"top": [value(3) for _ in range(20)]}))) <= ROOM


def test_one_that_does_not_hold_among_many_that_do_is_never_lost():
    bad = (Finding(Check.PROOF, Outcome.FAIL, "signature-does-not-fit"), *HOLDS)
    child = {"type": "VerifiableCredential", "name": "a" * 3_000}
    good = [report({**child, "id": n}) for n in range(200)]
    nested = (*good, report({**child, "id": 999}, findings=bad))
    short = shorten(report({"name": "Record"}, nested=nested))
    assert doubt_among(short.nested) == doubt_among(nested) == "grave"
    assert size(short) <= MOST_SHOWN


def test_of_many_findings_alike_the_verdict_stays():
    many = HOLDS + tuple(
        Finding(Check.STATUS, outcome, code, {"why": "x" * 5_000})
        for outcome, code in ((Outcome.PASS, "not-revoked"), (Outcome.FAIL, "revoked"))
        for _ in range(500)
    )
    one = report({"name": "x"}, findings=many)
    short = shorten(one)
    assert short.verdict is one.verdict is Verdict.REVOKED
    assert size(short) <= ROOM


def test_the_children_of_a_record_are_still_found_by_what_they_say():
    children = [{"type": ["VerifiableCredential"], "name": f"{n} " + "a" * 30_000} for n in range(40)]
    record = {"type": ["ClrCredential"], "credentialSubject": {"verifiableCredential": children}}
    nested = tuple(report(child) for child in children)
    short = shorten(report(record, nested=nested))
    found = children_of(short.document, dialect="clr", report=short)
    assert len(found) == 40 and all(child.holds for child in found)


def test_what_an_older_version_recorded_whole_is_cut_when_it_is_read():
    whole = as_json.report_to_json(report({"name": "a" * 1_000_000}))
    assert size(read_shown(whole)) <= ROOM
    assert json.loads(whole)["verdict"] == "valid"


def test_claims_without_a_proof_are_cut_too():
    claimed = replace(report(None), claimed={"name": "a" * 900_000})
    assert size(shorten(claimed)) <= ROOM
