"""What the columns, items, points and answers of the ratings mean."""

from collections.abc import Iterator

from reports.comparison.rating_set import ANSWERS, RatingSet


def codebook_rows(held: RatingSet) -> Iterator[tuple[str, str, str]]:
    """Column, code, meaning."""
    yield "consultation", "", "The consultation, by session code and slot number or by a code: never a patient"
    yield "clinician", "C001 …", "The clinician observed, as a number in this file"
    yield "observer", "O001 …", "The observer, as a number in this file"
    for kind in held.types:
        yield "observer_type", kind.code, kind.name
    for item in held.items:
        yield "item", item.id, item.name
        for point, label in zip(item.points, item.labels, strict=True):
            yield f"rating ({item.id})", f"{point:g}", label
    for answer, meaning in zip(
        ANSWERS,
        (
            "A rating was given",
            "It did not apply in this consultation",
            "The observer could not see or hear it",
            "There was not enough to go on",
            "Left blank",
        ),
        strict=True,
    ):
        yield "answer", answer, meaning
    yield "fingerprint", held.fingerprint, f"{held.title}: the exact version of the instrument"
