"""Out of the wallet in forms that others read: files, pictures, an archive, a presentation."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest

from wallet.checker.cli import verify_command
from wallet.checker.service import check_things
from wallet.credentials.dialects import fingerprint
from wallet.credentials.parsing.strict import read_base64url, write_base64url
from wallet.credentials.reading import read_envelope
from wallet.demo.samples import SAMPLES
from wallet.store.models.credential import HeldCredential
from wallet.store.models.export import HolderKey
from wallet.verification.nested import answered
from wallet.verification.report import Check, Outcome, Verdict

EMPTY_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'


def sample(samples, key: str) -> bytes:
    return samples.file(SAMPLES[f"ola-{key}"])


def checked(app, data: bytes):
    with app.test_request_context():
        return check_things([("file", data)], services=app.extensions["wallet"])


def outcome(report, check: Check) -> set[Outcome]:
    return {finding.outcome for finding in report.findings if finding.check is check}


def present(learner, *ids: str, **form: str):
    browser = learner.browser
    form = {"csrf_token": browser.form_token(), "credential": list(ids), **form}
    return browser.client.post(
        f"/exports/credentials/{ids[0]}/presentation", base_url=browser.home, data=form
    )


# -- one credential ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "forms"), [("holds.png", "json png svg"), ("token.jwt", "jwt png svg"), ("hosted.png", "png svg")]
)
def test_every_form_of_a_badge_holds_what_was_signed_and_checks_out_the_same(app, ola, samples, key, forms):
    given = read_envelope(sample(samples, key))
    held = ola.receive(sample(samples, key), name=key)
    page = ola.browser.get(f"/exports/credentials/{held}/forms").text
    offered = re.findall(rf"/exports/credentials/{held}/forms/(\w+)", page)
    if key == "hosted.png" and "json" in offered:
        forms = "json " + forms
    assert offered == forms.split()
    (as_given,) = checked(app, sample(samples, key))
    for form in offered:
        answer = ola.browser.get(f"/exports/credentials/{held}/forms/{form}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        taken = read_envelope(answer.data)
        assert taken.payload.strip() == given.payload.strip()
        assert fingerprint(taken) == fingerprint(given)
        (again,) = checked(app, answer.data)
        assert again.report.verdict is as_given.report.verdict


def test_a_form_it_does_not_have_is_not_there(ola, held):
    for form in ("jwt", "exe", "original"):
        assert ola.browser.get(f"/exports/credentials/{held}/forms/{form}").status_code == 404


def test_a_badge_without_a_picture_is_baked_into_one_of_ours(ola, samples):
    held = ola.receive(sample(samples, "token.jwt"), name="token.jwt")
    with ola.store.write() as session:
        session.get(HeldCredential, held).picture_digest = None
    drawn = ola.browser.get(f"/exports/credentials/{held}/forms/svg").data
    assert b"<svg" in drawn
    assert read_envelope(drawn).payload == sample(samples, "token.jwt").strip()


def test_file_24_share_10_the_picture_of_an_svg_badge_is_ours_and_is_saved_when_opened(
    ola, samples, stranger
):
    hashed = b"sha256$" + b"c7" * 32
    token = sample(samples, "token.jwt").strip()
    svg = EMPTY_SVG.replace(
        b"<circle",
        b'<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0" verify="%s"/><text>%s</text><circle'
        % (token, hashed),
    )
    held = ola.receive(svg, name="badge.svg")
    secret = ola.open_link(held)
    pictures = re.findall(r'src="(/s/[^"]+/picture)"', stranger.get(secret).text)
    assert pictures
    answers = [ola.browser.get(f"/credentials/{held}/picture"), *(stranger.get(path) for path in pictures)]
    for answer in answers:
        assert answer.content_type == "image/svg+xml"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'; style-src")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"<circle" in answer.data
        assert b"sha256" not in answer.data
        assert token[:20] not in answer.data


# -- all of them -----------------------------------------------------------------------------------------


def test_exp_06_all_originals_in_one_archive_with_safe_names_and_their_digests(ola, samples):
    bad_names = ["../../etc/passwd.png", "C:\\con.jwt", "..png", "zażółć.json"]
    keys = ["holds.png", "token.jwt", "hosted.png", "altered.json"]
    for key, name in zip(keys, bad_names, strict=True):
        ola.receive(sample(samples, key), name=name)
    answer = ola.browser.post("/exports/originals")
    assert answer.status_code == 303
    with ola.app.app_context():
        ola.app.extensions["wallet"].jobs.run_due()
    archive = ola.browser.get(answer.headers["Location"] + "/download")
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
        names = opened.namelist()
        files = {name: opened.read(name) for name in names}
    assert len({name.lower() for name in names}) == len(names) == 6
    assert all(re.fullmatch(r"(originals/\d{4}-[a-z0-9-]+\.\w+|manifest\.json|SHA256SUMS)", n) for n in names)
    originals = {data for name, data in files.items() if name.startswith("originals/")}
    assert originals == {sample(samples, key) for key in keys}
    manifest = json.loads(files["manifest.json"])
    for entry in manifest["credentials"]:
        assert hashlib.sha256(files[entry["path"]]).hexdigest() == entry["sha256"]
        assert len(files[entry["path"]]) == entry["size"]
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, _, path = line.partition("  ")
        assert hashlib.sha256(files[path]).hexdigest() == digest


def test_authz_an_archive_holds_nothing_of_anybody_else(ola, sam, samples, held):
    sam.receive(sample(samples, "token.jwt"), name="sams.jwt")
    answer = sam.browser.post("/exports/originals")
    with sam.app.app_context():
        sam.app.extensions["wallet"].jobs.run_due()
    archive = sam.browser.get(answer.headers["Location"] + "/download").data
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert [name for name in opened.namelist() if "originals/" in name] == ["originals/0001-sams.jwt"]
    assert ola.browser.get(answer.headers["Location"] + "/download").status_code == 404


# -- a presentation ----------------------------------------------------------------------------------------


def test_a_presentation_holds_the_chosen_credentials_untouched_and_our_own_check_verifies_it(
    app, ola, samples, held, clock
):
    clock.move(timedelta(seconds=1))
    other = ola.receive(sample(samples, "token.jwt"), name="token.jwt")
    answer = present(ola, held, other, challenge="n-123", domain="https://verifier.example")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    document = answer.json if answer.is_json else json.loads(answer.data)
    assert document["verifiableCredential"][0] == read_envelope(sample(samples, "holds.png")).claimed
    enveloped = document["verifiableCredential"][1]
    assert enveloped["type"] == "EnvelopedVerifiableCredential"
    assert enveloped["id"] == f"data:application/vc+jwt,{sample(samples, 'token.jwt').decode().strip()}"
    proof = document["proof"]
    assert (proof["cryptosuite"], proof["proofPurpose"]) == ("eddsa-rdfc-2022", "authentication")
    assert (proof["challenge"], proof["domain"]) == ("n-123", "https://verifier.example")
    report = whole(app, answer.data)
    assert report.verdict is Verdict.VALID, report.findings
    (answers,) = [finding for finding in report.findings if finding.check is Check.PROOF]
    assert (answers.code, answers.params["challenge"]) == ("signature-answers", "n-123")
    assert [inner.verdict for inner in report.nested] == [Verdict.VALID, Verdict.VALID]


def test_the_public_check_tells_of_the_presentation_and_of_what_is_inside(app, ola, held, stranger):
    data = present(ola, held, challenge="n-123").data
    for spoiled, words in (
        (data, "signed the question too"),
        (data.replace(b"n-123", b"n-124"), "does not fit"),
    ):
        presented, inside = checked(app, spoiled)
        assert presented.report.format == "vp-di"
        assert inside.report.verdict is Verdict.VALID
        assert (presented.report.verdict is Verdict.VALID) == (spoiled == data)
        files = {"files": (io.BytesIO(spoiled), "presentation.json")}
        page = stranger.post("/check", files, content_type="multipart/form-data").text
        assert words in page


def test_whoever_asked_a_question_hears_whether_it_was_answered(app, ola, held):
    report = whole(app, present(ola, held, challenge="n-123", domain="https://verifier.example").data)
    for question, verdict in (
        ({"challenge": "n-123", "domain": "https://verifier.example"}, Verdict.VALID),
        ({"challenge": "n-123", "domain": None}, Verdict.VALID),
        ({"challenge": "n-124", "domain": None}, Verdict.INVALID),
        ({"challenge": "n-123", "domain": "https://other.example"}, Verdict.INVALID),
    ):
        assert answered(report, **question).verdict is verdict
    unasked = whole(app, present(ola, held).data)
    assert unasked.verdict is Verdict.VALID
    assert answered(unasked, challenge="n-123", domain=None).verdict is Verdict.INVALID


def test_the_command_line_asks_the_question_too(ola, held, tmp_path, capsys):
    (tmp_path / "documents.json").write_text("{}")
    file = tmp_path / "presentation.json"
    file.write_bytes(present(ola, held, challenge="n-123").data)
    offline = [
        "--json",
        str(file),
        "--documents",
        str(tmp_path / "documents.json"),
        "--at",
        "2026-11-22T12:00:00Z",
    ]
    assert verify_command([*offline, "--challenge", "n-123"]) == 2  # the status list inside cannot be asked
    assert "question-not-answered" not in capsys.readouterr().out
    assert verify_command([*offline, "--challenge", "n-124"]) == 1
    assert "question-not-answered" in capsys.readouterr().out


def whole(app, data: bytes):
    """The report on the presentation itself, with those on what it holds inside."""
    from wallet.collection.reverify import recognised_issuers
    from wallet.verification.verifier import verify

    services = app.extensions["wallet"]
    return verify(
        read_envelope(data),
        at=services.clock.now(),
        resources=services.fetcher,
        recognised=recognised_issuers(services),
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda vp: vp["proof"].update(challenge="another"),
        lambda vp: vp["proof"].update(domain="https://elsewhere.example"),
        lambda vp: vp.update(holder="did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH"),
        lambda vp: vp["verifiableCredential"].pop(),
        lambda vp: vp["proof"].update(proofPurpose="assertionMethod"),
        lambda vp: vp.update(id="urn:uuid:00000000-0000-4000-8000-000000000000"),
    ],
)
def test_a_changed_presentation_does_not_hold(app, ola, samples, held, clock, change):
    clock.move(timedelta(seconds=1))
    other = ola.receive(sample(samples, "token.jwt"), name="token.jwt")
    answer = present(ola, held, other, challenge="n-123", domain="https://verifier.example")
    document = json.loads(answer.data)
    change(document)
    report = whole(app, json.dumps(document).encode())
    assert report.verdict is Verdict.INVALID
    assert Outcome.FAIL in outcome(report, Check.PROOF) | outcome(report, Check.ISSUER_KEY)


def test_the_holders_key_is_made_once_and_lies_sealed(ola, held):
    holders = {json.loads(present(ola, held).data)["holder"] for _ in range(2)}
    with ola.store.read() as session:
        key = session.query(HolderKey).one()
    assert holders == {key.did}
    assert key.account_id == ola.id
    assert len(key.sealed) > 32 + 16 + 12


def test_an_open_badge_2_cannot_stand_in_a_presentation_and_that_is_said(ola, samples):
    held = ola.receive(sample(samples, "hosted.png"), name="hosted.png")
    assert "cannot stand in a presentation" in ola.browser.get(f"/exports/credentials/{held}/forms").text
    answer = present(ola, held)
    assert answer.status_code == 400
    assert "cannot stand in a presentation" in answer.text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"credential": []}, "Nothing is chosen"),
        ({"challenge": "two words"}, "cannot be signed like this"),
        ({"challenge": "x" * 201}, "cannot be signed like this"),
        ({"domain": "a\nb"}, "cannot be signed like this"),
    ],
)
def test_what_cannot_be_presented_is_refused_in_words_and_the_form_comes_back(ola, held, form, words):
    answer = present(ola, held, **form)
    assert answer.status_code == 400
    assert words in answer.text


def test_authz_a_foreign_credential_cannot_be_slipped_into_a_presentation(ola, sam, samples, held):
    mine = sam.receive(sample(samples, "token.jwt"), name="token.jwt")
    answer = present(sam, mine, held)
    assert answer.status_code == 404
    for path in ("forms", "forms/png", "presentation"):
        assert sam.browser.get(f"/exports/credentials/{held}/{path}").status_code == 404
    assert sam.browser.post(f"/exports/credentials/{held}/disclose").status_code == 404


def test_before_presenting_one_is_told_what_it_says_about_oneself(ola, held):
    page = ola.browser.get(f"/exports/credentials/{held}/presentation").text
    assert "What it tells about you" in page
    assert "E-mail address" in page


# -- only some claims ---------------------------------------------------------------------------------------


def sd_jwt(typ: str = "dc+sd-jwt", **more) -> str:
    def packed(value) -> str:
        return write_base64url(json.dumps(value).encode())

    def hashed(disclosure: str) -> str:
        return write_base64url(hashlib.sha256(disclosure.encode()).digest())

    grade = packed(["s1", "grade", "5"])
    birth = packed(["s2", "birth_date", "2004-05-06"])
    name = packed(["s3", "given_name", "Ola"])
    outer = packed(["s4", "person", {"_sd": [hashed(name), hashed(birth)]}])
    claims = {"vct": "https://uni.example/badge", "iss": "https://uni.example", "_sd_alg": "sha-256", **more}
    claims["_sd"] = [hashed(grade), hashed(outer)]
    token = f"{packed({'alg': 'ES256', 'typ': typ})}.{packed(claims)}.{write_base64url(b's' * 64)}"
    return "~".join([token, grade, birth, name, outer, ""])


def test_of_an_sd_jwt_only_the_chosen_claims_are_handed_out(ola):
    held = ola.receive(sd_jwt().encode(), name="micro.jwt")
    page = ola.browser.get(f"/exports/credentials/{held}/forms").text
    assert re.findall(r'name="claim" value="(\w+)"', page) == ["grade", "birth_date", "given_name", "person"]
    browser = ola.browser
    form = {"csrf_token": browser.form_token(), "claim": ["given_name"]}
    answer = browser.client.post(f"/exports/credentials/{held}/disclose", base_url=browser.home, data=form)
    token, *shown, binding = answer.data.decode().split("~")
    assert token == sd_jwt().split("~")[0]
    assert binding == ""
    told = [json.loads(read_base64url(text)) for text in shown]
    assert [parts[1] for parts in told] == ["given_name", "person"]  # with what it stands in
    assert b"2004" not in b"".join(read_base64url(text) for text in shown)


W3C = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": "https://uni.example",
    "credentialSubject": {"id": "did:example:ola"},
}


def test_a_w3c_credential_as_sd_jwt_stands_in_a_presentation_with_the_chosen_claims_only(
    app, ola, held, clock
):
    clock.move(timedelta(seconds=1))
    mine = ola.receive(sd_jwt("vc+sd-jwt", **W3C).encode(), name="micro.jwt")
    assert (
        f'name="claim.{mine}" value="grade"'
        in ola.browser.get(f"/exports/credentials/{mine}/presentation").text
    )
    data = present(ola, mine, held, **{f"claim.{mine}": ["given_name"], f"claim.{held}": ["x"]}).data
    enveloped, whole_one = json.loads(data)["verifiableCredential"]
    start = "data:application/vc+sd-jwt,"
    assert (enveloped["type"], enveloped["id"][: len(start)]) == ("EnvelopedVerifiableCredential", start)
    token, *shown, binding = enveloped["id"].removeprefix(start).split("~")
    assert token == sd_jwt("vc+sd-jwt", **W3C).split("~")[0] and binding == ""
    assert [json.loads(read_base64url(text))[1] for text in shown] == ["given_name", "person"]
    assert whole_one["type"] != "EnvelopedVerifiableCredential"
    report = whole(app, data)
    assert report.nested[0].format == "sd-jwt"
    assert report.verdict is Verdict.UNDETERMINED, "we read such proofs and do not check them yet"
    assert {finding.code for finding in report.findings if finding.outcome is Outcome.FAIL} == set()


def test_an_sd_jwt_of_another_model_and_a_sealed_file_are_kept_out_and_it_is_said_why(ola, held, clock):
    clock.move(timedelta(seconds=1))
    mine = ola.receive(sd_jwt().encode(), name="micro.jwt")
    assert "wallets of the EU use" in ola.browser.get(f"/exports/credentials/{mine}/forms").text
    answer = present(ola, mine, held)
    assert answer.status_code == 400
    assert "no form for these in its presentations" in answer.text
    assert f'value="{mine}"' not in ola.browser.get(f"/exports/credentials/{held}/presentation").text
