"""Which entries of a sheet are shown, given what is answered so far."""

from instruments.conditions import holds
from instruments.definition import Instrument
from instruments.sheet import Sheet, chosen_codes


def visible(instrument: Instrument, sheet: Sheet) -> tuple[str, ...]:
    """The ids of the entries shown, in sheet order. A hidden entry counts as blank for those after it."""
    shown: dict[str, None] = {}

    def codes_of(entry: str) -> frozenset[str] | None:
        return chosen_codes(sheet.get(entry)) if entry in shown else None

    for entry in instrument.entries:
        if entry.show_if is None or holds(entry.show_if, codes_of):
            shown[entry.id] = None
    return tuple(shown)


def without_hidden(instrument: Instrument, sheet: Sheet) -> Sheet:
    """The sheet without answers to entries that later answers made disappear."""
    shown = frozenset(visible(instrument, sheet))
    return {entry_id: answer for entry_id, answer in sheet.items() if entry_id in shown}
