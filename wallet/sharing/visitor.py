"""What a visitor may do with a page that was shared: look, have it checked again, ask whose it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from wallet.collection import reverify
from wallet.collection import service as collection
from wallet.entries import evidence
from wallet.errors import NotFound
from wallet.portfolios import service as portfolios
from wallet.services import Services
from wallet.shared_page import compose
from wallet.shared_page.page_model import ShownCredential, ShownEntry, ShownEvidence, ShownPage
from wallet.shared_page.preview_image import CardFacts
from wallet.shared_page.queries import read_credentials
from wallet.sharing.resolve_link import OpenedLink
from wallet.verification.recipient import Recipient, check_recipient
from wallet.verification.report import Outcome
from wallet.web import languages

AGAIN_AFTER = timedelta(minutes=1)
PATIENCE = timedelta(minutes=2)  # for how long a page says that it is checking
LONGEST_EMAIL = 254


@dataclass(frozen=True)
class Progress:
    """How far a check that a visitor asked for has come."""

    done: int
    total: int
    since: datetime
    over: bool  # all were looked at, or we stop waiting

    @property
    def running(self) -> bool:
        return not self.over


@dataclass(frozen=True)
class Answer:
    """Whether one credential names the address that was typed in."""

    key: str
    title: str
    tone: str
    icon: str
    sentence: str


def page_behind(link: OpenedLink, *, services: Services, only: str = "") -> ShownPage:
    """The page that this link shows at this moment. `only`: the credential that is looked at alone."""
    if link.portfolio_id is not None:
        page = compose.compose_portfolio(
            link.holder,
            link.portfolio_id,
            fields=link.fields,
            services=services,
            frozen=link.frozen,
            only=only,
        )
    else:
        page = compose.compose_credential(
            link.holder,
            link.credential_id or "",
            fields=link.fields,
            services=services,
            language=link.language,
        )
    return replace(page, ends_at=link.ends_at, as_of=link.frozen_at if link.frozen is not None else None)


def shown_of(page: ShownPage, key: str) -> ShownCredential:
    """The credential with this key. NotFound if the page shows none."""
    for credential in page.credentials:
        if credential.key == key:
            return credential
    raise NotFound()


def picture_behind(link: OpenedLink, key: str, *, services: Services) -> collection.Kept:
    """The picture of a thing on the page: a credential, a piece of evidence, or the person."""
    return picture_on(page_behind(link, services=services), link.holder, key, services=services)


def picture_on(page: ShownPage, holder: str, key: str, *, services: Services) -> collection.Kept:
    """The picture of what stands on this page of the holder's. NotFound if nothing with that key does."""
    id = page.refs.get(key)
    if id is None:
        raise NotFound()
    if key == compose.PORTRAIT:
        return collection.Kept(
            portfolios.picture_of(holder, id, services=services), "picture.png", "image/png"
        )
    if key.startswith("f"):
        data = evidence.evidence_picture(holder, id, services=services)
        return collection.Kept(data, "evidence.png", "image/png")
    kept = collection.shown_picture_of(holder, id, services=services) if key.startswith("c") else None
    if kept is None:
        raise NotFound()
    return kept


def file_behind(link: OpenedLink, key: str, *, services: Services) -> tuple[bytes, str, str]:
    """(bytes, name, media type) of a file of evidence. Its own name stays with the holder."""
    return file_on(page_behind(link, services=services), link.holder, key, services=services)


def file_on(page: ShownPage, holder: str, key: str, *, services: Services) -> tuple[bytes, str, str]:
    piece = next((piece for piece in _pieces(page) if piece.key == key and piece.kind == "file"), None)
    if piece is None or key not in page.refs:
        raise NotFound()
    kept = evidence.evidence_file(holder, page.refs[key], services=services)
    ending = kept.name.rpartition(".")[2].lower() if "." in kept.name else "bin"
    ending = ending if ending.isalnum() and len(ending) <= 5 else "bin"
    name = _("evidence-%(key)s", key=key)
    return kept.data, f"{name}.{ending}", kept.media_type


def _pieces(page: ShownPage) -> list[ShownEvidence]:
    found: list[ShownEvidence] = []
    for section in page.sections:
        for item in section.items:
            if isinstance(item, ShownEvidence):
                found.append(item)
            elif isinstance(item, ShownEntry):
                found.extend(item.evidence)
    return found


def card_facts(link: OpenedLink, *, services: Services) -> CardFacts:
    """What the preview picture says: in the link's language, the same for whoever asks."""
    with force_locale(languages.locale_of(link.language)):
        page = page_behind(link, services=services)
        checked = languages.day(page.checked_at)
    if page.kind == "credential":
        one = page.credentials[0]
        picture = collection.picture_of(link.holder, page.refs[one.key], services=services)
        return CardFacts(one.title, one.issuer, page.summary.title, page.summary.tone, checked, picture)
    name = page.display_name or page.title
    under = page.title if page.display_name and page.title != name else ""
    portrait = (
        portfolios.picture_of(link.holder, page.refs[compose.PORTRAIT], services=services)
        if page.has_picture
        else None
    )
    return CardFacts(name, under, page.summary.title, page.summary.tone, checked, portrait)


def check_again(link: OpenedLink, *, services: Services) -> datetime | None:
    """Have every credential of the page looked at afresh, by jobs; at most once a minute for each. The moment
    from which on to count, or None when there was nothing to ask."""
    now = services.clock.now()
    page = page_behind(link, services=services)
    due = [
        page.refs[credential.key]
        for credential in page.credentials
        if credential.checked_at is None or now - credential.checked_at >= AGAIN_AFTER
    ]
    if not due:
        return None
    with services.store.write() as session:
        for id in due:
            asked = {"holder": link.holder, "credential": id, "trigger": "visitor", "fresh": True}
            services.jobs.enqueue(
                session,
                reverify.CHECK,
                asked,
                key=f"visitor/{id}/{int(now.timestamp() // 60)}",
                holder=link.holder,
            )
    return now


def progress_of(page: ShownPage, *, since: str, now: datetime) -> Progress | None:
    """How many were looked at since that moment; None if the moment is none, or long over."""
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        return None
    if moment.tzinfo is None or moment > now or now - moment > 5 * PATIENCE:
        return None
    total = len(page.credentials)
    done = sum(c.checked_at is not None and c.checked_at > moment - AGAIN_AFTER for c in page.credentials)
    return Progress(done, total, moment, over=done == total or now - moment > PATIENCE)


def whose(link: OpenedLink, page: ShownPage, email: str, *, services: Services) -> tuple[Answer, ...]:
    """For each credential of the page, whether it names this address. Nothing of it is kept or logged; what
    the credential itself says of its recipient is not told."""
    if not link.fields.name:
        raise NotFound()
    asked = Recipient(emails=(email.strip()[:LONGEST_EMAIL],))
    ids = {page.refs[credential.key] for credential in page.credentials}
    with services.store.read() as session:
        held = read_credentials(session, link.holder, ids, whole=True)
    answers = []
    for credential in page.credentials:
        found = held.get(page.refs[credential.key])
        document = found.document if found is not None and found.proved else None
        outcome = check_recipient(document, recipient=asked).outcome if document else Outcome.INCONCLUSIVE
        answers.append(Answer(credential.key, credential.title, *_whose_words(outcome)))
    return tuple(answers)


def _whose_words(outcome: Outcome) -> tuple[str, str, str]:
    if outcome is Outcome.PASS:
        return "pass", "check", _("It was issued to this address.")
    if outcome is Outcome.FAIL:
        return "fail", "x", _("It was issued to another address.")
    return "none", "circle-question-mark", _("It cannot be compared with an e-mail address.")
