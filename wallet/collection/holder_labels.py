"""A holder may disagree with what a credential was taken for: the kind of proof and the field of competence.
Their own label goes first wherever it shows, and is marked as theirs; nothing in the credential changes."""

from __future__ import annotations

from wallet.collection import signals
from wallet.collection.errors import LabelUnknown
from wallet.collection.fields import FIELDS
from wallet.collection.service import own_credential
from wallet.credentials.proof_kinds import KINDS
from wallet.services import Services


def relabel(holder: str, credential_id: str, *, kind: str, field: str, services: Services) -> None:
    """An empty label is taken back: what was found holds again. Refused: label-unknown."""
    if (kind and kind not in KINDS) or (field and field not in FIELDS):
        raise LabelUnknown()
    with services.store.write() as session:
        row = own_credential(session, holder, credential_id)
        row.own_kind, row.own_field = kind or None, field or None
    signals.tell(holder, services=services)
