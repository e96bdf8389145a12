"""The sample files: for each learner one badge of every fate, in the forms that real issuers use."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any

from wallet.credentials.carriers.baking import bake_png
from wallet.demo.achievements import BY_SLUG
from wallet.demo.issuer import LEARNERS, OB3_SETTLED, Academy, Award, Learner
from wallet.demo.pictures import draw_badge

OB2_KEYWORD, OB3_KEYWORD = "openbadges", "openbadgecredential"
MEDIA_TYPES = {"png": "image/png", "json": "application/json", "jwt": "application/jwt"}


@dataclass(frozen=True)
class Kind:
    """One fate. `verdict` is the word that the wallet should find (wallet.verification.report)."""

    key: str
    slug: str
    ending: str
    verdict: str


KINDS = (
    Kind("holds", "digital-content", "png", "valid"),
    Kind("token", "team-creativity", "jwt", "valid"),
    Kind("hosted", "spreadsheet-analysis", "png", "valid"),
    Kind("expired", "first-aid", "png", "expired"),
    Kind("revoked", "local-community", "png", "revoked"),
    Kind("altered", "project-basics", "json", "invalid"),
    Kind("silent", "circular-economy", "json", "undetermined"),
)
_DATES = {
    "holds": (datetime(2025, 5, 20, 9, 30, tzinfo=UTC), None, 48_213),
    "token": (datetime(2025, 3, 7, 12, 0, tzinfo=UTC), None, 20_117),
    "hosted": (datetime(2024, 11, 12, 10, 15, tzinfo=UTC), None, None),
    "expired": (datetime(2021, 9, 3, 14, 0, tzinfo=UTC), timedelta(days=730), 71_034),
    "revoked": (datetime(2025, 2, 14, 11, 0, tzinfo=UTC), None, 94_567),
    "altered": (datetime(2024, 6, 28, 13, 45, tzinfo=UTC), None, 5_521),
    "silent": (datetime(2024, 10, 5, 9, 0, tzinfo=UTC), None, None),
}
_PROMOTED = {
    "pl": ("poziom podstawowy", "poziom zaawansowany"),
    "en": ("Basic Level", "Advanced Level"),
}


@dataclass(frozen=True)
class Sample:
    """A file to download. `name` is its place in the address, `file_name` what it is saved as."""

    learner: Learner
    kind: Kind

    @property
    def name(self) -> str:
        return f"{self.learner.key}-{self.kind.key}.{self.kind.ending}"

    @property
    def file_name(self) -> str:
        return f"{self.kind.slug}.{self.kind.ending}"

    @property
    def title(self) -> str:
        return BY_SLUG[self.kind.slug].words(self.learner.language).name

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind.ending]

    @property
    def award(self) -> Award:
        at, good_for, index = _DATES[self.kind.key]
        return Award(self.learner, BY_SLUG[self.kind.slug], at, good_for, index)


SAMPLES: Mapping[str, Sample] = {
    sample.name: sample for sample in (Sample(learner, kind) for learner in LEARNERS for kind in KINDS)
}


class Samples:
    """The files of one academy, each made once and the same each time."""

    def __init__(self, academy: Academy) -> None:
        self.academy = academy
        self._made: dict[str, bytes] = {}

    def file(self, sample: Sample) -> bytes:
        if sample.name not in self._made:
            self._made[sample.name] = self._make(sample)
        return self._made[sample.name]

    def archive(self, learner: Learner) -> bytes:
        """All of a learner's samples in one ZIP."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for sample in SAMPLES.values():
                if sample.learner == learner:
                    entry = zipfile.ZipInfo(sample.file_name, (2025, 6, 1, 12, 0, 0))
                    archive.writestr(entry, self.file(sample), zipfile.ZIP_DEFLATED)
        return out.getvalue()

    @cached_property
    def assertions(self) -> Mapping[str, dict[str, Any]]:
        """Hosted assertions by the last part of their address."""
        hosted = [sample for sample in SAMPLES.values() if sample.kind.key == "hosted"]
        documents = (self.academy.hosted_assertion(sample.award) for sample in hosted)
        return {document["id"].rsplit("/", 1)[-1]: document for document in documents}

    def _make(self, sample: Sample) -> bytes:
        academy, award, kind = self.academy, sample.award, sample.kind.key
        if kind == "token":
            return academy.token(award).encode("ascii")
        if kind == "hosted":
            payload = _json(academy.hosted_assertion(award))
            return bake_png(draw_badge(award.subject.slug), payload, OB2_KEYWORD)
        if kind == "silent":
            return _json(academy.signed_by_a_silent_server(award))
        if kind == "altered":
            return _json(_promote(academy.signed(award, context=OB3_SETTLED), sample.learner.language))
        return bake_png(draw_badge(award.subject.slug), _json(academy.signed(award)), OB3_KEYWORD)


def _promote(document: dict[str, Any], language: str) -> dict[str, Any]:
    """What a cheat would do: one word changed, the signature left as it was."""
    before, after = _PROMOTED[language]
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    changed = {**achievement, "name": achievement["name"].replace(before, after)}
    name = document["name"].replace(before, after)
    return {**document, "name": name, "credentialSubject": {**subject, "achievement": changed}}


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
