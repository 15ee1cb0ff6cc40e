"""From the evidence to everything a clinician is told, in the order it is read."""

from dataclasses import replace
from hashlib import sha256

from reports.feedback.about import about_section
from reports.feedback.basis import basis_section
from reports.feedback.case_mix import case_mix_section
from reports.feedback.domains import domain_section
from reports.feedback.evidence import FeedbackEvidence, Reflection, Release
from reports.feedback.front import front_sections
from reports.feedback.groups import counted, groups
from reports.feedback.items import item_section
from reports.feedback.overall import overall_section
from reports.feedback.profile import profile
from reports.feedback.regulators import regulator_section
from reports.feedback.remarks import remarks
from reports.feedback.self_rating import self_rating_section
from reports.feedback.shape import Facts, Feedback, Section
from reports.feedback.talk import talk_blocks
from reports.feedback.wording import between, on_day

_STATUS = {"draft": "Draft, not released", "released": "Released", "reissued": "Released again"}


def build_feedback(evidence: FeedbackEvidence) -> Feedback:
    """One clinician's feedback. Whatever the evidence cannot support is replaced by the reason in words."""
    grouped = groups(evidence)
    results = profile(evidence.instrument, grouped, evidence.minimums, evidence.language)
    mix = case_mix_section(evidence.instrument, counted(evidence), evidence.language)
    feedback = Feedback(
        title="Feedback on shared decision making",
        clinician=evidence.clinician,
        status=_STATUS[evidence.release.status],
        released=evidence.release.status != "draft",
        running_head=f"{evidence.clinician} · {evidence.programme.round_name}",
        language=evidence.language,
        prepared_on=evidence.release.prepared_on,
        facts=Facts(tuple(row for row in _facts(evidence) if row[1])),
        front=front_sections(evidence, grouped, results),
        sections=(
            basis_section(evidence, grouped),
            mix,
            overall_section(evidence, grouped, results),
            domain_section(evidence, grouped, results),
            item_section(evidence, grouped, results),
            self_rating_section(evidence, grouped, results),
            Section("noticed", "What observers noticed", remarks(evidence, grouped)),
            Section("reflection", "Your reflection and your plan", talk_blocks(evidence.reflection)),
            regulator_section(evidence),
            about_section(evidence, grouped),
        ),
    )
    return replace(feedback, fingerprint=sha256(repr(feedback).encode()).hexdigest())


def _facts(evidence: FeedbackEvidence) -> tuple[tuple[str, str], ...]:
    programme = evidence.programme
    return (
        ("Clinician", evidence.clinician),
        ("Role", evidence.role),
        ("Clinic", evidence.clinic),
        ("Programme", f"{programme.name}, {programme.round_name}"),
        ("Period", between(programme.starts, programme.ends)),
        ("Status", _status(evidence.release)),
    )


def _status(release: Release) -> str:
    if release.status == "draft":
        return f"Draft of {on_day(release.prepared_on)}. Not for use until a person has released it."
    on = f" on {on_day(release.released_on)}" if release.released_on else ""
    by = f" by {release.released_by}" if release.released_by else ""
    note = f". {release.reissue_note}" if release.reissue_note else ""
    return f"{_STATUS[release.status]}{on}{by}{note}"


def with_reflection(feedback: Feedback, reflection: Reflection) -> Feedback:
    """An issued feedback with what its clinician wrote since. The fingerprint stays that of what was issued."""
    sections = tuple(
        replace(section, blocks=talk_blocks(reflection)) if section.id == "reflection" else section
        for section in feedback.sections
    )
    return replace(feedback, sections=sections)
