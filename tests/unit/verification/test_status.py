"""Whether the issuer has taken it back. Names begin with the lines of the abuse catalogue they hold."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from tests.smith import Issuer, Key, Web, bits, publish_list, publish_revocations, status_entry
from tests.smith.asking import answer, ask
from tests.smith.keys import base64url
from tests.smith.lists import encoded
from wallet.verification.report import Check, Report, Verdict

URL = "https://uni.example/status/1"


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def issuer(web: Web) -> Issuer:
    return Issuer(web, did="web")


def with_status(issuer: Issuer, *entries: dict[str, Any]) -> Report:
    status = entries[0] if len(entries) == 1 else list(entries)
    return ask(issuer.sign(issuer.credential(credentialStatus=status)), issuer.web)


def status_of(report: Report) -> tuple[str, str]:
    return answer(report, Check.STATUS)


# ── what the bit says ──
@pytest.mark.parametrize(
    ("index", "verdict"),
    [
        ("7", Verdict.REVOKED),
        ("6", Verdict.VALID),
        ("8", Verdict.VALID),
        (7, Verdict.REVOKED),
        ("131071", Verdict.VALID),
    ],
)
def test_the_leftmost_bit_is_the_first(issuer: Issuer, index: Any, verdict: Verdict):
    publish_list(issuer, URL, bits({7}))
    assert with_status(issuer, status_entry(URL, index=index)).verdict is verdict


def test_a_set_bit_of_suspension_is_suspended(issuer: Issuer):
    publish_list(issuer, URL, bits({7}), purpose="suspension")
    assert with_status(issuer, status_entry(URL, purpose="suspension")).verdict is Verdict.SUSPENDED


def test_no_status_stated_does_not_apply(issuer: Issuer):
    report = ask(issuer.sign(issuer.credential()), issuer.web)
    assert status_of(report) == ("not_applicable", "no-status-stated")


def test_stat_05_of_several_entries_the_worst_speaks(issuer: Issuer):
    publish_list(issuer, URL, bits(set()))
    publish_list(issuer, URL + "s", bits({7}), purpose="suspension")
    one, other = status_entry(URL), status_entry(URL + "s", purpose="suspension")
    assert with_status(issuer, one, other).verdict is Verdict.SUSPENDED
    assert with_status(issuer, other, one).verdict is Verdict.SUSPENDED
    assert with_status(issuer, one, status_entry("https://uni.example/gone")).verdict is Verdict.UNDETERMINED


def test_a_message_is_told_and_takes_nothing_back(issuer: Issuer):
    publish_list(issuer, URL, bits({7: 2}, size=2), purpose="message")
    messages = [{"status": "0x2", "message": "on probation"}]
    report = with_status(issuer, status_entry(URL, purpose="message", statusSize=2, statusMessage=messages))
    assert report.verdict is Verdict.VALID
    assert report.finding(Check.STATUS).params["message"] == "on probation"


def test_stat_06_a_list_shorter_than_the_minimum_is_read_and_noted(issuer: Issuer):
    publish_list(issuer, URL, bits({7}, length=100_000))
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.REVOKED
    report = with_status(issuer, status_entry(URL, index="8"))
    assert report.verdict is Verdict.VALID
    assert report.finding(Check.STATUS).params["note"] == "list-shorter-than-minimum"


# ── what the list must be ──
def test_stat_01_a_bomb_is_not_inflated(issuer: Issuer):
    bomb = "u" + base64url(gzip.compress(bytes(17 * 1024 * 1024)))
    publish_list(issuer, URL, b"", subject={"encodedList": bomb})
    assert status_of(with_status(issuer, status_entry(URL))) == ("inconclusive", "status-list-unreadable")


def test_stat_02_a_clear_bit_of_somebody_elses_list_does_not_count_and_a_set_one_does(
    web: Web, issuer: Issuer
):
    other = Issuer(web, did="web", host="other.example", key=Key.make(number=4))
    publish_list(other, URL, bits({7}))
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.REVOKED
    report = with_status(issuer, status_entry(URL, index="8"))
    assert status_of(report) == ("inconclusive", "status-issuer-differs")
    assert report.verdict is Verdict.UNDETERMINED


def test_stat_02_the_same_key_under_another_identifier_is_the_same_issuer(web: Web, issuer: Issuer):
    publish_list(Issuer(web, key=issuer.key), URL, bits(set()))
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"signed": False}, "status-list-not-proved"),
        ({"validUntil": "2026-02-01T00:00:00Z"}, "status-list-not-proved"),
        ({"validFrom": "2027-01-01T00:00:00Z"}, "status-list-not-proved"),
        ({"type": ["VerifiableCredential"]}, "status-list-of-another-kind"),
        ({"purpose": "suspension"}, "status-purpose-differs"),
        ({"subject": {"encodedList": encoded(bits(set()), kind="StatusList2021")}}, "status-list-unreadable"),
        ({"subject": {"encodedList": 7}}, "status-list-not-proved"),
        ({"subject": {"encodedList": "u!!!"}}, "status-list-unreadable"),
    ],
)
def test_stat_03_a_list_that_does_not_hold_never_says_not_revoked(
    issuer: Issuer, how: dict[str, Any], code: str
):
    publish_list(issuer, URL, bits(set()), **how)
    report = with_status(issuer, status_entry(URL))
    assert status_of(report)[0] == "inconclusive"
    assert status_of(report)[1] in (code, "status-list-unreadable")
    assert report.verdict is Verdict.UNDETERMINED


def test_stat_03_a_changed_list_does_not_hold(issuer: Issuer):
    document = issuer.sign(issuer.credential())
    publish_list(issuer, URL, bits({7}))
    fetched = issuer.web.fetch(URL, None)  # type: ignore[arg-type]
    clean = encoded(bits(set())).encode()
    issuer.web.put(URL, fetched.body.replace(encoded(bits({7})).encode(), clean))
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.UNDETERMINED
    assert document


@pytest.mark.parametrize(
    "index", ["-1", "12abc", "1e3", "", " 7", "07", 1.5, True, None, -1, "9" * 19, ["7"]]
)
def test_stat_04_an_index_that_is_no_plain_number_is_refused(issuer: Issuer, index: Any):
    publish_list(issuer, URL, bits(set()))
    entry = {**status_entry(URL), "statusListIndex": index}
    # as a token, so that JSON-LD does not refuse the odd value first
    report = ask(issuer.sign_jwt(issuer.credential(credentialStatus=entry)), issuer.web)
    assert status_of(report) == ("fail", "status-index-malformed")
    assert report.verdict is Verdict.INVALID


def test_stat_04_an_index_beyond_the_list_is_refused(issuer: Issuer):
    publish_list(issuer, URL, bits(set()))
    assert status_of(with_status(issuer, status_entry(URL, index="131072"))) == (
        "fail",
        "status-index-beyond-list",
    )


def test_stat_05_an_unknown_purpose_stays_open(issuer: Issuer):
    publish_list(issuer, URL, bits(set()), purpose="astrology")
    report = with_status(issuer, status_entry(URL, purpose="astrology"))
    assert status_of(report) == ("inconclusive", "status-purpose-not-supported")


@pytest.mark.parametrize("status", [404, 410, 500, 301, 403])
def test_stat_07_an_answer_that_is_no_list_stays_open(issuer: Issuer, status: int):
    publish_list(issuer, URL, bits(set()))
    issuer.web.put(URL, "{}", status=status)
    assert status_of(with_status(issuer, status_entry(URL))) == ("inconclusive", "status-list-unreachable")


def test_stat_07_silence_and_web_pages_stay_open(issuer: Issuer):
    issuer.web.take_down(URL)
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.UNDETERMINED
    issuer.web.put(URL, "<html>Sign in</html>", content_type="text/html")
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.UNDETERMINED


def test_a_list_with_a_status_of_its_own_makes_no_loop(issuer: Issuer):
    publish_list(issuer, URL, bits(set()), credentialStatus=status_entry(URL))
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.VALID
    assert [url for url, _ in issuer.web.asked].count(URL) == 1


def test_stat_12_an_unknown_kind_stays_open(issuer: Issuer):
    entry = {"id": URL, "type": "AstrologicalStatus"}
    report = ask(issuer.sign_jwt(issuer.credential(credentialStatus=entry)), issuer.web)
    assert status_of(report) == ("inconclusive", "status-type-not-supported")


def test_stat_12_lists_of_2021_and_2020_by_their_own_rules(issuer: Issuer):
    def listed(kind: str, type_: str) -> str:
        subject = {
            "id": URL,
            "type": kind,
            "statusPurpose": "revocation",
            "encodedList": encoded(bits({7}), kind=kind),
        }
        document = issuer.credential(
            version=1, type=["VerifiableCredential", type_], credentialSubject=subject, id=URL
        )
        return issuer.sign_jwt(document, style="vc11")

    issuer.web.put(URL, listed("StatusList2021", "StatusList2021Credential"), content_type="application/jwt")
    entry = {**status_entry(URL), "type": "StatusList2021Entry"}
    for index, verdict in (("7", Verdict.REVOKED), ("8", Verdict.VALID)):
        status = {**entry, "statusListIndex": index}
        assert ask(issuer.sign_jwt(issuer.credential(credentialStatus=status)), issuer.web).verdict is verdict
    issuer.web.put(
        URL, listed("RevocationList2020", "RevocationList2020Credential"), content_type="application/jwt"
    )
    for index, verdict in (("7", Verdict.REVOKED), ("8", Verdict.VALID)):
        status = {
            "id": URL,
            "type": "RevocationList2020Status",
            "revocationListIndex": index,
            "revocationListCredential": URL,
        }
        assert ask(issuer.sign_jwt(issuer.credential(credentialStatus=status)), issuer.web).verdict is verdict


# ── 1EdTech ──
def listed_by_1edtech(issuer: Issuer) -> Report:
    return ask(issuer.sign_jwt(issuer.credential(credentialStatus=ONE)), issuer.web)


ONE = {"id": URL, "type": "1EdTechRevocationList"}
MINE = "urn:uuid:2fe53dc9-b2ec-4939-9b2c-0d00f6663b6c"


@pytest.mark.parametrize(
    ("entries", "verdict"),
    [
        ([], Verdict.VALID),
        ([{"id": MINE}], Verdict.REVOKED),
        ([{"id": MINE, "revoked": True, "revocationReason": "Plagiarism"}], Verdict.REVOKED),
        ([{"id": MINE, "revoked": False}], Verdict.VALID),
        ([{"id": "urn:uuid:other"}], Verdict.VALID),
        ([None, 7, {"id": None}], Verdict.VALID),
        (7, Verdict.UNDETERMINED),
    ],
)
def test_the_list_of_1edtech(issuer: Issuer, entries: Any, verdict: Verdict):
    publish_revocations(issuer, URL, entries)
    assert listed_by_1edtech(issuer).verdict is verdict


def test_the_list_of_1edtech_must_be_there_and_the_issuers(issuer: Issuer):
    assert listed_by_1edtech(issuer).verdict is Verdict.UNDETERMINED
    issuer.web.put(URL, {"id": URL, "issuer": "did:web:other.example", "revokedCredential": []})
    assert status_of(listed_by_1edtech(issuer)) == ("inconclusive", "status-issuer-differs")
    issuer.web.put(URL, '{"a":1,"a":2}')
    assert status_of(listed_by_1edtech(issuer)) == ("inconclusive", "status-list-unreadable")
