"""What the product estimates of the demonstration is what its ratings were drawn from."""

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import ClinicSession, Consultation
from app.models.people import Clinician, Person
from app.models.programmes import Round
from app.queries.actors import actor_for_person
from app.queries.ratings import ratings_of_round
from reports.comparison.overview import agreement_overview
from reports.comparison.rating_set import RatingSet
from tests.app.demonstration.conftest import Demonstration


@pytest.fixture
def ratings(demo_session: Session, demonstration: Demonstration) -> RatingSet:
    """The closed round as the lead's comparing page reads it."""
    everybody = demonstration.made.everybody
    lead = actor_for_person(demo_session, everybody.person(everybody.leads[0]))
    assert lead is not None
    round_id = demo_session.scalars(select(Round.id).where(Round.name == "First round")).first()
    assert round_id is not None
    return ratings_of_round(demo_session, lead, round_id).ratings


def test_the_gap_between_the_types_is_found_where_the_truth_put_it(
    ratings: RatingSet, demonstration: Demonstration
) -> None:
    (gap,) = agreement_overview(ratings).gaps
    difference = gap.total.difference
    assert difference.low is not None
    assert difference.high is not None
    assert (gap.first, gap.second) == ("Patient partner", "Peer clinician")
    assert difference.low < demonstration.made.truth["expected_score_gap"] < difference.high


def test_the_item_that_the_types_see_differently_stands_out(ratings: RatingSet, demonstration: Demonstration) -> None:
    (gap,) = agreement_overview(ratings).gaps
    apart = [(item.apart.value or 0.0, item.id) for item in gap.items if item.apart is not None]
    assert min(apart)[1] == demonstration.made.truth["differential_item"]


def test_severe_observers_score_lower_than_those_they_sat_beside(
    ratings: RatingSet, demonstration: Demonstration, demo_session: Session
) -> None:
    emails = {row.name: row.email for row in demo_session.execute(select(Person.name, Person.email))}
    truth = demonstration.made.truth
    known = ~np.isnan(ratings.totals)
    mean_of_unit = [
        np.nanmean(ratings.totals[ratings.sheet_unit == unit]) if any_total(ratings, unit) else np.nan
        for unit in ratings.sheet_unit
    ]
    beside = ratings.totals - np.array(mean_of_unit)
    found, true = [], []
    for place, observer in enumerate(ratings.observers):
        mine = (ratings.sheet_observer == place) & known
        if mine.sum() >= 8:
            found.append(beside[mine].mean())
            of_type = truth["type_gap"] * (observer.type_code == "patient_partner")
            true.append(truth["severity"][emails[observer.name]] + of_type)
    assert len(found) >= 15
    assert np.corrcoef(found, true)[0, 1] < -0.6


def test_clinicians_who_share_decisions_well_score_higher(
    ratings: RatingSet, demonstration: Demonstration, demo_session: Session
) -> None:
    truth = demonstration.made.truth
    rows = demo_session.execute(
        select(ClinicSession.code, Consultation.slot, Person.email)
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .join(Person, Person.id == Clinician.person_id)
    )
    observed = {f"{row.code}, slot {row.slot}": row.email for row in rows}
    units = range(len(ratings.unit_names))
    scores = {
        unit: np.nanmean(ratings.totals[ratings.sheet_unit == unit]) for unit in units if any_total(ratings, unit)
    }
    found = {}
    for email, effect in truth["clinician"].items():
        mine = [score for unit, score in scores.items() if observed[ratings.unit_names[unit]] == email]
        if len(mine) >= 4:
            found[effect] = np.mean(mine)
    assert len(found) >= 15
    assert np.corrcoef(list(found), list(found.values()))[0, 1] > 0.6


def any_total(ratings: RatingSet, unit: int) -> bool:
    return bool((~np.isnan(ratings.totals[ratings.sheet_unit == unit])).any())


def test_the_truth_is_kept_as_plain_numbers(demonstration: Demonstration) -> None:
    truth = demonstration.made.truth
    assert truth["schema"] == "levelfield-demo-truth/1"
    assert len(truth["severity"]) == 21
    assert len(truth["clinician"]) == 24
    assert abs(sum(list(truth["severity"].values())[:9])) < 1e-9
    assert truth["differential_item"] in truth["item"]
