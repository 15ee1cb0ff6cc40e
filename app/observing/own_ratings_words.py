"""How my ratings compare, in kind words and the reader's language. Pure but for the language of the request."""

from app.observing.own_ratings_pages import OwnPart
from app.web.languages import _
from app.web.words_for_templates import long_date
from reports.comparison.drifts import ObserverDrift, Practised
from reports.comparison.own_ratings import OwnRatings, OwnStanding
from reports.figures.scale import number
from reports.statistics.drift import LEAST_SESSIONS
from reports.statistics.estimate import Estimate
from reports.statistics.rater_effects import Index


def not_yet(own: OwnRatings) -> str:
    """Why nothing is said yet, or "" when there is something."""
    if own.standing is not None:
        return ""
    if own.more_sheets:
        return _(
            "You have {have} sheets so far that can be compared. It takes {need} before anything can be said.",
            have=own.sheets,
            need=own.sheets + own.more_sheets,
        )
    if own.more_others:
        return _(
            "Too few other observers have enough sheets yet: it takes {more} more, so that nobody can be made out.",
            more=own.more_others,
        )
    return _(
        "Not everybody can be compared yet: some observers have not watched the same clinicians. There is nothing for "
        "you to do. Your lead plans who watches with whom."
    )


def parts(standing: OwnStanding, practised: tuple[Practised, ...]) -> tuple[OwnPart, ...]:
    """Everything that can be said, in the order in which to read it."""
    ways = standing.ways
    return (
        _high_or_low(standing),
        _part(_("The middle and the ends"), ways["centrality"], _centrality(ways["centrality"].side)),
        _part(_("How much of the scale you use"), ways["spread"], _spread(ways["spread"].side)),
        _part(_("Item by item"), ways["halo"], _halo(ways["halo"].side)),
        _part(_("The same point throughout"), ways["straight_lines"], _straight_lines(ways["straight_lines"].side)),
        *((_through_time(standing.drift, practised),) if standing.drift is not None else ()),
    )


def _high_or_low(standing: OwnStanding) -> OwnPart:
    gives = standing.gives
    reading = {
        -1: _("So you tend to score lower than most. That is not right or wrong: you may see what others miss."),
        0: _("So you score about as the others do."),
        1: _("So you tend to score higher than most. That is not right or wrong: you may see what others miss."),
    }[standing.side]
    return OwnPart(
        _("High or low"),
        (
            _(
                "Shown the same average visit, you would give {value} on an item from {lowest} to {highest}.",
                value=number(gives.number, 2),
                lowest=number(standing.lowest),
                highest=number(standing.highest),
            ),
            _("Half of the others would give less than {usual}, and half more.", usual=number(standing.usual, 2)),
            reading,
        ),
        _likely(gives),
    )


def _likely(gives: Estimate) -> str:
    if gives.low is None or gives.high is None:
        return ""
    return _(
        "Your {value} is likely to lie between {low} and {high}.",
        value=number(gives.number, 2),
        low=number(gives.low, 2),
        high=number(gives.high, 2),
    )


def _part(title: str, index: Index, sentence: str) -> OwnPart:
    if index.value is None or index.usual is None:
        return OwnPart(title, (_("Nothing can be said of this yet."),))
    return OwnPart(
        title,
        (sentence,),
        _(
            "Your number is {value}. Between {low} and {high} nothing stands out: there lie 99 of 100 who rate like "
            "the others.",
            value=number(index.value, 2),
            low=number(index.usual[0], 2),
            high=number(index.usual[1], 2),
        ),
    )


def _centrality(side: int) -> str:
    if side < 0:
        return _("You stay nearer to the middle than most. The far points are there for a visit that calls for them.")
    if side > 0:
        return _("You go nearer to the ends of the scale than most.")
    return _("You use the middle and the ends about as the others do.")


def _spread(side: int) -> str:
    if side < 0:
        return _("You use a narrower part of the scale than most, allowing for the visits you saw.")
    if side > 0:
        return _("You spread your ratings wider over the scale than most, allowing for the visits you saw.")
    return _("You use about as much of the scale as the others do.")


def _halo(side: int) -> str:
    if side < 0:
        return _(
            "The items of one sheet are more alike with you than with others, as if one impression coloured them all. "
            "It can help to think of each item by itself."
        )
    if side > 0:
        return _("You tell the items of one sheet apart more than most do.")
    return _("You tell the items of one sheet apart about as the others do.")


def _straight_lines(side: int) -> str:
    if side > 0:
        return _(
            "More of your sheets have the same point on every item than with others. Perhaps the visits were like "
            "that; perhaps it was the end of a long clinic."
        )
    return _("Sheets with the same point on every item are no more frequent with you than with others.")


def _through_time(drift: ObserverDrift, practised: tuple[Practised, ...]) -> OwnPart:
    found = drift.found
    count = len(found.sessions)
    if found.outside:
        said = [
            _(
                "Further from the rest than chance would put them: {outside} of your {count} sessions. Perhaps "
                "something was different on that day.",
                outside=found.outside,
                count=count,
            )
        ]
    else:
        said = [_("All your sessions ({count}) lie within what chance alone would give.", count=count)]
    slope, numbers = found.slope, ""
    last = sum(session.stretch == found.sessions[-1].stretch for session in found.sessions)
    if slope.value is None or slope.low is None or slope.high is None:
        said.append(
            _(
                "To see a change over time it takes {need} sessions; there are {have} so far.",
                need=LEAST_SESSIONS,
                have=last,
            )
        )
    else:
        said.append(_change(slope.low, slope.high))
        numbers = _(
            "Change over ten sessions: {value} points, likely between {low} and {high}.",
            value=number(slope.value, 2),
            low=number(slope.low, 2),
            high=number(slope.high, 2),
        )
    said += [
        _(
            "On {day} you took part in practice with feedback ({what}). From then on your chart begins anew.",
            day=long_date(each.on),
            what=each.what,
        )
        for each in practised
    ]
    return OwnPart(_("Through time"), tuple(said), numbers)


def _change(low: float, high: float) -> str:
    if low > 0:
        return _("Your ratings became higher over time. That happens to everybody, and practice with feedback helps.")
    if high < 0:
        return _("Your ratings became lower over time. That happens to everybody, and practice with feedback helps.")
    return _("No steady change over time can be seen.")
