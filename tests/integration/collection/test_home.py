"""GET /: everything one holds, found again."""

from __future__ import annotations

import re
from datetime import timedelta


def titles(page: str) -> list[str]:
    return re.findall(r'class="title">([^<]*)<', page)


def test_an_empty_wallet_says_what_to_do_next(ana):
    page = ana.get("/").text
    assert "Your wallet is empty" in page
    assert 'href="/add"' in page


def test_a_card_shows_title_issuer_and_verdict(ana, issuer):
    ana.add_one(issuer.token("Sheets", to="ana@example.org"))
    page = ana.get("/").text
    assert titles(page) == ["Sheets"]
    assert "Politechnika Testowa" in page
    assert "Verified" in page


def test_search_knows_no_diacritics_and_looks_into_outcomes(ana, issuer):
    ana.add_one(issuer.token("Zażółć gęślą jaźń"))
    ana.add_one(issuer.token("Sheets", criteria="Łączy tabele z wielu źródeł"))
    assert titles(ana.get("/?q=zazolc").text) == ["Zażółć gęślą jaźń"]
    assert titles(ana.get("/?q=ŹRÓDEŁ+laczy").text) == ["Sheets"]
    assert set(titles(ana.get("/?q=politechnika").text)) == {"Sheets", "Zażółć gęślą jaźń"}
    assert "Nothing here fits" in ana.get("/?q=astronomy").text


def test_filters_by_field_count_and_choose(ana, issuer):
    ana.add_one(issuer.token("Spreadsheet data", description="x"))
    ana.add_one(issuer.token("Climate basics", description="x"))
    page = ana.get("/?field=green").text
    assert titles(page) == ["Climate basics"]
    assert re.search(r'aria-current="true">Green 1<', page)
    assert re.search(r">Digital 1<", page)


def test_needs_attention_holds_what_is_not_valid_and_what_ends_within_sixty_days(ana, issuer):
    ana.add_one(issuer.token("Fine"))
    ana.add_one(issuer.token("Broken", alter=True))
    ana.add_one(issuer.token("Ends soon", validUntil="2027-01-10T00:00:00Z"))
    ana.add_one(issuer.token("Ends later", validUntil="2027-03-10T00:00:00Z"))
    assert set(titles(ana.get("/?field=attention").text)) == {"Broken", "Ends soon"}


def test_a_live_search_gets_the_results_only(ana, issuer):
    ana.add_one(issuer.token("Sheets"))
    part = ana.get("/?q=sheet", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert titles(part.text) == ["Sheets"]
    assert "HX-Request" in part.headers["Vary"]


def test_the_part_is_the_same_in_the_page_and_alone(ana, issuer):
    ana.add_one(issuer.token("Sheets"))
    part = ana.get("/", headers={"HX-Request": "true"}).text.strip()
    squeeze = lambda text: re.sub(r"\s+", "", text)  # noqa: E731
    assert squeeze(part) in squeeze(ana.get("/").text)


def test_nobody_sees_what_another_holds(ana, bob, issuer):
    ana.add_one(issuer.token("Secret of Ana"))
    assert "Secret of Ana" not in bob.get("/").text
    assert "Secret of Ana" not in bob.get("/?q=secret").text


def test_what_was_issued_to_another_person_is_kept_and_not_counted(ana, issuer):
    ana.add_one(issuer.token("Mine", to="ana@example.org"))
    ana.add_one(issuer.token("Hers", to="eve@example.org"))
    page = ana.get("/").text
    assert re.search(r"1 badge\s", page)
    assert "one issued to someone else" in page
    assert "Issued to someone else" in page


def test_the_page_says_when_it_was_last_checked(ana, issuer, clock):
    ana.add_one(issuer.token("Sheets"))
    clock.move(timedelta(days=1))
    assert '2026-11-22T12:00:00+00:00" data-local' in ana.get("/").text


def test_it_speaks_polish(wallet_of, issuer):
    ana = wallet_of(language="pl")
    ana.add_one(issuer.token("Sheets"))
    page = ana.get("/").text
    assert "What you can do" not in page
    assert '<html lang="pl"' in page
    assert "Szukaj" in page


def test_a_large_wallet_shows_the_newest_first_and_the_rest_on_request(ana, issuer, monkeypatch):
    from wallet.collection import service

    for number in range(4):
        ana.add_one(issuer.token(f"Badge {number}"))
    monkeypatch.setattr(service, "MOST", 2)
    page = ana.get("/").text
    assert len(titles(page)) == 2
    assert "Show 2 more" in page
    assert len(titles(ana.get("/?show=300").text)) == 4


def test_a_credential_without_a_title_is_called_by_its_kind(ana, issuer):
    plain = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "DrivingLicenceCredential"],
        "issuer": issuer.id,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:ana"},
    }
    ana.add_one(issuer.sign(plain))
    assert titles(ana.get("/").text) == ["Driving Licence Credential"]


def test_a_card_names_the_issuer_and_the_day(ana, issuer):
    ana.add_one(issuer.token("Sheets"))
    text = " ".join(ana.get("/").text.split())
    assert re.search(
        r'<span class="meta dots"><span>[^<X]+</span> <span class="nowrap">\d+ \w+ 20\d\d</span></span>', text
    )


def test_nobody_waits_for_their_visit_to_be_written_down_while_the_database_is_busy(ana, sqlite_store, clock):
    """A vacuum of a large database may hold it longer than a page may take; the next visit is written."""
    clock.move(timedelta(hours=1))
    with sqlite_store.engine.connect() as other:  # a writer that does not end
        other.exec_driver_sql("SELECT 1")
        assert ana.get("/").status_code == 200
    assert ana.get("/").status_code == 200


def test_what_must_be_written_into_a_busy_database_is_said_to_be_tried_again(ana, sqlite_store, monkeypatch):
    """Not "something went wrong on our side": nothing did, and a minute later it works."""
    monkeypatch.setattr("wallet.store.database.BUSY_SECONDS", 1)
    with sqlite_store.engine.connect() as other:  # a writer that does not end
        other.exec_driver_sql("SELECT 1")
        answer = ana.upload(("a.txt", b"x"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "The wallet is busy" in answer.text
    assert ana.upload(("a.txt", b"x")).status_code == 303
