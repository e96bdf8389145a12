"""`wallet verify`: what it prints and how it ends."""

from __future__ import annotations

import io
import json
import os
import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.smith import Issuer, Web
from tests.smith.badges import BadgeHost
from tests.smith.web import NOW
from wallet.checker.cli import exit_code, verify_command
from wallet.verification.identity.registers import ADDRESSES
from wallet.verification.report import Check, Finding, Outcome, Report, Verdict

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
    assert list(line)[:4] == ["file", "format", "verdict", "case"]
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
    assert code == 1  # something does not hold; that something else could not be read weighs less


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


def test_a_credential_of_someone_else_stays_valid_and_ends_with_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    path = str(folder / "badges/good.json")
    code, lines = run(folder, path, "--recipient", "did:example:bob", capsys=capsys)
    (check,) = [check for check in lines[0]["checks"] if check["check"] == "recipient"]
    assert (check["outcome"], check["code"]) == ("fail", "issued-to-someone-else")
    assert (lines[0]["verdict"], code) == ("valid", 1)
    code, said = plain(folder, path, "--recipient", "did:example:bob", capsys=capsys)
    assert code == 1
    assert "Verified" in said and "Issued to someone else" in said
    assert plain(folder, path, "--recipient", "did:example:learner", capsys=capsys)[0] == 0
    assert run(folder, path, "--recipient", "mailto:bob@example.org", capsys=capsys)[0] == 2  # cannot be told
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


def reported(*verdicts: Verdict, inside: tuple[Report, ...] = (), **members: Any) -> list[Report]:
    """A report for each verdict, made of the finding that leads to it."""
    check = {
        Verdict.VALID: None,
        Verdict.INVALID: Finding(Check.PROOF, Outcome.FAIL, "signature-does-not-fit"),
        Verdict.REVOKED: Finding(Check.STATUS, Outcome.FAIL, "revoked"),
        Verdict.UNSIGNED: Finding(Check.PROOF, Outcome.FAIL, "no-proof"),
        Verdict.UNDETERMINED: Finding(Check.PROOF, Outcome.INCONCLUSIVE, "not-reached"),
        Verdict.UNREADABLE: Finding(Check.FORMAT, Outcome.FAIL, "not-json"),
    }
    made = []
    for verdict in verdicts:
        found = check[verdict]
        passed = [
            Finding(one, Outcome.PASS, "fine") for one in Check if found is None or one is not found.check
        ]
        made.append(Report("ob3-di", (*passed, *([found] if found else [])), NOW, nested=inside, **members))
    assert [report.verdict for report in made] == list(verdicts)
    return made


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([Verdict.VALID], 0),
        ([Verdict.VALID, Verdict.UNSIGNED], 1),
        ([Verdict.VALID, Verdict.UNDETERMINED], 2),
        ([Verdict.REVOKED, Verdict.UNDETERMINED], 1),
        ([Verdict.UNDETERMINED, Verdict.INVALID, Verdict.UNREADABLE], 1),
        ([Verdict.UNREADABLE], 2),
        ([], 2),
    ],
)
def test_what_does_not_hold_weighs_more_than_what_could_not_be_told(verdicts: list[Verdict], code: int):
    assert exit_code(reported(*verdicts)) == code


def test_a_record_that_holds_something_false_does_not_end_with_0():
    forged = reported(Verdict.INVALID, claimed={"type": ["VerifiableCredential"]})
    praise = reported(Verdict.INVALID, claimed={"type": ["VerifiableCredential", "EndorsementCredential"]})
    assert exit_code(reported(Verdict.VALID, inside=tuple(forged))) == 1
    assert exit_code(reported(Verdict.VALID, inside=tuple(praise))) == 0  # what others say is not its fault


def test_the_help_says_what_the_exit_codes_mean(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        verify_command(["--help"])
    said = capsys.readouterr().out
    assert all(f"\n  {code}  " in said for code in (0, 1, 2))


def plain(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = verify_command([*arguments, *AT, "--documents", str(folder / "documents.json")])
    return code, capsys.readouterr().out


def test_people_get_verdict_title_issuer_and_the_check_that_decided(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    _, said = plain(folder, str(folder / "badges/good.json"), capsys=capsys)
    name, verdict, *facts = said.splitlines()
    assert name == str(folder / "badges/good.json")
    assert verdict.startswith("  Verified. ")
    assert facts[0] == "  Title: Welding"
    assert facts[1].startswith("  Issuer: University of Smithing <did:key:")
    assert "Why:" not in said
    _, said = plain(folder, str(folder / "badges/inner/late.json"), capsys=capsys)
    assert "  Expired. " in said
    assert "  Why: Expired. " in said
    monkeypatch.setenv("LC_ALL", "pl_PL.UTF-8")
    _, said = plain(folder, str(folder / "badges/inner/late.json"), capsys=capsys)
    assert "  Nazwa: Welding" in said and "  Dlaczego: " in said


def test_what_is_not_proved_is_never_given_as_the_issuers_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    document = json.loads((folder / "badges/good.json").read_bytes())
    path = folder / "altered.json"
    document["credentialSubject"]["achievement"]["name"] = "Brain surgery"
    path.write_text(json.dumps(document), encoding="utf-8")
    _, (line,) = run(folder, str(path), capsys=capsys)
    assert (line["case"], line["title"], line["issuer"]) == ("altered", None, None)
    assert line["claimed"]["title"] == "Brain surgery"
    _, said = plain(folder, str(path), capsys=capsys)
    assert "Title: Brain surgery (says the file; not confirmed)" in said
    # a key that anybody can make, and a famous name beside it
    (folder / "documents.json").write_text("{}", encoding="utf-8")
    _, (line,) = run(folder, str(folder / "badges/good.json"), capsys=capsys)
    assert (line["case"], line["issuer"], line["claimed"]["title"]) == ("issuer-unknown", None, "Welding")


def test_programs_get_what_the_proof_covers(folder: Path, capsys: pytest.CaptureFixture[str]):
    _, (line,) = run(folder, str(folder / "badges/inner/late.json"), capsys=capsys)
    assert line["title"] == "Welding"
    assert line["issuer"]["name"] == "University of Smithing"
    assert line["issuer"]["id"].startswith("did:key:")
    assert line["subject"] == "did:example:learner"
    assert (line["issued"], line["expires"]) == ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")
    assert (line["claimed"], line["inside"]) == (None, [])


def test_a_hosted_badge_is_told_by_the_issuers_copy(folder: Path, capsys: pytest.CaptureFixture[str]):
    web = Web()
    host = BadgeHost(web)
    assertion = host.assertion()
    web.put(assertion["id"], assertion)
    documents = {}
    for number, url in enumerate((assertion["id"], host.badge_id, host.issuer_id)):
        (folder / f"{number}.json").write_bytes(web.fetch(url, None).body)  # type: ignore[arg-type, union-attr]
        documents[url] = f"{number}.json"
    (folder / "documents.json").write_text(json.dumps(documents), encoding="utf-8")
    path = folder / "mine.json"
    edited = {**assertion, "recipient": {"type": "email", "hashed": False, "identity": "eve@example.org"}}
    path.write_text(json.dumps(edited), encoding="utf-8")
    _, (line,) = run(folder, str(path), capsys=capsys)
    assert line["verdict"] == "valid"
    assert (line["title"], line["issuer"]) == ("Baking", {"id": host.issuer_id, "name": "Badge House"})
    (recipient,) = line["recipient"]
    assert recipient["type"] == "email" and recipient["hashed"]
    assert "eve@example.org" not in json.dumps(line["recipient"])
    _, said = plain(folder, str(path), capsys=capsys)
    assert "Difference: Recipient: the file you gave says something else than the issuer's copy." in said


def test_what_a_presentation_holds_is_judged_inside_it(folder: Path, capsys: pytest.CaptureFixture[str]):
    good = json.loads((folder / "badges/good.json").read_bytes())
    late = json.loads((folder / "badges/inner/late.json").read_bytes())
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [good, late],
    }
    path = folder / "both.json"
    path.write_text(json.dumps(presentation), encoding="utf-8")
    code, (line,) = run(folder, str(path), capsys=capsys)
    assert [(one["role"], one["verdict"], one["title"]) for one in line["inside"]] == [
        ("credential", "valid", "Welding"),
        ("credential", "expired", "Welding"),
    ]
    assert code == 1
    _, said = plain(folder, str(path), capsys=capsys)
    assert said.count("  Inside:\n") == 2 and "    Verified. " in said and "    Expired. " in said


def test_standard_input_and_an_address_are_checked_too(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    data = (folder / "badges/good.json").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    code, (line,) = run(folder, "-", capsys=capsys)
    assert (code, line["file"], line["verdict"]) == (0, "-", "valid")
    address = "https://uni.example/badge.json"
    documents = json.loads((folder / "documents.json").read_bytes())
    (folder / "documents.json").write_text(
        json.dumps({**documents, address: "badges/good.json"}), encoding="utf-8"
    )
    code, (line,) = run(folder, address, capsys=capsys)
    assert (code, line["file"], line["verdict"]) == (0, address, "valid")
    code, (line,) = run(folder, "https://uni.example/gone.json", capsys=capsys)
    assert (code, line["verdict"]) == (2, "undetermined")


def test_the_only_member_of_an_archive_is_named_too(folder: Path, capsys: pytest.CaptureFixture[str]):
    with zipfile.ZipFile(folder / "one.zip", "w") as archive:
        archive.write(folder / "badges/good.json", "a.json")
    _, (line,) = run(folder, str(folder / "one.zip"), capsys=capsys)
    assert line["file"] == f"{folder}/one.zip/a.json"
