"""Who you are: accounts, their sign-ins and proven addresses. First argument: the holder's account id."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from wallet.accounts import emails, leaving, mail, proofs, sessions
from wallet.accounts.cards import EmailCard, PersonCard, SignedIn, SignInCard
from wallet.accounts.names import clean_name
from wallet.accounts.oidc import Identity
from wallet.accounts.roles import ROLES, change_role
from wallet.errors import NotFound
from wallet.sealing import Sealer
from wallet.services import services as these_services
from wallet.store.models.account import Account, EmailProof, SessionRecord
from wallet.verification.recipient import Recipient
from wallet.web.languages import closest, known


def read_language(text: object) -> str:
    """`pl-PL` → `pl`; "" for what we do not speak."""
    return closest(text) if isinstance(text, str) else ""


def sign_in(identity: Identity, *, provider: str, old_cookie: str, trusts_role: bool, services: Any) -> str:
    """The cookie secret of a new sign-in. The account is found by issuer and subject, by nothing else."""
    now = services.clock.now()
    leaving.erase_if_due(identity, services=services)

    def work(session: Any) -> str:
        account = session.scalars(
            select(Account).where(Account.issuer == identity.issuer, Account.subject == identity.subject)
        ).first()
        if account is None:
            account = Account(issuer=identity.issuer, subject=identity.subject, created_at=now)
            account.name, account.language, account.role = "", read_language(identity.language), "learner"
            session.add(account)
        account.name = account.name or clean_name(identity.name)
        if trusts_role and identity.role in ROLES:
            change_role(session, account, identity.role)
        account.last_seen_at = now
        session.flush()
        if identity.email and emails.record_provider_proof(session, account.id, identity.email, now=now):
            proofs.tell(session, account.id, services=services)
        sessions.end_by_cookie(session, old_cookie)
        return sessions.open_session(
            session, account, provider=provider, identity=identity, now=now, sealer=Sealer(services.settings)
        )

    return services.store.transact(work)


def proven_recipient(holder: str, *, services: Any = None) -> Recipient:
    """Under which addresses (and, later, DIDs) a credential may have been issued to the holder."""
    with (services or these_services()).store.read() as session:
        return emails.proven_recipient(session, holder)


def person(holder: str, *, session_id: str, services: Any) -> PersonCard:
    """What the wallet knows of the holder, as the page "me" shows it."""
    now = services.clock.now()
    with services.store.read() as session:
        account = session.get(Account, holder)
        if account is None:
            raise NotFound()
        proofs = session.scalars(
            select(EmailProof)
            .where(EmailProof.account_id == holder)
            .where((EmailProof.proven_at.is_not(None)) | (EmailProof.secret_expires_at > now))
            .order_by(EmailProof.created_at, EmailProof.id)
        ).all()
        records = session.scalars(
            select(SessionRecord)
            .where(SessionRecord.account_id == holder, SessionRecord.expires_at > now)
            .order_by(SessionRecord.seen_at.desc())
        ).all()
    here = [record for record in records if record.id == session_id]
    return PersonCard(
        name=account.name,
        language=account.language,
        role=account.role,
        provider=here[0].provider if here else "",
        since=account.created_at,
        emails=tuple(_email_card(row) for row in proofs),
        sign_ins=tuple(
            SignInCard(
                handle=row.id[:20],
                provider=row.provider,
                created_at=row.created_at,
                seen_at=row.seen_at,
                here=row.id == session_id,
            )
            for row in records
        ),
    )


def _email_card(row: EmailProof) -> EmailCard:
    return EmailCard(
        id=row.id,
        address=row.address,
        source=row.source,
        spellings=tuple(row.spellings),
        proven_at=row.proven_at,
        waits_until=None if row.proven_at else row.secret_expires_at,
    )


def change(holder: str, *, name: object, language: object, services: Any) -> None:
    """The holder's own words for name and language; an empty name keeps the old one."""
    with services.store.write() as session:
        account = session.get(Account, holder)
        if account is None:
            raise NotFound()
        account.name = clean_name(name) or account.name
        account.language = language if language in known() else ""


def save_language(holder: str, language: str, *, services: Any) -> None:
    """The language the holder has just switched to."""
    with services.store.write() as session:
        account = session.get(Account, holder)
        if account is not None:
            account.language = read_language(language)


def add_spelling(holder: str, text: object, *, services: Any) -> str | None:
    """The address, if it is a confirmed one in a new spelling: it is tried from now on. None for another."""
    with services.store.write() as session:
        spelling = emails.add_spelling(session, holder, text)
        if spelling is not None:
            proofs.tell(session, holder, services=services)
        return spelling


def prove_email(person: SignedIn, secret: str, *, services: Any) -> str:
    """The link was used; the address is proven from now on. NotFound if the link is not good."""
    with services.store.write() as session:
        address = emails.prove(
            session, person.id, secret, session_id=person.session_id, now=services.clock.now()
        )
        proofs.tell(session, person.id, services=services)
        return address


def remove_email(holder: str, email_id: str, *, services: Any) -> None:
    """The address and its spellings go; badges issued to it are somebody else's from the next check on."""
    with services.store.write() as session:
        emails.remove(session, holder, email_id)
        proofs.tell(session, holder, services=services)


def add_email(person: SignedIn, text: object, *, write_letter: Any, services: Any) -> str:
    """Send a confirmation link to an address; the address. `write_letter(secret)` gives subject and body."""
    email_id, address, secret = emails.ask_for_proof(
        services.store, person.id, text, session_id=person.session_id, now=services.clock.now()
    )
    subject, body = write_letter(secret)
    try:
        mail.send(services.settings, to=address, subject=subject, body=body)
    except Exception:
        with services.store.write() as session:
            emails.remove(session, person.id, email_id)
        raise
    return address


def sign_out_everywhere(holder: str, *, services: Any) -> None:
    """Every sign-in ends, this one too, and nothing that was pending can be confirmed any more."""
    with services.store.write() as session:
        sessions.end_all(session, holder)
        emails.cancel_pending(session, holder)
