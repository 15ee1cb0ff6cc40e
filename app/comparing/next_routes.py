"""The next weeks: a proposal of who observes whom, and taking it over. That somebody looked is recorded."""

import uuid
from collections.abc import Iterable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.figures import shown
from app.comparing.lines import value_cell
from app.comparing.next_forms import next_form
from app.comparing.next_pages import NextWeeksPage, RoomShown
from app.comparing.next_work import ToPlan, key_of, plan_asked, tomorrow_on
from app.comparing.pages import Cell
from app.comparing.people_routes import note_look
from app.operations.asking_observers import Seats, assign_to_sessions
from app.queries.coming_sessions import ComingRoom
from app.queries.training import forms_in_use, lacking, training_days
from app.rules import Conflict, OutOfDate, Unfit
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from reports.comparison.next_weeks import ClinicianLine, RoomLine

CLOSED = "The round is closed, so a proposal cannot be taken over. Open it again first."
IN_NUMBERS = "Add these sessions to the round, and the proposal can be taken over with one press."
CHANGED = "The plan was changed meanwhile, so nobody was asked. Look at the new proposal."


@comparing.get("/rounds/<uuid:round_id>/next-weeks/")
def next_weeks(round_id: uuid.UUID) -> ResponseReturnValue:
    """The proposal, with its reasons and what it would buy."""
    ask = asked(round_id)
    plan = plan_asked(ask, request.args)
    found, form = plan.found(ask), plan.form
    closed = CLOSED if ask.round.closed_at else IN_NUMBERS if form.plan == "numbers" else ""
    title = f"The next weeks: {ask.round.name}"
    page = NextWeeksPage(
        title=f"Error: {title}" if form.problems else title,
        round=ask.round,
        places=ask.places(),
        form=form,
        has_sessions=plan.has_sessions,
        action=ask.address("next_weeks"),
        take=ask.address("take_over", **form.address()),
        another=ask.address("next_weeks", **form.address(seed=str(form.seed % 99_999 + 1))),
        closed=closed,
        of_round=url_for("organising.round_page", round_id=round_id) if closed else "",
        refused=found.refused,
        sentences=found.sentences,
        figure=shown(
            ask,
            "next",
            "Sessions in their order of time. Numbers above the columns stand for the observers named below.",
            form.address(),
        ),
        rooms=tuple(RoomShown(each, "" if closed else _to_take(each, plan)) for each in found.rooms),
        clinicians=tuple(_clinician(each) for each in found.clinicians),
        workload=tuple(
            (each.name, each.kind, str(each.sessions), str(each.most), str(each.barred) if each.barred else "none")
            for each in found.workload
        ),
        conflicts=sum(each.barred > 0 for each in found.workload),
        untrained=_untrained(ask, found.rooms),
    )
    note_look(ask)
    return render(page), 422 if form.problems else 200


@comparing.post("/rounds/<uuid:round_id>/next-weeks/take-over")
def take_over(round_id: uuid.UUID) -> ResponseReturnValue:
    """Ask whom the proposal names, all of them or nobody; who was asked since the page was made is not planned over."""
    ask = asked(round_id)
    rooms = {key_of(each): each for each in tomorrow_on(round_id)}
    back = redirect(ask.address("next_weeks", **next_form(request.args, has_sessions=bool(rooms)).address()))
    try:
        wanted = [_seats(text, rooms) for text in request.form.getlist("seat")]
        with db().begin_nested():
            added = assign_to_sessions(db(), actor(), wanted) if wanted else 0
    except (Unfit, Conflict, OutOfDate) as refused:
        flash(str(refused), "error")
        return back
    sessions = _counted(len({each.session_id for each in wanted}), "session")
    flash(f"{_counted(added, 'sheet')} asked for in {sessions}. Observers see it under their sessions.")
    return back


def _to_take(line: RoomLine, plan: ToPlan) -> str:
    """session/clinician|asked already|proposed: what the page showed, so that what is stored is what was shown."""
    room = plan.rooms.get(line.session)
    if room is None or not line.asked:
        return ""
    return "|".join(
        (line.session, ",".join(str(each) for each in room.asked), ",".join(each.key for each in line.asked))
    )


def _seats(text: str, rooms: dict[str, ComingRoom]) -> Seats:
    """What a button sent. Raises OutOfDate when the round has no such session any more, or it says nothing sound."""
    key, _, rest = text.partition("|")
    before, _, people = rest.partition("|")
    room = rooms.get(key)
    try:
        asked_before = frozenset(uuid.UUID(each) for each in before.split(",") if each)
        person_ids = tuple(uuid.UUID(each) for each in people.split(",") if each)
    except ValueError:
        raise OutOfDate(CHANGED) from None
    if room is None or not person_ids:
        raise OutOfDate(CHANGED)
    return Seats(room.session_id, person_ids, room.slots, asked_before)


def _untrained(ask: Asked, rooms: Iterable[RoomLine]) -> tuple[tuple[str, str], ...]:
    names = {uuid.UUID(each.key): each.name for room in rooms for each in room.asked}
    forms = forms_in_use(db(), ask.round.team.id, ask.round.id)
    found = lacking(forms, training_days(db(), ask.round.team.id, [each.code for each in forms]), names)
    return tuple(sorted((names[key], ", ".join(titles)) for key, titles in found.items()))


def _clinician(each: ClinicianLine) -> tuple[str | Cell, ...]:
    return (
        each.name,
        _then(*each.visits),
        _then(*each.observers),
        value_cell(each.now),
        value_cell(each.then),
    )


def _then(now: int, then: int) -> str:
    return str(now) if now == then else f"{now} → {then}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
