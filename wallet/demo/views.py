"""The demo issuer's pages: what it hosts for verifiers, and the samples for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_login import current_user

from wallet.catalogues import SOURCE
from wallet.demo import provider
from wallet.demo.achievements import ACADEMY, BY_SLUG
from wallet.demo.blueprint import blueprint
from wallet.demo.issuer import LEARNERS, Academy, Learner
from wallet.demo.pictures import draw_badge
from wallet.demo.samples import SAMPLES, Sample, Samples
from wallet.demo.signing import SigningKey
from wallet.demo.words import sample_words
from wallet.errors import NotFound
from wallet.settings import Settings
from wallet.web.htmx import render
from wallet.web.languages import current

EXTENSION = "wallet.demo"


def set_up(app: Flask, settings: Settings) -> None:
    provider.set_up(app, settings)
    academy = Academy(SigningKey.kept(settings.instance / "demo"), settings.base_url)
    app.extensions[EXTENSION] = Samples(academy)
    # A did:key says nothing of its holder: the demo's operator knows the academy and says so on their list.
    listed = settings.instance / "demo" / "recognised.json"
    listed.write_text(json.dumps({academy.key.did: ACADEMY["en"]}), encoding="utf-8")


def _samples() -> Samples:
    made: Samples = current_app.extensions[EXTENSION]
    return made


# ── For people ───────────────────────────────────────────────────────────────────────────────────────
@blueprint.get("/demo/samples")
def samples() -> Response:
    learner = _learner()
    others = [other for other in LEARNERS if other != learner]
    return render(
        "demo/samples.html",
        learner=learner,
        others=others,
        samples=[_card(sample) for sample in SAMPLES.values() if sample.learner == learner],
    )


@blueprint.get("/demo/samples/<name>")
def sample(name: str) -> Response:
    if name not in SAMPLES:
        raise NotFound()
    wanted = SAMPLES[name]
    return _download(_samples().file(wanted), wanted.media_type, wanted.file_name)


@blueprint.get("/demo/samples.zip")
def samples_zip() -> Response:
    learner = _learner()
    return _download(_samples().archive(learner), "application/zip", f"badges-{learner.key}.zip")


def _learner() -> Learner:
    """Whose samples: as asked, else who is signed in, else who speaks the reader's language."""
    asked = request.args.get("learner", "")
    name = getattr(current_user, "name", "")
    for learner in LEARNERS:
        if learner.key == asked or (not asked and learner.name == name):
            return learner
    speaking = {learner.language: learner for learner in reversed(LEARNERS)}
    return speaking.get(current()) or speaking[SOURCE]


def _card(sample: Sample) -> Mapping[str, Any]:
    return {
        "name": sample.name,
        "title": sample.title,
        "language": sample.learner.language,
        "ending": sample.kind.ending.upper(),
        "verdict": sample.kind.verdict,
        "words": sample_words(sample.kind.key),
        "picture": url_for("demo.picture", slug=sample.kind.slug),
    }


def _download(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# ── For verifiers ────────────────────────────────────────────────────────────────────────────────────
@blueprint.get("/demo-issuer")
@blueprint.get("/demo-issuer/achievements/<slug>")
def academy(slug: str = "") -> Response:
    """The addresses that the badges name as the issuer's and the achievements' own lead to the samples."""
    if slug and slug not in BY_SLUG:
        raise NotFound()
    return redirect(url_for("demo.samples"), 303)  # type: ignore[return-value]


@blueprint.get("/demo-issuer/status/1")
def status() -> Response:
    return _document(_samples().academy.status_list, "application/vc")


@blueprint.get("/demo-issuer/issuer-<language>.json")
def issuer(language: str) -> Response:
    if language not in {learner.language for learner in LEARNERS}:
        raise NotFound()
    return _document(_samples().academy.hosted_issuer(language))


@blueprint.get("/demo-issuer/badges/<slug>-<language>.json")
def badge(slug: str, language: str) -> Response:
    if slug not in BY_SLUG or language not in {learner.language for learner in LEARNERS}:
        raise NotFound()
    return _document(_samples().academy.hosted_badge(BY_SLUG[slug], language))


@blueprint.get("/demo-issuer/assertions/<name>")
def assertion(name: str) -> Response:
    if name not in _samples().assertions:
        raise NotFound()
    return _document(_samples().assertions[name])


@blueprint.get("/demo-issuer/pictures/<slug>.png")
def picture(slug: str) -> Response:
    if slug not in BY_SLUG:
        raise NotFound()
    return Response(draw_badge(slug), content_type="image/png")


def _document(document: Mapping[str, Any], media_type: str = "application/ld+json") -> Response:
    return Response(json.dumps(document, ensure_ascii=False), content_type=media_type)
