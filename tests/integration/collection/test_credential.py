"""GET /credentials/<id>: what it says, whether it holds, why."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta

from tests.integration.collection.people import plain


def test_it_shows_what_the_proof_covers_and_why_it_holds(ana, issuer):
    held = ana.add_one(issuer.token("Sheets", to="ana@example.org"))
    page = ana.get(f"/credentials/{held}").text
    assert "<h1>Sheets</h1>" in page
    assert "Cleans <strong>tables</strong>" in page
    assert "Verified" in page
    assert page.count("<details>") > 2
    assert "Nobody has confirmed any of this." not in page
    assert re.search(r"[0-9] checks passed", page)
    assert "unaltered, and valid today." in page


def test_what_is_not_proved_is_marked_as_the_files_own_word(ana, issuer):
    held = ana.add_one(issuer.token("Altered", alter=True))
    page = ana.get(f"/credentials/{held}").text
    assert "It was changed after it was signed. Don’t rely on it." in page
    assert "What the file claims" in page and "Nobody has confirmed any of this." in page
    report = page[page.index('id="collection-report"') :]
    assert report.index("Altered after signing") < report.index('class="passed"')
    assert "Issuer confirmed" not in page and "Issuer not confirmed" in page
    assert "Unaltered" not in page
    assert "</svg>Altered</span>" in ana.get("/").text  # the chip, not the title


def test_a_badge_of_another_person_says_so(ana, issuer):
    held = ana.add_one(issuer.token("Hers", to="eve@example.org"))
    page = ana.get(f"/credentials/{held}").text
    assert "Verified" in page
    assert "Issued to someone else" in page
    assert "eve@example.org" not in page


def test_an_address_merely_typed_does_not_make_a_badge_mine(ana, issuer):
    from wallet.store.models.account import EmailProof

    with ana.services.store.write() as session:
        session.add(
            EmailProof(
                account_id=ana.id, address="eve@example.org", normalised="eve@example.org", source="link"
            )
        )
    held = ana.add_one(issuer.token("Hers", to="eve@example.org"))
    assert "Issued to someone else" in ana.get(f"/credentials/{held}").text


def test_a_strangers_markup_scripts_and_addresses_stay_text(ana, issuer):
    nasty = "<script>alert(1)</script> [click](javascript:alert(1)) [go](https://evil.example/x) ![p](https://t.example/p.png)"
    held = ana.add_one(
        issuer.token(
            "<img src=x onerror=alert(1)>",
            criteria=nasty,
            evidence=[
                {"id": "javascript:alert(1)", "type": ["Evidence"], "name": "E1"},
                {"id": "https://evil.example/e", "type": ["Evidence"], "name": "E2"},
            ],
        )
    )
    page = ana.get(f"/credentials/{held}").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert 'href="https://evil.example' not in page
    assert "t.example/p.png" not in page
    assert "https://evil.example/e" in page


def test_a_recognised_issuers_addresses_are_links(wallet_of, issuer, tmp_path):
    listed = tmp_path / "issuers.json"
    listed.write_text(json.dumps({issuer.id: "Known school"}))
    ana = wallet_of(recognised_issuers_file=listed)
    held = ana.add_one(issuer.token("Sheets", criteria="[more](https://school.example/more)"))
    page = ana.get(f"/credentials/{held}").text
    assert 'href="https://school.example/more"' in page
    assert "nofollow" in page


def test_when_the_issuer_is_down_the_last_good_check_stays_visible(ana, web, clock):
    held = ana.add_one(web.host_badge("aid", title="First aid", to="ana@example.org").encode())
    assert "Verified" in ana.get(f"/credentials/{held}").text
    web.pages.clear()
    clock.move(timedelta(days=2))
    ana.post(f"/credentials/{held}/check")
    page = ana.get(f"/credentials/{held}").text
    assert "Couldn’t check" in page and "The issuer&#39;s server did not give us its copy" in page
    assert "<h1>First aid</h1>" in page
    assert re.search(r"was verified on (22 November|November 22,) 2026", page)
    assert "2026-11-22T12:00:00+00:00" in page


def test_not_mine_and_not_there_answer_alike(ana, bob, issuer):
    held = ana.add_one(issuer.token("Sheets"))
    other, none = bob.get(f"/credentials/{held}"), bob.get(f"/credentials/{'0' * 32}")
    assert other.status_code == none.status_code == 404
    assert plain(other.text, held) == plain(none.text, "0" * 32)


def test_it_leads_to_sharing_and_linkedin(ana, issuer):
    held = ana.add_one(issuer.token("Sheets"))
    page = ana.get(f"/credentials/{held}").text
    assert f"/links/credentials/{held}/new" in page
    assert f"/linkedin/{held}" in page


def test_what_does_not_hold_or_is_anothers_is_not_offered_to_linkedin(ana, issuer):
    altered = ana.add_one(issuer.token("Altered", alter=True))
    hers = ana.add_one(issuer.token("Hers", to="eve@example.org"))
    for held in (altered, hers):
        assert f"/linkedin/{held}" not in ana.get(f"/credentials/{held}").text


def test_the_part_is_the_same_in_the_page_and_alone(ana, issuer):
    held = ana.add_one(issuer.token("Sheets"))
    alone = ana.get(f"/credentials/{held}", headers={"HX-Request": "true"}).text
    whole = ana.get(f"/credentials/{held}").text
    assert "<html" not in alone
    assert re.sub(r"\s+", "", plain(alone)) in re.sub(r"\s+", "", plain(whole))


def test_an_edited_copy_of_a_hosted_badge_shows_what_the_issuer_says_and_where_the_file_differs(ana, web):
    home = web.host_badge("aid", title="First aid")
    edited = json.loads(web.pages[home][2])
    edited["badge"] = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "BadgeClass",
        "id": f"{home}/class",
        "name": "Doctor of medicine",
        "issuer": "https://badges.example/issuer",
    }
    held = ana.add_one(json.dumps(edited).encode())
    page = html.unescape(ana.get(f"/credentials/{held}").text)
    assert "<h1>First aid</h1>" in page
    report = page[page.index('id="collection-report"') : page.index('id="collection-statement"')]
    shown = report[: report.index('class="passed"')]
    assert "The file you gave says something else." in shown
    assert "the file you gave says “Doctor of medicine”, the issuer says “First aid”" in shown
    assert "naltered" not in page
    assert "Issuer confirmed" in report and "could not be confirmed" not in page
    assert "</svg>Verified</span>" in ana.get("/").text and "Doctor of medicine" not in ana.get("/").text


def test_days_texts_languages_and_skills_are_shown_as_the_issuer_wrote_them(ana, issuer):
    achievement = {
        "id": "https://pg.example/a",
        "type": ["Achievement"],
        "name": "Caf&eacute; skills",
        "description": "# About\n\nMakes **coffee**.",
        "criteria": {
            "narrative": "<p>Pass <b>both</b> parts</p><ul><li>taste</li><li>serve &amp; smile</li></ul>"
        },
        "alignment": [
            {"type": ["Alignment"], "targetName": "Roast", "targetUrl": "https://skills.example/1"},
            {
                "type": ["Alignment"],
                "targetName": "EQF level 4",
                "targetType": "ext:EQF",
                "targetUrl": "https://levels.example/4",
            },
        ],
    }
    held = ana.add_one(
        issuer.token(
            "Cafe",
            validFrom="2026-01-01T00:00:00+01:00",
            validUntil="2027-12-31T23:59:59Z",
            achievement=achievement,
        )
    )
    page = html.unescape(ana.get(f"/credentials/{held}").text)
    said = page[page.index('id="collection-statement"') : page.index('id="collection-transparency"')]
    assert "1 Jan 2026" in page and "31 Dec 2027" in page and "31 Dec 2025" not in page
    assert "<h1>Café skills</h1>" in page
    assert "<li>taste</li>" in said and "<li>serve & smile</li>" in said and "<strong>both</strong>" in said
    assert "<strong>coffee</strong>" in said and "**" not in said
    assert "Roast" in said and "EQF" not in said
    assert "1 Jan 2026" in ana.get("/").text
