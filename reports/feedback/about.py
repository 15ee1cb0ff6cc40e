"""How the scores are made, in plain words; how to query them; data protection; and what a checker needs."""

from hashlib import sha256

from instruments.definition import Gap, Instrument, RuleName, ScoringRule, Treatment
from reports.feedback.evidence import FeedbackEvidence, ObservedSheet
from reports.feedback.groups import Group
from reports.feedback.purpose import whole_aim
from reports.feedback.shape import Block, DataTable, Paragraph, Section, Subheading
from reports.feedback.wording import count_of, listed, on_day
from reports.figures.scale import number

# The table of what somebody needs who makes the same report again.
CHECKING = "checking"
_METHODS: dict[RuleName, str] = {
    "sum": "All ratings on a sheet are added up.",
    "mean_of_answered": "A sheet’s score is the mean of the items that could be rated.",
    "prorated_sum": "Ratings are added up. An item that could not be rated counts as the mean of the others.",
    "percent_top_box": "A sheet’s score is the share of its items that got the top rating.",
    "all_top_box": "A sheet scores 100 when every item got the top rating. Otherwise it scores 0.",
    "max": "A sheet’s score is its highest rating.",
    "profile": "This instrument gives no single score, only ratings side by side.",
}
_GAPS: dict[Gap, str] = {
    "not_applicable": "Did not apply",
    "not_observed": "Could not be seen or heard",
    "insufficient_evidence": "Too little to judge",
    "blank": "Left blank",
}
_TREATED: dict[Treatment, tuple[str, str]] = {
    "exclude": ("is left out of the score", "are left out of the score"),
    "lowest": ("counts as the lowest rating", "count as the lowest rating"),
    "undefined": ("leaves the sheet without a score", "leave the sheet without a score"),
}


def about_section(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> Section:
    """Method, rights and fingerprints."""
    programme, minimums = evidence.programme, evidence.minimums
    blocks: list[Block] = [
        Subheading("How scores are made"),
        Paragraph(f"{_METHODS[evidence.instrument.scoring.rule]} {_on_one_scale(evidence.instrument)}".strip()),
        Paragraph(
            "The result is the mean over all scored sheets of a kind of observer, the same sheets in every figure."
            " A sheet without a score, such as of a visit without a decision, counts in none."
        ),
        Paragraph(
            "An interval says how far a result could move if other consultations had been observed. If we did this"
            " many times, at least about 95 of 100 such intervals would hold the true mean. They are a little wider"
            " than they need be: sheets of one consultation, and for a gap those of one observer, are taken to say the"
            " same thing once. So nothing is told of who gave which rating."
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
            " to a person: no number tells which of them gave which rating. Only where all of a kind gave the same"
            " rating does a count show what each gave. No score of a single visit is ever shown."
        ),
        Subheading("If something looks wrong"),
        Paragraph(
            f"{_ask(programme.query_contact)} You can ask for a correction, and for a copy of all that is held"
            " about you. Your comment is kept beside the report."
        ),
        Subheading("Data protection"),
        Paragraph(_data_protection(evidence)),
    ]
    if aim := whole_aim(evidence):
        blocks += [Subheading("What the programme is for"), Paragraph(aim)]
    blocks.append(_for_checkers(evidence, groups))
    return Section("about", "How scores are made, and your rights", tuple(blocks))


def _on_one_scale(instrument: Instrument) -> str:
    scale = instrument.scoring.rescale
    if scale is None:
        return ""
    return f"It is then put on a scale from {number(float(scale.to_min))} to {number(float(scale.to_max))}."


def _ask(contact: str) -> str:
    return f"Ask {contact}." if contact else "Ask the person who leads your programme."


def _data_protection(evidence: FeedbackEvidence) -> str:
    programme = evidence.programme
    said = ["This report is about you and belongs in your own records. It holds no patient’s name or number."]
    if programme.data_controller:
        said.append(f"{programme.data_controller} is responsible for the data.")
    if programme.kept_until:
        said.append(f"The scores behind it are kept until {on_day(programme.kept_until)}.")
    said.append("Observers know that what they write may be shown to you when you ask for your data.")
    return " ".join(said)


def _for_checkers(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> DataTable:
    """What somebody needs who wants to make the same report again."""
    instrument, rule = evidence.instrument, evidence.instrument.scoring
    rows = [
        ("Instrument", f"{instrument.id}, version {instrument.version}"),
        ("Fingerprint of the instrument", evidence.instrument_fingerprint),
        ("Scoring rule", f"{rule.rule}, version {rule.rule_version}"),
        ("Ratings a sheet needs", _needed(instrument, rule)),
        ("An item without a rating", _gaps(rule)),
        ("Fingerprint of the data", data_fingerprint(groups)),
        ("Software", f"Levelfield {evidence.software_version}".strip()),
    ]
    return DataTable(CHECKING, "For those who check", ("What", "In this report"), tuple(rows))


def _needed(instrument: Instrument, rule: ScoringRule) -> str:
    items = len(rule.items) or len(instrument.items)
    return f"{rule.min_answered if rule.min_answered is not None else items} of {count_of(items, 'item')}"


def _gaps(rule: ScoringRule) -> str:
    """Gaps that are treated alike are named together."""
    treated: dict[Treatment, list[str]] = {}
    for gap, treatment in rule.non_scoring.items():
        treated.setdefault(treatment, []).append(f"“{_GAPS[gap]}”")
    if not treated:
        return "Leaves the sheet without a score"
    return "; ".join(
        f"{listed(tuple(gaps))} {_TREATED[treatment][len(gaps) > 1]}" for treatment, gaps in treated.items()
    )


def data_fingerprint(groups: tuple[Group, ...]) -> str:
    """sha256 of every sheet that counted, whatever order they came in; of a group that is not shown, of its keys only.

    The keys are random and tell nothing; what a group too small to show has rated leaves no trace, not even here.
    """
    sheets = sorted(
        (sheet.consultation, sheet.observer, sheet.observer_type, _answers(sheet) if group.shown else ())
        for group in groups
        for sheet in group.sheets
    )
    return sha256(repr(sheets).encode()).hexdigest()


def _answers(sheet: ObservedSheet) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((entry, repr(answer)) for entry, answer in sheet.sheet.items()))
