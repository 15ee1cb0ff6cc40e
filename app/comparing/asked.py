"""What a request asks to compare: the round, which group, which number, whether warm-ups count."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast, get_args

from flask import request, url_for

from app.comparing.pages import Choice, Place, Places
from app.comparing.remembered import Sides, overview_of, who_observed_of
from app.comparing.views import VIEWS
from app.queries.conflicts import barred_in_ratings
from app.queries.programmes import RoundOfLead
from app.queries.ratings import RatingsOfRound, ratings_of_round
from app.rules import NotThere
from app.web.request_database import db
from app.web.signed_in import actor
from reports.comparison.equivalence import Equivalence, equivalence, margin_of
from reports.comparison.minimums import minimums_of_round
from reports.comparison.overview import AgreementOverview, GroupAgreement
from reports.comparison.rating_set import RatingSet
from reports.comparison.small_kinds import kinds_left_out
from reports.comparison.who_observed import WhoObserved
from reports.comparison.wording import KINDS, Kind
from reports.figures.scale import number
from reports.statistics.minimums import Minimums

INCLUDE = "include"


@dataclass(frozen=True)
class Asked:
    """The round asked for, its ratings, and what was worked out from them."""

    found: RatingsOfRound
    minimums: Minimums

    @property
    def warm_ups(self) -> bool:
        """Whether they count, which may be less than what was asked for."""
        return self.found.warm_ups

    @property
    def round(self) -> RoundOfLead:
        return self.found.round

    @property
    def ratings(self) -> RatingSet:
        return self.found.ratings

    @property
    def clinicians(self) -> tuple[str, ...]:
        """Names of the clinicians, by their numbers in the ratings. For leads, where no rating of theirs is shown."""
        return tuple(each.name for each in self.found.clinicians)

    @property
    def who_observed(self) -> WhoObserved:
        """Who has observed whom, what would mend it, and never a meeting that a conflict of interest forbids."""
        return who_observed_of(self.ratings, self.clinicians, barred_in_ratings(db(), self.found))

    @property
    def overview(self) -> AgreementOverview:
        return overview_of(self.ratings, self.minimums)

    @property
    def group(self) -> GroupAgreement:
        """The group the address names; all observers when it names none."""
        return self.group_of(request.args.get("group", "all"))

    def group_of(self, key: str) -> GroupAgreement:
        """The group of this key. Raises NotThere for none."""
        group = self.overview.group(key)
        if group is None:
            raise NotThere
        return group

    @property
    def number(self) -> Kind:
        """The coefficient the address names; Gwet's AC2 when it names none, since it holds up on a floor."""
        return self.number_of(request.args.get("number", "ac2"))

    def number_of(self, named: str) -> Kind:
        """The coefficient of this name. Raises NotThere for none."""
        if named not in get_args(Kind):
            raise NotThere
        return cast("Kind", named)

    @property
    def answers(self) -> tuple[Equivalence, ...]:
        """For each two types, whether they count as alike; none when the total has no margin."""
        margin = margin_of(self.ratings.total, self.round.margin)
        if margin is None:
            return ()
        agreed, changed = self.round.margin is not None, bool(self.round.margin_changes)
        return tuple(
            equivalence(each.total.difference, margin, each.first, each.second, agreed=agreed, changed=changed)
            for each in self.overview.gaps
        )

    @property
    def margin_changes(self) -> tuple[str, ...]:
        """Every change of the margin after the first sheet, as a sentence with its reason."""
        total = self.ratings.total
        default = number(total.step) if total.steps is not None else "none"
        return tuple(
            f"On {each.on.day} {each.on:%B %Y}, with sheets already in, the margin was changed from "
            f"{default if each.before is None else number(each.before)} to "
            f"{default if each.after is None else number(each.after)} points: {each.why}"
            for each in self.round.margin_changes
        )

    def sides_of(self, options: Mapping[str, str]) -> Sides | None:
        """Two types (`types` holds both codes) or two observers (`one` and `other`, their keys).

        None when nothing fits to be compared; the first two types when nothing is named. Raises NotThere for
        sides that are not here.
        """
        if options.get("one") or options.get("other"):
            place = {each.key: at for at, each in enumerate(self.ratings.observers)}
            one, other = place.get(options.get("one", "")), place.get(options.get("other", ""))
            if one is None or other is None:
                raise NotThere
            return None if one == other else Sides(one, other, people=True)
        present = [at for at in range(len(self.ratings.types)) if len(self.ratings.observers_of(at))]
        pairs = {
            f"{self.ratings.types[one].code}-{self.ratings.types[other].code}": Sides(one, other, people=False)
            for one, other in combinations(present, 2)
        }
        named = options.get("types", "")
        if named and named not in pairs:
            raise NotThere
        return pairs[named] if named else next(iter(pairs.values()), None)

    def address(self, endpoint: str, **more: str) -> str:
        """The address of another page or file of this round, warm-ups treated alike."""
        values: dict[str, Any] = {**({"warm_ups": INCLUDE} if self.warm_ups else {}), **more}
        return url_for(f"comparing.{endpoint}", round_id=self.round.id, **values)

    def places(self) -> Places:
        """Where the round's other pages are, and the same page with warm-ups treated the other way."""
        here = request.endpoint or "comparing.overview"
        other = {**(request.view_args or {}), **request.args.to_dict()}
        other.pop("warm_ups", None)
        if not self.warm_ups:
            other["warm_ups"] = INCLUDE
        return Places(
            overview=self.address("overview"),
            views=tuple(
                Place(each.key, each.name, each.answers, self.address(each.key), here == f"comparing.{each.key}")
                for each in VIEWS
            ),
            agreement_file=self.address("agreement_file"),
            ratings_file=self.address("ratings_file"),
            codebook_file=self.address("codebook_file"),
            other_warm_ups=url_for(here, **cast("dict[str, Any]", other)),
            with_warm_ups=self.warm_ups,
            has_warm_ups=not self.found.warm_ups_held and (self.warm_ups or self.ratings.left_out.warm_ups > 0),
            left_out=self._left_out(here),
        )

    def _left_out(self, here: str) -> tuple[str, ...]:
        """What the page does not show, so that nobody can be worked out: a sentence each."""
        named = any(here.startswith(f"comparing.{each.key}") for each in VIEWS if each.named)
        kinds = () if named else kinds_left_out(self.ratings, self.minimums)
        return (*kinds, *((self.found.warm_ups_held,) if self.found.warm_ups_held else ()))

    @property
    def without_two_kinds(self) -> str:
        """Why there are no two kinds of observer to set side by side."""
        if not len(self.ratings.sheet_unit):
            return "No consultation is open for comparing yet: every observer’s sheet for it must be in first."
        return "Only one kind of observer has sheets here. Let another kind watch the same clinicians."

    def group_choices(self) -> tuple[Choice, ...]:
        """The groups, keeping the number."""
        return tuple(
            Choice(
                each.title,
                self.address("agreement", group=each.key, number=self.number, _anchor="items"),
                each.key == self.group.key,
            )
            for each in self.overview.groups
        )

    def number_choices(self) -> tuple[Choice, ...]:
        """The coefficients, keeping the group."""
        return tuple(
            Choice(
                each.short,
                self.address("agreement", group=self.group.key, number=each.kind, _anchor="items"),
                each.kind == self.number,
            )
            for each in KINDS
        )


def asked(round_id: uuid.UUID, *, warm_ups: bool | None = None) -> Asked:
    """What this request asks about a round. Raises NotThere outside the teams the actor leads.

    warm_ups: whether they count, when the page and not the address decides.
    """
    counted = request.args.get("warm_ups") == INCLUDE if warm_ups is None else warm_ups
    found = ratings_of_round(db(), actor(), round_id, warm_ups=counted)
    return Asked(found, minimums_of_round(found.round.minimums))
