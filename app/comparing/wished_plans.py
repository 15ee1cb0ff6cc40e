"""What a lead wishes to know of a plan of observing, as the address says it. What cannot be used counts as not said."""

from collections.abc import Mapping

from reports.statistics.generalizability.observing_plans import Plan

MOST_CONSULTATIONS = 50
MOST_OBSERVERS = 4
USUAL = Plan(consultations=8, observers=2, rotated=True)
WANTED = 0.7


def plan_of(options: Mapping[str, str]) -> Plan:
    """Consultations, observers in each room, and whether they are new each time."""
    return Plan(
        _whole(options.get("consultations"), USUAL.consultations, MOST_CONSULTATIONS),
        _whole(options.get("observers"), USUAL.observers, MOST_OBSERVERS),
        options.get("who", "new") != "same",
    )


def wanted_of(options: Mapping[str, str]) -> float:
    """What the mean is to reach, between 0.05 and 0.95."""
    try:
        wanted = float(options.get("wanted", WANTED))
    except ValueError:
        return WANTED
    return wanted if 0.05 <= wanted <= 0.95 else WANTED


def _whole(text: str | None, usual: int, most: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and 1 <= int(text) <= most else usual
