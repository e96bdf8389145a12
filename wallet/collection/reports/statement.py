"""What a credential says, ready to be shown: built from what the proof covers, or marked as merely claimed.

Addresses that a stranger wrote are links only when the operator's list knows the issuer and the address is
a public http(s) one; everything else is plain text (SSRF-26).
"""

from __future__ import annotations

import re
from datetime import datetime

from flask_babel import gettext

from wallet.collection.achievement_words import kind_of_achievement
from wallet.collection.cards import EvidenceCard, OutcomeCard, StatementCard
from wallet.credentials.model import Achievement, Credential, Profile, Subject, words
from wallet.fetching.addresses import is_linkable
from wallet.verification.report import Check, Outcome, Report

_PLAIN = {"VerifiableCredential", "OpenBadgeCredential", "AchievementCredential", "Assertion"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def dialect_of(report: Report, *, stated: str) -> str:
    """What the checked document is: an address alone does not say before it was fetched."""
    if stated not in {"", "unknown"}:
        return stated
    return report.dialect


def title_of(credential: Credential, language: str) -> str:
    """Its title; else, for what is no badge, what kind of credential it says it is, as words."""
    title = credential.title(language)
    if title:
        return title
    kinds = [kind for kind in credential.types if kind not in _PLAIN]
    return " ".join(_WORD.findall(kinds[0].rpartition("/")[2].rpartition("#")[2])) if kinds else ""


def is_recognised(report: Report | None) -> bool:
    """Does the operator's list know the issuer?"""
    return report is not None and any(
        finding.check is Check.ISSUER_RECOGNISED and finding.outcome is Outcome.PASS
        for finding in report.findings
    )


def statement_card(
    credential: Credential | None,
    *,
    fallback: str,
    language: str,
    recognised: bool,
    proved_at: tuple[bool, datetime | None],
    confirmed: bool = True,
) -> StatementCard:
    """The card. `fallback`: title of what could not be read. `proved_at`: (proved, when, if earlier).
    `confirmed`: the proof is known to be the issuer's own."""
    if credential is None:
        credential = Credential("", "unknown", Profile(""), Achievement(), Subject())
    achievement, issuer = credential.achievement, credential.issuer
    proved, when = proved_at
    criteria_url = achievement.criteria_url
    return StatementCard(
        title=title_of(credential, language) or fallback,
        issuer=words(issuer.name, language) or issuer.id,
        issuer_id=issuer.id,
        issuer_url=issuer.url if recognised and is_linkable(issuer.url) else "",
        issuer_address=issuer.url,
        issued_at=credential.issued_at,
        expires_at=credential.expires_at,
        description=words(achievement.description, language) or words(credential.description, language),
        criteria=words(achievement.criteria, language),
        criteria_url=criteria_url if recognised and is_linkable(criteria_url) else "",
        criteria_address=criteria_url,
        outcomes=_outcomes(credential, recognised),
        evidence=_evidence(credential, recognised),
        tags=tuple(dict.fromkeys(tag for tag in achievement.tags if tag))[:30],
        facts=_facts(credential, language),
        proved=proved,
        proved_at=when,
        recognised=recognised,
        recipient=_recipient(credential.subject),
        confirmed=proved and confirmed,
    )


def _recipient(subject: Subject) -> str:
    """A name, else an address or identifier that is written openly; "" for a hash: it is for no eyes."""
    plain = [one.value for one in subject.identifiers if not one.hashed and one.kind != "name"]
    return subject.name or next(iter(plain), "") or subject.id


def _outcomes(credential: Credential, recognised: bool) -> tuple[OutcomeCard, ...]:
    achievement = credential.achievement
    stated = [OutcomeCard(name=outcome) for outcome in achievement.outcomes if outcome]
    aligned = [
        OutcomeCard(
            name=a.name or a.code or a.url,
            framework=a.framework,
            code=a.code,
            url=a.url if recognised and is_linkable(a.url) else "",
            description=a.description,
        )
        for a in achievement.skills
        if a.name or a.code or a.url
    ]
    return tuple((stated + aligned)[:60])


def _evidence(credential: Credential, recognised: bool) -> tuple[EvidenceCard, ...]:
    cards = []
    for piece in credential.evidence[:60]:
        linked = recognised and is_linkable(piece.url)
        cards.append(
            EvidenceCard(
                name=piece.name,
                text=piece.narrative or piece.description,
                url=piece.url if linked else "",
                address="" if linked else piece.url,
            )
        )
    return tuple(card for card in cards if card.name or card.text or card.url or card.address)


def _facts(credential: Credential, language: str) -> tuple[tuple[str, str], ...]:
    achievement = credential.achievement
    creator = achievement.creator
    named_after = words(creator.name, language) if creator else ""
    facts = [
        (gettext("Learner"), credential.subject.name),
        (gettext("Kind"), kind_of_achievement(achievement.kind)),
        (gettext("Credits"), achievement.credits),
        (
            gettext("Defined by"),
            named_after if named_after != words(credential.issuer.name, language) else "",
        ),
        (gettext("Country"), credential.issuer.country),
        *((result.name or gettext("Result"), result.value) for result in credential.results[:20]),
        (gettext("Number"), credential.id),
    ]
    return tuple((label, value) for label, value in facts if value)
