"""A clinician's mentors: wish for one, agree to an offer, or end it. Nobody who did not offer is named."""

import uuid
from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.climbing import today
from app.operations.mentors import end_mentoring, say_no, say_yes, wish_for_mentor
from app.queries.mentors import MentorShown, WishShown, mentors_of, wishes_of
from app.reviewing.blueprint import mine
from app.web.languages import _
from app.web.page import Page, render
from app.web.request_database import db
from app.web.signed_in import actor


@dataclass(frozen=True)
class MyMentorsPage(Page):
    """Who is my mentor, who offers it, and whether I wish for one."""

    template: ClassVar[str] = "reviewing/mentors.html"

    people: tuple[MentorShown, ...]
    wishes: tuple[WishShown, ...]


@mine.get("/mentors/")
def my_mentors() -> str:
    """Who offered, and my own wish, once a report of mine is out."""
    me = actor().id
    return render(MyMentorsPage(title=_("My mentors"), people=mentors_of(db(), me), wishes=wishes_of(db(), me)))


@mine.post("/mentors/<uuid:clinician_id>/wish")
def mentor_wish(clinician_id: uuid.UUID) -> ResponseReturnValue:
    """I would like a mentor."""
    wish_for_mentor(db(), actor(), clinician_id, wished=True)
    flash(_("Those who observed you see it now, and offer if they like."))
    return redirect(url_for("mine.my_mentors"))


@mine.post("/mentors/<uuid:clinician_id>/no-wish")
def mentor_no_wish(clinician_id: uuid.UUID) -> ResponseReturnValue:
    """I no longer look for one."""
    wish_for_mentor(db(), actor(), clinician_id, wished=False)
    flash(_("That is fine. Nobody is told."))
    return redirect(url_for("mine.my_mentors"))


@mine.post("/mentors/<uuid:clinician_id>/<uuid:person_id>/yes")
def mentor_yes(clinician_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """I take the offer."""
    say_yes(db(), actor(), clinician_id, person_id, today())
    flash(_("You have agreed on it. They no longer observe you for appraisal."))
    return redirect(url_for("mine.my_mentors"))


@mine.post("/mentors/<uuid:clinician_id>/<uuid:person_id>/no")
def mentor_no(clinician_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Not now."""
    say_no(db(), actor(), clinician_id, person_id)
    flash(_("That is fine. Nobody is told."))
    return redirect(url_for("mine.my_mentors"))


@mine.post("/mentors/<uuid:clinician_id>/<uuid:person_id>/end")
def mentor_end(clinician_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """It is over."""
    end_mentoring(db(), actor(), clinician_id, person_id)
    flash(_("It has ended. They still do not observe you, unless they say that they may again."))
    return redirect(url_for("mine.my_mentors"))
