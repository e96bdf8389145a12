"""Registers that name issuers."""

from __future__ import annotations

import json

import pytest

from tests.smith.web import Web
from wallet.errors import Unreadable
from wallet.verification.identity.registers import ADDRESSES, issuers_in, read_register

REGISTER = {"meta": {}, "registry": {"did:key:z6MkA": {"name": "My University"}, "did:web:b.example": {}}}


def test_a_register_names_its_issuers():
    assert read_register(json.dumps(REGISTER).encode()) == {
        "did:key:z6MkA": "My University",
        "did:web:b.example": "did:web:b.example",
    }


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"registry": []}', b"<html>"])
def test_what_is_no_register_is_refused(body: bytes):
    with pytest.raises(Unreadable):
        read_register(body)


def test_those_that_answer_are_joined_and_silence_names_nobody():
    web = Web()
    web.put(ADDRESSES[0], REGISTER)
    assert set(issuers_in(web)) == set(REGISTER["registry"])


def test_a_register_that_is_broken_or_an_error_names_nobody():
    web = Web()
    web.put(ADDRESSES[0], "<html>")
    web.put(ADDRESSES[1], REGISTER, status=500)
    assert issuers_in(web) == {}
