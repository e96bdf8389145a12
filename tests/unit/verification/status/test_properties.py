"""Whatever is done to a status list's document, a credential that was taken back never comes out valid."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.smith import Issuer, Key, Web, bits
from tests.smith.lists import encoded
from tests.smith.web import NOW
from wallet.credentials.reading import read_envelope
from wallet.verification.report import Verdict
from wallet.verification.verifier import verify

URL = "https://uni.example/status/1"
OTHER = "https://uni.example/status/2"
INDEX = 7
NOTHING = object()  # the member is taken away


def issuers() -> tuple[Issuer, Issuer]:
    web = Web()
    return Issuer(web, did="web"), Issuer(web, did="web", host="evil.example", key=Key.make(number=4))


ISSUER, EVIL = issuers()
MINE = "urn:uuid:2fe53dc9-b2ec-4939-9b2c-0d00f6663b6c"

JUNK = st.sampled_from(
    [NOTHING, None, "", " ", 0, 1, -1, True, False, 7.5, [], {}, [[]], [None], {"id": OTHER}, OTHER, "x" * 50]
)
LISTS = st.sampled_from(
    [
        encoded(bits(set())),
        encoded(bits({INDEX})),
        encoded(bits({6, 8})),
        encoded(bits(set(), length=8)),
        encoded(bits(set(), length=0)),
        encoded(bits(set()), kind="StatusList2021"),
        encoded(bits(set()), kind="RevocationList2020"),
        "u" + encoded(bits({INDEX}))[1:-20],
        "uAAAA",
        "z" + encoded(bits(set()))[1:],
    ]
)
IDS = st.sampled_from([URL, OTHER, URL + "#list", OTHER + "#list", "urn:uuid:1", "did:example:x"])
KINDS = st.sampled_from(
    ["BitstringStatusList", "StatusList2021", "RevocationList2020", "Thing", ["BitstringStatusList"]]
)
TYPES = st.sampled_from(
    [
        ["VerifiableCredential"],
        ["VerifiableCredential", "BitstringStatusListCredential"],
        ["VerifiableCredential", "StatusList2021Credential"],
        ["VerifiableCredential", "OpenBadgeCredential"],
    ]
)
PURPOSES = st.sampled_from(
    ["revocation", "Revocation", "suspension", "message", ["revocation", "suspension"]]
)
SUBJECT = st.fixed_dictionaries(
    {},
    optional={
        "id": IDS | JUNK,
        "type": KINDS | JUNK,
        "statusPurpose": PURPOSES | JUNK,
        "encodedList": LISTS | JUNK,
        "statusSize": st.sampled_from([1, 2, 8, 64, 65, "1"]) | JUNK,
    },
)
DOCUMENT = st.fixed_dictionaries(
    {},
    optional={
        "id": IDS | JUNK,
        "type": TYPES | JUNK,
        "issuer": st.sampled_from([ISSUER.id, EVIL.id, {"id": ISSUER.id}, [ISSUER.id]]) | JUNK,
        "validFrom": st.sampled_from(["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"]) | JUNK,
        "validUntil": st.sampled_from(["2026-02-01T00:00:00Z", "2030-01-01T00:00:00Z"]) | JUNK,
        "credentialStatus": JUNK,
    },
)


def changed(owner: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = {**owner, **changes}
    return {name: value for name, value in merged.items() if value is not NOTHING}


def list_document(subject: dict[str, Any], document: dict[str, Any], marked: set[int]) -> dict[str, Any]:
    plain = {
        "id": f"{URL}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": encoded(bits(marked)),
    }
    return changed(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": URL,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": ISSUER.id,
            "credentialSubject": changed(plain, subject),
        },
        document,
    )


def credential(status: dict[str, Any], **claims: Any) -> str:
    return ISSUER.sign_jwt(ISSUER.credential(credentialStatus=status), claims=claims)


def entry(index: Any = str(INDEX)) -> dict[str, Any]:
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": index,
        "statusListCredential": URL,
    }


REVOCABLE = credential(entry())


def verdict_with(served: Any, *, content_type: str = "application/jwt", text: str = REVOCABLE) -> Verdict:
    ISSUER.web.put(URL, served, content_type=content_type)
    report = verify(read_envelope(text.encode()), at=NOW, resources=ISSUER.web, recognised=ISSUER.web.known)
    assert [finding for finding in report.findings if finding.code == "check-failed"] == []
    return report.verdict


def token(issuer: Issuer, document: dict[str, Any]) -> str:
    return issuer.key.jws(document, header={"kid": issuer.method, "typ": "vc+jwt"})


@given(SUBJECT, DOCUMENT)
@examples(150)
def test_a_list_that_is_changed_after_signing_never_clears(subject: dict[str, Any], document: dict[str, Any]):
    """The bearer, or whoever stands between, has no key of the issuer's."""
    signed = ISSUER.sign(list_document({}, {}, {INDEX}), suite="eddsa-jcs-2022")
    lie = changed(copy.deepcopy(signed), document)
    if isinstance(lie.get("credentialSubject"), dict):
        lie["credentialSubject"] = changed(lie["credentialSubject"], subject)
    assert verdict_with(lie, content_type="application/json") is not Verdict.VALID


@given(SUBJECT, DOCUMENT)
@examples(150)
def test_a_list_signed_by_another_never_clears(subject: dict[str, Any], document: dict[str, Any]):
    lie = list_document(subject, document, set())
    assert verdict_with(token(EVIL, lie)) is not Verdict.VALID


@given(SUBJECT, DOCUMENT)
@examples(150)
def test_a_malformed_list_of_the_issuers_own_never_clears(subject: dict[str, Any], document: dict[str, Any]):
    """The bit of the credential is set wherever a list can be read at all."""
    lie = list_document({**subject, "encodedList": encoded(bits({INDEX}))}, document, {INDEX})
    assert verdict_with(token(ISSUER, lie)) is not Verdict.VALID


@given(IDS | JUNK, IDS | JUNK)
@examples(100)
def test_another_list_of_the_issuers_own_never_clears(own: Any, subject: Any):
    """Valid only where the list calls itself the one asked for, or nothing at all."""
    document = list_document({"id": subject}, {"id": own}, set())
    verdict = verdict_with(token(ISSUER, document))
    allowed = (NOTHING, None, "", {}, [None], URL, URL + "#list")  # what a token leaves empty is not stated
    if verdict is Verdict.VALID:
        assert own in allowed
        assert subject in allowed
    assert verdict in (Verdict.VALID, Verdict.UNDETERMINED)


@given(
    st.lists(
        st.sampled_from(
            [MINE, MINE.upper(), {"id": MINE}, {"id": MINE, "revoked": True}, [MINE], [[{"id": MINE}]]]
        )
        | JUNK.filter(lambda value: value is not NOTHING),
        max_size=5,
    ),
    st.sampled_from([URL, OTHER]) | JUNK,
    st.sampled_from([ISSUER.id, EVIL.id, {"id": ISSUER.id}]) | JUNK,
    st.booleans(),
)
@examples(150)
def test_a_list_of_identifiers_never_clears_what_it_names_or_cannot_name(
    entries: list[Any], own: Any, issuer: Any, single: bool
):
    listed: Any = entries[0] if single and entries else entries
    document = changed(
        {"id": URL, "issuer": ISSUER.id}, {"id": own, "issuer": issuer, "revokedCredential": listed}
    )
    status = {"id": URL, "type": "1EdTechRevocationList"}
    verdict = verdict_with(document, content_type="application/json", text=credential(status))
    named = [
        one.get("id") if isinstance(one, dict) else one
        for one in (listed if isinstance(listed, list) else [listed])
    ]
    if verdict is Verdict.VALID:
        assert own == URL
        assert issuer in (ISSUER.id, {"id": ISSUER.id})
        assert all(isinstance(name, str) and name and name.lower() != MINE for name in named if listed)
    if any(isinstance(name, str) and name.lower() == MINE for name in named):
        assert verdict is Verdict.REVOKED


@given(
    st.binary(max_size=200) | st.text(max_size=50).map(str.encode),
    st.sampled_from(["application/json", "text/html"]),
)
@examples(100)
def test_bytes_that_are_no_list_never_clear(body: bytes, content_type: str):
    assert verdict_with(body, content_type=content_type) is Verdict.UNDETERMINED
    status = {"id": URL, "type": "1EdTechRevocationList"}
    text = credential(status)
    assert verdict_with(body, content_type=content_type, text=text) is Verdict.UNDETERMINED


def test_an_untouched_list_clears_and_revokes():
    """The controls, without which the tests above would hold of a verifier that never says valid."""
    assert verdict_with(token(ISSUER, list_document({}, {}, set()))) is Verdict.VALID
    assert verdict_with(token(ISSUER, list_document({}, {}, {INDEX}))) is Verdict.REVOKED
    status = {"id": URL, "type": "1EdTechRevocationList"}
    listed = {"id": URL, "issuer": ISSUER.id, "revokedCredential": []}
    assert verdict_with(listed, content_type="application/json", text=credential(status)) is Verdict.VALID


@pytest.mark.parametrize("served", [b"", b"null", b"[]", b"{}", b'"x"', b"7"])
def test_an_empty_answer_is_no_list(served: bytes):
    assert verdict_with(served, content_type="application/json") is Verdict.UNDETERMINED
