"""The page of somebody who was given a link: what was found first, nothing but what they are to get."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.exports.test_pdf import made, text_of
from tests.smith import Issuer, Key, Web, altered
from tests.unit.collection.test_nested import CLR, record
from wallet.demo.samples import SAMPLES
from wallet.shared_page import compose as composing
from wallet.shared_page.audiences import fields_of
from wallet.store.models.credential import HeldCredential, VerdictRun
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection


def build(learner, *credentials: str, audience: str = "employer", **head: Any) -> str:
    """A portfolio with these badges; its id."""
    said = {
        "display_name": "Ola Zielińska",
        "headline": "Data, with patience",
        "contact": "ola@phone",
        **head,
    }
    with learner.store.write() as session:
        row = Portfolio(account_id=learner.id, title="For Acme", language="en", audience=audience, **said)
        session.add(row)
        session.flush()
        section = PortfolioSection(
            portfolio_id=row.id, position=0, kind="credentials", claim="I can lead a team", words="Since 2020"
        )
        session.add(section)
        session.flush()
        for place, id in enumerate(credentials):
            session.add(
                PortfolioItem(
                    section_id=section.id,
                    position=place,
                    credential_id=id,
                    caption="My favourite",
                    reflection="CANARY-REFLECTION",
                )
            )
        return row.id


def open_portfolio(learner, portfolio: str, **form: str) -> str:
    answer = learner.browser.post(
        f"/links/portfolios/{portfolio}/new", {"name": "Acme", "ends": "90", "audience": "employer", **form}
    )
    assert answer.status_code == 303, answer.text
    page = learner.browser.get(answer.headers["Location"]).text
    start = page.index("/s/")
    return page[start : page.index('"', start)]


@pytest.fixture
def shared(ola, held) -> str:
    return open_portfolio(ola, build(ola, held))


def compose(ola, portfolio: str, audience: str = "employer", **chosen: bool):
    with ola.app.test_request_context():
        services = ola.app.extensions["wallet"]
        return composing.compose_portfolio(
            ola.id, portfolio, fields=fields_of(audience, chosen), services=services
        )


def test_what_was_found_stands_before_the_name_and_the_learners_words_apart(shared, stranger):
    page = html.unescape(stranger.get(shared).text)
    assert (
        page.index("1 of 1 badge checks out") < page.index("<h1>Ola Zielińska") < page.index("My favourite")
    )
    banner = page[page.index('id="shared-page-summary"') : page.index("<h1>")]
    for words in ("Ola", "My favourite", "I can lead a team", "Since 2020", "Data, with patience"):
        assert words not in banner  # SHARE-19
    assert page.count("written by Ola Zielińska, not verified") == 3


def test_no_cookie_no_third_party_and_no_search_engine(shared, stranger):
    answer = stranger.get(shared)
    assert "Set-Cookie" not in answer.headers
    assert "csrf" not in answer.text.lower()
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    loaded = re.findall(r'(?:src|href)="(https?://[^"]+)"', answer.text)
    assert all(address.startswith("https://wallet.example/") for address in loaded)


def test_the_reader_chooses_the_language_in_the_address(shared, stranger):
    page = stranger.get(shared + "?lang=pl")
    assert "Potwierdzone: 1 z 1 odznaki" in page.text
    assert page.headers["Content-Language"] == "pl"
    assert "Set-Cookie" not in page.headers


def test_one_that_was_withdrawn_is_named_and_nothing_is_green(ola, held, samples, stranger, clock):
    clock.move(timedelta(minutes=1))
    revoked = ola.receive(samples.file(SAMPLES["ola-revoked.png"]))
    page = html.unescape(stranger.get(open_portfolio(ola, build(ola, held, revoked))).text)
    banner = page[page.index('id="shared-page-summary"') : page.index("<h1>")]
    assert "1 of 2 badges check out" in banner
    assert "Withdrawn: “" in banner
    assert 'data-verdict="fail"' in banner
    assert 'data-verdict="pass"' not in banner


def test_on_a_long_page_nobody_can_do_what_a_forgery_says(ola, held, samples, stranger, clock):
    clock.move(timedelta(minutes=1))
    forged = ola.receive(samples.file(SAMPLES["ola-altered.json"]), "altered.json")
    page = html.unescape(stranger.get(open_portfolio(ola, build(ola, forged, *fifty(ola, held)[:6]))).text)
    of_forged = page[page.index('<article id="c1"') : page.index('<article id="c2"')]
    assert "Altered" in of_forged and "What its holder can do" not in of_forged
    assert page.count("What its holder can do") == 6


def test_share_13_a_check_of_long_ago_is_no_longer_green(ola, held, clock):
    portfolio = build(ola, held)
    clock.move(timedelta(days=30))
    assert compose(ola, portfolio).summary.tone == "pass"
    clock.move(timedelta(days=1))
    page = compose(ola, portfolio)
    assert page.summary.tone == "none"
    assert page.summary.holding == 0
    assert page.credentials[0].word == "Could not check recently"
    assert "31 days ago" in page.credentials[0].sentence


def test_contact_and_name_only_for_whom_they_are_meant(ola, held):
    portfolio = build(ola, held)
    assert compose(ola, portfolio).contact == ""
    assert compose(ola, portfolio, contact=True).contact == "ola@phone"
    assert compose(ola, portfolio, "public").display_name == ""


def test_the_page_as_data_says_the_same_and_no_more(shared, stranger, held):
    said = stranger.get(shared + ".json")
    assert said.json["summary"]["title"] == "1 of 1 badge checks out"
    assert said.json["sections"][0]["items"][0]["report"]["verdict"] == "valid"
    assert held not in said.text
    assert "refs" not in said.text


def test_an_address_is_compared_and_never_told(shared, stranger, caplog):
    right = stranger.client.post(
        shared + "/whose", data={"email": "ola@dorobek.example"}, base_url=stranger.home
    )
    wrong = stranger.client.post(
        shared + "/whose", data={"email": "eve@evil.example"}, base_url=stranger.home
    )
    assert "It was issued to this address." in right.text
    assert "It was issued to another address." in wrong.text
    assert "eve@evil.example" not in wrong.text + caplog.text
    assert "ola@dorobek.example" not in right.text


def test_another_site_cannot_ask_for_the_reader(shared, stranger):
    for door in ("/check", "/whose"):
        answer = stranger.client.post(
            shared + door, base_url=stranger.home, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 403


def test_a_frozen_link_keeps_the_words_and_tells_the_verdict_of_today(ola, held, stranger, clock):
    portfolio = build(ola, held)
    kept = composing.freeze(compose(ola, portfolio))
    with ola.store.write() as session:
        session.get(Portfolio, portfolio).headline = "Something else"
    clock.move(timedelta(days=40))
    with ola.app.test_request_context():
        services = ola.app.extensions["wallet"]
        page = composing.compose_portfolio(
            ola.id, portfolio, fields=fields_of("employer"), services=services, frozen=kept
        )
    assert page.headline == "Data, with patience"
    assert page.credentials[0].caption == "My favourite"
    assert page.summary.tone == "none"


def test_share_09_a_deleted_badge_is_gone_from_every_outlet(ola, held, shared, stranger):
    title = stranger.get(shared + ".json").json["sections"][0]["items"][0]["title"]
    ola.browser.post(f"/credentials/{held}/delete")
    for outlet in ("", ".json"):
        assert title not in stranger.get(shared + outlet).text
    assert stranger.get(shared + "/c1/picture").status_code == 404
    assert stranger.get(shared + "/c1").status_code == 404


def test_share_17_only_an_embed_may_be_framed_and_it_does_nothing(ola, held, stranger):
    path = ola.open_link(held, audience="public", embeddable="on")
    frame = stranger.get(path.replace("/s/", "/embed/"))
    assert frame.status_code == 200
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame.headers
    assert "Set-Cookie" not in frame.headers
    assert not re.search(r"<form|<script|<button", frame.text)
    page = stranger.get(path)
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    said = stranger.get(f"/oembed?url=https://wallet.example{path}&maxwidth=300").json
    assert said["type"] == "rich"
    assert said["width"] == 300
    assert path.replace("/s/", "/embed/") in said["html"]


def test_a_link_that_may_not_be_embedded_has_no_frame(ola, held, stranger):
    path = ola.open_link(held)
    assert stranger.get(path.replace("/s/", "/embed/")).status_code == 404
    assert stranger.get(f"/oembed?url=https://wallet.example{path}").status_code == 404
    assert stranger.get("/oembed?url=https://evil.example/s/" + "a" * 43).status_code == 404


def fifty(learner, held: str) -> list[str]:
    """The held badge, fifty times over, each with its own run."""
    with learner.store.write() as session:
        row = session.get(HeldCredential, held)
        run = session.query(VerdictRun).filter_by(credential_id=held).one()
        columns = {c.name for c in HeldCredential.__table__.columns} - {"id", "fingerprint", "picture_digest"}
        copies = []
        for number in range(50):
            values = {name: getattr(row, name) for name in columns}
            copies.append(HeldCredential(**values, fingerprint=f"{number:064d}"))
        session.add_all(copies)
        session.flush()
        for copy in copies:
            values = {
                name: getattr(run, name)
                for name in ("at", "verdict", "report", "verifier_version", "trigger")
            }
            session.add(VerdictRun(credential_id=copy.id, **values))
        return [copy.id for copy in copies]


def test_what_is_inside_a_record_has_its_own_result_and_a_doubt_is_never_green(ola, samples, stranger, clock):
    school = Issuer(Web(), key=Key("Ed25519", samples.academy.key._private))
    hers = {"type": "IdentityObject", "identityType": "emailAddress", "hashed": False}
    whose = {"identifier": [{**hers, "identityHash": "ola@dorobek.example"}]}
    child = school.credential(id="urn:uuid:1fe53dc9-b2ec-4939-9b2c-0d00f6663b61")
    child["credentialSubject"].update(whose)
    good = school.sign(child, suite="eddsa-jcs-2022")
    forged = altered(good, "credentialSubject.achievement.name", "Surgery")
    for children, word, tone in (
        ([good], "1 of 1 badge checks out", "pass"),
        ([good, forged], "0 of 1 badge checks out", "warn"),
    ):
        clock.move(timedelta(minutes=1))
        written = school.credential(**record(children))
        written["credentialSubject"].update(whose)
        written["@context"] = [written["@context"][0], CLR, *written["@context"][1:]]
        signed = json.dumps(school.sign(written, suite="eddsa-jcs-2022")).encode()
        portfolio = build(ola, ola.receive(signed, "record.json"))
        path = open_portfolio(ola, portfolio)
        page = html.unescape(stranger.get(path).text)
        banner = page[page.index('id="shared-page-summary"') : page.index("<h1>")]
        assert word in banner and f'data-verdict="{tone}"' in banner
        inside = page[page.index('class="inside"') :]
        inside = inside[: inside.index("</ul>")]
        assert "Welding" in inside and 'data-verdict="pass"' in inside and "Stated by the record" in inside
        assert ('data-verdict="fail"' in inside) is (forged in children)
        item = stranger.get(path + ".json").json["sections"][0]["items"][0]
        assert [one["title"] for one in item["inside"]][-1] == "Stated bare"
        assert "Surgery" not in item["outcomes"] and "Welding" in item["outcomes"]
        paper = text_of(made(ola, f"/exports/portfolios/{portfolio}/pdf"))
        assert "Inside it, each with a result of its own" in paper and "Stated bare" in paper
        assert ("Surgery" in paper) is (forged in children)
        own = html.unescape(ola.browser.get("/").text)
        assert ("Not everything inside checks out" in own) is (forged in children)
    assert "Not everything inside checks out: “Two years at school”" in banner
    advice = ola.browser.get(f"/portfolios/{portfolio}/strongest").text.partition("would go")[2]
    assert "does not say that it holds: Not everything inside checks out" in advice
