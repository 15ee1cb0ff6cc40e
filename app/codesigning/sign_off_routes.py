"""Patient partners read a draft and say yes to it; a lead says whether their yes is needed."""

import uuid

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.codesigning.asking import address, item_rows, leads, refusals_told, the_draft
from app.codesigning.blueprint import codesigning, deciding
from app.codesigning.pages import SignOffPage
from app.operations.sign_off import ask_for_sign_off, sign_off
from app.queries.codesign import sign_offs_of
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor


@codesigning.get("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/sign-off")
def signing(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """The draft to read, and who signed it off."""
    draft = the_draft(team_id, draft_id)
    signed = sign_offs_of(db(), actor(), draft)
    page = SignOffPage(
        title="Sign-off",
        draft=draft,
        tab="sign_off",
        may_lead=leads(draft),
        sections=item_rows(draft),
        sign_offs=signed,
        may_sign=draft.is_open and team_id in actor().teams_as_patient_partner(),
        has_signed=any(each.current and each.is_mine for each in signed),
    )
    return render(page)


@codesigning.post("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/sign-off")
def sign(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Say yes to the draft as it was read."""
    draft = the_draft(team_id, draft_id)
    with refusals_told():
        sign_off(db(), actor(), team_id, draft_id, request.form.get("fingerprint", ""))
        flash("Thank you. You have signed this draft off. If it changes, it needs a new sign-off.")
    return redirect(address("signing", draft))


@deciding.post("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/sign-off/setting")
def sign_off_setting(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Whether drafts of this team need a patient partner's yes before they are published."""
    draft = the_draft(team_id, draft_id)
    wanted = request.form.get("wanted") == "yes"
    ask_for_sign_off(db(), actor(), team_id, wanted=wanted)
    flash("Drafts need a patient partner’s sign-off." if wanted else "Drafts no longer need a sign-off.")
    return redirect(address("signing", draft))
