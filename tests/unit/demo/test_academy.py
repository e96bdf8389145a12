"""The academy's key, pictures and learners."""

from __future__ import annotations

import io
import stat

import pytest
from PIL import Image

from wallet.demo.achievements import SUBJECTS
from wallet.demo.issuer import LEARNERS
from wallet.demo.pictures import draw_badge
from wallet.demo.provider import PERSONAS
from wallet.demo.signing import SigningKey


def test_the_learners_are_those_of_the_demos_sign_in():
    personas = {(p.key, p.name, p.email, p.locale) for p in PERSONAS if p.role == "learner"}
    assert {(x.key, x.name, x.email, x.language) for x in LEARNERS} == personas


def test_the_same_instance_gives_the_same_bytes_and_another_its_own_key(tmp_path):
    first = SigningKey.kept(tmp_path / "a")
    assert SigningKey.kept(tmp_path / "a").did == first.did
    assert SigningKey.kept(tmp_path / "b").did != first.did
    assert list((tmp_path / "a").iterdir()) == [tmp_path / "a" / "issuer-ed25519.pem"]
    mode = stat.S_IMODE((tmp_path / "a" / "issuer-ed25519.pem").stat().st_mode)
    assert mode == 0o600


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.slug)
def test_each_badge_has_a_picture_of_its_own(subject):
    with Image.open(io.BytesIO(draw_badge(subject.slug)), formats=("PNG",)) as picture:
        assert picture.size == (512, 512) and picture.mode == "RGBA"
        assert picture.getpixel((2, 2))[3] == 0
        wanted = tuple(int(subject.colour[at : at + 2], 16) for at in (1, 3, 5))
        assert (*wanted, 255) in {colour for _, colour in picture.getcolors(1 << 20)}
    assert sum(draw_badge(other.slug) == draw_badge(subject.slug) for other in SUBJECTS) == 1
