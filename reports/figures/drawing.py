"""One door to all figures: hand in a figure's values, get the picture."""

from reports.figures.agreement_forest import AgreementForest, agreement_forest
from reports.figures.agreement_grid import AgreementGrid, agreement_grid
from reports.figures.domain_profile import DomainProfile, domain_profile
from reports.figures.observer_spread import ObserverSpread, observer_spread
from reports.figures.picture import Picture
from reports.figures.rating_distribution import RatingDistribution, rating_distribution

Figure = DomainProfile | RatingDistribution | ObserverSpread | AgreementGrid | AgreementForest

PAGE_WIDTH = 482.0


def draw(figure: Figure, width: float = PAGE_WIDTH) -> Picture:
    """The picture of any figure, `width` points wide."""
    match figure:
        case DomainProfile():
            return domain_profile(figure, width)
        case RatingDistribution():
            return rating_distribution(figure, width)
        case ObserverSpread():
            return observer_spread(figure, width)
        case AgreementGrid():
            return agreement_grid(figure, width)
        case AgreementForest():
            return agreement_forest(figure, width)
