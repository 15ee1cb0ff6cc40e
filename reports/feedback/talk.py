"""The talk about a report: what it prints of it, and the guide for whoever holds it.

The four steps, relationship, reaction, content and coaching, are those of R2C2 (Sargeant and others, Academic Medicine
2015;90:1698-1706).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reports.feedback.evidence import AgreedAction, Conversation, Reflection
from reports.feedback.shape import Block, DataTable, Feedback, FigureBlock, Paragraph, Pointers, WritingSpace
from reports.feedback.wording import on_day

HEADINGS: Mapping[str, str] = {
    "relationship": "How we began",
    "reaction": "How it felt to read",
    "content": "What the report says",
    "coaching": "What comes next",
}
WORKS_THROUGH: Mapping[str, str] = {
    "patients": "what patients think, feel or do",
    "professionals": "what professionals think, feel or do",
    "service": "how the service works: times, letters, rooms, who does what",
    "culture": "how people are with each other here, and what is normal",
}
BECAME: Mapping[str, str] = {"done": "Done", "changed": "Changed", "dropped": "Dropped"}


@dataclass(frozen=True, slots=True)
class Step:
    """One heading of the guide: its code, its name, and two or three things to ask."""

    code: str
    name: str
    prompts: tuple[str, ...]


def talk_blocks(reflection: Reflection) -> tuple[Block, ...]:
    """The reflection, the talk and the actions as the report prints them; what is not there is room to write in."""
    blocks: list[Block] = [
        Paragraph(
            "Talk this report through with your supporting colleague. Start with how it felt to read,"
            " then what it says, then what you want to do."
        ),
        WritingSpace("reflection-text", "What struck me, and what it means to me", 4, reflection.text),
    ]
    if reflection.conversation:
        blocks += _talk(reflection.conversation)
    for at, agreed in enumerate(reflection.actions, start=1):
        blocks.append(WritingSpace(f"action-{at}", f"Agreed action {at}", 0, _action(agreed)))
    if not reflection.actions:
        blocks += [
            WritingSpace("action", "One thing I will try in my next consultations", 3),
            WritingSpace("action-change", "What will change, in whom, and how I will know", 3),
            WritingSpace("action-when", "When we look again", 1),
        ]
    talk = reflection.conversation
    if talk and talk.held_with:
        when = f" on {on_day(talk.held_on)}" if talk.held_on else ""
        blocks.append(Paragraph(f"Talked through with {talk.held_with}{when}. The clinician confirmed this.", "note"))
    else:
        blocks.append(WritingSpace("talked-through", "Talked through with, and when", 1))
    return tuple(blocks)


def guide(feedback: Feedback) -> tuple[Step, ...]:
    """What to ask in the talk, from what this report says; two or three questions for each of the four steps.

    Works on any feedback, also one with too little to show a result.
    """
    sections = {section.id: section.blocks for section in (*feedback.front, *feedback.sections)}
    well, to_try = (_names(sections.get(part, ())) for part in ("went-well", "to-try"))
    question = next(
        (
            block.text
            for section in feedback.front
            for block in section.blocks
            if isinstance(block, Paragraph) and block.kind == "question"
        ),
        "",
    )
    own = (
        f"They asked beforehand: {question} What made them ask?"
        if question
        else "They wrote no question beforehand. What would they most like to learn?"
    )
    apart = _widest_gap(sections.get("domains", ()))
    content = (
        f"What went well: {well}. Where else do they see it?"
        if well
        else "No strength stands out. What do they think went well?",
        apart or "Where did the report tell them something they did not know?",
        f"What to try: {to_try}. Does it fit what they see themselves?"
        if to_try
        else "Which comment do they want to understand better?",
    )
    return (
        Step("relationship", HEADINGS["relationship"], ("What should you know about their clinic and this time?", own)),
        Step(
            "reaction",
            HEADINGS["reaction"],
            ("How was it to read this? What surprised them?", "What feels right, and what feels wrong?"),
        ),
        Step("content", HEADINGS["content"], content),
        Step(
            "coaching",
            HEADINGS["coaching"],
            (
                "What will they do in the next clinic? One to three things, each something that can be seen.",
                "What will change, in whom, and how will they know?",
                "When will you look again, and who could help?",
            ),
        ),
    )


def _talk(talk: Conversation) -> list[Block]:
    said = {"relationship": talk.relationship, "reaction": talk.reaction, "content": talk.content}
    said["coaching"] = talk.coaching
    return [WritingSpace(f"talk-{code}", f"Our talk: {HEADINGS[code]}", 0, text) for code, text in said.items() if text]


def _action(agreed: AgreedAction) -> str:
    """What was agreed, a line for each thing that is asked of an action."""
    through = WORKS_THROUGH.get(agreed.works_through, "")
    parts = (
        _sentence("", agreed.action),
        _sentence("What will change: ", agreed.what_will_change),
        _sentence("In whom: ", agreed.in_whom),
        _sentence("How we will know: ", agreed.how_known),
        _sentence("It works through ", through),
        f"Look again on {on_day(agreed.look_again_on)}." if agreed.look_again_on else "",
        f"Observed again on {on_day(agreed.seen_again_on)}." if agreed.seen_again_on else "",
        _sentence(f"{BECAME[agreed.became]}: ", agreed.what_happened) if agreed.became in BECAME else "",
    )
    return "\n".join(part for part in parts if part)


def _sentence(before: str, text: str) -> str:
    if not text:
        return ""
    return f"{before}{text}" if text.endswith((".", "!", "?", "”")) else f"{before}{text}."


def _names(blocks: tuple[Block, ...]) -> str:
    names = [item.name.rstrip(".") for block in blocks if isinstance(block, Pointers) for item in block.items]
    return "; ".join(names)


def _widest_gap(blocks: tuple[Block, ...]) -> str:
    """Where two kinds of observer are furthest apart, as the printed table has it; "" when it holds no gap."""
    table = next((block.twin for block in blocks if isinstance(block, FigureBlock)), None)
    if table is None:
        return ""
    gaps = [(_first_number(row[-1]), row) for row in _parts(table.rows) if table.columns[-1].startswith("Gap")]
    known = [(abs(gap), row) for gap, row in gaps if gap is not None]
    if not known:
        return ""
    row = max(known, key=lambda each: each[0])[1]
    return f"Kinds of observer are furthest apart on “{row[0]}” ({_side_by_side(table, row)}). What may each have seen?"


def _parts(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Without the overall row above them, which helps a talk less; unless it is the only one."""
    return rows[1:] or rows


def _side_by_side(table: DataTable, row: tuple[str, ...]) -> str:
    return "; ".join(f"{name} {cell}" for name, cell in zip(table.columns[1:-1], row[1:-1], strict=True))


def _first_number(cell: str) -> float | None:
    found = re.search(r"[-−+]?\d+(?:\.\d+)?", cell)
    return float(found[0].replace("−", "-")) if found else None
