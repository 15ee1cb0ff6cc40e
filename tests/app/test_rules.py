"""Lock, then look: the one rule that says when others may see a consultation's ratings."""

import uuid

import pytest

from app.rules import Actor, NotThere, Place, Sheet, can_release, check_leads, ratings_are_open


@pytest.mark.parametrize(
    ("states", "is_open"),
    [
        ((), False),
        (("assigned",), False),
        (("locked",), True),
        (("locked", "assigned"), False),
        (("assigned", "locked"), False),
        (("locked", "locked"), True),
        (("locked", "given_up"), True),
        (("given_up", "assigned"), False),
        (("locked", "locked", "assigned"), False),
        (("locked", "void"), True),
        (("assigned", "void"), False),
        (("void",), False),
    ],
)
def test_ratings_open_when_every_assigned_sheet_is_in_or_given_up(states: tuple[str, ...], is_open: bool) -> None:
    assert ratings_are_open(Sheet(uuid.uuid4(), state) for state in states) is is_open


def test_a_lead_leads_their_own_team_and_no_other() -> None:
    mine, theirs = uuid.uuid4(), uuid.uuid4()
    lead = Actor(uuid.uuid4(), "A lead", (Place(mine, "lead"), Place(theirs, "observer")))
    check_leads(lead, mine)
    with pytest.raises(NotThere):
        check_leads(lead, theirs)


@pytest.mark.parametrize(
    ("role", "may"), [("lead", True), ("facilitator", True), ("observer", False), ("clinician", False)]
)
def test_a_report_is_released_by_a_lead_or_a_facilitator_of_its_team(role: str, may: bool) -> None:
    team = uuid.uuid4()
    who = Actor(uuid.uuid4(), "Somebody", (Place(team, role),))
    assert can_release(who, team) is may
    assert can_release(who, uuid.uuid4()) is False
