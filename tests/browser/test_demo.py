"""The demo as it is started by a person: sign in, drop real files, read why, share, sign out."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect


@pytest.fixture
def demo(tmp_path) -> Iterator[str]:
    """A demo on a free port, as `wallet demo` serves it; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("wallet")), "demo", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--instance", str(tmp_path / "instance")], stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(home, process)
            yield home
        finally:
            process.terminate()
            process.wait(30)


def _wait(home: str, process: subprocess.Popen) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise AssertionError("the demo stopped by itself")
        try:
            with urlopen(f"{home}/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the demo does not answer")


def test_the_whole_job_in_the_demo(chromium, demo):
    context = chromium.new_context(base_url=demo, locale="en")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))

    page.goto("/")
    page.get_by_role("button", name=re.compile("Demo")).click()
    page.get_by_role("button", name=re.compile("Sam Reed")).click()
    expect(page.get_by_text("Your wallet is empty")).to_be_visible()

    archive = context.request.get("/demo/samples.zip").body()
    page.goto("/add")
    page.set_input_files(
        "#files", [{"name": "samples.zip", "mimeType": "application/zip", "buffer": archive}]
    )
    page.get_by_role("button", name="Add these files").click()
    expect(page.get_by_text(re.compile("All [0-9]+ checked"))).to_be_visible(timeout=60_000)
    rows = page.locator("#imports-progress")
    for word in ("Verified", "Expired", "Withdrawn", "Altered", "Couldn’t check"):
        expect(rows).to_contain_text(word)

    page.goto("/")
    page.locator("a.credential", has_text="Verified").first.click()
    expect(page.get_by_role("heading", name="Verified")).to_be_visible()
    page.locator("#collection-report summary").first.click()
    title = page.get_by_role("heading", level=1).inner_text()

    page.get_by_role("link", name="Share a link").click()
    page.locator("input[name=name]").fill("Acme")
    page.locator("main form button.primary").click()
    shared = page.locator(f"input[value^='{demo}/s/']").first.input_value()
    stranger = chromium.new_context().new_page()
    stranger.goto(shared)
    expect(stranger.get_by_role("heading", level=1)).to_have_text(title)
    expect(stranger.locator("main")).to_contain_text("Verified")
    assert "sam@dorobek.example" not in stranger.content()
    stranger.context.close()

    page.get_by_role("link", name="Me").first.click()
    page.get_by_role("button", name=re.compile("Sign out")).first.click()
    page.wait_for_load_state()
    page.goto("/")
    assert "/sign-in" in page.url
    assert problems == []
    context.close()
