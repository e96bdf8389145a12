"""What is left out of text that somebody typed, and what stays."""

from __future__ import annotations

import pytest

from wallet.credentials.parsing.typed import JOINERS, cleaned

TURNING = "".join(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
CONTROLS = "".join(chr(code) for code in (*range(32), *range(127, 160)) if not chr(code).isspace())


@pytest.mark.parametrize(
    "unseen", [*TURNING, *CONTROLS, "\ufeff", "\u200b", "\ue000", "\uffff", "\U000e0041"]
)
def test_what_nobody_sees_is_left_out(unseen):
    assert cleaned(f"gnp{unseen}.exe") == "gnp.exe"


@pytest.mark.parametrize(
    "text",
    ["Zażółć gęślą jaźń", "one\r\n\ttwo", "שלום", "می\u200cخواهم", "👩\u200d🔧", "\U0001fae8", "日本語", ""],
)
def test_what_people_write_stays(text):
    assert cleaned(text) == text


def test_what_a_control_parted_stays_apart():
    assert cleaned("one\x0btwo\x85three") == "one two three"
    assert cleaned("one\ntwo", kept=JOINERS) == "one two"
