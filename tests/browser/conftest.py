"""A live server on a thread, a real Chromium, and people signed in on tablets."""

import json
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from waitress.server import create_server

from app.application import create_app
from app.database import open_database
from app.models.people import Person
from app.operations.web_sessions import keep_session
from app.settings import Settings
from tests.app.builders import Builder
from tests.app.conftest import migrated_sqlite
from tests.conftest import ROOT

__all__ = ["migrated_sqlite"]

T = TypeVar("T")

TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Far longer than anything takes: a machine that is busy with other things must not fail a story.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all stories; each story has contexts, and so storage, of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


class Site:
    """The product on its own database and port, with a switch for the plug."""

    def __init__(self, url: str, folder: Path, delay: float = 0) -> None:
        self.url = url
        self.delay = delay
        self.database = open_database(url)
        self.settings = Settings(
            data=folder, database_url=url, secret_key="for tests only " * 4, secure_cookies=False, testing=True
        )
        self.app = create_app(self.settings, self.database)
        self.address = ""
        self.port = 0

    def start(self) -> None:
        """Serve; the second time on the same port as the first."""
        self.server = create_server(self._late, host="127.0.0.1", port=self.port, threads=4)
        self.port = int(self.server.effective_port)  # type: ignore[union-attr]
        self.address = f"http://127.0.0.1:{self.port}"
        self.stopping = False
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _late(self, environ: Any, start_response: Any) -> Any:
        time.sleep(self.delay)
        return self.app(environ, start_response)

    def _serve(self) -> None:
        """Run until stopped. A socket closed under the server's own select is how the plug is pulled, not a fault."""
        try:
            self.server.run()
        except OSError:
            if not self.stopping:
                raise

    def stop(self) -> None:
        """Pull the plug: open connections are cut, not finished."""
        self.stopping = True
        self.server.close()
        for connection in list(self.server._map.values()):  # type: ignore[union-attr]
            connection.close()
        self.thread.join(timeout=10)

    def release(self, build: str) -> None:
        """Serve another build of the product, with assets at addresses of their own."""
        self.stop()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("app.web.assets.build_hash", lambda: build)
            self.app = create_app(self.settings, self.database)
        self.start()

    def build(self, make: Callable[[Builder], T]) -> T:
        """Make rows and keep them."""
        with self.database.short_write() as session:
            return make(Builder(session))

    def look(self, read: Callable[[Any], T]) -> T:
        """Read with a session that never holds up a writer."""
        with self.database.open(readonly=True) as session:
            return read(session)

    def sign_in_token(self, person_id: UUID) -> str:
        """The cookie of a new signed-in session."""
        token = secrets.token_urlsafe(32)
        with self.database.short_write() as session:
            uniquifier = session.get_one(Person, person_id).fs_uniquifier
            keep_session(
                session, token, {"_user_id": uniquifier, "_fresh": True, "fs_paa": time.time()}, "a test's tablet"
            )
        return token


@pytest.fixture
def site(migrated_sqlite: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    path = tmp_path / "levelfield.sqlite"
    shutil.copyfile(migrated_sqlite, path)
    site = Site(f"sqlite:///{path}", tmp_path, delay=0.3 if request.config.getoption("--slowly") else 0)
    site.start()
    yield site
    site.stop()
    site.database.close()


# An app on a home screen: the browser has promised to keep what rests here. A story's own browser, a mere tab, has not.
KEEPS = "Object.defineProperty(StorageManager.prototype, 'persisted', { value: async () => true });"


def slow_down(page: Page) -> None:
    """As on a tablet six times slower than this machine: what a story does not wait for is then not there yet."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})


class Tablets:
    """Gives tablets: a browser context, signed in as somebody or as nobody. ``keeps=False`` is one in a mere tab."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.contexts: list[BrowserContext] = []

    def __call__(self, person_id: UUID | None = None, **options: Any) -> BrowserContext:
        keeps = options.pop("keeps", True)
        options.setdefault("viewport", TABLET)
        context = self.browser.new_context(base_url=self.site.address, has_touch=True, **options)
        context.set_default_timeout(PATIENCE)
        if keeps:
            context.add_init_script(KEEPS)
        if self.site.delay:
            context.on("page", slow_down)
        self.contexts.append(context)
        if person_id is not None:
            self.sign_in(context, person_id)
        return context

    def sign_in(self, context: BrowserContext, person_id: UUID) -> None:
        """As if the person had signed in on this tablet."""
        token = self.site.sign_in_token(person_id)
        context.add_cookies([{"name": "levelfield", "value": token, "url": self.site.address}])

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def tablet(browser: Browser, site: Site) -> Iterator[Tablets]:
    """``tablet(person_id)`` is a tablet in that person's hands."""
    tablets = Tablets(browser, site)
    yield tablets
    tablets.close()


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds on this page, one line each; empty is good."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"() => axe.run({{ runOnly: {json.dumps(RULES)} }})")
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    return accessibility_faults
