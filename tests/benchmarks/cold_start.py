"""A page opened for the first time on a slow tablet over a slow network: what it moves, when it shows, when it answers.

Every page is served by the same server and compressed, and opened in a browser context that has kept nothing. The
network and the processor are slowed by the browser itself. Bytes are those of the bodies as they were sent, counted
by the server, so what a service worker fetches counts too. Milliseconds are the page's own, from navigation on.
"""

from __future__ import annotations

import gzip
import statistics
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import BrowserContext, Page
from waitress.server import create_server

KINDS = {".js": "text/javascript", ".css": "text/css", "": "text/html; charset=utf-8"}
# A weak clinic wifi and a tablet of some years ago.
SLOW_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
TIMES_SLOWER = 4
BETWEEN_TAPS, PATIENCE = 100, 60_000
# Noted as soon as it is so, within a fiftieth of a second.
NOTICE = """
window.noticed = {};
setInterval(() => {
  for (const [name, isSo] of Object.entries({ answered: () => %s, kept: () => %s })) {
    try { if (!window.noticed[name] && isSo()) window.noticed[name] = performance.now(); } catch { /* not yet */ }
  }
}, 20);
"""


@dataclass(frozen=True)
class Shown:
    """A page to time.

    choices: selectors of two answers to its first item. answered: a JavaScript expression that is true once the page's
    own program has taken an answer in. kept: true once that answer would outlive the page; "false" where it never does.
    """

    name: str
    application: WSGIApplication
    address: str
    choices: tuple[str, str]
    answered: str
    kept: str = "false"
    cookie: str = ""


@dataclass(frozen=True)
class Start:
    """One cold start: milliseconds, and bytes of everything that was sent until the network fell still."""

    first_paint: float
    first_answer: float
    first_kept: float | None
    sent: int
    requests: int


@dataclass
class Counted:
    """Passes everything on and adds up what was sent."""

    application: WSGIApplication
    sent: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = b"".join(self.application(environ, start_response))
        self.sent.append((str(environ.get("PATH_INFO")), len(body)))
        return [body]


def peer(name: str, page: str, folder: Path) -> WSGIApplication:
    """The page at / and its built script and style, compressed once and as small as gzip can."""
    files = {"/": page.encode(), **{f"/{name}{end}": (folder / f"{name}{end}").read_bytes() for end in (".js", ".css")}}
    packed = {address: gzip.compress(content, 9) for address, content in files.items()}

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = str(environ.get("PATH_INFO"))
        if address not in packed:
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        headers = [("Content-Type", KINDS[Path(address).suffix]), ("Content-Encoding", "gzip")]
        start_response("200 OK", [*headers, ("Content-Length", str(len(packed[address])))])
        return [packed[address]]

    return application


@contextmanager
def served(application: WSGIApplication) -> Iterator[str]:
    """The application on a port of its own; gives its address."""
    server = create_server(application, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{int(server.effective_port)}"  # type: ignore[union-attr]
    server.close()
    for connection in list(server._map.values()):  # type: ignore[union-attr]
        connection.close()
    thread.join(timeout=10)


def start(shown: Shown, context: BrowserContext) -> Start:
    """Open the page in this empty context and tap until it answers. Raises AssertionError when it never does."""
    counted = Counted(shown.application)
    with served(counted) as address:
        if shown.cookie:
            context.add_cookies([{"name": "levelfield", "value": shown.cookie, "url": address}])
        context.add_init_script(NOTICE % (shown.answered, shown.kept))
        page = context.new_page()
        slow_down(page)
        page.goto(address + shown.address, wait_until="commit")
        answered = tap_until_answered(page, shown)
        painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        wait_until_still(page, counted)
        kept = page.evaluate("window.noticed.kept")
        page.close()
    return Start(painted, answered, kept, sum(size for _, size in counted.sent), len(counted.sent))


def slow_down(page: Page) -> None:
    """This page's network and processor, by the browser."""
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})


def tap_until_answered(page: Page, shown: Shown) -> float:
    """Tap one answer, then the other, with a real pointer, until the page takes one in; when that was."""
    for tap in range(PATIENCE // BETWEEN_TAPS):
        place = page.evaluate(PLACE, shown.choices[tap % 2])
        if place:
            page.mouse.click(*place)
        page.wait_for_timeout(BETWEEN_TAPS)
        if answered := page.evaluate("window.noticed.answered"):
            return answered
    raise AssertionError(f"{shown.name} answered no tap.")


# Where a finger would touch it, brought into view.
PLACE = """(choice) => {
  const found = document.querySelector(choice);
  if (!found || !found.getClientRects().length) return null;
  found.scrollIntoView({ block: "center", behavior: "instant" });
  const { x, y, width, height } = found.getBoundingClientRect();
  return width && height ? [x + width / 2, y + height / 2] : null;
}"""


def wait_until_still(page: Page, counted: Counted) -> None:
    """Until nothing was sent for two seconds."""
    before = -1
    while before != len(counted.sent):
        before = len(counted.sent)
        page.wait_for_timeout(2000)


def lines(starts: Mapping[str, Sequence[Start]]) -> Iterator[str]:
    """The table: medians of each page, and how many times the first page's they are."""
    yield f"{'medians':20}{'sent':>18}{'requests':>10}{'first paint':>20}{'first answer':>20}{'answer kept':>14}"
    first: tuple[float, ...] = ()
    for name, runs in starts.items():
        told = [[run.sent / 1000, run.first_paint, run.first_answer] for run in runs]
        medians = tuple(statistics.median(each) for each in zip(*told, strict=True))
        first = first or medians
        sent, painted, answered = (f"({value / own:.1f} x)" for value, own in zip(medians, first, strict=True))
        kept = [run.first_kept for run in runs if run.first_kept]
        yield (
            f"{name:20}{medians[0]:7.1f} kB {sent:>7}{statistics.median(run.requests for run in runs):10.0f}"
            f"{medians[1]:9.0f} ms {painted:>7}{medians[2]:9.0f} ms {answered:>7}"
            f"{f'{statistics.median(kept):.0f} ms' if len(kept) == len(runs) else 'never':>14}"
        )
