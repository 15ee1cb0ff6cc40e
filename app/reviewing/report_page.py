"""A feedback made ready for the web: each block with its kind, each figure drawn."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from reports.feedback.shape import Block, Facts, Feedback, FigureBlock, Section
from reports.figures.drawing import draw
from reports.figures.svg import svg

WEB_WIDTH = 640.0


@dataclass(frozen=True)
class WebBlock:
    """One block of a section; ``kind`` names the macro that prints it, ``drawing`` is there for figures."""

    kind: str
    block: Block
    drawing: Markup | None = None


@dataclass(frozen=True)
class WebSection:
    id: str
    title: str
    blocks: tuple[WebBlock, ...]


@dataclass(frozen=True)
class WebReport:
    """What the page prints: the same words, rows and figures as the PDF."""

    title: str
    clinician: str
    status: str
    fingerprint: str
    language: str
    facts: Facts
    front: tuple[WebSection, ...]
    sections: tuple[WebSection, ...]


def web_report(feedback: Feedback) -> WebReport:
    """The feedback with its figures drawn for a screen."""
    return WebReport(
        title=feedback.title,
        clinician=feedback.clinician,
        status=feedback.status,
        fingerprint=feedback.fingerprint,
        language=feedback.language,
        facts=feedback.facts,
        front=tuple(_section(each) for each in feedback.front),
        sections=tuple(_section(each) for each in feedback.sections),
    )


def _section(section: Section) -> WebSection:
    return WebSection(section.id, section.title, tuple(_block(block) for block in section.blocks))


def _block(block: Block) -> WebBlock:
    kind = re.sub(r"(?<!^)([A-Z])", r"_\1", type(block).__name__).lower()
    if isinstance(block, FigureBlock):
        # The words inside were escaped when the picture was written.
        return WebBlock(kind, block, Markup(svg(draw(block.figure, WEB_WIDTH), f"f-{block.id}")))  # noqa: S704 - its words were escaped when drawn
    return WebBlock(kind, block)
