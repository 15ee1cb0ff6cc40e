"""Notes of one item, kind of observer beside kind, as many as fit; why some are not shown."""

from app.comparing.sees_pages import NotesOfKind, Quote
from app.queries.item_notes import Notes
from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import counted, many, observers_of_type


def notes_side_by_side(ratings: RatingSet, notes: Notes | None, most: int, fewest: int) -> tuple[NotesOfKind, ...]:
    """Every kind that has sheets here. fewest: with fewer people of a kind a note would name its writer."""
    found: list[NotesOfKind] = []
    for at, kind in enumerate(ratings.types):
        people = len(ratings.observers_of(at))
        if not people:
            continue
        own = [note for note in notes.notes if note.type_code == kind.code] if notes else []
        held = notes.held.get(kind.code, 0) if notes else 0
        if people < fewest:
            why = (
                f"Held back: with {observers_of_type(people, kind.name)} a note would name its writer. It takes "
                f"{fewest}."
            )
            found.append(NotesOfKind(kind.name, (), 0, why if own or held else ""))
            continue
        quotes = tuple(Quote(own[place].words, own[place].point) for place in _spread(len(own), most))
        found.append(NotesOfKind(kind.name, quotes, max(len(own) - most, 0), _why_not(held, kind.name)))
    return tuple(found)


def _spread(there: int, most: int) -> list[int]:
    """At most so many places, evenly over all: from the lowest point given to the highest."""
    if there <= most:
        return list(range(there))
    return [round(at * (there - 1) / max(most - 1, 1)) for at in range(most)]


def _why_not(held: int, kind: str) -> str:
    if not held:
        return ""
    return (
        f"{counted(held, 'note')} by {many(kind)} {'is' if held == 1 else 'are'} not shown: withheld when screened, or "
        "not screened yet and might tell who somebody is."
    )
