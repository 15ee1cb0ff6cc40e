"""The tablet's pages: today, and the two sheets side by side."""

import uuid
from datetime import UTC, datetime

from flask import make_response
from flask.typing import ResponseReturnValue

from app.observing.blueprint import observing
from app.observing.comfort_routes import looks
from app.observing.comparison import side_by_side
from app.observing.debrief_routes import agreed_in_words, labels_of
from app.observing.keeping import may_be_kept
from app.observing.pages import EndOfClinicPage, NotYetPage, TodayPage, TogetherPage
from app.queries.comment_edits import edits_waiting_for
from app.queries.debriefs import debrief_of_open_consultation
from app.queries.pairs import sheets_together
from app.queries.safety import contacts_of
from app.queries.schedule import sessions_for_observer
from app.queries.told import changes_heard
from app.web.languages import _, language
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor


@observing.get("/")
def today() -> ResponseReturnValue:
    """My sessions and slots, today's first."""
    who, date = actor(), datetime.now(UTC).date()
    sessions = sessions_for_observer(db(), who, date)
    page = TodayPage(
        title=_("Your sessions"),
        person_id=who.id,
        looks=looks(),
        today=date,
        now=tuple(each for each in sessions if each.on_date == date),
        coming=tuple(each for each in sessions if each.on_date > date),
        past=tuple(each for each in sessions if each.on_date < date),
        changes=edits_waiting_for(db(), who.id),
        heard=changes_heard(db(), who.id)[:2],
        contacts=contacts_of(db(), who.teams_as("observer")),
    )
    return may_be_kept(make_response(render(page)), who)


@observing.get("/end-of-clinic/")
def end_of_clinic() -> ResponseReturnValue:
    """Is everything sent? The tablet knows, so its script answers."""
    who = actor()
    page = EndOfClinicPage(title=_("End of clinic"), person_id=who.id)
    return may_be_kept(make_response(render(page)), who)


@observing.get("/consultations/<uuid:consultation_id>/together")
def together(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Lock, then look: every sheet of the consultation, once all of them are in."""
    pair = sheets_together(db(), actor(), consultation_id)
    if pair.sheets is None:
        return render(
            NotYetPage(
                title=_("Not open yet"),
                my_assignment_id=pair.my_assignment_id,
                session_code=pair.session_code,
                slot=pair.slot,
            )
        )
    so_far = debrief_of_open_consultation(db(), actor(), consultation_id)
    sheets = [each.sheet for each in pair.sheets]
    compared = side_by_side(pair.instrument, sheets, pair.wording, language()) if pair.instrument else None
    return render(
        TogetherPage(
            title=_("Side by side: {session}, slot {number}", session=pair.session_code, number=pair.slot),
            my_assignment_id=pair.my_assignment_id,
            session_code=pair.session_code,
            slot=pair.slot,
            clinician=pair.clinician,
            labels=labels_of(pair),
            different=compared.different if compared else (),
            same=compared.same if compared else (),
            words=compared.words if compared else (),
            consultation_id=consultation_id,
            so_far=so_far,
            agreed=agreed_in_words(pair.instrument, so_far, pair.wording) if pair.instrument else (),
        )
    )
