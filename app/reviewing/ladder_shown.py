"""The ladder in words for a page: whose turn it is, until when, what is missing and where it is mended."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app.ladder.ready_check import Finding
from app.ladder.standing import Rung, Rungs, current
from app.ladder.steps import STEPS
from app.queries.ladder import OnLadder
from app.queries.turns import Waiting
from app.web.words_for_templates import short_date
from app.words import LADDER_STEPS

TAKERS: Mapping[tuple[str, ...], str] = {
    ("lead",): "A lead",
    ("lead", "facilitator"): "A lead or supporting colleague",
    ("facilitator", "lead"): "The supporting colleague",
    ("author",): "Who wrote the comment",
    ("clinician",): "The clinician",
}
ALL_DONE = "answered"


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One clinician in the table of a round. ``done`` counts the steps behind them, of ``of``."""

    id: uuid.UUID
    name: str
    clinic: str
    step: str
    missing: str
    who: str
    due: str
    late: bool
    done: int
    of: int
    made_anew: bool = False


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many clinicians of a round stand at one step, and the address that shows only them."""

    name: str
    count: int
    late: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """The same step of one round, for how many clinicians it is my turn."""

    step: str
    ask: str
    round: str
    count: int
    late: int
    due: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is missing; with an address where it is mended, unless only somebody else can."""

    sentence: str
    address: str = ""
    hard: bool = False


@dataclass(frozen=True, slots=True)
class RungShown:
    """One step on a clinician's page. ``address`` is where it is taken; "" when it is not this person's."""

    code: str
    name: str
    ask: str
    state: str
    state_words: str
    done: str
    note: str
    who: str
    due: str
    late: bool
    lines: tuple[Line, ...]
    address: str
    plan_address: str
    undo_address: str


def who_takes(rung: Rung) -> str:
    """The person who was asked, or the role."""
    return rung.person or TAKERS[STEPS[rung.code].takers]


def row_of(of: OnLadder, today: date) -> LadderRow:
    """One line of the round's table."""
    rungs = of.rungs(today)
    turn = current(rungs)
    done, anew = sum(rung.state == "done" for rung in rungs), of.facts.made_anew
    if turn is None:
        return LadderRow(
            of.id, of.name, of.clinic, "All done", "", "", "", late=False, done=done, of=len(rungs), made_anew=anew
        )
    return LadderRow(
        id=of.id,
        name=of.name,
        clinic=of.clinic,
        step=STEPS[turn.code].name,
        missing=_summary(turn, of),
        who=who_takes(turn),
        due=short_date(turn.due_on) if turn.due_on else "",
        late=turn.late,
        done=done,
        of=len(rungs),
        made_anew=anew,
    )


def turn_of_each(ladders: Iterable[OnLadder], today: date) -> dict[uuid.UUID, Rung | None]:
    """By clinician: the step they stand at; None when all is done."""
    return {of.id: current(of.rungs(today)) for of in ladders}


def step_counts(round_id: uuid.UUID, standing: Mapping[uuid.UUID, Rung | None], chosen: str) -> tuple[StepCount, ...]:
    """One for each step in order, then for those who have everything behind them."""
    at = Counter(rung.code if rung else ALL_DONE for rung in standing.values())
    late = Counter(rung.code for rung in standing.values() if rung and rung.late)
    names = [(code, STEPS[code].name) for code in LADDER_STEPS] + [(ALL_DONE, "All done")]
    return tuple(
        StepCount(
            name,
            at[code],
            late[code],
            url_for("releases.one_round", round_id=round_id, step=code),
            code == chosen,
        )
        for code, name in names
    )


def line_of(each: Waiting) -> WaitingLine:
    """What waits for me, in words."""
    step = STEPS[each.step]
    return WaitingLine(
        step=step.name,
        ask=step.ask,
        round=each.round,
        count=each.count,
        late=each.late,
        due=short_date(each.first_due) if each.first_due else "",
        address=url_for("releases.one_round", round_id=each.round_id, step=each.step),
    )


def rungs_shown(of: OnLadder, rungs: Rungs, *, may: frozenset[str], leads: bool) -> tuple[RungShown, ...]:
    """Every step for the clinician's page. ``may``: steps this person may take; ``leads``: opens the lead's pages."""
    return tuple(_rung(of, rung, rung.code in may, leads=leads) for rung in rungs)


def _rung(of: OnLadder, rung: Rung, mine: bool, *, leads: bool) -> RungShown:
    step = STEPS[rung.code]
    place: dict[str, Any] = {"round_id": of.round_id, "clinician_id": of.id}
    plannable = mine and rung.state != "done" and rung.code not in ("authors", "reply")
    undoable = mine and step.by_hand and rung.state == "done" and rung.done_at and not of.facts.released_at
    return RungShown(
        code=rung.code,
        name=step.name,
        ask=step.ask,
        state=rung.state,
        state_words=_state_words(rung),
        done=_done_words(rung),
        note=rung.note if rung.state == "done" else "",
        who=who_takes(rung) if rung.state != "done" else "",
        due=short_date(rung.due_on) if rung.due_on else "",
        late=rung.late,
        lines=_lines(of, rung, leads=leads),
        address=_address(rung, place) if mine and rung.state == "now" else "",
        plan_address=url_for("releases.plan_of_step", step=rung.code, **place) if plannable else "",
        undo_address=url_for("releases.step_back", step=rung.code, **place) if undoable else "",
    )


def _address(rung: Rung, place: Mapping[str, Any]) -> str:
    if rung.code == "comments" and "no decision" in (rung.missing[0] if rung.missing else ""):
        return url_for("releases.screen", **place)
    if rung.code == "released":
        return url_for("releases.release", **place)
    return url_for("releases.step", step=rung.code, **place) if STEPS[rung.code].by_hand else ""


def _state_words(rung: Rung) -> str:
    if rung.state == "now":
        return "Late" if rung.late else "Now"
    return "Done" if rung.state == "done" else "Later"


def _done_words(rung: Rung) -> str:
    if rung.state != "done" or rung.done_at is None:
        return ""
    return f"{rung.done_by}, {short_date(rung.done_at)}" if rung.done_by else short_date(rung.done_at)


def _summary(rung: Rung, of: OnLadder) -> str:
    """The first thing that is missing, and how many more."""
    hard = [finding.sentence for finding in of.facts.findings if finding.hard] if rung.code == "ready" else []
    lines = hard or list(rung.missing)
    if not lines:
        return ""
    more = len(lines) - 1
    return f"{lines[0]} And {more} more." if more > 0 else lines[0]


def _lines(of: OnLadder, rung: Rung, *, leads: bool) -> tuple[Line, ...]:
    if rung.state != "now":
        return ()
    known = {finding.sentence: finding for finding in of.facts.findings}
    lines: list[Line] = []
    for sentence in rung.missing:
        finding = known.get(sentence)
        address = _mended_at(finding, of) if finding and leads else ""
        lines.append(Line(sentence, address, bool(finding and finding.hard)))
    return tuple(lines)


def _mended_at(finding: Finding, of: OnLadder) -> str:
    if finding.mend == "progress":
        return url_for("organising.progress", round_id=of.round_id)
    if finding.mend == "plan":
        return url_for("organising.round_page", round_id=of.round_id)
    if finding.mend == "wrong-places":
        return url_for("organising.wrong_places", team_id=of.team_id)
    if finding.mend == "set-aside":
        return url_for("organising.set_aside", team_id=of.team_id)
    if finding.mend == "clinicians":
        return url_for("organising.clinics", team_id=of.team_id)
    return ""
