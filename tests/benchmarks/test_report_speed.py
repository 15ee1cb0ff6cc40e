"""How fast reports are drawn: beside the same marks on a bare ReportLab canvas, and beside WeasyPrint, in one run.

python -m pytest tests/benchmarks/test_report_speed.py --benchmarks -s
"""

import json
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.jobs.pool import Pool, cores
from reports.feedback.content import build_feedback
from reports.feedback.evidence import FeedbackEvidence
from reports.pdf.feedback import feedback_pdf
from tests.benchmarks.make_environments import is_ready, python_of
from tests.benchmarks.report_pages import as_html, marks_of, on_bare_canvas, register_fonts
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, some_sheets

CLINICIANS = 1000
AT_ONCE = 25
MOST_MS, MOST_SECONDS = 30.0, 30.0


def evidence(number: int) -> FeedbackEvidence:
    """One clinician of a large round: seven to nine consultations, observers and levels that differ."""
    sheets = some_sheets(PARTNER, 4, 7 + number % 3, 1 + number % 3) + some_sheets(PEER, 4, 8, 1 + number % 2)
    return a_feedback_evidence(clinician=f"Clinician {number:04d}", observations=sheets)


def milliseconds(make: Callable[[int], object], runs: int = 40) -> float:
    """The median of the processor's time, which a busy machine does not stretch."""
    make(0)
    spent: list[float] = []
    for number in range(runs):
        began = time.process_time()
        make(number)
        spent.append(1000 * (time.process_time() - began))
    return statistics.median(spent)


def draw_many(numbers: range) -> tuple[int, float]:
    """(bytes, seconds of processor time) for so many reports, from evidence to PDF."""
    began = time.process_time()
    size = sum(len(feedback_pdf(build_feedback(evidence(number)))) for number in numbers)
    return size, time.process_time() - began


@pytest.mark.benchmark
def test_a_tagged_report_costs_little_more_than_its_marks_on_a_bare_canvas() -> None:
    register_fonts()
    feedbacks = [build_feedback(evidence(number)) for number in range(40)]
    marks = [marks_of(each) for each in feedbacks]
    pages = statistics.mean(len(each) for each in marks)
    ours = milliseconds(lambda number: feedback_pdf(feedbacks[number]))
    words = milliseconds(lambda number: build_feedback(evidence(number)))
    bare = milliseconds(lambda number: on_bare_canvas(marks[number]))
    print(f"\n{pages:.1f} pages a report; processor time per report, median of 40")
    print(f"  tagged report          {ours:6.1f} ms  {1000 * pages / ours:6.0f} pages/s  {ours / bare:4.1f} x bare")
    print(f"  bare ReportLab canvas  {bare:6.1f} ms  {1000 * pages / bare:6.0f} pages/s")
    print(f"  working out its words  {words:6.1f} ms")
    assert ours <= MOST_MS


@pytest.mark.benchmark
def test_weasyprint_on_the_same_words_and_figures(tmp_path: Path) -> None:
    if not is_ready("weasyprint"):
        pytest.skip("WeasyPrint is not installed: run tests/benchmarks/make_environments.py.")
    feedbacks = [build_feedback(evidence(number)) for number in range(4)]
    files: list[str] = []
    for number, each in enumerate(feedbacks):
        file = tmp_path / f"{number}.html"
        file.write_text(as_html(replace(each, language="en")), "utf-8")
        files.append(str(file))
    script = Path(__file__).with_name("with_weasyprint.py")
    said = subprocess.run(
        [str(python_of("weasyprint")), str(script), *files], capture_output=True, text=True, check=True
    ).stdout
    other = json.loads(said)
    ours = milliseconds(lambda number: feedback_pdf(feedbacks[number % 4]), 12)
    print(f"\n  WeasyPrint, pdf/ua-1   {other['ms']:6.1f} ms  {1000 * other['pages'] / other['ms']:6.0f} pages/s")
    print(f"  tagged report          {ours:6.1f} ms  {other['ms'] / ours:.0f} times as fast")
    assert ours < other["ms"]


@pytest.mark.benchmark
def test_a_thousand_reports_are_drawn_on_all_cores() -> None:
    parts = [range(start, start + AT_ONCE) for start in range(0, CLINICIANS, AT_ONCE)]
    pool = Pool(cores())
    began = time.perf_counter()
    try:
        made = [each.result() for each in [pool.submit(draw_many, part) for part in parts]]
    finally:
        pool.stop()
    wall, processor = time.perf_counter() - began, sum(each for _, each in made)
    print(
        f"\n{CLINICIANS} reports, words and PDF: {wall:.1f} s on {cores()} cores, {processor:.1f} s of processor time"
    )
    print(f"  on cores of its own {processor / cores():.1f} s; {sum(size for size, _ in made) / 2**20:.0f} MiB")
    # The processor's time: this machine's cores may have other things to do.
    assert processor / cores() <= MOST_SECONDS
