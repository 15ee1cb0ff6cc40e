"""How light and how quick the score sheet opens beside other form engines showing the same five items.

With `--benchmarks` each is opened in turn in an empty browser, slowed in the same way, and the table is printed; the
other engines are built by `make_environments.py`. Nothing fails for being slow, only for being heavy.

An answer counts as taken in when ours writes "1 of 5 answered" and theirs hold it in their model. Ours alone also keeps
it on the tablet, and sends along all it needs to open again without a network. Theirs are bundled and minified, ours
is not: 55 requests, each waiting for a round trip on one of six connections.

24 November 2026, medians of 7 runs in turn, 1.6 Mbit/s, 150 ms, processor slowed 4 times, a busy machine of 2 cores:
Levelfield 53.1 kB, first paint 0.91 s, first answer 1.82 s, kept at 1.85 s; SurveyJS 2.5.38 (without its font) 420.9 kB
(7.9 times), 3.46 s, 3.61 s; Enketo core 8.1.0 (with the widgets it comes with) 289.5 kB (5.5 times), 0.76 s, 2.44 s.
"""

import json
import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from app.operations.consent import Asking, record_agreement
from instruments.loading import load
from tests.app.builders import Builder
from tests.benchmarks.cold_start import Shown, Start, lines, peer, start
from tests.benchmarks.five_items import CHOICES, ITEMS, definition, enketo_page, surveyjs_page
from tests.benchmarks.make_environments import BROWSER_PEERS, BUILT, browser_peers_are_ready
from tests.browser.conftest import Site

MOST = 60_000
RUNS = 7
ANSWERED = "document.querySelector('[data-progress]').textContent === '1 of 5 answered'"


def test_every_engine_is_given_the_same_five_items_and_six_choices():
    ours = load(definition())
    assert [item.wording("any") for item in ours.items] == list(ITEMS.values())
    for page in (surveyjs_page(), enketo_page()):
        assert [page.count(text) for text in ITEMS.values()] == [1] * 5
        assert [page.count(label) for label in CHOICES.values()] == [5] * 6


def test_every_pinned_script_names_one_version_and_what_it_hashes_to():
    pins = json.loads((BROWSER_PEERS / "package.json").read_text("utf-8"))["dependencies"]
    assert [version for version in pins.values() if not re.fullmatch(r"[0-9.]+", version)] == []
    locked = json.loads((BROWSER_PEERS / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, each in locked.items() if name and not each.get("integrity")] == []
    assert [name for name, each in locked.items() if "resolved" in each] == []


def test_the_table_tells_medians_and_how_many_times_ours_they_are():
    theirs = [Start(2, 8, None, 5000, 3), Start(2, 6, None, 5000, 3)]
    table = [" ".join(line.split()) for line in lines({"ours": [Start(1, 2, 4, 1000, 9)] * 3, "theirs": theirs})]
    assert table[1:] == [
        "ours 1.0 kB (1.0 x) 9 1 ms (1.0 x) 2 ms (1.0 x) 4 ms",
        "theirs 5.0 kB (5.0 x) 3 2 ms (2.0 x) 7 ms (3.5 x) never",
    ]


def our_sheet(site: Site) -> tuple[str, str]:
    """The address of a sheet of the five items, the patient's yes given, and the observer's cookie."""

    def make(build: Builder) -> tuple[UUID, UUID]:
        team = build.a_team()
        partner = build.a_person(team, "observer", "patient_partner", name="Pat Partner")
        around = build.a_round(team, build.an_instrument(definition()))
        session = build.a_session(around, build.a_clinic(team), datetime.now(UTC).date())
        consultation = build.a_consultation(session, build.a_clinician(team, name="Dr Clark"))
        assignment = build.an_assignment(consultation, partner)
        record_agreement(build.session, build.actor(partner), assignment, Asking("receptionist"))
        return assignment, partner

    assignment, partner = site.build(make)
    return f"/observe/assignments/{assignment}/", site.sign_in_token(partner)


@pytest.mark.benchmark
@pytest.mark.slow
@pytest.mark.browser
def test_the_score_sheet_opens_lighter_than_other_engines_and_this_fast(
    site: Site, browser: Browser, capsys: pytest.CaptureFixture[str]
):
    if not browser_peers_are_ready():
        pytest.skip("Other engines are not built: run python tests/benchmarks/make_environments.py first.")
    address, cookie = our_sheet(site)
    pages = (
        Shown(
            "Levelfield",
            site.app,
            address,
            ("label[for=i_asked-2]", "label[for=i_asked-3]"),
            ANSWERED,
            f"{ANSWERED} && document.querySelector('[data-saved]').textContent === 'Saved on this tablet'",
            cookie,
        ),
        Shown(
            "SurveyJS 2.5.38",
            peer("surveyjs", surveyjs_page(), BUILT),
            "/",
            ("[data-name=asked] input[value='2'] + *", "[data-name=asked] input[value='3'] + *"),
            "shown.data.asked",
        ),
        Shown(
            "Enketo core 8.1.0",
            peer("enketo", enketo_page(), BUILT),
            "/",
            ("[name='/data/asked'][value='2'] + span", "[name='/data/asked'][value='3'] + span"),
            "shown.model.xml.querySelector('asked').textContent",
        ),
    )
    starts: dict[str, list[Start]] = {page.name: [] for page in pages}
    for run in range(RUNS):
        # Each is first as often as the others, so that a busy minute is busy for all.
        for shown in (*pages[run % 3 :], *pages[: run % 3]):
            context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True)
            starts[shown.name].append(start(shown, context))
            context.close()
    with capsys.disabled():
        print("\n" + "\n".join(lines(starts)), flush=True)
    assert max(run.sent for run in starts["Levelfield"]) <= MOST
