"""Which clinicians to visit when nothing is planned yet: those watched least first, nobody in two rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.statistics.rotation.wishes import Seat


def visits(
    clinicians: Sequence[str],
    watched: Mapping[str, int],
    times: Sequence[str],
    rooms: int,
    consultations: int,
    seats: int,
) -> tuple[Seat, ...]:
    """Seats for `rooms` sessions at each time, fewer where there are fewer clinicians. Sessions are named by number."""
    so_far = {name: watched.get(name, 0) for name in clinicians}
    planned: list[Seat] = []
    for time in times:
        for name in sorted(so_far, key=lambda each: (so_far[each], each))[:rooms]:
            planned.append(Seat(f"{len(planned) + 1:03d}", name, time, consultations, seats))
            so_far[name] += consultations
    return tuple(planned)
