"""Passwords of share links under attack: SHARE-04 to SHARE-06."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.abuse.shared_addresses import dead, every_address, told
from tests.peers.wallet_in_test import Browser
from wallet.sharing import passwords, resolve_link
from wallet.store.models.link import ShareLink

RIGHT = "trzy proste słowa"
SECRET_KEY = "only for tests: 0123456789abcdef0123456789"


@pytest.fixture
def locked(ola, held) -> str:
    """The path of a link with a password."""
    return ola.open_link(held, password=RIGHT)


def row_of(store) -> ShareLink:
    with store.read() as session:
        return session.query(ShareLink).one()


def unlock(browser: Browser, path: str, password: str = RIGHT, **given):
    return browser.client.post(f"{path}/unlock", base_url=browser.home, data={"password": password}, **given)


@pytest.fixture
def compared(monkeypatch) -> list[str]:
    """Every password that was truly compared, without the 50 ms that each takes."""
    seen: list[str] = []

    def fits(password_hash: str, password: str) -> bool:
        seen.append(password)
        return password == RIGHT

    monkeypatch.setattr(passwords, "_fits", fits)
    return seen


def test_share_04_a_password_is_kept_as_argon2id_alone(locked, sqlite_store):
    row = row_of(sqlite_store)
    assert row.password_hash.startswith("$argon2id$v=19$m=19456,t=3,p=1$")
    assert RIGHT not in str(row.__dict__)


def test_share_04_ten_thousand_tries_in_an_hour_are_compared_a_few_times(
    locked, sqlite_store, clock, compared
):
    secret = locked.removeprefix("/s/")
    for number in range(10_000):
        clock.move(timedelta(seconds=0.36))
        with pytest.raises(passwords.WrongPassword):
            passwords.try_password(secret, f"guess {number}", store=sqlite_store, secret_key=SECRET_KEY)
    assert 5 < len(compared) < 25
    assert row_of(sqlite_store).blocked_until - clock.now() <= passwords.LONGEST_WAIT


def test_share_04_it_is_the_link_that_waits_whoever_asks_from_wherever(
    locked, app, sqlite_store, clock, compared
):
    for number in range(40):
        visitor = Browser(app)
        answer = unlock(visitor, locked, f"guess {number}", environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
        assert answer.status_code == 403
    assert len(compared) == passwords.FREE_TRIES + 1


def test_share_04_within_the_wait_even_the_right_password_is_not_compared(locked, stranger, clock, compared):
    answers = {told(unlock(stranger, locked, f"guess {number}")) for number in range(8)}
    answers.add(told(unlock(stranger, locked, RIGHT)))
    assert len(answers) == 1
    assert RIGHT not in compared
    clock.move(passwords.LONGEST_WAIT)
    assert unlock(stranger, locked, RIGHT).status_code == 303


def test_share_04_the_owner_is_never_locked_out(ola, locked, stranger, clock, compared):
    for number in range(20):
        unlock(stranger, locked, f"guess {number}")
    assert "Acme, HR" in ola.browser.get("/links").text
    link = row_of(ola.store).id
    assert ola.browser.post(f"/links/{link}/password", {"password": "a new one"}).status_code == 303
    assert row_of(ola.store).blocked_until is None


def test_share_04_each_wait_is_twice_the_one_before_up_to_a_quarter_of_an_hour(clock):
    now = clock.now()
    waits = [passwords.blocked_until(tries, now=now) for tries in range(1, 40)]
    assert waits[: passwords.FREE_TRIES] == [None] * passwords.FREE_TRIES
    seconds = [(until - now).total_seconds() for until in waits[passwords.FREE_TRIES :]]
    assert seconds[:4] == [2, 4, 8, 16]
    assert seconds == sorted(seconds)
    assert seconds[-1] == 900


def test_share_04_tries_at_the_same_moment_are_each_counted(locked, sqlite_store, clock, compared):
    """Every try counts itself before it is compared: many at once cannot share one count."""
    secret = locked.removeprefix("/s/")
    counts = []
    for number in range(4):
        with pytest.raises(passwords.WrongPassword):
            passwords.try_password(secret, f"guess {number}", store=sqlite_store, secret_key=SECRET_KEY)
        counts.append(row_of(sqlite_store).wrong_tries)
    assert counts == [1, 2, 3, 4]
    passwords.try_password(secret, RIGHT, store=sqlite_store, secret_key=SECRET_KEY)
    assert row_of(sqlite_store).wrong_tries == 0


def test_share_05_every_address_below_a_locked_link_answers_as_if_there_were_none(app, locked, stranger):
    secret = locked.removeprefix("/s/")
    addresses = every_address(app, secret)
    assert len(addresses) >= 8
    for endpoint, method, address in addresses:
        if endpoint in {"sharing.page", "sharing.unlock"}:
            continue
        answer = stranger.client.open(address, method=method, base_url=stranger.home)
        assert answer.status_code == 404, endpoint
        unknown = stranger.client.open(address.replace(secret, dead()), method=method, base_url=stranger.home)
        assert (answer.mimetype, answer.data) == (unknown.mimetype, unknown.data), endpoint


def test_share_05_the_page_itself_tells_nothing_but_asks(ola, locked, held, stranger, sqlite_store):
    page = stranger.get(locked)
    assert page.status_code == 200
    assert 'type="password"' in page.text
    title = [card for card in [ola.browser.get("/links").text] if card]
    assert title
    for secret in ("Ola", "Acme", "Dorobek Demo Academy", "Akademia", held, "og:image", "og:description"):
        assert secret not in page.text
    assert 'property="og:title" content="Dorobek"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers
    assert row_of(sqlite_store).views == 0


def test_share_05_as_json_or_as_a_part_it_is_not_there_at_all(locked, stranger):
    for headers in ({"Accept": "application/json"}, {"HX-Request": "true"}):
        answer = stranger.get(locked, headers=headers)
        unknown = stranger.get(f"/s/{dead()}", headers=headers)
        assert answer.status_code == unknown.status_code == 404
        assert answer.data == unknown.data


def test_share_05_with_the_password_all_of_it_opens(locked, stranger):
    answer = unlock(stranger, locked)
    assert answer.status_code == 303
    assert answer.headers["Location"] == locked
    assert 'type="password"' not in stranger.get(locked).text
    assert stranger.get(f"{locked}/qr.svg").status_code == 200
    assert stranger.get(f"{locked}.json").status_code == 200


def test_share_05_the_password_is_never_in_an_address(locked, stranger):
    assert stranger.get(f"{locked}?password={RIGHT}").text.count('type="password"') == 1
    assert stranger.get(f"{locked}/unlock?password={RIGHT}").status_code in {404, 405}


def test_share_06_the_cookie_is_for_this_path_for_no_script_and_for_no_other_site(locked, stranger):
    cookies = unlock(stranger, locked).headers.getlist("Set-Cookie")
    assert [cookie.split("Path=")[1].split(";")[0] for cookie in cookies] == [locked, f"{locked}.json"]
    for cookie in cookies:
        assert cookie.startswith("__Secure-unlock=")
        for word in ("HttpOnly", "Secure", "SameSite=Strict", "Max-Age=43200"):
            assert word in cookie


def cookie_from(answer) -> str:
    return answer.headers.getlist("Set-Cookie")[0].split(";")[0]


def carrying(app, cookie: str) -> Browser:
    """A visitor who sends this cookie wherever they go, as no honest browser would."""
    visitor = Browser(app)
    name, _, value = cookie.partition("=")
    visitor.client.set_cookie(name, value, domain="wallet.example", path="/")
    return visitor


def test_share_06_the_cookie_of_one_link_opens_no_other(ola, held, locked, app, stranger):
    other = ola.open_link(held, name="Other", password=RIGHT)
    cookie = cookie_from(unlock(stranger, locked))
    visitor = carrying(app, cookie)
    assert 'type="password"' not in visitor.get(locked).text
    assert 'type="password"' in visitor.get(other).text
    assert visitor.get(f"{other}/qr.svg").status_code == 404


def test_share_06_after_a_change_of_the_password_the_old_cookie_is_worthless(ola, locked, app, stranger):
    cookie = cookie_from(unlock(stranger, locked))
    link = row_of(ola.store).id
    ola.browser.post(f"/links/{link}/password", {"password": "another one"})
    assert 'type="password"' in carrying(app, cookie).get(locked).text
    # the same words again have another salt, hence another hash
    ola.browser.post(f"/links/{link}/password", {"password": RIGHT})
    assert 'type="password"' in carrying(app, cookie).get(locked).text


def test_share_06_after_twelve_hours_it_asks_again(locked, app, stranger, clock):
    cookie = cookie_from(unlock(stranger, locked))
    clock.move(timedelta(hours=11, minutes=59))
    assert 'type="password"' not in carrying(app, cookie).get(locked).text
    clock.move(timedelta(minutes=1))
    assert 'type="password"' in carrying(app, cookie).get(locked).text


@pytest.mark.parametrize("bend", ["later", "cut", "empty", "nonsense", "unicode"])
def test_share_06_a_bent_cookie_opens_nothing(locked, app, stranger, sqlite_store, bend):
    value = cookie_from(unlock(stranger, locked)).partition("=")[2]
    until, _, signature = value.partition(".")
    bent = {
        "later": f"{int(until) + 9999}.{signature}",
        "cut": value[:-1],
        "empty": "",
        "nonsense": "." * 9,
        "unicode": "²².é",
    }[bend]
    row = row_of(sqlite_store)
    settings = app.extensions["wallet"].settings
    unlocked = passwords.by_cookies({passwords.cookie_name(settings): bent}, settings)
    assert unlocked(row.id, row.password_hash) is False
    with pytest.raises(resolve_link.NeedsPassword):
        resolve_link.resolve_secret(locked.removeprefix("/s/"), store=sqlite_store, unlocked=unlocked)


def test_share_06_a_cookie_does_not_outlive_the_link(ola, locked, stranger):
    unlock(stranger, locked)
    assert stranger.get(locked).status_code == 200
    ola.browser.post(f"/links/{row_of(ola.store).id}/pause")
    assert stranger.get(locked).status_code == 404
    assert unlock(stranger, locked).status_code == 404
