"""The steps of the ladder as data: who takes each, what it is called, and how many days it usually has."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.words import LADDER_STEPS


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the road to a report and to the answer to it.

    name        what it is called on a list
    ask         what to do, for whoever takes it
    takers      the roles of the team that may take it; "author" is whoever wrote a comment
    days        how many days it has after the step before it; for the first one after the round has closed
    by_hand     a person says that it is done; the others follow from what is stored
    """

    code: str
    name: str
    ask: str
    takers: tuple[str, ...]
    days: int
    by_hand: bool = True


STEPS: Mapping[str, Step] = {
    step.code: step
    for step in (
        Step("ready", "Ready check", "Look at what is there and what is missing", ("lead",), 7),
        Step("comments", "Comments screened", "Read every comment and decide on it", ("lead", "facilitator"), 7),
        Step("authors", "Authors’ approval", "Say whether a change is all right", ("author",), 7, by_hand=False),
        Step("lead", "Lead’s go-ahead", "Read the draft and say that it may go on", ("lead",), 5),
        Step(
            "guide",
            "Conversation prepared",
            "Open the conversation guide and say when you will talk",
            ("facilitator", "lead"),
            7,
        ),
        Step(
            "released", "Released", "Release it at or just before the talk", ("facilitator", "lead"), 14, by_hand=False
        ),
        Step(
            "reply", "Clinician’s answer", "Read it, and write what it means to you", ("clinician",), 14, by_hand=False
        ),
        Step("talk", "Talked through", "Talk it through, then say that you have", ("facilitator", "lead"), 14),
    )
}
# After the release these two have no fixed order: some write before the talk and some after it.
AFTER_RELEASE = ("reply", "talk")
BEFORE_RELEASE = tuple(code for code in LADDER_STEPS if code not in (*AFTER_RELEASE, "released"))
# A report goes out at the talk or so many days before it; earlier only with a reason.
DAYS_BEFORE_TALK = 3
