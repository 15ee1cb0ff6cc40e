"""One door to all figures: hand in a figure's values, get the picture."""

from collections.abc import Callable
from typing import Any

from reports.figures.agreement_forest import AgreementForest, agreement_forest
from reports.figures.agreement_grid import AgreementGrid, agreement_grid
from reports.figures.dependability_curves import DependabilityCurves, dependability_curves
from reports.figures.difference_plot import DifferencePlot, difference_plot
from reports.figures.domain_profile import DomainProfile, domain_profile
from reports.figures.drift_chart import DriftChart, drift_chart
from reports.figures.item_dots import ItemDots, item_dots
from reports.figures.linking_curve import LinkingCurve, linking_curve
from reports.figures.observer_spread import ObserverSpread, observer_spread
from reports.figures.observing_plan import ObservingPlan, observing_plan
from reports.figures.pair_map import PairMap, pair_map
from reports.figures.picture import Picture
from reports.figures.rating_distribution import RatingDistribution, rating_distribution
from reports.figures.rating_graph import RatingGraph
from reports.figures.rating_lines import rating_lines
from reports.figures.rating_matrix import rating_matrix
from reports.figures.relevance_votes import RelevanceVotes, relevance_votes
from reports.figures.result_lines import ResultLines, result_lines
from reports.figures.severity_map import SeverityMap, severity_map

ComparisonFigure = (
    RatingDistribution
    | ObserverSpread
    | AgreementGrid
    | AgreementForest
    | PairMap
    | ItemDots
    | DifferencePlot
    | SeverityMap
    | DependabilityCurves
    | DriftChart
    | RatingGraph
    | ObservingPlan
)
Figure = DomainProfile | ResultLines | ComparisonFigure | LinkingCurve | RelevanceVotes

PAGE_WIDTH = 482.0
PAINTERS: dict[type, Callable[[Any, float], Picture]] = {
    DomainProfile: domain_profile,
    ResultLines: result_lines,
    RatingDistribution: rating_distribution,
    ObserverSpread: observer_spread,
    AgreementGrid: agreement_grid,
    AgreementForest: agreement_forest,
    PairMap: pair_map,
    ItemDots: item_dots,
    DifferencePlot: difference_plot,
    LinkingCurve: linking_curve,
    RelevanceVotes: relevance_votes,
    SeverityMap: severity_map,
    DependabilityCurves: dependability_curves,
    DriftChart: drift_chart,
    ObservingPlan: observing_plan,
    RatingGraph: lambda figure, width: (rating_lines if figure.as_lines else rating_matrix)(figure, width),
}


def draw(figure: Figure, width: float = PAGE_WIDTH) -> Picture:
    """The picture of any figure, `width` points wide. A map of pairs takes more where it needs it."""
    return PAINTERS[type(figure)](figure, width)
