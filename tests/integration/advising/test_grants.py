"""A holder lets an adviser see: invited, taken up, looked at, talked over, closed."""

# ruff: noqa: F811 (fixtures come in by import)
from __future__ import annotations

import csv
import io
import re
import threading
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import event, select

from tests.integration.advising.advised import OPEN, Adviser, invite, jan, path  # noqa: F401
from tests.peers.wallet_in_test import open_wallet
from wallet.advising import accept_invitation, board, grants, invitation_codes
from wallet.advising.grants_in_force import granted
from wallet.errors import NotFound, Refused
from wallet.services import Services
from wallet.store import clock as wallet_clock
from wallet.store import erasing
from wallet.store.models.account import Account, EmailProof
from wallet.store.models.advising import Comment, Grant, GrantLook, Meeting
from wallet.store.models.credential import HeldCredential
from wallet.store.models.entry import Evidence
from wallet.store.models.path import Path, Step


def text_of(page: str, tag: str, mark: str) -> str:
    """The words between the opening tag that holds `mark` and its end."""
    part = re.search(rf"<{tag}[^>]*{mark}.*?</{tag}>", page, re.S).group(0)
    return re.sub(r" ([,.])", r"\1", unescape(" ".join(re.sub(r"<[^>]+>", " ", part).split())))


def test_the_whole_way_from_the_preview_to_the_closed_door(ola, jan, path, held):
    asked = {**OPEN, "deed": "preview", "paths": path, "credentials": held}
    preview = ola.browser.post("/advisers/new", asked).text
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 404
    grant, code = invite(ola, paths=path, credentials=held)
    assert code not in ola.browser.get("/advisers").text  # shown once, on its own page
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 404
    assert jan.take(code.lower().replace("-", " ")).status_code == 303
    assert "Ola Zielińska" in jan.browser.get("/advise").text
    seen = jan.browser.get(f"/advise/paths/{path}").text
    for tag, mark in (("ol", 'class="stairs"'), ("header", 'class="row apart top"')):
        assert text_of(seen, tag, mark) == text_of(preview, tag, mark)
    assert "“Have the badge” is done" in ola.browser.get(f"/paths/{path}").text  # the holder's small win
    assert "is done" not in seen and "Small wins" not in seen + preview
    assert jan.browser.get(f"/paths/{path}").status_code == 404
    assert "Jan Kowalski reads this path until" in ola.browser.get(f"/paths/{path}").text
    looked = text_of(ola.browser.get("/advisers").text, "section", f"grant-{grant}")
    assert "Jan Kowalski" in looked
    assert "the path “Data analyst”" in looked and "the list of people" in looked
    ola.browser.post(f"/advisers/{grant}/close")
    assert "No adviser reads this path" in ola.browser.get(f"/paths/{path}").text
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 404
    assert "Ola Zielińska" not in jan.browser.get("/advise").text
    assert ola.browser.post(f"/advisers/{grant}/renew", {"ends": "30"}).status_code == 400


def test_a_credential_shows_what_it_says_and_how_it_checks_out_and_no_address_of_anybody(ola, jan, held):
    asked = {**OPEN, "deed": "preview", "credentials": held}
    preview = ola.browser.post("/advisers/new", asked).text
    _, code = invite(ola, credentials=held)
    jan.take(code)
    page = jan.browser.get(f"/advise/credentials/{held}").text
    assert "Unaltered" in page
    assert "of the 11 elements" in page
    assert text_of(page, "div", "data-seen") == text_of(preview, "div", "data-seen")
    with ola.store.read() as session:
        title = session.get(HeldCredential, held).title
    assert title in jan.browser.get("/advise").text  # from the board, one gets there
    for secret in ("ola@dorobek.example", "sha256$", "identityHash", "salt", "/original", "your proven"):
        assert secret not in page, secret


def test_own_entries_beside_a_step_are_read_and_their_files_saved_but_no_others(ola, jan, path, sqlite_store):
    step, made = step_of(sqlite_store, path), []
    for title in ("Bakery diary", "Private diary"):
        form = {"kind": "project", "title": title, "began": "2020", "organisation": "Bakery"}
        form["files"] = [(io.BytesIO(title.encode()), f"Ola {title}.txt")]
        answer = ola.browser.post("/entries/new", form)
        assert answer.status_code == 303, answer.text
        made.append(re.search("[0-9a-f]{32}", answer.headers["Location"]).group(0))
    with sqlite_store.read() as session:
        files = {row.entry_id: row.id for row in session.scalars(select(Evidence))}
    ola.browser.post(f"/paths/{path}/steps/{step}/evidence", {"entry": made[0]})
    _, code = invite(ola, paths=path)
    jan.take(code)
    page = jan.browser.get(f"/advise/paths/{path}").text
    assert "Bakery diary" in page and "not verified" in page
    assert "Private diary" not in page
    saved = jan.browser.get(f"/advise/paths/{path}/evidence/{files[made[0]]}")
    assert (saved.status_code, saved.data) == (200, b"Bakery diary")
    assert "Ola" not in saved.headers["Content-Disposition"]  # people put into names what they would not show
    assert jan.browser.get(f"/advise/paths/{path}/evidence/{files[made[1]]}").status_code == 404
    assert jan.browser.get(f"/entries/{made[0]}").status_code == 404


def step_of(store, path: str) -> str:
    with store.read() as session:
        return session.scalars(select(Step.id).where(Step.path_id == path).order_by(Step.position)).first()


def test_what_is_wrong_with_an_invitation_is_told_in_the_form_and_nothing_is_opened(
    ola, path, clock, sqlite_store
):
    cases = (
        ({"name": " "}, "Say whom you mean"),
        ({"paths": []}, "Nothing is chosen"),
        ({"ends": "day", "day": ""}, "not a date"),
        ({"ends": "day", "day": "2026-11-21"}, "already over"),
        ({"ends": "day", "day": "2028-01-01"}, "too far away"),
        ({"ends": "3650", "day": ""}, "not a date"),
        ({"email": "nobody"}, "not an e-mail address"),
    )
    for wrong, told in cases:
        answer = ola.browser.post("/advisers/new", {**OPEN, "paths": path, "email": "", **wrong})
        assert answer.status_code == 400
        assert told in answer.text, wrong
    with sqlite_store.read() as session:
        assert session.scalars(select(Grant)).all() == []
    answer = ola.browser.post("/advisers/new", {**OPEN, "paths": path, "ends": "day", "day": "2027-11-22"})
    assert answer.status_code == 303


def test_only_the_proven_address_meant_takes_a_code_up_and_a_lost_code_is_replaced(
    app, ola, jan, path, clock, sqlite_store
):
    grant, code = invite(ola, paths=path, email="JAN@work.example")
    assert jan.take(code).status_code == 400
    with sqlite_store.write() as session:
        proof = EmailProof(
            account_id=jan.id, address="jan@work.example", normalised="jan@work.example", source="link"
        )
        session.add(proof)
    assert jan.take(code).status_code == 400  # not proven yet
    with sqlite_store.write() as session:
        session.scalars(
            select(EmailProof).where(EmailProof.proven_at.is_(None))
        ).one().proven_at = clock.now()
    answer = ola.browser.post(f"/advisers/{grant}/renew", {"ends": "30"})
    again = re.search(r"<code>([0-9A-Z-]{19})", ola.browser.get(answer.headers["Location"]).text).group(1)
    assert jan.take(code).status_code == 400
    assert jan.take(again).status_code == 303
    assert jan.take(again).status_code == 400  # once
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 200


def test_an_ended_access_shows_nothing_until_its_holder_renews_it(app, ola, jan, path, clock, sqlite_store):
    grant, code = invite(ola, paths=path)
    jan.take(code)
    with sqlite_store.write() as session:
        session.get(Grant, grant).ends_at = clock.now()
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 404
    ola.browser.post(f"/advisers/{grant}/renew", {"ends": "180"})
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 200
    with sqlite_store.read() as session:
        assert session.get(Grant, grant).ends_at == clock.now() + timedelta(days=180)


# -- talk ---------------------------------------------------------------------------------------------


def test_both_read_what_is_said_and_when_they_met(ola, jan, sam, path, clock, sqlite_store):
    _, code = invite(ola, paths=path)
    jan.take(code)
    step = step_of(sqlite_store, path)
    assert (
        jan.browser.post(
            f"/advise/paths/{path}/comments", {"step": step, "words": "Well <b>done</b>"}
        ).status_code
        == 303
    )
    clock.move(timedelta(minutes=1))
    assert ola.browser.post(f"/advisers/paths/{path}/talk", {"words": "Thank you"}).status_code == 303
    clock.move(timedelta(minutes=1))
    meeting = {"kind": "call", "held_on": "2026-11-20", "next_on": "2026-12-10", "note": "We spoke of charts"}
    assert jan.browser.post(f"/advise/paths/{path}/meetings", meeting).status_code == 303
    for page in (ola.browser.get(f"/paths/{path}").text, jan.browser.get(f"/advise/paths/{path}").text):
        assert "Well &lt;b&gt;done&lt;/b&gt;" in page
        assert "Thank you" in page
        assert "We spoke of charts" in page and "Telephone call" in page
    assert "Jan Kowalski wrote about" not in ola.browser.get("/").text  # she has answered
    jan.browser.post(f"/advise/paths/{path}/comments", {"words": "One more thing"})
    home = ola.browser.get("/").text
    assert "Jan Kowalski wrote about “Data analyst”" in unescape(home) and "One more thing" in home
    assert "took up your invitation" in home
    theirs = sam.browser.post("/paths/new", {"goal": "other", "title": "Sam's"}).headers["Location"][-32:]
    for wrong, status in (
        ({"words": " "}, 400),
        ({"words": "x" * 2001}, 400),
        ({"words": "hello", "step": theirs}, 404),
    ):
        assert jan.browser.post(f"/advise/paths/{path}/comments", wrong).status_code == status
        assert ola.browser.post(f"/advisers/paths/{path}/talk", wrong).status_code == status
    for wrong in (
        {"kind": "party", "held_on": "2026-11-20"},
        {"kind": "call"},
        {**meeting, "next_on": "2026-11-01"},
    ):
        assert jan.browser.post(f"/advise/paths/{path}/meetings", wrong).status_code == 400
    erasing.erase_account(sqlite_store, jan.id)
    with sqlite_store.read() as session:
        assert session.scalars(select(Grant)).all() == []
        comment = session.scalars(select(Comment).where(Comment.step_id == step)).one()
        assert (comment.author_id, comment.author_name, comment.words) == (None, "", "Well <b>done</b>")
        assert session.scalars(select(Meeting)).one().author_name == ""
    assert "Somebody whose account is gone" in ola.browser.get(f"/paths/{path}").text


def test_whoever_may_not_comment_reads_and_says_nothing(ola, jan, path, sqlite_store):
    silent = {key: value for key, value in OPEN.items() if key not in {"may_comment", "may_propose"}}
    answer = ola.browser.post("/advisers/new", {**silent, "paths": path})
    code = re.search(r"<code>([0-9A-Z-]{19})", ola.browser.get(answer.headers["Location"]).text).group(1)
    jan.take(code)
    page = jan.browser.get(f"/advise/paths/{path}").text
    assert "Send the comment" not in page and "Write down a contact" not in page
    assert jan.browser.post(f"/advise/paths/{path}/comments", {"words": "hello"}).status_code == 404
    assert (
        jan.browser.post(
            f"/advise/paths/{path}/meetings", {"kind": "call", "held_on": "2026-11-20"}
        ).status_code
        == 404
    )
    with sqlite_store.read() as session:
        assert session.scalars(select(Comment)).all() == session.scalars(select(Meeting)).all() == []
    _, second = invite(ola, paths=path, ends="30")  # and now may, for a shorter time
    jan.take(second)
    assert "Send the comment" in jan.browser.get(f"/advise/paths/{path}").text
    assert jan.browser.post(f"/advise/paths/{path}/comments", {"words": "hello"}).status_code == 303


# -- the board ------------------------------------------------------------------------------------------


def people(store, adviser: str, names: list[str], *, goal: str = "other", first: int = 0) -> list[str]:
    """That many learners with a path and a badge each, opened to the adviser; the ids of the paths."""
    now, made = wallet_clock.now(), []
    with store.write() as session:
        for number, name in enumerate(names, first):
            account = Account(issuer="https://id.example", subject=f"p{number}", name=name)
            session.add(account)
            session.flush()
            path = Path(account_id=account.id, title=f"Path {number}", goal=goal)
            path.updated_at = now - timedelta(days=number)
            session.add(path)
            session.flush()
            session.add(Step(path_id=path.id, position=0, title="Step", rule={"type": "evidence", "min": 1}))
            grant = Grant(account_id=account.id, adviser_id=adviser, name="x", taken_at=now)
            grant.ends_at, grant.scope = now + timedelta(days=9), {"paths": [path.id]}
            session.add(grant)
            made.append(path.id)
    return made


def rows_of(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'<th role="rowheader"[^>]*><a[^>]*>([^<]+)</a>', page)]


def test_the_board_is_ordered_and_filtered_by_its_address_and_names_whom_to_contact(
    app, jan, clock, sqlite_store
):
    ids = people(sqlite_store, jan.id, ["Ćwik", "adam", "Żak", "Bąk"])
    late = people(sqlite_store, jan.id, ["Quiet", "Talked to", "Paused", "Not yet"], goal="return", first=30)
    with sqlite_store.write() as session:
        paths = {path.id: path for path in session.scalars(select(Path))}
        paths[ids[1]].next_action, paths[ids[1]].next_action_on = "Call", "2026-12-01"
        paths[ids[2]].next_action, paths[ids[2]].next_action_on = "Write", "2026-11-30"
        paths[late[0]].updated_at = clock.now() - timedelta(days=30)
        paths[late[3]].updated_at = clock.now() - timedelta(days=30) + timedelta(seconds=1)
        paths[late[2]].status = "paused"
        session.add(Comment(path_id=late[1], words="hello", author_name="Jan"))

    def shown(**asked) -> list[str]:
        return rows_of(jan.browser.get("/advise", query_string=asked).text)

    assert shown(sort="person")[:4] == ["adam", "Bąk", "Ćwik", "Not yet"]
    assert shown(sort="person", down="1")[0] == "Żak"
    assert shown(sort="next")[:2] == ["Żak", "adam"]
    assert shown(sort="next", down="1")[:2] == ["adam", "Żak"]
    assert shown()[0] == "Paused"  # the quietest first
    assert shown(contact="1") == ["Quiet"]
    assert shown(goal="return", sort="person") == ["Not yet", "Paused", "Quiet", "Talked to"]
    assert shown(q="zak") == ["Żak"]
    assert len(shown(sort="../x", goal="")) == 8
    told = csv_of(jan.browser.get("/advise/people.csv?contact=1"))
    assert [row[0] for row in told] == ["Person", "Quiet"]


def csv_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_exp_03_no_cell_of_the_table_is_a_formula_and_nothing_of_a_badge_is_in_it(
    ola, jan, path, held, sqlite_store
):
    hostile = (
        "=1+1",
        "+48 600",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        "a\n=1",
        'say "hi";=2',
        "|calc",
        "%0A=1",
    )
    people(sqlite_store, jan.id, list(hostile))
    _, code = invite(ola, paths=path, credentials=held)
    jan.take(code)
    answer = jan.browser.get("/advise/people.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    lines = csv_of(answer)
    cells = [cell for line in lines for cell in line]
    assert len(lines) == 1 + len(hostile) + 1
    assert {len(line) for line in lines} == {9}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "|", "%")) for cell in cells)
    assert not any(sign in cell for cell in cells for sign in "\r\n\t")
    with sqlite_store.read() as session:
        badge = session.get(HeldCredential, held)
    assert badge.title not in answer.text and badge.issuer_name not in answer.text and held not in answer.text


def test_the_board_asks_as_little_for_fifty_people_as_for_one(app, jan, ola, held, path, sqlite_store):
    _, code = invite(ola, paths=path, credentials=held)
    jan.take(code)
    asked: list[str] = []
    event.listen(sqlite_store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    services = app.extensions["wallet"]
    counts = []
    for more in (0, 49):
        people(sqlite_store, jan.id, [f"P{number}" for number in range(more)])
        asked.clear()
        with app.test_request_context():
            shown = board.board_of(jan.id, board.Asked(), services=services)
        counts.append(len([text for text in asked if not text.upper().startswith(("BEGIN", "PRAGMA"))]))
    assert shown.people == shown.total == 50
    assert max(counts) <= 12, asked


# -- on both databases ------------------------------------------------------------------------------------


def test_a_second_invitation_to_the_same_path_adds_no_empty_row_and_a_mistyped_code_stays(ola, jan, path):
    for days in ("30", "180"):
        assert jan.take(invite(ola, paths=[path], ends=days)[1]).status_code == 303
    board = jan.browser.get("/advise").text
    assert board.count('role="rowheader"') == 1
    assert "until 21 May 2027" in board and "22 Dec 2026" not in board, "open until the later end"
    wrong = jan.take("ABCD-EFGH-JKMN-PQRS")
    assert wrong.status_code == 400 and 'value="ABCD-EFGH-JKMN-PQRS"' in wrong.text


def test_a_code_is_taken_up_once_even_by_two_at_one_moment(store, clock):
    services = Services(settings=None, store=store, jobs=None, fetcher=None, clock=wallet_clock)
    with store.write() as session:
        accounts = [Account(issuer="i", subject=key, name=key, role=role) for key, role in
                    (("ola", "learner"), ("jan", "adviser"), ("eva", "adviser"))]  # fmt: skip
        session.add_all(accounts)
        session.flush()
        holder, *takers = (account.id for account in accounts)
        path = Path(account_id=holder, title="Path", goal="other")
        session.add(path)
        session.flush()
        path_id = path.id
    ends_at = grants.end_of("30", "", now=clock.now())
    wish = grants.GrantWish("Somebody", ends_at, paths=(path_id,))
    grant, code = grants.open_grant(holder, wish, services=services)
    outcomes: list[str] = []

    def take(who: str) -> None:
        try:
            accept_invitation.take_up(who, code, services=services)
            outcomes.append(who)
        except Refused as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=take, args=(who,)) for who in takers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    (winner,) = [one for one in outcomes if one in takers]
    assert sorted(outcomes) == sorted([winner, "code-does-not-open"])
    with store.write() as session:
        assert granted(session, winner, "paths", path_id, now=clock.now(), to="comment").holder == holder
        row = session.get(Grant, grant)
        assert (row.adviser_id, row.secret_hash) == (winner, None)
    card = grants.my_grant(holder, grant, services=services)
    assert (card.state, card.things["paths"]) == ("open", ("Path",))
    grants.close_grant(holder, grant, services=services)
    with store.read() as session, pytest.raises(NotFound):
        granted(session, winner, "paths", path_id, now=clock.now())


def test_board_path_and_talk_are_the_same_on_both_databases(store, clock):
    opened = open_wallet(store)
    jan = Adviser(opened, store)
    (path_id,) = people(store, jan.id, ["Ola"], first=31)
    board_page = jan.browser.get("/advise").text
    assert rows_of(board_page) == ["Ola"] and "to contact" in board_page
    assert jan.browser.post(f"/advise/paths/{path_id}/comments", {"words": "Hello"}).status_code == 303
    meeting = {"kind": "review", "next_on": "2026-12-10"}
    assert jan.browser.post(f"/advise/paths/{path_id}/meetings", meeting).status_code == 303
    page = jan.browser.get(f"/advise/paths/{path_id}").text
    assert "Hello" in page and "Review of the plan" in page
    assert rows_of(jan.browser.get("/advise?contact=1").text) == []  # spoken to just now
    with store.read() as session:
        holder = session.scalars(select(Grant.account_id)).one()
        looked = session.scalars(select(GrantLook.what).order_by(GrantLook.what)).all()
    assert looked == ["board", "path"]  # the same thing within half an hour is one look
    with opened.test_request_context():
        (reader,) = grants.readers_of(holder, path_id, services=opened.extensions["wallet"])
        assert (reader.name, reader.looked_at) == ("Jan Kowalski", clock.now())
        clock.move(timedelta(minutes=31))
    jan.browser.get(f"/advise/paths/{path_id}")
    with store.read() as session:
        assert len(session.scalars(select(GrantLook)).all()) == 3


def test_the_link_of_an_invitation_leads_through_sign_in_to_its_code_typed_in(ola, jan, stranger, path):
    grant, code = invite(ola, paths=path)
    page = ola.browser.get(f"/advisers/{grant}").text
    link = re.search(r'value="https?://[^/]+(/advise/take/[0-9A-Z]{16})"', page).group(1)
    assert ola.browser.get(f"/advisers/{grant}/qr.svg").mimetype == "image/svg+xml"
    asked = stranger.get(link)
    assert asked.headers["Location"] == f"/sign-in?next={link}"
    assert jan.browser.get(asked.headers["Location"]).headers["Location"] == link
    assert invitation_codes.read_code(code) in jan.browser.get(link).text
    assert jan.take(code).status_code == 303  # looking has not used it up
    assert ola.browser.get(f"/advisers/{grant}").status_code == 303  # there is no code to show any more


def test_a_code_is_eighty_random_bits_and_read_as_it_was_meant():
    assert len(set(invitation_codes.SIGNS)) == 32 and invitation_codes.LENGTH * 5 >= 80
    code = invitation_codes.new_code()
    assert len({invitation_codes.new_code() for _ in range(200)}) == 200
    assert invitation_codes.digest_of(f" {code.lower().replace('-', ' ')} ") == invitation_codes.digest_of(
        code
    )
    assert invitation_codes.read_code("0O1I-LABC-DEFG-HJKM") == "00111ABCDEFGHJKM"
    assert invitation_codes.read_code("UUUU-UUUU-UUUU-UUUU") == invitation_codes.read_code("short") == ""
