"""What the costliest badges within the limits cost whoever looks: CPU milliseconds of each page.

    python bench/worst.py [part of a badge's name]

Each badge is imported in a wallet of its own, opened by a link, and looked at by a stranger and by its
holder. The limit is 200 ms for a reader; what is above it is marked with `!`. `import` is the work of the
job, which is paid once; so is `pdf`, which only the holder can ask for, with the typesetter's own process.

Below stand shared pages of fifty badges: fifty plain ones, fifty copies of each badge that was among the
costliest to share, and the fifty that were costliest, one of each. `first` is with nothing remembered,
`again` what the next reader costs. The limit is 200 ms more than the plain page. Copies have one report among
them, which is read once: only in the last row does `first` hold the reading of fifty.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.pages import ITEMS, copies, open_services, share
from tests.learners import Learner
from tests.peers.wallet_in_test import Browser
from tests.smith.issuer import Issuer
from tests.smith.web import Web
from tests.worst import badges
from wallet.shared_page import queries as gathering
from wallet.store import Store
from wallet.store.models.credential import HeldCredential

MOST = 200.0  # milliseconds
Make = Callable[[Issuer], bytes]
COSTLIEST = 5  # badges that are put on a page fifty times over


def cpu(work) -> float:
    begun = _spent()
    work()
    return (_spent() - begun) * 1000


def _spent() -> float:
    """Seconds of this process and of those that it has started and that have ended."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def print_pdf(learner: Learner, held: str) -> None:
    """Small ones are made at once, by the typesetter in a process of its own."""
    asked = learner.browser.post(f"/exports/credentials/{held}/pdf", {"audience": "school"})
    assert asked.status_code == 303, asked.status_code


def plain(issuer: Issuer) -> bytes:
    return issuer.sign_jwt(issuer.credential()).encode()


def fifty(*makes: Make) -> list[float]:
    """[first, again, one of them, JSON]: what a page of fifty costs; of one badge fifty copies."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/wallet.sqlite3")
        store.upgrade()
        app, _ = open_services(store)
        learner, stranger = Learner(app, store, "Ola", "ola@dorobek.example"), Browser(app)
        for place, make in enumerate(makes):
            last = learner.receive(make(Issuer(Web())), f"{place}.jwt")
        with store.read() as session:
            held = [id for (id,) in session.query(HeldCredential.id)]
        path = share(learner, held if len(held) > 1 else copies(store, last))
        gathering._remembered.cache_clear()
        times = []
        for address in (path, path, f"{path}/c1", f"{path}.json"):
            times.append(cpu(partial(look, stranger, address)))
        store.dispose()
    return times


def look(browser: Browser, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def print_fifties(costs: dict[str, float]) -> int:
    """`costs`: what each badge's own page costs. How many of the pages are above the limit."""
    order = sorted(costs, key=costs.__getitem__, reverse=True)
    known, over = badges(), 0
    usual = fifty(plain)
    print(
        f"{f'a page of {ITEMS}':38} " + " ".join(f"{name:>8}" for name in ("first", "again", "one", "json"))
    )
    print(f"{'plain':38} " + " ".join(f"{one:7.0f} " for one in usual), flush=True)
    for name in (*order[:COSTLIEST], "one of each"):
        makes = [known[one] for one in order[:ITEMS]] if name == "one of each" else [known[name]]
        times = fifty(*makes)
        above = [one - usual[place] > MOST for place, one in enumerate(times)]
        over += sum(above)
        marked = zip(times, above, strict=True)
        print(
            f"{name:38} " + " ".join(f"{one:7.0f}{'!' if much else ' '}" for one, much in marked), flush=True
        )
    return over


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", default="")
    asked = parser.parse_args()
    issuer, over = Issuer(Web()), 0
    costs: dict[str, float] = {}
    columns = (
        "import",
        "shared",
        "one",
        "json",
        "card",
        "mine",
        "elements",
        "home",
        "skills",
        "picture",
        "pdf",
    )
    print(f"{'badge':32} {'kB':>5} " + " ".join(f"{name:>8}" for name in columns))
    for name, make in badges().items():
        if asked.part not in name:
            continue
        data = make(issuer)
        with tempfile.TemporaryDirectory() as folder:
            store = Store(f"sqlite:///{folder}/wallet.sqlite3")
            store.upgrade()
            app, _ = open_services(store)
            learner, stranger = Learner(app, store, "Ola", "ola@dorobek.example"), Browser(app)
            begun = time.process_time()
            held = learner.receive(data, "badge.jwt")
            times = [(time.process_time() - begun) * 1000]
            form = {"name": "bench", "ends": "90", "audience": "school"}
            path = learner.open_link(held, **form)
            page = stranger.get(path)
            assert page.status_code == 200, page.status_code
            card = re.search(r'/s/[^"]*/card-\w+\.png', page.text)[0]
            for browser, address in (
                (stranger, path),
                (stranger, f"{path}/c1"),
                (stranger, f"{path}.json"),
                (stranger, card),
                (learner.browser, f"/credentials/{held}"),
                (learner.browser, f"/transparency/{held}.json"),
                (learner.browser, "/"),
                (learner.browser, "/skills"),
                (learner.browser, f"/credentials/{held}/picture"),
            ):
                assert browser.get(address).status_code in (200, 404), address  # 404: it has no picture
                times.append(min(cpu(lambda b=browser, a=address: b.get(a)) for _ in range(2)))
            times.append(cpu(partial(print_pdf, learner, held)))
            store.dispose()
        over += sum(one > MOST for one in times[1:-1])
        costs[name] = times[1]
        shown = " ".join(
            f"{one:7.0f}{'!' if one > MOST and 0 < n < len(columns) - 1 else ' '}"
            for n, one in enumerate(times)
        )
        print(f"{name:32} {len(data) // 1000:5} {shown}", flush=True)
    print(f"{over} above {MOST:.0f} ms")
    print(f"{print_fifties(costs)} above {MOST:.0f} ms more than plain ones")


if __name__ == "__main__":
    main()
