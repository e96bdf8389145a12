"""Whether a credential holds: the numbered checklist. `verify` is total: any envelope in, a Report out.

    1 FORMAT             can it be read, and as what
    2 SHAPE              is it well formed: what a proof covers is what is shown
    3 ISSUER_KEY         is the key the issuer's own
    4 PROOF              does the signature fit, or does the issuer still host it
    5 VALIDITY           is it in force at the moment asked about
    6 STATUS             has the issuer taken it back
    7 RECIPIENT          does it speak about this person
    8 ISSUER_RECOGNISED  is the issuer on the list the operator keeps
    9 ENDORSEMENTS       what others have signed about it, each a report of its own

Each check stands alone: one that breaks is INCONCLUSIVE (`check-failed`) and the others go on. Without a PASS
in 4, 5 to 9 would speak about words nobody has proved, so they are NOT_APPLICABLE and say so; only that it
names somebody else is said of any credential, for that can merely lower. Law: README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from wallet.credentials.envelope import Envelope
from wallet.credentials.parsing.values import one_of, several
from wallet.credentials.reading import read_envelope
from wallet.verification import work
from wallet.verification.dataintegrity.proofs import check_proofs
from wallet.verification.dataintegrity.suites import covered_by_jcs
from wallet.verification.identity.addresses import host_of, same_address
from wallet.verification.jose import check_token
from wallet.verification.jsonld.extensions import without_extensions
from wallet.verification.nested import (
    MAX_DEPTH,
    MAX_INSIDE,
    check_endorsements,
    check_holder,
    children_in,
    credentials_in,
    endorsements_in,
    fold,
    same_signer,
)
from wallet.verification.openbadges2.hosted import check_hosted
from wallet.verification.openbadges2.signed import check_signed
from wallet.verification.recipient import Recipient, check_recipient
from wallet.verification.report import Check, Finding, Outcome, Report
from wallet.verification.resources import Resources
from wallet.verification.shape import check_data_model, issuer_id
from wallet.verification.status.check import StatusQuestion, check_list, check_status
from wallet.verification.validity import check_validity

Recognised = Mapping[str, str]  # issuer's identifier → name, as the operator keeps it

# Proofs that stand around a document and are not checked yet: the report's word, and the proof's own name.
_OUTER = {"jades": ("elm-jades", "JAdES"), "sd-jwt": ("sd-jwt", "SD-JWT")}
_KEY_ONLY = ("did:key:", "did:jwk:")

# A sound picture with nothing baked in is readable; there is just nothing in it that anybody signed.
NO_BADGE = "no-badge-in-picture"
_PICTURE = [
    Finding(Check.FORMAT, Outcome.NOT_APPLICABLE, NO_BADGE),
    Finding(Check.PROOF, Outcome.FAIL, "no-proof"),
]


@dataclass
class _Budget:
    """How many credentials inside this one may still be verified, all levels together."""

    left: int = MAX_INSIDE


@dataclass(frozen=True)
class _Asked:
    """What one verification is about, besides the envelope. `depth` counts credentials inside credentials."""

    at: datetime
    resources: Resources
    clock_in_doubt: bool = False
    recipient: Recipient | None = None
    recognised: Recognised | None = None
    depth: int = 0
    budget: _Budget = field(default_factory=_Budget)
    list_of_status: bool = False  # the envelope is a status list: its own status is not asked (no loops)

    @property
    def moment(self) -> datetime | None:
        """What dates are judged by; None where the clock that gave `at` is in doubt, and no date can be."""
        return None if self.clock_in_doubt else self.at

    def inside(self, *, list_of_status: bool = False) -> _Asked:
        return replace(self, recipient=None, depth=self.depth + 1, list_of_status=list_of_status)


@dataclass(frozen=True)
class _Proved:
    """Checks 2 to 4 (and 6 where the proof brings it). `document` is what was proved, or None."""

    findings: tuple[Finding, ...]
    document: Mapping[str, Any] | None = None
    claims: Mapping[str, Any] | None = None
    nested: tuple[Report, ...] = ()


def verify(
    envelope: Envelope,
    *,
    at: datetime,
    resources: Resources,
    recipient: Recipient | None = None,
    recognised: Recognised | None = None,
    clock_in_doubt: bool = False,
) -> Report:
    """All findings about one envelope at the moment `at` (aware). Never raises. `clock_in_doubt`: the clock
    that gave `at` may be wrong, so what depends on it stays open (the code `clock-in-doubt`)."""
    asked = _Asked(at, resources, clock_in_doubt, recipient, recognised)
    try:
        with work.bounded():
            return _verify(envelope, asked)
    except Exception:  # the floor under the floors: a fault of ours is never a verdict on the credential
        return Report("unknown", (Finding(Check.FORMAT, Outcome.INCONCLUSIVE, "check-failed"),), at)


def _verify(envelope: Envelope, asked: _Asked) -> Report:
    kind = _format(envelope)
    # 1 FORMAT
    if envelope.refusal is not None and envelope.refusal.code == NO_BADGE:
        return Report("picture", _complete(_PICTURE), asked.at)
    if envelope.refusal is not None or kind == "unknown":
        code = envelope.refusal.code if envelope.refusal is not None else "not-a-credential"
        params = {k: str(v)[:300] for k, v in envelope.refusal.params.items()} if envelope.refusal else {}
        return Report(kind, _complete([Finding(Check.FORMAT, Outcome.FAIL, code, params)]), asked.at)
    findings = [Finding(Check.FORMAT, Outcome.PASS, "recognised", {"format": kind})]
    # 2 SHAPE, 3 ISSUER_KEY, 4 PROOF
    proved = _isolated(lambda: _prove(envelope, kind, asked), Check.PROOF)
    findings += proved.findings
    if not asked.list_of_status:  # else whoever asked for the list reads it
        findings += _check(Check.SHAPE, lambda: check_list(proved.document or envelope.claimed or {}))
    holds = _passes(findings, Check.PROOF)
    document = proved.document if holds and not _fails(findings, Check.SHAPE) else None
    nested = proved.nested
    if document is not None:
        more, endorsements = _about(document, kind, proved, asked)
        findings += more
        nested = (*nested, *endorsements)
    elif asked.recipient is not None:
        findings += _check(Check.RECIPIENT, lambda: _claims_another(envelope.claimed, asked.recipient))
    if kind.startswith("vp"):
        findings += fold(proved.nested, unsigned=any(f.code == "no-proof" for f in findings))
        presented = proved.document or envelope.claimed or {}
        signer = next((f.params.get("issuer", "") for f in findings if f.check is Check.ISSUER_KEY), "")
        findings += _check(Check.RECIPIENT, lambda: check_holder(presented, signer, proved.nested))
    return Report(
        kind,
        _complete(findings),
        asked.at,
        document=document,
        claimed=envelope.claimed,
        nested=nested,
    )


def _format(envelope: Envelope) -> str:
    """The report's word for how this credential is made and proved."""
    dialect = envelope.dialect
    if envelope.outer_proof:
        return _OUTER[envelope.outer_proof][0]
    if envelope.url and envelope.claimed is None:
        return "ob2-hosted"
    if dialect in ("ob1", "ob2"):
        return "ob2-signed" if envelope.token else "ob2-hosted"
    if dialect in ("ob3", "clr", "elm", "vc", "vp"):
        return f"{dialect}-jwt" if envelope.token else f"{dialect}-di"
    return "unknown"


# ── 2 to 4 ───────────────────────────────────────────────────────────────────────────────────────────
def _prove(envelope: Envelope, kind: str, asked: _Asked) -> _Proved:
    if kind == "ob2-hosted":
        hosted = check_hosted(envelope, resources=asked.resources)
        return _Proved(hosted.findings, hosted.document)
    if kind == "ob2-signed":
        signed = check_signed(envelope, at=asked.moment, resources=asked.resources)
        return _Proved(signed.findings, signed.document)
    if envelope.outer_proof:
        named = {"type": _OUTER[envelope.outer_proof][1]}
        return _Proved((Finding(Check.PROOF, Outcome.INCONCLUSIVE, "proof-not-supported", named),))
    presentation = kind.startswith("vp")
    if kind.endswith("-jwt"):
        token = check_token(
            envelope.token, at=asked.moment, resources=asked.resources, presentation=presentation
        )
        shown = token.document if token.document is not None else envelope.claimed or {}
        shape = check_data_model(shown, presentation=presentation)
        proved = _Proved((*token.findings, shape), token.document, token.claims)
    else:
        proved = _prove_data_integrity(envelope.claimed or {}, asked, presentation=presentation)
    if presentation:
        inside = tuple(_inside(credentials_in(proved.document or envelope.claimed or {}), asked))
        return replace(proved, nested=inside)
    if kind.startswith("clr"):  # told beside the record, never folded into it: each speaks for itself
        return replace(
            proved, nested=tuple(_inside(children_in(proved.document or envelope.claimed or {}), asked))
        )
    return proved


def _prove_data_integrity(document: Mapping[str, Any], asked: _Asked, *, presentation: bool) -> _Proved:
    unsigned = document.get("proof") in (None, [], {})
    undated = unsigned and "EuropeanDigitalCredential" in several(document.get("type"))  # sealing dates it
    shape = check_data_model(document, presentation=presentation, proved=not unsigned, undated=undated)
    if unsigned:
        # what sealing adds to a European Digital Credential is no fault of one that is not yet sealed
        rules = () if undated and shape.outcome is Outcome.FAIL else (shape,)
        return _Proved((*rules, Finding(Check.PROOF, Outcome.FAIL, "no-proof")))
    issuer = issuer_id(document, "holder" if presentation else "issuer")
    purpose = "authentication" if presentation else "assertionMethod"
    findings = check_proofs(
        document, issuer=issuer, at=asked.moment, resources=asked.resources, purpose=purpose
    )
    if any(f.code == "proof-not-supported" for f in findings) and shape.code == "not-an-identifier":
        shape = replace(shape, outcome=Outcome.INCONCLUSIVE)  # a format of its own may have rules of its own
    if any(f.code == "shape-plain" for f in findings):  # proved as RDF, which says nothing of an extension
        document = without_extensions(document)
    return _Proved((shape, *findings), covered_by_jcs(document))


def _inside(envelopes: Iterable[Envelope], asked: _Asked) -> list[Report]:
    """A report on each. What goes beyond depth or number is not silently left out: it has a report too."""
    reports: list[Report] = []
    for envelope in envelopes:
        asked.budget.left -= 1
        if asked.depth >= MAX_DEPTH or asked.budget.left < 0:
            beyond = [
                Finding(check, Outcome.INCONCLUSIVE, "too-complex") for check in (Check.FORMAT, Check.PROOF)
            ]
            return [*reports, Report("unknown", _complete(beyond), asked.at)]
        reports.append(_verify(envelope, asked.inside()))
    return reports


# ── 5 to 9, about a document that was proved ─────────────────────────────────────────────────────────
def _about(
    document: Mapping[str, Any], kind: str, proved: _Proved, asked: _Asked
) -> tuple[list[Finding], tuple[Report, ...]]:
    lenient = kind.startswith("ob2")
    findings: list[Finding] = []
    # 5 VALIDITY
    findings += _check(
        Check.VALIDITY,
        lambda: [check_validity(document, at=asked.moment, claims=proved.claims, lenient=lenient)],
    )
    # 6 STATUS: hosted and signed Open Badges 2 have answered it with their proof
    if asked.list_of_status:
        findings.append(Finding(Check.STATUS, Outcome.NOT_APPLICABLE, "status-of-list-not-asked"))
    elif not any(finding.check is Check.STATUS for finding in proved.findings):
        question = _status_question(document, asked, proved)
        findings += _check(Check.STATUS, lambda: check_status(document, question))
    # 7 RECIPIENT
    findings += _check(Check.RECIPIENT, lambda: [check_recipient(document, recipient=asked.recipient)])
    # 8 ISSUER_RECOGNISED
    findings += _check(Check.ISSUER_RECOGNISED, lambda: [_recognise(document, kind, proved, asked)])
    # 3 again: its floor is its own, so that a fault above cannot let an unnamed key pass for a known issuer
    findings += _check(Check.ISSUER_KEY, lambda: _only_a_key(document, kind, asked))
    # 9 ENDORSEMENTS
    endorsements = tuple(_inside(endorsements_in(document), asked))
    findings += _check(Check.ENDORSEMENTS, lambda: [check_endorsements(document, endorsements)])
    return findings, endorsements


def _claims_another(claimed: Mapping[str, Any] | None, recipient: Recipient | None) -> list[Finding]:
    """Words that nobody has proved make a badge nobody's own. That it names somebody else is believed all the
    same: it can only lower."""
    finding = check_recipient(claimed or {}, recipient=recipient)
    return [finding] if finding.outcome is Outcome.FAIL else []


def _status_question(document: Mapping[str, Any], asked: _Asked, proved: _Proved) -> StatusQuestion:
    identifier = one_of(document.get("id"))
    issuer = issuer_id(document)
    return StatusQuestion(
        issuer=issuer,
        credential_id=identifier if isinstance(identifier, str) else "",
        at=asked.moment,
        claims=proved.claims,
        resources=asked.resources,
        verify_list=lambda body: _verify(read_envelope(body), asked.inside(list_of_status=True)),
        same_signer=lambda listed: same_signer(issuer, proved.findings, listed, resources=asked.resources),
    )


def _recognise(document: Mapping[str, Any], kind: str, proved: _Proved, asked: _Asked) -> Finding:
    check = Check.ISSUER_RECOGNISED
    if asked.recognised is None or kind.startswith("vp"):
        return Finding(check, Outcome.NOT_APPLICABLE, "no-list-kept")
    if _fails(list(proved.findings), Check.ISSUER_KEY):
        # The list would speak of whoever is named, and that it was them nobody has confirmed.
        return Finding(check, Outcome.NOT_APPLICABLE, "not-meaningful-without-proof")
    issuer = _issuer_of(document)
    name = _name_on_list(issuer, asked.recognised)
    if name is not None:
        return Finding(check, Outcome.PASS, "issuer-recognised", {"name": name[:300]})
    return Finding(check, Outcome.INCONCLUSIVE, "issuer-not-on-list", {"issuer": issuer})


def _name_on_list(issuer: str, recognised: Recognised) -> str | None:
    """The name beside the issuer's identifier; a web address may be written in another way there."""
    if issuer in recognised:
        return str(recognised[issuer])
    host = host_of(issuer)
    if not host:
        return None
    alike = (listed for listed in recognised if host in listed.lower())
    return next((str(recognised[listed]) for listed in alike if same_address(listed, issuer)), None)


def _only_a_key(document: Mapping[str, Any], kind: str, asked: _Asked) -> list[Finding]:
    """A did:key or did:jwk is a key and nothing else: anybody can make one and write any name beside it.
    Being on a list that somebody keeps is the only way to know whose it is."""
    issuer = _issuer_of(document)
    if kind.startswith("vp") or asked.list_of_status or not issuer.startswith(_KEY_ONLY):
        return []
    if asked.recognised is not None and issuer in asked.recognised:
        return []
    params = {"issuer": issuer}
    return [Finding(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-known-by-key-only", params)]


def _issuer_of(document: Mapping[str, Any]) -> str:
    badge = document.get("badge")
    return issuer_id(badge if isinstance(badge, Mapping) else document)


# ── The floors ───────────────────────────────────────────────────────────────────────────────────────
def _check(check: Check, run: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return run()
    except Exception:
        return [Finding(check, Outcome.INCONCLUSIVE, "check-failed")]


def _isolated(run: Callable[[], _Proved], check: Check) -> _Proved:
    try:
        return run()
    except Exception:
        return _Proved((Finding(check, Outcome.INCONCLUSIVE, "check-failed"),))


def _passes(findings: list[Finding], check: Check) -> bool:
    outcomes = [finding.outcome for finding in findings if finding.check is check]
    return bool(outcomes) and all(outcome is Outcome.PASS for outcome in outcomes)


def _fails(findings: list[Finding], check: Check) -> bool:
    return any(f.check is check and f.outcome is not Outcome.PASS for f in findings)


def _complete(findings: list[Finding]) -> tuple[Finding, ...]:
    """Every check answers, in the order of the list; a missing answer is never silence."""
    holds, formed = _passes(findings, Check.PROOF), _passes(findings, Check.SHAPE)
    unsigned = any(finding.code == "no-proof" for finding in findings)
    done = list(findings)
    for check in Check:
        if any(finding.check is check for finding in findings):
            continue
        outcome, code = Outcome.NOT_APPLICABLE, "not-meaningful-without-proof"
        if holds and not formed:
            code = "not-meaningful-when-malformed"
        elif check.value <= Check.PROOF.value and unsigned:
            code = "no-proof-to-check"
        elif check.value <= Check.PROOF.value or holds:
            outcome, code = Outcome.INCONCLUSIVE, "not-reached"
        done.append(Finding(check, outcome, code))
    return tuple(sorted(done, key=lambda finding: finding.check.value))
