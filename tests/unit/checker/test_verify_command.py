"""`wallet verify`: what it prints and how it ends."""

from __future__ import annotations

import json
import os
import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.smith import Issuer, Web
from wallet.checker.cli import exit_code, verify_command
from wallet.verification.registers import ADDRESSES
from wallet.verification.report import Check, Outcome, Verdict

AT = ["--at", "2026-11-22T12:00:00Z"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    issuer = Issuer(Web())
    good = issuer.sign(issuer.credential())
    late = issuer.sign(issuer.credential(validUntil="2026-02-01T00:00:00Z"))
    inner = tmp_path / "badges" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "badges" / "good.json").write_text(json.dumps(good), encoding="utf-8")
    (inner / "late.json").write_text(json.dumps(late), encoding="utf-8")
    (inner / "notes.txt").write_text("no badge at all", encoding="utf-8")
    register = {"registry": {issuer.id: {"name": issuer.name}}}
    (tmp_path / "register.json").write_text(json.dumps(register), encoding="utf-8")
    documents = {ADDRESSES[0]: "register.json"}
    (tmp_path / "documents.json").write_text(json.dumps(documents), encoding="utf-8")
    return tmp_path


def run(
    folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[dict[str, Any]]]:
    code = verify_command([*arguments, "--json", *AT, "--documents", str(folder / "documents.json")])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_for_each_credential(folder: Path, capsys: pytest.CaptureFixture[str]):
    code, lines = run(folder, str(folder / "badges/good.json"), capsys=capsys)
    assert code == 0
    (line,) = lines
    assert list(line) == ["file", "format", "verdict", "checks"]
    assert (line["file"], line["format"], line["verdict"]) == (
        str(folder / "badges/good.json"),
        "ob3-di",
        "valid",
    )
    assert {check["check"] for check in line["checks"]} == {check.name.lower() for check in Check}
    for check in line["checks"]:
        assert list(check) == ["check", "outcome", "code", "detail"]
        assert check["outcome"] in {outcome.value for outcome in Outcome}


def test_folders_are_walked_and_each_file_has_its_verdict(folder: Path, capsys: pytest.CaptureFixture[str]):
    code, lines = run(folder, str(folder / "badges"), capsys=capsys)
    assert {Path(line["file"]).name: line["verdict"] for line in lines} == {
        "good.json": "valid",
        "late.json": "expired",
        "notes.txt": "unreadable",
    }
    assert code == 2


def test_exit_1_when_some_are_not_valid(folder: Path, capsys: pytest.CaptureFixture[str]):
    code, _ = run(
        folder, str(folder / "badges/good.json"), str(folder / "badges/inner/late.json"), capsys=capsys
    )
    assert code == 1


def test_with_documents_no_network_is_used(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    issuer = Issuer(Web(), did="web")
    path = folder / "web.json"
    path.write_text(json.dumps(issuer.sign(issuer.credential())), encoding="utf-8")

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    code, lines = run(folder, str(path), capsys=capsys)
    assert (code, lines[0]["verdict"]) == (2, "undetermined")


def test_the_documents_answer_for_the_network(folder: Path, capsys: pytest.CaptureFixture[str]):
    web = Web()
    issuer = Issuer(web, did="web")
    (folder / "web.json").write_text(json.dumps(issuer.sign(issuer.credential())), encoding="utf-8")
    url = f"https://{issuer.host}/.well-known/did.json"
    (folder / "did.json").write_bytes(web.fetch(url, None).body)  # type: ignore[arg-type, union-attr]
    (folder / "documents.json").write_text(json.dumps({url: "did.json"}), encoding="utf-8")
    code, lines = run(folder, str(folder / "web.json"), capsys=capsys)
    assert (code, lines[0]["verdict"]) == (0, "valid")


def test_a_register_among_the_documents_says_whose_a_key_is(folder: Path, capsys: pytest.CaptureFixture[str]):
    path = str(folder / "badges/good.json")
    assert run(folder, path, capsys=capsys)[1][0]["verdict"] == "valid"
    (folder / "documents.json").write_text("{}", encoding="utf-8")
    assert run(folder, path, capsys=capsys)[1][0]["verdict"] == "undetermined"


def test_the_recipient_is_answered_and_decides_nothing(folder: Path, capsys: pytest.CaptureFixture[str]):
    path = str(folder / "badges/good.json")
    code, lines = run(folder, path, "--recipient", "did:example:bob", capsys=capsys)
    (check,) = [check for check in lines[0]["checks"] if check["check"] == "recipient"]
    assert (check["outcome"], check["code"], code) == ("fail", "issued-to-someone-else", 0)
    _, lines = run(
        folder, path, "--recipient", "did:example:bob", "--recipient", "did:example:learner", capsys=capsys
    )
    (check,) = [check for check in lines[0]["checks"] if check["check"] == "recipient"]
    assert check["outcome"] == "pass"


def test_an_address_is_compared_however_it_is_written(folder: Path, capsys: pytest.CaptureFixture[str]):
    issuer = Issuer(Web())
    document = issuer.credential()
    document["credentialSubject"]["id"] = "mailto:ada@example.org"
    path = folder / "ada.json"
    path.write_text(json.dumps(issuer.sign(document)), encoding="utf-8")
    for written in ("ada@example.org", "MAILTO:Ada@Example.org", " mailto:ada%40example.org?subject=x"):
        _, (line,) = run(folder, str(path), f"--recipient={written}", capsys=capsys)
        assert {"recipient-matches"} == {c["code"] for c in line["checks"] if c["check"] == "recipient"}


def test_the_operators_list_is_read_from_a_file_or_the_setting(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    (folder / "documents.json").write_text("{}", encoding="utf-8")  # no register beside the list
    issuer = Issuer(Web())
    known, nobody = folder / "known.json", folder / "nobody.json"
    known.write_text(json.dumps({issuer.id: {"name": "The University"}}), encoding="utf-8")
    nobody.write_text("{}", encoding="utf-8")
    path = str(folder / "badges/good.json")
    assert run(folder, path, "--recognised", str(known), capsys=capsys)[0] == 0
    assert run(folder, path, "--recognised", str(nobody), capsys=capsys)[0] == 2
    monkeypatch.setenv("WALLET_RECOGNISED_ISSUERS", str(nobody))
    assert run(folder, path, capsys=capsys)[0] == 2


def test_a_file_that_is_not_there_is_unreadable_and_no_crash(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    code = verify_command(
        [str(folder / "nothing.json"), "--json", "--documents", str(folder / "documents.json")]
    )
    written = capsys.readouterr()
    assert code == 2
    answer = json.loads(written.out)
    assert (answer["verdict"], answer["checks"][0]["code"]) == ("unreadable", "file-not-opened")
    assert "nothing.json" in written.err


def test_what_was_named_and_could_not_be_looked_at_is_never_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    (folder / "odd").mkdir()
    (folder / "odd/broken.json").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "odd/pipe")  # would be waited for
    code, (line,) = run(folder, str(folder / "odd"), capsys=capsys)
    assert (code, line["verdict"], line["checks"][0]["code"]) == (2, "unreadable", "file-not-opened")
    monkeypatch.setattr("wallet.checker.cli.MAX_FILE", 1000)
    code, (line,) = run(folder, str(folder / "badges/good.json"), capsys=capsys)
    assert (code, line["checks"][0]["code"]) == (2, "too-large")
    (folder / "none").mkdir()
    assert verify_command([str(folder / "none")]) == 2
    assert "nothing was checked" in capsys.readouterr().err
    (line,) = run(folder, "x" * 5000, capsys=capsys)[1]
    assert line["verdict"] == "unreadable"


def test_each_entry_of_an_archive_is_told_apart(folder: Path, capsys: pytest.CaptureFixture[str]):
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        archive.write(folder / "badges/good.json", "a.json")
        archive.write(folder / "badges/inner/late.json", "b.json")
    _, lines = run(folder, str(folder / "two.zip"), capsys=capsys)
    assert [(Path(line["file"]).name, line["verdict"]) for line in lines] == [
        ("a.json", "valid"),
        ("b.json", "expired"),
    ]


def test_no_name_of_a_file_can_write_a_line_of_its_own(folder: Path, capsys: pytest.CaptureFixture[str]):
    forged = folder / "odd.txt\nvalid         diploma.json  (ob3-di)"
    forged.write_text("nothing", encoding="utf-8")
    verify_command([str(forged)])
    assert not any(line.startswith("valid") for line in capsys.readouterr().out.splitlines())
    half = Path(os.fsdecode(bytes(folder) + b"/\xff.json"))
    half.write_bytes((folder / "badges/good.json").read_bytes())
    _, (line,) = run(folder, str(half), capsys=capsys)  # JSON is UTF-8, whatever a file is called
    assert (line["file"], line["verdict"]) == (f"{folder}/\ufffd.json", "valid")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--at", "yesterday"],
        ["--at", "9999-12-31T23:59:59Z"],
        ["--documents", "/nowhere/documents.json"],
        ["--recipient", "ada"],
        ["--recipient", "https://ada.example@"],
        ["--recipient", ""],
    ],
)
def test_a_command_that_cannot_be_understood_ends_with_2(
    folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
):
    assert verify_command([str(folder / "badges"), *arguments]) == 2
    assert f"wallet verify: {arguments[0]} " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([Verdict.VALID], 0),
        ([Verdict.VALID, Verdict.UNSIGNED], 1),
        ([Verdict.REVOKED, Verdict.UNDETERMINED], 2),
        ([Verdict.UNREADABLE], 2),
        ([], 2),
    ],
)
def test_how_it_ends(verdicts: list[Verdict], code: int):
    assert exit_code(verdicts) == code


def test_for_people_it_prints_words_and_not_json(folder: Path, capsys: pytest.CaptureFixture[str]):
    verify_command([str(folder / "badges/good.json"), *AT, "--documents", str(folder / "documents.json")])
    assert capsys.readouterr().out.startswith("valid")
