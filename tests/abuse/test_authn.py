"""AUTHN: sign-in, sessions and forms under attack. The ids are those of the security catalogue."""

from __future__ import annotations

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import func, select

from tests.peers import lying_provider as lying
from tests.peers.lying_provider import LyingProvider
from tests.peers.wallet_in_test import HOME, Browser, open_wallet
from wallet.accounts import sessions
from wallet.store.models.account import Account, EmailProof, LoginFlow, SessionRecord


@pytest.fixture
def app(sqlite_store, clock):
    return open_wallet(sqlite_store)


@pytest.fixture
def uni(app) -> LyingProvider:
    return LyingProvider().join(app)


@pytest.fixture
def browser(app) -> Browser:
    return Browser(app)


def rows(store, table) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def sign_in(browser: Browser, provider: LyingProvider, next_path: str = "", **changes):
    answer = browser.get(provider.authorize(browser.start(provider.key, next_path), **changes))
    return answer


def assert_refused(answer, browser: Browser, store) -> None:
    assert answer.status_code == 401, answer.text
    assert not browser.is_signed_in()
    assert rows(store, Account) == 0
    assert rows(store, SessionRecord) == 0


def test_an_honest_provider_signs_in_or_nothing_below_means_anything(browser, uni, sqlite_store):
    assert sign_in(browser, uni).status_code == 303
    assert browser.is_signed_in()
    assert rows(sqlite_store, Account) == 1


@pytest.mark.parametrize(
    ("signer", "algorithm"),
    [(lying.RSA, "RS256"), (lying.RSA, "PS256"), (lying.EC, "ES256")],
    ids=["RS256", "PS256", "ES256"],
)
def test_each_algorithm_of_the_closed_list_is_understood(browser, uni, signer, algorithm):
    uni.signer, uni.algorithm = signer, algorithm
    uni.keys = [lying.public(lying.RSA), lying.public(lying.EC)]
    assert sign_in(browser, uni).status_code == 303


# -- the ID token -------------------------------------------------------------------------------------


def test_authn_01_a_token_without_a_signature_is_refused(browser, uni, sqlite_store):
    uni.make_token = lying.unsigned
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


def test_authn_02_a_token_signed_with_the_public_key_as_a_secret_is_refused(browser, uni, sqlite_store):
    uni.make_token = lying.signed_with_public_key
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": lying.public(lying.ROGUE)},
        {"jwk": lying.public(lying.ROGUE), "kid": None},
        {"jku": "https://evil.example/jwks", "kid": "other"},
        {"x5c": ["MIIB"], "x5u": "https://evil.example/x", "kid": "rsa-1"},
    ],
    ids=["jwk", "jwk without kid", "jku", "x5c"],
)
def test_authn_03_a_key_in_the_tokens_own_header_is_never_read(browser, uni, sqlite_store, header):
    uni.signer, uni.header = lying.ROGUE, header
    assert_refused(sign_in(browser, uni), browser, sqlite_store)
    assert all(url.startswith(uni.issuer) for url in uni.asked)


@pytest.mark.parametrize(
    "issuer",
    [
        "https://idp.example/",
        "https://IDP.example",
        "https://idp.example.evil",
        "http://idp.example",
        None,
        ["x"],
    ],
)
def test_authn_04_another_issuer_is_refused_to_the_letter(browser, uni, sqlite_store, issuer):
    uni.claims = {"iss": issuer}
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"aud": ["somebody-else"]},
        {"aud": ["client-of-uni", "other"]},
        {"aud": ["client-of-uni", "other"], "azp": "other"},
        {"azp": "other"},
        {"aud": {"client-of-uni": True}},
        {"aud": None},
    ],
    ids=str,
)
def test_authn_05_a_token_for_another_party_is_refused(browser, uni, sqlite_store, claims):
    uni.claims = claims
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize("missing", ["sub", "iat", "exp", "nonce"])
def test_authn_06_a_token_that_leaves_out_what_it_must_say_is_refused(browser, uni, sqlite_store, missing):
    uni.claims = {missing: None}
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"exp": "never"},
        {"exp": 1},
        {"iat": 1},
        {"exp": True},
        {"iat": 2**50},
        {"nbf": 2**40},
    ],
    ids=lambda claims: str(claims)[:30],
)
def test_authn_06_a_token_that_says_it_in_another_shape_is_refused(browser, uni, sqlite_store, claims):
    uni.claims = claims
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


def test_authn_07_the_nonce_of_another_sign_in_is_refused(browser, uni, sqlite_store):
    uni.claims = {"nonce": "that of another sign-in"}
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


def test_authn_07_a_replayed_token_is_refused(app, uni, sqlite_store, clock):
    kept: list[str] = []

    def keep(header, claims):
        kept.append(lying.sign(header, claims, lying.RSA))
        return kept[0]

    uni.make_token = keep
    first = Browser(app)
    assert sign_in(first, uni).status_code == 303
    second = Browser(app)
    assert sign_in(second, uni).status_code == 401
    assert not second.is_signed_in()


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_authn_08_a_signature_of_another_key_is_refused(browser, uni, sqlite_store, algorithm):
    rogue = (
        lying.ECKey.generate_key("P-256", parameters={"kid": "ec-1"}) if algorithm == "ES256" else lying.ROGUE
    )
    uni.keys = [lying.public(lying.RSA), lying.public(lying.EC)]
    uni.signer, uni.algorithm = rogue, algorithm
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


def test_authn_08_a_signature_by_a_key_too_short_to_trust_is_refused(browser, uni, sqlite_store):
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    pem = short.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    uni.signer = lying.RSAKey.import_key(pem, parameters={"kid": "short"})
    uni.keys = [lying.public(uni.signer)]
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize(
    "members", [{"use": "enc"}, {"alg": "PS256"}, {"kty": "oct", "k": "c2VjcmV0"}], ids=str
)
def test_authn_09_a_key_meant_for_something_else_does_not_fit(browser, uni, sqlite_store, members):
    uni.keys = [lying.public(lying.RSA, **members)]
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


def test_authn_09_without_a_kid_one_fitting_key_is_enough(browser, uni):
    uni.header = {"kid": None}
    assert sign_in(browser, uni).status_code == 303


def test_authn_09_without_a_kid_several_fitting_keys_are_refused(browser, uni, sqlite_store):
    uni.header = {"kid": None}
    uni.keys = [lying.public(lying.RSA), lying.public(lying.NEXT_RSA)]
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


def test_authn_09_two_keys_under_one_kid_are_refused(browser, uni, sqlite_store):
    uni.keys = [lying.public(lying.RSA), lying.public(lying.NEXT_RSA, kid="rsa-1")]
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize(
    "kid", ["../../etc/passwd", "' OR 1=1--", "k" * 100_000, 7, "a\nb"], ids=lambda kid: str(kid)[:20]
)
def test_authn_10_a_strange_kid_is_only_a_name_nobody_bears(browser, uni, sqlite_store, caplog, kid):
    uni.header = {"kid": kid}
    uni.make_token = lambda header, claims: ".".join(
        (lying.b64(lying.json.dumps(header).encode()), lying.b64(lying.json.dumps(claims).encode()), "AAAA")
    )
    assert_refused(sign_in(browser, uni), browser, sqlite_store)
    assert "passwd" not in caplog.text
    assert "OR 1=1" not in caplog.text


def test_authn_11_userinfo_about_somebody_else_is_refused(browser, uni, sqlite_store):
    uni.userinfo = {"sub": "somebody-else"}
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize(
    "issuer", ["https://idp.example/", "https://evil.example", "https://idp.example/{tenantid}", 3]
)
def test_authn_12_a_provider_whose_discovery_names_another_issuer_switches_itself_off(
    app, browser, uni, sqlite_store, caplog, issuer
):
    LyingProvider(key="other", issuer="https://other.example").join(app)
    uni.metadata = {"issuer": issuer}
    answer = browser.post("/sign-in/uni")
    assert_refused(answer, browser, sqlite_store)
    assert "switched off" in caplog.text
    assert "did not answer properly" in browser.get("/sign-in").text
    assert browser.start("other").startswith("https://other.example/auth?")


@pytest.mark.parametrize(
    "metadata",
    [
        {"authorization_endpoint": "http://idp.example/auth"},
        {"token_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"jwks_uri": "https://user:password@idp.example/jwks"},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
    ],
    ids=str,
)
def test_authn_12_a_provider_with_unusable_metadata_switches_itself_off(browser, uni, sqlite_store, metadata):
    uni.metadata = metadata
    assert_refused(browser.post("/sign-in/uni"), browser, sqlite_store)


def test_authn_12_a_provider_that_is_off_is_asked_again_after_half_a_minute(browser, uni, clock):
    uni.metadata = {"issuer": "https://evil.example"}
    for _ in range(3):
        assert browser.post("/sign-in/uni").status_code == 401
    assert len(uni.asked) == 1
    uni.metadata = {}
    clock.move(timedelta(seconds=31))
    assert sign_in(browser, uni).status_code == 303


def test_authn_13_a_key_changed_between_two_sign_ins_is_found_by_one_more_look(app, uni):
    assert sign_in(Browser(app), uni).status_code == 303
    uni.signer, uni.keys = lying.NEXT_RSA, [lying.public(lying.NEXT_RSA)]
    assert sign_in(Browser(app), uni).status_code == 303
    assert uni.asked.count(f"{uni.issuer}/jwks") == 2


def test_authn_13_unknown_kids_cause_one_look_a_minute(app, uni, clock):
    assert sign_in(Browser(app), uni).status_code == 303
    for number in range(5):
        uni.header = {"kid": f"random-{number}"}
        assert sign_in(Browser(app), uni).status_code == 401
    assert uni.asked.count(f"{uni.issuer}/jwks") == 2
    clock.move(timedelta(seconds=61))
    assert sign_in(Browser(app), uni).status_code == 401
    assert uni.asked.count(f"{uni.issuer}/jwks") == 3


# -- the sign-in under way ----------------------------------------------------------------------------


def test_authn_14_anothers_callback_does_not_sign_this_browser_in(app, uni):
    attacker, victim = Browser(app), Browser(app)
    planted = uni.authorize(attacker.start("uni"))
    assert victim.get(planted).status_code == 401
    assert not victim.is_signed_in()
    victim.start("uni")  # also while the victim's own sign-in is under way
    assert victim.get(planted).status_code == 401
    assert not victim.is_signed_in()


def test_authn_14_the_sign_in_under_way_is_held_by_a_host_cookie(browser, uni):
    cookies = browser.post("/sign-in/uni").headers.getlist("Set-Cookie")
    held = next(cookie for cookie in cookies if cookie.startswith("__Host-sign-in="))
    for needed in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"):
        assert needed in held
    assert "Domain" not in held


@pytest.mark.parametrize("state", [None, "", "forged"])
def test_authn_15_a_missing_or_forged_state_is_refused(browser, uni, sqlite_store, state):
    answer = sign_in(browser, uni, state=state)
    assert_refused(answer, browser, sqlite_store)
    assert not any(url.endswith("/token") for url in uni.asked)


def test_authn_15_a_state_given_twice_is_refused(browser, uni, sqlite_store):
    back = uni.authorize(browser.start("uni"))
    assert_refused(browser.get(f"{back}&state=forged"), browser, sqlite_store)


def test_authn_15_a_state_works_once(browser, uni):
    back = uni.authorize(browser.start("uni"))
    held = browser.cookie("sign-in")
    assert browser.get(back).status_code == 303
    browser.post("/sign-out")
    browser.plant("sign-in", held)
    assert browser.get(back).status_code == 401
    assert not browser.is_signed_in()


def test_authn_15_a_state_works_for_ten_minutes(browser, uni, sqlite_store, clock):
    back = uni.authorize(browser.start("uni"))
    clock.move(timedelta(minutes=10, seconds=1))
    assert_refused(browser.get(back), browser, sqlite_store)


def test_authn_15_a_state_of_another_provider_is_refused(app, browser, uni, sqlite_store):
    LyingProvider(key="other", issuer="https://other.example").join(app)
    back = uni.authorize(browser.start("uni"))
    assert_refused(browser.get(back.replace("/sign-in/uni/", "/sign-in/other/")), browser, sqlite_store)


@pytest.mark.parametrize("named", ["https://other.example", "https://idp.example/", None])
def test_authn_16_an_answer_in_the_name_of_another_provider_is_refused(browser, uni, sqlite_store, named):
    assert_refused(sign_in(browser, uni, iss=named), browser, sqlite_store)
    assert not any(url.endswith("/token") for url in uni.asked)


def test_authn_16_each_provider_has_a_redirect_uri_of_its_own(app, browser, uni):
    LyingProvider(key="other", issuer="https://other.example").join(app)
    seen = {lying.query_of(browser.start(key))["redirect_uri"] for key in ("uni", "other")}
    assert seen == {f"{HOME}/sign-in/uni/callback", f"{HOME}/sign-in/other/callback"}


def test_authn_17_pkce_is_always_s256_and_each_sign_in_has_its_own(browser, uni):
    first, second = lying.query_of(browser.start("uni")), lying.query_of(browser.start("uni"))
    assert first["code_challenge_method"] == second["code_challenge_method"] == "S256"
    assert len(first["code_challenge"]) == 43
    for name in ("code_challenge", "state", "nonce"):
        assert first[name] != second[name]


def test_authn_17_a_code_bound_to_another_verifier_gives_nothing(app, browser, uni, sqlite_store):
    mine = uni.authorize(browser.start("uni"))
    stolen = uni.authorize(Browser(app).start("uni"))
    mixed = re.sub(r"code=[^&]+", "code=" + lying.query_of(stolen)["code"], mine)
    assert_refused(browser.get(mixed), browser, sqlite_store)


def test_authn_18_what_a_provider_says_of_its_error_is_never_shown(browser, uni, sqlite_store):
    script = "<script>alert(1)</script>"
    answer = sign_in(browser, uni, code=None, error=script, error_description=script + "x" * 5000)
    assert_refused(answer, browser, sqlite_store)
    assert "alert(1)" not in answer.text
    assert "xxxxx" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/me",
        "%2f%2fevil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "/me\r\nLocation: https://evil.example",
        "/sign-out",
        "/sign-in/uni/callback",
        "/nowhere",
        "\\\\evil.example",
    ],
)
def test_authn_19_a_sign_in_leads_to_pages_of_ours_only(browser, uni, address):
    assert "evil" not in browser.get("/sign-in", query_string={"next": address}).text
    answer = sign_in(browser, uni, address)
    assert answer.status_code == 303
    assert answer.headers["Location"] in {"/", "/me"}


def test_authn_19_and_a_page_of_ours_is_reached(browser, uni):
    assert sign_in(browser, uni, "/me?from=anywhere").headers["Location"] == "/me"


# -- who is who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes", [True]], ids=repr)
def test_authn_20_an_unverified_address_proves_and_joins_nothing(app, uni, sqlite_store, verified):
    victim, attacker = Browser(app), Browser(app)
    sign_in(victim, uni)
    other = LyingProvider(key="other", issuer="https://other.example", subject="s-1").join(app)
    other.person = {"name": "Mallory", "email": "lea@example.org", "email_verified": verified}
    assert sign_in(attacker, other).status_code == 303
    page = attacker.get("/me").text
    assert "Mallory" in page
    assert "lea@example.org" not in page
    assert rows(sqlite_store, Account) == 2
    assert rows(sqlite_store, EmailProof) == 1


def test_authn_20_a_proof_from_one_mouth_does_not_vouch_for_an_address_from_another(browser, uni):
    uni.person = {"name": "Lea"}
    uni.claims = {"email_verified": True, "email": "honest@example.org"}
    uni.userinfo = {"email": "victim@example.org"}
    sign_in(browser, uni)
    assert "@example.org" not in browser.get("/me").text


def test_authn_21_a_verified_address_joins_nothing_either(app, uni, sqlite_store):
    victim, attacker = Browser(app), Browser(app)
    sign_in(victim, uni)
    victim.post("/me", {"name": "The victim", "language": "en"})
    other = LyingProvider(key="other", issuer="https://other.example").join(app)
    other.person = {"name": "Mallory", "email": "lea@example.org", "email_verified": True}
    sign_in(attacker, other)
    assert "The victim" not in attacker.get("/me").text
    assert rows(sqlite_store, Account) == 2


def add_address(browser: Browser, caplog, address: str) -> str:
    """Type an address in; the path of the link that was sent to it."""
    caplog.clear()
    assert browser.post("/me/emails", {"address": address}).status_code == 303
    found = re.findall(rf"{HOME}(/me/emails/confirm/[\w-]+)", caplog.text)
    return found[-1] if found else ""


def test_authn_22_an_address_merely_typed_in_proves_nothing(app, browser, uni, sqlite_store, caplog):
    sign_in(browser, uni)
    add_address(browser, caplog, "victim@example.org")
    with app.app_context():
        from wallet.accounts.service import proven_recipient

        with sqlite_store.read() as session:
            holder = session.scalars(select(Account.id)).one()
        assert proven_recipient(holder).emails == ("lea@example.org",)


def test_authn_23_signing_out_everywhere_ends_every_browser(app, uni):
    here, there = Browser(app), Browser(app)
    sign_in(here, uni)
    sign_in(there, uni)
    here.post("/me/sign-out-everywhere")
    assert not here.is_signed_in()
    assert not there.is_signed_in()


def test_authn_24_signing_out_everywhere_cancels_what_was_pending(browser, uni, sqlite_store, caplog):
    sign_in(browser, uni)
    link = add_address(browser, caplog, "new@example.org")
    browser.post("/me/sign-out-everywhere")
    sign_in(browser, uni)
    assert browser.post(link).status_code == 404
    assert "new@example.org" not in browser.get("/me").text


def test_authn_24_a_confirmation_link_works_for_half_an_hour(browser, uni, caplog, clock):
    sign_in(browser, uni)
    link = add_address(browser, caplog, "new@example.org")
    clock.move(timedelta(minutes=30))
    assert browser.get(link).status_code == 404
    assert browser.post(link).status_code == 404


def test_authn_24_a_confirmation_link_works_once_and_in_its_own_sign_in_only(app, browser, uni, caplog):
    sign_in(browser, uni)
    link = add_address(browser, caplog, "new@example.org")
    elsewhere = Browser(app)
    sign_in(elsewhere, uni)
    assert elsewhere.post(link).status_code == 404
    assert browser.post(link).status_code == 303
    assert browser.post(link).status_code == 404
    assert "new@example.org" in browser.get("/me").text


def test_authn_25_two_people_may_both_prove_one_address_and_nothing_moves(
    app, browser, uni, sqlite_store, caplog
):
    sign_in(browser, uni)
    other = LyingProvider(key="other", issuer="https://other.example", person={"name": "Max"}).join(app)
    second = Browser(app)
    sign_in(second, other)
    assert second.post(add_address(second, caplog, "LEA@example.org")).status_code == 303
    with sqlite_store.read() as session:
        proofs = session.scalars(select(EmailProof).order_by(EmailProof.source)).all()
    assert [(row.normalised, row.source) for row in proofs] == [
        ("lea@example.org", "link"),
        ("lea@example.org", "provider"),
    ]
    assert proofs[0].account_id != proofs[1].account_id


def test_authn_26_looking_at_a_confirmation_link_proves_nothing(app, browser, uni, caplog, sqlite_store):
    sign_in(browser, uni)
    link = add_address(browser, caplog, "new@example.org")
    for _ in range(3):
        assert "Yes, it is mine" in browser.get(link).text
    assert browser.client.post(link, base_url=HOME).status_code == 403  # without the form's token
    assert Browser(app).get(link).status_code == 303  # a scanner is not signed in
    with sqlite_store.read() as session:
        assert session.scalar(select(func.count()).where(EmailProof.proven_at.is_not(None))) == 1


def test_authn_27_another_subject_with_the_same_address_is_another_person(app, uni, sqlite_store):
    sign_in(Browser(app), uni)
    uni.subject = "s-2"
    sign_in(Browser(app), uni)
    assert rows(sqlite_store, Account) == 2


# -- sessions -----------------------------------------------------------------------------------------


def test_authn_28_a_planted_session_is_not_the_one_that_gets_signed_in(app, uni):
    planted = "planted-by-somebody-else"
    victim, attacker = Browser(app), Browser(app)
    victim.plant("session", planted)
    sign_in(victim, uni)
    attacker.plant("session", planted)
    assert victim.is_signed_in()
    assert victim.cookie("session") != planted
    assert not attacker.is_signed_in()


def test_authn_28_each_sign_in_makes_a_new_session_and_ends_the_old_one(app, browser, uni, sqlite_store):
    sign_in(browser, uni)
    old = browser.cookie("session")
    sign_in(browser, uni)
    assert browser.cookie("session") not in {"", old}
    thief = Browser(app)
    thief.plant("session", old)
    assert not thief.is_signed_in()
    assert rows(sqlite_store, SessionRecord) == 1


@pytest.mark.parametrize(
    "cookie", ["", "x", "%00", "ü", "a" * 3900, "eyJhbGciOiJub25lIn0.e30.", "' OR 1=1--", "\x80\xff"]
)
def test_authn_29_a_strange_cookie_is_a_stranger(browser, uni, cookie):
    for name in ("session", "sign-in", "form"):
        browser.plant(name, cookie)
    assert browser.get("/me").status_code == 303
    assert browser.get("/sign-in").status_code == 200
    assert browser.get("/sign-in/uni/callback?code=a&state=b").status_code == 401


def test_authn_30_a_session_is_over_with_its_sign_out(app, browser, uni, sqlite_store):
    sign_in(browser, uni)
    held = browser.cookie("session")
    browser.post("/sign-out")
    thief = Browser(app)
    thief.plant("session", held)
    assert thief.get("/me", headers={"Accept": "application/json"}).status_code == 401
    assert rows(sqlite_store, SessionRecord) == 0


def test_authn_30_a_session_is_over_with_its_account(browser, uni, sqlite_store):
    sign_in(browser, uni)
    with sqlite_store.write() as session:
        session.delete(session.scalars(select(Account)).one())
    assert not browser.is_signed_in()


def test_authn_30_a_session_is_over_after_a_week_without_a_visit_and_after_a_month(browser, uni, clock):
    sign_in(browser, uni)
    for _ in range(4):
        clock.move(timedelta(days=6))
        assert browser.is_signed_in()
    clock.move(timedelta(days=6, seconds=1))
    assert not browser.is_signed_in()
    sign_in(browser, uni)
    clock.move(sessions.IDLE)
    assert not browser.is_signed_in()


@pytest.mark.parametrize("path", ["/sign-out", "/me", "/me/emails", "/sign-in/uni"])
def test_authn_32_a_form_without_its_token_changes_nothing(browser, uni, path):
    sign_in(browser, uni)
    for given in ({"data": {"name": "x"}}, {"data": b'{"name":"x"}', "content_type": "text/plain"}):
        assert browser.client.post(path, base_url=HOME, **given).status_code == 403
    assert browser.is_signed_in()


def test_authn_31_of_many_requests_at_once_none_succeeds_after_the_sign_out(app, browser, uni):
    sign_in(browser, uni)
    held, token = browser.cookie("session"), browser.form_token()
    form = browser.cookie("form")
    over = threading.Event()

    def act(number: int) -> tuple[bool, int]:
        other = Browser(app)
        other.plant("session", held)
        other.plant("form", form)
        late = over.is_set()
        if number % 8 == 3:
            answer = other.client.post("/sign-out", base_url=HOME, data={"csrf_token": token})
            over.set()
            return False, answer.status_code
        return late, other.get("/me", headers={"Accept": "application/json"}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(act, range(40)))
    assert any(late for late, _ in answers)
    assert {status for late, status in answers if late} == {401}
    assert all(status < 500 for _, status in answers)


# Endpoints that take a POST without a form's token, and why that harms nobody.
WITHOUT_TOKEN = {
    "checker.check",
    "sharing.check",
    "sharing.unlock",
    "sharing.whose",
}  # stateless: nothing of anyone changes by it


def test_authn_32_every_endpoint_that_changes_something_wants_the_forms_token(app, browser, uni):
    sign_in(browser, uni)
    open_to_all = set()
    for rule in app.url_map.iter_rules():
        for method in rule.methods - {"GET", "HEAD", "OPTIONS"}:
            path = rule.build(dict.fromkeys(rule.arguments, "0" * 32), append_unknown=False)[1]
            answer = browser.client.open(path, method=method, base_url=HOME)
            if answer.status_code != 403:
                open_to_all.add(rule.endpoint)
    assert open_to_all - WITHOUT_TOKEN == set()
    assert browser.is_signed_in()


def test_authn_32_the_token_of_another_person_is_worth_nothing(app, browser, uni):
    sign_in(browser, uni)
    token = Browser(app).form_token()
    assert browser.client.post("/sign-out", base_url=HOME, data={"csrf_token": token}).status_code == 403
    assert browser.is_signed_in()


def test_authn_32_the_token_from_before_the_sign_in_is_worth_nothing(browser, uni):
    token = browser.form_token()
    sign_in(browser, uni)
    assert browser.client.post("/sign-out", base_url=HOME, data={"csrf_token": token}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "null"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=str,
)
def test_authn_33_a_foreign_page_changes_nothing_even_with_the_token(browser, uni, headers):
    sign_in(browser, uni)
    assert browser.post("/sign-out", headers=headers).status_code == 403
    assert browser.is_signed_in()


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}],
)
def test_authn_35_redirect_uris_and_letters_name_the_configured_address(browser, uni, caplog, headers):
    answer = browser.post("/sign-in/uni", headers=headers)
    assert "evil.example" not in html.unescape(answer.text)
    if answer.status_code == 200:
        assert "wallet.example%2Fsign-in%2Funi%2Fcallback" in html.unescape(answer.text)


@pytest.mark.parametrize("path", ["/sign-in", "/me", "/how-checking-works", "/nowhere"])
def test_authn_36_no_page_lets_itself_be_framed(browser, uni, path):
    sign_in(browser, uni)
    assert "frame-ancestors 'none'" in browser.get(path).headers["Content-Security-Policy"]


def test_authn_37_ten_thousand_callbacks_leave_nothing_behind(browser, uni, sqlite_store):
    before = rows(sqlite_store, LoginFlow)
    for number in range(100):
        browser.plant("sign-in", f"random-{number}")
        browser.get(f"/sign-in/uni/callback?code=x&state=s{number}")
    assert rows(sqlite_store, LoginFlow) == before
    assert sign_in(browser, uni).status_code == 303


def test_authn_37_sign_ins_that_were_given_up_are_swept(app, uni, sqlite_store, clock):
    for _ in range(5):
        Browser(app).start("uni")
    clock.move(timedelta(minutes=11))
    Browser(app).start("uni")
    assert rows(sqlite_store, LoginFlow) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 5_000_000,
        b'{"id_token":' + b"[" * 200 + b"]" * 200 + b"}",
        b'{"a":1,"a":2}',
        b"<html>",
        b"null",
        b"",
    ],
    ids=["5 MB", "200 deep", "a key twice", "a page", "null", "empty"],
)
def test_authn_38_an_answer_that_is_no_answer_is_refused(browser, uni, sqlite_store, body):
    uni.token_answer = lying.Answer(200, body)
    answer = sign_in(browser, uni)
    assert_refused(answer, browser, sqlite_store)


@pytest.mark.parametrize("token", [None, 7, "", "a.b", "a.b.c.d", "x" * 100_000, "..", ["x"]], ids=str)
def test_authn_38_what_is_no_token_is_refused(browser, uni, sqlite_store, token):
    uni.make_token = lambda header, claims: token
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize("claims", [[], "text", 7, None], ids=repr)
def test_authn_38_signed_claims_that_are_no_object_are_refused(browser, uni, sqlite_store, claims):
    uni.make_token = lambda header, _: lying.sign(header, claims, lying.RSA)
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize(
    "header", [{"crit": ["exp"]}, {"b64": False, "crit": ["b64"]}, {"alg": "RS1"}], ids=str
)
def test_authn_38_a_header_we_do_not_understand_is_refused(browser, uni, sqlite_store, header):
    uni.make_token = lambda known, claims: ".".join(
        lying.b64(part) for part in (lying.json.dumps({**known, **header}).encode(), b"{}", b"signature")
    )
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("\u202eevil\u202c Lea", "evil Lea"),
        ("Lea\x07\x7f\r\nRner", "Lea Rner"),
        ("A\u0301" + "\u0301" * 50, "\u00c1\u0301\u0301\u0301"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("x" * 10_000, "x" * 120),
        ("😀" * 500, "😀" * 120),
        ({"a": 1}, ""),
    ],
    ids=["direction", "controls", "marks", "NFC", "10 kB", "emoji", "no text"],
)
def test_authn_39_a_name_is_one_short_line_of_letters(browser, uni, sqlite_store, given, shown):
    uni.person = {**uni.person, "name": given}
    sign_in(browser, uni)
    with sqlite_store.read() as session:
        assert session.scalars(select(Account.name)).one() == shown


def test_authn_39_a_name_with_a_nul_makes_the_whole_answer_unreadable(browser, uni, sqlite_store):
    uni.person = {**uni.person, "name": "Lea\x00"}
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


@pytest.mark.parametrize("given", ["AAAA", "", 7, True, ["x"]], ids=repr)
def test_authn_40_a_wrong_at_hash_is_refused(browser, uni, sqlite_store, given):
    uni.claims = {"at_hash": given}
    assert_refused(sign_in(browser, uni), browser, sqlite_store)


def test_authn_40_an_algorithm_whose_hash_we_do_not_know_is_refused(browser, uni, sqlite_store):
    uni.algorithm = "RS512"
    assert_refused(sign_in(browser, uni), browser, sqlite_store)
