"""How many of each group find each item relevant: the groups side by side, in the same order and of the same weight."""

from dataclasses import dataclass

from reports.figures.legend import group_key, legend
from reports.figures.lettering import lines
from reports.figures.picture import Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import LABEL_SIZE, RANGE_ROLES, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES

_NUMBERS = 96.0
_BAND = 15.0


@dataclass(frozen=True, slots=True)
class VotedShare:
    """One group on one item: how many of how many find it relevant (in hundredths) or why there is no share yet."""

    relevant: int
    raters: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    not_yet: str = ""

    @property
    def words(self) -> str:
        if self.share is None or self.low is None or self.high is None:
            return self.not_yet or "no votes yet"
        return f"{self.relevant} of {self.raters} ({number(self.low, 0)} to {number(self.high, 0)} %)"


@dataclass(frozen=True, slots=True)
class RelevanceVotes:
    """Items from top to bottom; for each, one share per group. wanted: the line an item should reach, in hundredths."""

    title: str
    groups: tuple[str, ...]
    items: tuple[tuple[str, tuple[VotedShare, ...]], ...]
    wanted: float = 78.0

    @property
    def description(self) -> str:
        said = ["Share of people who find each item relevant, in per cent, with 95 % intervals."]
        for name, shares in self.items:
            groups = "; ".join(f"{group}: {share.words}" for group, share in zip(self.groups, shares, strict=True))
            said.append(f"{name.rstrip('.?')}: {groups.rstrip('.')}.")
        return " ".join(said)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Column heads and rows with the values drawn."""
        return ("Item", *self.groups), tuple((name, *(share.words for share in shares)) for name, shares in self.items)


def relevance_votes(votes: RelevanceVotes, width: float) -> Picture:
    """A band of rows per item, one row per group."""
    key, top = legend(group_key(votes.groups), width)
    left, right = width * 0.36, width - _NUMBERS
    scale = HorizontalScale(0, 100, left, right)
    body: list[Mark] = []
    y = top + 4
    for name, shares in votes.items:
        label = lines(name, left - 12, LABEL_SIZE)
        body.extend(Words("words", 0, y + 10 + 11 * at, line, LABEL_SIZE) for at, line in enumerate(label))
        for group, share in enumerate(shares):
            body.extend(_row(share, group, scale, y + group * _BAND + 7, width))
        y += max(len(label) * 11.0, len(shares) * _BAND) + 7
    wanted = scale.at(votes.wanted)
    marks = (*key, *scale.axis(top, y), Stroke("midline", wanted, top, wanted, y), *body)
    return Picture(width, y + 16, votes.title, votes.description, marks)


def _row(share: VotedShare, group: int, scale: HorizontalScale, middle: float, width: float) -> list[Mark]:
    if share.share is None or share.low is None or share.high is None:
        return [
            Words("quiet-words", scale.left + 4, middle + 2.8, line, SMALL_SIZE)
            for line in lines(share.words, width - scale.left - 4, SMALL_SIZE, most=1)
        ]
    return [
        Stroke(RANGE_ROLES[group], scale.at(share.low), middle, scale.at(share.high), middle),
        Spot(TYPE_ROLES[group], TYPE_SHAPES[group], scale.at(share.share), middle, 7),
        Words("words", scale.right + 8, middle + 2.8, share.words.split(" (")[0], SMALL_SIZE),
    ]
