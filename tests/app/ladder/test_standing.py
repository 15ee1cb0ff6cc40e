"""Where a report stands on the ladder, and when a step may be taken."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.ladder.ready_check import Finding
from app.ladder.standing import Entry, Facts, Rungs, check_may_release, check_may_take, climb, current, rung_of
from app.rules import Conflict, Unfit

CLOSES = date(2026, 3, 31)
TODAY = date(2026, 4, 2)
SOFT = Finding("sheets-out", "2 sheets are still to come.", "progress")
HARD = Finding("nothing-open", "Nothing to report on.", "progress")


def on(day: int) -> datetime:
    return datetime(2026, 4, day, 9, tzinfo=UTC)


def taken(*codes: str, day: int = 1) -> dict[str, Entry]:
    return {code: Entry(done_by="Mirembe", done_at=on(day)) for code in codes}


def states(rungs: Rungs) -> dict[str, str]:
    return {rung.code: rung.state for rung in rungs}


ALL_SAID = ("ready", "comments", "lead", "guide")


def test_the_first_step_is_the_ready_check_and_nothing_else_has_its_turn() -> None:
    found = states(climb(Facts(CLOSES), {}, TODAY))
    assert found.pop("ready") == "now"
    assert set(found.values()) == {"later"}


def test_a_step_taken_hands_on_to_the_next() -> None:
    rungs = climb(Facts(CLOSES, comments=2), taken("ready"), TODAY)
    assert (turn := current(rungs)) is not None
    assert turn.code == "comments"


def test_where_nobody_wrote_a_comment_there_is_nothing_to_screen() -> None:
    assert states(climb(Facts(CLOSES), taken("ready"), TODAY))["comments"] == "done"


def test_without_a_changed_comment_no_author_is_waited_for() -> None:
    rungs = climb(Facts(CLOSES), taken("ready", "comments"), TODAY)
    assert states(rungs)["authors"] == "done"
    assert states(rungs)["lead"] == "now"


def test_a_change_that_waits_for_its_author_holds_the_ladder() -> None:
    rungs = climb(Facts(CLOSES, with_authors=1), taken(*ALL_SAID), TODAY)
    assert states(rungs)["authors"] == "now"
    assert states(rungs)["lead"] == "later"


def test_a_comment_that_comes_in_late_opens_the_screening_again() -> None:
    rungs = climb(Facts(CLOSES, undecided=1), taken(*ALL_SAID), TODAY)
    assert rung_of(rungs, "comments").missing == ("1 comment has no decision yet.",)
    assert states(rungs)["comments"] == "now"


def test_a_comment_decided_anew_asks_for_a_new_go_ahead() -> None:
    rungs = climb(Facts(CLOSES, decided_at=on(2)), taken(*ALL_SAID, day=1), TODAY)
    assert states(rungs)["lead"] == "now"
    assert "anew" in rung_of(rungs, "lead").missing[0]


def test_what_was_missing_and_accepted_with_a_reason_does_not_hold_the_ladder() -> None:
    facts = Facts(CLOSES, findings=(SOFT,))
    assert states(climb(facts, taken("ready"), TODAY))["ready"] == "now"
    accepted = {"ready": replace(taken("ready")["ready"], accepted=frozenset({"sheets-out"}))}
    assert states(climb(facts, accepted, TODAY))["ready"] == "done"


def test_what_turns_up_after_the_check_was_not_accepted() -> None:
    accepted = {"ready": replace(taken("ready")["ready"], accepted=frozenset({"set-aside"}))}
    assert states(climb(Facts(CLOSES, findings=(SOFT,)), accepted, TODAY))["ready"] == "now"


def test_a_hard_condition_holds_whatever_was_accepted() -> None:
    accepted = {"ready": replace(taken("ready")["ready"], accepted=frozenset({"nothing-open"}))}
    assert states(climb(Facts(CLOSES, findings=(HARD,)), accepted, TODAY))["ready"] == "now"


def test_a_released_report_stays_released_whatever_comes_in_later() -> None:
    facts = Facts(CLOSES, findings=(SOFT,), undecided=2, with_authors=1, released_at=on(1))
    found = states(climb(facts, {}, TODAY))
    assert {code for code, state in found.items() if state == "done"} == {
        "ready",
        "comments",
        "authors",
        "lead",
        "guide",
        "released",
    }


@pytest.mark.parametrize(("code", "other"), [("reply", "talk"), ("talk", "reply")])
def test_the_answer_and_the_talk_come_in_either_order(code: str, other: str) -> None:
    facts = Facts(CLOSES, released_at=on(1), replied_at=on(2) if code == "reply" else None)
    found = states(climb(facts, taken("talk", day=2) if code == "talk" else {}, TODAY))
    assert (found[code], found[other]) == ("done", "now")


def test_a_question_without_an_answer_keeps_the_answer_open() -> None:
    facts = Facts(CLOSES, released_at=on(1), replied_at=on(2), open_queries=1)
    assert rung_of(climb(facts, {}, TODAY), "reply").missing == ("1 question has no answer.",)


def test_a_step_is_due_so_many_days_after_the_one_before() -> None:
    rungs = climb(Facts(CLOSES, comments=2), taken("ready", day=10), date(2026, 4, 11))
    assert rung_of(rungs, "comments").due_on == date(2026, 4, 17)


def test_the_ready_check_is_due_a_week_after_the_round_has_closed() -> None:
    assert rung_of(climb(Facts(CLOSES), {}, TODAY), "ready").due_on == CLOSES + timedelta(days=7)


def test_a_day_that_was_set_counts_instead_and_is_late_from_the_next_day_on() -> None:
    entries = {"ready": Entry(due_on=TODAY)}
    assert not rung_of(climb(Facts(CLOSES), entries, TODAY), "ready").late
    assert rung_of(climb(Facts(CLOSES), entries, TODAY + timedelta(days=1)), "ready").late


def test_a_step_out_of_turn_is_refused_with_the_one_that_comes_first() -> None:
    facts = Facts(CLOSES)
    with pytest.raises(Conflict, match="First comes: Ready check"):
        check_may_take("lead", climb(facts, {}, TODAY), facts, "")


def test_a_soft_condition_wants_a_written_reason() -> None:
    facts = Facts(CLOSES, findings=(SOFT,))
    rungs = climb(facts, {}, TODAY)
    with pytest.raises(Unfit, match="Say why"):
        check_may_take("ready", rungs, facts, "  ")
    check_may_take("ready", rungs, facts, "Both observers are on leave.")


def test_no_reason_helps_below_a_hard_condition() -> None:
    facts = Facts(CLOSES, findings=(HARD,))
    with pytest.raises(Conflict, match="Nothing to report on"):
        check_may_take("ready", climb(facts, {}, TODAY), facts, "I want it anyway.")


def test_nothing_is_released_before_its_turn() -> None:
    facts = Facts(CLOSES)
    with pytest.raises(Conflict, match="First comes: Conversation prepared"):
        check_may_release(climb(facts, taken("ready", "comments", "lead"), TODAY), facts, TODAY, TODAY, "Now, please.")


@pytest.mark.parametrize(("days", "early"), [(0, False), (3, False), (4, True)])
def test_a_report_goes_out_at_the_talk_or_three_days_before(days: int, early: bool) -> None:
    facts = Facts(CLOSES)
    rungs = climb(facts, taken(*ALL_SAID), TODAY)
    talk = TODAY + timedelta(days=days)
    if early:
        with pytest.raises(Unfit, match="Say why it goes out now"):
            check_may_release(rungs, facts, talk, TODAY, "")
    check_may_release(rungs, facts, talk, TODAY, "They leave the service." if early else "")


def test_a_second_release_still_waits_for_a_changed_comments_author() -> None:
    facts = Facts(CLOSES, with_authors=1, released_at=on(1))
    with pytest.raises(Conflict, match="answer of who wrote it"):
        check_may_release(climb(facts, {}, TODAY), facts, TODAY, TODAY, "")
