"""Where one clinician's report stands on the ladder: values in, a decision out.

A step counts as done only while what it rests on still holds. A comment that comes in late opens the screening
again; a comment changed after the lead's go-ahead asks for a new one. What is released stays released.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.ladder.ready_check import Finding
from app.ladder.steps import AFTER_RELEASE, BEFORE_RELEASE, DAYS_BEFORE_TALK, STEPS
from app.rules import Conflict, Problem, Unfit
from app.words import LADDER_STEPS


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written down of one step: who was asked and until when, who took it, what they wrote.

    ``accepted`` holds the codes of the soft findings that were open when the step was taken.
    """

    person_id: uuid.UUID | None = None
    person: str = ""
    due_on: date | None = None
    done_by: str = ""
    done_at: datetime | None = None
    note: str = ""
    accepted: frozenset[str] = frozenset()


NOTHING = Entry()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored about one clinician in one round that the ladder depends on.

    findings        of the ready check; see `app.ladder.ready_check`
    undecided       comments nobody has decided on
    with_authors    changes that wait for the answer of who wrote the comment, or for what follows from it
    decided_at      when the newest decision on a comment was made
    replied_at      when the clinician wrote a reflection
    open_queries    questions of the clinician that nobody has answered
    made_anew       the released report was taken back because a patient changed their mind; the next is not there yet
    """

    closes_on: date
    findings: tuple[Finding, ...] = ()
    comments: int = 0
    undecided: int = 0
    with_authors: int = 0
    decided_at: datetime | None = None
    released_at: datetime | None = None
    released_by: str = ""
    replied_at: datetime | None = None
    open_queries: int = 0
    made_anew: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """One step as it stands. ``state``: "done", "now" (somebody's turn) or "later". ``missing``: one sentence each."""

    code: str
    state: str
    person: str = ""
    person_id: uuid.UUID | None = None
    due_on: date | None = None
    late: bool = False
    done_by: str = ""
    done_at: datetime | None = None
    note: str = ""
    missing: tuple[str, ...] = ()


Rungs = tuple[Rung, ...]


def climb(facts: Facts, entries: Mapping[str, Entry], today: date) -> Rungs:
    """Every step in order, with whose turn it is. Before the release exactly one step is somebody's turn."""
    rungs: list[Rung] = []
    begun = facts.closes_on
    waiting = False
    for code in LADDER_STEPS:
        entry = entries.get(code, NOTHING)
        missing = _missing(code, facts, entry)
        done = not missing or (facts.released_at is not None and code in BEFORE_RELEASE)
        free = code in AFTER_RELEASE and facts.released_at is not None
        if done and (free or not waiting):
            state = "done"
            ended = _ended(code, facts, entry)
            begun = max(begun, ended.date()) if ended and not free else begun
        elif waiting and not free:
            state = "later"
        else:
            state, waiting = "now", True
        rungs.append(_rung(code, state, facts, entry, missing, begun, today))
    return tuple(rungs)


def current(rungs: Rungs) -> Rung | None:
    """The first step that is somebody's turn; None when all are done."""
    return next((rung for rung in rungs if rung.state == "now"), None)


def rung_of(rungs: Rungs, code: str) -> Rung:
    return next(rung for rung in rungs if rung.code == code)


def check_may_take(code: str, rungs: Rungs, facts: Facts, note: str) -> None:
    """Raise `Conflict` when it is not this step's turn or a hard condition is not met.

    Raises `Unfit` when a soft condition is not met and no reason is given: then, and only then, a written reason helps.
    """
    rung = rung_of(rungs, code)
    if rung.state == "later":
        turn = current(rungs)
        before = STEPS[turn.code].name if turn else ""
        raise Conflict(f"It is too early for this step. First comes: {before}.")
    if code == "ready":
        hard = [finding for finding in facts.findings if finding.hard]
        if hard:
            raise Conflict(hard[0].sentence)
        if any(not finding.hard for finding in facts.findings) and not note.strip():
            raise Unfit([Problem("note", "Say why it may go on although not everything is there.")])
    if code == "comments" and facts.undecided:
        raise Conflict("Decide on every comment first.")


def check_may_release(rungs: Rungs, facts: Facts, talk_on: date | None, today: date, reason: str) -> None:
    """Raise `Conflict` below a hard rule, and `Unfit` when it would go out early without a reason.

    The comments and their authors' answers hold for every release, the steps for the first one.
    """
    if facts.undecided:
        raise Conflict("Decide on every comment first.")
    if facts.with_authors:
        raise Conflict("A changed comment still waits for the answer of who wrote it.")
    if facts.released_at is not None:
        return
    turn = current(rungs)
    if turn is not None and turn.code in BEFORE_RELEASE:
        raise Conflict(f"It is too early to release this report. First comes: {STEPS[turn.code].name}.")
    early = talk_on is None or today < talk_on - timedelta(days=DAYS_BEFORE_TALK)
    if early and not reason.strip():
        raise Unfit([Problem("note", _early(talk_on))])


def _early(talk_on: date | None) -> str:
    if talk_on is None:
        return "Nobody has said when you will talk it through. Say why it goes out all the same."
    return (
        f"The talk is on {talk_on.day} {talk_on:%B}. A report goes out at the talk, or {DAYS_BEFORE_TALK} days before"
        " it at most. Say why it goes out now."
    )


def _missing(code: str, facts: Facts, entry: Entry) -> tuple[str, ...]:
    missing: list[str] = []
    if code == "ready":
        open_ones = [each for each in facts.findings if each.hard or each.code not in entry.accepted]
        missing += [each.sentence for each in open_ones]
    if code == "comments" and facts.undecided:
        missing.append(_counted(facts.undecided, "comment has no decision yet.", "comments have no decision yet."))
    if code == "authors" and facts.with_authors:
        missing.append(
            _counted(
                facts.with_authors,
                "change waits for the answer of who wrote it.",
                "changes wait for the answers of who wrote them.",
            )
        )
    if code == "released" and facts.released_at is None:
        missing.append("Nobody has released it yet.")
    if code == "reply":
        if facts.released_at is None or facts.replied_at is None:
            missing.append("The clinician has not written anything yet.")
        if facts.open_queries:
            missing.append(_counted(facts.open_queries, "question has no answer.", "questions have no answer."))
    nothing_to_read = code == "comments" and not facts.comments
    if STEPS[code].by_hand and entry.done_at is None and not missing and not nothing_to_read:
        missing.append(_NOT_TAKEN[code])
    if code == "lead" and entry.done_at and facts.decided_at and facts.decided_at > entry.done_at:
        missing.append("A comment was decided on anew after the go-ahead. Look at the draft again.")
    return tuple(missing)


_NOT_TAKEN = {
    "ready": "Everything is there. A lead has to say that it may go on.",
    "comments": "Nobody has said yet that the comments are all read.",
    "lead": "A lead has not given the go-ahead yet.",
    "guide": "Nobody has opened the conversation guide yet.",
    "talk": "The talk has not been noted yet.",
}


def _ended(code: str, facts: Facts, entry: Entry) -> datetime | None:
    return facts.released_at if code == "released" else facts.replied_at if code == "reply" else entry.done_at


def _rung(
    code: str, state: str, facts: Facts, entry: Entry, missing: tuple[str, ...], begun: date, today: date
) -> Rung:
    due = entry.due_on
    if due is None and state == "now":
        due = begun + timedelta(days=STEPS[code].days)
    done = state == "done"
    return Rung(
        code=code,
        state=state,
        person=entry.person,
        person_id=entry.person_id,
        due_on=None if done else due,
        late=state == "now" and due is not None and due < today,
        done_by=(facts.released_by if code == "released" else entry.done_by) if done else "",
        done_at=_ended(code, facts, entry) if done else None,
        note=entry.note,
        missing=() if done else missing,
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
