"""What is known of a clinician only by looking at the whole round: the fair average, and where colleagues stand."""

from dataclasses import dataclass, field

from reports.statistics.estimate import undefined
from reports.statistics.fair_scores import FairScore
from reports.statistics.rotation.one_pairing import OnePairing


@dataclass(frozen=True, slots=True)
class Band:
    """The middle half of the scores of `clinicians` clinicians; without ends when they are too few, and how many are
    still `needed` then."""

    clinicians: int = 0
    low: float | None = None
    high: float | None = None
    needed: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One clinician beside the others in the eyes of one observer type.

    fair: adjusted for who observed, or the kind of reason why not. observers, clinicians: how many the adjustment
    rests on. pairing: the one meeting that would let it be made, with opaque keys, where a meeting would help.
    """

    observer_type: str
    fair: FairScore = field(default_factory=lambda: FairScore(undefined("Nobody looked at the whole round.")))
    observers: int = 0
    clinicians: int = 0
    pairing: OnePairing | None = None
    band: Band = Band()
