# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""The lock of a link: a password kept as argon2id, and the cookie that says its reader has given it.

Guessing is slowed per link, in its row, so that it holds on every worker and after a restart: from the sixth
wrong try on each doubles the wait, up to a quarter of an hour. A try within the wait is not compared at all.
The wait stops readers of this one link; the holder never passes here and is never locked out. The answer is
the same for a wrong password, for a wait and (but for the form itself) for a link that leads nowhere.

The cookie lives under the path of its link, is signed, and its signature covers link and password hash:
another link, a changed password and the end of twelve hours each make it worthless.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import or_, update

from wallet.errors import WalletError
from wallet.marks import mark
from wallet.settings import Settings
from wallet.sharing import resolve_link
from wallet.sharing.errors import LinkPasswordTooLong, LinkPasswordTooShort
from wallet.store import Store, clock
from wallet.store.models.link import ShareLink

LASTS = timedelta(hours=12)
SHORTEST, LONGEST = 6, 128  # characters
FREE_TRIES = 5  # a typing mistake costs nothing
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)

# About 50 ms on one core and 19 MiB (RFC 9106; parameters travel within each hash).
_hasher = PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1)


class WrongPassword(WalletError):
    """Not the password, or too soon after wrong ones: the two answer alike."""

    status = 403
    code = "link-password-wrong"
    what = mark("It did not open")
    means = mark("The password was not right, or there were too many wrong ones in a short time.")
    do = mark(
        "Check capital letters, wait a little, and try again. If it goes on, ask whoever gave you the address."
    )


def hash_password(password: str) -> str:
    """argon2id of a new password. Refused if it is too short to be one."""
    if len(password) < SHORTEST:
        raise LinkPasswordTooShort(least=SHORTEST)
    if len(password) > LONGEST:
        raise LinkPasswordTooLong(most=LONGEST)
    return _hasher.hash(password)


def try_password(secret: str, password: str, *, store: Store, secret_key: str) -> str:
    """The value of the cookie that unlocks the link; "" if it has no password (any more). WrongPassword, or
    NotFound as for any dead address."""
    link = resolve_link.open_row(secret, store=store)
    if link.password_hash is None:
        return ""
    if not _take_turn(link, store=store):
        raise WrongPassword()
    if not 0 < len(password) <= LONGEST or not _fits(link.password_hash, password):
        raise WrongPassword()
    with store.write() as session:
        session.execute(
            update(ShareLink).where(ShareLink.id == link.id).values(wrong_tries=0, blocked_until=None)
        )
    return cookie_for(link.id, link.password_hash, secret_key=secret_key)


def _take_turn(link: ShareLink, *, store: Store) -> bool:
    """Count this try as wrong before it is compared, so that many at once cannot slip past one count."""
    now = clock.now()
    free = or_(ShareLink.blocked_until.is_(None), ShareLink.blocked_until <= now)
    with store.write() as session:
        row = session.get(ShareLink, link.id, with_for_update=True)
        if row is None or (row.blocked_until is not None and row.blocked_until > now):
            return False
        tries = row.wrong_tries + 1
        counted = session.execute(
            update(ShareLink)
            .where(ShareLink.id == link.id, free)
            .values(wrong_tries=tries, blocked_until=blocked_until(tries, now=now))
        )
        return bool(counted.rowcount)


def blocked_until(tries: int, *, now: datetime) -> datetime | None:
    """How long nobody is compared after this many wrong tries in a row."""
    if tries <= FREE_TRIES:
        return None
    doubled = FIRST_WAIT * 2 ** min(tries - FREE_TRIES - 1, 16)
    return now + min(doubled, LONGEST_WAIT)


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def cookie_name(settings: Settings) -> str:
    return "__Secure-unlock" if settings.base_url.startswith("https://") else "dorobek-unlock"


def cookie_for(link_id: str, password_hash: str, *, secret_key: str) -> str:
    until = int((clock.now() + LASTS).timestamp())
    return f"{until}.{_signature(link_id, password_hash, until, secret_key)}"


def by_cookies(cookies: Mapping[str, str], settings: Settings) -> resolve_link.Unlocked:
    """Whether who sends these cookies has unlocked a link: the `unlocked` of `resolve_secret`."""
    cookie = cookies.get(cookie_name(settings), "")

    def unlocked(link_id: str, password_hash: str) -> bool:
        until, _, signature = cookie.partition(".")
        if not (until.isascii() and until.isdigit() and len(until) < 12 and signature.isascii()):
            return False
        if int(until) <= clock.now().timestamp():
            return False
        expected = _signature(link_id, password_hash, int(until), settings.secret_key)
        return hmac.compare_digest(signature, expected)

    return unlocked


def _signature(link_id: str, password_hash: str, until: int, secret_key: str) -> str:
    key = hmac.digest(secret_key.encode(), b"wallet: the lock of a share link", "sha256")
    return hmac.digest(key, "\n".join((link_id, password_hash, str(until))).encode(), "sha256").hex()
