"""DEP-11: a wallet whose clock differs from those of several issuers says so, and judges no date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.integration.collection.people import Person, open_app, sign_in
from tests.smith import Issuer, Web
from tests.unit.fetching.world import JSON, Authority, Net, Server, ok
from wallet.doctor import examine
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential
from wallet.verification.resources import Fetched, Purpose

MAY_BE_WRONG = "The clock of this wallet may be wrong. What it says about dates may be wrong too."
NOT_JUDGED = "The clock of this wallet may be wrong, so no date can be judged now."
HOUR = timedelta(hours=1)
ENDS = {
    "Endless": {},
    "Expired": {"validUntil": "2026-01-02T00:00:00Z"},
    "In force": {"validUntil": "2030-01-01T00:00:00Z"},
}
HOSTS = ("one.example", "badges.one.example", "two.example", "three.example", "four.example")


class World:
    """Issuers with good certificates, whose clocks are `ahead` of ours."""

    def __init__(self, clock, folder) -> None:
        self.clock, self.ahead = clock, timedelta(0)
        self.authority, self.net, self._web = Authority(folder), Net(), Web()
        self._issuers: dict[str, Issuer] = {}
        self._servers = [self._serve(host, f"93.184.215.{14 + number}") for number, host in enumerate(HOSTS)]

    def _serve(self, host: str, address: str) -> Server:
        self._issuers[host] = Issuer(self._web, did="web", host=host)
        document = self._web.fetch(f"https://{host}/.well-known/did.json", Purpose.DID)
        assert isinstance(document, Fetched)

        def answer(connection, request: bytes) -> None:
            date = format_datetime(self.clock.now() + self.ahead, usegmt=True)
            connection.sendall(ok(document.body, JSON + f"Date: {date}\r\n".encode()))

        server = Server(answer, tls=self.authority.context(name=host))
        self.net.names[host], self.net.ports[address] = [address], server.port
        return server

    def badge(self, host: str, name: str = "Welding", **dates: str) -> bytes:
        issuer = self._issuers[host]
        document = issuer.credential(id=f"https://{host}/badges/{len(name)}", name=name, **dates)
        return issuer.sign_jwt(document).encode()

    def look_again(self, person: Person) -> None:
        """Every issuer is asked anew."""
        self.clock.move(timedelta(seconds=30))
        for host in HOSTS:
            url = f"https://{host}/.well-known/did.json"
            assert isinstance(person.services.fetcher.fetch(url, Purpose.DID, fresh=True), Fetched)

    def close(self) -> None:
        for server in self._servers:
            server.__exit__()


@pytest.fixture
def world(clock, tmp_path) -> Iterator[World]:
    made = World(clock, tmp_path)
    yield made
    made.close()


@pytest.fixture
def ana(sqlite_store, world, tmp_path) -> Person:
    return person(sqlite_store, world, tmp_path, "ana@example.org")


def person(store, world: World, folder, address: str, **how) -> Person:
    """A wallet with its own fetcher, whose network is the world's."""
    app = open_app(store, None, folder)
    fetcher = app.extensions["wallet"].fetcher
    fetcher.policy = replace(fetcher.policy, ca_file=world.authority.file)
    fetcher._resolver, fetcher._connector = world.net.resolve, world.net.connect
    return sign_in(app, address, **how)


def case_of(person: Person, credential_id: str) -> str | None:
    with person.services.store.read() as session:
        return session.get(HeldCredential, credential_id).verdict_case


def clock_line(person: Person) -> tuple[bool, str]:
    found = [
        one for one in examine(person.services.settings, person.services.store) if one.question == "clock"
    ]
    return found[0].good, found[0].said


def all_of(world: World, person: Person, *hosts: str) -> list[str]:
    return [person.add_one(world.badge(host)) for host in hosts]


@pytest.mark.parametrize("ahead", [HOUR, -HOUR])
def test_dep_11_with_three_issuers_against_it_the_wallet_judges_no_date(world, ana, tmp_path, ahead):
    world.ahead = ahead
    before = all_of(world, ana, "one.example", "two.example", "three.example")
    assert [case_of(ana, one) for one in before] == ["valid", "valid", "valid"]
    for name, dates in ENDS.items():
        new = ana.add_one(world.badge("four.example", name=name, **dates))
        assert case_of(ana, new) == "could-not-check"
        assert NOT_JUDGED in ana.get(f"/credentials/{new}").text
    assert [case_of(ana, one) for one in before] == ["valid", "valid", "valid"]  # what is stored stays
    for path in ("/", f"/credentials/{before[0]}"):
        assert MAY_BE_WRONG in ana.get(path).text
    good, said = clock_line(ana)
    side = "behind" if ahead > timedelta(0) else "ahead"
    assert (good, f"60 minutes {side}" in said) == (False, True)
    with ana.services.store.read() as session:
        due = session.get(HeldCredential, new).due_at
    assert due <= world.clock.now() + 2 * HOUR


def test_dep_11_the_operator_reads_by_how_much_and_others_in_their_language(
    world, ana, sqlite_store, tmp_path
):
    world.ahead = HOUR
    all_of(world, ana, "one.example", "two.example", "three.example")
    ola = person(sqlite_store, world, tmp_path, "ola@example.org")
    with sqlite_store.write() as session:
        session.get(Account, ola.id).role = "operator"
    assert "The clock of this server is 60 minutes behind other servers’ clocks." in ola.get("/me").text
    jan = person(sqlite_store, world, tmp_path, "jan@example.org", language="pl")
    new = jan.add_one(world.badge("four.example"))
    page = jan.get(f"/credentials/{new}").text
    assert "Zegar tego portfela może źle wskazywać czas, więc nie da się teraz ocenić żadnej daty." in page
    assert "To, co portfel mówi o datach, też może być błędne." in page
    assert "clock-doubt" not in jan.get("/credentials/nothing").text  # no verdict there


def test_dep_11_anyone_who_checks_a_badge_is_told(world, ana):
    world.ahead = HOUR
    all_of(world, ana, "one.example", "two.example", "three.example")
    badge = world.badge("four.example", validUntil="2026-01-02T00:00:00Z").decode()
    stranger = ana.app.test_client()
    answer = stranger.post("/check", data={"text": badge}, headers={"Accept": "application/json"})
    found = answer.get_json()
    assert found["verdict"] == "undetermined"
    assert "clock-in-doubt" in {one["code"] for one in found["checks"]}


@pytest.mark.parametrize(
    "hosts",
    [("one.example",), ("one.example", "two.example"), ("one.example", "badges.one.example", "two.example")],
)
def test_dep_11_one_or_two_organisations_are_not_believed(world, ana, hosts):
    world.ahead = HOUR
    all_of(world, ana, *hosts)
    new = ana.add_one(world.badge(hosts[0], name="More"))
    assert case_of(ana, new) == "valid"
    assert "clock-doubt" not in ana.get(f"/credentials/{new}").text
    assert clock_line(ana)[0] is True


def test_dep_11_when_the_issuers_agree_again_nothing_is_doubted(world, ana):
    world.ahead = HOUR
    all_of(world, ana, "one.example", "two.example", "three.example")
    assert clock_line(ana)[0] is False
    world.ahead = timedelta(0)
    world.look_again(ana)
    new = ana.add_one(world.badge("four.example"))
    assert case_of(ana, new) == "valid"
    assert "clock-doubt" not in ana.get(f"/credentials/{new}").text
    assert clock_line(ana)[0] is True


def test_dep_11_when_the_clock_is_set_right_nothing_is_doubted(world, ana):
    world.ahead = HOUR
    all_of(world, ana, "one.example", "two.example", "three.example")
    world.clock.move(HOUR)
    world.ahead = timedelta(0)
    assert clock_line(ana)[0] is True


def test_dep_11_a_small_difference_is_none(world, ana):
    world.ahead = timedelta(minutes=4)
    all_of(world, ana, "one.example", "two.example", "three.example")
    assert case_of(ana, ana.add_one(world.badge("four.example"))) == "valid"
    assert clock_line(ana)[0] is True
