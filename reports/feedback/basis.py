"""What the report rests on: who observed what, how it was chosen, what was left out."""

from collections import Counter

from instruments.definition import in_language
from reports.feedback.case_mix import NOT_RECORDED, with_decision
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group, counted
from reports.feedback.shape import DataTable, Paragraph, Section
from reports.feedback.training import trained_beforehand
from reports.feedback.wording import between, count_of, listed, people


def basis_section(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> Section:
    """Who observed what, how it was chosen and what was left out: one line, then one table."""
    sheets = counted(evidence)
    instrument = evidence.instrument
    rows = [("Consultations observed", str(len({sheet.consultation for sheet in sheets})))]
    decided = with_decision(instrument, sheets)
    rows.append(("With a decision to make", "Not asked" if decided is None else str(decided)))
    rows.append(("Seen by two or more observers", str(_double(evidence))))
    rows.extend((group.type.plural, _who(group)) for group in groups)
    if sheets:
        days = [sheet.session_date for sheet in sheets]
        rows.append(("Observed", between(min(days), max(days))))
    rows.append(("How consultations were chosen", evidence.programme.how_chosen or NOT_RECORDED))
    rows.append(("Trained on this instrument before they observed", trained_beforehand(evidence, groups)))
    rows.append(("Patients who said no beforehand", str(evidence.refused)))
    rows.append(("Patients who withdrew later", str(evidence.withdrawn)))
    warm_ups = {sheet.consultation for sheet in evidence.observations if sheet.warm_up}
    rows.append(("Practice consultations left out", str(len(warm_ups))))
    title = in_language(instrument.title, evidence.language)
    rows.append(("Instrument and version", f"{title}, version {instrument.version}"))
    rows.append(("Who wrote the instrument", instrument.attribution.printed))
    in_one_line = Paragraph(_in_one_line(evidence, groups, decided), "lead")
    note = _notes(warmed_up=bool(warm_ups), withdrew=bool(evidence.withdrawn))
    table = DataTable("basis", "Who was observed by whom", ("What", "In this report"), tuple(rows), note)
    return Section("basis", "What this report rests on", (in_one_line, table, *_set_aside(groups)))


def _notes(*, warmed_up: bool, withdrew: bool) -> str:
    notes: list[str] = []
    if warmed_up:
        notes.append("The first consultation of a clinician’s first session is practice and does not count.")
    if withdrew:
        notes.append("When a patient withdraws, all scores and notes of their consultation are deleted.")
    return " ".join(notes)


def _in_one_line(evidence: FeedbackEvidence, groups: tuple[Group, ...], decided: int | None) -> str:
    consultations = len({sheet.consultation for sheet in counted(evidence)})
    if not consultations:
        return "No consultation has been observed yet."
    parts = [count_of(consultations, "consultation")]
    if decided is not None:
        parts.append(f"{decided} with a decision")
    parts.append(f"{_double(evidence)} seen by two or more observers")
    who = listed(tuple(people(group.type, group.observers) for group in groups if group.sheets))
    return f"{', '.join(parts)}; {who}."


def _who(group: Group) -> str:
    if not group.sheets:
        return "None took part"
    observations = count_of(len(group.sheets), "observation")
    said = f"{people(group.type, group.observers)}, {observations}"
    if group.unscored:
        said += f"; {group.unscored} more without a score, such as of a visit without a decision"
    if group.waiting:
        said += f"; {group.waiting} more set aside for now"
    return said


def _set_aside(groups: tuple[Group, ...]) -> tuple[Paragraph, ...]:
    """Why some observations do not count beside earlier reports."""
    if not any(group.waiting for group in groups):
        return ()
    return (
        Paragraph(
            "Some observations are set aside for now. Held against an earlier report, they would show what one or two"
            " people gave. They count again as soon as enough people bring something new.",
            "note",
        ),
    )


def _double(evidence: FeedbackEvidence) -> int:
    pairs = {(sheet.consultation, sheet.observer) for sheet in counted(evidence)}
    observers = Counter(consultation for consultation, _ in pairs)
    return sum(count > 1 for count in observers.values())
