"""What the scores of a whole round say of each clinician in it: worked out once, handed to every report."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from reports.feedback.beside import Band, Standing
from reports.feedback.estimates import Scored, mean_score
from reports.feedback.evidence import FeedbackMinimums
from reports.statistics.fair_scores import FairScores, Refusal, fair_scores, refused
from reports.statistics.quantiles import harrell_davis
from reports.statistics.rotation.one_pairing import Met, one_pairing

# More visits help against these; against the others they do not, or not by themselves.
MENDED_BY_A_MEETING: frozenset[Refusal] = frozenset({"not_linked", "few_sheets", "few_shared"})


@dataclass(frozen=True, slots=True, order=True)
class RoundScore:
    """The total of one counted sheet of the round, with opaque keys."""

    observer_type: str
    clinician: str
    consultation: str
    observer: str
    score: float


@dataclass(frozen=True, slots=True)
class RoundScores:
    """Every counted sheet of a round whose total could be scored; `lowest` and `highest` are the ends of the total."""

    rows: tuple[RoundScore, ...]
    lowest: float
    highest: float

    @property
    def digest(self) -> str:
        """The same for the same scores, in whatever order they come."""
        return sha256(repr((sorted(self.rows), self.lowest, self.highest)).encode()).hexdigest()

    @property
    def consultations(self) -> tuple[str, ...]:
        """Whose sheets every number of the whole round rests on."""
        return tuple(sorted({row.consultation for row in self.rows}))


@dataclass(frozen=True, slots=True)
class Colleagues:
    """By observer type the fair averages, the band and who met whom."""

    fair: Mapping[str, FairScores]
    bands: Mapping[str, Band]
    meetings: Mapping[str, Met]
    least_shared: int = 3

    def beside(self, clinician: str) -> tuple[Standing, ...]:
        """What is said of one clinician, a standing for every type that saw anybody in the round."""
        return tuple(self._standing(kind, clinician) for kind in sorted(self.fair))

    def _standing(self, kind: str, clinician: str) -> Standing:
        fair = self.fair[kind]
        band = self.bands[kind]
        if clinician not in fair.scores:
            return Standing(kind, observers=fair.observers, clinicians=fair.clinicians, band=band)
        found = fair.scores[clinician]
        if found.estimate.defined and self._shared(kind, clinician) < self.least_shared:
            found = refused("few_shared")
        helps = found.refusal in MENDED_BY_A_MEETING
        pairing = one_pairing(clinician, self.meetings[kind]) if helps else None
        return Standing(kind, found, fair.observers, fair.clinicians, pairing, band)

    def _shared(self, kind: str, clinician: str) -> int:
        """Of the observers who saw this clinician, how many saw somebody else.

        What is known of the others' strictness comes from this clinician's own sheets, and the difference between raw
        and adjusted would tell of them.
        """
        pairs = self.meetings[kind].meetings
        elsewhere = {observer for who, observer in pairs if who != clinician}
        return len({observer for who, observer in pairs if who == clinician} & elsewhere)


def colleagues(scores: RoundScores, minimums: FeedbackMinimums) -> Colleagues:
    """Fit the round once. The order of its rows changes nothing."""
    of_type: defaultdict[str, list[RoundScore]] = defaultdict(list)
    for row in sorted(scores.rows):
        of_type[row.observer_type].append(row)
    return Colleagues(
        fair={kind: _fair(rows, scores, minimums) for kind, rows in of_type.items()},
        bands={kind: _band(rows, scores, minimums) for kind, rows in of_type.items()},
        meetings={kind: Met(_meetings(rows)) for kind, rows in of_type.items()},
        least_shared=minimums.observers_in_group,
    )


def _fair(rows: Sequence[RoundScore], scores: RoundScores, minimums: FeedbackMinimums) -> FairScores:
    return fair_scores(
        [row.score for row in rows],
        [row.clinician for row in rows],
        [row.observer for row in rows],
        [row.consultation for row in rows],
        lowest=scores.lowest,
        highest=scores.highest,
        fewest_observers=minimums.observers_to_infer,
    )


def _meetings(rows: Sequence[RoundScore]) -> dict[tuple[str, str], float]:
    return {pair: float(sheets) for pair, sheets in Counter((row.clinician, row.observer) for row in rows).items()}


def _band(rows: Sequence[RoundScore], scores: RoundScores, minimums: FeedbackMinimums) -> Band:
    """The same for every clinician of the round, themselves among the others: nothing is told by comparing two bands.

    Its ends are weighted means of all scores (Harrell & Davis), so that neither is one colleague's.
    """
    of_clinician: defaultdict[str, list[RoundScore]] = defaultdict(list)
    for row in rows:
        of_clinician[row.clinician].append(row)
    means = [
        mean_score([Scored(row.score, row.consultation, row.observer) for row in own], scores.lowest, scores.highest)
        for own in of_clinician.values()
        if _enough(own, minimums)
    ]
    needed = max(0, minimums.clinicians_in_band - len(means))
    if needed:
        return Band(len(means), needed=needed)
    values = [mean.number for mean in means]
    return Band(len(means), harrell_davis(values, 0.25), harrell_davis(values, 0.75))


def _enough(own: Sequence[RoundScore], minimums: FeedbackMinimums) -> bool:
    """Whether a clinician's own report would show this type: below that nobody's score enters anywhere."""
    return (
        len({row.observer for row in own}) >= minimums.observers_in_group
        and len({row.consultation for row in own}) >= minimums.consultations_for_result
    )
