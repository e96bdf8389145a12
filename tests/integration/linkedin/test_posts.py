"""What was put on LinkedIn is remembered, and warned about before it leads nowhere."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from wallet.linkedin import posts as linkedin_posts
from wallet.store.models.credential import HeldCredential
from wallet.store.models.link import ShareLink
from wallet.store.models.linkedin import LinkedInPost


def press(learner, credential: str, kind: str = "profile"):
    return learner.browser.post(f"/linkedin/{credential}", {"kind": kind})


def posts(learner) -> list[LinkedInPost]:
    with learner.store.read() as session:
        return list(session.query(LinkedInPost).filter_by(account_id=learner.id))


def notices(learner, path: str = "/") -> str:
    page = learner.browser.get(path).text
    if 'id="web-notices"' not in page:
        return ""
    found = page[page.index('id="web-notices"') :]
    return html.unescape(found[: found.index("</ul>")])


@pytest.fixture
def posted(ola, held) -> str:
    """A badge whose link is on LinkedIn; the link ends in 90 days."""
    ola.open_link(held)
    assert press(ola, held).status_code == 200
    return held


def test_the_button_remembers_and_leads_to_linkedins_form(ola, held):
    path = ola.open_link(held)
    answer = press(ola, held)
    assert answer.status_code == 200
    where = html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text).group(1))
    assert where.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME")
    assert path.replace("/", "%2F") in where
    (post,) = posts(ola)
    with ola.store.read() as session:
        assert (post.kind, post.credential_id) == ("profile", held)
        assert post.link_id == session.query(ShareLink).one().id


def test_a_post_is_remembered_beside_the_entry_and_pressing_twice_is_once(ola, posted):
    for kind in ("post", "post", "profile"):
        assert press(ola, posted, kind).status_code == 200
    assert sorted(post.kind for post in posts(ola)) == ["post", "profile"]


def test_without_a_link_one_is_opened_first_and_nothing_is_remembered(ola, held):
    answer = press(ola, held)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/linkedin/{held}")
    assert posts(ola) == []


def test_another_kind_of_thing_is_not_remembered(ola, held):
    ola.open_link(held)
    assert press(ola, held, "story").status_code == 400
    assert posts(ola) == []


def test_nothing_is_said_while_all_is_well(ola, posted):
    assert notices(ola) == notices(ola, f"/credentials/{posted}") == ""
    assert "Entry in your profile" in ola.browser.get(f"/linkedin/{posted}").text


def set_link(learner, **columns) -> None:
    with learner.store.write() as session:
        session.query(ShareLink).update(columns)


def test_a_link_that_ends_within_thirty_days_is_told_on_home_and_at_the_badge(ola, posted, clock):
    set_link(ola, ends_at=clock.now() + timedelta(days=30, minutes=1))
    assert notices(ola) == ""
    set_link(ola, ends_at=clock.now() + timedelta(days=30))
    for path in ("/", "/?field=attention", f"/credentials/{posted}"):
        said = notices(ola, path)
        assert "its link ends soon" in said
        assert "Renew the link" in said
        assert 'href="/links"' in said
    attention = ola.browser.get("/?field=attention").text
    assert "Nothing needs your attention" not in attention
    assert "Needs attention 1" in attention
    assert f'href="/credentials/{posted}"' in attention


def test_an_ended_link_is_told(ola, posted, clock):
    set_link(ola, ends_at=clock.now())
    assert "leads nowhere" in notices(ola)
    assert "Its link ended on" in notices(ola)


def test_a_paused_link_is_told(ola, posted, clock):
    set_link(ola, paused_at=clock.now())
    assert "leads nowhere for now" in notices(ola)


def test_a_closed_link_is_told_until_the_holder_took_it_down(ola, posted):
    with ola.store.read() as session:
        link = session.query(ShareLink).one().id
    ola.browser.post(f"/links/{link}/close")
    assert "have closed its link" in notices(ola)
    answer = ola.browser.post(f"/linkedin/{posts(ola)[0].id}/removed")
    assert answer.headers["Location"].endswith(f"/credentials/{posted}")
    assert notices(ola) == ""
    assert posts(ola)[0].removed_at is not None


@pytest.mark.parametrize("verdict", ["revoked", "suspended", "invalid"])
def test_a_badge_that_no_longer_holds_is_told(ola, posted, verdict):
    with ola.store.write() as session:
        session.get(HeldCredential, posted).verdict = verdict
    assert "no longer holds, but it is on LinkedIn" in notices(ola)


def test_a_badge_that_expired_since_is_told_but_not_one_that_had_expired_before(ola, posted, clock):
    with ola.store.write() as session:
        session.get(HeldCredential, posted).expires_at = clock.now() + timedelta(days=1)
    clock.move(timedelta(days=2))
    assert "has expired, but it is on LinkedIn" in notices(ola)
    with ola.store.write() as session:
        session.get(HeldCredential, posted).expires_at = clock.now() - timedelta(days=20)
    assert notices(ola) == ""


def test_the_badge_itself_thrown_away_is_told_too(ola, posted):
    ola.browser.post(f"/credentials/{posted}/delete")
    assert "leads nowhere" in notices(ola)
    answer = ola.browser.post(f"/linkedin/{posts(ola)[0].id}/removed")
    assert answer.headers["Location"] == "/"


def test_who_closes_a_link_can_be_told_what_stands_on_linkedin(ola, sam, posted):
    with ola.store.read() as session:
        link = session.query(ShareLink).one().id
    (card,) = linkedin_posts.posts_of_link(ola.id, link, store=ola.store)
    assert (card.kind, card.link_name, card.trouble) == ("profile", "Acme, HR", "")
    assert linkedin_posts.posts_of_link(sam.id, link, store=ola.store) == ()


def test_another_learner_neither_sees_nor_forgets_what_i_posted(ola, sam, posted):
    post = posts(ola)[0].id
    assert sam.browser.post(f"/linkedin/{post}/removed").status_code == 404
    assert press(sam, posted).status_code == 404
    assert posts(ola)[0].removed_at is None
    assert notices(sam) == ""
