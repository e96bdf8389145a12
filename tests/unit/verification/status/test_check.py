"""Whether the issuer has taken it back. Names begin with the lines of the abuse catalogue they hold."""

from __future__ import annotations

import gzip
import json
import zlib
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
        (7.0, Verdict.REVOKED),
        (8.0, Verdict.VALID),
        (["7"], Verdict.REVOKED),
        (["8"], Verdict.VALID),
    ],
)
def test_the_leftmost_bit_is_the_first(issuer: Issuer, index: Any, verdict: Verdict):
    publish_list(issuer, URL, bits({7}))
    assert with_status(issuer, status_entry(URL, index=index)).verdict is verdict
    token = issuer.sign_jwt(issuer.credential(credentialStatus=status_entry(URL, index=index)))
    assert ask(token, issuer.web).verdict is verdict


@pytest.mark.parametrize(
    "spelled", [lambda text: text + "=", lambda text: text.translate({45: "+", 95: "/"})]
)
def test_a_list_with_padding_or_in_the_other_alphabet_says_the_same(issuer: Issuer, spelled: Any):
    for marked, verdict in (({7}, Verdict.REVOKED), ({8, 900, 77_777}, Verdict.VALID)):
        publish_list(issuer, URL, b"", subject={"encodedList": spelled(encoded(bits(marked)))})
        assert with_status(issuer, status_entry(URL)).verdict is verdict


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
    "index",
    ["-1", "12abc", "1e3", "", " 7", "07", "7.0", 1.5, True, None, -1, 1e300, "9" * 19, ["7", "8"], [], {}],
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


# ── whether it is the list that was asked for ──
OTHER = [
    {"id": "https://uni.example/status/2"},
    {"id": "https://uni.example/status/1/"},
    {"id": "https://evil.example/status/1"},
    {"id": "urn:uuid:5dce72cb-5b97-4ab0-8b4d-1617482e5505"},
    {"subject": {"id": "https://uni.example/status/2#list"}},
    {"subject": {"id": "did:example:learner"}},
]


@pytest.mark.parametrize("how", OTHER)
def test_stat_02_a_clear_bit_of_another_list_of_the_issuer_does_not_count_and_a_set_one_does(
    issuer: Issuer, how: dict[str, Any]
):
    publish_list(issuer, URL, bits({7}), **how)
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.REVOKED
    report = with_status(issuer, status_entry(URL, index="8"))
    assert status_of(report) == ("inconclusive", "status-list-of-another-address")
    assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "how",
    [
        {"id": None, "subject": {"id": None}},
        {"id": "https://UNI.example:443/status/1"},
        {"subject": {"id": URL}},
        {"id": URL + "#"},
    ],
)
def test_a_list_that_names_itself_otherwise_spelled_or_not_at_all_is_the_one(
    issuer: Issuer, how: dict[str, Any]
):
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "credentialSubject": {
            "id": f"{URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(bits(set())),
            **how.pop("subject", {}),
        },
        **how,
    }
    document["credentialSubject"] = {n: v for n, v in document["credentialSubject"].items() if v is not None}
    document = {name: value for name, value in document.items() if value is not None}
    issuer.web.put(URL, issuer.sign_jwt(document), content_type="application/jwt")
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.VALID


def test_a_copy_at_another_address_is_known_by_a_name_that_nothing_else_bears(issuer: Issuer):
    name = "e5WK8CbZ1GjycuPombrj"
    mirror = f"https://mirror.example/lists/{name}"
    own = f"https://uni.example/status/{name}"
    publish_list(issuer, mirror, bits({7}), id=own, subject={"id": f"{own}#list"})
    assert with_status(issuer, status_entry(mirror)).verdict is Verdict.REVOKED
    assert with_status(issuer, status_entry(mirror, index="8")).verdict is Verdict.VALID


# ── what kind of list, and whether it is whole ──
@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"type": "RevocationList2020"}, "status-list-malformed"),
        ({"encodedList": "u" + base64url(gzip.compress(b"\0" * 16384)[:-4])}, "status-list-unreadable"),
        ({"encodedList": "u"}, "status-list-unreadable"),
        ({"encodedList": encoded(bits(set()), kind="RevocationList2020")}, "status-list-unreadable"),
        ({"encodedList": encoded(bits(set(), length=8))}, "status-list-malformed"),
        ({"statusPurpose": "message"}, "status-purpose-differs"),
        ({"statusSize": 2}, "status-list-unreadable"),
    ],
)
def test_a_list_that_is_malformed_stays_open(issuer: Issuer, how: dict[str, Any], code: str):
    publish_list(issuer, URL, bits(set()), subject=how, signed=False)
    document = json.loads(issuer.web.fetch(URL, None).body)  # type: ignore[arg-type]
    issuer.web.put(URL, issuer.sign_jwt(document), content_type="application/jwt")
    entry = status_entry(URL, index="9", statusSize=1)
    report = ask(issuer.sign_jwt(issuer.credential(credentialStatus=entry)), issuer.web)
    assert status_of(report) == ("inconclusive", code)
    assert report.verdict is Verdict.UNDETERMINED


def test_a_purpose_with_a_capital_is_the_purpose(issuer: Issuer):
    publish_list(issuer, URL, bits({7}), purpose="Revocation")
    assert with_status(issuer, status_entry(URL)).verdict is Verdict.REVOKED
    assert with_status(issuer, status_entry(URL, index="8", purpose="Revocation")).verdict is Verdict.VALID


def test_a_list_as_the_thing_that_is_checked_is_judged_as_one(issuer: Issuer):
    publish_list(issuer, URL, bits({7}))
    listed = issuer.web.fetch(URL, None)  # type: ignore[arg-type]
    assert ask(listed.body, issuer.web).verdict is Verdict.VALID
    for lie in ({"encodedList": "u!!!"}, {"type": "Thing"}, {"statusPurpose": None}, {"encodedList": None}):
        document = json.loads(listed.body)
        document.pop("proof")
        subject = {**document["credentialSubject"], **lie}
        document["credentialSubject"] = {name: value for name, value in subject.items() if value is not None}
        also = {**document, "type": [*document["type"], "OpenBadgeCredential"]}
        assert ask(issuer.sign_jwt(also), issuer.web).verdict is Verdict.UNDETERMINED
        report = ask(issuer.sign_jwt(document), issuer.web)
        assert report.verdict is Verdict.UNDETERMINED
        assert report.finding(Check.SHAPE).code in ("status-list-malformed", "status-list-unreadable")


# ── Token Status List ──
TOKENS = "https://uni.example/tokens/1"


def with_token_status(issuer: Issuer, index: Any = 3, **claims: Any) -> Report:
    """A credential whose token names place `index` of the list at TOKENS; `claims` change the list's own."""
    header = {"typ": claims.pop("typ", "statuslist+jwt"), "alg": issuer.key.algorithm, "kid": issuer.method}
    key = claims.pop("key", issuer.key)
    stated = {"sub": TOKENS, "iat": 1767225600, "status_list": packed({3: 1, 5: 2, 6: 3}), **claims}
    stated = {name: value for name, value in stated.items() if value is not None}
    issuer.web.put(TOKENS, key.jws(stated, header=header), content_type="application/statuslist+jwt")
    status = {"status_list": {"idx": index, "uri": TOKENS}}
    return ask(issuer.sign_jwt(issuer.credential(), claims={"status": status}), issuer.web)


def packed(values: dict[int, int], *, size: int = 2) -> dict[str, Any]:
    data = bytearray(64)
    for index, value in values.items():
        data[index * size // 8] |= value << index * size % 8
    return {"bits": size, "lst": base64url(zlib.compress(bytes(data)))}


@pytest.mark.parametrize(
    ("index", "verdict"),
    [
        (3, Verdict.REVOKED),
        (5, Verdict.SUSPENDED),
        (4, Verdict.VALID),
        (4.0, Verdict.VALID),
        (6, Verdict.UNDETERMINED),
        (256, Verdict.INVALID),
        (-1, Verdict.INVALID),
        ("x", Verdict.INVALID),
    ],
)
def test_the_list_of_tokens_is_read_from_the_lowest_bit(issuer: Issuer, index: Any, verdict: Verdict):
    assert with_token_status(issuer, index).verdict is verdict


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"typ": "JWT"}, "status-list-of-another-kind"),
        ({"sub": None}, "status-list-malformed"),
        ({"sub": TOKENS + "2"}, "status-list-of-another-address"),
        ({"iss": "did:web:other.example"}, "status-list-not-proved"),
        ({"iat": None}, "status-list-unreadable"),
        ({"iat": 1893456000}, "status-list-not-proved"),
        ({"exp": 1767312000}, "status-list-not-proved"),
        ({"key": Key.make(number=4)}, "status-list-not-proved"),
        ({"status_list": None}, "status-list-unreadable"),
        ({"status_list": {"bits": 3, "lst": "eJw"}}, "status-list-unreadable"),
        ({"status_list": {"bits": 1, "lst": base64url(b"no zlib")}}, "status-list-unreadable"),
        ({"status_list": {"bits": 1}}, "status-list-unreadable"),
    ],
)
def test_a_list_of_tokens_that_does_not_hold_stays_open(issuer: Issuer, how: dict[str, Any], code: str):
    report = with_token_status(issuer, 4, **how)
    assert status_of(report) == ("inconclusive", code)
    assert report.verdict is Verdict.UNDETERMINED


def test_a_list_of_tokens_that_is_away_or_no_token_stays_open(issuer: Issuer):
    status = {"status_list": {"idx": 4, "uri": TOKENS}}
    token = issuer.sign_jwt(issuer.credential(), claims={"status": status})
    assert status_of(ask(token, issuer.web)) == ("inconclusive", "status-list-unreachable")
    issuer.web.put(TOKENS, {"status_list": packed({})})
    assert status_of(ask(token, issuer.web)) == ("inconclusive", "status-list-unreadable")


def test_a_list_of_tokens_as_the_thing_that_is_checked_is_named(issuer: Issuer):
    with_token_status(issuer)
    report = ask(issuer.web.fetch(TOKENS, None).body, issuer.web)  # type: ignore[arg-type]
    assert report.verdict is Verdict.UNREADABLE
    assert report.finding(Check.FORMAT).code == "status-list-only"


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
        (None, Verdict.VALID),
        ({"id": MINE}, Verdict.REVOKED),
        ({"id": "urn:uuid:other"}, Verdict.VALID),
        ([{"id": MINE.upper()}], Verdict.REVOKED),
        ([{"id": MINE, "revoked": False}, {"id": MINE}], Verdict.REVOKED),
        ([None], Verdict.UNDETERMINED),
        ([7], Verdict.UNDETERMINED),
        ([{"id": None}], Verdict.UNDETERMINED),
        ([{"id": ""}], Verdict.UNDETERMINED),
        ([[MINE]], Verdict.UNDETERMINED),
        ([{"id": [MINE]}], Verdict.UNDETERMINED),
        ([{"revoked": True}], Verdict.UNDETERMINED),
        ([{"id": MINE, "revoked": "no"}], Verdict.UNDETERMINED),
        ([{"id": MINE, "revoked": 0}], Verdict.UNDETERMINED),
        ([7, {"id": MINE}], Verdict.REVOKED),
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
    issuer.web.put(URL, {"id": URL + "/2", "issuer": issuer.id, "revokedCredential": []})
    assert status_of(listed_by_1edtech(issuer)) == ("inconclusive", "status-list-of-another-address")
    issuer.web.put(URL, '{"a":1,"a":2}')
    assert status_of(listed_by_1edtech(issuer)) == ("inconclusive", "status-list-unreadable")
