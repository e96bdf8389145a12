"""What other systems hand out, on the wallet's own page, on the public check and by the command."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.integration.collection.people import HOME
from tests.unit.credentials.makers import archive
from tests.wrappers import OF_TWO
from wallet.checker.cli import verify_command
from wallet.store.models.credential import HeldCredential
from wallet.store.models.imports import ImportItem


@pytest.fixture
def two(issuer) -> tuple[str, str]:
    return issuer.token("Sheets").decode(), issuer.token("Welding").decode()


def titles(person) -> list[str]:
    with person.services.store.read() as session:
        return sorted(session.scalars(select(HeldCredential.title)))


def states(person) -> list[str]:
    with person.services.store.read() as session:
        return list(session.scalars(select(ImportItem.state).order_by(ImportItem.position)))


@pytest.mark.parametrize("name", OF_TWO)
def test_both_are_in_the_wallet_the_check_and_the_command(ana, app, web, two, tmp_path, capsys, name):
    data = json.dumps(OF_TWO[name](*two)).encode()
    page = ana.add(("answer.json", data))
    assert page.count("Verified") >= 2 and "Not added" not in page
    assert titles(ana) == ["Sheets", "Welding"] and states(ana) == ["opened", "done", "done"]

    answer = app.test_client().post(
        "/check",
        base_url=HOME,
        data={"files": [(BytesIO(data), "answer.json")]},
        headers={"Accept": "application/json"},
        content_type="multipart/form-data",
    )
    assert [one["verdict"] for one in answer.get_json()] == ["valid", "valid"]

    (tmp_path / "answer.json").write_bytes(data)
    (tmp_path / "did.json").write_bytes(
        web.fetch("https://politechnika.example/.well-known/did.json", None).body
    )
    (tmp_path / "documents.json").write_text(
        '{"https://politechnika.example/.well-known/did.json": "did.json"}'
    )
    command = ["--json", "--documents", str(tmp_path / "documents.json"), str(tmp_path / "answer.json")]
    assert verify_command(command) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["verdict"] for line in lines] == ["valid", "valid"]
    assert [line["file"].rpartition("#")[2] for line in lines] == ["1", "2"]


def test_a_list_in_a_zip_gives_both_and_each_is_found_again(ana, two):
    ana.add(("all.zip", archive({"all.json": json.dumps(two).encode(), "notes.txt": b"words"})))
    assert titles(ana) == ["Sheets", "Welding"]
    for held in ana.held():
        assert ana.post(f"/credentials/{held}/check", {}).status_code in (200, 303)
        ana.work()
        assert "Verified" in ana.get(f"/credentials/{held}").text


def test_one_that_cannot_be_read_is_told_beside_the_other(ana, two):
    page = ana.add(("list.json", json.dumps([two[0], {"type": "BadgeClass", "name": "x"}]).encode()))
    assert titles(ana) == ["Sheets"]
    assert "This describes a badge that can be earned" in page and "One badge inside" in page


def test_links_in_a_list_are_followed_one_by_one(ana, web, two):
    for number, token in enumerate(two):
        web.put(f"https://college.example/{number}", token.encode())
    ana.add(("links.json", json.dumps([f"https://college.example/{n}" for n in range(2)]).encode()))
    assert titles(ana) == ["Sheets", "Welding"]


@pytest.mark.parametrize(
    "text",
    [
        "<{}>",
        "{}\u200b",
        '"{}"',
        "{}",
        "My badge: {}",
        "Congratulations, Ana!\n\nCollect it here ({}).\n\nThe college",
        "See {}, then again [{}]!",
    ],
)
def test_a_link_is_followed_as_people_paste_it(ana, web, two, text):
    web.put("https://college.example/badge", two[0].encode())
    link = "college.example/badge" if text == "{}" else "https://college.example/badge"
    ana.paste(text.replace("{}", link))
    ana.work()
    assert titles(ana) == ["Sheets"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One https://college.example/0 and another https://college.example/1", "recognise this as a badge"),
        ("Collect it: https://college.example/x?credential_offer_uri=y", "offers a badge"),
        ("mail-https://college.example/0", "recognise this as a badge"),
    ],
)
def test_words_without_one_link_to_a_badge_are_not_followed(ana, web, text, said):
    answer = ana.paste(text)
    ana.work()
    assert said in ana.get(answer.location).text
    assert web.asked == []
