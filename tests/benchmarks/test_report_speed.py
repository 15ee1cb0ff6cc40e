"""What a clinician's report costs the processor, beside the same lines drawn on a bare canvas in the same run."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reports.feedback.content import build_feedback
from reports.pdf.feedback import feedback_pdf
from reports.pdf.fonts import FONTS, REGULAR
from tests.reports.builders import a_feedback_evidence
from tests.reports.pdf.opened import Opened

pytestmark = pytest.mark.benchmark

MOST_MILLISECONDS = 30.0
RUNS = 25


def milliseconds(work: Callable[[], object]) -> float:
    """The middle of several runs, in the processor's time."""
    times: list[float] = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return sorted(times)[RUNS // 2]


def bare(pages: list[list[str]]) -> bytes:
    """The same lines without layout, tags, figures or tables."""
    written = io.BytesIO()
    canvas = Canvas(written, pageCompression=1, invariant=1)
    for lines in pages:
        canvas.setFont("DejaVu", 9)
        for at, line in enumerate(lines):
            canvas.drawString(57, 780 - 7 * at, line)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def test_a_report_of_four_pages_takes_at_most_thirty_milliseconds() -> None:
    evidence = a_feedback_evidence()
    whole = build_feedback(evidence)
    # Four sections give four pages with the summary, the tables of the figures and three kinds of block.
    four = replace(
        whole,
        sections=tuple(each for each in whole.sections if each.id in ("basis", "domains", "noticed", "regulator")),
    )
    opened = Opened(feedback_pdf(four))
    pages = [[text for mark, text in page.items() if mark >= 0] for page in opened.marked]
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONTS / REGULAR)))
    drawn, floor = milliseconds(lambda: feedback_pdf(four)), milliseconds(lambda: bare(pages))
    built, all_pages = milliseconds(lambda: build_feedback(evidence)), milliseconds(lambda: feedback_pdf(whole))
    total = len(Opened(feedback_pdf(whole)).marked)
    print(f"{len(pages)} pages: {drawn:.1f} ms, bare canvas {floor:.1f} ms ({drawn / floor:.1f} times)")
    print(f"the words of a report: {built:.1f} ms; all {total} pages: {all_pages:.1f} ms")
    assert len(pages) == 4
    assert drawn + built < MOST_MILLISECONDS
