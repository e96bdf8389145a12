"""The badge of case 53h is hashed for an address written with capitals: its owner is recognised."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from wallet.verification.recipient import Recipient, check_recipient

CASE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "field" / "53h-identity3" / "b.jwt"


@pytest.mark.skipif(not CASE.exists(), reason="the cases are not beside this checkout")
@pytest.mark.parametrize(
    ("address", "code"),
    [("ada.byron@example.org", "recipient-matches"), ("ada@example.org", "issued-to-someone-else")],
)
def test_its_owner_is_recognised_and_nobody_else(address, code):
    payload = CASE.read_text(encoding="utf-8").split(".")[1]
    document = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert check_recipient(document, recipient=Recipient(emails=(address,))).code == code
