"""A badge that its issuer hashed for another spelling: told beside its verdict, and claimed in two steps."""

from __future__ import annotations

import re

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


expect = playwright.expect


@pytest.mark.parametrize("width", [360, 1280])
def test_the_owner_enters_the_issuers_spelling_and_the_badge_is_theirs(open_page, served, width):
    page = open_page(width=width)
    token = served.issuer.token("First aid", to="aNa@example.org", validUntil="2026-02-02T00:00:00Z")
    page.goto("/add")
    file = {"name": "badge.jwt", "mimeType": "application/octet-stream", "buffer": token}
    page.set_input_files("#files", [file])
    page.get_by_role("button", name="Add these files").click()
    page.wait_for_url(re.compile("/add/[0-9a-f]{32}"))
    page.get_by_role("link", name=re.compile("First aid")).first.click()
    summary = page.locator("#collection-credential .whole")
    expect(summary).to_contain_text("Expired")
    expect(summary).to_contain_text("Issued to someone else")
    page.get_by_role("link", name=re.compile("spelling your issuer used")).click()
    page.get_by_label("Add an address").fill("aNa@example.org")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("is tried from now on")).to_be_visible()
    expect(page.get_by_text("Also tried as:")).to_be_visible()
    page.goto("/")
    page.locator("a.credential", has_text="First aid").click()
    for _ in range(30):
        page.reload()
        if "Issued to someone else" not in page.content():
            break
        page.wait_for_timeout(500)
    expect(page.locator("#collection-credential .whole")).to_contain_text("Expired")
    expect(page.locator("#collection-credential .whole")).not_to_contain_text("Issued to someone else")
    assert page.problems == []
