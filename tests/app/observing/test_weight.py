"""The score sheet with all it needs to open without a network stays light: 60 kB, compressed."""

import gzip
import re

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models.programmes import Round
from app.observing.offline import kept_names, later_names
from app.web.assets import STATIC
from app.web.light_assets import light
from instruments.catalogue import shipped
from instruments.loading import to_yaml
from tests.app.builders import Builder
from tests.app.observing.conftest import Clinic

MOST = 60_000


def size(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def modules(names: list[str]) -> set[str]:
    """These scripts and everything they import."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        folder = (STATIC / name).parent
        imported = re.findall(r'(?:from|import)\s*\(?"(\./|\.\./)([^"]+\.js)"', (STATIC / name).read_text("utf-8"))
        waiting += [str((folder / (up + rest)).resolve().relative_to(STATIC)) for up, rest in imported]
    return found


def pieces(client: FlaskClient, address: str) -> dict[str, int]:
    """Everything the page loads and its worker keeps for when there is no network, by name, compressed."""
    page = client.get(address).text
    named = re.findall(r'(?:href|src)="/static/\w+/([^"]+\.(?:css|js|svg|webmanifest))"', page)
    scripts = [each for each in named if each.endswith(".js")]
    started = [f"js/{each}.js" for each in re.findall(r'data-module="([a-z_/]+)"', page)]
    files = {each for each in named if not each.endswith(".js")} | modules([*scripts, *started]) | set(kept_names())
    worker = client.get("/service-worker.js").get_data()
    return {
        "the page": size(page.encode()),
        "the worker": size(worker),
        **{each: size(light(STATIC / each)) for each in files},
    }


def test_the_score_sheet_weighs_no_more_than_60_kilobytes(clinic: Clinic, build: Builder, session: Session) -> None:
    instrument = next(each for each in shipped() if each.id == "levelfield-sdm")
    session.query(Round).update({"instrument_id": build.an_instrument(to_yaml(instrument))})
    build.keep()
    weighed = pieces(clinic.as_partner, f"/observe/assignments/{clinic.partners_sheet}/")
    heaviest = sorted(weighed.items(), key=lambda each: -each[1])
    assert sum(weighed.values()) <= MOST, heaviest


def test_what_a_tablet_keeps_is_everything_its_score_sheet_loads(clinic: Clinic) -> None:
    weighed = pieces(clinic.as_partner, f"/observe/assignments/{clinic.partners_sheet}/")
    assert set(weighed) - {"the page", "the worker"} - set(kept_names()) == set()


def test_the_scripts_of_the_tablets_other_pages_are_kept_later(clinic: Clinic) -> None:
    pages = ("/observe/", "/observe/end-of-clinic/")
    needed = {name for each in pages for name in pieces(clinic.as_partner, each) if name.startswith("js/")}
    assert needed <= {*kept_names(), *later_names()}


def test_the_score_sheet_asks_for_all_its_scripts_at_once(clinic: Clinic) -> None:
    page = clinic.as_partner.get(f"/observe/assignments/{clinic.partners_sheet}/").text
    asked = re.findall(r'<link rel="modulepreload" href="/static/\w+/([^"]+)"', page)
    assert {*asked, "js/observing/scoresheet.js"} == modules(["js/observing/scoresheet.js"])
