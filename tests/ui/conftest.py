"""A served page and a browser for the tests of the web chat."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from standin import StandIn

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run --disable-quic"
)


@contextmanager
def served(assistant) -> Iterator[str]:
    """The address of a server that answers from ``assistant``, run in a thread of this process."""
    from assistant.ui.app import listen, make_server

    listener = listen("127.0.0.1", 0)
    server = make_server(assistant)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@pytest.fixture(scope="session")
def standin_address() -> Iterator[str]:
    with served(StandIn()) as address:
        yield address


@pytest.fixture(scope="session")
def address(assistant) -> Iterator[str]:
    with served(assistant) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None and not os.environ.get("CI"):
        pytest.skip("no Chromium here: install it (Debian: chromium, fonts-noto-cjk) to run these tests")
    assert path, "Chromium is missing, and in CI the browser tests may not be skipped"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        browser.close()
