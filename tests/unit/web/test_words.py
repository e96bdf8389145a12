"""Nothing that can happen to a person is without words, in English and in Polish."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.smith.web import NOW
from wallet.collection.achievement_words import kind_of_achievement
from wallet.credentials.codes import REFUSALS
from wallet.credentials.refusal_texts import REFUSAL_WORDS
from wallet.errors import WalletError, sentences
from wallet.fetching.problems import CODES as FETCH_CODES
from wallet.fetching.texts import LINK_WORDS
from wallet.imports.service import KEEPABLE
from wallet.verification.cases import Case
from wallet.verification.codes import CODES
from wallet.verification.report import Check, Finding, Outcome, Report, Verdict
from wallet.verification.words.findings import (
    FINDINGS,
    HEADINGS,
    PLAINER,
    QUESTIONS,
    SPECIAL_HEADINGS,
    WAITING,
    texts_of,
)
from wallet.verification.words.network import NETWORK
from wallet.verification.words.verdicts import DIFFERS_CODE, VERDICTS
from wallet.web import words
from wallet.web.errors import CODES as HTTP_CODES
from wallet.web.http_texts import HTTP_WORDS
from wallet.web.words import known_errors

WALLET = Path(__file__).parents[3] / "wallet"
SPOKEN_TO_THE_OPERATOR = {"misconfigured", "backup-refused", "not-one-person"}  # on the command line
RAISERS = {"WalletError", "NotFound", "Refused", "SignInFailed", "Unreadable"}


def constants_of(tree: ast.Module) -> dict[str, str]:
    """Texts that a module gives a name: NAME = "text"."""
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def raised_codes() -> set[str]:
    """Every code that is written where a WalletError is made, and every class's own."""
    codes = set()
    for path in WALLET.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = constants_of(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISERS:
                codes |= {
                    named[arg.id] for arg in node.args[:1] if isinstance(arg, ast.Name) and arg.id in named
                }
                codes |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
            if (
                isinstance(node, ast.ClassDef)
                and {b.id for b in node.bases if isinstance(b, ast.Name)} & RAISERS
            ):
                for line in node.body:
                    if isinstance(line, ast.Assign) and line.targets[0].id == "code":
                        said = line.value
                        codes.add(named[said.id] if isinstance(said, ast.Name) else said.value)
    return codes - {
        "misconfigured",
        "backup-refused",
        "not-one-person",
        "not-one-account",
        "file-not-opened",
    }  # spoken to the operator, on the command line


def test_every_failure_that_the_code_can_raise_has_words():
    raised = raised_codes()
    assert len(raised) > 40
    internal = {code for code in raised if code in FINDINGS}  # never leaves the verifier but as a finding
    assert sorted(raised - internal - known_errors().keys()) == []


@pytest.mark.parametrize(
    "codes", [REFUSALS, FETCH_CODES, HTTP_CODES.values()], ids=["refusals", "network", "http"]
)
def test_every_listed_code_has_words(codes):
    assert sorted(set(codes) - known_errors().keys()) == []


def test_no_code_has_words_of_two_failures():
    """The tables and the classes are merged, and the last one would speak for all."""
    told = [*REFUSAL_WORDS, *NETWORK, *LINK_WORDS, *HTTP_WORDS, *sentences()]
    assert len(told) > 150
    assert sorted(code for code, times in Counter(told).items() if times > 1) == []


def test_two_classes_of_failures_have_two_codes():
    classes = [WalletError]
    for kind in classes:
        classes += kind.__subclasses__()
    own = [kind.code for kind in classes if kind.__module__.startswith("wallet.") and "what" in vars(kind)]
    assert sorted(code for code, times in Counter(own).items() if times > 1) == []


def test_every_finding_has_words():
    assert len(CODES) > 100
    assert sorted(set(CODES) - FINDINGS.keys() - known_errors().keys()) == []


def test_no_words_are_kept_for_findings_that_nobody_makes():
    assert sorted({code.partition("@")[0] for code in FINDINGS} - set(CODES)) == []


def test_every_check_has_a_heading_for_every_outcome():
    assert set(HEADINGS) == {(check, outcome) for check in Check for outcome in Outcome}


@pytest.mark.parametrize("code", sorted(WAITING))
@pytest.mark.parametrize("check", Check, ids=lambda check: check.name.lower())
def test_what_was_not_asked_is_named_as_a_question_and_claims_nothing(check, code):
    assert code in CODES
    heading = texts_of(Finding(check, Outcome.NOT_APPLICABLE, code))[0]
    assert heading == QUESTIONS[check]
    assert heading.startswith(("Whether ", "Whom "))


def test_only_what_can_be_kept_is_said_to_be_keepable():
    told = {code for code, (_, _, do) in known_errors().items() if "a document of your own" in do}
    assert told == set(KEEPABLE)


def test_only_what_holds_is_called_genuine():
    """The other verdicts leave open who issued it: what has expired may have been made by anybody."""
    said = {verdict: entry[1] for verdict, entry in VERDICTS.items()}
    assert [
        verdict for verdict, told in said.items() if re.search("genuine|unaltered|issuer confirms", told)
    ] == ["valid"]
    assert "genuine" not in " ".join(texts_of(Finding(Check.VALIDITY, Outcome.FAIL, "expired")))


def test_every_verdict_has_a_word_a_sentence_a_tone_and_an_icon_that_exists():
    assert {verdict.value for verdict in Verdict} < set(VERDICTS)
    assert {case.value for case in Case} < set(VERDICTS)
    for word, sentence, tone, icon in VERDICTS.values():
        assert word and sentence.endswith(".")
        assert tone in {"pass", "warn", "fail", "none"}
        assert (WALLET / "static/vendor/icons" / f"{icon}.svg").exists()


def test_only_valid_sounds_like_valid():
    assert [verdict for verdict, entry in VERDICTS.items() if entry[2] == "pass"] == ["valid"]


def test_sentences_end_and_hold_no_technical_slug():
    for code, (what, means, do) in known_errors().items():
        assert not what.endswith("."), code
        assert means.endswith("."), code
        assert do.endswith("."), code
    for code, (answer, how) in FINDINGS.items():
        assert re.search(r"[.)s]$", answer), code
        assert how == "" or how.endswith("."), code


def test_special_headings_and_plainer_answers_belong_to_findings_that_exist():
    assert SPECIAL_HEADINGS.keys() <= FINDINGS.keys()
    assert PLAINER.keys() <= FINDINGS.keys()


def test_a_plainer_answer_asks_for_nothing_that_is_not_there():
    always_there = {("file-differs-from-hosted-copy", "field")}
    asked = {(code, gap) for code, text in PLAINER.items() for gap in re.findall(r"%\((\w+)\)", text)}
    assert asked <= always_there


def test_how_we_know_is_left_out_when_its_facts_are_missing():
    bare = Finding(Check.STATUS, Outcome.PASS, "not-revoked")
    told = Finding(Check.STATUS, Outcome.PASS, "not-revoked", {"url": "https://pg.example/list"})
    assert texts_of(bare)[2] == ""
    assert "%(url)s" in texts_of(told)[2]


def test_a_revocation_without_a_reason_does_not_speak_of_one():
    assert "Reason" not in texts_of(Finding(Check.STATUS, Outcome.FAIL, "revoked"))[1]
    assert "Reason" in texts_of(Finding(Check.STATUS, Outcome.FAIL, "revoked", {"reason": "x"}))[1]


def test_a_refusal_met_as_a_finding_speaks_as_the_refusal_does():
    heading, answer, how = texts_of(Finding(Check.FORMAT, Outcome.FAIL, "damaged-png"))
    assert heading == "Not readable"
    assert answer == known_errors()["damaged-png"][0]
    assert how == known_errors()["damaged-png"][1]


@pytest.fixture
def in_polish(app):
    with app.test_request_context(headers={"Accept-Language": "pl"}):
        yield


def test_an_unknown_code_gets_an_honest_general_sentence(app):
    with app.test_request_context():
        what, _, do = words.error_words("never-heard-of", {})
        assert what == "That did not work"
        assert "never-heard-of" in do
        finding = Finding(Check.PROOF, Outcome.INCONCLUSIVE, "never-heard-of")
        assert "never-heard-of" in words.finding_words(finding)[1]


def test_dates_and_reasons_inside_sentences_are_in_the_readers_language(in_polish):
    expired = Finding(Check.VALIDITY, Outcome.FAIL, "expired", {"until": "2026-02-02T00:00:00Z"})
    assert "2 lutego 2026" in words.finding_words(expired)[1]
    silent = Finding(
        Check.STATUS, Outcome.INCONCLUSIVE, "status-list-unreachable", {"url": "u", "why": "timeout"}
    )
    assert "serwer nie odpowiedział na czas" in words.finding_words(silent)[1]
    refused = Finding(
        Check.STATUS, Outcome.INCONCLUSIVE, "status-list-unreachable", {"url": "u", "why": "503"}
    )
    assert "503" in words.finding_words(refused)[1]


def test_what_a_stranger_wrote_is_not_read_as_a_pattern(in_polish):
    hostile = Finding(Check.STATUS, Outcome.FAIL, "revoked", {"reason": "%(secret)s %d {0} %"})
    assert "%(secret)s %d {0} %" in words.finding_words(hostile)[1]


def test_every_element_status_note_value_and_reason_of_transparency_has_words():
    from wallet.collection import transparency_texts as told
    from wallet.credentials import concepts, elements, proof_kinds

    assert set(told.ELEMENTS) == {*elements.MANDATORY, *elements.OPTIONAL}
    assert set(told.STATUSES) == set(elements.STATUSES)
    assert set(told.NOTES) == set(elements.NOTES)
    assert set(told.PROVENANCES) == set(elements.PROVENANCES)
    assert set(told.KINDS) == set(proof_kinds.KINDS)
    assert set(told.REASONS) == set(proof_kinds.REASONS)
    vocabularies = (concepts.PARTICIPATION, concepts.ASSESSMENT, concepts.SUPERVISION, concepts.QUALITY)
    codes = {code for _, by_label in vocabularies for code in by_label.values()}
    assert codes <= set(told.VALUES)


def test_a_kind_of_achievement_is_said_in_words_and_another_as_it_is_written():
    assert kind_of_achievement("MicroCredential") == "micro-credential"
    assert kind_of_achievement("ext:Merit") == "Merit"
    assert kind_of_achievement("") == ""


def told(*changes: tuple[Check, Outcome, str], **params: str) -> Report:
    changed = {check for check, _outcome, _code in changes}
    held = [Finding(check, Outcome.PASS, "held") for check in Check if check not in changed]
    return Report("ob3-jwt", (*held, *(Finding(*change, params) for change in changes)), NOW)


@pytest.mark.parametrize(
    ("report", "word", "sentence"),
    [
        (told(), "Verified", "Issued by PG, unaltered, and valid today."),
        (
            told((Check.PROOF, Outcome.FAIL, "signature-does-not-fit")),
            "Altered",
            "It was changed after it was signed. Don’t rely on it.",
        ),
        (
            told((Check.ISSUER_KEY, Outcome.FAIL, "key-not-of-issuer")),
            "Not from this issuer",
            "PG did not issue this. Don’t rely on it.",
        ),
        (
            told((Check.SHAPE, Outcome.FAIL, "bad-date")),
            "Faulty",
            "It breaks the rules of its format, so nobody can rely on it. Ask PG for a correct one.",
        ),
        (
            told((Check.STATUS, Outcome.FAIL, "revoked"), reason="Final task not handed in."),
            "Withdrawn",
            "PG withdrew it: “Final task not handed in.”",
        ),
        (
            told((Check.STATUS, Outcome.FAIL, "revoked")),
            "Withdrawn",
            "PG withdrew it and gave no reason.",
        ),
        (
            told((Check.VALIDITY, Outcome.FAIL, "expired"), until="2024-09-03T00:00:00+02:00"),
            "Expired",
            "It was valid until 3 September 2024. What it proved then still stands in the report.",
        ),
        (
            told((Check.VALIDITY, Outcome.FAIL, "not-yet-valid"), **{"from": "2030-01-01T00:00:00+01:00"}),
            "Not valid yet",
            "It is valid from 1 January 2030.",
        ),
        (
            told((Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-known-by-key-only")),
            "Issuer unknown",
            "The signature is intact, but we can’t tell whose key it is.",
        ),
        (
            told((Check.STATUS, Outcome.INCONCLUSIVE, "status-list-unreachable"), why="timeout", url="u"),
            "Couldn’t check",
            "The issuer's list could not be fetched: the server did not answer in time. This is no sign of "
            "forgery.",
        ),
        (
            told((Check.PROOF, Outcome.PASS, DIFFERS_CODE)),
            "Verified",
            "The issuer’s own copy is valid today. The file you gave says something else.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 25 else "",
)
def test_a_report_is_told_by_its_case_with_the_name_the_reason_and_the_day(app, report, word, sentence):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert words.report_words(report, issuer="PG")[:2] == (word, sentence)
        without = words.report_words(report)
        assert without[0] == word
        assert "%(" not in without[1] and "not stated" not in without[1]


def test_a_name_of_a_stranger_stays_within_its_sentence(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        sentence = words.report_words(told(), issuer="x" * 5000 + "%(reason)s\n")[1]
        assert len(sentence) < 300 and "\n" not in sentence


def test_the_chips_in_polish_agree_with_the_badge(in_polish):
    said = {case.value: words.verdict_words(case)[0] for case in Case}
    assert said == {
        "valid": "Zweryfikowana",
        "altered": "Zmieniona",
        "not-from-this-issuer": "Nie od tego wydawcy",
        "faulty": "Wadliwa",
        "not-yet-valid": "Jeszcze nieważna",
        "revoked": "Wycofana",
        "suspended": "Wstrzymana",
        "expired": "Wygasła",
        "issuer-unknown": "Wydawca nieznany",
        "could-not-check": "Nie sprawdzono",
        "unsigned": "Bez podpisu",
        "unreadable": "Nieczytelna",
    }
