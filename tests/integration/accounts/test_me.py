"""The page about oneself: name, language, addresses, sign-ins, sign-out."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.reading_forms import at_field
from wallet.accounts import mail, service
from wallet.errors import Refused
from wallet.store.models.account import Account, EmailProof, SessionRecord


@pytest.fixture
def signed_in(browser):
    browser.sign_in_demo("sam")
    return browser


def _link(caplog) -> str:
    return re.findall(r"http://127\.0\.0\.1:8000(/me/emails/confirm/[\w-]+)", caplog.text)[-1]


def _holder(store) -> str:
    with store.read() as session:
        return session.scalars(select(Account.id)).one()


def test_ones_own_name_and_language_stay_through_the_next_sign_in(signed_in):
    assert signed_in.post("/me", {"name": "  Samantha\u202e  Reed ", "language": "pl"}).status_code == 303
    signed_in.sign_in_demo("sam")
    page = signed_in.get("/me").text
    assert 'value="Samantha Reed"' in page
    assert '<html lang="pl">' in page


def test_a_form_cannot_set_what_is_not_the_holders_to_set(signed_in, store):
    forged = {"role": "operator", "issuer": "x", "id": "y"}
    assert signed_in.post("/me", {"name": "Sam", "language": "xx", **forged}).status_code == 400
    assert signed_in.post("/me", {"name": "Sam", "language": "", **forged}).status_code == 303
    with store.read() as session:
        account = session.scalars(select(Account)).one()
    assert (account.role, account.language) == ("learner", "")
    assert account.issuer.endswith("/demo-provider")


def test_the_language_switch_is_remembered_with_the_account(signed_in, store):
    signed_in.post("/language/pl", {"next": "/me"})
    with store.read() as session:
        assert session.scalars(select(Account.language)).one() == "pl"


def test_an_address_is_proven_by_its_link_and_the_button_behind_it(signed_in, demo, store, caplog):
    signed_in.post("/me/emails", {"address": " Sam.Reed@Work.example "})
    page = signed_in.get("/me").text
    assert "Sam.Reed@Work.example" in page
    assert "not confirmed yet" in page
    holder = _holder(store)
    with demo.app_context():
        assert service.proven_recipient(holder).emails == ("sam@dorobek.example",)
    assert signed_in.post(_link(caplog)).headers["Location"] == "/me"
    with demo.app_context():
        assert set(service.proven_recipient(holder).emails) == {
            "sam@dorobek.example",
            "Sam.Reed@Work.example",
        }
    assert "confirmed by link" in signed_in.get("/me").text
    with store.read() as session:
        assert session.scalars(select(EmailProof.secret_hash)).all() == [None, None]


def test_another_spelling_of_a_confirmed_address_is_tried_without_a_letter(signed_in, demo, store, caplog):
    answer = signed_in.post("/me/emails", {"address": " Sam@Dorobek.example "})
    assert answer.headers["Location"] == "/me"
    assert "/me/emails/confirm/" not in caplog.text
    page = signed_in.get("/me").text
    assert "is tried from now on" in page
    assert "Also tried as:" in page
    assert "not confirmed yet" not in page
    with demo.app_context():
        assert service.proven_recipient(_holder(store)).emails == (
            "sam@dorobek.example",
            "Sam@Dorobek.example",
        )


@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_is_wrong_about_oneself_is_told_at_its_field_and_stays(signed_in, store, language):
    signed_in.post(f"/language/{language}", {"next": "/me"})
    given = "S" * 121
    answer = signed_in.post("/me", {"name": given, "language": "xx"})
    assert answer.status_code == 400
    assert "120" in at_field(answer.text, "name")
    assert at_field(answer.text, "language")
    assert given in answer.text
    for address in ("", "nobody", "a" * 260 + "@example.org"):
        answer = signed_in.post("/me/emails", {"address": address})
        assert answer.status_code == 400
        assert at_field(answer.text, "address")
        assert f'value="{address}"' in answer.text
    part = signed_in.post("/me/emails", {"address": "nobody"}, headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (400, "#accounts-emails")
    assert part.text.lstrip().startswith("<section")
    answer = signed_in.post("/me/leave", {"sure": "no"})
    assert answer.status_code == 400
    assert at_field(answer.text, "sure")
    with store.read() as session:
        account = session.scalars(select(Account)).one()
        assert (account.name != given, account.language) == (True, language)
        assert len(session.scalars(select(EmailProof)).all()) == 1


@pytest.mark.parametrize("address", ["sam@dorobek.example", "Sam@Dorobek.example"])
def test_a_spelling_that_is_known_says_so(signed_in, store, address):
    signed_in.post("/me/emails", {"address": "Sam@Dorobek.example"})
    signed_in.get("/me")
    answer = signed_in.post("/me/emails", {"address": address})
    assert "is confirmed already" in at_field(answer.text, "address")
    with store.read() as session:
        assert session.scalars(select(EmailProof.spellings)).one() == ["Sam@Dorobek.example"]


def test_only_so_many_spellings_are_kept(signed_in, demo, store):
    holder, services = _holder(store), demo.extensions["wallet"]
    letters = "dorobek"
    for place in range(len(letters)):
        word = letters[:place] + letters[place].upper() + letters[place + 1 :]
        assert service.add_spelling(holder, f"sam@{word}.example", services=services)
    for local in ("Sam", "sAm", "saM"):
        assert service.add_spelling(holder, f"{local}@dorobek.example", services=services)
    with pytest.raises(Refused) as refused:
        service.add_spelling(holder, "SAM@dorobek.example", services=services)
    assert refused.value.code == "too-many-spellings"


@pytest.mark.parametrize(
    "address",
    [
        "sam+badges@dorobek.example",
        "s.am@dorobek.example",
        "sam@dorobek.example.org",
        "sam@mail.dorobek.example",
        "\uff53am@dorobek.example",
        "sam@dorobek.examp\u0142e",
    ],
)
def test_what_is_another_mailbox_needs_its_own_letter(signed_in, demo, store, address):
    signed_in.post("/me/emails", {"address": address})
    with demo.app_context():
        assert service.proven_recipient(_holder(store)).emails == ("sam@dorobek.example",)


def test_an_address_that_waits_for_its_letter_gets_no_spelling(signed_in, demo, store):
    signed_in.post("/me/emails", {"address": "sam@work.example"})
    signed_in.post("/me/emails", {"address": "SAM@work.example"})
    with demo.app_context():
        assert service.proven_recipient(_holder(store)).emails == ("sam@dorobek.example",)


def test_spellings_go_with_their_address(signed_in, demo, store):
    signed_in.post("/me/emails", {"address": "Sam@Dorobek.example"})
    with store.read() as session:
        email = session.scalars(select(EmailProof.id)).one()
    signed_in.post(f"/me/emails/{email}/remove")
    with demo.app_context():
        assert service.proven_recipient(_holder(store)).emails == ()


def test_a_second_link_for_the_same_address_ends_the_first(signed_in, caplog):
    signed_in.post("/me/emails", {"address": "sam@work.example"})
    first = _link(caplog)
    signed_in.post("/me/emails", {"address": "SAM@work.example"})
    second = _link(caplog)
    assert signed_in.get(first).status_code == 404
    assert signed_in.get(second).status_code == 200


def test_an_address_can_be_taken_away_and_only_ones_own(signed_in, new_browser, store):
    other = new_browser()
    other.sign_in_demo("ola")
    with store.read() as session:
        proof = session.scalars(select(EmailProof).where(EmailProof.address == "sam@dorobek.example")).one()
    assert other.post(f"/me/emails/{proof.id}/remove").status_code == 404
    assert "sam@dorobek.example" in signed_in.get("/me").text
    assert signed_in.post(f"/me/emails/{proof.id}/remove").status_code == 303
    assert "sam@dorobek.example" not in signed_in.get("/me").text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sam",
        "sam@localhost",
        "a@b.example\nBcc: all@c.example",
        "a b@c.example",
        "<a@b.example>",
        "x" * 300 + "@c.example",
    ],
)
def test_what_is_no_address_gets_no_letter(signed_in, store, caplog, address):
    signed_in.post("/me/emails", {"address": address})
    assert "confirm/" not in caplog.text
    with store.read() as session:
        assert len(session.scalars(select(EmailProof)).all()) == 1


def test_only_a_few_addresses_wait_at_once(signed_in, store):
    for number in range(6):
        signed_in.post("/me/emails", {"address": f"sam{number}@work.example"})
    with store.read() as session:
        assert len(session.scalars(select(EmailProof).where(EmailProof.proven_at.is_(None))).all()) == 3


def test_a_letter_that_cannot_be_sent_leaves_nothing_pending(signed_in, store, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise Refused("mail-not-sent")

    monkeypatch.setattr(mail, "send", refuse)
    signed_in.post("/me/emails", {"address": "sam@work.example"})
    with store.read() as session:
        assert len(session.scalars(select(EmailProof)).all()) == 1


def test_letters_go_by_smtp_where_it_is_set(monkeypatch):
    sent = []

    class Server:
        def __init__(self, host, port, **_given):
            self.place = (host, port)

        def __enter__(self):
            return self

        def __exit__(self, *_what):
            return None

        def login(self, name, password):
            self.who = (name, password)

        def send_message(self, message):
            sent.append((self.place, self.who, message["To"], message.get_content()))

    class Settings:
        smtp_url = "smtps://wallet:p%40ss@mail.example:465"
        mail_from = "wallet@example.org"

    monkeypatch.setattr(smtplib, "SMTP_SSL", Server)
    mail.send(Settings, to="lea@example.org", subject="Potwierdź adres", body="Zażółć\n")
    assert sent == [(("mail.example", 465), ("wallet", "p@ss"), "lea@example.org", "Zażółć\n")]


def test_ones_sign_ins_are_listed_and_another_one_can_be_ended(signed_in, new_browser, store):
    other = new_browser()
    other.sign_in_demo("sam")
    page = signed_in.get("/me").text
    assert page.count("Another browser") == 1
    end = re.search(r'action="(/me/sign-ins/[0-9a-f]+/end)"', page).group(1)
    assert signed_in.post(end).status_code == 303
    assert not other.is_signed_in()
    assert signed_in.is_signed_in()


def test_a_sign_in_is_ended_by_enough_of_its_name_only(signed_in, new_browser, store):
    other = new_browser()
    other.sign_in_demo("sam")
    with store.read() as session:
        names = session.scalars(select(SessionRecord.id)).all()
    for name in names:
        for length in (1, 15):
            assert signed_in.post(f"/me/sign-ins/{name[:length]}/end").status_code == 404
    assert signed_in.is_signed_in()
    assert other.is_signed_in()


def test_an_address_that_is_proven_stays_proven_when_it_is_typed_in_again(signed_in, store, caplog):
    signed_in.post("/me/emails", {"address": "SAM@dorobek.example"})
    assert "confirm/" not in caplog.text
    with store.read() as session:
        proof = session.scalars(select(EmailProof)).one()
    assert (proof.address, proof.source) == ("sam@dorobek.example", "provider")
    assert proof.proven_at is not None


def test_nobody_ends_anothers_sign_in(signed_in, new_browser, store):
    with store.read() as session:
        handle = session.scalars(select(SessionRecord.id)).one()[:20]
    other = new_browser()
    other.sign_in_demo("ola")
    assert other.post(f"/me/sign-ins/{handle}/end").status_code == 404
    assert signed_in.is_signed_in()


def test_signing_out_goes_by_the_provider_and_comes_back(signed_in):
    answer = signed_in.post("/sign-out")
    there = answer.headers["Location"]
    assert there.startswith("http://127.0.0.1:8000/demo-provider/end-session?id_token_hint=")
    assert signed_in.get(there).headers["Location"] == "http://127.0.0.1:8000/"
    assert not signed_in.is_signed_in()


@pytest.mark.parametrize("way", ["/sign-out", "/me/sign-out-everywhere"])
def test_signing_out_makes_the_browser_forget_what_it_has_kept(signed_in, way):
    answer = signed_in.post(way)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert signed_in.cookie("session") == ""


def test_a_visit_is_written_down_now_and_then(signed_in, store, clock):
    signed_in.sign_in_demo("sam")
    clock.move(timedelta(hours=2))
    signed_in.get("/me")
    with store.read() as session:
        newest = session.scalars(select(SessionRecord).order_by(SessionRecord.seen_at.desc())).first()
    assert newest.seen_at == clock.now()


def test_advisers_are_signed_out_after_an_hour_without_a_visit(browser, clock):
    browser.sign_in_demo("jan")
    clock.move(timedelta(minutes=59))
    assert browser.is_signed_in()
    clock.move(timedelta(hours=1))
    assert not browser.is_signed_in()
