"""A target's needs against what a learner has, the classification behind them, and what comes of it."""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import UTC, datetime
from html import unescape
from uuid import UUID

import pytest

from tests.integration.paths.test_paths import make_path
from wallet.cli import main
from wallet.errors import NotFound, Refused
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import Step
from wallet.vocabulary import service as vocabulary
from wallet.vocabulary.esco_csv import read_vocabulary

ESCO = "http://data.europa.eu/esco"
CREDITS = "This service uses the ESCO classification of the European Commission."


def skill(number):
    """Made up for the tests, and clearly so."""
    return f"{ESCO}/skill/{UUID(int=number)}"


def occupation(number):
    return f"{ESCO}/occupation/{UUID(int=number)}"


def files(language="en", *, skills=10, occupations=1, each=10, label="test skill"):
    """CSV files with the columns of the official ones."""
    rows = [f'KnowledgeSkillCompetence,{skill(n)},"{label} {n}","other {n}\nmore {n}"' for n in range(skills)]
    jobs = [f'Occupation,{occupation(n)},"tester {n}",""' for n in range(occupations)]
    links = [
        f"{occupation(n)},{'essential' if place < 10 else 'optional'},,{skill((n + place) % skills)}"
        for n in range(occupations)
        for place in range(each)
    ]
    texts = {
        "skills": ["conceptType,conceptUri,preferredLabel,altLabels", *rows],
        "occupations": ["conceptType,conceptUri,preferredLabel,altLabels", *jobs],
        "occupationSkillRelations": ["occupationUri,relationType,skillType,skillUri", *links],
        "digitalSkillsCollection": ["conceptType,conceptUri", f"x,{skill(1)}"],
        "broaderRelationsSkillPillar": ["conceptType,conceptUri,broaderType,broaderUri"],
    }
    return {f"{name}_{language}.csv": "\n".join(lines).encode() for name, lines in texts.items()}


def in_use(store, language="en", **more):
    kept = vocabulary.keep_reading(
        store, read_vocabulary(files(language, **more), language), version="1.2.1", language=language
    )
    vocabulary.use_vocabulary(store, kept)
    return kept


def plant(learner, title, **facts):
    """A credential with these facts; `verdict`, `expires` as its row says them."""
    row = HeldCredential(
        account_id=learner.id,
        original_digest=None,
        fingerprint=title.encode().hex().ljust(64, "0")[:64],
        name=title,
        title=title,
        issuer_name="Academy",
        issuer_id="https://academy.example",
        carrier="json",
        dialect="ob3",
        field="",
        verdict=facts.pop("verdict", "valid"),
        issued_at=datetime(2026, 1, 1, tzinfo=UTC),
        expires_at=facts.pop("expires", None),
        facts=facts,
    )
    with learner.store.write() as session:
        template = session.query(HeldCredential).filter_by(account_id=learner.id).first()
        row.original_digest = template.original_digest
        session.add(row)
        session.flush()
        return row.id


def text_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.fixture
def six_proved(ola, held):
    past = datetime(2026, 3, 1, tzinfo=UTC)
    for n in range(4):
        plant(ola, f"valid {n}", skills=[skill(n)])
    for n in (4, 5):
        plant(ola, f"gone {n}", skills=[skill(n)], verdict="expired", expires=past)


def test_h76_choosing_an_occupation_lists_its_skills_with_their_state(ola, six_proved, sqlite_store):
    in_use(sqlite_store)
    path = make_path(ola, goal="upskilling")
    found = ola.browser.get(f"{path.replace('/paths', '/skills/gaps')}?occupation=TESTER")
    assert occupation(0) in found.text
    assert (
        ola.browser.post(
            f"{path.replace('/paths', '/skills/gaps')}/occupation", {"uri": occupation(0)}
        ).status_code
        == 303
    )
    page = ola.browser.get(f"{path.replace('/paths', '/skills/gaps')}")
    assert "6 things are missing, stale or only declared." in text_of(page)  # H29
    states = re.findall(r'data-gap="(\w+)"', page.text)
    assert states == ["stale"] * 2 + ["missing"] * 4 + ["proven"] * 4  # upskilling refreshes first
    assert CREDITS in text_of(page)


def test_reskilling_shows_first_what_carries_over(ola, six_proved, sqlite_store):
    in_use(sqlite_store)
    path = make_path(ola, goal="reskilling")
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/occupation", {"uri": occupation(0)})
    states = re.findall(
        r'data-gap="(\w+)"', ola.browser.get(f"{path.replace('/paths', '/skills/gaps')}").text
    )
    assert states[:4] == ["proven"] * 4


def test_h33_three_gaps_become_three_steps_that_a_skill_completes(ola, six_proved, sqlite_store):
    in_use(sqlite_store)
    path = make_path(ola, goal="reskilling")
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/occupation", {"uri": occupation(0)})
    chosen = {"need": [skill(6), skill(7), skill(4)]}
    assert ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/steps", chosen).status_code == 303
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/steps", chosen)  # again: no step twice
    with sqlite_store.read() as session:
        rules = [step.rule for step in session.query(Step).order_by(Step.position)]
    assert sorted(rule["any_of"][0] for rule in rules) == sorted(chosen["need"])
    assert {rule["type"] for rule in rules} == {"skill"}
    plant(ola, "new", skills=[skill(6)])
    page = ola.browser.get(path)
    assert "test skill 6" in text_of(page)
    assert skill(6) not in text_of(page)  # named, not addressed


def test_h31_a_return_begins_with_one_step_of_at_most_twenty_hours(ola, held, sqlite_store):
    path = make_path(ola, goal="return")
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/list", {"needs": "welding\nforklift"})
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/steps", {"need": ["welding", "forklift"]})
    with sqlite_store.read() as session:
        assert [step.hours for step in session.query(Step).order_by(Step.position)] == [20, None]


def test_a_pasted_need_is_only_a_guess_until_it_is_confirmed(ola, held):
    plant(ola, "Sheets", skills=["data in spreadsheets"])
    path = make_path(ola)
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/list", {"needs": "• Spreadsheets"})
    page = ola.browser.get(f"{path.replace('/paths', '/skills/gaps')}")
    assert 'data-gap="missing"' in page.text
    assert "may fit" in text_of(page)
    fits = {"need": "spreadsheets", "skill": "data in spreadsheets", "fits": "1"}
    assert ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/fit", fits).status_code == 303
    page = ola.browser.get(f"{path.replace('/paths', '/skills/gaps')}")
    assert 'data-gap="proven"' in page.text
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/fit", {**fits, "fits": "0"})
    assert 'data-gap="missing"' in ola.browser.get(f"{path.replace('/paths', '/skills/gaps')}").text


def test_what_is_proven_of_a_need_becomes_a_portfolio(ola, six_proved, sqlite_store):
    in_use(sqlite_store)
    path = make_path(ola)
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/occupation", {"uri": occupation(0)})
    page = ola.browser.get(f"{path.replace('/paths', '/skills/gaps')}").text
    form = page[page.index('action="/portfolios/new"') :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'name="(title|audience|language|display_name)" value="([^"]*)"', form))
    badges = re.findall(r'name="credential" value="([^"]*)"', form)
    assert len(badges) == 4
    made = ola.browser.post("/portfolios/new", {**fields, "credential": badges})
    assert made.status_code == 303
    assert "valid 0" in ola.browser.get(made.headers["Location"]).text


def test_gaps_of_somebody_elses_path_are_not_there(ola, sam):
    path = make_path(ola)
    assert sam.browser.get(f"{path.replace('/paths', '/skills/gaps')}").status_code == 404
    for deed in ("list", "steps", "fit", "occupation"):
        answer = sam.browser.post(
            f"{path.replace('/paths', '/skills/gaps')}/{deed}", {"needs": "x", "need": "x", "fits": "0"}
        )
        assert answer.status_code == 404


def test_h11_the_skills_view_keeps_apart_what_is_proven_stale_and_only_declared(ola, held):
    plant(ola, "Proof", skills=["alpha"], ects=3, areas=["digital"])
    plant(ola, "Old", skills=["beta"], verdict="expired", expires=datetime(2026, 3, 1, tzinfo=UTC))
    ola.browser.post(
        "/entries/new", {"kind": "project", "title": "Fair", "began": "2025", "outcomes": "gamma"}
    )
    page = ola.browser.get("/skills").text
    proven, rest = page[page.index('id="group-proven"') :].split('id="group-stale"')
    stale, declared = rest.split('id="group-declared"')
    assert ("alpha" in proven, "beta" in stale, "gamma" in declared) == (True, True, True)
    assert "gamma" not in proven
    assert "3 ECTS, from one valid badge that states them." in page
    only = ola.browser.get("/skills?field=digital").text
    assert ("alpha" in only, "beta" in only) == (True, False)


def test_the_operators_page_is_there_for_operators_only(ola, sqlite_store):
    assert ola.browser.get("/vocabulary").status_code == 404
    assert ola.browser.post("/vocabulary/sample", {"language": "pl"}).status_code == 404
    with sqlite_store.write() as session:
        session.get(Account, ola.id).role = "operator"
    assert ola.browser.post("/vocabulary/sample", {"language": "pl"}).status_code == 303
    page = ola.browser.get("/vocabulary")
    assert "Skills: 4, occupations: 0" in text_of(page)
    use = re.search(r"/vocabulary/[^/\"]+/use", page.text)[0]
    assert ola.browser.post(use, {}).status_code == 303
    assert "In use" in text_of(ola.browser.get("/vocabulary"))


def test_the_operator_sends_the_official_files_in_and_sees_what_they_hold(ola, sqlite_store, monkeypatch):
    def send(*sent, language="en", version=""):
        files_sent = [(io.BytesIO(data), name) for name, data in sent]
        return ola.browser.post(
            "/vocabulary/upload", {"language": language, "version": version, "files": files_sent}
        )

    assert send(("x.zip", b"")).status_code == 404  # a learner
    with sqlite_store.write() as session:
        session.get(Account, ola.id).role = "operator"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in files().items():
            written.writestr(f"ESCO dataset/{name}", data)
        written.writestr("../../evil_en.csv", "a,b")
    named = "ESCO dataset - v1.2.0 - classification - en - csv.zip"
    assert send((named, packed.getvalue())).status_code == 303
    shown = text_of(ola.browser.get("/vocabulary"))
    assert "ESCO 1.2.0" in shown and "Skills: 10, occupations: 1, relations: 10" in shown
    assert "Preview, not in use" in shown
    loose = files("pl")
    assert send(*loose.items(), language="pl", version="1.2.1").status_code == 303
    for sent, language, version, sentence in (
        ([("x.zip", b"no zip")], "en", "1.2.1", "neither a folder nor a ZIP"),
        ([("cat.csv", b"a,b")], "en", "1.2.1", "skills_en.csv"),
        (loose.items(), "en", "1.2.1", "skills_en.csv"),  # another language than said
        (loose.items(), "pl", "", "Say which version it is"),
        (
            [(n, d.replace(b"preferredLabel", b"label")) for n, d in loose.items()],
            "pl",
            "1.2.1",
            "preferredLabel",
        ),
    ):
        refused = send(*sent, language=language, version=version)
        assert refused.status_code >= 400 and sentence in text_of(refused), sentence
    monkeypatch.setattr("wallet.vocabulary.uploads.MOST_SENT", 100)
    assert "far too large" in text_of(send((named, packed.getvalue())))
    assert len(vocabulary.list_vocabularies(sqlite_store)) == 2


def test_an_import_is_a_preview_until_used_and_can_be_rolled_back(store):
    first = in_use(store, label="first")
    reading = read_vocabulary(files(label="second"), "en")
    second = vocabulary.keep_reading(store, reading, version="1.3.0", language="en")
    assert vocabulary.concepts(store, [skill(1)], language="en")[skill(1)].label == "first 1"
    vocabulary.use_vocabulary(store, second)
    found = vocabulary.concepts(store, [skill(1)], language="pl")[skill(1)]
    assert (found.label, found.fields) == ("second 1", ("digital",))
    assert vocabulary.roll_back(store, "en") == first
    assert vocabulary.concepts(store, [skill(1)], language="en")[skill(1)].label == "first 1"
    with pytest.raises(Refused):
        vocabulary.roll_back(store, "en")
    with pytest.raises(NotFound):
        vocabulary.remove_vocabulary(store, first)
    vocabulary.remove_vocabulary(store, second)
    assert [card.id for card in vocabulary.list_vocabularies(store)] == [first]


def test_labels_are_found_in_both_languages_without_their_accents(store):
    in_use(store, "en", label="welding")
    in_use(store, "pl", label="łączenie spawów")
    for asked in ("laczenie SPAW", "weld"):
        (found,) = vocabulary.search(store, f"{asked} 7", kind="skill", language="pl")
        assert (found.uri, found.label) == (skill(7), "łączenie spawów 7")


def test_addresses_that_are_not_escos_are_left_out_and_counted():
    hostile = files()
    hostile["skills_en.csv"] += b"\nx,http://evil.example/esco/skill/1,bad,\nx,javascript:alert(1),bad,"
    reading = read_vocabulary(hostile, "en")
    assert (reading.counts["skills"], reading.problems["uri"]) == (10, 2)


@pytest.mark.parametrize(
    ("name", "data", "stop"),
    [
        ("skills_en.csv", b"a,b\n1,2", "column-missing"),
        ("skills_en.csv", b"conceptUri,preferredLabel,altLabels\n\xff", "not-utf-8"),
        ("skills_en.csv", None, "file-missing"),
    ],
)
def test_files_that_are_not_the_official_ones_are_refused(store, name, data, stop):
    given = files()
    given.pop(name)
    if data is not None:
        given[name] = data
    reading = read_vocabulary(given, "en")
    assert stop in {code for code, _ in reading.stops}
    with pytest.raises(Refused):
        vocabulary.keep_reading(store, reading, version="1.2.1", language="en")


def test_the_command_reads_a_zip_file_and_says_what_it_found(store, tmp_path, monkeypatch, capsys):
    path = tmp_path / "ESCO dataset - v1.2.1 - classification - en - csv.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files().items():
            made.writestr(name, data)
    monkeypatch.setenv("WALLET_DATABASE_URL", store.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("WALLET_ENVIRONMENT", "test")
    monkeypatch.setenv("WALLET_SECRET_KEY", "0123456789abcdef" * 2)
    monkeypatch.setenv("WALLET_BASE_URL", "http://localhost")
    where = ["--instance", str(tmp_path)]
    assert main(["vocabulary", *where, "import", str(path), "--language", "en"]) == 0
    assert "ESCO 1.2.1  en  preview  skills 10, occupations 1, relations 10" in capsys.readouterr().out
    assert main(["vocabulary", *where, "import", str(tmp_path), "--language", "en"]) == 1
    assert "cannot be used" in capsys.readouterr().out


def test_the_whole_classification_is_brought_in_within_a_minute(store):
    started = time.monotonic()
    in_use(store, skills=14_000, occupations=3_000, each=43)
    assert time.monotonic() - started < 60
    assert len(vocabulary.asked_by(store, occupation(5), language="en")) == 43
