"""Sign-in against independent providers: a certified one, and 29 that each err in one way.

They come from `../shared/peers/oidc`, run by Node on this computer only; skipped where that is absent.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select

from tests.peers.wallet_in_test import HOME, Browser, open_wallet
from wallet.accounts.providers import KEY
from wallet.providers import Provider
from wallet.store.models.account import Account, EmailProof, SessionRecord

PEERS = Path(__file__).resolve().parents[2].parent / "shared" / "peers"
pytestmark = [
    pytest.mark.skipif(not PEERS.exists(), reason="the peers are not beside this checkout"),
    pytest.mark.xdist_group("oidc-peers"),
]

# What a right client does, as the peer itself says at GET /cases; pinned, so that a change there is noticed.
ACCEPT, REFUSE, EITHER = "accept", "refuse", "either"
CASES = {
    "ok": ACCEPT,
    "nonce-invalid": REFUSE,
    "invalid-iss": REFUSE,
    "missing-sub": REFUSE,
    "invalid-aud": REFUSE,
    "missing-aud": REFUSE,
    "missing-iat": REFUSE,
    "missing-exp": REFUSE,
    "expired": REFUSE,
    "aud-array-no-azp": REFUSE,
    "kid-absent-single-jwks": ACCEPT,
    "kid-absent-multiple-jwks": REFUSE,
    "sig-none": REFUSE,
    "invalid-sig-rs256": REFUSE,
    "hs256-with-rsa-public-key": REFUSE,
    "userinfo-invalid-sub": REFUSE,
    "discovery-issuer-mismatch": REFUSE,
    "authz-iss-mismatch": REFUSE,
    "state-mismatch": REFUSE,
    "state-missing": REFUSE,
    "key-rotation": ACCEPT,
    "token-500": REFUSE,
    "error-access_denied": REFUSE,
    "userinfo-500": ACCEPT,
    "slow": REFUSE,
    "huge-discovery": REFUSE,
    "redirect-discovery": REFUSE,
    "email-unverified": ACCEPT,
    "code-reuse-victim": ACCEPT,
}
SAYS = {ACCEPT: {"accept", "no e-mail linking", "n/a"}, REFUSE: {"reject", "error page", "timeout page"}}
SIGN_IN_CODES = {"provider-answer-refused", "provider-unavailable", "provider-said-no", "sign-in-start-again"}


def _tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        pytest.skip(f"no {name} on this computer")
    return found


@pytest.fixture(scope="session")
def peers() -> Path:
    """The peers with their packages, installed once for each version of their package.json."""
    source = PEERS / "oidc"
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(source.iterdir()))).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"dorobek-oidc-peers-{os.getuid()}-{mark}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        for path in source.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        command = [_tool("npm"), "install", "--ignore-scripts", "--no-audit", "--no-fund"]
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
        if result.returncode:
            pytest.skip("the peers' packages could not be installed (no network?)")
        (folder / "ready").touch()
    return folder


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A throw-away certificate authority, and a certificate for localhost."""
    folder = tmp_path_factory.mktemp("ca")
    subprocess.run(["bash", str(PEERS / "ca.sh"), str(folder)], check=True, capture_output=True, timeout=60)
    return folder


def _run(peers: Path, authority: Path, script: str, **environ: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [_tool("node"), script, str(port)],
        cwd=peers,
        env={"PATH": os.environ["PATH"], "PEER_CA": str(authority), **environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail(f"{script} did not start")
        yield f"https://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def faulty(peers: Path, authority: Path) -> Iterator[str]:
    yield from _run(peers, authority, "fault_op.mjs")


@pytest.fixture(scope="session")
def certified(peers: Path, authority: Path) -> Iterator[str]:
    redirects = f"{HOME}/sign-in/op/callback,{HOME}/sign-in/public/callback"
    yield from _run(peers, authority, "op.mjs", RP_REDIRECTS=redirects)


def _agent(authority: Path) -> requests.Session:
    """Another browser window, for the provider's own pages."""
    session = requests.Session()
    session.trust_env = False
    session.verify = str(authority / "ca.pem")
    return session


def _answer_of(agent: requests.Session, url: str, form: dict[str, str] | None = None) -> requests.Response:
    """Follow the provider's redirects until it sends the browser back to the wallet, or shows a page."""
    for _ in range(10):
        response = agent.request("POST" if form else "GET", url, data=form, allow_redirects=False, timeout=15)
        form = None
        if not response.is_redirect:
            return response
        url = requests.compat.urljoin(url, response.headers["Location"])
        if url.startswith(HOME):
            response.back = url
            return response
    raise AssertionError("the provider redirects for ever")


def _counts(store) -> tuple[int, int]:
    with store.read() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) for table in (Account, SessionRecord)
        )


def _attempt(browser: Browser, authority: Path, key: str):
    """Sign in with this provider as a person would; our last answer."""
    pressed = browser.post(f"/sign-in/{key}", headers={"Accept": "application/json, text/html;q=0.5"})
    found = re.search(r'content="0; url=([^"]+)"', pressed.text)
    if not found:
        return pressed
    back = _answer_of(_agent(authority), html.unescape(found.group(1))).back
    return browser.get(back, headers={"Accept": "application/json"})


def test_the_peer_still_says_what_these_tests_hold_it_to(faulty: str, authority: Path):
    said = _agent(authority).get(f"{faulty}/cases", timeout=10).json()
    assert said.keys() == CASES.keys()
    assert len(said) == 29
    for case, wanted in CASES.items():
        assert said[case] in SAYS[wanted] or "-or-" in said[case].replace(" ", "-"), case


@pytest.mark.parametrize("case", CASES)
def test_each_faulting_issuer_is_answered_as_its_list_says(case, faulty, authority, sqlite_store):
    providers = tuple(
        Provider(key=key, name="Peer", issuer=f"{faulty}/{path}", client_id="wallet", client_secret="secret")
        for key, path in (("faulty", case), ("good", "ok"))
    )
    app = open_wallet(sqlite_store, providers=providers, ca=authority / "ca.pem")
    if case == "key-rotation":
        app.extensions[KEY]["faulty"].keys()  # the wallet has met this provider before it changed its keys
    browser = Browser(app)
    began = time.monotonic()
    answer = _attempt(browser, authority, "faulty")
    assert time.monotonic() - began < 13  # AUTHN-38: the wallet does not wait for ever
    if CASES[case] == ACCEPT:
        assert answer.status_code == 303, answer.text
        assert browser.is_signed_in()
        assert _counts(sqlite_store) == (1, 1)
    else:
        assert answer.status_code == 401, answer.text
        assert answer.json["code"] in SIGN_IN_CODES
        assert not browser.is_signed_in()
        assert _counts(sqlite_store) == (0, 0)
        assert Browser(app).start("good").startswith(f"{faulty}/ok/auth?")  # the others work on
    with sqlite_store.read() as session:
        proven = session.scalars(select(EmailProof.address)).all()
    assert proven == (["learner@example.org"] if CASES[case] == ACCEPT and case != "email-unverified" else [])


def _sign_in_at_op(browser: Browser, authority: Path, key: str, name: str):
    """The certified provider's own pages: a name, any password, consent."""
    agent = _agent(authority)
    page = _answer_of(agent, browser.start(key))
    page = _answer_of(agent, page.url, {"prompt": "login", "login": name, "password": "any"})
    if not hasattr(page, "back"):
        page = _answer_of(agent, page.url, {"prompt": "consent"})
    return agent, browser.get(page.back)


def _op(certified: str, *, public: bool = False, method: str = "client_secret_basic") -> Provider:
    if public:
        return Provider(key="public", name="Peer", issuer=certified, client_id="wallet-public")
    return Provider(
        key="op",
        name="Peer",
        issuer=certified,
        client_id="wallet",
        client_secret="wallet-secret",
        client_auth=method,
    )


@pytest.mark.parametrize("public", [False, True], ids=["with a secret", "without a secret"])
def test_a_person_signs_in_with_a_certified_provider_and_is_known_again(
    certified, authority, sqlite_store, public
):
    provider = _op(certified, public=public)
    app = open_wallet(sqlite_store, providers=(provider,), ca=authority / "ca.pem")
    browser = Browser(app)
    _, answer = _sign_in_at_op(browser, authority, provider.key, "lea")
    assert answer.status_code == 303
    page = browser.get("/me").text
    assert "Lea Rner" in page
    assert "lea@example.org" in page
    _sign_in_at_op(Browser(app), authority, provider.key, "lea")
    assert _counts(sqlite_store) == (1, 2)


def test_an_address_the_certified_provider_has_not_verified_proves_nothing(
    certified, authority, sqlite_store
):
    provider = _op(certified)
    browser = Browser(open_wallet(sqlite_store, providers=(provider,), ca=authority / "ca.pem"))
    _sign_in_at_op(browser, authority, "op", "unverified")
    assert browser.is_signed_in()
    assert "unverified@example.org" not in browser.get("/me").text


def test_signing_out_ends_the_session_at_the_certified_provider_too(certified, authority, sqlite_store):
    provider = _op(certified)
    browser = Browser(open_wallet(sqlite_store, providers=(provider,), ca=authority / "ca.pem"))
    agent, _ = _sign_in_at_op(browser, authority, "op", "lea")
    answer = browser.post("/sign-out")
    url = html.unescape(re.search(r'content="0; url=([^"]+)"', answer.text).group(1))
    assert not browser.is_signed_in()
    assert _counts(sqlite_store) == (1, 0)
    page = _answer_of(agent, url)
    secret = re.search(r'name="xsrf" value="([^"]+)"', page.text).group(1)
    place = html.unescape(re.search(r'action="([^"]+)"', page.text).group(1))
    end = _answer_of(agent, requests.compat.urljoin(url, place), {"xsrf": secret, "logout": "yes"})
    assert end.back == f"{HOME}/"
