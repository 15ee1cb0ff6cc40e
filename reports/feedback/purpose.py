"""What the report is for, and what it is not for."""

from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.shape import Block, Paragraph, Section

LONGEST_ON_THE_FRONT = 360

MAY = "Use it to think about your work and to plan. Read it beside other evidence, with a colleague who supports you."
MUST_NOT = "It must not be used on its own to judge, rank or punish anybody, or to hold you up against a colleague."


def purpose_section(evidence: FeedbackEvidence) -> Section:
    """Use, limits and aim, in as few lines as the first page has room for."""
    programme = evidence.programme
    blocks: list[Block] = [Paragraph(f"{MAY} {MUST_NOT}")]
    aim = programme.purpose.strip()
    if aim:
        blocks.append(Paragraph(f"What the programme is for: {_on_the_front(aim)}"))
    if programme.priority:
        blocks.append(Paragraph(f"What the service is working on: {_on_the_front(programme.priority)}"))
    return Section("purpose", "What this is for", tuple(blocks))


def whole_aim(evidence: FeedbackEvidence) -> str:
    """The aim once more where it was too long for the first page; else empty."""
    aim = evidence.programme.purpose.strip()
    return aim if len(aim) > LONGEST_ON_THE_FRONT else ""


def _on_the_front(text: str) -> str:
    if len(text) <= LONGEST_ON_THE_FRONT:
        return text
    return text[:LONGEST_ON_THE_FRONT].rsplit(None, 1)[0] + " …"
