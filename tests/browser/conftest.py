"""A real Chromium on a real server, with every request to another host blocked and remembered."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    FrameLocator,
    Page,
    Request,
    Route,
    WebSocket,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from spreiding import workflow
from spreiding.ui import labels

SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)
PATIENCE_MS = 60_000


@dataclass
class Visit:
    """One page, and what it asked of the network."""

    page: Page
    url: str
    blocked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    n_bytes: int = 0

    @property
    def map(self) -> FrameLocator:
        """The frame of the map."""
        return self.page.frame_locator("iframe[title^='streamlit_folium']").first

    def wait_for_map(self) -> None:
        """Wait until the coloured squares and the markers are there."""
        self.map.locator("img.leaflet-image-layer").wait_for()
        self.map.locator("path.leaflet-interactive").first.wait_for()

    def leaflet(self, expression: str) -> object:
        """Value of a JavaScript expression in the frame of the map, where `map` is Leaflet's own."""
        return self.map.locator("body").evaluate(f"() => {expression}")

    def go(self, name: str) -> None:
        """Go to another page of the app through its menu.

        Streamlit loses a click that meets the first message of a map that is just being loaded: the old page runs
        again. A person then clicks once more, and so do we; a page that does not open at all still fails.
        """
        heading = self.page.get_by_role("heading", level=1, name=name)
        for patience_ms in (*(PATIENCE_MS // 4,) * 3, PATIENCE_MS):
            self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
            with suppress(PlaywrightTimeoutError):
                heading.wait_for(timeout=patience_ms)
                return
        pytest.fail(f"the page {name} did not open")

    def copy_today(self) -> None:
        """Go to Scenario's, copy today's situation and wait until the page lies still."""
        self.go(labels.SCENARIOS)
        self.wait_for_map()
        self.page.get_by_role("button", name=labels.COPY).click()
        self.page.get_by_role("textbox", name=labels.NAME).wait_for()
        expect(self.page.get_by_text(labels.LOCKED)).to_have_count(0)
        expect(self.page.get_by_test_id("stStatusWidget")).to_have_count(0)

    def figure(self, label: str) -> str:
        """Value of one of the figures at the top."""
        block = self.page.get_by_test_id("stMetric").filter(has_text=label).first
        return block.get_by_test_id("stMetricValue").inner_text()

    def wait_for_other_figure(self, label: str, old: str) -> None:
        """Wait until a figure is no longer `old`."""
        if not self.is_other_figure(label, old, patience_ms=PATIENCE_MS):
            pytest.fail(f"{label} stayed {old}")

    def is_other_figure(self, label: str, old: str, *, patience_ms: int) -> bool:
        """Whether a figure is no longer `old` within `patience_ms` [ms]."""
        start = time.monotonic()
        while self.figure(label) == old:
            if time.monotonic() - start > patience_ms / 1000:
                return False
            time.sleep(0.02)
        return True


@contextmanager
def served(script: Path, regions: Path) -> Iterator[str]:
    """Run a Streamlit script on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", "--server.headless=true"]
    environment = os.environ | {"SPREIDING_REGIOS": str(regions), "PYTHONPATH": str(workflow.ROOT)}
    with subprocess.Popen(command, cwd=workflow.ROOT, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            _wait_until_healthy(url, server)
            yield url
        finally:
            server.terminate()


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):  # noqa: S310 - our own
            return
        if server.poll() is not None:
            pytest.fail(f"the server stopped with {server.returncode}")
        time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="session")
def regions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of regions of its own, with the example prepared."""
    folder = tmp_path_factory.mktemp("regios")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPREIDING_REGIOS", str(folder))
        workflow.prepare_example()
    return folder


@pytest.fixture(scope="session")
def app_url(regions: Path) -> Iterator[str]:
    """Return the address of the app on the embedded example."""
    with served(workflow.ROOT / "app.py", regions) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium."""
    path = os.environ.get("SPREIDING_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on the path: install it, or name it in SPREIDING_CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield chromium
        chromium.close()


@contextmanager
def visiting(browser: Browser, url: str) -> Iterator[Visit]:
    """Open a fresh browser profile in which only `url`'s own host can be reached."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="nl-NL")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    visit = Visit(page, url)

    def filter_request(route: Route, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host in {None, "localhost"}:
            route.continue_()
        else:
            visit.blocked.append(request.url)
            route.abort()

    def hear(message: ConsoleMessage) -> None:
        # Chromium itself reports the tiles that could not be fetched.
        if message.type == "error" and "ERR_FAILED" not in message.text:
            visit.faults.append(message.text)

    def listen(socket_: WebSocket) -> None:
        socket_.on("framereceived", lambda payload: _add(visit, len(payload)))

    context.route("**/*", filter_request)
    page.on("console", hear)
    page.on("pageerror", lambda error: visit.faults.append(str(error)))
    page.on("websocket", listen)
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: _add(visit, int(event["encodedDataLength"])))
    yield visit
    context.close()


def _add(visit: Visit, n_bytes: int) -> None:
    visit.n_bytes += n_bytes


@pytest.fixture
def visit(browser: Browser, app_url: str) -> Iterator[Visit]:
    """Return a visit to the app, its first page and map loaded."""
    with visiting(browser, app_url) as visit:
        visit.page.goto(app_url)
        visit.wait_for_map()
        yield visit
