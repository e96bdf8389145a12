"""A verifiable presentation: chosen credentials, as their issuers signed them, under the holder's signature.

W3C VC Data Model 2.0 with an `eddsa-rdfc-2022` proof for authentication. The holder's did:key is made at the
first presentation; its private half lies sealed in the database (wallet.sealing).

Open Badges 1 and 2 are no verifiable credentials and cannot be inside. A W3C credential secured as an SD-JWT
can, with the chosen claims, in an envelope of media type application/vc+sd-jwt (VC-JOSE-COSE §3.2). SD-JWT VC
of the IETF (`vct`, dc+sd-jwt) have another data model, and a VC 2.0 envelope holds a credential of its own:
there is no standard form for them in a presentation, nor for a sealed European Digital Credential."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from wallet.collection.nested import doubt_of
from wallet.collection.service import Kept
from wallet.credentials.sdjwt.disclosing import choose_disclosures
from wallet.credentials.sdjwt.reader import read_sd_jwt
from wallet.credentials.shapes import types_of
from wallet.errors import Refused
from wallet.exports.errors import (
    PresentationContext,
    PresentationEmpty,
    PresentationQuestion,
    PresentationTooMany,
)
from wallet.exports.standard_forms import Held, choosable_claims, open_held
from wallet.sealing import Sealer
from wallet.services import Services
from wallet.sharing.personal_data import revealed_by
from wallet.store.models.columns import new_id
from wallet.store.models.credential import HeldCredential
from wallet.store.models.export import HolderKey
from wallet.verification.dataintegrity import suites
from wallet.verification.identity.multibase import write_multibase
from wallet.verification.jsonld import JsonLdRefused, choices, context_urls
from wallet.web.words import verdict_words

CONTEXT = "https://www.w3.org/ns/credentials/v2"
SUITE = "eddsa-rdfc-2022"
MOST = 20
MOST_SHOWN = 100
ED25519_PUB = b"\xed\x01"  # multicodec
INSIDE = ("ob3", "vc", "clr")
NOT_POSSIBLE, SD_JWT_VC, SEALED = "presentation-not-possible", "presentation-sd-jwt-vc", "presentation-sealed"
# What a verifier writes to be sure that the presentation was made for it and now. Plain characters only.
_CHALLENGE = re.compile(r"[\x21-\x7e]{1,200}\Z")


@dataclass(frozen=True)
class Choice:
    """A credential that may be presented or not, and what it tells of its holder as a person."""

    id: str
    title: str
    issuer: str
    possible: bool
    chosen: bool
    word: str  # how it checks out: whoever checks the presentation will find the same
    tone: str
    icon: str
    reveals: tuple[tuple[str, str], ...] = ()
    claims: tuple[tuple[str, str], ...] = ()  # of an SD-JWT: (name, value) of each that may be withheld
    why_not: str = ""  # a code of `refusal_of`
    another: bool = False  # issued to somebody else


def choices_of(holder: str, chosen: Sequence[str], *, services: Services) -> tuple[Choice, ...]:
    """Everything the holder has, what is possible first."""
    with services.store.read() as session:
        rows = session.scalars(
            select(HeldCredential)
            .where(HeldCredential.account_id == holder, HeldCredential.deleted_at.is_(None))
            .order_by(HeldCredential.created_at.desc(), HeldCredential.id)
        ).all()
    found = []
    for row in rows[:MOST_SHOWN]:
        selective = open_held(holder, row.id, services=services) if row.dialect in ("sdjwt", "elm") else None
        why_not = refusal_of(selective) if selective else "" if row.dialect in INSIDE else NOT_POSSIBLE
        possible = not why_not
        claims = choosable_claims(selective) if selective and possible else ()
        told = revealed_by(holder, services=services, credential_id=row.id) if possible and not claims else ()
        lines = told[0].lines if told else ()
        title = row.title or row.name
        word, _sentence, tone, icon = verdict_words(row.told, doubt=doubt_of(row.facts))
        look = {"word": word, "tone": tone, "icon": icon, "claims": claims, "why_not": why_not}
        look["another"] = row.another
        found.append(
            Choice(row.id, title, row.issuer_name, possible, row.id in chosen, reveals=lines, **look)
        )
    return tuple(sorted(found, key=lambda one: (not one.chosen, not one.possible)))


def refusal_of(held: Held) -> str:
    """Why it cannot stand in a presentation, "" if it can: a W3C credential with a proof that presentations
    carry."""
    envelope = held.envelope
    if envelope.refusal is not None or envelope.claimed is None:
        return NOT_POSSIBLE
    if envelope.outer_proof == "sd-jwt":
        signed = read_sd_jwt(envelope.payload.decode()).token.claims()  # what no choice can hide
        return "" if "VerifiableCredential" in types_of(signed) and "@context" in signed else SD_JWT_VC
    if envelope.outer_proof:
        return SEALED
    return "" if envelope.dialect in INSIDE else NOT_POSSIBLE


def present(
    holder: str,
    credential_ids: Sequence[str],
    *,
    services: Services,
    challenge: str = "",
    domain: str = "",
    claims: Mapping[str, Collection[str]] | None = None,
) -> Kept:
    """The signed presentation as a JSON file. `claims`: of each SD-JWT, by its id, the names of what it
    shows; the rest is withheld. Refused: presentation-empty, presentation-too-many, presentation-question,
    presentation-context, or as `refusal_of`. NotFound for another's."""
    wanted = list(dict.fromkeys(credential_ids))
    if not wanted:
        raise PresentationEmpty()
    if len(wanted) > MOST:
        raise PresentationTooMany(most=MOST)
    if any(text and not _CHALLENGE.match(text) for text in (challenge, domain)):
        raise PresentationQuestion()
    shown = claims or {}
    inside = [_embedded(open_held(holder, one, services=services), shown.get(one, ())) for one in wanted]
    did, key = holder_key(holder, services=services)
    presentation = {
        "@context": [CONTEXT],
        "id": f"urn:uuid:{_uuid(new_id())}",
        "type": ["VerifiablePresentation"],
        "holder": did,
        "verifiableCredential": inside,
    }
    asked = {name: text for name, text in (("challenge", challenge), ("domain", domain)) if text}
    signed = _sign(presentation, did, key, asked, services=services)
    data = json.dumps(signed, ensure_ascii=False, indent=2).encode()
    return Kept(data, "presentation.json", "application/vp+json")


def _embedded(held: Held, shown: Collection[str]) -> Mapping[str, Any]:
    """As its issuer signed it: the object itself, or its token in an envelope (VC Data Model 2.0 §4.12.1)."""
    envelope = held.envelope
    code = refusal_of(held)
    if code or envelope.claimed is None:
        raise Refused(code or NOT_POSSIBLE, title=held.title[:200])
    if envelope.outer_proof:
        return _enveloped("vc+sd-jwt", choose_disclosures(envelope.payload.decode(), shown))
    return _enveloped("vc+jwt", envelope.token) if envelope.token else envelope.claimed


def _enveloped(kind: str, token: str) -> Mapping[str, Any]:
    id = f"data:application/{kind},{token}"
    return {"@context": CONTEXT, "id": id, "type": "EnvelopedVerifiableCredential"}


def _sign(
    presentation: dict[str, Any],
    did: str,
    key: Ed25519PrivateKey,
    asked: Mapping[str, str],
    *,
    services: Services,
) -> dict[str, Any]:
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": f"{services.clock.now():%Y-%m-%dT%H:%M:%SZ}",
        "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
        "proofPurpose": "authentication",
        **asked,
    }
    try:
        contexts = next(choices(context_urls(presentation), resources=services.fetcher))
        digests = suites.rdf_digests(presentation, proof, contexts=contexts, digest="sha256")
    except (JsonLdRefused, StopIteration):
        raise PresentationContext() from None
    return {**presentation, "proof": {**proof, "proofValue": write_multibase(key.sign(digests))}}


def holder_key(holder: str, *, services: Services) -> tuple[str, Ed25519PrivateKey]:
    """The holder's did:key and its private half; made at the first call."""
    sealer = Sealer(services.settings)

    def work(session: Any) -> tuple[str, bytes]:
        row = session.scalars(select(HolderKey).where(HolderKey.account_id == holder)).one_or_none()
        if row is None:
            private = Ed25519PrivateKey.generate()
            public = write_multibase(ED25519_PUB + private.public_key().public_bytes_raw())
            row = HolderKey(id=new_id(), account_id=holder, did=f"did:key:{public}")
            row.sealed = sealer.seal("holder_key", row.id, "sealed", private.private_bytes_raw())
            session.add(row)
            session.flush()
        return row.did, sealer.unseal("holder_key", row.id, "sealed", row.sealed)

    did, private = services.store.transact(work)
    return did, Ed25519PrivateKey.from_private_bytes(private)


def _uuid(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], "4" + digits[13:16], "8" + digits[17:20], digits[20:]))
