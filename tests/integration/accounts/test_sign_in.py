"""Signing in, as a person sees it, with the demo's own provider."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.peers.lying_provider import query_of
from tests.peers.wallet_in_test import Browser, open_wallet
from wallet.accounts import service
from wallet.accounts.oidc import Identity, digest
from wallet.demo import provider as demo_provider
from wallet.errors import Misconfigured
from wallet.providers import Provider
from wallet.store.models.account import Account, EmailProof, LoginFlow, SessionRecord


def test_the_page_offers_each_service_as_a_button_and_says_what_is_stored(browser):
    page = browser.get("/sign-in").text
    assert 'action="/sign-in/demo"' in page
    assert "What is stored" in page


@pytest.mark.parametrize(
    ("persona", "name", "language", "role"),
    [
        ("ola", "Ola Zielińska", "pl", "learner"),
        ("sam", "Sam Reed", "en", "learner"),
        ("jan", "Jan Kowalski", "pl", "adviser"),
    ],
)
def test_each_persona_signs_in_with_one_press(browser, store, persona, name, language, role):
    answer = browser.sign_in_demo(persona)
    assert answer.status_code == 303
    assert name in browser.get("/me").text
    with store.read() as session:
        account = session.scalars(select(Account)).one()
        proof = session.scalars(select(EmailProof)).one()
    assert (account.name, account.language, account.role) == (name, language, role)
    assert (proof.address, proof.source) == (f"{persona}@dorobek.example", "provider")
    assert f'<html lang="{language}">' in browser.get("/me").text


def test_somebody_who_comes_back_is_the_same_person(new_browser, store):
    new_browser().sign_in_demo("sam")
    again = new_browser()
    again.sign_in_demo("sam")
    assert again.is_signed_in()
    with store.read() as session:
        assert len(session.scalars(select(Account)).all()) == 1
        assert len(session.scalars(select(EmailProof)).all()) == 1


def test_a_closed_page_leads_to_the_sign_in_and_back(browser):
    sent = browser.get("/me").headers["Location"]
    assert sent.startswith("/sign-in?next=")
    assert 'name="next" value="/me"' in browser.get(sent).text
    assert browser.sign_in_demo("sam", "/me").headers["Location"] == "/me"


def test_whoever_is_signed_in_needs_no_sign_in_page(browser):
    browser.sign_in_demo("sam")
    assert browser.get("/sign-in?next=/me").headers["Location"] == "/me"


def test_cancelling_at_the_provider_signs_nobody_in(browser, store):
    back = browser.post(browser.start("demo"), {"persona": ""}).headers["Location"]
    assert query_of(back)["error"] == "access_denied"
    assert browser.get(back).status_code == 401
    with store.read() as session:
        assert session.scalars(select(Account)).all() == []


def test_secrets_are_kept_as_their_hashes_only(browser, store):
    question = browser.start("demo")
    with store.read() as session:
        flow = session.scalars(select(LoginFlow)).one()
    assert flow.id == digest(browser.cookie("sign-in"))
    assert flow.state_hash == digest(query_of(question)["state"])
    browser.get(browser.post(question, {"persona": "sam"}).headers["Location"])
    with store.read() as session:
        assert session.scalars(select(SessionRecord)).one().id == digest(browser.cookie("session"))
        assert session.scalars(select(LoginFlow)).all() == []


def test_an_unknown_provider_is_not_there(browser):
    assert browser.post("/sign-in/nobody").status_code == 404
    assert browser.get("/sign-in/nobody/callback").status_code == 404


def test_a_provider_that_does_not_answer_leaves_the_others_working(sqlite_store):
    dead = Provider(
        key="dead", name="Dead", issuer="https://localhost:9", client_id="wallet", client_secret="secret"
    )
    browser = Browser(open_wallet(sqlite_store, providers=(dead,)))
    answer = browser.post("/sign-in/dead", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (401, "provider-unavailable")
    assert "did not answer properly" in browser.get("/sign-in").text


# -- the demo's provider is honest, and is nowhere but in the demo ------------------------------------


def _question(browser, **changes):
    asked = {**query_of(browser.start("demo")), **changes}
    return {name: value for name, value in asked.items() if value is not None}


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"nonce": None},
        {"redirect_uri": "https://evil.example/"},
        {"client_id": "somebody"},
        {"response_type": "token"},
    ],
    ids=str,
)
def test_the_demo_provider_refuses_a_question_that_is_not_as_it_should_be(browser, changes):
    answer = browser.get("/demo-provider/authorize", query_string=_question(browser, **changes))
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_the_demo_provider_redeems_a_code_once_for_its_own_verifier(browser, demo):
    provider = demo.extensions[demo_provider.EXTENSION]
    back = browser.post(browser.start("demo"), {"persona": "sam"}).headers["Location"]
    form = {
        "grant_type": "authorization_code",
        "code": query_of(back)["code"],
        "redirect_uri": provider.client.redirect_uri,
        "code_verifier": "v" * 43,
    }
    pair = (provider.client.client_id, provider.client.secret)
    for _ in range(2):
        answer = browser.client.post("/demo-provider/token", base_url=browser.home, data=form, auth=pair)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")
    assert browser.get(back).status_code == 401  # the wrong verifier has used the code up


def test_the_demo_provider_is_impossible_outside_the_demo(sqlite_store):
    app = open_wallet(sqlite_store)
    assert not any(rule.endpoint.startswith("demo") for rule in app.url_map.iter_rules())
    settings = app.extensions["wallet"].settings
    for environment in ("test", "production"):
        with pytest.raises(Misconfigured):
            demo_provider.set_up(app, settings.model_copy(update={"environment": environment}))


def test_a_role_is_believed_from_the_demo_provider_only(sqlite_store):
    from tests.peers.lying_provider import LyingProvider

    app = open_wallet(sqlite_store)
    uni = LyingProvider(key="demo").join(app)
    uni.person = {**uni.person, "role": "operator"}
    browser = Browser(app)
    browser.get(uni.authorize(browser.start("demo")))
    with sqlite_store.read() as session:
        assert session.scalars(select(Account.role)).one() == "learner"


def test_the_way_to_a_foreign_provider_is_a_page_that_moves_on_and_a_link(sqlite_store):
    from tests.peers.lying_provider import LyingProvider

    app = open_wallet(sqlite_store)
    LyingProvider().join(app)
    page = Browser(app).post("/sign-in/uni").text
    assert re.search(r'http-equiv="refresh" content="0; url=https://idp.example/auth\?', page)
    assert re.search(r'<a class="btn primary" href="https://idp.example/auth\?', page)


def test_two_first_sign_ins_at_the_same_moment_make_one_account(demo, store):
    services = demo.extensions["wallet"]
    lea = Identity("https://idp.example", "s-1", "Lea", "pl", "lea@example.org", "", "token", None)

    def sign_in(_: int) -> str:
        return service.sign_in(lea, provider="uni", old_cookie="", trusts_role=False, services=services)

    with ThreadPoolExecutor(6) as pool:
        cookies = list(pool.map(sign_in, range(6)))
    assert len(set(cookies)) == 6
    with store.read() as session:
        assert len(session.scalars(select(Account)).all()) == 1
        assert len(session.scalars(select(EmailProof)).all()) == 1
        assert len(session.scalars(select(SessionRecord)).all()) == 6
