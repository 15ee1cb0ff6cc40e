"""Where this report can be used, by profession. Rules differ and change; the clinician's own guidance decides."""

from reports.feedback.evidence import FeedbackEvidence, Profession
from reports.feedback.groups import counted
from reports.feedback.shape import Block, Bullets, Paragraph, Subheading
from reports.feedback.wording import between, count_of, on_day

_HCPC = (
    "Health and Care Professions Council (HCPC)",
    (
        "Count this as a learning activity in your record of continuing professional development.",
        "Write down what you learnt, what you changed, and what got better for the people you see.",
        "Keep the date and this report, in case your profile is asked for when you renew.",
    ),
)

_BY_PROFESSION: dict[Profession, tuple[str, tuple[str, ...]]] = {
    "physiotherapist": _HCPC,
    "podiatrist": _HCPC,
    "doctor": (
        "General Medical Council (GMC)",
        (
            "The peer clinicians’ part can support feedback from colleagues, or a review of your practice.",
            "The patient partners were not your patients. Their part is extra information and does not replace"
            " the formal patient feedback, unless your responsible officer agrees otherwise.",
            "Bring your reflection as well. Feedback should not be the only ground for a judgement about you.",
        ),
    ),
    "nurse": (
        "Nursing and Midwifery Council (NMC)",
        (
            "Use this as one piece of practice-related feedback for revalidation.",
            "Your notes on the last pages can become one written reflective account. Link it to the Code.",
            "The talk with your supporting colleague can prepare your reflective discussion.",
        ),
    ),
    "osteopath": (
        "General Osteopathic Council (GOsC)",
        (
            "Observation by peers is an objective activity, which the CPD scheme asks for.",
            "It bears on communication and patient partnership in the practice standards.",
            "Record what you learnt and what you will do differently.",
        ),
    ),
    "other": (
        "Your own regulator",
        (
            "Ask your professional body how observed practice counts in its scheme.",
            "Most ask for a date, what you learnt, and what changed for the people you see.",
        ),
    ),
}


def regulator_blocks(evidence: FeedbackEvidence) -> tuple[Block, ...]:
    """A short note on where this report fits in the clinician's scheme, and the record of taking part."""
    name, points = _BY_PROFESSION[evidence.profession]
    return (
        Paragraph(f"{name}: how you might use this report. Check the current guidance of your scheme first."),
        Bullets(points),
        Subheading("Record of taking part"),
        Paragraph(_record(evidence)),
    )


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
