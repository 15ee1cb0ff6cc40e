"""From simulated ratings to whole sheets: the decision gate, the marks with their notes, the two comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from app.demonstration.remarks import advice, note, praise
from instruments.definition import Instrument, Item, Question, Reason
from instruments.scoresheet import without_hidden
from instruments.sheet import Answer, Chosen, Marked, NotScored, Rated, Taps, Written
from reports.statistics.simulation import NOT_APPLICABLE, NOT_OBSERVED, SimulatedProgramme

# How often each option is true of a consultation; an option not named here is as likely as the others left.
LIKELY: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "decision_gate": {"yes": 0.9, "no": 0.05, "unsure": 0.05},
        "decision_kind": {
            "surgery": 0.14,
            "injection": 0.2,
            "imaging": 0.12,
            "exercise": 0.26,
            "medication": 0.09,
            "watchful_waiting": 0.06,
            "discharge": 0.06,
            "referral": 0.05,
            "other": 0.02,
        },
        "duration": {"under_10": 0.03, "from_10": 0.2, "from_20": 0.45, "from_30": 0.27, "from_45": 0.05},
        "part_not_observed": {"none": 0.86, "small": 0.11, "large": 0.03},
        "visit_kind": {"new": 0.44, "follow_up": 0.52, "unsure": 0.04},
        "carer_present": {"no": 0.77, "yes": 0.23},
        "way_of_meeting": {"in_person": 0.84, "video": 0.06, "telephone": 0.1},
    }
)
# What the observer sees for themselves; the rest is a fact of the consultation on which two mostly agree.
OWN_VIEW = frozenset({"part_not_observed"})
# What is drawn by itself, so that an instrument that does not ask it has the same marks.
CASE_MIX = frozenset({"visit_kind", "carer_present", "way_of_meeting"})
AGREE = 0.93
# How many use the quiet screen while they watch, and the last minute they tap in.
TAPPED, LAST_TAP = 0.6, 28
NOTED, PRAISED, ADVISED, SECOND_KIND = 0.16, 0.72, 0.66, 0.2

REASONS: Mapping[int, Reason] = MappingProxyType({NOT_APPLICABLE: "not_applicable", NOT_OBSERVED: "not_observed"})


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Fills sheets of one instrument from one simulated programme."""

    instrument: Instrument
    simulated: SimulatedProgramme
    facts: tuple[Mapping[str, tuple[str, ...]], ...]
    seed: int

    def sheet(self, assignment: int) -> dict[str, Answer]:
        """What one observer wrote. The same assignment always gives the same sheet."""
        generator = np.random.default_rng([self.seed, 2, assignment])
        consultation = int(self.simulated.timetable.assignment_consultation[assignment])
        visit = np.random.default_rng([self.seed, 8, assignment])
        sheet: dict[str, Answer] = {}
        for question in self.instrument.questions:
            if question.kind in ("choice", "choices"):
                drawn_from = visit if question.role in CASE_MIX else generator
                sheet[question.id] = Chosen(self._chosen(drawn_from, question, consultation))
        marks = self._marks(generator, assignment)
        sheet |= marks
        sheet |= self._comments(generator, marks)
        return dict(without_hidden(self.instrument, sheet))

    def _chosen(self, generator: np.random.Generator, question: Question, consultation: int) -> tuple[str, ...]:
        if question.role not in OWN_VIEW and generator.random() < AGREE:
            return self.facts[consultation][question.id]
        return drawn_options(generator, question)

    def _marks(self, generator: np.random.Generator, assignment: int) -> dict[str, Answer]:
        marks: dict[str, Answer] = {}
        # Tapping is drawn by itself, so that nothing else depends on who used the quiet screen.
        tapping = np.random.default_rng([self.seed, 7, assignment])
        taps_at_all = tapping.random() < TAPPED
        for place, item in enumerate(self.instrument.items):
            kind = int(self.simulated.answer[assignment, place])
            if kind in REASONS:
                marks[item.id] = _not_scored(item, REASONS[kind])
                continue
            level = int(self.simulated.rating[assignment, place])
            point = sorted(item.scale.points, key=lambda point: point.score)[level]
            height = level / (len(item.scale.points) - 1)
            said = note(generator, item.id, height) if generator.random() < NOTED else ""
            taps = sorted(map(int, tapping.integers(1, LAST_TAP, level))) if taps_at_all else []
            marks[item.id] = Rated(point.code, said, *_tapped(item, taps, tapping))
        return marks

    def _comments(self, generator: np.random.Generator, marks: Mapping[str, Answer]) -> dict[str, Answer]:
        # Praise speaks of what was rated highest, advice of what was rated lowest: they must fit the marks.
        levels = {
            item.id: float(point.score)
            for item in self.instrument.items
            if isinstance(mark := marks[item.id], Rated) and (point := item.scale.point(mark.code))
        }
        if not levels:
            return {}
        order = sorted(levels, key=lambda item: (levels[item], generator.random()))
        written: dict[str, Answer] = {}
        best, worst = (
            self.instrument.question_with_role("went_well"),
            self.instrument.question_with_role("one_thing_to_try"),
        )
        if best and levels[order[-1]] > 0 and generator.random() < PRAISED and (text := praise(generator, order[-1])):
            written[best.id] = Written(text)
        if worst and generator.random() < ADVISED and (text := advice(generator, order[0])):
            written[worst.id] = Written(text)
        return written


def sheet_writer(instrument: Instrument, simulated: SimulatedProgramme) -> SheetWriter:
    """A writer for this programme, with the facts of each consultation settled."""
    generator, visit = (np.random.default_rng([simulated.seed, stream]) for stream in (1, 9))
    choices = [question for question in instrument.questions if question.kind in ("choice", "choices")]
    facts = tuple(
        MappingProxyType(
            {
                question.id: drawn_options(visit if question.role in CASE_MIX else generator, question)
                for question in choices
            }
        )
        for _ in simulated.timetable.consultation_session
    )
    return SheetWriter(instrument, simulated, facts, simulated.seed)


def drawn_options(generator: np.random.Generator, question: Question) -> tuple[str, ...]:
    """One option, or sometimes two where two may be chosen, in the order of the question."""
    codes = [option.code for option in question.options]
    likely = LIKELY.get(question.role, {})
    weights = np.array([likely.get(code, 1.0 if not likely else 0.0) for code in codes])
    wanted = 1 + int(question.kind == "choices" and len(codes) > 1 and generator.random() < SECOND_KIND)
    if np.count_nonzero(weights) < wanted:
        weights = np.ones(len(codes))
    picked = set(generator.choice(codes, size=wanted, replace=False, p=weights / weights.sum()).tolist())
    return tuple(code for code in codes if code in picked)


def _tapped(item: Item, minutes: list[int], tapping: np.random.Generator) -> tuple[Taps, Marked]:
    """The taps as they lie beside a mark: of the item, or each of one of the behaviours it names."""
    if not item.markers:
        return tuple(minutes), {}
    chosen = [item.markers[int(each)].code for each in tapping.integers(0, len(item.markers), len(minutes))]
    marked = {marker.code: tuple(m for m, code in zip(minutes, chosen, strict=True) if code == marker.code)
              for marker in item.markers}  # fmt: skip
    return (), {code: taps for code, taps in marked.items() if taps}


def _not_scored(item: Item, reason: Reason) -> NotScored:
    option = next(option for option in item.scale.non_scoring if option.reason == reason)
    return NotScored(option.code, reason)
