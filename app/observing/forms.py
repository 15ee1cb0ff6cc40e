"""The forms of the tablet. The score sheet's form is made from its instrument; judging is not done here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from flask_wtf import FlaskForm  # pyright: ignore[reportMissingTypeStubs]
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Optional

from app.observing.entries import count_name, field_name, note_name, taps_name
from app.operations.consent import Asking
from app.web.languages import later
from instruments.definition import Entry, Instrument, Item
from instruments.scoresheet import Problem, Sheet, write_sheet

# Role of who asked, never a name, in the order most used.
ASKED_BY_LABELS = {
    "receptionist": later("Somebody at reception"),
    "clinician": later("The clinician"),
    "nurse": later("A nurse or helper"),
    "observer": later("An observer"),
    "other": later("Somebody else"),
}


ASKED_HOW_LABELS = {
    "spoken": later("Out loud"),
    "written": later("On paper"),
    "with_helper": later("With an interpreter or helper"),
}

STAGE_LABELS = {
    "before": later("Before it began"),
    "during": later("While it went on"),
    "after": later("Afterwards"),
}


class ConsentForm(FlaskForm):
    """What the patient said, the role of who asked, and how they were asked: out loud unless somebody says else."""

    outcome = RadioField(
        later("Did the patient say yes to being observed?"),
        choices=[],
        validators=[
            InputRequired(later("Say whether the patient said yes or no.")),
            AnyOf(["agreed", "declined"], message=later("Say whether the patient said yes or no.")),
        ],
        validate_choice=False,
    )
    asked_by = RadioField(
        later("Who asked the patient?"),
        choices=[],
        validators=[
            InputRequired(later("Choose who asked the patient.")),
            AnyOf(list(ASKED_BY_LABELS), message=later("Choose who asked the patient.")),
        ],
        validate_choice=False,
    )
    how = RadioField(
        later("How was the patient asked?"),
        choices=[],
        default="spoken",
        validators=[AnyOf(list(ASKED_HOW_LABELS), message=later("Choose how the patient was asked."))],
        validate_choice=False,
    )

    @property
    def asking(self) -> Asking:
        return Asking(self.asked_by.data or "", self.how.data or "")


class WithdrawalForm(FlaskForm):
    """When the patient changed their mind; what is not said is taken from where the sheet stands."""

    stage = RadioField(
        later("When did they change their mind?"),
        choices=[],
        validators=[Optional(), AnyOf(list(STAGE_LABELS), message=later("Say when the patient changed their mind."))],
        validate_choice=False,
    )


class ScoresheetForm(FlaskForm):
    """Fields are added for each entry: ``i_<entry>``, ``i_<item>_note``, ``i_<item>_count_<behaviour>``."""

    observation_id = HiddenField()
    opened_at = HiddenField()
    fingerprint = HiddenField()
    names_checked = BooleanField()


class CorrectionForm(ScoresheetForm):
    """A sheet that was locked before, and why it is put right."""

    reason = TextAreaField(later("Why are you correcting this sheet?"))


@dataclass(frozen=True)
class _Kind:
    """What a form class is made for: the fingerprint tells instruments apart, the instrument goes along."""

    fingerprint: str
    instrument: Instrument = field(compare=False)


def scoresheet_form(instrument: Instrument, fingerprint: str) -> type[ScoresheetForm]:
    """The form class of one published instrument version; made once."""
    return _form_class(_Kind(fingerprint, instrument))


def correction_form(instrument: Instrument, fingerprint: str) -> type[CorrectionForm]:
    """The same with a reason."""
    sheet = scoresheet_form(instrument, fingerprint)
    return type("CorrectionFormOfInstrument", (CorrectionForm, sheet), {})


@lru_cache(maxsize=64)
def _form_class(kind: _Kind) -> type[ScoresheetForm]:
    fields: dict[str, Any] = {}
    for entry in kind.instrument.entries:
        fields[field_name(entry.id)] = _field(entry)
        if isinstance(entry, Item):
            fields[note_name(entry.id)] = TextAreaField()
            for marker in _marker_codes(entry):
                fields[taps_name(entry.id, marker)] = HiddenField()
            for behaviour in entry.scale.behaviours:
                fields[count_name(entry.id, behaviour.code)] = StringField()
    return type("ScoresheetForm", (ScoresheetForm,), fields)


def _marker_codes(item: Item) -> list[str]:
    """What is tapped: the behaviours the item names, or the item itself."""
    return [marker.code for marker in item.markers] or [""]


def _field(entry: Entry) -> Any:
    # The choices are printed from the instrument and judged by it, so the field only carries what was sent.
    shape = "choice" if isinstance(entry, Item) else entry.kind
    match shape:
        case "choice":
            return RadioField(choices=[], validate_choice=False)
        case "choices":
            return SelectMultipleField(choices=[], validate_choice=False)
        case "text":
            return TextAreaField()
        case "number":
            return StringField()


def raw_answers(form: ScoresheetForm, instrument: Instrument) -> dict[str, object]:
    """What was filled in, as answers travel, for the judge to read."""
    return {
        entry.id: _raw_item(form, entry) if isinstance(entry, Item) else _raw_question(form, entry.id, entry.kind)
        for entry in instrument.entries
    }


def _raw_item(form: ScoresheetForm, item: Item) -> dict[str, object]:
    counts = {each.code: _text(form, count_name(item.id, each.code)) for each in item.scale.behaviours}
    counted = {code: count for code, count in counts.items() if count}
    raw: dict[str, object] = {
        "code": _text(form, field_name(item.id)),
        "note": _text(form, note_name(item.id)),
    }
    taps = {marker: _text(form, taps_name(item.id, marker)).split() for marker in _marker_codes(item)}
    raw |= {"marked": taps} if item.markers else {"taps": taps[""]}
    return {**raw, "tally": counted} if counted else raw


def _raw_question(form: ScoresheetForm, entry_id: str, kind: str) -> dict[str, object]:
    if kind == "choices":
        return {"codes": list(_data(form, field_name(entry_id)) or [])}
    return {"code" if kind == "choice" else kind: _text(form, field_name(entry_id))}


def fill(form: ScoresheetForm, instrument: Instrument, sheet: Sheet) -> None:
    """Put a stored sheet's answers into the form, to show them again."""
    kinds = {question.id: question.kind for question in instrument.questions}
    for entry_id, wire in write_sheet(sheet).items():
        codes = cast("list[str]", wire.get("codes", []))
        single = next((wire[part] for part in ("code", "text", "number") if part in wire), next(iter(codes), None))
        _set(form, field_name(entry_id), codes if kinds.get(entry_id) == "choices" else single)
        _set(form, note_name(entry_id), wire.get("note", ""))
        marked = cast("Mapping[str, list[int]]", {"": wire.get("taps", []), **cast("Sheet", wire.get("marked", {}))})
        for marker, minutes in marked.items():
            _set(form, taps_name(entry_id, marker), " ".join(map(str, minutes)))
        for code, count in cast("Mapping[str, object]", wire.get("tally", {})).items():
            _set(form, count_name(entry_id, code), str(count))


def show_problems(form: ScoresheetForm, problems: Iterable[Problem]) -> None:
    """Put the judge's sentences beside their fields, and what concerns the whole sheet at the top."""
    for problem in problems:
        named = "reason" if problem.entry_id == "reason" else field_name(problem.entry_id)
        beside: Field | None = form._fields.get(named) if problem.entry_id else None
        if beside is None:
            form.form_errors = [*form.form_errors, problem.sentence]
        else:
            beside.errors = [*beside.errors, problem.sentence]


def _data(form: ScoresheetForm, name: str) -> Any:
    return form._fields[name].data if name in form._fields else None


def _text(form: ScoresheetForm, name: str) -> str:
    return str(_data(form, name) or "").strip()


def _set(form: ScoresheetForm, name: str, value: object) -> None:
    if name in form._fields:
        form._fields[name].data = value
