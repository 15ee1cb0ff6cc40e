"""Where this report can be used, by profession. Rules differ and change; the clinician's own guidance decides.

Sources: GMC guidance on supporting information for appraisal and revalidation; HCPC standards of continuing
professional development; NMC revalidation; GOsC continuing professional development scheme.
"""

from dataclasses import dataclass

from reports.feedback.evidence import FeedbackEvidence, Profession
from reports.feedback.groups import counted
from reports.feedback.shape import DataTable, Paragraph, Section, Subheading
from reports.feedback.wording import between, count_of, on_day


@dataclass(frozen=True, slots=True)
class Scheme:
    """A regulator's scheme: what it asks for and what here can serve it; a note on what this is not."""

    regulator: str
    serves: tuple[tuple[str, str], ...]
    note: str = ""


_HCPC = Scheme(
    "Health and Care Professions Council (HCPC)",
    (
        ("A continuous, up-to-date record", "The dated record of taking part at the end of this section"),
        ("A mixture of learning activities", "Being observed and talking the result through count as one of them"),
        ("Better practice", "Your own question, what you will try and the date you look again"),
        ("Benefit to the people you see", "What changed for them: write it under your plan"),
        ("A profile when you are asked for one", "Keep this report: it may be asked for when you renew"),
    ),
)

SCHEMES: dict[Profession, Scheme] = {
    "physiotherapist": _HCPC,
    "podiatrist": _HCPC,
    "doctor": Scheme(
        "General Medical Council (GMC)",
        (
            ("Feedback from colleagues", "The peer clinicians’ results and comments can support it"),
            ("Quality improvement, or a review of your practice", "What you try, and what changes by the next report"),
            ("Continuing professional development", "Being observed, your reflection and your plan"),
            ("Feedback from patients", "Not met by this report: it is extra information only"),
        ),
        "The patient partners were not your patients. What they say does not replace the formal patient feedback,"
        " unless your responsible officer agrees otherwise. Feedback should not be the only ground for a judgement.",
    ),
    "nurse": Scheme(
        "Nursing and Midwifery Council (NMC)",
        (
            ("Five pieces of practice-related feedback", "This report is one of them"),
            ("Five written reflective accounts", "Your reflection can become one. Link it to the Code"),
            ("A reflective discussion", "Talking this report through can prepare it"),
            ("Continuing professional development", "Being observed and your plan, with their dates"),
        ),
    ),
    "osteopath": Scheme(
        "General Osteopathic Council (GOsC)",
        (
            ("An objective activity", "Observation by peers is named as one"),
            ("Communication and patient partnership", "The whole report bears on this theme of the standards"),
            ("A record of what you learnt", "Your reflection and what you will do differently"),
            ("A peer discussion review", "Talking this report through can be part of it"),
        ),
    ),
    "other": Scheme(
        "Your own regulator",
        (
            ("A dated record of an activity", "The record of taking part at the end of this section"),
            ("What you learnt", "Your reflection"),
            ("What changed for the people you see", "Your plan, and what you see when you look again"),
        ),
        "Ask your professional body how observed practice counts in its scheme.",
    ),
}


def regulator_section(evidence: FeedbackEvidence) -> Section:
    """What the clinician's scheme asks and what here serves it, and the record of taking part."""
    scheme = SCHEMES[evidence.profession]
    table = DataTable(
        "regulator",
        scheme.regulator,
        ("What the scheme asks for", "What here can serve it"),
        scheme.serves,
        scheme.note,
    )
    opening = Paragraph("Schemes change. Check the current guidance of yours before you use this report.")
    record = (Subheading("Record of taking part"), Paragraph(_record(evidence)))
    return Section("regulator", "Using this at appraisal", (opening, table, *record))


def _record(evidence: FeedbackEvidence) -> str:
    release, sheets = evidence.release, counted(evidence)
    if release.status == "draft" or not sheets:
        return "This becomes a record of taking part when the report is released."
    days = [sheet.session_date for sheet in sheets]
    consultations = count_of(len({sheet.consultation for sheet in sheets}), "consultation")
    released = f" on {on_day(release.released_on)}" if release.released_on else ""
    by = f" by {release.released_by}" if release.released_by else ""
    return (
        f"{evidence.clinician} was observed in {consultations}, {between(min(days), max(days))}, in the programme"
        f" “{evidence.programme.name}”. This report was released{released}{by}."
    )
