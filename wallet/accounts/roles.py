"""Who is an adviser or an operator: said on the command line by whoever runs the wallet, and nowhere else.

A role opens nothing of anybody by itself: an adviser sees what learners have opened to them, and with the
role they lose all of it, at their next request. A new role also ends every sign-in of the account: what was
opened as one role is never carried on as another.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from wallet.accounts.emails import normalise
from wallet.accounts.sessions import end_all
from wallet.errors import WalletError
from wallet.store import Store
from wallet.store.models.account import Account, EmailProof

ROLES = ("learner", "adviser", "operator")


class NotOneAccount(WalletError):
    """No account, or more than one, goes by this."""

    code = "not-one-account"

    def __str__(self) -> str:
        found = ", ".join(self.params["found"])
        if not found:
            return "No account has this id, and nobody has proven this address. Nothing was changed."
        return (
            f"Several accounts have proven this address: {found}. Say which, by its id. Nothing was changed."
        )


def change_role(session: Session, account: Account, role: str) -> None:
    """Give the account this role, in the caller's transaction; if it is another one, every sign-in ends."""
    if account.role != role:
        account.role = role
        end_all(session, account.id)


def give_role(store: Store, who: str, role: str) -> tuple[str, str, str]:
    """(id, name, the role before) of the account with this id or this proven address."""
    if role not in ROLES:
        raise ValueError(role)
    with store.write() as session:
        proven = select(EmailProof.account_id).where(
            EmailProof.normalised == normalise(who.strip()), EmailProof.proven_at.is_not(None)
        )
        found = session.scalars(
            select(Account)
            .where((Account.id == who.strip()) | Account.id.in_(proven))
            .order_by(Account.created_at, Account.id)
            .with_for_update()
        ).all()
        if len(found) != 1:
            raise NotOneAccount(found=[account.id for account in found])
        account, before = found[0], found[0].role
        change_role(session, account, role)
        return account.id, account.name, before
