"""What a request asks to compare: the round, which group, which number, whether warm-ups count."""

import uuid
from dataclasses import dataclass
from typing import Any, cast, get_args

from flask import request, url_for

from app.comparing.pages import Choice, Places
from app.comparing.remembered import overview_of
from app.queries.programmes import RoundOfLead
from app.queries.ratings import RatingsOfRound, ratings_of_round
from app.rules import NotThere
from app.web.request_database import db
from app.web.signed_in import actor
from reports.comparison.minimums import minimums_of_round
from reports.comparison.overview import AgreementOverview, GroupAgreement
from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import KINDS, Kind
from reports.statistics.minimums import Minimums

INCLUDE = "include"


@dataclass(frozen=True)
class Asked:
    """The round asked for, its ratings, and what was worked out from them."""

    found: RatingsOfRound
    minimums: Minimums
    warm_ups: bool

    @property
    def round(self) -> RoundOfLead:
        return self.found.round

    @property
    def ratings(self) -> RatingSet:
        return self.found.ratings

    @property
    def overview(self) -> AgreementOverview:
        return overview_of(self.ratings, self.minimums)

    @property
    def group(self) -> GroupAgreement:
        """The group the address names; all observers when it names none."""
        group = self.overview.group(request.args.get("group", "all"))
        if group is None:
            raise NotThere
        return group

    @property
    def number(self) -> Kind:
        """The coefficient the address names; Gwet's AC2 when it names none, since it holds up on a floor."""
        named = request.args.get("number", "ac2")
        if named not in get_args(Kind):
            raise NotThere
        return cast("Kind", named)

    def address(self, endpoint: str, **more: str) -> str:
        """The address of another page or file of this round, warm-ups treated alike."""
        values: dict[str, Any] = {**({"warm_ups": INCLUDE} if self.warm_ups else {}), **more}
        return url_for(f"comparing.{endpoint}", round_id=self.round.id, **values)

    def places(self) -> Places:
        """Where the round's other pages are."""
        other: dict[str, Any] = {} if self.warm_ups else {"warm_ups": INCLUDE}
        return Places(
            overview=self.address("overview"),
            observers=self.address("observers"),
            agreement_file=self.address("agreement_file"),
            ratings_file=self.address("ratings_file"),
            codebook_file=self.address("codebook_file"),
            other_warm_ups=url_for("comparing.overview", round_id=self.round.id, **other),
            with_warm_ups=self.warm_ups,
        )

    def group_choices(self) -> tuple[Choice, ...]:
        """The groups, keeping the number."""
        return tuple(
            Choice(
                each.title,
                self.address("overview", group=each.key, number=self.number, _anchor="agreement"),
                each.key == self.group.key,
            )
            for each in self.overview.groups
        )

    def number_choices(self) -> tuple[Choice, ...]:
        """The coefficients, keeping the group."""
        return tuple(
            Choice(
                each.short,
                self.address("overview", group=self.group.key, number=each.kind, _anchor="agreement"),
                each.kind == self.number,
            )
            for each in KINDS
        )


def asked(round_id: uuid.UUID) -> Asked:
    """What this request asks about a round. Raises NotThere outside the teams the actor leads."""
    warm_ups = request.args.get("warm_ups") == INCLUDE
    found = ratings_of_round(db(), actor(), round_id, warm_ups=warm_ups)
    return Asked(found, minimums_of_round(found.round.minimums), warm_ups)
