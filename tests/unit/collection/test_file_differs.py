"""A file that says otherwise than the issuer's copy: told to its holder, and to nobody else."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import Babel

from wallet.collection.cards import report_card
from wallet.collection.reports.recipient_words import for_reader
from wallet.verification.differing import CODE
from wallet.verification.report import Check, Finding, Outcome, Report
from wallet.web.words import finding_words


def differing(field: str, file: str, issuer: str) -> Finding:
    return Finding(Check.PROOF, Outcome.PASS, CODE, {"field": field, "file": file, "issuer": issuer})


@pytest.fixture
def words():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("words")
def test_both_sides_are_told_or_that_they_differ():
    _, answer, _ = finding_words(differing("title", "Doctor of Baking", "Baking"))
    assert "Title" in answer
    assert "Doctor of Baking" in answer
    _, answer, _ = finding_words(differing("recipient", "", ""))
    assert "%" not in answer


@pytest.mark.usefixtures("words")
def test_a_reader_of_a_shared_page_learns_nothing_of_the_holders_file():
    kept = Finding(Check.PROOF, Outcome.PASS, "hosted-copy", {"url": "https://badges.example/1"})
    report = Report(
        "ob2-hosted",
        (differing("recipient", "a@x.example", "b@x.example"), kept),
        datetime(2026, 1, 1, tzinfo=UTC),
    )
    told = for_reader(report_card(report))
    assert [check.code for check in told.checks] == ["hosted-copy"]
    assert "x.example" not in str(dataclasses.asdict(told))
