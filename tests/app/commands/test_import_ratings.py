"""An existing study becomes a programme that a lead can compare, or nothing at all is stored."""

import csv
import io
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import Database
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, Rating
from app.models.people import Clinician, ObserverType, Person
from app.models.programmes import Programme, Round
from app.operations.audit import broken_links
from reports.comparison.wording import KINDS
from reports.statistics.simulation import SimulatedProgramme, simulate_programme
from tests.app.builders import Builder
from tests.app.commands.conftest import Ended, Levelfield
from tests.app.conftest import SignIn

FILMS = "layout: wide\ntitle: Credibility\nscale: 1..5\nobservers: [rater1, rater2, rater3, rater4]\n"


class Desk:
    """A lead at a terminal, with a file and a mapping."""

    def __init__(self, levelfield: Levelfield, build: Builder, folder: Path) -> None:
        self.levelfield = levelfield
        self.folder = folder
        self.team = build.a_team("Riverside")
        self.lead = build.a_person(self.team, "lead")
        build.keep()

    def imports(self, table: str | Path, mapping: str, *more: str, programme: str = "Film study") -> Ended:
        file = self.folder / "study.csv"
        if isinstance(table, str):
            file.write_text(table, "utf-8")
        else:
            file = table
        described = self.folder / "study.yaml"
        described.write_text(mapping, "utf-8")
        return self.levelfield("import-ratings", file, "--mapping", described, "--programme", programme, *more)


@pytest.fixture
def desk(levelfield: Levelfield, build: Builder, tmp_path: Path) -> Desk:
    return Desk(levelfield, build, tmp_path)


def number_of(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


TABLES = (Programme, Round, ClinicSession, Consultation, Assignment, Observation, Rating, Clinician, Person)


def agreement_of(sign_in: SignIn, session: Session, lead: object) -> dict[tuple[str, str], dict[str, str]]:
    """The table the lead downloads from the comparing page, by item and coefficient, over all observers."""
    client = sign_in(lead)  # type: ignore[arg-type]
    round_id = session.scalars(select(Round.id)).one()
    session.rollback()
    assert client.get(f"/compare/rounds/{round_id}/").status_code == 200
    text = client.get(f"/compare/rounds/{round_id}/agreement.csv").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    everybody = rows[0]["group"]
    return {(row["item"], row["coefficient"]): row for row in rows if row["group"] == everybody}


def test_a_study_of_one_item_becomes_a_closed_programme(desk: Desk, session: Session) -> None:
    ended = desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n4,,4,5\n", FILMS)
    assert ended.code == 0, ended.err
    assert session.scalars(select(Programme.source)).one() == "imported"
    assert session.scalars(select(Round.closed_at)).one() is not None
    assert set(session.scalars(select(Assignment.state))) == {"locked"}
    assert [number_of(session, table) for table in (Consultation, Clinician, Observation, Rating)] == [2, 2, 7, 7]
    assert broken_links(session) == []


def test_imported_observers_are_people_who_cannot_sign_in(desk: Desk, session: Session) -> None:
    desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n", FILMS)
    people = session.scalars(select(Person).where(Person.id != desk.lead)).all()
    assert sorted(person.name for person in people) == ["rater1", "rater2", "rater3", "rater4"]
    assert not any(person.active or person.password for person in people)
    assert all(person.email.endswith(".invalid") for person in people)


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(desk: Desk, session: Session) -> None:
    before = [number_of(session, table) for table in TABLES]
    session.rollback()
    ended = desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n4,,4,5\n", FILMS, "--dry-run")
    assert ended.code == 0, ended.err
    assert "2 consultations of 2 clinicians" in ended.out
    assert "7 sheets with 7 ratings; 1 left blank" in ended.out
    assert [number_of(session, table) for table in TABLES] == before


def test_one_wrong_cell_and_nothing_is_stored(desk: Desk, session: Session) -> None:
    before = [number_of(session, table) for table in TABLES]
    session.rollback()
    ended = desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n4,4,4,5\n4,4,9,5\n", FILMS)
    assert ended.code == 2
    assert ended.out == ""
    assert 'study.csv:4: Column rater3: found "9"' in ended.err
    assert [number_of(session, table) for table in TABLES] == before


def test_at_most_twenty_problems_are_told_and_then_a_count(desk: Desk) -> None:
    ended = desk.imports("rater1,rater2,rater3,rater4\n" + "9,4,4,4\n" * 33, FILMS)
    lines = ended.err.strip().splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 13 more."


def test_a_name_that_is_taken_is_refused_before_anything_is_stored(desk: Desk, session: Session) -> None:
    desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n", FILMS)
    ended = desk.imports("rater1,rater2,rater3,rater4\n1,1,1,1\n", FILMS, programme="film STUDY")
    assert ended.code == 1
    assert "already has a programme called" in ended.err
    assert number_of(session, Consultation) == 1


def test_two_studies_stand_side_by_side(desk: Desk, session: Session) -> None:
    assert desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n", FILMS).code == 0
    assert desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n", FILMS, programme="Second study").code == 0
    assert number_of(session, Programme) == 2


def test_with_several_teams_one_must_be_named(desk: Desk, build: Builder) -> None:
    build.a_team("Hillside")
    build.keep()
    ended = desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n", FILMS)
    assert ended.code == 2
    assert "Hillside, Riverside" in ended.err
    assert desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n", FILMS, "--team", "hillside").code == 0


def test_observer_types_of_the_team_are_used_and_new_ones_are_made(desk: Desk, session: Session) -> None:
    mapping = "scale: 1..5\nobservers: {a: patient PARTNER, b: peer_clinician, c: Carer}\n"
    assert desk.imports("a,b,c\n1,2,3\n", mapping).code == 0
    types = session.scalars(select(ObserverType.name).where(ObserverType.team_id == desk.team)).all()
    assert sorted(types) == ["Carer", "Patient partner", "Peer clinician"]


def test_a_clinicians_consultations_of_one_day_are_one_session(desk: Desk, session: Session) -> None:
    mapping = "layout: long\nconsultation: v\nclinician: doctor\nobserver: who\ndate: day\nitems: [q]\nscale: 0..4\n"
    rows = "1,A,ann,2026-03-02,1\n2,A,ann,2026-03-02,1\n3,A,ann,2026-03-03,1\n4,B,ann,2026-03-02,1\n"
    assert desk.imports(f"v,doctor,who,day,q\n{rows}", mapping).code == 0
    sessions = session.execute(
        select(ClinicSession.code, func.count()).join(Consultation).group_by(ClinicSession.code)
    ).all()
    assert sorted(number for _, number in sessions) == [1, 1, 2]
    assert session.execute(select(Round.opens_on, Round.closes_on)).one()[0].isoformat() == "2026-03-02"


def test_the_comparison_of_an_imported_study_gives_the_published_numbers(
    desk: Desk, session: Session, sign_in: SignIn, oracles: Path
) -> None:
    """Twenty filmed people, four raters (data set `video` of the R package irr)."""
    folder = oracles / "irr_video"
    values = json.loads((folder / "expected.json").read_text("utf-8"))["values"]
    expected = {each["id"]: each["value"] for each in values}
    assert desk.imports(folder / "data.csv", FILMS).code == 0
    found = agreement_of(sign_in, session, desk.lead)
    kinds = {each.name: each.kind for each in KINDS}
    of_item = {kinds[name]: row for (item, name), row in found.items() if item == "Credibility"}
    assert len(of_item) == 5
    wanted = {
        "exact": "percent_agreement.mean_pairwise_exact",
        "within_one": "percent_agreement.mean_pairwise_within_1",
        "kappa": "scale1to5.conger_kappa.quadratic.estimate",
        "ac2": "scale1to5.gwet_ac.quadratic.estimate",
        "icc": "icc.ICC(A,1).estimate",
    }
    for name, where in wanted.items():
        row = of_item[name]
        assert float(row["value"]) == pytest.approx(expected[where], abs=1e-7), name
        assert row["consultations"] == "20"
    for name, where in (("kappa", "scale1to5.conger_kappa.quadratic"), ("ac2", "scale1to5.gwet_ac.quadratic")):
        assert float(of_item[name]["low"]) == pytest.approx(expected[f"{where}.ci_low"], abs=1e-6)
        assert float(of_item[name]["high"]) == pytest.approx(expected[f"{where}.ci_high"], abs=1e-6)


def long_file(simulated: SimulatedProgramme, items: Sequence[str]) -> str:
    """The simulated sheets as a study would send them: a row for each sheet, a blank where nothing was rated."""
    seats = simulated.timetable
    lines = [",".join(("visit", "doctor", "who", "role", *items))]
    for sheet in np.flatnonzero(simulated.usable):
        visit, observer = int(seats.assignment_consultation[sheet]), int(seats.assignment_observer[sheet])
        role = ("Patient partner", "Peer clinician")[int(seats.observer_type[observer])]
        marks = ["" if np.isnan(mark) else str(int(mark)) for mark in simulated.rating[sheet]]
        doctor = int(simulated.assignment_clinician[sheet])
        lines.append(",".join((f"v{visit}", f"Doctor {doctor}", f"Observer {observer}", role, *marks)))
    return "\n".join(lines) + "\n"


def test_a_study_of_five_items_and_many_clinicians_is_imported_whole(
    desk: Desk, session: Session, sign_in: SignIn
) -> None:
    items = ("listens", "options", "harms", "decides", "plans")
    simulated = simulate_programme(11, clinics=4, clinicians=60, consultations=180, items=5)
    mapping = (
        "layout: long\nconsultation: visit\nclinician: doctor\nobserver: who\nobserver_type: role\n"
        f"items: [{', '.join(items)}]\nscale: 0..4\ntotal: mean\ntitle: Five items\n"
    )
    ended = desk.imports(long_file(simulated, items), mapping, "--json")
    assert ended.code == 0, ended.err
    said = json.loads(ended.out)
    usable = simulated.rating[simulated.usable]
    rated = int((~np.isnan(usable)).sum())
    assert (said["ratings"], said["missing"]) == (rated, usable.size - rated)
    assert number_of(session, Rating) == rated
    points = [float(point or 0) for point in session.scalars(select(Rating.points).where(Rating.item_id == "harms"))]
    assert np.mean(points) == pytest.approx(np.nanmean(usable[:, 2]))
    found = agreement_of(sign_in, session, desk.lead)
    assert {item for item, _ in found} >= set(items)
    assert all(row["value"] or row["why undefined"] for row in found.values())


def test_a_failure_halfway_leaves_nothing_behind(
    desk: Desk, session: Session, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk full")

    before = [number_of(session, table) for table in TABLES]
    session.rollback()
    monkeypatch.setattr("app.operations.importing.record", broken)
    with pytest.raises(sqlite3.OperationalError):
        desk.imports("rater1,rater2,rater3,rater4\n4,4,3,4\n", FILMS)
    with database.open(readonly=True) as fresh:
        assert [number_of(fresh, table) for table in TABLES] == before
