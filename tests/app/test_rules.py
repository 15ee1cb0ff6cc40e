"""Lock, then look: the one rule that says when others may see a consultation's ratings."""

import uuid

import pytest

from app.rules import (
    Actor,
    NotThere,
    Place,
    Sheet,
    can_hear_of_safety,
    can_release,
    check_leads,
    is_own_report,
    ratings_are_open,
)


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


@pytest.mark.parametrize(
    ("role", "own", "hears"),
    [
        ("lead", False, True),
        ("safety", False, True),
        ("facilitator", False, False),
        ("observer", False, False),
        ("clinician", False, False),
        ("lead", True, False),
        ("safety", True, False),
    ],
)
def test_a_worry_about_safety_is_heard_by_leads_and_contacts_but_not_about_their_own_visit(
    role: str, own: bool, hears: bool
) -> None:
    team = uuid.uuid4()
    who = Actor(uuid.uuid4(), "Anna", (Place(team, role),))
    assert can_hear_of_safety(who, team, who.id if own else uuid.uuid4()) is hears


def test_a_worry_of_another_team_is_not_heard() -> None:
    who = Actor(uuid.uuid4(), "Anna", (Place(uuid.uuid4(), "lead"),))
    assert not can_hear_of_safety(who, uuid.uuid4(), None)


def test_a_report_about_nobody_with_an_account_is_nobodys_own() -> None:
    assert not is_own_report(Actor(uuid.uuid4(), "Anna"), None)
