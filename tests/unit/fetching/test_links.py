"""Why nothing came of a link is said as it is."""

from __future__ import annotations

import pytest

from tests.vectors import NOON
from wallet.errors import Unreadable
from wallet.fetching.links import open_link
from wallet.fetching.problems import CODES
from wallet.verification.resources import Fetched, Unreachable
from wallet.web.words import known_errors

URL = "https://college.example/badge"


class Answer:
    def __init__(self, answer):
        self.answer = answer

    def fetch(self, url, purpose):
        return self.answer


def told(status=200, body=b"{}"):
    answer = Fetched(URL, URL, status, "application/json", body, "", NOON)
    return open_link(URL, resources=Answer(answer))


def failed(code, found=""):
    return open_link(URL, resources=Answer(Unreachable(URL, code, NOON, found)))


def test_what_is_there_is_given():
    assert told(body=b"badge") == b"badge"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "link-needs-permission"),
        (403, "link-needs-permission"),
        (404, "link-nothing-there"),
        (410, "link-nothing-there"),
        (429, "link-server-trouble"),
        (503, "link-server-trouble"),
        (418, "link-answers-no-badge"),
    ],
)
def test_a_server_that_answers_is_not_called_silent(status, code):
    problem = told(status)
    assert isinstance(problem, Unreadable) and problem.code == code
    assert problem.params["status"] == str(status)


@pytest.mark.parametrize("code", CODES)
def test_every_way_to_fail_has_words(code):
    problem = failed(code, "application/octet-stream")
    assert isinstance(problem, Unreadable) and problem.code in known_errors()
    silent = problem.code in ("link-not-reached", "link-too-slow")
    assert silent == (code in ("could-not-reach", "timeout"))


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ("text/html", "link-is-a-page"),
        ("application/gzip", "compressed-file"),
        ("video/mp4", "link-another-kind"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(found, code):
    assert failed("wrong-content-type", found).code == code


def test_our_limit_is_called_ours():
    problem = failed("too-large")
    assert problem.params["most"] == "5"
    assert "limit is ours" in known_errors()[problem.code][1]
