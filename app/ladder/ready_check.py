"""The ready check: what a report rests on, and what is missing, each in one sentence with the place to mend it."""

from dataclasses import dataclass

# Below these no reason helps: there would be nothing true to report.
HARD = frozenset({"nothing-open", "wrong-place"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. ``mend`` names the page where it is mended; "" when only time helps."""

    code: str
    sentence: str
    mend: str = ""

    @property
    def hard(self) -> bool:
        """Whether no written reason lets the report go on."""
        return self.code in HARD


@dataclass(frozen=True, slots=True)
class KindSeen:
    """How many of one kind of observer saw the clinician, in how many consultations; warm-ups left out."""

    name: str
    plural: str
    observers: int
    consultations: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts only, never a rating.

    sheets_out       sheets that are still asked for
    set_aside        sheets that clash and were set aside, unsettled
    wrong_places     sheets an observer says belong elsewhere, undecided
    consultations    consultations that are open, warm-ups left out
    alone            whether nobody who observed this clinician observed any other clinician of the main group
    """

    consultations: int
    sheets_out: int
    set_aside: int
    wrong_places: int
    kinds: tuple[KindSeen, ...]
    least_observers: int
    least_consultations: int
    alone: bool
    asked: bool
    rated_self: bool
    has_account: bool


def ready_check(of: Evidence) -> tuple[Finding, ...]:
    """What is missing, hard conditions first; empty when everything is there."""
    found: list[Finding] = []
    if not of.consultations:
        found.append(
            Finding("nothing-open", "No consultation is complete yet, so there is nothing to report on.", "progress")
        )
    if of.wrong_places:
        words = _counted(of.wrong_places, "sheet may belong", "sheets may belong")
        found.append(Finding("wrong-place", f"{words} to another visit. Decide that first.", "wrong-places"))
    if of.sheets_out:
        words = _counted(of.sheets_out, "sheet is", "sheets are")
        found.append(
            Finding("sheets-out", f"{words} still to come. A visit with a sheet missing is left out.", "progress")
        )
    if of.set_aside:
        words = _counted(of.set_aside, "sheet was", "sheets were")
        found.append(Finding("set-aside", f"{words} set aside and not settled.", "set-aside"))
    if of.consultations:
        found.extend(_too_few(of))
        if of.alone:
            found.append(
                Finding(
                    "alone",
                    "The people who observed this clinician share no clinician with the others, so scores cannot be"
                    " adjusted for who observed.",
                    "plan",
                )
            )
    if not of.asked:
        found.append(Finding("no-question", _LATER.format(what="question of their own"), "preparation"))
    if not of.rated_self:
        found.append(Finding("no-self-rating", _LATER.format(what="rating of themselves"), "preparation"))
    if not of.has_account:
        found.append(
            Finding("no-account", "This clinician has no account, so they could not read it here.", "clinicians")
        )
    return tuple(found)


_LATER = "The clinician has not written a {what}. After the release they no longer can."


def _too_few(of: Evidence) -> list[Finding]:
    found: list[Finding] = []
    for kind in of.kinds:
        more_people = of.least_observers - kind.observers
        more_visits = of.least_consultations - kind.consultations
        wanted = [
            words
            for number, words in (
                (more_people, _counted(more_people, "more person", "more people")),
                (more_visits, _counted(more_visits, "more visit", "more visits")),
            )
            if number > 0
        ]
        if wanted:
            sentence = f"{kind.plural}: {' and '.join(wanted)} needed before their results are shown."
            found.append(Finding(f"too-few-{kind.name}", sentence, "plan"))
    return found


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
