"""The one fetcher: decides, connects, asks, remembers. Implements the `Resources` of verification."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from wallet.fetching.addresses import Target, read_redirect, read_target
from wallet.fetching.cache import Cache, Kept, MemoryCache
from wallet.fetching.connecting import (
    Connector,
    Resolver,
    check_public,
    connect,
    resolve,
    secure,
    system_connector,
    system_resolver,
    trust,
)
from wallet.fetching.deadlines import CallerQuota, Deadline, HostGate
from wallet.fetching.exchange import Answer, exchange
from wallet.fetching.patience import HostBusy
from wallet.fetching.policy import FAILURE_AGE, RULES, FetchPolicy
from wallet.fetching.problems import FetchProblem
from wallet.fetching.revoked import RevocationLists
from wallet.verification.resources import Fetched, Purpose, Unreachable

MAX_REDIRECTS = 3
NoteTime = Callable[[str, datetime, datetime], None]
FRESH = timedelta(seconds=20)  # "check again" still answers from what was fetched this shortly ago
# Says something about us, or can be told from the address at once.
_NOT_KEPT = frozenset({"too-many-fetches", "scheme-not-allowed", "url-malformed", "url-not-public"})
_log = logging.getLogger(__name__)


class Fetcher:
    """Fetches strangers' documents over public addresses only. Safe to share between threads.

    `clock` is a callable giving aware UTC now, or an object with `now()`. `cache`, `resolver` and
    `connector` are the seams for the store and for tests; `note_time` hears (host, time stated there, time
    here) of every answer over https that states one. Codes of `Unreachable`: `problems.CODES`.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        clock: Any,
        cache: Cache | None = None,
        resolver: Resolver = system_resolver,
        connector: Connector = system_connector,
        note_time: NoteTime | None = None,
    ) -> None:
        self.policy = policy
        self._now: Callable[[], datetime] = getattr(clock, "now", clock)
        self._cache = MemoryCache() if cache is None else cache
        self._resolver, self._connector, self._note_time = resolver, connector, note_time
        self._gate = HostGate(
            concurrency=policy.host_concurrency, burst=policy.host_burst, rate=policy.host_rate
        )
        self._quota = CallerQuota(policy.caller_quota)
        self._revoked = RevocationLists(policy.revocation_lists)
        self._context: ssl.SSLContext | None = None
        self._context_lock = threading.Lock()

    def fetch(
        self, url: str, purpose: Purpose, *, caller: str = "", fresh: bool = False
    ) -> Fetched | Unreachable:
        """Answer for an absolute URL. Total; any HTTP status is a `Fetched`. Only background work with a
        patience of its own is told `HostBusy`, and goes back to its queue.

        `caller` (an account id, an address) pays from its hourly quota; `fresh` looks again."""
        now = self._now()
        answer: Kept
        try:
            target = read_target(url, self.policy)
            kept = self._recall(url, purpose, now)
            if kept is not None and not (fresh and now - kept.at > FRESH):
                return kept
            if caller:
                self._quota.take(caller)
            answer = self._follow(url, target, purpose)
        except HostBusy:
            if caller:
                self._quota.give_back(caller)
            raise
        except FetchProblem as problem:
            _log.info("fetch for %s: %s (%s)", purpose.value, problem.code, problem.why)
            answer = Unreachable(url, problem.code, self._now(), problem.found)
        except Exception:  # total by contract: a fault of ours must not become a verdict on an issuer
            _log.exception("fetch for %s failed unexpectedly", purpose.value)
            answer = Unreachable(url, "bad-answer", self._now())
        self._keep(url, purpose, answer)
        return answer

    def busy_hosts(self) -> list[str]:
        """Hosts (names and addresses) that have no place for one more request of this process just now."""
        return self._gate.full()

    def on_behalf_of(self, caller: str, *, fresh: bool = False) -> CallersFetcher:
        """The same fetcher as `Resources` for one caller, whose quota it uses."""
        return CallersFetcher(self, caller, fresh)

    def _recall(self, url: str, purpose: Purpose, now: datetime) -> Kept | None:
        try:
            return self._cache.get(url, purpose, now)
        except Exception:  # a memory that fails is one that knows nothing
            _log.exception("the cache could not be asked")
            return None

    def _keep(self, url: str, purpose: Purpose, answer: Kept) -> None:
        if isinstance(answer, Unreachable) and answer.code in _NOT_KEPT:
            return
        lasting = isinstance(answer, Fetched) and answer.status in (200, 404, 410)
        age = RULES[purpose].max_age if lasting else FAILURE_AGE
        if isinstance(answer, Fetched) and answer.status != 200:
            age = min(age, FAILURE_AGE)
        try:
            self._cache.put(url, purpose, answer, expires_at=answer.at + age)
        except Exception:
            _log.exception("the cache could not keep an answer")

    def _follow(self, url: str, target: Target, purpose: Purpose) -> Fetched:
        deadline = Deadline(self.policy.deadline)
        insecure = False
        hops: list[str] = []
        for hop in range(MAX_REDIRECTS + 1):
            insecure = insecure or target.scheme == "http"
            answer = self._one(target, purpose, deadline)
            self._compare_clocks(target, answer)
            if not answer.location:
                return Fetched(
                    url=url,
                    final_url=target.url if hop else url,
                    status=answer.status,
                    content_type=answer.content_type,
                    body=answer.body,
                    digest=sha256(answer.body).hexdigest(),
                    at=self._now(),
                    insecure=insecure,
                    hops=tuple(hops),
                )
            if hop:
                hops.append(target.url)
            target = read_redirect(target, answer.location, self.policy)
        raise FetchProblem("redirect-refused", "too many")

    def _compare_clocks(self, target: Target, answer: Answer) -> None:
        if self._note_time is None or answer.date is None or target.scheme != "https":
            return
        try:
            self._note_time(target.host, answer.date, self._now())
        except Exception:  # what is noted beside an answer is no reason to lose it
            _log.exception("the time that a server stated could not be noted")

    def _one(self, target: Target, purpose: Purpose, deadline: Deadline) -> Answer:
        """One hop. The gate stands before the name (many pages of one host) and before the address (many
        names of one host)."""
        with ExitStack() as held:
            rated = not target.allowed
            held.enter_context(self._gate.enter(target.host, deadline, rated=rated))
            started = time.monotonic()
            try:
                reach = deadline.sooner(self.policy.reach)
                addresses = resolve(target, resolver=self._resolver, deadline=reach)
                check_public(target, addresses, self.policy)
                if addresses[0] != target.host:
                    held.enter_context(self._gate.enter(addresses[0], deadline, rated=rated))
                    reach = deadline.sooner(self.policy.reach)
                sock = connect(target, addresses, connector=self._connector, deadline=reach)
            except FetchProblem as problem:
                if problem.code == "too-many-fetches":
                    raise
                held.close()
                self._answer_late(target, started)
                raise FetchProblem("could-not-reach", problem.why) from None
            with sock:
                if target.scheme == "https":
                    sock = held.enter_context(
                        secure(sock, host=target.host, context=self._trust(), deadline=deadline)
                    )
                    self._revoked.refuse_revoked(sock.getpeercert(binary_form=True) or b"")
                return exchange(sock, target, purpose, deadline=deadline, agent=self.policy.user_agent)

    def _answer_late(self, target: Target, started: float) -> None:
        """Refused, dropped, unknown and private answer after the same time; the operator's own need not."""
        if not target.allowed:
            time.sleep(max(0.0, started + self.policy.reach - time.monotonic()))

    def _trust(self) -> ssl.SSLContext:
        with self._context_lock:
            if self._context is None:
                self._context = trust(self.policy.ca_file)
            return self._context


@dataclass(frozen=True)
class CallersFetcher:
    """`Resources` bound to a caller."""

    fetcher: Fetcher
    caller: str
    fresh: bool = False

    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        """As `Fetcher.fetch`."""
        return self.fetcher.fetch(url, purpose, caller=self.caller, fresh=self.fresh)
