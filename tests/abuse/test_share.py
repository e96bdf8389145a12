"""Share links under attack: security catalogue, SHARE-01 to SHARE-15. Passwords: test_share_passwords.py;
what happens when a link closes, embeds, quotas and words: test_share_closing.py."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest

from wallet.store.models.link import ShareLink

SUB_RESOURCES = ("", "/c1/picture", "/qr.svg", "/card-abc.png")


def seen(answer) -> tuple[int, str]:
    """What an answer tells, without what differs between any two answers (form tokens, addresses)."""
    text = re.sub(r'csrf_token" value="[^"]+"|X-CSRFToken": "[^"]+"|/s/[\w-]+', "", answer.text)
    return answer.status_code, text


def test_share_01_a_guessed_address_tells_nothing(ola, held, stranger, sqlite_store):
    real = ola.open_link(held).removeprefix("/s/")
    guesses = [secrets.token_urlsafe(32) for _ in range(200)]
    guesses += [
        real[:-1],
        real[:-1] + ("A" if real[-1] != "A" else "B"),
        real + "A",
        real.swapcase(),
        "a",
        "0" * 43,
    ]
    answers = {seen(stranger.get(f"/s/{guess}")) for guess in guesses}
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    with sqlite_store.read() as session:
        assert len(session.query(ShareLink).one().secret_hash) == 64


@pytest.mark.parametrize("rest", SUB_RESOURCES)
def test_share_02_a_closed_link_answers_like_one_that_never_was(ola, held, stranger, rest):
    path = ola.open_link(held)
    assert stranger.get(path + rest).status_code == 200
    with ola.store.read() as session:
        link_id = session.query(ShareLink).one().id
    ola.browser.post(f"/links/{link_id}/close")
    unknown = stranger.get(f"/s/{secrets.token_urlsafe(32)}{rest}")
    gone = stranger.get(path + rest)
    assert gone.status_code == unknown.status_code == 404
    assert (gone.mimetype, seen(gone) if "text" in gone.mimetype else gone.data) == (
        unknown.mimetype,
        seen(unknown) if "text" in unknown.mimetype else unknown.data,
    )


def test_share_02_the_link_of_a_deleted_badge_leads_nowhere(ola, held, stranger):
    path = ola.open_link(held)
    ola.browser.post(f"/credentials/{held}/delete")
    assert [stranger.get(path + rest).status_code for rest in SUB_RESOURCES] == [404] * 4


def test_share_02_the_link_of_an_erased_account_leads_nowhere(ola, held, stranger):
    from wallet.store.models.account import Account

    path = ola.open_link(held)
    with ola.store.write() as session:
        session.delete(session.get(Account, ola.id))
    assert stranger.get(path).status_code == 404


def test_share_03_a_link_ends_at_its_second_in_utc(ola, held, stranger, clock):
    path = ola.open_link(held)
    clock.move(timedelta(days=90, seconds=-1))
    assert stranger.get(path).status_code == 200
    clock.move(timedelta(seconds=1))
    assert stranger.get(path).status_code == 404


def test_share_05_every_sub_resource_needs_the_whole_secret(ola, held, stranger):
    path = ola.open_link(held)
    for rest in SUB_RESOURCES:
        assert stranger.get(path[:-1] + rest).status_code == 404


def test_share_06_one_link_opens_nothing_of_another(ola, held, samples, stranger):
    from wallet.demo.samples import SAMPLES

    other = ola.receive(samples.file(SAMPLES["ola-expired.png"]))
    first, second = ola.open_link(held), ola.open_link(other, name="Other")
    assert stranger.get(first).text != stranger.get(second).text
    assert stranger.get(second + "/../" + first.removeprefix("/s/") + "/original").status_code == 404
    assert stranger.get(f"/credentials/{held}/picture").status_code in {303, 401}


def test_share_07_nothing_on_the_page_comes_from_elsewhere_or_tells_elsewhere(ola, held, stranger):
    page = stranger.get(ola.open_link(held))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"https?://(?!wallet\.example)", policy)
    loaded = re.findall(r'<(?:img|script|link|iframe|source)[^>]+(?:src|href)="([^"]+)"', page.text)
    assert loaded
    assert [address for address in loaded if not address.startswith(("/", "data:"))] == []


def test_share_08_no_search_engine_keeps_it(ola, held, stranger):
    path = ola.open_link(held)
    for rest in SUB_RESOURCES:
        assert "noindex" in stranger.get(path + rest).headers["X-Robots-Tag"]
    assert "noindex" in stranger.get(path).text
    # A preview needs the page fetched: robots.txt keeps nobody away, the header keeps it out of indexes.
    assert "/s/" not in stranger.get("/robots.txt").text


def test_share_09_a_badge_deleted_and_brought_back_is_shown_again_only_then(ola, held, stranger):
    path = ola.open_link(held)
    before = stranger.get(path).text
    ola.browser.post(f"/credentials/{held}/delete")
    assert stranger.get(path).status_code == 404
    assert stranger.get(path + "/card-abc.png").status_code == 404
    ola.browser.post(f"/credentials/{held}/restore")
    assert stranger.get(path).status_code == 200
    assert len(before) > 1000


def test_share_10_neither_address_nor_hash_nor_salt_of_the_person_is_told(ola, held, stranger, samples):
    from wallet.demo.samples import SAMPLES

    award = SAMPLES["ola-holds.png"].award
    path = ola.open_link(held)
    for rest in SUB_RESOURCES:
        told = stranger.get(path + rest).data
        for secret in ("ola@dorobek.example", award.salt, award.hashed_email.removeprefix("sha256$"), ola.id):
            assert secret.encode() not in told


def test_share_11_a_robot_that_only_looks_at_the_head_is_not_counted(ola, held, stranger):
    path = ola.open_link(held)
    stranger.client.head(path, base_url=stranger.home)
    with ola.store.read() as session:
        assert session.query(ShareLink).one().views == 0


def test_share_15_no_suffix_makes_it_look_like_a_file(ola, held, stranger):
    path = ola.open_link(held)
    for suffix in ("/foo.css", "/x.png", ".css", "/"):
        assert stranger.get(path + suffix).status_code == 404


def test_authz_07_nobody_opens_a_link_to_anothers_badge(sam, held):
    answer = sam.browser.post(f"/links/credentials/{held}/new", {"name": "mine now", "ends": "90"})
    assert answer.status_code == 404
    assert sam.browser.get(f"/links/credentials/{held}/new").status_code == 404
    assert sam.browser.get(f"/linkedin/{held}").status_code == 404


def test_authz_07_nobody_closes_anothers_link(ola, sam, held, stranger):
    path = ola.open_link(held)
    with ola.store.read() as session:
        link_id = session.query(ShareLink).one().id
    assert sam.browser.post(f"/links/{link_id}/close").status_code == 404
    assert stranger.get(path).status_code == 200
