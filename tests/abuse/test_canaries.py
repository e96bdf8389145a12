"""What no reader may get, planted everywhere it could come from and looked for in everything that leaves.

OUTLETS is the list of ways out to others. Whoever makes another one adds it here: a function of (stranger,
path of an open link) that gives the answers to look through. PDF and the holder's files stand further down.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

import pytest
from pypdf import PdfReader

from tests.integration.exports.test_pdf import made, text_of
from tests.integration.sharing.test_recipients_page import build, open_portfolio
from tests.smith.issuer import Issuer
from tests.smith.web import Web
from wallet.shared_page.audiences import AUDIENCES
from wallet.sharing.views import page as public_views
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection

Outlet = Callable[[Any, str], Iterable[Any]]
OUTLETS: dict[str, Outlet] = {
    "page": lambda stranger, path: [stranger.get(path), stranger.get(path + "?lang=pl")],
    "one": lambda stranger, path: [stranger.get(path + "/c1")],
    "json": lambda stranger, path: [stranger.get(path + ".json")],
    "card": lambda stranger, path: [stranger.get(path + "/card-1.png")],
    "qr": lambda stranger, path: [stranger.get(path + "/qr.svg")],
    "picture": lambda stranger, path: [stranger.get(path + "/c1/picture")],
    "file": lambda stranger, path: [stranger.get(path + f"/f{number}/file") for number in (1, 2, 3)],
    "original": lambda stranger, path: [stranger.get(path + "/c1/original")],
    "whose": lambda stranger, path: [
        stranger.client.post(path + "/whose", data={"email": "x@y.example"}, base_url=stranger.home)
    ],
    "embed": lambda stranger, path: [stranger.get(path.replace("/s/", "/embed/"))],
    "oembed": lambda stranger, path: [stranger.get(f"/oembed?url=https://wallet.example{path}")],
    "nothing there": lambda stranger, path: [stranger.get(path + "/c9"), stranger.get(path[:-1] + "_")],
}
EMAIL, SALT = "ola@dorobek.example", "CANARY-SALT"
HASH = sha256((EMAIL + SALT).encode()).hexdigest()
FILE_NAME = "CANARY-FILE-NAME"
# No reader gets these, whoever it is and whatever the holder ticks.
NEVER = (
    "CANARY-REFLECTION", FILE_NAME, "CANARY-LINK-NAME", "CANARY-OTHER-BADGE", "CANARY-SUBJECT", EMAIL, HASH,
    SALT, "CANARY-DID", "CANARY-PESEL", "CANARY-MAIL", "CANARY-STREET", "CANARY-PHONE", "CANARY-NATION",
    "CANARY-GENDER", "CANARY-STUDENT", "CANARY-UNKNOWN",
)  # fmt: skip
BORN = ("1987-03-29", "29 Mar 1987", "29 mar 1987", "29 marca 1987")
# What the field table of the domain (4.7) keeps from a reader unless the holder ticks it.
HIDDEN = {
    "employer": ("CANARY-GIVEN", "CANARY-GRADE", "CANARY-CONTACT", *BORN),
    "school": ("CANARY-CONTACT", *BORN),
    "adviser": BORN,
    "public": ("CANARY-GIVEN", "CANARY-GRADE", "CANARY-CONTACT", "CANARY-NARRATIVE", "CANARY-HEAD", *BORN),
}
OPENED = {  # the field of the form that opens it, and what leaves then
    "employer": {"contact": "CANARY-CONTACT", "grade": "CANARY-GRADE", "recipient_name": "CANARY-GIVEN"},
    "school": {"birth_date": "29 Mar 1987"},
    "adviser": {"contact": "CANARY-CONTACT"},
    "public": {"evidence": "CANARY-NARRATIVE"},
}


def signed_badge(learner, recognise) -> str:
    """A badge whose signed text is full of personal data, from an issuer on the operator's list."""
    issuer = Issuer(Web(), did="key")
    recognise(learner, issuer)
    credential = issuer.credential(
        evidence=[{"type": ["Evidence"], "name": "Seam", "narrative": "CANARY-NARRATIVE"}],
        note="CANARY-UNKNOWN",
    )
    credential["credentialSubject"] |= {
        "id": "did:example:CANARY-DID",
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": f"sha256${HASH}",
                "identityType": "emailAddress",
                "salt": SALT,
            },
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": "CANARY-PESEL",
                "identityType": "nationalIdentityNumber",
            },
        ],
        "name": "CANARY-GIVEN",
        "givenName": "CANARY-GIVEN",
        "familyName": "CANARY-GIVEN",
        "dateOfBirth": "1987-03-29",
        "email": "CANARY-MAIL@mail.example",
        "address": {"streetAddress": "CANARY-STREET 7"},
        "phone": "CANARY-PHONE",
        "nationality": "CANARY-NATION",
        "gender": "CANARY-GENDER",
        "studentId": "CANARY-STUDENT",
        "result": [{"type": ["Result"], "value": "CANARY-GRADE"}],
    }
    return learner.receive(issuer.sign_jwt(credential).encode(), FILE_NAME + ".jwt")


def plant(learner, held: str, audience: str) -> tuple[str, list[str]]:
    """A portfolio with something private in every place; its id, and the ids that must not leave."""
    portfolio = build(
        learner, held, audience=audience, contact="CANARY-CONTACT", display_name="CANARY-HEAD of Ola"
    )
    with learner.store.write() as session:
        session.get(Account, learner.id).subject = "CANARY-SUBJECT"
        row = session.get(HeldCredential, held)
        entry = OwnEntry(account_id=learner.id, kind="project", title="A park", details={"outcomes": ["Dig"]})
        other = Portfolio(account_id=learner.id, title="CANARY-OTHER-BADGE", language="en", audience="public")
        session.add_all([entry, other])
        session.flush()
        piece = Evidence(account_id=learner.id, entry_id=entry.id, kind="text", words="Seen", name=FILE_NAME)
        file = Evidence(
            account_id=learner.id,
            entry_id=entry.id,
            kind="file",
            name=FILE_NAME + ".png",
            original_digest=row.original_digest,
            picture_digest=row.picture_digest,
        )
        session.add_all([piece, file])
        section = session.query(PortfolioSection).filter_by(portfolio_id=portfolio).one()
        session.add(
            PortfolioItem(
                section_id=section.id, position=9, entry_id=entry.id, reflection="CANARY-REFLECTION"
            )
        )
        session.flush()
        ids = [portfolio, held, entry.id, piece.id, file.id, section.id, learner.id, other.id]
        return portfolio, [*ids, row.fingerprint, row.original_digest]


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The words of preview pictures and the targets of QR codes, which no reader of pixels could find."""
    said: list[str] = []
    for name in ("render_card", "render_qr"):
        draw = getattr(public_views, name)
        monkeypatch.setattr(
            public_views, name, lambda facts, draw=draw: (said.append(str(facts)), draw(facts))[1]
        )
    return said


def seen(answer: Any) -> bytes:
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    return headers.encode() + answer.data


def leaks(stranger, path: str, hidden: Iterable[str], drawn: list[str], *, but: str = "") -> list[str]:
    """Which canary leaves where. `but`: an outlet that the holder has opened on purpose."""
    drawn.clear()
    hidden = list(hidden)
    found = [
        f"{name}: {word}"
        for name, outlet in OUTLETS.items()
        if name != but
        for answer in outlet(stranger, path)
        for word in hidden
        if word.encode() in seen(answer)
    ]
    assert drawn, "neither a card nor a code was drawn"
    return [*found, *(f"drawn: {word}" for word in hidden for text in drawn if word in text)]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_share_10_nothing_private_leaves_through_any_link(ola, recognise, stranger, audience, drawn):
    held = signed_badge(ola, recognise)
    portfolio, ids = plant(ola, held, audience)
    hidden = [*NEVER, *HIDDEN[audience], *ids]
    path = open_portfolio(ola, portfolio, audience=audience, name="CANARY-LINK-NAME")
    assert "Welding" in stranger.get(path).text
    assert leaks(stranger, path, hidden, drawn) == []
    single = ola.open_link(held, "CANARY-LINK-NAME", audience=audience, embeddable="on")
    assert "Welding" in stranger.get(single).text
    assert leaks(stranger, single, hidden, drawn) == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_share_10_what_the_holder_ticks_leaves_and_nothing_else_with_it(
    ola, recognise, stranger, audience, drawn
):
    held = signed_badge(ola, recognise)
    portfolio, ids = plant(ola, held, audience)
    chosen = {f"{audience}.{field}": "on" for field in OPENED[audience]}
    path = open_portfolio(ola, portfolio, audience=audience, name="CANARY-LINK-NAME", **chosen)
    page, data = stranger.get(path).text + stranger.get(path + "/c1").text, stranger.get(path + ".json").text
    for word in OPENED[audience].values():
        assert word in page and word in data, word
    shown = (*OPENED[audience].values(), *(BORN if audience == "school" else ()))
    hidden = [*NEVER, *(word for word in HIDDEN[audience] if word not in shown), *ids]
    # the form of a link sends every choice: what is not ticked there is off
    assert leaks(stranger, path, hidden, drawn) == []


def test_share_10_the_signed_original_leaves_only_when_asked_for_and_its_contents_were_named(
    ola, recognise, stranger, drawn
):
    held = signed_badge(ola, recognise)
    form = ola.browser.get(f"/links/credentials/{held}/new").text
    for named in (
        "CANARY-GIVEN",
        "1987-03-29",
        "CANARY-STREET",
        "CANARY-PHONE",
        "CANARY-PESEL",
        "CANARY-GRADE",
    ):
        assert named in form, named
    asked = {"audience": "school", "include_original": "on"}
    refused = ola.browser.post(f"/links/credentials/{held}/new", {"name": "Uni", "ends": "90", **asked})
    assert refused.status_code == 400
    path = ola.open_link(held, **asked, original_confirmed="on")
    assert b"." in stranger.get(path + "/c1/original").data
    assert leaks(stranger, path, NEVER, drawn, but="original") == []


def everything_in(data: bytes) -> str:
    """Text, metadata, names of attachments and every stream of a PDF."""
    reader = PdfReader(io.BytesIO(data))
    streams = (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
    read = b"".join(item.get_object().get_data() for item in streams if hasattr(item, "get_data"))
    attached = "".join(f"{name}{contents}" for name, contents in reader.attachments.items())
    return text_of(data) + str(reader.metadata) + attached + read.decode("latin-1")


def test_exp_07_nothing_private_is_printed_for_anybody(ola, recognise):
    held = signed_badge(ola, recognise)
    portfolio, ids = plant(ola, held, "employer")
    for audience in AUDIENCES:
        with ola.store.write() as session:  # a portfolio is printed for the reader it is made for
            session.get(Portfolio, portfolio).audience = audience
        printed = made(ola, f"/exports/portfolios/{portfolio}/pdf")
        assert "Welding" in text_of(printed)
        text = everything_in(printed)
        assert [word for word in (*NEVER, *HIDDEN[audience], *ids) if word in text] == [], audience
    text = everything_in(made(ola, f"/exports/credentials/{held}/pdf", audience="employer"))
    assert [word for word in (*NEVER, *HIDDEN["employer"], *ids) if word in text] == []


def test_what_the_holder_takes_along_in_standard_forms_holds_the_signed_text_and_nothing_beside_it(
    ola, recognise
):
    """Originals and presentations are the signed bytes; reflections, names of files and accounts are not."""
    held = signed_badge(ola, recognise)
    _, ids = plant(ola, held, "employer")
    beside = [
        word for word in ("CANARY-REFLECTION", "CANARY-SUBJECT", "CANARY-CONTACT", *ids) if word != ids[-1]
    ]
    answer = ola.browser.post("/exports/originals")
    ola.app.extensions["wallet"].jobs.run_due()
    taken = ola.browser.get(answer.headers["Location"] + "/download")
    with zipfile.ZipFile(io.BytesIO(taken.data)) as zipped:
        names, contents = zipped.namelist(), b"".join(map(zipped.read, zipped.namelist()))
    assert any(name.endswith(".jwt") for name in names)
    text = "\n".join(names).encode() + contents + str(taken.headers).encode()
    assert [word for word in beside if word.encode() in text] == []
    presented = ola.browser.post(f"/exports/credentials/{held}/presentation", {"credential": held})
    assert presented.status_code == 200, presented.text
    assert [word for word in beside if word.encode() in seen(presented)] == []


def test_the_canaries_would_be_seen(ola, recognise, stranger, drawn):
    """A page that says too much is found out: else the tests above would look at nothing."""
    held = signed_badge(ola, recognise)
    portfolio, _ = plant(ola, held, "adviser")
    path = open_portfolio(ola, portfolio, audience="adviser", **{"adviser.contact": "on"})
    found = leaks(stranger, path, ["CANARY-CONTACT", "CANARY-HEAD", "Welding"], drawn)
    assert {"page: CANARY-CONTACT", "json: CANARY-CONTACT", "drawn: CANARY-HEAD"} <= set(found)
    assert "Welding" in everything_in(made(ola, f"/exports/credentials/{held}/pdf"))


def test_no_column_of_reflections_is_read_for_others():
    from pathlib import Path

    import wallet

    for package in ("shared_page", "sharing", "exports"):
        for path in (Path(wallet.__file__).parent / package).rglob("*.py"):
            assert ".reflection" not in path.read_text(encoding="utf-8"), path
