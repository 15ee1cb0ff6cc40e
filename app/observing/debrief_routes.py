"""After both have locked: what the observers of one consultation agree on, written by one, agreed by the other."""

import uuid
from collections.abc import Mapping

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.observing.blueprint import observing
from app.observing.comparison import Difference, side_by_side
from app.observing.debrief_forms import DebriefForm, debrief_form
from app.observing.pages import DebriefPage, ItemToAgree, PointToChoose
from app.operations.debriefs import agree_with_debrief, write_debrief
from app.queries.debriefs import DebriefSoFar, debrief_of_open_consultation
from app.queries.pairs import Together, sheets_together
from app.rules import Conflict, NotThere, OutOfDate, Unfit
from app.web.languages import _
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.definition import Instrument, Item, in_language
from reports.feedback.identifiers import identifiers_in


@observing.route("/consultations/<uuid:consultation_id>/debrief", methods=["GET", "POST"])
def debrief(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Both sheets, a note, and for each item the score both would give now."""
    pair, instrument = _open_pair(consultation_id)
    so_far = debrief_of_open_consultation(db(), actor(), consultation_id)
    form = debrief_form([item.id for item in instrument.items])(
        data={"note": so_far.note, "seen": so_far.version, **_named(so_far.points or {})}
    )
    if form.sent() and _names_are_fine(form):
        points = {item.id: str(form[f"p_{item.id}"].data or "") for item in instrument.items}
        chosen = {item: code for item, code in points.items() if code}
        try:
            with db().begin_nested():
                write_debrief(db(), actor(), consultation_id, form.note.data or "", chosen, form.seen_version)
        except Unfit as refused:
            for problem in refused.problems:
                form.say_beside(problem.field, _(problem.sentence))
        except (OutOfDate, Conflict) as refused:
            flash(_(str(refused)), "error")
            return redirect(url_for("observing.debrief", consultation_id=consultation_id))
        else:
            flash(_("Saved. Now the other observer reads it and says yes, or changes it."))
            return redirect(url_for("observing.together", consultation_id=consultation_id))
    page = DebriefPage(
        title=f"{_('Error:')} {_('What you agree on')}" if form.errors else _("What you agree on"),
        consultation_id=consultation_id,
        session_code=pair.session_code,
        slot=pair.slot,
        so_far=so_far,
        form=form,
        labels=labels_of(pair),
        items=_items(pair, instrument),
    )
    return render(page), 422 if form.errors else 200


@observing.post("/consultations/<uuid:consultation_id>/debrief/agree/<int:version>")
def say_yes(consultation_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """Yes to what the other observer wrote."""
    try:
        agree_with_debrief(db(), actor(), consultation_id, version)
    except OutOfDate as refused:
        flash(_(str(refused)), "error")
    else:
        flash(_("Thank you. You have said yes to it."))
    return redirect(url_for("observing.together", consultation_id=consultation_id))


def labels_of(pair: Together) -> tuple[str, ...]:
    """Whose sheet each is: one's own, and the others' by what they observe as."""
    sheets = pair.sheets or ()
    return tuple(_whose(each.observer_type, mine=each.is_mine) for each in sheets)


def _whose(observer_type: str, *, mine: bool) -> str:
    return _("You ({kind})", kind=_(observer_type).lower()) if mine else _(observer_type)


def agreed_in_words(instrument: Instrument, so_far: DebriefSoFar, wording: str) -> tuple[tuple[str, str], ...]:
    """By item: its name and the score both would give now."""
    found = ((item, (so_far.points or {}).get(item.id)) for item in instrument.items)
    return tuple((item.name(wording), _point_words(item, code)) for item, code in found if code)


def _point_words(item: Item, code: str) -> str:
    point = item.scale.point(code)
    label = in_language(point.label, "en") if point else code
    return f"{code}: {label}" if code.isdigit() and code != label else label


def _open_pair(consultation_id: uuid.UUID) -> tuple[Together, Instrument]:
    pair = sheets_together(db(), actor(), consultation_id)
    if pair.sheets is None or pair.instrument is None or len(pair.sheets) < 2:
        raise NotThere
    return pair, pair.instrument


def _named(points: Mapping[str, str]) -> dict[str, str]:
    return {f"p_{item}": code for item, code in points.items()}


def _names_are_fine(form: DebriefForm) -> bool:
    found = identifiers_in(form.note.data or "")
    if not found or form.names_checked.data:
        return True
    form.note.errors = [*form.note.errors, *found]
    return False


def _items(pair: Together, instrument: Instrument) -> tuple[ItemToAgree, ...]:
    compared = side_by_side(instrument, [each.sheet for each in pair.sheets or ()], pair.wording)
    known = {item.name(pair.wording): item for item in instrument.items}
    return tuple(_item(known[each.name], each) for each in (*compared.different, *compared.same) if each.name in known)


def _item(item: Item, each: Difference) -> ItemToAgree:
    points = tuple(PointToChoose(point.code, _point_words(item, point.code)) for point in item.scale.points)
    return ItemToAgree(f"p_{item.id}", each, points)
