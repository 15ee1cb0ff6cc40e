"""What a programme needs before anybody can observe, and which step comes next."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.queries.readiness import Readiness


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to have. ``found`` says what is there, ``ask`` what to do; ``next`` marks the first that is missing."""

    name: str
    done: bool
    found: str
    ask: str
    address: str
    next: bool = False


def checklist(ready: Readiness, addresses: Mapping[str, str]) -> tuple[Step, ...]:
    """The seven steps in order. ``addresses`` tells where each is done."""
    steps = (
        ("people", "People who observe", ready.observers >= 2, _count(ready.observers, "observer"), "Add people"),
        ("clinics", "Clinics", ready.clinics > 0, _count(ready.clinics, "clinic"), "Add your first clinic"),
        (
            "clinicians",
            "Clinicians",
            ready.clinicians > 0,
            _count(ready.clinicians, "clinician"),
            "Add your first clinician",
        ),
        (
            "instruments",
            "An instrument to score with",
            ready.instruments > 0,
            _count(ready.instruments, "instrument") + " in use",
            "Choose an instrument",
        ),
        ("round", "An open round", ready.open_rounds > 0, _rounds(ready), "Plan a round"),
        (
            "sessions",
            "Clinic sessions",
            ready.sessions > 0,
            f"{_count(ready.sessions, 'session')} with {_count(ready.slots, 'slot')}" if ready.slots else "No sessions",
            "Add your first session",
        ),
        (
            "assignments",
            "Two observers in each slot",
            ready.slots > 0 and ready.slots_with_two == ready.slots,
            f"{ready.slots_with_two} of {_count(ready.slots, 'slot')} have two observers"
            if ready.slots
            else "No slots",
            "Say who observes",
        ),
    )
    missing = next((name for name, _, done, _, _ in steps if not done), "")
    return tuple(
        Step(label, done, found, ask, addresses[name], name == missing) for name, label, done, found, ask in steps
    )


def _rounds(ready: Readiness) -> str:
    if ready.open_rounds:
        return ready.current_round if ready.open_rounds == 1 else f"{ready.open_rounds} open rounds"
    return "No round is open" if ready.programmes else "No programme yet"


def _count(number: int, one: str) -> str:
    return f"{number or 'No'} {one if number == 1 else one + 's'}"
