"""EXP: what leaves the wallet for elsewhere. The ids are those of the security catalogue."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from wallet.linkedin.urls import NAME_LIMIT, Entry, post_address, profile_address
from wallet.store.models.account import EmailProof
from wallet.store.models.course_guide import Description
from wallet.store.models.credential import HeldCredential, VerdictRun
from wallet.store.models.linkedin import LinkedInPost
from wallet.takeout.export import make_takeout
from wallet.takeout.schema import schema

LINK = "https://wallet.example/s/" + "k" * 43
HOSTILE = {
    "a second address": "Course&certUrl=https://evil.example/",
    "a fragment": "Course #1 #certUrl=https://evil.example/",
    "line breaks": "Course\r\nLocation: https://evil.example/\r\n\r\n<h1>",
    "a NUL": "Course\0%00certUrl=https://evil.example/",
    "encoded twice": "Course%26certUrl%3Dhttps%3A%2F%2Fevil.example",
    "markup": "\"><script>alert(1)</script><a href='",
    "an emoji": "Course \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "right to left": "Course \u202egnp.exe\u202c",
    "Polish": "Zażółć gęślą jaźń & 100 %",
    "five thousand letters": "Course " * 800,
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_exp_01_a_hostile_title_stays_one_value_of_linkedins_form(name):
    entry = Entry(
        name=name, organization=name, link=LINK, issued_at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    )
    address = profile_address(entry)
    assert address.isascii()
    assert not re.search(r"[\s\x00-\x1f#]", address)
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "www.linkedin.com", "/profile/add")
    read = parse_qs(parts.query, strict_parsing=True, keep_blank_values=True)
    assert read["certUrl"] == [LINK]
    assert read["startTask"] == ["CERTIFICATION_NAME"]
    assert all(len(values) == 1 for values in read.values())
    assert read.keys() == {
        "startTask",
        "name",
        "organizationName",
        "issueYear",
        "issueMonth",
        "certUrl",
    }
    (said,) = read["name"]
    assert len(said) <= NAME_LIMIT
    assert said.isprintable()
    assert said.endswith("…") == (len(name) > NAME_LIMIT)
    if name.isprintable() and len(name) <= NAME_LIMIT:
        assert said == name


def test_exp_01_a_post_carries_one_parameter_and_nothing_else():
    read = parse_qs(urlsplit(post_address(LINK + "?a=b&c=d#e")).query, strict_parsing=True)
    assert read == {"url": [LINK + "?a=b&c=d#e"]}


@pytest.mark.parametrize("kind", ["profile", "post"])
def test_exp_02_neither_address_carries_an_e_mail_a_salt_or_another_links_secret(ola, held, kind):
    path = ola.open_link(held)
    other = ola.open_link(held, name="For the school")
    with ola.store.read() as session:
        run = session.query(VerdictRun).filter_by(credential_id=held).one().report
        proofs = [proof.address for proof in session.query(EmailProof).filter_by(account_id=ola.id)]
        row = session.get(HeldCredential, held)
        inside = {ola.id, held, row.original_digest, row.fingerprint, *proofs}
    inside |= {proof.partition("@")[0] for proof in proofs}
    inside |= set(re.findall(r"sha256\$[0-9a-f]{64}|(?<=\"salt\":\")[^\"]+", run))
    answer = ola.browser.post(f"/linkedin/{held}", {"kind": kind})
    address = html.unescape(re.search(r'content="0; url=([^"]+)"', answer.text).group(1))
    values = [value for group in parse_qs(urlsplit(address).query).values() for value in group]
    told = [value.replace(path, "/s/") for value in values]  # the secret of this link may hold any letters
    assert len(inside) >= 6
    for canary in inside:
        assert not [value for value in told if canary.lower() in value.lower()], canary
    links = [value for value in values if "/s/" in value]
    assert len(links) == 1
    assert [path in links[0], other in links[0]].count(True) == 1
    assert re.fullmatch(r"https://wallet\.example/s/[\w-]{43}", links[0])


@pytest.mark.parametrize("verdict", ["unreadable", "another-person", "revoked", "suspended", "invalid"])
def test_exp_02_what_does_not_hold_or_is_anothers_is_not_led_to_linkedin(
    ola, sam, held, badge, samples, verdict, monkeypatch
):
    learner, credential = ola, held
    if verdict == "another-person":
        learner, credential = sam, sam.receive(badge)
    learner.open_link(credential)
    if verdict != "another-person":
        _judge(monkeypatch, verdict)
    page = learner.browser.get(f"/linkedin/{credential}")
    pressed = learner.browser.post(f"/linkedin/{credential}", {"kind": "profile"})
    for answer in (page, pressed):
        assert answer.status_code == 400
        assert "cannot be put on LinkedIn" in answer.text
        assert "linkedin.com" not in answer.text
    with learner.store.read() as session:
        assert session.query(LinkedInPost).count() == 0


def _judge(monkeypatch, verdict: str) -> None:
    """The newest report says so, whatever the badge is."""
    from dataclasses import replace

    from wallet.linkedin import service as linkedin

    real = linkedin.collection.credential_page

    def judged(*given, **named):
        page = real(*given, **named)
        return replace(page, report=replace(page.report, verdict=verdict))

    monkeypatch.setattr(linkedin.collection, "credential_page", judged)


CONTROLS = "".join(map(chr, [*range(1, 32), *range(127, 160), 0x2028, 0x2029, 0xFEFF, 0x202E]))


def test_exp_04_control_characters_leave_every_data_file_well_formed(ola, held, stranger):
    """Of the forms that we write ourselves: a copy of one's data, a page as JSON, a guide's achievement."""
    with ola.store.write() as session:
        session.get(HeldCredential, held).title = f"Course {CONTROLS} end"
        described = Description(account_id=ola.id, title=CONTROLS, content={"title": f"Sheets {CONTROLS}"})
        session.add(described)
        session.flush()
        guide = described.id
    with ola.app.test_request_context():
        zipped, _, _ = make_takeout(ola.id, services=ola.app.extensions["wallet"])
    with zipfile.ZipFile(io.BytesIO(zipped)) as files:
        document = json.loads(files.read("wallet.json"))
    assert set(document) == set(schema()["properties"])
    assert f"Course {CONTROLS} end" in [row["title"] for row in document["credentials"]]
    page = stranger.get(ola.open_link(held) + ".json")
    assert json.loads(page.data)["sections"][0]["items"]
    told = ola.browser.get(f"/guide/{guide}/achievement.json")
    assert told.status_code == 200 and "Sheets" in json.loads(told.data)["name"]
