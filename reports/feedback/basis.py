"""What the report rests on, how its scores are made, and where to turn with a question."""

from collections import Counter

from instruments.definition import in_language
from reports.feedback.case_mix import NOT_RECORDED, with_decision
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group, counted
from reports.feedback.shape import Block, DataTable, Paragraph, Section, Subheading
from reports.feedback.wording import between, count_of, listed, on_day, people

_METHODS = {
    "sum": "All ratings on a sheet are added up.",
    "mean_of_answered": "A sheet’s score is the mean of the items that could be rated.",
    "prorated_sum": "Ratings are added up; an item that could not be rated counts as the mean of the others.",
    "percent_top_box": "A sheet’s score is the share of its items that got the top rating.",
    "all_top_box": "A sheet scores 100 when every item got the top rating, otherwise 0.",
    "max": "A sheet’s score is its highest rating.",
    "profile": "This instrument gives no single score, only ratings side by side.",
}


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
    rows.append(("How observers were trained", evidence.programme.observer_training or NOT_RECORDED))
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
    return Section("basis", "What this report rests on", (in_one_line, table))


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
    return f"{people(group.type, group.observers)}, {observations}"


def _double(evidence: FeedbackEvidence) -> int:
    pairs = {(sheet.consultation, sheet.observer) for sheet in counted(evidence)}
    observers = Counter(consultation for consultation, _ in pairs)
    return sum(count > 1 for count in observers.values())


def about_section(evidence: FeedbackEvidence) -> Section:
    """Method, rights and the fingerprint of the instrument, in plain words."""
    programme, instrument = evidence.programme, evidence.instrument
    minimums = evidence.minimums
    blocks: list[Block] = [
        Subheading("Scores"),
        Paragraph(
            f"{_METHODS[instrument.scoring.rule]} Sheets of one consultation by the same kind of observer are"
            " averaged first. The result is the mean over consultations. “Did not apply”, “could not see or hear”"
            " and a blank are never counted as a low rating."
        ),
        Paragraph(
            "An interval says how far a result could move if other consultations had been observed. If we did this"
            " many times, about 95 of 100 such intervals would hold the true mean."
        ),
        Paragraph(
            "Scores are raw: as observed. Where enough clinicians share observers, the overall score is also adjusted"
            " for how strict each observer is, and stands beside the raw one, never in its place."
        ),
        Paragraph(
            f"A kind of observer is shown only when at least {minimums.observers_in_group} people and"
            f" {minimums.consultations_for_result} consultations stand behind it. Kinds of observer are never"
            " merged into one score."
        ),
        Subheading("Who can be recognised"),
        Paragraph(
            "You met the observers, so they are not anonymous. What is shown belongs to the kind of observer, not"
            " to a person."
        ),
        Subheading("If something looks wrong"),
        Paragraph(
            f"{_ask(programme.query_contact)} You can ask for a correction, and for a copy of all that is held"
            " about you. Your comment is kept beside the report."
        ),
        Subheading("Data protection"),
        Paragraph(_data_protection(evidence)),
        Subheading("Fingerprint"),
        Paragraph(
            f"Instrument {instrument.id}, version {instrument.version}: {evidence.instrument_fingerprint}."
            + (f" Made with Levelfield {evidence.software_version}." if evidence.software_version else ""),
            "note",
        ),
    ]
    return Section("about", "How scores are made, and your rights", tuple(blocks))


def _ask(contact: str) -> str:
    return f"Ask {contact}." if contact else "Ask the person who leads your programme."


def _data_protection(evidence: FeedbackEvidence) -> str:
    programme = evidence.programme
    said = ["This report is about you and belongs in your own records. It holds no patient’s name or number."]
    if programme.data_controller:
        said.append(f"{programme.data_controller} is responsible for the data.")
    if programme.kept_until:
        said.append(f"The scores behind it are kept until {on_day(programme.kept_until)}.")
    return " ".join(said)
