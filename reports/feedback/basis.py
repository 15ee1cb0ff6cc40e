"""What the report rests on, how its scores are made, and where to turn with a question."""

from collections import Counter

from instruments.definition import in_language
from reports.feedback.case_mix import with_decision
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group, counted
from reports.feedback.shape import Block, Facts, Paragraph, Section, Subheading
from reports.feedback.wording import between, count_of, on_day, people

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
    """Who observed what, and what was left out."""
    sheets = counted(evidence)
    consultations = len({sheet.consultation for sheet in sheets})
    rows = [("Consultations observed", str(consultations))]
    decided = with_decision(evidence.instrument, sheets)
    if decided is not None:
        rows.append(("With a decision to make", str(decided)))
    rows.append(("Scored by two or more observers", str(_double(evidence))))
    rows.extend((group.type.plural, _who(group)) for group in groups)
    if sheets:
        days = [sheet.session_date for sheet in sheets]
        rows.append(("Observed", between(min(days), max(days))))
    rows.append(("How consultations were chosen", evidence.programme.how_chosen or "Not recorded"))
    rows.append(("Patients who said no", str(evidence.refused)))
    rows.append(("Patients who withdrew later", str(evidence.withdrawn)))
    if evidence.programme.observer_training:
        rows.append(("How observers were trained", evidence.programme.observer_training))
    instrument = evidence.instrument
    title = in_language(instrument.title, evidence.language)
    rows.append(("Instrument", f"{title}, version {instrument.version}"))
    rows.append(("Its words", instrument.attribution.printed))
    blocks: list[Block] = [Facts(tuple(rows))]
    warm_ups = len(evidence.observations) - len(sheets)
    if warm_ups:
        blocks.append(
            Paragraph(
                f"{count_of(warm_ups, 'observation')} of a warm-up consultation"
                f" {'is' if warm_ups == 1 else 'are'} left out."
                " The first consultation of a first session is practice for everybody.",
                "note",
            )
        )
    if evidence.withdrawn:
        blocks.append(
            Paragraph("When a patient withdraws, all scores and notes of that consultation are deleted.", "note")
        )
    return Section("basis", "What this report rests on", tuple(blocks))


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
