"""What a lead reads and takes along when comparing observers."""

import csv
import hashlib
import io
import json
import re
import uuid
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from numpy.typing import ArrayLike
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.database import Database
from app.models.audit import AuditEvent
from app.models.consultations import Consultation
from app.models.programmes import Round
from app.remembering import Remembered
from app.web.csv_files import guarded
from reports.statistics.simulation import simulate_programme
from tests.app.builders import Builder
from tests.app.comparing.studies import Study, a_study, crossed_study, simulated_study
from tests.app.conftest import SignIn
from tests.app.queries.test_ratings import counted_statements

TYPES = ("patient_partner", "peer_clinician")


def address(study: Study, rest: str = "") -> str:
    return f"/compare/rounds/{study.round}/{rest}"


def rows_of(client: FlaskClient, where: str) -> list[dict[str, str]]:
    text = client.get(where).get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def programme(build: Builder) -> Study:
    return simulated_study(build, simulate_programme(1, consultations=60, clinicians=8, items=3))


@pytest.fixture
def lead(sign_in: SignIn, programme: Study) -> FlaskClient:
    return sign_in(programme.lead)


def test_the_lead_of_an_imported_study_reads_the_numbers_of_established_packages(
    oracles: Path, build: Builder, sign_in: SignIn
) -> None:
    folder = oracles / "irr_video"
    table = np.genfromtxt(folder / "data.csv", delimiter=",", skip_header=1)
    values = json.loads((folder / "expected.json").read_text("utf-8"))["values"]
    known = {each["id"]: each["value"] for each in values}
    study = crossed_study(build, table, ["peer_clinician"] * 4, range(1, 6))
    client = sign_in(study.lead)
    found = {
        (row["item"], row["coefficient"]): (float(row["value"]), float(row["low"]), float(row["high"]))
        for row in rows_of(client, address(study, "agreement.csv"))
    }
    for item in ("Total", "Item 0"):
        for name, ids in (
            ("Weighted kappa (quadratic)", "scale1to5.conger_kappa.quadratic"),
            ("Gwet’s AC2 (quadratic)", "scale1to5.gwet_ac.quadratic"),
            ("Intraclass correlation, ICC(A,1)", "icc.ICC(A,1)"),
        ):
            expected = [known[f"{ids}.{part}"] for part in ("estimate", "ci_low", "ci_high")]
            assert found[item, name] == pytest.approx(expected, abs=1e-6), (item, name)
        same = known["percent_agreement.mean_pairwise_exact"]
        near = known["percent_agreement.mean_pairwise_within_1"]
        assert found[item, "Same rating"][0] == pytest.approx(same, abs=1e-9)
        assert found[item, "Same or one step apart"][0] == pytest.approx(near, abs=1e-9)
    page = client.get(address(study, "agreement/")).get_data(as_text=True)
    for printed in ("59 %", "96 %", "0.15", "0.16", "0.00 to 0.40"):
        assert printed in page
    for where in ("", *VIEWS, "items/i0/"):
        assert client.get(address(study, where)).status_code == 200, where
    assert "Only one kind of observer has sheets here" in client.get(address(study)).text


VIEWS = ("agreement/", "types/", "usage/", "observers/", "differences/", "items/", "kinds/", "planning/", "reporting/")
BETWEEN = "between-patient_partner-peer_clinician"
FIGURES = {
    "agreement": {},
    "observers": {},
    "spread": {},
    "dots": {},
    "differences": {},
    "points": {"item": "i1"},
    "pairs": {"item": "i1", "group": BETWEEN},
    "items": {"by": "two"},
}


def test_the_front_page_says_in_five_sentences_what_the_data_allow(lead: FlaskClient, programme: Study) -> None:
    page = lead.get(address(programme)).get_data(as_text=True)
    assert page.count("<li>\n      <h3") == 5
    assert "Of every 100 times that two people rated the same thing" in page


def test_the_front_page_leads_to_every_view_and_each_view_to_the_others(lead: FlaskClient, programme: Study) -> None:
    for where in ("", *VIEWS):
        page = lead.get(address(programme, where)).get_data(as_text=True)
        assert all(f'href="{address(programme, view)}"' in page for view in VIEWS)


def test_every_figure_has_its_table_and_three_files(lead: FlaskClient, programme: Study) -> None:
    for where in ("agreement/", "types/", "usage/", "observers/", "differences/", "items/", "items/i1/"):
        page = lead.get(address(programme, where)).get_data(as_text=True)
        figures = page.count("<figure")
        assert figures >= 1
        assert page.count("<table") >= figures
        assert [page.count(f".{form}") >= figures for form in ("svg", "png", "csv")] == [True] * 3


def test_a_figure_can_be_taken_along_as_drawing_as_picture_and_as_numbers(lead: FlaskClient, programme: Study) -> None:
    for name, options in FIGURES.items():
        svg = lead.get(address(programme, f"figures/{name}.svg"), query_string=options)
        assert ET.fromstring(svg.data).tag.endswith("svg")
        png = lead.get(address(programme, f"figures/{name}.png"), query_string=options)
        assert png.data.startswith(b"\x89PNG")
        table = lead.get(address(programme, f"figures/{name}.csv"), query_string=options).text
        heads, *rows = list(csv.reader(table.splitlines()))
        assert rows
        assert all(len(row) == len(heads) for row in rows)


def test_any_group_and_number_can_be_put_in_the_figure(lead: FlaskClient, programme: Study) -> None:
    for group in ("all", "within-patient_partner", BETWEEN):
        for number in ("exact", "within_one", "kappa", "ac2", "icc"):
            answer = lead.get(address(programme, f"agreement/?group={group}&number={number}"))
            assert answer.status_code == 200


@pytest.mark.parametrize(
    "rest",
    [
        "agreement/?group=nobody",
        "agreement/?number=p",
        "items/nothing/",
        "figures/nothing.svg",
        "figures/points.svg?item=nothing",
        "figures/pairs.svg?item=i1&group=all",
        "figures/observers.pdf",
        "differences/?types=a-b",
        "differences/?one=nobody&other=nobody",
        "kinds/?by=weather",
    ],
)
def test_what_was_never_compared_is_not_there(lead: FlaskClient, programme: Study, rest: str) -> None:
    assert lead.get(address(programme, rest)).status_code == 404


def test_only_the_teams_leads_compare(sign_in: SignIn, build: Builder, programme: Study) -> None:
    observer = sign_in(programme.observers[0])
    stranger = sign_in(build.a_person(build.a_team(), "lead"))
    for where in ("", *VIEWS, "ratings.csv", "agreement.csv", "codebook.csv", "figures/agreement.svg"):
        assert observer.get(address(programme, where)).status_code == 403
        assert stranger.get(address(programme, where)).status_code == 404


def test_a_look_at_named_observers_and_a_taken_file_are_recorded(
    lead: FlaskClient, programme: Study, session: Session
) -> None:
    lead.get(address(programme, "observers/"))
    lead.get(address(programme, "ratings.csv"))
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == programme.lead)).all()
    assert {"observers compared", "ratings downloaded"} <= set(events)


def test_the_ratings_file_holds_codes_and_no_names(lead: FlaskClient, programme: Study) -> None:
    text = lead.get(address(programme, "ratings.csv")).get_data(as_text=True)
    assert "Observer 0" not in text
    rows = rows_of(lead, address(programme, "ratings.csv"))
    assert {row["answer"] for row in rows} >= {"rated", "not_observed"}
    assert all((row["rating"] != "") == (row["answer"] == "rated") for row in rows)
    meanings = {row["code"] for row in rows_of(lead, address(programme, "codebook.csv"))}
    assert {row["answer"] for row in rows} <= meanings


def test_a_file_never_holds_a_formula() -> None:
    assert guarded("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert guarded("+44 1273") == "'+44 1273"
    assert guarded("@name") == "'@name"
    assert guarded(-0.25) == "-0.25"
    assert guarded(-1e-12) == "-1e-12"
    assert guarded(None) == ""


def test_a_withdrawn_consent_leaves_the_comparison_at_once(
    lead: FlaskClient, programme: Study, session: Session
) -> None:
    before = rows_of(lead, address(programme, "ratings.csv"))
    lead.get(address(programme))
    unit = before[0]["consultation"]
    session.execute(
        update(Consultation)
        .where(Consultation.slot == int(unit.rpartition(" ")[2]), Consultation.id.in_(programme.consultations))
        .values(consent="withdrawn")
    )
    session.commit()
    after = rows_of(lead, address(programme, "ratings.csv"))
    assert unit not in {row["consultation"] for row in after}
    sheets = len({(row["consultation"], row["observer"]) for row in after})
    assert f"sent {sheets} sheets" in lead.get(address(programme)).get_data(as_text=True)


def test_warm_ups_are_left_out_said_and_can_be_counted(build: Builder, sign_in: SignIn) -> None:
    many = simulated_study(build, simulate_programme(2, consultations=150, clinicians=40, items=3))
    lead = sign_in(many.lead)
    page = lead.get(address(many)).get_data(as_text=True)
    assert "from warm-up consultations" in page
    with_them = lead.get(address(many, "?warm_ups=include")).get_data(as_text=True)
    assert "from warm-up consultations" not in with_them


def test_a_few_warm_ups_cannot_be_told_by_counting_them_and_leaving_them_out(
    lead: FlaskClient, programme: Study
) -> None:
    plain = lead.get(address(programme)).get_data(as_text=True)
    assert "Warm-up consultations cannot be counted too" in plain
    assert "Count warm-up consultations too" not in plain
    for view in ("ratings.csv", "agreement.csv", "sees/", "types/"):
        with_them = lead.get(address(programme, f"{view}?warm_ups=include")).get_data(as_text=True)
        without = lead.get(address(programme, view)).get_data(as_text=True)
        # What a page holds anew each time: form tokens and nonces.
        once = re.compile(r'(value|nonce)="[^"]*"')
        assert once.sub("", with_them) == once.sub("", without)


def test_before_anything_is_open_the_page_says_so_and_stands(build: Builder, sign_in: SignIn) -> None:
    study = a_study(build, items=2)
    client = sign_in(study.lead)
    page = client.get(address(study))
    assert page.status_code == 200
    assert "No consultation is open for comparing yet" in page.get_data(as_text=True)
    for where in (*VIEWS, "items/i0/", "agreement.csv", "ratings.csv", "codebook.csv", "figures/agreement.svg"):
        assert client.get(address(study, where)).status_code == 200


def test_ratings_of_an_unfinished_consultation_never_show(build: Builder, sign_in: SignIn) -> None:
    study = crossed_study(build, [[1, 2]] * 12 + [[4, np.nan]], TYPES, range(5))
    client = sign_in(study.lead)
    assert "4" not in {row["rating"] for row in rows_of(client, address(study, "ratings.csv"))}
    assert "1 sheet on consultations where a sheet is still to come" in client.get(address(study)).get_data(
        as_text=True
    )


def test_two_observers_who_never_differ_are_explained_in_words(build: Builder, sign_in: SignIn) -> None:
    study = crossed_study(build, np.zeros((12, 2)), TYPES, range(5))
    page = sign_in(study.lead).get(address(study, "agreement/")).get_data(as_text=True)
    assert "Both raters used one point only: 24 of 24 ratings are 0." in page
    assert "nan" not in page.lower().split()


def test_a_page_takes_as_many_statements_for_a_large_round_as_for_a_small_one(
    build: Builder, sign_in: SignIn, database: Database
) -> None:
    sent: list[list[int]] = []
    for consultations in (2, 40):
        study = crossed_study(build, np.ones((consultations, 2)), TYPES, range(5))
        client = sign_in(study.lead)
        sent.append([])
        for where in ("", *VIEWS):
            with counted_statements(database) as statements:
                client.get(address(study, where))
            sent[-1].append(len([each for each in statements if each.lstrip().upper().startswith("SELECT")]))
    assert sent[0] == sent[1]
    assert max(sent[0]) <= 12


@pytest.mark.parametrize(
    ("ratings", "types"),
    [
        ([[2, 2]] * 12, TYPES),
        (np.zeros((15, 4)), [*TYPES, *TYPES]),
        ([[0, 4], [4, 0]] * 8, TYPES),
        ([[1, 2, 3, 4]] * 1, ["peer_clinician"] * 4),
        ([[3]] * 12, ["peer_clinician"]),
    ],
    ids=["two who never vary", "all noughts", "a complete swap", "one consultation", "one observer"],
)
def test_degenerate_rounds_are_told_in_words_on_every_view(
    build: Builder, sign_in: SignIn, ratings: ArrayLike, types: Sequence[str]
) -> None:
    study = crossed_study(build, ratings, types, range(5))
    client = sign_in(study.lead)
    for where in ("", *VIEWS, "items/i0/"):
        answer = client.get(address(study, where))
        assert answer.status_code == 200, where
        assert "nan" not in re.findall(r"\w+", answer.text.lower())


def test_a_look_at_two_named_people_is_recorded_and_at_two_kinds_is_not(
    lead: FlaskClient, programme: Study, session: Session
) -> None:
    keys = re.findall(r'<option value="([^"]+)"', lead.get(address(programme, "differences/")).text)
    page = lead.get(address(programme, "differences/"), query_string={"one": keys[0], "other": keys[-1]})
    assert "That you looked is recorded" in page.text
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == programme.lead)).all()
    assert events.count("observers compared") == 1


def test_a_margin_changed_after_the_first_sheet_is_printed_beside_the_result(
    lead: FlaskClient, programme: Study, session: Session
) -> None:
    row = session.get_one(Round, programme.round)
    row.margin = 9.0
    row.margin_changes = [{"on": "2026-04-01", "before": 4.0, "after": 9.0, "why": "A typing mistake"}]
    session.commit()
    for where in ("", "types/"):
        page = lead.get(address(programme, where)).text
        assert "up to 9 points counts as alike, which was changed after the first sheets were in" in page
        assert "with sheets already in, the margin was changed from 4 to 9 points: A typing mistake" in page


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    kept = Remembered(most=2)
    made: list[int] = []

    def make(number: int) -> int:
        return kept.get(number, lambda: made.append(number) or number)

    for number in (1, 2, 1, 3, 1, 2):
        make(number)
    assert made == [1, 2, 3, 2]


def test_the_room_opens_on_the_rounds_of_the_leads_teams(lead: FlaskClient, programme: Study) -> None:
    page = lead.get("/compare/").get_data(as_text=True)
    assert str(programme.round) in page
    assert lead.get(f"/compare/rounds/{uuid.uuid4()}/").status_code == 404


def test_a_wish_nobody_can_have_is_answered_beside_its_field(lead: FlaskClient, programme: Study) -> None:
    answer = lead.get(address(programme, "planning/?width=wide"))
    assert answer.status_code == 422
    assert "Write a number from 0.01 to 1." in answer.text
    assert 'value="wide"' in answer.text


def test_a_narrower_wish_needs_more_consultations(lead: FlaskClient, programme: Study) -> None:
    needs = [
        re.findall(r"You need (\d+) more", lead.get(address(programme, f"planning/?width={width}")).text)[0]
        for width in ("0.1", "0.05")
    ]
    assert int(needs[0]) < int(needs[1])


def test_the_checklist_can_be_taken_as_text_with_what_a_person_must_add(lead: FlaskClient, programme: Study) -> None:
    text = lead.get(address(programme, "reporting/checklist.md")).text
    assert [f"### {number}. " in text for number in range(1, 16)] == [True] * 15
    assert "**To add:** How many patients were asked and said no" in text


def test_the_bundle_is_whole_checks_itself_and_taking_it_is_recorded(
    lead: FlaskClient, programme: Study, session: Session
) -> None:
    body = lead.get(address(programme, "reporting/bundle.zip")).data
    assert body == lead.get(address(programme, "reporting/bundle.zip")).data
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    lines = [line.split("  ") for line in files["SHA256SUMS"].decode().splitlines()]
    sums = {name: digest for digest, name in lines}
    assert sums == {name: hashlib.sha256(held).hexdigest() for name, held in files.items() if name != "SHA256SUMS"}
    assert b"levelfield analyse agreement agreement/all/total.csv" in files["commands.txt"]
    assert not any(b"Observer 0" in held or b"Clinician" in held for held in files.values())
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == programme.lead)).all()
    assert events.count("ratings downloaded") == 2
